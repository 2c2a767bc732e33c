"""The file of one client with one provider for one standard: application, its review, the agreement."""

from django.db import models


class Application(models.Model):
    """One application for certification; its identifier names the whole file."""

    id = models.CharField(primary_key=True, max_length=24)
    client = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    pack = models.CharField(max_length=80)
    pack_digest = models.CharField(max_length=64)
    standard = models.CharField(max_length=20)
    profile = models.JSONField(default=dict)
    scope = models.CharField(max_length=500)
    annex_digest = models.CharField(max_length=64, blank=True)
    previous = models.ForeignKey("assurance.Certificate", on_delete=models.PROTECT, null=True, related_name="renewals")
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.id


class ApplicationSite(models.Model):
    """A site that the client wants certified."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sites")
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "site"], name="application_site_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.site_id}"


class ApplicationStep(models.Model):
    """One step of the file, as recorded; the state is what the steps lead to."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    organisation = models.CharField(max_length=24, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.action}"


class ApplicationReview(models.Model):
    """The provider's review of an application: can we take it on (ISO/IEC 17065, 7.3)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    scope_clear = models.BooleanField()
    competence_available = models.BooleanField()
    free_of_conflict = models.BooleanField()
    accreditation = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} review"


class Agreement(models.Model):
    """What client and provider bind themselves to; a later offer replaces an unsigned one."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="agreements")
    terms = models.TextField()
    terms_digest = models.CharField(max_length=64)
    audit_days = models.DecimalField(max_digits=6, decimal_places=1)
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=64)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} agreement"
