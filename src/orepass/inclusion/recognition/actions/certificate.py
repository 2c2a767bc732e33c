"""Certificates of other schemes: presented by their holder, looked up by somebody else."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from orepass.inclusion.recognition.models import ForeignCertificate, StatusCheck
from orepass.inclusion.recognition.queries.cards import ForeignCertificateCard
from orepass.inclusion.recognition.queries.certificates import foreign_certificate_card, may_look_up
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.party.queries import organisation_card, site_cards
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify

NAME_MAX = 200
RESULTS_MAX = 2_000


class Rated(StrEnum):
    """How far a requirement is met, as the certificate of the other scheme says."""

    FULL = "full"
    SUBSTANTIAL = "substantial"
    PARTIAL = "partial"
    NONE = "none"


class Status(StrEnum):
    """What the other scheme says of a certificate."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """The standard a certificate is for, bound to its edition."""

    scheme: str
    edition: str
    standard: str


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What is written on a certificate of another scheme; ``credited_there`` was itself taken over from a third one."""

    number: str
    issuer: str
    sites: tuple[str, ...]
    minerals: tuple[str, ...]
    audited_on: date
    valid_from: date
    valid_before: date
    results: dict[str, Rated] = {}
    credited_there: tuple[str, ...] = ()


class PresentedBefore(Conflict):
    """The certificate is here already."""

    code = "recognition.certificate.exists"
    message = _("The certificate {number} was presented before, as {certificate}.")
    what_to_do = _("Use that one; a renewed certificate has a number or an edition of its own.")


class CertificateUnusable(Invalid):
    """What is written on the certificate cannot be used."""

    code = "recognition.certificate.unusable"
    message = _("The certificate cannot be used: {problem}.")
    what_to_do = _("Copy number, scope, sites and days from the certificate itself.")


class NotForYou(Denied):
    """The actor may not look this certificate up."""

    code = "recognition.certificate.own"
    message = _("Nobody vouches for a certificate of their own.")
    what_to_do = _("Your assurance provider or the scheme looks it up at its issuer.")


class LookedUpWhen(Invalid):
    """The days of the look-up do not fit."""

    code = "recognition.certificate.check_days"
    message = _("A look-up on {checked_on} of a status since {since} cannot be entered on {today}.")
    what_to_do = _("Give the day you looked, today or before, and the day since when the status holds.")


@action("recognition.certificate.present")
def present_certificate(
    actor: Actor, *, standard: Standard, certificate: Certificate, evidence: tuple[str, ...] = (), at: datetime
) -> ForeignCertificateCard:
    """Present a certificate of another scheme; it counts for nothing until somebody else has looked it up.

    Raises:
        CertificateUnusable: a site of somebody else, contradictory days, or no number.
        PresentedBefore: it is here already.
        NotFound: no file is stored under one of the digests.
    """
    holder = organisation_card(actor.organisation)
    _require_usable(holder.id, standard, certificate, day_of(at))
    require_evidence(list(evidence))
    names = msgspec.structs.asdict(standard)
    same = ForeignCertificate.objects.filter(
        holder=holder.id, scheme=standard.scheme, standard=standard.standard, number=certificate.number.strip()
    ).first()
    if same is not None:
        raise PresentedBefore(where="number", number=certificate.number[:80], certificate=same.pk, state="presented")
    row = ForeignCertificate.objects.create(
        id=mint("fct"),
        holder_id=holder.id,
        **names,
        number=certificate.number.strip(),
        issuer=certificate.issuer.strip(),
        sites=list(certificate.sites),
        minerals=sorted(set(certificate.minerals)),
        audited_on=certificate.audited_on,
        valid_from=certificate.valid_from,
        valid_before=certificate.valid_before,
        results={name: str(rated) for name, rated in certificate.results.items()},
        credited_there=list(certificate.credited_there),
        evidence=list(evidence),
        presented_at=at,
        presented_by=actor.pseudonym,
    )
    return foreign_certificate_card(row.pk, day_of(at))


def _require_usable(holder: str, standard: Standard, certificate: Certificate, today: date) -> None:
    problem = ""
    known = site_cards(certificate.sites)
    foreign = [site for site in certificate.sites if site not in known or known[site].organisation != holder]
    texts = {"number": certificate.number, "issuer": certificate.issuer, **msgspec.structs.asdict(standard)}
    widest = {"number": 80, "issuer": NAME_MAX, "scheme": 60, "edition": 24, "standard": 20}
    wrong = [name for name, text in texts.items() if not text.strip() or len(text.strip()) > widest[name]]
    if wrong:
        problem = said(_("{code} is empty or too long"), code=wrong[0])
    elif foreign or not certificate.sites or len(set(certificate.sites)) != len(certificate.sites):
        problem = _("it must name at least one site, each once, each of your own organisation")
    elif not certificate.minerals:
        problem = _("it must name at least one mineral")
    elif not certificate.valid_from < certificate.valid_before:
        problem = _("it ends before it begins")
    elif certificate.audited_on > min(certificate.valid_from, today):
        problem = _("the audit behind it lies after its first day, or in the future")
    elif len(certificate.results) > RESULTS_MAX:
        problem = _("it lists more results than any standard has requirements")
    if problem:
        raise CertificateUnusable(where="certificate", problem=problem)


@action("recognition.certificate.check")
def check_certificate(  # noqa: PLR0913 - what a look-up says
    actor: Actor,
    *,
    certificate: Identifier,
    status: Status,
    since: date,
    checked_on: date,
    where: str,
    accredited: bool,
    note: str = "",
    at: datetime,
) -> ForeignCertificateCard:
    """Enter what the other scheme says of a certificate: its status and since when, who looked, on which day, where.

    Raises:
        NotForYou: it is the actor's own.
        LookedUpWhen: the look-up lies in the future, or before the status it tells.
        NotFound: there is no such certificate, or it is not for the actor's eyes.
    """
    row = ForeignCertificate.objects.select_for_update().filter(pk=certificate).first()
    if row is not None and row.holder_id == actor.organisation:
        raise NotForYou(where=certificate, action="recognition.certificate.check", roles="auditor, certifier")
    if row is None or not may_look_up(actor, row, day_of(at)):
        raise NotFound(where="certificate", what=certificate[:80])
    if not since <= checked_on <= day_of(at):
        raise LookedUpWhen(where="checked_on", checked_on=checked_on, since=since, today=day_of(at))
    StatusCheck.objects.create(
        certificate=row,
        said=status,
        since=since,
        checked_on=checked_on,
        where=where[:300],
        accredited=accredited,
        note=note,
        at=at,
        by=actor.pseudonym,
        organisation=actor.organisation,
    )
    notify(organisation=row.holder_id, kind="recognition.certificate.checked", subject=row.pk)
    return foreign_certificate_card(row.pk, day_of(at))
