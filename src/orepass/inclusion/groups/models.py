"""Tables of groups: the register of members, inspections, estimates, draws, outgrowers; rows are only added.

No name stands here: a member is a pseudonym whose person's data lie in the platform, with their consent.
"""

from django.db import models


class Group(models.Model):
    """A group that holds, or wants to hold, one certificate for all its members."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    holder_type = models.CharField(max_length=30)
    accountability = models.CharField(max_length=10, blank=True)
    representative = models.CharField(max_length=64)
    area = models.CharField(max_length=300, blank=True)
    pack = models.CharField(max_length=80)
    pack_digest = models.CharField(max_length=64)
    standard = models.CharField(max_length=20)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)  # of commitments from before each had one of its own

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "standard"], name="group_once_per_standard")]

    def __str__(self) -> str:
        return self.id


class Member(models.Model):
    """A member under a pseudonym, with the unit worked in."""

    id = models.CharField(primary_key=True, max_length=24)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    person = models.CharField(max_length=64, db_index=True)
    unit = models.CharField(max_length=120)
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.id


class MemberStep(models.Model):
    """One step of a member, from the day it counts; the standing is what the steps lead to.

    ``computed`` keeps how far the member worked from the others when the group took it in.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    on = models.DateField()
    note = models.TextField(blank=True)
    computed = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.member_id} {self.action}"


class Inspector(models.Model):
    """A person appointed to inspect, with the units that are too close to inspect."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="inspectors")
    person = models.CharField(max_length=64)
    own_unit = models.CharField(max_length=120)
    related_units = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.group_id} {self.person}"


class Inspection(models.Model):
    """One internal inspection of one member, by an inspector of the group or by its peers."""

    id = models.CharField(primary_key=True, max_length=24)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="inspections")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, default="inspection")
    reviewers = models.JSONField(default=list)
    outsiders = models.PositiveSmallIntegerField(default=0)
    inspected_on = models.DateField()
    passed = models.BooleanField()
    findings = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["member", "number"]
        constraints = [models.UniqueConstraint(fields=["member", "number"], name="inspection_number_once")]

    def __str__(self) -> str:
        return self.id


class Estimate(models.Model):
    """What a member is estimated to produce in a year, from a day on."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="estimates")
    mineral = models.CharField(max_length=40)
    mass_mg = models.BigIntegerField()
    valid_from = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.member_id} {self.mineral}"


class MemberList(models.Model):
    """A list of members to draw from, committed on the public log before chance is known.

    ``entries`` holds each member with the alias that stands for it outside; ``committed`` is what the log bound.
    """

    id = models.CharField(primary_key=True, max_length=24)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="lists")
    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    entries = models.JSONField(default=list)
    committed = models.JSONField(default=dict)
    content_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="member_list_number_once")]

    def __str__(self) -> str:
        return self.id


class Draw(models.Model):
    """One drawn sample with everything needed to draw it again."""

    id = models.CharField(primary_key=True, max_length=24)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="draws")
    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="+")
    member_list = models.OneToOneField(MemberList, on_delete=models.PROTECT, null=True, related_name="draw")
    kind = models.CharField(max_length=20)
    risk = models.CharField(max_length=20)
    visit_on = models.DateField()
    beacon = models.CharField(max_length=200)
    seed = models.CharField(max_length=64)
    population = models.JSONField(default=list)
    drawn = models.JSONField(default=list)
    random_size = models.PositiveIntegerField()
    explanation = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.id


class DrawAddition(models.Model):
    """A member whom an auditor added to a draw, and why; nobody is ever taken out."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="additions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "member"], name="draw_addition_once")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.member_id}"


class RegisterCommitment(models.Model):
    """A register as it was fixed by its digest on the public log: what was bound, as canonical JSON, salt included."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="commitments")
    on = models.DateField()
    members = models.PositiveIntegerField()
    said = models.TextField()
    content_digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.group_id} {self.on}"


class RegisterCheck(models.Model):
    """What an auditor found when comparing the register with the field."""

    id = models.CharField(primary_key=True, max_length=24)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="checks")
    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField()
    not_found = models.JSONField(default=list)
    unlisted = models.PositiveIntegerField()
    computed = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["checked_on", "at", "id"]

    def __str__(self) -> str:
        return self.id


class OutgrowerYear(models.Model):
    """What a group declares for a year: how much it bought in all and from outgrowers, and what the rule said of it."""

    id = models.CharField(primary_key=True, max_length=24)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="outgrower_years")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=10)
    unit = models.CharField(max_length=3)
    total = models.CharField(max_length=20)
    from_outgrowers = models.CharField(max_length=20)
    computed = models.JSONField()
    note = models.TextField(blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["group", "year", "number"]
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="outgrower_year_number_once")]

    def __str__(self) -> str:
        return self.id
