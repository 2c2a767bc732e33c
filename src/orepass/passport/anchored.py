"""Read the identity anchors of this home: whose DIDs its register vouches for, and which of them still hold."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.credentials import queries as credentials
from orepass.credentials.queries.revoked import revoked_among
from orepass.credentials.rules.strict_json import parse_object
from orepass.party.numbers import NumberCard, numbers_ended
from orepass.passport.models import AnchoredIdentity, IssuedCredential
from orepass.passport.rules.anchored import LIFE, AnchorFacts, is_outdated
from orepass.passport.untp.v0_7_0.framing import Numbered
from orepass.platform.asked_often import asked_often
from orepass.platform.rows import can_be_kept

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


def anchors(*, at: datetime, organisation: str = "") -> list[AnchorCard]:
    """Return the newest anchor of each organisation by its name, or every one of a single organisation."""
    rows = _rows().filter(credential__issued_at__lte=at).order_by("credential__version")
    if organisation:
        found = list(rows.filter(credential__about=organisation))
    else:
        found = list({row.credential.about: row for row in rows}.values())
    return sorted(cards_of(found, at=at), key=lambda card: (card.name, card.organisation, -card.version))


def card_of(row: AnchoredIdentity, *, at: datetime) -> AnchorCard:
    """Make the card of an anchor as it stands at an instant."""
    return cards_of([row], at=at)[0]


def cards_of(rows: Sequence[AnchoredIdentity], *, at: datetime) -> list[AnchorCard]:
    """Make the cards of anchors as they stand at an instant; what they rest on is asked for all of them together."""
    gone, revoked = _outdated(rows, at), revoked_among(row.credential.url for row in rows)
    return [_card(row, gone=row.pk in gone, may_be_revoked=row.credential.url in revoked, at=at) for row in rows]


def _card(row: AnchoredIdentity, *, gone: bool, may_be_revoked: bool, at: datetime) -> AnchorCard:
    issued, until = row.credential, row.credential.issued_at + LIFE
    state = "outdated" if gone else "expired" if until <= at else "in_force"
    if may_be_revoked and _is_revoked(issued.url, at):
        state = "revoked"
    return AnchorCard(
        id=issued.pk,
        organisation=issued.about,
        name=str(parse_object(issued.document)["credentialSubject"]["registeredName"]),
        did=row.did,
        url=issued.url,
        version=issued.version,
        issued_at=issued.issued_at,
        until=until,
        state=state,
    )


def _is_revoked(url: str, at: datetime) -> bool:
    return any(one.is_set for one in credentials.status_of(url, at=at) if one.purpose == "revocation")


def outdated(names: Collection[str], *, at: datetime) -> set[str]:
    """Return of some anchors, by the identifiers of their credentials, those that say what is not so any more."""
    rows = list(_rows().filter(credential__in=names)) if names else []
    gone = _outdated(rows, at)
    return {row.credential_id for row in rows if row.pk in gone}


def _outdated(rows: Sequence[AnchoredIdentity], at: datetime) -> set[int]:
    ended = credentials.ended_among(row.did for row in rows)
    no_more = numbers_ended((number for row in rows for number in row.numbers), at=at)
    facts = {
        row.pk: AnchorFacts(did_ended_at=ended.get(row.did), numbers_ended=len(no_more.intersection(row.numbers)))
        for row in rows
    }
    return {name for name, one in facts.items() if is_outdated(one, at)}


def turn_of(organisation: str) -> int:
    """Return how many anchors of an organisation were issued or revoked; after each, what was shown is spent."""
    urls = list(_rows().filter(credential__about=organisation).values_list("credential__url", flat=True))
    return len(urls) + len(revoked_among(urls))


def naming(did: str) -> list[str]:
    """Return the addresses of the anchors of this home that name a DID, the newest first."""
    return [url for (url,) in _naming(did=did)] if can_be_kept(did) else []


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
