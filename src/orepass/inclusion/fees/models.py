"""Tables of fees: accounts, their entries, agreements to pay from sales, plans, quotes, costs; rows are only added.

No balance stands here: what is owed, paid or left is the sum of the entries that no later entry corrects.
"""

from django.db import models


class Quote(models.Model):
    """What certification would cost, said before anything is owed."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=80)
    pack_digest = models.CharField(max_length=64)
    standard = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.id


class Account(models.Model):
    """One account: a fee that is owed, a sponsor's pot, a group's premium, an advance.

    ``owner`` owes the fee or the advance, gave the pot, or is owed the premium; ``counterparty`` stands opposite.
    """

    id = models.CharField(primary_key=True, max_length=24)
    kind = models.CharField(max_length=20)
    owner = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    counterparty = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    pack = models.CharField(max_length=80)
    pack_digest = models.CharField(max_length=64)
    standard = models.CharField(max_length=20)
    application = models.CharField(max_length=24, blank=True)
    due_on = models.DateField(null=True)
    details = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["opened_at", "id"]

    def __str__(self) -> str:
        return self.id


class Entry(models.Model):
    """One entry: an amount that moves the account, the rule it was computed by, and the entry it corrects."""

    id = models.CharField(primary_key=True, max_length=24)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    on = models.DateField()
    party = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    steps = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    other_side = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_for = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["account", "number"]
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="entry_number_once")]

    def __str__(self) -> str:
        return self.id


class Signature(models.Model):
    """One step under an agreement to pay a fee from sales: somebody signed, or left."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.CharField(max_length=64)
    step = models.CharField(max_length=10)
    on = models.DateField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.signatory} {self.step}"


class PlanStep(models.Model):
    """One step of keeping to a plan of payment: it started, a deduction was missed, that was excused, it was kept."""

    id = models.CharField(primary_key=True, max_length=24)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="plan_steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    on = models.DateField()
    signatory = models.CharField(max_length=64, blank=True)
    excuses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="excused_by")
    details = models.JSONField(default=dict)
    computed = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["account", "number"]
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="plan_step_number_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


class CostSheet(models.Model):
    """What certification cost an organisation in a year and what it gained by it; a later one of the year corrects."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    benefit = models.CharField(max_length=30)
    computed = models.JSONField()
    note = models.TextField(blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["organisation", "year", "number"]
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="cost_sheet_number_once")]

    def __str__(self) -> str:
        return self.id
