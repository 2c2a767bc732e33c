"""Tables of the improvement room: what an organisation wrote down per subject; how it stands is computed for a day.

Subjects are the codes of the standard's edition (``scheme``); the same tables serve every scheme.
"""

from django.db import models


class Entry(models.Model):
    """What every entry has: whose it is, about which subject, and who wrote it when."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    evidence = models.JSONField(default=list)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.subject} {self.pk}"


class Policy(Entry):
    """A policy in force over a period."""

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)


class Risk(Entry):
    """Something that may go wrong, under the organisation's own words."""

    hazard = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "subject", "hazard"], name="improvement_risk_once"),
        ]


class RiskAssessment(models.Model):
    """What was found of a risk on a day: present, absent or unknown."""

    id = models.CharField(primary_key=True, max_length=24)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="assessments")
    presence = models.CharField(max_length=10)
    assessed_on = models.DateField()
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.risk_id} {self.presence} {self.assessed_on}"


class Indicator(Entry):
    """A measure with a target and a period."""

    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    better = models.CharField(max_length=10)
    target = models.DecimalField(max_digits=20, decimal_places=6)
    period_months = models.PositiveSmallIntegerField()
    started_on = models.DateField()


class IndicatorValue(models.Model):
    """A value of an indicator observed on a day."""

    id = models.CharField(primary_key=True, max_length=24)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    observed_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.value} {self.observed_on}"


class ImprovementPlan(Entry):
    """What is to be better by when."""

    goals = models.TextField()
    valid_from = models.DateField()
    valid_before = models.DateField()


class Measure(Entry):
    """Something to be done by a day: the mitigation of a risk, or an action of an improvement plan."""

    text = models.TextField()
    responsible = models.CharField(max_length=200)
    planned_on = models.DateField()
    due_on = models.DateField()
    risk = models.ForeignKey(Risk, null=True, blank=True, on_delete=models.PROTECT, related_name="mitigations")
    plan = models.ForeignKey(ImprovementPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(risk__isnull=False, plan__isnull=True)
                | models.Q(risk__isnull=True, plan__isnull=False),
                name="improvement_measure_of_risk_or_plan",
            ),
        ]


class MeasureDone(models.Model):
    """The report that a measure is done, with what it changed."""

    id = models.CharField(primary_key=True, max_length=24)
    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="done")
    done_on = models.DateField()
    effect = models.TextField()
    evidence = models.JSONField(default=list)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.measure_id} {self.done_on}"
