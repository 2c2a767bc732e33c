"""Complaints, appeals and consultations: what was said, and the steps that followed; no state is stored.

Nobody's name stands here. Whoever complained or commented is a pseudonym, if anything; their data lies with the people
of the platform and can be erased. ``by`` of a step is the pseudonym of whoever took it.
"""

from django.db import models

ID, PERSON = 24, 64


class Complaint(models.Model):
    """What somebody said is wrong, about the scheme (or a provider in it) or about a site."""

    id = models.CharField(primary_key=True, max_length=ID)
    about = models.CharField(max_length=10)
    subject = models.CharField(max_length=ID, blank=True, db_index=True)
    statement = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    protect_identity = models.BooleanField()
    person = models.CharField(max_length=ID, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    handled_by = models.CharField(max_length=ID, blank=True, db_index=True)
    accused = models.CharField(max_length=ID, blank=True, db_index=True)
    pack_digest = models.CharField(max_length=64, blank=True)
    standard = models.CharField(max_length=20, blank=True)
    overlays = models.JSONField(default=list)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "id"]

    def __str__(self) -> str:
        return self.id


class ComplaintStep(models.Model):
    """One step of a complaint: its note stays with the handlers, what is ``told`` goes to those concerned."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    told = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    handler = models.CharField(max_length=PERSON, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    evidence = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.action}"


class ComplaintStatement(models.Model):
    """What the complainant added later, or what the accused party answered."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="statements")
    side = models.CharField(max_length=12)
    statement = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.side}"


class Appeal(models.Model):
    """A client's request that a decision, a finding or a change of its certificate be looked at again."""

    id = models.CharField(primary_key=True, max_length=ID)
    contested = models.CharField(max_length=12)
    subject = models.CharField(max_length=ID, db_index=True)
    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=ID, db_index=True)
    provider = models.CharField(max_length=ID, db_index=True)
    told_on = models.DateField()
    file_by = models.DateField()
    decide_by = models.DateField()
    stays_decision = models.BooleanField()
    panel_min = models.PositiveSmallIntegerField()
    grounds = models.TextField()
    evidence = models.JSONField(default=list)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["-filed_at", "id"]

    def __str__(self) -> str:
        return self.id


class AppealStep(models.Model):
    """One step of an appeal: panel formed, heard, decided, carried out."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    consequence = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.action}"


class PanelMember(models.Model):
    """A person who hears an appeal, since the step that formed the panel; nobody who worked on what it contests."""

    step = models.ForeignKey(AppealStep, on_delete=models.PROTECT, related_name="panel")
    person = models.CharField(max_length=PERSON)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="appeal_panel_member_once")]

    def __str__(self) -> str:
        return f"{self.step_id} {self.person}"


class Consultation(models.Model):
    """One round in which people are asked about a standard or a rule: for whom, how, and how many are wanted."""

    id = models.CharField(primary_key=True, max_length=ID)
    organisation = models.CharField(max_length=ID, db_index=True)
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


class ConsultationComment(models.Model):
    """What somebody said in a round, under one of its headings, and the answer to it."""

    id = models.CharField(primary_key=True, max_length=ID)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    heading = models.CharField(max_length=40, blank=True)
    side = models.CharField(max_length=20)
    statement = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    change = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=PERSON, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.id
