"""Visits: plan, team, sample and conclusion (ISO/IEC 17021-1, 9.2 to 9.4; ISO 19011)."""

from django.db import models


class Audit(models.Model):
    """One planned visit: a stage of the initial audit, a surveillance or a follow-up.

    ``basis`` is what the planner stated, ``computed`` what the rules made of it (each value with its rule, inputs and
    seal), ``told`` the warnings the planner was given.
    """

    id = models.CharField(primary_key=True, max_length=24)
    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="audits")
    certificate = models.ForeignKey("assurance.Certificate", on_delete=models.PROTECT, null=True, related_name="audits")
    kind = models.CharField(max_length=20)
    stage = models.PositiveSmallIntegerField()
    planned_from = models.DateField()
    planned_before = models.DateField()
    days = models.DecimalField(max_digits=6, decimal_places=1)
    announced = models.BooleanField(default=True)
    draw = models.CharField(max_length=200, blank=True)
    basis = models.JSONField(default=dict)
    computed = models.JSONField(default=list)
    told = models.JSONField(default=list)
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["planned_at", "id"]

    def __str__(self) -> str:
        return self.id


class AuditTeamMember(models.Model):
    """A person of the audit team and the part played in it."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="team")
    person = models.CharField(max_length=64)
    part = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "person"], name="audit_team_once")]

    def __str__(self) -> str:
        return f"{self.audit_id} {self.person}"


class AuditSubject(models.Model):
    """A site or member to be visited, and how it came into the sample; subjects are added, never taken out."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="subjects")
    subject = models.CharField(max_length=24)
    chosen = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "subject"], name="audit_subject_once")]

    def __str__(self) -> str:
        return f"{self.audit_id} {self.subject}"


class AuditConclusion(models.Model):
    """How a visit ended; the clocks of its findings start on the last day on site."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="conclusion")
    ended_on = models.DateField()
    on_site_days = models.DecimalField(max_digits=6, decimal_places=1)
    summary = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.audit_id} concluded"


class SurveillanceConclusion(models.Model):
    """What someone independent of the visit concluded from a surveillance audit."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="surveillance")
    maintained = models.BooleanField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.audit_id} surveillance concluded"
