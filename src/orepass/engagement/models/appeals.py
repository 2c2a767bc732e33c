"""Appeals: what a client contests, the panel that hears it, and the steps that followed."""

from django.db import models

from orepass.engagement.models.sizes import ID, PERSON


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
