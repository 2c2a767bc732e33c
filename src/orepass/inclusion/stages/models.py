"""Tables of stages: plans, their promised steps, and what was recorded about them; rows are only added."""

from django.db import models


class Plan(models.Model):
    """The progress plan of one file: what is promised beyond the entry set."""

    id = models.CharField(primary_key=True, max_length=24)
    application = models.OneToOneField("assurance.Application", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=20)
    pack_digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.id


class PlanStep(models.Model):
    """One promised step: a requirement that falls due some years after the entry."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    requirement = models.CharField(max_length=80)
    due_year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["due_year", "requirement"]
        constraints = [models.UniqueConstraint(fields=["plan", "requirement"], name="plan_step_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.requirement}"


class StepEvent(models.Model):
    """One event of a step: report, confirmation, return, or an extension with its days."""

    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    days = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step_id} {self.action}"
