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
