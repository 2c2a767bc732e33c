"""Tables of recognition: agreements between schemes, certificates of other schemes, what was credited from them.

Rows are only added; where an agreement or a certificate stands on a day follows from the rows and the day.
"""

from django.db import models


class Agreement(models.Model):
    """What one standard of one scheme's edition is worth in another, requirement by requirement, as requested."""

    id = models.CharField(primary_key=True, max_length=24)
    owner = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    from_scheme = models.CharField(max_length=60)
    from_edition = models.CharField(max_length=24)
    from_standard = models.CharField(max_length=20)
    to_scheme = models.CharField(max_length=60)
    to_edition = models.CharField(max_length=24)
    to_standard = models.CharField(max_length=20)
    to_digest = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField()
    mapping_digest = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.id


class AgreementStep(models.Model):
    """One step of an agreement from the day it counts, with what was found or decided."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    on = models.DateField()
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.action}"


class ForeignCertificate(models.Model):
    """A certificate of another scheme, as its holder presented it."""

    id = models.CharField(primary_key=True, max_length=24)
    holder = models.ForeignKey("party.Organisation", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=60)
    edition = models.CharField(max_length=24)
    standard = models.CharField(max_length=20)
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=200)
    sites = models.JSONField(default=list)
    minerals = models.JSONField(default=list)
    audited_on = models.DateField()
    valid_from = models.DateField()
    valid_before = models.DateField()
    results = models.JSONField(default=dict)
    credited_there = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    presented_at = models.DateTimeField()
    presented_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["holder", "scheme", "standard", "number"], name="foreign_certificate_once")
        ]

    def __str__(self) -> str:
        return self.id


class StatusCheck(models.Model):
    """Somebody looked a certificate up at its scheme: what it says there, since when, and who looked on which day."""

    certificate = models.ForeignKey(ForeignCertificate, on_delete=models.PROTECT, related_name="checks")
    said = models.CharField(max_length=20)
    since = models.DateField()
    checked_on = models.DateField()
    where = models.CharField(max_length=300)
    accredited = models.BooleanField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    organisation = models.CharField(max_length=24)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.said}"


class Claim(models.Model):
    """What a certificate was worth in a file when claimed: rule, inputs and value, so that it can be replayed."""

    id = models.CharField(primary_key=True, max_length=24)
    application = models.ForeignKey("assurance.Application", on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(ForeignCertificate, on_delete=models.PROTECT, related_name="claims")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="claims")
    pack_digest = models.CharField(max_length=64)
    rule = models.CharField(max_length=40)
    inputs = models.JSONField()
    value = models.JSONField()
    inputs_digest = models.CharField(max_length=64)
    value_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.id
