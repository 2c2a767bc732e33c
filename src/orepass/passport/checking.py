"""Check any credential from this home: the verifier with everything it may ask, and what lies beneath a passport."""

from datetime import UTC, datetime
from typing import Any, Final

from orepass.assurance.queries import CertificateStatus, certificate_card
from orepass.credentials import fetching, outside
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
from orepass.kernel.check import Check, failed, passed, undetermined, verified
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.models import IssuedCredential
from orepass.passport.untp.v0_7_0 import nodes, schema

LINKS_MAX: Final = 50
_GONE: Final = frozenset({CertificateStatus.SUSPENDED, CertificateStatus.WITHDRAWN})


def check(text: str | bytes, *, at: datetime, offline: bool, log: LogCheck | None = None) -> Verification:
    """Check a credential: all the verifier's checks, and the certificates beneath it.

    Raises:
        BadDocument: it cannot be read at all.
    """
    return verify_credential(text, _outside(at=at, offline=offline, log=log, beneath=True), at=at)


def check_own(name: str, *, at: datetime) -> Verification:
    """Check a credential of this home by identifier, asking nobody else.

    Raises:
        NotFound: there is none.
    """
    return check(queries.token(name), at=at, offline=True)


def _outside(*, at: datetime, offline: bool, log: LogCheck | None, beneath: bool) -> Outside:
    return Outside(
        resolver=outside.resolver(offline=offline),
        status_fetcher=outside.status_fetcher(offline=offline, at=at, lapsed=queries.lapsed_at(at)),
        log=log or outside.home_log(),
        schema=schema.faults,
        underlying=_underlying(offline=offline) if beneath else None,
    )


def _underlying(*, offline: bool) -> UnderlyingChecks:
    """Return the checks of what a credential rests on: certificates by link, or the register's own certificate."""

    def checks(credential: Document, at: datetime) -> list[Check]:
        links = _evidence_links(credential)[:LINKS_MAX]
        if links:
            return [_linked(link, at=at, offline=offline) for link in links]
        row = IssuedCredential.objects.filter(url=str(credential.get("id", "")), kind=queries.CERTIFICATE).first()
        return [_registered(row.about, at)] if row else []

    return checks


def _evidence_links(credential: Document) -> list[dict[str, Any]]:
    subject = credential.get("credentialSubject")
    claims = subject.get("performanceClaim") if isinstance(subject, dict) else None
    found = []
    for claim in claims if isinstance(claims, list) else []:
        evidence = claim.get("evidence") if isinstance(claim, dict) else None
        found += [link for link in evidence or [] if isinstance(link, dict)] if isinstance(evidence, list) else []
    return found


def _linked(link: dict[str, Any], *, at: datetime, offline: bool) -> Check:
    url = str(link.get("linkURL", ""))
    text: str | bytes | None = queries.token_at_url(url)
    if text is None:
        fetched = Fetched(None, reason=outside.OFFLINE) if offline else fetching.fetch(url)
        text = fetched.body
        if text is None:
            reason = _("The certificate at {url} could not be fetched: {reason}.")
            return undetermined(UNDERLYING, reason, url=url, reason=fetched.reason)
    try:
        presented = read(text)
        inner = verify_credential(text, _outside(at=at, offline=offline, log=None, beneath=False), at=at)
    except BadDocument as bad:
        return undetermined(UNDERLYING, _("The certificate at {url} cannot be read: {reason}"), url=url, reason=bad)
    if not _digest_fits(link, presented.digest):
        return failed(UNDERLYING, _("The certificate at {url} is not the one that was linked."), url=url)
    row = IssuedCredential.objects.filter(url=url).first()
    if row is not None:
        return _proven(inner, row.about) or _registered(row.about, at)
    return _proven(inner, url) or passed(UNDERLYING, _("The certificate at {url} holds."), url=url)


def _proven(inner: Verification, name: str) -> Check | None:
    """Return what is wrong with the certificate's own proof; its dates and status are the register's to tell."""
    proofs = [one for one in inner.checks if one.name in {"proof", "key_authorised", "issuer_controls_key", "schema"}]
    if verified(proofs) is not True:
        return failed(UNDERLYING, _("The proof of certificate {certificate} does not hold."), certificate=name)
    return None


def _registered(certificate: str, at: datetime) -> Check:
    try:
        card = certificate_card(certificate)
    except NotFound:
        return undetermined(UNDERLYING, _("Certificate {certificate} is not in the register."), certificate=certificate)
    status = card.status(at.astimezone(UTC).date())
    if status in _GONE:
        reason = _("Certificate {certificate} is {status} now.")
        return failed(UNDERLYING, reason, certificate=certificate, status=status)
    if status is not CertificateStatus.ACTIVE:
        reason = _("Certificate {certificate} was in force when it was relied upon, and is {status} now.")
        return passed(UNDERLYING, reason, certificate=certificate, status=status)
    reason = _("Certificate {certificate} ({standard}) is in force until {until}.")
    until = card.period.valid_to
    return passed(UNDERLYING, reason, certificate=certificate, standard=card.standard, until=until)


def _digest_fits(link: dict[str, Any], digest: str) -> bool:
    named = link.get("digestMultibase")
    return named is None or named == nodes.multibase_digest(digest)
