"""Recommendation, review and decision: three steps by at least two people."""

from django.db import models


class Recommendation(models.Model):
    """What the lead auditor recommends, with the outcome of the evaluation it rests on."""

    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="recommendations")
    decision = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    level = models.CharField(max_length=40, blank=True)
    reasons = models.JSONField(default=list)
    # The same with code and values, to be said in any language; empty in rows that are older.
    coded_reasons = models.JSONField(default=list)
    answers_digest = models.CharField(max_length=64)
    outcome_digest = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} recommendation"


class Review(models.Model):
    """Whether the evaluation is complete and sound, in the eyes of someone who took no part in it."""

    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="file_reviews")
    complete = models.BooleanField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} review of the file"


class DecisionTaken(models.Model):
    """The decision on a file, with the digest of everything it rests on, so that it can be replayed."""

    application = models.OneToOneField("assurance.Application", on_delete=models.PROTECT, related_name="decision")
    decision = models.CharField(max_length=20)
    grounds = models.TextField()
    inputs_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.application_id} decision"
