"""Read the identity anchors of this home: whose DIDs its register vouches for, and which of them still hold."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.credentials import queries as credentials
from orepass.credentials.rules.strict_json import parse_object
from orepass.kernel.refusal import NotFound
from orepass.party.numbers import NumberCard, numbers_ended
from orepass.passport.models import AnchoredIdentity, IssuedCredential
from orepass.passport.rules.anchored import LIFE, AnchorFacts, is_outdated
from orepass.passport.untp.v0_7_0.framing import Numbered
from orepass.platform.asked_often import asked_often

ANCHOR = "anchor"


class AnchorCard(msgspec.Struct, frozen=True, kw_only=True):
    """An identity anchor: whose DID it says it is, and how it stands.

    Attributes:
        state: ``in_force``, ``revoked``, ``outdated`` or ``expired``.
    """

    id: str
    organisation: str
    name: str
    did: str
    url: str
    version: int
    issued_at: datetime
    until: datetime
    state: str


def anchors(*, at: datetime, organisation: str = "", limit: int = 500) -> list[AnchorCard]:
    """Return the newest anchor of each organisation by its name, or every one of a single organisation."""
    rows = _rows().filter(credential__issued_at__lte=at)
    if organisation:
        rows = rows.filter(credential__about=organisation)
    found = [card_of(row, at=at) for row in rows.order_by("-credential__version")[:limit]]
    if not organisation:
        found = list({card.organisation: card for card in reversed(found)}.values())
    return sorted(found, key=lambda card: (card.name, -card.version))


def card_of(row: AnchoredIdentity, *, at: datetime) -> AnchorCard:
    """Make the card of an anchor as it stands at an instant."""
    issued = row.credential
    until = issued.issued_at + LIFE
    subject = parse_object(issued.document)["credentialSubject"]
    return AnchorCard(
        id=issued.pk,
        organisation=issued.about,
        name=str(subject["registeredName"]),
        did=row.did,
        url=issued.url,
        version=issued.version,
        issued_at=issued.issued_at,
        until=until,
        state=_state(row, until, at),
    )


def _state(row: AnchoredIdentity, until: datetime, at: datetime) -> str:
    if any(one.is_set for one in credentials.status_of(row.credential.url, at=at) if one.purpose == "revocation"):
        return "revoked"
    if is_outdated(facts_of(row, at=at), at):
        return "outdated"
    return "expired" if until <= at else "in_force"


def facts_of(row: AnchoredIdentity, *, at: datetime) -> AnchorFacts:
    """Return what has become of what an anchor says."""
    try:
        ended = credentials.identity_card(row.did).deactivated_at
    except NotFound:
        ended = None
    return AnchorFacts(did_ended_at=ended, numbers_ended=len(numbers_ended(row.numbers, at=at)))


def outdated(names: Collection[str], *, at: datetime) -> set[str]:
    """Return of some anchors, by the identifiers of their credentials, those that say what is not so any more."""
    rows = _rows().filter(credential__in=names)
    return {row.credential_id for row in rows if is_outdated(facts_of(row, at=at), at)}


def naming(did: str) -> list[str]:
    """Return the addresses of the anchors of this home that name a DID, the newest first."""
    return [url for (url,) in _naming(did=did)]


def anchored_row(credential: IssuedCredential) -> AnchoredIdentity:
    """Return what an anchor is about."""
    return _rows().get(credential=credential)


def numbered(cards: Iterable[NumberCard]) -> tuple[Numbered, ...]:
    """Return numbers as credentials tell them."""
    return tuple(
        Numbered(scheme=one.scheme, scheme_name=one.scheme_name, number=one.number, address=one.address)
        for one in cards
    )


@asked_often
def _naming(did: str) -> "QuerySet[AnchoredIdentity, Any]":
    return AnchoredIdentity.objects.filter(did=did).order_by("-pk").values_list("credential__url")


def _rows() -> "QuerySet[AnchoredIdentity, AnchoredIdentity]":
    return AnchoredIdentity.objects.select_related("credential")
