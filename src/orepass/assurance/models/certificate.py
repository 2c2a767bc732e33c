"""Certificates, the sites they cover and the steps that change what may be said of them."""

from django.db import models


class Certificate(models.Model):
    """A certificate as granted (ISO/IEC 17065, 7.7.1); nothing in it changes later."""

    id = models.CharField(primary_key=True, max_length=24)
    application = models.OneToOneField("assurance.Application", on_delete=models.PROTECT, related_name="certificate")
    client = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    pack = models.CharField(max_length=80)
    pack_digest = models.CharField(max_length=64)
    standard = models.CharField(max_length=20)
    level = models.CharField(max_length=40, blank=True)
    claim_class = models.CharField(max_length=40)
    scope = models.CharField(max_length=500)
    annex_digest = models.CharField(max_length=64, blank=True)
    inputs_digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_before = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.id


class CertificateSite(models.Model):
    """A site covered by a certificate; a reduced scope ends the row's period."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="sites")
    site = models.ForeignKey("party.Site", on_delete=models.PROTECT, related_name="+")
    valid_before = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["certificate", "site"], name="certificate_site_once")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.site_id}"


class CertificateStep(models.Model):
    """One change of status or scope, from the day it counts."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    on = models.DateField()
    grounds = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.action}"
