"""Several certificates at once, for whoever has their names from elsewhere."""

from collections.abc import Iterable
from functools import cache

from orepass.assurance.models import Application, Certificate
from orepass.assurance.queries.cards import CertificateCard
from orepass.assurance.queries.certificates import certificate_of, lost_accreditation_on
from orepass.assurance.queries.evaluation import profile_of
from orepass.scheme.rules.outcome import Profile


def certificates_named(names: Iterable[str]) -> dict[str, CertificateCard]:
    """Return certificates by identifier; names that are none of ours are left out."""
    rows = Certificate.objects.filter(pk__in=set(names)).select_related("client", "provider", "application")
    lost_on = cache(lost_accreditation_on)
    found = rows.prefetch_related("sites", "steps", "transfers__steps", "transfers__provider")
    return {row.pk: certificate_of(row, lost_on) for row in found}


def edition_behind(certificate: str) -> str:
    """Return the digest of the edition a certificate was granted under, or nothing where it is none of ours."""
    return Certificate.objects.filter(pk=certificate).values_list("pack_digest", flat=True).first() or ""


def profile_behind(certificate: str) -> Profile:
    """Return what was judged for a certificate (minerals, stage, flags); nothing is known where it is none of ours."""
    row = Application.objects.filter(certificate=certificate).first()
    return profile_of(row) if row else Profile()
