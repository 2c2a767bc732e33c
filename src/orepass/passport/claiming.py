"""Which claims of a passport certificates cover, as far as those are to be relied upon; and of the others, why not.

A certificate counts where it holds itself, its issuer is known here (by more than an identity anchor of this home) or
admitted by an accreditor that is trusted, and it was in force on the day that the claim speaks of. Of this home's own
the register says that, day by day; of others the status is known as it is today only, so that one that is suspended
now counts for nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final

import msgspec

from orepass.assurance.queries import CertificateStatus, certificate_card
from orepass.credentials.rules.presented import types_of
from orepass.credentials.rules.status import STATUS
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.validity import DATES
from orepass.credentials.rules.verification import UNDERLYING, Verification
from orepass.kernel.check import Check, passed, undetermined
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.passport import queries
from orepass.passport.hand import NOTHING, Hand, objection
from orepass.passport.models import IssuedCredential
from orepass.passport.rules.attestation import lost_scope
from orepass.passport.rules.evidence import evidence_links
from orepass.passport.rules.trust_graph import CONFORMITY, ClaimCover, Doubt, Judge, claims_covered, issuer_of

CLAIMS: Final = "claims"
DOUBTS_SHOWN: Final = 5
OUR_REGISTER_SAYS: Final = frozenset({STATUS, UNDERLYING})
"""Checks of our own certificates that the register answers, for the day in question."""

NOT_KNOWN: Final = _(
    "{certificate} does not count: its issuer {did} is not known here, and no trusted accreditor endorses it."
)
MEMBER_ONLY: Final = _(
    "{certificate} does not count: this home says who its issuer {did} is, but no trusted accreditor endorses it."
)
NOT_HOLDING: Final = _("{certificate} does not count, because of its check “{check}”: {reason}")
WITHDRAWN: Final = _("{certificate} does not count: it was withdrawn.")
NOT_IN_FORCE: Final = _("{certificate} does not count: on {day} it was {status}.")
SITE_LEFT: Final = _("{certificate} does not count: a site that it names had left its scope by {day}.")
NOT_REGISTERED: Final = _("{certificate} does not count: its certificate is not in the register.")


class Trusting(msgspec.Struct, frozen=True):
    """Whom the reader relies upon: says of an issuer whether it is known, of an assessor whether it was admitted.

    Attributes:
        is_known: say whether it is known who an issuer is; its word joins a certificate to its goods.
        may_certify: say whether an issuer is known otherwise than as a member of this home's register alone. The home
            says who its members are, not that they assess; else any of them would certify itself.
        is_admitted: say whether a trusted accreditor endorses whoever signed a certificate.
    """

    is_known: Callable[[str], bool]
    may_certify: Callable[[str], bool]
    is_admitted: Callable[[Document], bool]


def claims(passport: Document, hand: Hand, trusting: Trusting, at: datetime) -> list[Check]:
    """Say how many claims of a passport certificates cover, and of each certificate that does not count, why."""
    bench = _Bench(passport, hand, trusting, at)
    judge = Judge(bench.doubt, lambda one: trusting.is_known(issuer_of(one)))
    found = claims_covered(passport, bench.certificates, judge)
    return [*_doubts(found), _summed(found)] if found else []


class _Bench:
    """The certificates that may cover the claims of one passport, and what is known of each."""

    def __init__(self, passport: Document, hand: Hand, trusting: Trusting, at: datetime) -> None:
        self._trusting, self._at = trusting, at
        each = {one.digest: one for one in _certificates(passport, hand)}
        # By the object itself: its digest would be reckoned anew for each day that a claim names.
        self._checked = {id(one.credential): one for one in each.values()}
        self._believed: dict[int, bool] = {}
        self._relied = _relied_upon(passport)

    @property
    def certificates(self) -> list[Document]:
        return [one.credential for one in self._checked.values()]

    def doubt(self, certificate: Document, on: date | None) -> Doubt | None:
        """Say why a certificate does not count on a day."""
        checked, own = self._checked[id(certificate)], queries.issued_here(certificate)
        day = min(on or self._today, self._today)
        against = objection(checked, on=day, at=self._at, besides=OUR_REGISTER_SAYS if own else NOTHING)
        if against is not None and not (own and against.name == DATES):
            return Doubt(NOT_HOLDING, {"check": against.name, "reason": against.reason})
        if own is not None:
            return self._in_register(own, day)
        if self._is_believed(certificate):
            return None
        issuer = issuer_of(certificate)
        return Doubt(MEMBER_ONLY if self._trusting.is_known(issuer) else NOT_KNOWN, {"did": issuer or "—"})

    def _is_believed(self, certificate: Document) -> bool:
        asked, trusting = id(certificate), self._trusting
        if asked not in self._believed:
            self._believed[asked] = trusting.may_certify(issuer_of(certificate)) or trusting.is_admitted(certificate)
        return self._believed[asked]

    def _in_register(self, own: IssuedCredential, day: date) -> Doubt | None:
        """Say what the register knows; what our own passport relied upon was in force where the goods began."""
        try:
            card = certificate_card(own.about)
        except NotFound:
            return Doubt(NOT_REGISTERED)
        if card.status(self._today) is CertificateStatus.WITHDRAWN:
            return Doubt(WITHDRAWN)
        if own.about in self._relied:
            return None
        status = card.status(day)
        if status is not CertificateStatus.ACTIVE:
            return Doubt(NOT_IN_FORCE, {"day": day.isoformat(), "status": status.value})
        ends = [covered.valid_before for covered in card.sites]
        if lost_scope(ends, issued_on=day_of(own.issued_at), on=day):
            return Doubt(SITE_LEFT, {"day": day.isoformat()})
        return None

    @property
    def _today(self) -> date:
        return self._at.astimezone(UTC).date()


def _certificates(passport: Document, hand: Hand) -> Iterator[Verification]:
    """Return the certificates that a passport links to, where they can be had, and those brought along."""
    linked = [one for link in evidence_links(passport) for one in hand.candidates(link)]
    for one in (*linked, *hand.brought):
        if isinstance(one, Verification) and CONFORMITY in types_of(one.credential):
            yield one


def _relied_upon(passport: Document) -> frozenset[str]:
    row = queries.issued_here(passport)
    if row is None or row.kind != queries.PRODUCT:
        return frozenset()
    return frozenset(line.certificate for line in queries.content_of(row).certificates)


def _summed(found: Sequence[ClaimCover]) -> Check:
    covered = sum(claim.is_covered for claim in found)
    if covered == len(found):
        return passed(CLAIMS, _("Each criterion of its {count} claims is covered by a certificate."), count=covered)
    open_ = sorted({one.criterion for claim in found for one in claim.criteria if not one.by})
    reason = _("{covered} of {count} claims are covered by certificates; no certificate at hand covers {criteria}.")
    shown = ", ".join(open_) or "—"
    return undetermined(CLAIMS, reason, required=False, covered=covered, count=len(found), criteria=shown)


def _doubts(found: Sequence[ClaimCover]) -> list[Check]:
    """Tell of each certificate that would cover an open criterion why it does not count."""
    refused = [pair for claim in found for one in claim.criteria if not one.by for pair in one.refused]
    told = [
        undetermined(CLAIMS, doubt.template, required=False, certificate=name or "—", **doubt.params)
        for name, doubt in {(name, id(doubt)): (name, doubt) for name, doubt in refused}.values()
    ]
    return list({one.reason: one for one in told}.values())[:DOUBTS_SHOWN]
