"""Who stands behind a credential: whose the DID is, who admitted the assessor, and which claims are covered.

Checks of their own, beside the cryptography: a good signature of somebody unknown is a good signature of somebody
unknown. What nobody here knows is undetermined, and none of it is required, for trust is the reader's to give.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.credentials import queries as credentials
from orepass.credentials.rules.bundled import Link
from orepass.credentials.rules.presented import types_of
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.verification import IDENTITY, Verification
from orepass.kernel.check import Check, Result, passed, undetermined
from orepass.kernel.text import marked as _
from orepass.party.queries import organisation_cards
from orepass.passport.anchored import naming
from orepass.passport.claiming import Trusting, claims
from orepass.passport.hand import Hand
from orepass.passport.models import TrustedParty
from orepass.passport.recognised_schemes import Recognised, scheme_check
from orepass.passport.recognising import Accreditor, recognition
from orepass.passport.rules.trust_graph import CONFORMITY, PASSPORT, Known, issuer_of, known
from orepass.platform.asked_often import asked_often
from orepass.platform.rows import columns_of, objects_of

ISSUER, REGISTER, ACCREDITOR, SCHEME = "issuer", "register", "accreditor", "scheme"
"""What a party can be trusted for; a scheme is recognised."""


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
    declared = objects_of(TrustedParty, _declared())
    return [card_of(row) for row in declared if row.trusted_at <= at and (row.ended_at is None or row.ended_at > at)]


@asked_often
def _declared() -> "QuerySet[TrustedParty, Any]":
    return TrustedParty.objects.values_list(*columns_of(TrustedParty))


def trust_checks(credential: Document, hand: Hand, at: datetime) -> list[Check]:
    """Return the checks of trust; the hand holds further credentials, such as identity anchors and endorsements."""
    trusted = trusted_at(at)
    types = types_of(credential)
    accreditors = [Accreditor(card.identifier, card.name, card.grounds) for card in trusted if card.part == ACCREDITOR]
    listed = {card.identifier: (card.name, card.grounds) for card in trusted if card.part == SCHEME}
    recognised = Recognised(listed, hand.schemes)

    def admitted(certificate: Document) -> Check:
        return recognition(certificate, hand, accreditors, at)

    def identified(did: str, *, by_us: bool = True) -> Check:
        if did in hand.relied:
            return passed(IDENTITY, _("The reader relies upon the issuer, {did}."), did=did)
        return _identity(did, hand, trusted, by_us=by_us)

    trusting = Trusting(
        lambda did: identified(did).result is Result.PASSED,
        lambda did: identified(did, by_us=False).result is Result.PASSED,
        lambda certificate: admitted(certificate).result is Result.PASSED,
    )
    found = [identified(issuer_of(credential))]
    if CONFORMITY in types:
        found += [admitted(credential), scheme_check(credential, recognised)]
    if PASSPORT in types:
        found += claims(credential, hand, trusting, at)
    return found


def _identity(did: str, hand: Hand, trusted: Sequence[TrustedCard], *, by_us: bool) -> Check:
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
    anchored = _anchored(did, hand, {card.identifier for card in trusted if card.part == REGISTER}, by_us=by_us)
    if anchored.is_known:
        reason = _("A register that this home trusts says that the issuer is {who}, over {count} anchors.")
        return passed(IDENTITY, reason, who=anchored.name or did, count=len(anchored.chain))
    if anchored.named_by:
        reason = _("An identity anchor of {register} names the issuer, but nobody here knows that register.")
        return undetermined(IDENTITY, reason, required=False, register=", ".join(anchored.named_by))
    reason = _("Nobody known here says who is behind {did}.")
    return undetermined(IDENTITY, reason, required=False, did=did or "—")


def _anchored(did: str, hand: Hand, registers: Collection[str], *, by_us: bool) -> Known:
    """Say whose a DID is by anchors: those that lead to a trusted register, or one of this home that names it itself.

    Whom this home anchors is a member of its register, and no register: nobody is known by its word. So our anchors
    are a step by themselves, and no chain of others goes through them.
    """
    own = credentials.own_did()
    found = known(did, [one for one in hand.holding if issuer_of(one) != own], roots=set(registers) - {own})
    if found.is_known or not by_us:
        return found
    brought = [one for one in hand.holding if issuer_of(one) == own]
    ours = known(did, [*brought, *_own_anchors(did, hand)], roots={own})
    return ours if ours.is_known else found


def _own_anchors(did: str, hand: Hand) -> list[Document]:
    """Return the identity anchors of this home that name a DID and hold, each checked like one brought along."""
    found = [hand.find(Link(url)) for url in naming(did)]
    return [one.credential for one in found if isinstance(one, Verification) and one.verified is True]
