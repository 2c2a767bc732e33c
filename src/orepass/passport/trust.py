"""Who stands behind a credential: whose the DID is, who admitted the assessor, and which claims are covered.

Checks of their own, beside the cryptography: a good signature of somebody unknown is a good signature of somebody
unknown. What nobody here knows is undetermined, and none of it is required, for trust is the reader's to give.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from django.db.models import Q

from orepass.assurance.queries import certificate_card
from orepass.credentials import queries as credentials
from orepass.credentials.rules.strict_json import Document, parse_object
from orepass.kernel.check import Check, Result, passed, undetermined
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import accreditation_of, organisation_cards
from orepass.passport import queries
from orepass.passport.models import IssuedCredential, TrustedParty
from orepass.passport.rules.evidence import evidence_links
from orepass.passport.rules.trust_graph import CONFORMITY, PASSPORT, issuer_of, known, trust_graph

IDENTITY: Final = "identity"
RECOGNITION: Final = "recognition"
CLAIMS: Final = "claims"
ISSUER, REGISTER, ACCREDITOR = "issuer", "register", "accreditor"


class TrustedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A party that this home trusts, for what, on which grounds, since when and until when."""

    id: str
    part: str
    identifier: str
    name: str
    grounds: str
    trusted_at: datetime
    ended_at: datetime | None


def card_of(row: TrustedParty) -> TrustedCard:
    """Make the card of a trusted party."""
    return TrustedCard(
        id=row.pk,
        part=row.part,
        identifier=row.identifier,
        name=row.name,
        grounds=row.grounds,
        trusted_at=row.trusted_at,
        ended_at=row.ended_at,
    )


def trusted_at(at: datetime) -> list[TrustedCard]:
    """Return whom this home trusts at an instant."""
    found = TrustedParty.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), trusted_at__lte=at)
    return [card_of(row) for row in found]


def trust_checks(credential: Document, alongside: Sequence[Document], at: datetime) -> list[Check]:
    """Return the checks of trust; ``alongside`` are further credentials that were checked and hold."""
    trusted = trusted_at(at)
    types = credential.get("type")
    types = types if isinstance(types, list) else [types]
    identity = _identity(credential, alongside, trusted)
    found = [identity]
    if CONFORMITY in types:
        found.append(_recognition(credential, trusted, is_known=identity.result is Result.PASSED))
    if PASSPORT in types:
        found += _claims(credential, alongside)
    return found


def _identity(credential: Document, alongside: Sequence[Document], trusted: Sequence[TrustedCard]) -> Check:
    did = issuer_of(credential)
    if credentials.did_document(did) is not None:
        own = credentials.identity_card(did)
        if own.organisation:
            registered = organisation_cards([own.organisation]).get(own.organisation)
            who = registered.name if registered else own.name
            return passed(IDENTITY, _("The issuer is {who} of this register."), who=who)
        return passed(IDENTITY, _("The issuer is this register itself."))
    for card in trusted:
        if card.identifier == did and card.part in {ISSUER, REGISTER}:
            reason = _("This home trusts the issuer to be {who}: {grounds}")
            return passed(IDENTITY, reason, who=card.name, grounds=card.grounds)
    anchored = known(did, alongside, roots={card.identifier for card in trusted if card.part == REGISTER})
    if anchored.is_known:
        reason = _("A register that this home trusts says that the issuer is {who}, over {count} anchors.")
        return passed(IDENTITY, reason, who=anchored.name or did, count=len(anchored.chain))
    if anchored.named_by:
        reason = _("An identity anchor of {register} names the issuer, but nobody here knows that register.")
        return undetermined(IDENTITY, reason, required=False, register=", ".join(anchored.named_by))
    reason = _("Nobody known here says who is behind {did}.")
    return undetermined(IDENTITY, reason, required=False, did=did or "—")


def _recognition(credential: Document, trusted: Sequence[TrustedCard], *, is_known: bool) -> Check:
    """Say whether the assessor was admitted: here by an accreditation on record, elsewhere by one that is trusted.

    Elsewhere it is the assessor's own word, which is taken from an issuer that is known and from nobody else.
    """
    row = queries.issued_here(credential)
    if row is not None:
        return _accredited_here(row.about)
    named = _authorities(credential)
    for card in trusted:
        if card.part == ACCREDITOR and card.identifier in named:
            reason = _("The assessor says it is accredited by {who}, whom this home trusts: {grounds}")
            if is_known:
                return passed(RECOGNITION, reason, who=card.name, grounds=card.grounds)
            return undetermined(RECOGNITION, reason, required=False, who=card.name, grounds=card.grounds)
    reason = _("No accreditation of the assessor is known here.")
    return undetermined(RECOGNITION, reason, required=False)


def _accredited_here(certificate: str) -> Check:
    try:
        card = certificate_card(certificate)
    except NotFound:
        reason = _("No accreditation of the assessor is known here.")
        return undetermined(RECOGNITION, reason, required=False)
    decided = card.decided_at.astimezone(UTC).date()
    if accreditation_of(card.provider, card.standard, decided).is_yes:
        reason = _("{provider} was accredited for {standard} when it decided, on {day}.")
        return passed(RECOGNITION, reason, provider=card.provider_name, standard=card.standard, day=decided)
    reason = _("No accreditation of {provider} for {standard} is on record for the day of the decision, {day}.")
    return undetermined(
        RECOGNITION, reason, required=False, provider=card.provider_name, standard=card.standard, day=decided
    )


def _authorities(credential: Document) -> set[str]:
    subject = credential.get("credentialSubject")
    listed = subject.get("authorisation") if isinstance(subject, dict) else None
    found = [one.get("issuingAuthority") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {str(one.get("id")) for one in found if isinstance(one, dict)}


def _claims(credential: Document, alongside: Sequence[Document]) -> list[Check]:
    """Say how many claims certificates cover: those of this home that it links to, and those brought along."""
    urls = [link.url for link in evidence_links(credential)]
    own = [parse_object(row.document) for row in IssuedCredential.objects.filter(url__in=urls)]
    claims = trust_graph([credential, *own, *alongside]).claims
    mine = [claim for claim in claims if claim.passport == credential.get("id", "")]
    covered = sum(claim.is_covered for claim in mine)
    if not mine:
        return []
    if covered == len(mine):
        reason = _("Each criterion of its {count} claims is covered by a certificate.")
        return [passed(CLAIMS, reason, count=covered)]
    open_ = sorted({one.criterion for claim in mine for one in claim.criteria if not one.by})
    reason = _("{covered} of {count} claims are covered by certificates; no certificate at hand covers {criteria}.")
    shown = ", ".join(open_) or "—"
    return [undetermined(CLAIMS, reason, required=False, covered=covered, count=len(mine), criteria=shown)]
