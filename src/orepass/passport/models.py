"""Tables of passports: issued credentials, passports, and their versions; nothing in them changes later."""

from django.db import models


class IssuedCredential(models.Model):
    """A credential as signed: its document, its token, and the thing it is about."""

    id = models.CharField(primary_key=True, max_length=24)
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=24, db_index=True)
    version = models.PositiveIntegerField()
    organisation = models.CharField(max_length=24, db_index=True)
    issuer = models.CharField(max_length=255)
    url = models.CharField(max_length=255, unique=True)
    document = models.TextField()
    token = models.TextField()
    content_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["about", "version"]
        constraints = [models.UniqueConstraint(fields=["about", "version"], name="credential_version_once")]

    def __str__(self) -> str:
        return f"{self.id} {self.about} {self.version}"


class Passport(models.Model):
    """The passport of what one organisation has of a lot, item or model, for good; what it says is in its versions."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.CharField(max_length=24, db_index=True)
    lot = models.CharField(max_length=255)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["lot", "organisation"], name="passport_of_lot_once")]

    def __str__(self) -> str:
        return self.id


class PassportVersion(models.Model):
    """One version of what a passport says, with the credential that was signed for it."""

    passport = models.ForeignKey(Passport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    credential = models.OneToOneField(IssuedCredential, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["passport", "number"]
        constraints = [models.UniqueConstraint(fields=["passport", "number"], name="passport_version_once")]

    def __str__(self) -> str:
        return f"{self.passport_id} {self.number}"


class AnchoredIdentity(models.Model):
    """Of which DID an identity anchor of this home says whose it is."""

    credential = models.OneToOneField(IssuedCredential, on_delete=models.PROTECT, related_name="anchored")
    did = models.CharField(max_length=255, db_index=True)
    numbers = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.did


class TrustedParty(models.Model):
    """Whom this home trusts, and for what; from one instant until another, never changed in between."""

    id = models.CharField(primary_key=True, max_length=24)
    part = models.CharField(max_length=20)
    identifier = models.CharField(max_length=255, db_index=True)
    name = models.CharField(max_length=200)
    grounds = models.CharField(max_length=500)
    trusted_at = models.DateTimeField()
    trusted_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["part", "name", "id"]

    def __str__(self) -> str:
        return f"{self.part} {self.identifier}"
