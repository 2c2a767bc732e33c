"""What a credential rests on: the certificates it links to, and what the register knows besides."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from orepass.assurance.queries import CertificateCard, CertificateStatus, certificates_named
from orepass.credentials.fetching import Ask
from orepass.credentials.rules.authority import AUTHORISED, CONTROLS, PROOF
from orepass.credentials.rules.bundled import Link, taken_over
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.verification import UNDERLYING, Examined, UnderlyingChecks
from orepass.kernel.check import Check, failed, passed, undetermined, verified
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.anchored import ANCHOR
from orepass.passport.issued import issued_at
from orepass.passport.models import IssuedCredential
from orepass.passport.rules.evidence import evidence_links

OTHER: Final = _("The certificate at {url} is not the one that was linked.")
SUSPENDED: Final = _(
    "Certificate {certificate} is suspended. What was delivered while it was in force stays certified; ask why."
)

Examine = Callable[[str | bytes], Examined]
"""Check a credential by itself."""

SIGNED: Final = frozenset({PROOF, AUTHORISED, CONTROLS})


def underlying(examine: Examine, ask: Ask) -> UnderlyingChecks:
    """Return the checks of what a credential rests on."""

    def checks(credential: Document, at: datetime) -> list[Check]:
        return _Beneath(credential, at, examine, ask).checks()

    return checks


class _Beneath:
    """The certificates beneath one credential, read together: this home's with their cards in the register."""

    def __init__(self, credential: Document, at: datetime, examine: Examine, ask: Ask) -> None:
        self._at, self._examine, self._ask = at, examine, ask
        self._links = evidence_links(credential)
        self._rows = issued_at(link.url for link in self._links)
        self._besides = _only_registered(credential)
        self._cards = certificates_named([*(row.about for row in self._rows.values()), *self._besides])

    def checks(self) -> list[Check]:
        return [*map(self._linked, self._links), *map(self._registered, self._besides)]

    def _linked(self, link: Link) -> Check:
        row, url = self._rows.get(link.url), link.url
        if row is not None:
            return self._issued_here(row, link)
        fetched = self._ask(url)
        if fetched.body is None:
            reason = _("The certificate at {url} could not be fetched: {reason}.")
            return undetermined(UNDERLYING, reason, url=url, reason=fetched.reason)
        try:
            found = self._examine(fetched.body)
        except BadDocument as bad:
            reason = _("The certificate at {url} cannot be read: {reason}")
            return undetermined(UNDERLYING, reason, url=url, reason=bad)
        if not link.fits(found.presented.digest):
            return failed(UNDERLYING, OTHER, url=url)
        return taken_over(found.checks, url)

    def _issued_here(self, row: IssuedCredential, link: Link) -> Check:
        """Check the proof and the digest; the status is the register's own to tell."""
        found = self._examine(row.token)
        if not link.fits(found.presented.digest):
            return failed(UNDERLYING, OTHER, url=row.url)
        if verified(one for one in found.checks if one.name in SIGNED) is not True:
            return failed(UNDERLYING, _("The proof of certificate {certificate} does not hold."), certificate=row.about)
        return self._registered(row.about)

    def _registered(self, certificate: str) -> Check:
        card = self._cards.get(certificate)
        if card is None:
            reason = _("Certificate {certificate} is not in the register.")
            return undetermined(UNDERLYING, reason, certificate=certificate)
        return _standing(card, self._at)


def _only_registered(credential: Document) -> list[str]:
    """Return certificates that a credential of this home rests on without linking to a credential of theirs."""
    row = queries.issued_here(credential)
    if row is None or row.kind == ANCHOR:
        return []
    if row.kind == queries.CERTIFICATE:
        return [row.about]
    content = queries.content_of(row)
    return [line.certificate for line in content.certificates if not line.credential]


def _standing(card: CertificateCard, at: datetime) -> Check:
    certificate, status = card.id, card.status(at.astimezone(UTC).date())
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
