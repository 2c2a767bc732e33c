"""Nonconformities and the steps towards their verified correction."""

from django.db import models


class Nonconformity(models.Model):
    """A requirement not met, as graded by an auditor."""

    id = models.CharField(primary_key=True, max_length=24)
    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="nonconformities")
    audit = models.ForeignKey("assurance.Audit", on_delete=models.PROTECT, related_name="nonconformities")
    requirement = models.CharField(max_length=80)
    subject = models.CharField(max_length=24, blank=True)
    grade = models.CharField(max_length=10)
    repeated = models.BooleanField(default=False)
    statement = models.TextField()
    evidence = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["raised_at", "id"]

    def __str__(self) -> str:
        return self.id


class NonconformityStep(models.Model):
    """One step: plan, acceptance, proof, return, extension or closure."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    promised_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.nonconformity_id} {self.action}"
