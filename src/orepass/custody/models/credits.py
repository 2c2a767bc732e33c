"""Book and claim credits: each is a row with a serial; what happens to it is a row beside it; it is retired once."""

from django.db import models

from orepass.custody.models.accounts import Account, Entry
from orepass.custody.rules.epcis.identifiers import URI_MAX


class Credit(models.Model):
    """Certified production that was not sold physically, issued as a claim without material."""

    id = models.CharField(primary_key=True, max_length=24)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="credits")
    serial = models.CharField(max_length=60, unique=True)
    number = models.PositiveIntegerField()
    amount_mg = models.BigIntegerField()
    issuer = models.CharField(max_length=24)
    issued_on = models.DateField()
    valid_before = models.DateField(null=True)
    issued_by = models.CharField(max_length=60)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="custody_credit_number_once")]

    def __str__(self) -> str:
        return self.serial


class CreditStep(models.Model):
    """What happened to a credit: it was handed to somebody, or retired for a lot or a purpose."""

    id = models.BigAutoField(primary_key=True)
    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=12)
    organisation = models.CharField(max_length=24)
    lot = models.CharField(max_length=URI_MAX, blank=True)
    note = models.TextField(blank=True)
    on = models.DateField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit"], condition=models.Q(what="retired"), name="custody_credit_retired_once"
            )
        ]
        indexes = [
            models.Index(fields=["lot"], condition=~models.Q(lot=""), name="custody_credit_by_lot"),
            models.Index(fields=["organisation"], name="custody_credit_by_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id} {self.what}"
