"""Check any credential from this home: the verifier with everything it may ask, and what lies beneath a passport."""

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from orepass.assurance.queries import CertificateStatus, certificate_card
from orepass.credentials import outside
from orepass.credentials.fetching import Ask
from orepass.credentials.linked_data import linked_data, terms_of_strangers
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.bundled import Link, taken_over
from orepass.credentials.rules.presentation import (
    Occasion,
    PresentationVerification,
    read_presentation,
    verify_presentation,
)
from orepass.credentials.rules.presented import read
from orepass.credentials.rules.sd_jwt import looks_like
from orepass.credentials.rules.sd_jwt_checking import Asked, verify_sd_jwt
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical
from orepass.credentials.rules.verification import (
    SCHEMA,
    UNDERLYING,
    LogCheck,
    Outside,
    UnderlyingChecks,
    Verification,
    verify_credential,
)
from orepass.kernel.check import Check, Result, failed, not_checked, passed, undetermined, verified
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.hand import Hand
from orepass.passport.models import IssuedCredential
from orepass.passport.rules.evidence import evidence_links
from orepass.passport.trust import trust_checks
from orepass.passport.untp import schemas

ALONGSIDE_MAX: Final = 20
VERSION: Final = "version"
OTHER: Final = _("The certificate at {url} is not the one that was linked.")
SUSPENDED: Final = _(
    "Certificate {certificate} is suspended. What was delivered while it was in force stays certified; ask why."
)


def check(
    text: str | bytes,
    *,
    at: datetime,
    offline: bool,
    log: LogCheck | None = None,
    alongside: Sequence[str | bytes] = (),
) -> Verification:
    """Check a credential: all the verifier's checks, the certificates beneath it, and who stands behind it.

    ``alongside`` are further credentials, such as identity anchors, that count where they hold themselves.

    Raises:
        BadDocument: it cannot be read at all.
    """
    ask = outside.asking(offline=offline)
    alone = _alone(ask, at)
    return _checked(text, alone, _hand(alongside, alone, ask, at), at=at, log=log)


def _checked(
    text: str | bytes,
    alone: Outside,
    hand: Hand,
    *,
    at: datetime,
    log: LogCheck | None = None,
) -> Verification:
    plain = text if isinstance(text, str) else text.decode("utf-8", "replace")
    if looks_like(plain):
        return verify_sd_jwt(plain, Asked(alone.resolver, alone.status_fetcher), at=at)
    asked = msgspec.structs.replace(alone, log=log or outside.home_log(), underlying=_underlying(alone, hand.ask))
    found = verify_credential(text, asked, at=at)
    checks = [_of_version(one, found.credential) for one in found.checks]
    trusted = trust_checks(found.credential, hand, at)
    return msgspec.structs.replace(found, checks=[*checks, _version(found.credential, at), *trusted])


def _hand(alongside: Sequence[str | bytes], alone: Outside, ask: Ask, at: datetime) -> Hand:
    """Check the credentials brought along, each by itself; one that cannot be read counts for nothing."""

    def verify(text: str | bytes) -> Verification:
        return verify_credential(text, alone, at=at)

    brought = []
    for text in alongside[:ALONGSIDE_MAX]:
        with contextlib.suppress(BadDocument):
            brought.append(verify(text))
    return Hand(brought, verify=verify, ask=ask)


def check_presentation(
    text: str | bytes, *, at: datetime, offline: bool, occasion: Occasion | None = None
) -> PresentationVerification:
    """Check a presentation: its holder's proof, the occasion it was made for, and each credential in it.

    What it holds counts for the others in it: an identity anchor says who issued the passport beside it.

    Raises:
        BadDocument: it, or a credential in it, cannot be read at all.
    """
    ask = outside.asking(offline=offline)
    alone = _alone(ask, at)
    inner = read_presentation(text).credential.get("verifiableCredential", [])
    members = inner if isinstance(inner, list) else [inner]
    texts = [_text(one) for one in members if isinstance(one, dict | str)]
    hand = _hand(texts, alone, ask, at)

    def each(one: Document | str) -> Verification:
        return _checked(_text(one), alone, hand, at=at)

    return verify_presentation(text, alone, each, at=at, occasion=occasion)


def _text(one: Document | str) -> str | bytes:
    return one if isinstance(one, str) else canonical(one)


def _alone(ask: Ask, at: datetime) -> Outside:
    """Return what may be asked of one credential by itself."""
    processor = linked_data()
    return Outside(
        resolver=outside.resolver(ask, at=at),
        status_fetcher=outside.status_fetcher(ask, at=at, lapsed=queries.lapsed_at(at)),
        schema=schemas.faults,
        linked_data=processor,
        terms=terms_of_strangers(processor),
    )


def check_own(name: str, *, at: datetime) -> Verification:
    """Check a credential of this home by identifier, asking nobody else.

    Raises:
        NotFound: there is none.
    """
    return check(queries.token(name), at=at, offline=True)


def _of_version(one: Check, credential: Document) -> Check:
    """Name in a passed check of the schema the version of UNTP that was kept to."""
    kept = schemas.known(credential)
    if one.name != SCHEMA or one.result is not Result.PASSED or kept is None:
        return one
    reason = _("The structure of W3C credentials 2.0 and UNTP {version} ({kind}) are kept.")
    return passed(SCHEMA, reason, version=kept.version, kind=kept.kind)


def _version(credential: Document, at: datetime) -> Check:
    """Say whether a further version was issued by then; the older one says what was known when it was issued."""
    row = queries.issued_here(credential)
    if row is None:
        return not_checked(VERSION, _("Only its issuer knows whether there is a newer one."))
    newer = IssuedCredential.objects.filter(about=row.about, version__gt=row.version, issued_at__lte=at)
    newest = newer.order_by("-version").first()
    if newest is None:
        return passed(VERSION, _("It is the newest, version {version}."), version=row.version)
    reason = _("It is version {version}; version {newest} was issued on {day}: {url}")
    day = newest.issued_at.astimezone(UTC).date()
    return undetermined(
        VERSION, reason, required=False, version=row.version, newest=newest.version, day=day, url=newest.url
    )


def _underlying(alone: Outside, ask: Ask) -> UnderlyingChecks:
    """Return the checks of what a credential rests on: certificates by link, and what the register knows besides."""

    def checks(credential: Document, at: datetime) -> list[Check]:
        links = evidence_links(credential)
        found = [_linked(link, alone, ask, at) for link in links]
        return found + [_registered(name, at) for name in _only_registered(credential)]

    return checks


def _only_registered(credential: Document) -> list[str]:
    """Return certificates that a credential of this home rests on without linking to a credential of theirs."""
    row = queries.issued_here(credential)
    if row is None:
        return []
    if row.kind == queries.CERTIFICATE:
        return [row.about]
    content = queries.content_of(row)
    return [line.certificate for line in content.certificates if not line.credential]


def _linked(link: Link, alone: Outside, ask: Ask, at: datetime) -> Check:
    url = link.url
    row = IssuedCredential.objects.filter(url=url).first()
    if row is not None:
        return _issued_here(row, link, alone, at=at)
    fetched = ask(url)
    if fetched.body is None:
        reason = _("The certificate at {url} could not be fetched: {reason}.")
        return undetermined(UNDERLYING, reason, url=url, reason=fetched.reason)
    try:
        presented = read(fetched.body)
        inner = verify_credential(fetched.body, alone, at=at)
    except BadDocument as bad:
        return undetermined(UNDERLYING, _("The certificate at {url} cannot be read: {reason}"), url=url, reason=bad)
    if not link.fits(presented):
        return failed(UNDERLYING, OTHER, url=url)
    return taken_over(inner, url)


def _issued_here(row: IssuedCredential, link: Link, alone: Outside, *, at: datetime) -> Check:
    """Check the proof and the digest; the status is the register's own to tell."""
    presented = read(row.token)
    if not link.fits(presented):
        return failed(UNDERLYING, OTHER, url=row.url)
    if verified(check_signatures(presented, alone.resolver, alone.linked_data)) is not True:
        return failed(UNDERLYING, _("The proof of certificate {certificate} does not hold."), certificate=row.about)
    return _registered(row.about, at)


def _registered(certificate: str, at: datetime) -> Check:
    try:
        card = certificate_card(certificate)
    except NotFound:
        return undetermined(UNDERLYING, _("Certificate {certificate} is not in the register."), certificate=certificate)
    status = card.status(at.astimezone(UTC).date())
    if status is CertificateStatus.WITHDRAWN:
        return failed(UNDERLYING, _("Certificate {certificate} was withdrawn."), certificate=certificate)
    if status is CertificateStatus.SUSPENDED:
        return undetermined(UNDERLYING, SUSPENDED, required=False, certificate=certificate)
    if status is not CertificateStatus.ACTIVE:
        reason = _("Certificate {certificate} was in force when it was relied upon, and is {status} now.")
        return passed(UNDERLYING, reason, certificate=certificate, status=status)
    reason = _("Certificate {certificate} ({standard}) is in force until {until}.")
    until = card.period.valid_to
    return passed(UNDERLYING, reason, certificate=certificate, standard=card.standard, until=until)
