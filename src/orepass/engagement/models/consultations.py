"""Rounds of consultation: whom they ask, who came, what was said and what was answered."""

from django.db import models

from orepass.engagement.models.answers import Answered
from orepass.engagement.models.sizes import ID, PERSON


class Consultation(models.Model):
    """One round in which people are asked about a standard or a rule: for whom, how, and how many are wanted."""

    id = models.CharField(primary_key=True, max_length=ID)
    organisation = models.CharField(max_length=ID, db_index=True)
    version = models.ForeignKey(
        "engagement.DraftVersion", on_delete=models.PROTECT, related_name="rounds", null=True, default=None
    )
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    audience = models.CharField(max_length=16)
    methods = models.JSONField(default=list)
    local_language = models.BooleanField()
    wanted_groups = models.PositiveIntegerField()
    wanted_people = models.PositiveIntegerField()
    summary = models.TextField()
    terms = models.TextField()
    headings = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=PERSON)
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "id"]

    def __str__(self) -> str:
        return self.id


class ConsultationEvent(models.Model):
    """A meeting or a pilot of a round: when, where, how, how many groups and people, and what came of it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12)
    method = models.CharField(max_length=16)
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    setting = models.CharField(max_length=80, blank=True)
    groups = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    result = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class ConsultationTarget(models.Model):
    """How many people of one kind a round wants to hear."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="targets")
    dimension = models.CharField(max_length=10)
    value = models.CharField(max_length=40)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class HeardCount(models.Model):
    """How many people of one kind were heard at a meeting; nobody is named."""

    event = models.ForeignKey(ConsultationEvent, on_delete=models.PROTECT, related_name="counts")
    dimension = models.CharField(max_length=10)
    value = models.CharField(max_length=40)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class ConsultationComment(Answered):
    """What somebody said in a round, under one of its headings, and the answer to it."""

    id = models.CharField(primary_key=True, max_length=ID)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    heading = models.CharField(max_length=40, blank=True)
    requirement = models.CharField(max_length=80, blank=True, default="")
    subject = models.CharField(max_length=80, blank=True, default="")
    side = models.CharField(max_length=20)
    statement = models.TextField()
    meeting = models.ForeignKey(
        ConsultationEvent, on_delete=models.PROTECT, related_name="comments", null=True, default=None
    )
    speakers = models.PositiveIntegerField(null=True, default=None)
    language = models.CharField(max_length=35, blank=True, default="")
    interpreter = models.BooleanField(null=True, default=None)
    read_aloud = models.BooleanField(null=True, default=None)
    typed_by = models.CharField(max_length=PERSON, blank=True, default="")
    withheld = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.id
