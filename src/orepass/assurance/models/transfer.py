"""The move of a certificate to another provider: who was asked, and what came of it."""

from django.db import models


class Transfer(models.Model):
    """A client's request that another provider take over a certificate."""

    id = models.CharField(primary_key=True, max_length=24)
    certificate = models.ForeignKey("assurance.Certificate", on_delete=models.PROTECT, related_name="transfers")
    provider = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return f"{self.certificate_id} to {self.provider_id}"


class TransferStep(models.Model):
    """One answer to a request to move, as recorded."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.action}"
