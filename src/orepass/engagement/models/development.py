"""A standard under development: its drafts, the pilots that tried them, and what was decided."""

from django.db import models

from orepass.engagement.models.answers import Answered
from orepass.engagement.models.sizes import ID, PERSON


class Development(models.Model):
    """One edition that is being written: which, why and by whom."""

    id = models.CharField(primary_key=True, max_length=ID)
    organisation = models.CharField(max_length=ID, db_index=True)
    pack = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["-opened_at", "id"]

    def __str__(self) -> str:
        return self.id


class DevelopmentStep(models.Model):
    """One step of a development."""

    development = models.ForeignKey(Development, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.development_id} {self.action}"


class DraftVersion(models.Model):
    """One version of a draft, kept for good: a pack with its archive, or a file under its digest.

    ``requirements`` holds the digest of each requirement by its identifier; ``carries_out`` names what was said and led
    to a change in this version.
    """

    id = models.CharField(primary_key=True, max_length=ID)
    development = models.ForeignKey(Development, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    text_digest = models.CharField(max_length=64, blank=True)
    evidence = models.CharField(max_length=64, blank=True)
    requirements = models.JSONField(default=dict)
    subjects = models.JSONField(default=list)
    carries_out = models.JSONField(default=list)
    changes = models.TextField(blank=True)
    archive = models.BinaryField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["development", "number"], name="draft_version_once")]

    def __str__(self) -> str:
        return f"{self.development_id} version {self.number}"


class Pilot(models.Model):
    """A site or a group that tries a version of a draft; who takes part there is counted, not named."""

    id = models.CharField(primary_key=True, max_length=ID)
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="pilots")
    participant = models.CharField(max_length=ID, blank=True, db_index=True)
    place = models.CharField(max_length=ID, blank=True)
    name = models.CharField(max_length=200)
    setting = models.CharField(max_length=80)
    people = models.PositiveIntegerField()
    small_producers = models.PositiveIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    lessons = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["started_on", "id"]

    def __str__(self) -> str:
        return self.id


class PilotReport(Answered):
    """What a pilot says of one requirement: could it be met, what it took, what was unclear, what should change."""

    id = models.CharField(primary_key=True, max_length=ID)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="reports")
    requirement = models.CharField(max_length=80)
    heading = models.CharField(max_length=40, blank=True)
    met = models.CharField(max_length=10)
    cost_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    minutes = models.PositiveIntegerField(null=True)
    misunderstood = models.BooleanField()
    unclear = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.id


class DevelopmentDecision(models.Model):
    """What was decided about a draft, why, by whom, and what was not chosen; a later entry may correct it."""

    id = models.CharField(primary_key=True, max_length=ID)
    development = models.ForeignKey(Development, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10)
    taken = models.TextField()
    why = models.TextField()
    rejected = models.JSONField(default=list)
    role = models.CharField(max_length=120)
    decided_on = models.DateField()
    requirements = models.JSONField(default=list)
    voices = models.JSONField(default=list)
    votes = models.JSONField(default=list)
    body = models.JSONField(null=True)
    corrects = models.CharField(max_length=ID, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["decided_on", "at", "id"]

    def __str__(self) -> str:
        return self.id
