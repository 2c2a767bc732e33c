"""Check any credential from this home: the verifier with everything it may ask, and what lies beneath a passport."""

from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from orepass.assurance.queries import CertificateStatus, certificate_card
from orepass.credentials import fetching, outside
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.presented import read
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.verification import (
    UNDERLYING,
    Fetched,
    LogCheck,
    Outside,
    UnderlyingChecks,
    Verification,
    verify_credential,
)
from orepass.kernel.check import Check, Result, failed, passed, undetermined, verified
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.models import IssuedCredential
from orepass.passport.untp.v0_7_0 import nodes, schema

LINKS_MAX: Final = 50
OTHER: Final = _("The certificate at {url} is not the one that was linked.")
SUSPENDED: Final = _(
    "Certificate {certificate} is suspended. What was delivered while it was in force stays certified; ask why."
)


def check(text: str | bytes, *, at: datetime, offline: bool, log: LogCheck | None = None) -> Verification:
    """Check a credential: all the verifier's checks, and the certificates beneath it.

    Raises:
        BadDocument: it cannot be read at all.
    """
    alone = Outside(
        resolver=outside.resolver(offline=offline, at=at),
        status_fetcher=outside.status_fetcher(offline=offline, at=at, lapsed=queries.lapsed_at(at)),
        schema=schema.faults,
    )
    asked = msgspec.structs.replace(
        alone, log=log or outside.home_log(), underlying=_underlying(alone, offline=offline)
    )
    return verify_credential(text, asked, at=at)


def check_own(name: str, *, at: datetime) -> Verification:
    """Check a credential of this home by identifier, asking nobody else.

    Raises:
        NotFound: there is none.
    """
    return check(queries.token(name), at=at, offline=True)


def _underlying(alone: Outside, *, offline: bool) -> UnderlyingChecks:
    """Return the checks of what a credential rests on: certificates by link, and what the register knows besides."""

    def checks(credential: Document, at: datetime) -> list[Check]:
        links = _evidence_links(credential)[:LINKS_MAX]
        found = [_linked(link, alone, at=at, offline=offline) for link in links]
        return found + [_registered(name, at) for name in _only_registered(str(credential.get("id", "")))]

    return checks


def _only_registered(url: str) -> list[str]:
    """Return certificates that a credential of this home rests on without linking to a credential of theirs."""
    row = IssuedCredential.objects.filter(url=url).first()
    if row is None:
        return []
    if row.kind == queries.CERTIFICATE:
        return [row.about]
    content = queries.content_of(row)
    return [line.certificate for line in content.certificates if not line.credential]


def _evidence_links(credential: Document) -> list[dict[str, Any]]:
    subject = credential.get("credentialSubject")
    claims = subject.get("performanceClaim") if isinstance(subject, dict) else None
    found = []
    for claim in claims if isinstance(claims, list) else []:
        evidence = claim.get("evidence") if isinstance(claim, dict) else None
        found += [link for link in evidence or [] if isinstance(link, dict)] if isinstance(evidence, list) else []
    return found


def _linked(link: dict[str, Any], alone: Outside, *, at: datetime, offline: bool) -> Check:
    url = str(link.get("linkURL", ""))
    row = IssuedCredential.objects.filter(url=url).first()
    if row is not None:
        return _issued_here(row, link, alone, at=at)
    fetched = Fetched(None, reason=outside.OFFLINE) if offline else fetching.fetch(url)
    if fetched.body is None:
        reason = _("The certificate at {url} could not be fetched: {reason}.")
        return undetermined(UNDERLYING, reason, url=url, reason=fetched.reason)
    try:
        presented = read(fetched.body)
        inner = verify_credential(fetched.body, alone, at=at)
    except BadDocument as bad:
        return undetermined(UNDERLYING, _("The certificate at {url} cannot be read: {reason}"), url=url, reason=bad)
    if not _digest_fits(link, presented.digest):
        return failed(UNDERLYING, OTHER, url=url)
    return _issued_elsewhere(inner, url)


def _issued_here(row: IssuedCredential, link: dict[str, Any], alone: Outside, *, at: datetime) -> Check:
    """Check the proof and the digest; the status is the register's own to tell."""
    presented = read(row.token)
    if not _digest_fits(link, presented.digest):
        return failed(UNDERLYING, OTHER, url=row.url)
    if verified(check_signatures(presented, alone.resolver)) is not True:
        return failed(UNDERLYING, _("The proof of certificate {certificate} does not hold."), certificate=row.about)
    return _registered(row.about, at)


def _issued_elsewhere(inner: Verification, url: str) -> Check:
    """Take over the answer of a foreign certificate's own checks, with the first reason against it."""
    for result in (Result.FAILED, Result.UNDETERMINED):
        for one in inner.checks:
            if one.result is result and inner.verified is not True:
                reason = _("The certificate at {url}: {reason}")
                return (failed if result is Result.FAILED else undetermined)(
                    UNDERLYING, reason, url=url, reason=one.reason
                )
    return passed(UNDERLYING, _("The certificate at {url} holds."), url=url)


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


def _digest_fits(link: dict[str, Any], digest: str) -> bool:
    named = link.get("digestMultibase")
    return named is None or named == nodes.multibase_digest(digest)
