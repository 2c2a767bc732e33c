"""Since when the same people, and the same provider, have audited a client without a break."""

from collections.abc import Callable, Iterable
from datetime import date

from orepass.assurance.models import Application, Audit


def led_since(person: str, applications: Iterable[Application]) -> date | None:
    """Return the first day of the unbroken series of visits that a person has led, up to the latest one."""
    return _since(
        applications, lambda audit: person in {member.person for member in audit.team.all() if member.part == "lead"}
    )


def firm_since(provider: str, applications: Iterable[Application]) -> date | None:
    """Return the first day of the unbroken series of visits made by a provider, up to the latest one."""
    return _since(applications, lambda audit: audit.application.provider_id == provider)


def _since(applications: Iterable[Application], goes_on: Callable[[Audit], bool]) -> date | None:
    audits = [audit for application in applications for audit in application.audits.all()]
    first: date | None = None
    for audit in sorted(audits, key=lambda audit: (audit.planned_at, audit.pk), reverse=True):
        if not goes_on(audit):
            break
        first = audit.planned_from
    return first
