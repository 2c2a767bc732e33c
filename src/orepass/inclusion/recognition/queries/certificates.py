"""Read certificates of other schemes as of one day: what they say, who looked them up, how they stand."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from orepass.assurance.queries import CertificateCard, applications_for, case_for, certificate_card, outcome_for
from orepass.inclusion.recognition.models import ForeignCertificate, StatusCheck
from orepass.inclusion.recognition.queries.agreements import STAFF, agreements_about
from orepass.inclusion.recognition.queries.cards import CheckCard, ForeignCertificateCard
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role

PROVIDER = frozenset({Role.AUDITOR, Role.CERTIFIER})
ACTIVE, SUSPENDED, WITHDRAWN, EXPIRED, UNKNOWN = "active", "suspended", "withdrawn", "expired", "unknown"
READER = Actor.system("recognition")
"""Reads the file behind a certificate issued here for whoever presents it; who may see it is checked before."""
_HERE = {"active": ACTIVE, "suspended": SUSPENDED, "expired": EXPIRED, "not_yet_valid": UNKNOWN}


def _rows() -> QuerySet[ForeignCertificate]:
    return ForeignCertificate.objects.prefetch_related("checks")


def foreign_certificate_for(actor: Actor, certificate: str, on: date) -> ForeignCertificateCard:
    """Return a certificate as of one day to its holder, a provider of the holder, or staff of a scheme it is for.

    Raises:
        NotFound: there is none, or it is not for the actor's eyes.
    """
    row = _rows().filter(pk=certificate).first()
    if row is None or not (actor.is_in(row.holder_id) or may_look_up(actor, row, on)):
        raise NotFound(what=certificate)
    return foreign_certificate_of(row, on)


def foreign_certificates_for(actor: Actor, on: date) -> list[ForeignCertificateCard]:
    """Return the certificates that an actor may see as of one day: the own ones, and those there are to look up."""
    rows = _rows() if actor.organisation or actor.is_system or actor.roles else _rows().none()
    return [
        foreign_certificate_of(row, on) for row in rows if actor.is_in(row.holder_id) or may_look_up(actor, row, on)
    ]


def may_look_up(actor: Actor, row: ForeignCertificate, on: date) -> bool:
    """Say whether an actor may look a certificate up: never for the holder, so that nobody vouches for themselves."""
    if actor.is_system or row.holder_id == actor.organisation:
        return bool(actor.is_system)
    if actor.roles & STAFF:
        return any(actor.is_in(card.owner) for card in agreements_about(row.scheme, row.edition, row.standard, on))
    return bool(actor.roles & PROVIDER and applications_for(actor, client=row.holder_id, limit=1).items)


def foreign_certificate_card(certificate: str, on: date) -> ForeignCertificateCard:
    """Return a certificate as of one day (for this room)."""
    return foreign_certificate_of(_rows().get(pk=certificate), on)


def foreign_certificate_of(row: ForeignCertificate, on: date) -> ForeignCertificateCard:
    """Make the card of a certificate as of one day; what was looked up later is not known yet on that day."""
    checks = [check for check in row.checks.all() if day_of(check.at) <= on]
    here = _issued_here(row)
    known = _looked_up(row, checks, on) if here is None else _asked_here(row, here, on)
    status = EXPIRED if on >= row.valid_before else known.status
    return ForeignCertificateCard(
        id=Identifier(row.pk),
        holder=Identifier(row.holder_id),
        on=on,
        scheme=row.scheme,
        edition=row.edition,
        standard=row.standard,
        number=row.number,
        issuer=row.issuer,
        sites=tuple(Identifier(site) for site in row.sites),
        minerals=tuple(row.minerals),
        audited_on=row.audited_on,
        valid_from=row.valid_from,
        valid_before=row.valid_before,
        results=known.results,
        credited_there=known.credited_there,
        evidence=tuple(row.evidence),
        presented_at=row.presented_at,
        status=status,
        checked_on=known.checked_on,
        accredited=known.accredited,
        here=here is not None,
        told_on=_told_on(checks, on) if status == SUSPENDED else None,
        checks=tuple(_check_card(check) for check in checks),
    )


class _Known(NamedTuple):
    """What is known of a certificate on a day, and from whom: somebody looked it up, or it was issued here."""

    status: str
    checked_on: date | None
    accredited: bool
    results: dict[str, str]
    credited_there: tuple[str, ...]


def _looked_up(row: ForeignCertificate, checks: Iterable[StatusCheck], on: date) -> _Known:
    told = [check for check in checks if check.since <= on]
    said = dict(row.results), tuple(row.credited_there)
    if not told:
        return _Known(UNKNOWN, None, False, *said)  # noqa: FBT003 - a row
    return _Known(told[-1].said, told[-1].checked_on, told[-1].accredited, *said)


def _issued_here(row: ForeignCertificate) -> CertificateCard | None:
    """Return the certificate itself where it was issued here: nobody need look up what can be asked."""
    try:
        card = certificate_card(row.number)
    except NotFound:
        return None
    same = (card.client, card.pack, card.standard) == (row.holder_id, f"{row.scheme}@{row.edition}", row.standard)
    return card if same else None


def _asked_here(row: ForeignCertificate, card: CertificateCard, on: date) -> _Known:
    """Return status and results of a certificate issued here; what was itself credited in its file is said apart."""
    covered = all(card.covers(site, on) for site in row.sites)
    status = _HERE.get(card.status(on), WITHDRAWN) if covered else WITHDRAWN
    outcome = outcome_for(READER, card.application, card.valid_from)
    results = {found.requirement: found.rating for found in outcome.results if found.counted and found.rating}
    answers = case_for(READER, card.application).answers
    taken_over = tuple(answer.requirement for answer in answers if answer.reference)
    return _Known(status, on, True, results, taken_over)  # noqa: FBT003 - a row


def _told_on(checks: Iterable[StatusCheck], on: date) -> date:
    """Return the day on which the holder was told of the suspension that lasts: its clock starts then."""
    told = on
    for check in checks:
        if check.since <= on and check.said != SUSPENDED:
            told = on
        elif check.since <= on:
            told = min(told, day_of(check.at))
    return told


def _check_card(row: StatusCheck) -> CheckCard:
    return CheckCard(
        status=row.said,
        since=row.since,
        checked_on=row.checked_on,
        where=row.where,
        accredited=row.accredited,
        note=row.note,
        at=row.at,
        by=row.by,
        organisation=row.organisation,
    )
