"""Periods that were closed, each with its signed statement, and credit that was moved; rows are only ever added."""

from django.db import models

from orepass.custody.models.accounts import Account


class Closing(models.Model):
    """The end of one period of an account: what was counted, and the statement as it was signed."""

    id = models.CharField(primary_key=True, max_length=24)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="closings")
    number = models.PositiveIntegerField()
    begins_on = models.DateField()
    ends_before = models.DateField()
    counted_mg = models.BigIntegerField(null=True)
    document = models.TextField()
    digest = models.CharField(max_length=64)
    token = models.TextField()
    issuer = models.CharField(max_length=300)
    closed_by = models.CharField(max_length=60)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="custody_closed_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.number}"
