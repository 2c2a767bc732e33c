"""Complaints: what was said is wrong, and the steps that followed."""

from django.db import models

from orepass.engagement.models.sizes import ID, PERSON


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
