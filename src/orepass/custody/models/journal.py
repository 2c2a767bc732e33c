"""The journal: capture jobs, events in commit order, who may see them, questions and disputes about them."""

from django.db import models

from orepass.custody.rules.epcis.identifiers import URI_MAX


class JournalHead(models.Model):
    """The end of the journal; its row is locked while events are added, so that numbers follow commit order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    events = models.BigIntegerField(default=0)
    lots = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.events} events"


class CaptureJob(models.Model):
    """One document taken in: by whom, when, under which context, and what became of it."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.CharField(max_length=24, blank=True, db_index=True)
    captured_by = models.CharField(max_length=60)
    captured_at = models.DateTimeField()
    source = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    proceeded = models.BooleanField(default=False)
    document_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    context = models.TextField()
    header = models.TextField(blank=True)
    captured = models.IntegerField()
    duplicates = models.IntegerField()
    refused = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.id}: {self.captured} events"


class JournalEvent(models.Model):
    """One event as it came. Its number is its place in the journal, hence a topological order of the lots' graph."""

    sequence = models.BigIntegerField(primary_key=True)
    key = models.CharField(max_length=64, unique=True)
    event_id = models.CharField(max_length=URI_MAX, db_index=True)
    is_declaration = models.BooleanField(default=False)
    type = models.CharField(max_length=URI_MAX)
    happening = models.CharField(max_length=12)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    business_step = models.CharField(max_length=URI_MAX, blank=True)
    site = models.CharField(max_length=URI_MAX, blank=True)
    sender = models.CharField(max_length=URI_MAX, blank=True)
    receiver = models.CharField(max_length=URI_MAX, blank=True)
    campaign = models.CharField(max_length=URI_MAX, blank=True)
    body = models.TextField()
    job = models.ForeignKey(CaptureJob, on_delete=models.PROTECT, related_name="events")

    class Meta:
        indexes = [
            models.Index(fields=["event_id"], condition=models.Q(is_declaration=True), name="custody_event_declared"),
            models.Index(
                fields=["site", "-happened_at"], condition=models.Q(happening="transforms"), name="custody_event_steps"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.type}"


class EventParty(models.Model):
    """An organisation that may see an event: who sent it, and the partners in a hand-over."""

    event = models.ForeignKey(JournalEvent, on_delete=models.PROTECT, related_name="parties")
    organisation = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "event"], name="custody_event_party_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.organisation}"


class Question(models.Model):
    """A finding about a kept event that waits for a person: a signal opens a question, it never decides."""

    id = models.CharField(primary_key=True, max_length=24)
    event = models.ForeignKey(JournalEvent, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=80)
    severity = models.CharField(max_length=10)
    where = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    message = models.TextField()
    raised_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} {self.code}"


class Dispute(models.Model):
    """A party disputes an event it is a party to; the event stays and shows as disputed."""

    id = models.CharField(primary_key=True, max_length=24)
    event = models.ForeignKey(JournalEvent, on_delete=models.PROTECT, related_name="disputes")
    organisation = models.CharField(max_length=24)
    reason = models.TextField()
    evidence = models.JSONField(default=list)
    raised_by = models.CharField(max_length=60)
    raised_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} {self.event_id}"


class QuestionStep(models.Model):
    """An answer to a question, or its settling; earlier ones stay."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    note = models.TextField()
    outcome = models.CharField(max_length=12, blank=True)
    evidence = models.JSONField(default=list)
    organisation = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.question_id} {self.action}"


class DisputeStep(models.Model):
    """An answer to a dispute, or its settling; earlier ones stay."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    note = models.TextField()
    outcome = models.CharField(max_length=12, blank=True)
    evidence = models.JSONField(default=list)
    organisation = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.action}"
