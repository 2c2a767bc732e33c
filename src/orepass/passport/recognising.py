"""Whether the assessor behind a conformity credential was admitted: here by record, elsewhere by who signed for it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

import msgspec

from orepass.assurance.queries import certificate_card
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.verification import Verification
from orepass.kernel.check import Check, Result, passed, undetermined
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import accreditation_of
from orepass.passport import queries
from orepass.passport.hand import Hand, objection
from orepass.passport.rules.endorsement import DEPTH_MAX, Endorsement, endorsements, names, speaks_for
from orepass.passport.rules.scheme_named import given_for, scheme_named
from orepass.passport.rules.trust_graph import day_of_text, issuer_of

RECOGNITION: Final = "recognition"
UNKNOWN: Final = _("No accreditation of the assessor is known here.")
NOT_COMPARABLE: Final = _(
    "What the endorsement at {url} was given for cannot be compared with what was certified: one of the two does not "
    "say it by identifiers."
)


class Accreditor(msgspec.Struct, frozen=True):
    """Whom the home trusts to accredit, and why."""

    identifier: str
    name: str
    grounds: str


def recognition(credential: Document, hand: Hand, accreditors: Sequence[Accreditor], at: datetime) -> Check:
    """Say whether the assessor was admitted: here by an accreditation on record, elsewhere by a signed endorsement."""
    row = queries.issued_here(credential)
    if row is not None:
        return _accredited_here(row.about)
    return _Trail(credential, hand, accreditors, at).followed(credential)


class _Trail:
    """One question: does a chain of endorsements lead to an accreditor that is trusted?"""

    def __init__(self, credential: Document, hand: Hand, accreditors: Sequence[Accreditor], at: datetime) -> None:
        self._hand, self._at, self._named = hand, at, scheme_named(credential)
        self._accreditors = {one.identifier: one for one in accreditors}

    def followed(self, credential: Document, below: tuple[str, ...] = ()) -> Check:
        """Follow each endorsement that a credential names; ``below`` leads from it down to the assessor."""
        chain = (issuer_of(credential), *below)
        on = day_of_text(credential.get("validFrom"))
        found = [self._one(named, chain, on) for named in endorsements(credential)]
        good = next((one for one in found if one.result is Result.PASSED), None)
        return good or (found[0] if found else _open(UNKNOWN))

    def _one(self, named: Endorsement, chain: tuple[str, ...], on: date | None) -> Check:
        authority = named.authority
        if named.evidence is None:
            says = _("The assessor says it is accredited by {authority}, and shows no evidence of it.")
            return _open(says, authority=authority)
        url, candidates = named.evidence.url, self._hand.candidates(named.evidence)
        said = [self._candidate(found, url, authority, chain, on) for found in candidates]
        return next((one for one in said if one.result is Result.PASSED), said[0])

    def _candidate(
        self, found: Verification | str, url: str, authority: str, chain: tuple[str, ...], on: date | None
    ) -> Check:
        if isinstance(found, str):
            return _open(_("The endorsement at {url} could not be had: {reason}."), url=url, reason=found)
        against = objection(found, on=on, at=self._at)
        if against is not None:
            return _open(_("The endorsement at {url} does not hold: {reason}"), url=url, reason=against.reason)
        return self._of_signer(found.credential, url, authority, chain)

    def _of_signer(self, endorsement: Document, url: str, authority: str, chain: tuple[str, ...]) -> Check:
        """Say whether who signed an endorsement is the authority, endorses the assessor, and is trusted."""
        against = self._against(endorsement, url, authority, chain)
        if against is not None:
            return against
        card = self._accreditors.get(issuer_of(endorsement)) or self._accreditors.get(authority)
        if card is not None:
            return self._endorsed(card, endorsement, chain)
        above = self.followed(endorsement, chain) if len(chain) < DEPTH_MAX else _open(UNKNOWN)
        if above.result is Result.PASSED:
            return above
        says = _("The assessor is endorsed by {authority}, which nobody known here trusts to accredit.")
        return _open(says, authority=authority)

    def _against(self, endorsement: Document, url: str, authority: str, chain: tuple[str, ...]) -> Check | None:
        signer = issuer_of(endorsement)
        if signer in chain:
            return _open(_("{did} endorses itself, which says nothing."), did=signer)
        if not names(endorsement, chain[0]):
            return _open(_("The endorsement at {url} does not endorse {did}."), url=url, did=chain[0])
        if signer not in self._accreditors and not speaks_for(signer, authority):
            says = _("The endorsement at {url} was signed by {signer}, not by {authority}.")
            return _open(says, url=url, signer=signer, authority=authority)
        said = given_for(endorsement)
        if not said or not self._named.is_told:
            return _open(NOT_COMPARABLE, url=url)
        if not self._named.covered_by(said):
            says = _("The endorsement at {url} was given for another scheme, not for {scheme}.")
            return _open(says, url=url, scheme=self._named.scheme or "—")
        return None

    def _endorsed(self, card: Accreditor, endorsement: Document, chain: tuple[str, ...]) -> Check:
        """Say who endorses, and for what of that which was certified."""
        says = _("{who}, whom this home trusts to accredit ({grounds}), endorses {chain} for {scheme}.")
        same = self._named.covered_by(given_for(endorsement))
        return passed(RECOGNITION, says, who=card.name, grounds=card.grounds, chain=" → ".join(chain), scheme=same)


def _open(says: str, **params: str) -> Check:
    return undetermined(RECOGNITION, says, required=False, **params)


def _accredited_here(certificate: str) -> Check:
    try:
        card = certificate_card(certificate)
    except NotFound:
        return _open(UNKNOWN)
    decided = card.decided_at.astimezone(UTC).date()
    if accreditation_of(card.provider, card.standard, decided).is_yes:
        reason = _("{provider} was accredited for {standard} when it decided, on {day}.")
        return passed(RECOGNITION, reason, provider=card.provider_name, standard=card.standard, day=decided)
    reason = _("No accreditation of {provider} for {standard} is on record for the day of the decision, {day}.")
    return _open(reason, provider=card.provider_name, standard=card.standard, day=decided.isoformat())
