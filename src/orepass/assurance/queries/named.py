"""What lies behind a certificate, for whoever has its name from elsewhere."""

from datetime import date

from orepass.assurance.models import Application, AuditSubject, Certificate
from orepass.assurance.queries.evaluation import profile_of
from orepass.scheme.rules.outcome import Profile


def edition_behind(certificate: str) -> str:
    """Return the digest of the edition a certificate was granted under, or nothing where it is none of ours."""
    return Certificate.objects.filter(pk=certificate).values_list("pack_digest", flat=True).first() or ""


def sites_visited(certificate: str, on: date) -> frozenset[str]:
    """Return what visits for a certificate saw on site, of those concluded by a day: sites, and members of groups."""
    seen = AuditSubject.objects.filter(
        audit__application__certificate=certificate,
        audit__conclusion__ended_on__lte=on,
        audit__conclusion__on_site_days__gt=0,
    )
    return frozenset(seen.values_list("subject", flat=True))


def profile_behind(certificate: str) -> Profile:
    """Return what was judged for a certificate (minerals, stage, flags); nothing is known where it is none of ours."""
    row = Application.objects.filter(certificate=certificate).first()
    return profile_of(row) if row else Profile()
