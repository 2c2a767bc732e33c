"""Tables of the party room: organisations, sites, accreditations, interests, and what was corrected or imported.

Nothing is deleted and no status is stored: a corrected site keeps the old value in a correction that names it, an
accreditation is withdrawn by a second entry, and whether either holds is computed for a day.
"""

from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """A party, registered with us or only named by somebody (no one is locked out of an event)."""

    id = models.CharField(primary_key=True, max_length=24)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True)
    country_text = models.CharField(max_length=120, blank=True)
    uri = models.CharField(max_length=500, blank=True)
    search_text = models.TextField(blank=True)
    source = models.CharField(max_length=40, default="declared")
    external_id = models.CharField(max_length=80, blank=True)
    named_by = models.CharField(max_length=40)
    named_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uri"], condition=~Q(uri=""), name="party_organisation_uri_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RegisteredNumber(models.Model):
    """A number under which another register knows an organisation; from one instant until another."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="numbers")
    scheme = models.CharField(max_length=255)
    scheme_name = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    ended_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number"], condition=Q(ended_at=None), name="party_number_of_one_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.number}"


class Site(models.Model):
    """A place where something is done; it may be known before anyone knows who runs it."""

    id = models.CharField(primary_key=True, max_length=24)
    name = models.CharField(max_length=300)
    aliases = models.JSONField(default=list)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )
    country = models.CharField(max_length=2, blank=True)
    country_text = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=10, decimal_places=8, null=True, blank=True)
    longitude = models.DecimalField(max_digits=11, decimal_places=8, null=True, blank=True)
    location_origin = models.CharField(max_length=200, blank=True)
    activities = models.JSONField(default=list)
    minerals = models.JSONField(default=list)
    size = models.CharField(max_length=10, blank=True)
    confidence = models.CharField(max_length=40, blank=True)
    public = models.BooleanField(default=False)
    source = models.CharField(max_length=40, default="declared")
    external_id = models.CharField(max_length=80, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list)
    search_text = models.TextField(blank=True)
    named_by = models.CharField(max_length=40)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="party_site_source_once"
            ),
        ]
        indexes = [models.Index(fields=["country", "id"], name="party_site_country")]

    def __str__(self) -> str:
        return self.name


class SiteUri(models.Model):
    """One name of a site in events (bizLocation, readPoint); a site may have several, a name only one site."""

    uri = models.CharField(primary_key=True, max_length=500)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="uris")

    def __str__(self) -> str:
        return self.uri


class SiteCorrection(models.Model):
    """A change of one field of a site, with the value it replaces and the reason."""

    id = models.CharField(primary_key=True, max_length=24)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField()
    corrected_by = models.CharField(max_length=40)
    corrected_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.site_id}.{self.field}"


class Accreditation(models.Model):
    """An assurance provider's accreditation for one standard over a period."""

    id = models.CharField(primary_key=True, max_length=24)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accreditations")
    standard = models.CharField(max_length=60)
    accreditor = models.CharField(max_length=300)
    reference = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.provider_id} {self.standard}"


class AccreditationWithdrawal(models.Model):
    """The end of an accreditation before its time."""

    id = models.CharField(primary_key=True, max_length=24)
    accreditation = models.OneToOneField(Accreditation, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_from = models.DateField()
    reason = models.TextField()
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.accreditation_id} from {self.withdrawn_from}"


class AccreditationStep(models.Model):
    """A suspension of an accreditation, or its end; what stands on a day follows from the steps."""

    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=40)
    on = models.DateField()
    reason = models.TextField()
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.action}"


class Competence(models.Model):
    """What a person is competent for, as the provider recorded it; the person is a pseudonym."""

    id = models.CharField(primary_key=True, max_length=24)
    person = models.CharField(max_length=40, db_index=True)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="competences")
    field = models.CharField(max_length=20)
    of = models.CharField(max_length=60)
    shown_by = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from", "id"]

    def __str__(self) -> str:
        return f"{self.person} {self.field} {self.of}"


class CompetenceWithdrawal(models.Model):
    """The end of a record of competence before its time."""

    competence = models.OneToOneField(Competence, on_delete=models.PROTECT, related_name="end")
    ended_from = models.DateField()
    reason = models.TextField()
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.competence_id} from {self.ended_from}"


class DeclaredInterest(models.Model):
    """A person's tie to a client, or the declaration that there is none; the person is a pseudonym."""

    id = models.CharField(primary_key=True, max_length=24)
    person = models.CharField(max_length=40, db_index=True)
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="declared_interests")
    kind = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)
    declared_by = models.CharField(max_length=40)
    declared_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.client_id}"


class DataImport(models.Model):
    """One run over one published file that changed something: what it was and what it brought."""

    id = models.CharField(primary_key=True, max_length=24)
    kind = models.CharField(max_length=40, db_index=True)
    file_digest = models.CharField(max_length=64)
    credit = models.TextField()
    licence = models.CharField(max_length=200)
    counts = models.JSONField(default=dict)
    imported_by = models.CharField(max_length=40)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.file_digest[:12]}"


class CouncilMembership(models.Model):
    """That an organisation is a member of an outside council over a period, with the papers that show it."""

    id = models.CharField(primary_key=True, max_length=24)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="council_memberships")
    council = models.CharField(max_length=120)
    reference = models.CharField(max_length=120, blank=True)
    evidence = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from", "id"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.council}"


class CouncilMembershipWithdrawal(models.Model):
    """The end of a membership before its time; recorded once."""

    membership = models.OneToOneField(CouncilMembership, on_delete=models.PROTECT, related_name="withdrawal")
    ended_from = models.DateField()
    reason = models.TextField()
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.membership_id} from {self.ended_from}"
