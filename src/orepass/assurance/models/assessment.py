"""Answers to the requirements, the client's and the auditor's, and what was submitted."""

from django.db import models


class Answer(models.Model):
    """One answer to one requirement; the latest of each party counts, earlier ones stay."""

    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="answers")
    requirement = models.CharField(max_length=80)
    party = models.CharField(max_length=10)
    answer = models.CharField(max_length=20)
    evidence = models.JSONField(default=list)
    evidence_class = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    reference = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["application", "requirement"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.requirement}"


class Collected(models.Model):
    """One submission of a form that was taken in: which instance, and what it said, so that it is not taken twice."""

    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="collected")
    instance = models.CharField(max_length=80)
    content = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["application", "instance"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.instance}"


class Submission(models.Model):
    """A self-assessment as submitted: which answers under which rules gave which outcome."""

    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="submissions")
    pack_digest = models.CharField(max_length=64)
    answers_digest = models.CharField(max_length=64)
    outcome_digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20)
    level = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} submission"
