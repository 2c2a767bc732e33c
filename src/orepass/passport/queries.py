"""Read passports and issued credentials; what they say is public, who may issue them is not asked here."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.assurance.queries import CertificateCard, certificate_card, certificates_named
from orepass.credentials import queries as credentials
from orepass.credentials.rules import data_integrity
from orepass.credentials.rules.keys import ED25519
from orepass.credentials.rules.strict_json import Document, parse_object
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.passport.anchored import ANCHOR, outdated
from orepass.passport.issued import issued_at, issued_named
from orepass.passport.models import IssuedCredential, Passport, PassportVersion
from orepass.passport.rules.content import (
    Certainty,
    CertificateLine,
    ClaimLine,
    OriginLine,
    PassportContent,
    ProductFacts,
    certainty,
)
from orepass.passport.rules.lapse import Lapse, lapse_on
from orepass.passport.rules.trust_graph import issuer_of
from orepass.platform import clock
from orepass.platform.asked_often import asked_often
from orepass.platform.reading import once

CERTIFICATE, PRODUCT = "certificate", "product"
PAGE = 50


class CredentialCard(msgspec.Struct, frozen=True, kw_only=True):
    """An issued credential."""

    id: str
    kind: str
    about: str
    version: int
    newest: bool
    organisation: str
    issuer: str
    name: str
    url: str
    digest: str
    issued_at: datetime


class CertificateState(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that a product rests on: then, when the passport was issued, and now."""

    line: CertificateLine
    status_then: str
    status_now: str


class PassportCard(msgspec.Struct, frozen=True, kw_only=True):
    """A passport as its reader sees it."""

    id: str
    organisation: str
    name: str
    version: int
    versions: int
    issued_on: date
    product: ProductFacts
    origins: tuple[OriginLine, ...]
    by_class: tuple[tuple[str, str], ...]
    certainty: Certainty
    claim: ClaimLine
    certificates: tuple[CertificateState, ...]
    credential: CredentialCard
    content_digest: str
    revoked: bool
    page_url: str


class PassportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A passport in a list."""

    id: str
    name: str
    organisation: str
    lot: str
    version: int
    issued_at: datetime
    credential: str


def passport_card(passport: str, *, version: int | None = None, on: date | None = None) -> PassportCard:
    """Return a passport, in its newest version or in one named, with its certificates as they stand on a day.

    Raises:
        NotFound: there is no such passport or version.
    """
    day = on or clock.today()
    versions = PassportVersion.objects.select_related("passport", "credential").filter(passport=passport)
    found = versions.filter(number=version).first() if version else versions.order_by("-number").first()
    if found is None:
        raise NotFound(what=passport[:80])
    content = msgspec.json.decode(found.content, type=PassportContent)
    return PassportCard(
        id=found.passport_id,
        organisation=found.passport.organisation,
        name=found.passport.name,
        version=found.number,
        versions=versions.count(),
        issued_on=content.issued_on,
        product=content.product,
        origins=content.origins,
        by_class=_by_class(content.origins),
        certainty=certainty(content.origins),
        claim=content.claim,
        certificates=tuple(_state(line, day) for line in content.certificates),
        credential=credential_of(found.credential),
        content_digest=found.digest,
        revoked=_is_revoked(found.credential.url, day),
        page_url=f"{credentials.public_base()}/passports/{found.passport_id}/",
    )


def passports_of_lot(lot: str) -> dict[str, str]:
    """Return the passports of a lot (its URI) by who issued them, the first first: each who has a part has its own."""
    found = Passport.objects.filter(lot=lot).order_by("created_at", "pk")
    return dict(found.values_list("organisation", "pk"))


def passports(*, organisation: str = "", after: str = "", limit: int = PAGE) -> list[PassportLine]:
    """Return passports by identifier after a given one, of one organisation or of all."""
    found = Passport.objects.filter(pk__gt=after).prefetch_related("versions__credential")
    if organisation:
        found = found.filter(organisation=organisation)
    return [_line(passport) for passport in found.order_by("pk")[:limit]]


def passports_count() -> int:
    """Return how many passports were issued, not counting versions."""
    return Passport.objects.count()


def issued_credentials(*, kind: str = "", after: str = "", limit: int = PAGE) -> list[CredentialCard]:
    """Return issued credentials by identifier after a given one."""
    found = IssuedCredential.objects.filter(pk__gt=after)
    if kind:
        found = found.filter(kind=kind)
    return [credential_of(row) for row in found.order_by("pk")[:limit]]


def credentials_about(name: str) -> list[CredentialCard]:
    """Return every credential about a certificate or passport, newest first."""
    return [credential_of(row) for row in IssuedCredential.objects.filter(about=name).order_by("-version")]


def credential_for(name: str) -> CredentialCard:
    """Return the credential named by its identifier, or the newest about a passport or certificate.

    Raises:
        NotFound: there is none.
    """
    return credential_of(_row(name))


@once
def content_of(row: IssuedCredential) -> PassportContent:
    """Return the passport's content that a credential was made from."""
    content = _contents(credential=row.pk)[0][0]
    return msgspec.json.decode(content, type=PassportContent)


@asked_often
def _contents(credential: str) -> "QuerySet[PassportVersion, Any]":
    return PassportVersion.objects.filter(credential=credential).values_list("content")


def token(name: str) -> str:
    """Return a credential as ``vc+jwt``, byte by byte as it was issued.

    Raises:
        NotFound: there is none.
    """
    return _row(name).token


def document(name: str) -> Document:
    """Return a credential as it was signed, without its proof.

    Raises:
        NotFound: there is none.
    """
    return parse_object(_row(name).document)


def embedded(name: str) -> Document:
    """Return a credential with an eddsa-jcs-2022 proof, made on request and equal every time.

    Raises:
        NotFound: there is none.
        NoKey: its issuer never had an Ed25519 key, or each is compromised.
    """
    row = _row(name)
    signer = credentials.keeper_for(row.issuer, ED25519)
    return data_integrity.add_proof(parse_object(row.document), signer, created=row.issued_at)


def issued_here(credential: Document) -> IssuedCredential | None:
    """Return the record of a credential of this home; an identifier of ours that somebody else signed has none."""
    url = str(credential.get("id", ""))
    found = issued_at([url]).get(url)
    return found if found is not None and found.issuer == issuer_of(credential) else None


def token_at_url(url: str) -> str | None:
    """Return the token published under an address, when it is one of this home's."""
    found = issued_at([url]).get(url)
    return found.token if found else None


def lapsed_at(at: datetime) -> credentials.Lapsed:
    """Return the question which certificates and their credentials may not be relied upon at an instant.

    A certificate lapses while it is suspended and when it is ended; its credential also when the accreditation behind
    it was lost, and when a site that it names was taken out of the scope: a further version says what is left.
    An identity anchor lapses when its DID has ended, or the record of a number that it names.
    """
    day = at.astimezone(UTC).date()

    def lapsed(names: list[str]) -> set[str]:
        issued = issued_named(names)
        anchors = {name for name in names if name in issued and issued[name].kind == ANCHOR}
        about = {name: issued[name].about if name in issued else name for name in names if name not in anchors}
        cards = certificates_named(about.values())
        return outdated(anchors, at=at) | {
            name
            for name, certificate in about.items()
            if certificate not in cards or _lapse(cards[certificate], issued.get(name), day) is not None
        }

    return lapsed


def lapse_of(issued: IssuedCredential, *, at: datetime) -> Lapse | None:
    """Return why the credential of a certificate may not be relied upon at an instant, by the register; or nothing."""
    found = certificates_named([issued.about]) if issued.kind == CERTIFICATE else {}
    return _lapse(found[issued.about], issued, day_of(at)) if issued.about in found else None


def _lapse(card: CertificateCard, issued: IssuedCredential | None, day: date) -> Lapse | None:
    return lapse_on(
        day,
        status=card.status(day).value,
        lost_before=card.lost_before if card.is_moving else None,
        member_before=card.member_before,
        site_ends=[covered.valid_before for covered in card.sites],
        issued_on=None if issued is None else day_of(issued.issued_at),
    )


def status_list(status_list_id: str, *, at: datetime) -> str:
    """Return a status list of this home as a signed credential; certificates set their bits by their own status.

    Raises:
        NotFound: there is no such list.
    """
    return credentials.status_list_credential(status_list_id, at=at, lapsed=lapsed_at(at))


def credential_of(row: IssuedCredential) -> CredentialCard:
    """Make the card of a credential's row."""
    name = parse_object(row.document).get("name")
    newest = not IssuedCredential.objects.filter(about=row.about, version__gt=row.version).exists()
    return CredentialCard(
        id=row.pk,
        kind=row.kind,
        about=row.about,
        version=row.version,
        newest=newest,
        organisation=row.organisation,
        issuer=row.issuer,
        name=str(name),
        url=row.url,
        digest=row.digest,
        issued_at=row.issued_at,
    )


def _row(name: str) -> IssuedCredential:
    found = IssuedCredential.objects.filter(pk=name).first()
    found = found or IssuedCredential.objects.filter(about=name).order_by("-version").first()
    if found is None:
        raise NotFound(what=name[:80])
    return found


def _line(passport: Passport) -> PassportLine:
    newest = max(passport.versions.all(), key=lambda version: version.number)
    return PassportLine(
        id=passport.pk,
        name=passport.name,
        organisation=passport.organisation,
        lot=passport.lot,
        version=newest.number,
        issued_at=newest.credential.issued_at,
        credential=newest.credential_id,
    )


def _by_class(origins: Iterable[OriginLine]) -> tuple[tuple[str, str], ...]:
    shares: dict[str, OriginLine] = {}
    totals = {line.claim_class: line.share * 0 for line in origins}
    for line in origins:
        shares[line.claim_class] = line
        totals[line.claim_class] += line.share
    ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, str(share)) for name, share in ordered)


def _state(line: CertificateLine, on: date) -> CertificateState:
    try:
        now = certificate_card(line.certificate).status(on).value
    except NotFound:
        now = "unknown"
    return CertificateState(line=line, status_then=line.status, status_now=now)


def _is_revoked(url: str, on: date) -> bool:
    end_of_day = datetime.combine(on, time.max, tzinfo=UTC)
    told = credentials.status_of(url, at=end_of_day)
    return any(status.is_set for status in told if status.purpose == "revocation")
