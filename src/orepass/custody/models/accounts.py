"""Mass balance accounts and their entries."""

from django.db import models

from orepass.custody.models.journal import JournalEvent


class Account(models.Model):
    """Certified material in credit at one place: one element or product, one scheme's rules, one method."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    element = models.CharField(max_length=10)
    model = models.CharField(max_length=30)
    method = models.CharField(max_length=20, default="credit")
    scheme = models.CharField(max_length=60, default="")
    pack = models.CharField(max_length=80)
    unit = models.CharField(max_length=20, default="contained_metal")
    period_months = models.PositiveSmallIntegerField()
    life_months = models.PositiveSmallIntegerField(null=True)
    yield_ppm = models.PositiveIntegerField(default=1_000_000)
    overdraft_ppm = models.PositiveIntegerField(default=0)
    dips_allowed = models.BooleanField(default=False)
    needs_cause = models.BooleanField(default=False)
    carries_over = models.BooleanField(default=True)
    carry_periods = models.PositiveSmallIntegerField(null=True)
    rolling_months = models.PositiveSmallIntegerField(default=3)
    label_ppm = models.PositiveIntegerField(null=True)
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "element", "method", "scheme"], name="custody_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.element}"


class Transfer(models.Model):
    """Credit that was moved from one account to others: to another site, or to the products of a step."""

    id = models.CharField(primary_key=True, max_length=24)
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers")
    on = models.DateField()
    basis = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} {self.source_id}"


class Entry(models.Model):
    """A credit (above zero) or a claim (below), in milligrams of contained element; nothing is ever changed.

    ``of_on`` is the entry's own day where it is booked on another one; the life of a credit counts from it. An entry
    that corrects another one takes back what an error declared later had made of it.
    ``total_mg`` is all that came in or went out with it, certified or not; empty where nobody knows.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    event = models.ForeignKey(JournalEvent, null=True, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12)
    amount_mg = models.BigIntegerField()
    total_mg = models.BigIntegerField(null=True)
    on = models.DateField()
    of_on = models.DateField(null=True)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    transfer = models.ForeignKey(Transfer, null=True, on_delete=models.PROTECT, related_name="entries")
    lot = models.CharField(max_length=1000, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "on"], name="custody_entry_by_day"),
            models.Index(fields=["account", "id"], name="custody_entry_by_number"),
            models.Index(fields=["lot"], condition=~models.Q(lot=""), name="custody_entry_by_lot"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount_mg}"
