"""Tables of the diligence room: visits, decisions on site status, and what people answered to red flags.

Facts only: colours, risks and whether a site is clear are computed for a day.
"""

from django.db import models
from django.db.models import Q


class Visit(models.Model):
    """What one source says about a site on a day; a question that was not answered is not among the answers."""

    id = models.CharField(primary_key=True, max_length=24)
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=80, blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    project = models.CharField(max_length=120, blank=True)
    observed_on = models.DateField(null=True, blank=True)
    on_site = models.CharField(max_length=10)
    answers = models.JSONField(default=dict)
    grounds = models.JSONField(default=dict)
    workers = models.PositiveIntegerField(null=True, blank=True)
    status_text = models.CharField(max_length=120, blank=True)
    colour = models.CharField(max_length=10, blank=True)
    details = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    note = models.TextField(blank=True)
    public = models.BooleanField(default=False)
    source_digest = models.CharField(max_length=64, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_for = models.CharField(max_length=24, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="diligence_visit_source_once"
            ),
        ]
        indexes = [models.Index(fields=["colour", "site"], name="diligence_visit_colour")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.observed_on}"


class StatusDecision(models.Model):
    """A decision of an authority on the status of a site."""

    id = models.CharField(primary_key=True, max_length=24)
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    colour = models.CharField(max_length=10)
    decided_on = models.DateField()
    authority = models.CharField(max_length=200)
    reference = models.CharField(max_length=120, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.site_id} {self.colour} {self.decided_on}"


class FlagAnswer(models.Model):
    """What a person answered to a red flag: refuted or confirmed, from a day, with the reasons and the evidence."""

    id = models.CharField(primary_key=True, max_length=24)
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    confirmed = models.BooleanField()
    answered_on = models.DateField()
    reasons = models.TextField()
    evidence = models.JSONField(default=list)
    answered_by = models.CharField(max_length=40)
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.site_id} {self.question}"


class RiskCase(models.Model):
    """A risk of Annex II that a person identified at a site, for the organisation that looks after it."""

    id = models.CharField(primary_key=True, max_length=24)
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=24, db_index=True)
    risk = models.CharField(max_length=4)
    known = models.BooleanField()
    binding = models.BooleanField()
    grounds = models.TextField()
    evidence = models.JSONField(default=list)
    pack_digest = models.CharField(max_length=64, blank=True)
    computed = models.JSONField(default=dict)
    identified_on = models.DateField()
    identified_by = models.CharField(max_length=40)
    identified_at = models.DateTimeField()

    class Meta:
        ordering = ["identified_at", "id"]

    def __str__(self) -> str:
        return f"{self.site_id} {self.risk}"


class RiskStep(models.Model):
    """One step of a case, from the day it counts; where the case stands is what the steps and the calendar lead to."""

    case = models.ForeignKey(RiskCase, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    on = models.DateField()
    note = models.TextField()
    evidence = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"


class RiskMeasure(models.Model):
    """One measurement of whether a mitigation has improved anything."""

    case = models.ForeignKey(RiskCase, on_delete=models.PROTECT, related_name="measures")
    measured_on = models.DateField()
    improved = models.BooleanField()
    note = models.TextField()
    evidence = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.measured_on}"


class Signal(models.Model):
    """A red flag that was reckoned, with its rule, inputs and value; it opens a question and decides nothing."""

    id = models.CharField(primary_key=True, max_length=24)
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=24, db_index=True)
    rule = models.CharField(max_length=60)
    value = models.CharField(max_length=10)
    computed = models.JSONField()
    source = models.CharField(max_length=200)
    recorded_on = models.DateField()
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.site_id} {self.rule} {self.value}"


class SignalAnswer(models.Model):
    """What a person answered to a reckoned red flag."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="answers")
    confirmed = models.BooleanField()
    reasons = models.TextField()
    evidence = models.JSONField(default=list)
    answered_on = models.DateField()
    answered_by = models.CharField(max_length=40)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.confirmed}"


class AreaDecision(models.Model):
    """What an organisation decided an administrative area to be: the inputs, what they come to, and who reviewed it."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.CharField(max_length=24, db_index=True)
    country = models.CharField(max_length=2)
    area = models.CharField(max_length=120)
    level = models.CharField(max_length=10)
    computed = models.JSONField()
    sources = models.JSONField(default=dict)
    months = models.PositiveIntegerField()
    reasons = models.TextField()
    published = models.CharField(max_length=200)
    reviewer = models.CharField(max_length=40)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "id"]

    def __str__(self) -> str:
        return f"{self.country} {self.area} {self.level}"


class AreaEvent(models.Model):
    """Something that happened in an area and ends a decision before its time."""

    decision = models.ForeignKey(AreaDecision, on_delete=models.PROTECT, related_name="events")
    happened_on = models.DateField()
    what = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.happened_on}"


class StepDone(models.Model):
    """One of the five steps of due diligence, done by an organisation on a day."""

    organisation = models.CharField(max_length=24, db_index=True)
    step = models.PositiveSmallIntegerField()
    done_on = models.DateField()
    note = models.TextField()
    evidence = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["done_on", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.step}"


class LegalRecord(models.Model):
    """How the law stands to a site from a day on, and where that can be checked."""

    id = models.CharField(primary_key=True, max_length=24)
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    law = models.CharField(max_length=20)
    valid_from = models.DateField()
    registry = models.CharField(max_length=120, blank=True)
    authority = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from", "recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.site_id} {self.law}"


class ImportYear(models.Model):
    """What an organisation brought into the Union in a year of one kind of goods, and whether duties follow from it."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.CharField(max_length=24, db_index=True)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    goods = models.CharField(max_length=40)
    computed = models.JSONField()
    note = models.TextField(blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ["organisation", "year", "number"]
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="import_year_number_once")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.goods} {self.year}"
