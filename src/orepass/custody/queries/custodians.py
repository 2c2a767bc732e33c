"""From hand to hand: whose a lot was and who had it, and the bags that one lot was collected from."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from django.db.models import Count, Sum

from orepass.custody.models import JournalEvent, Movement
from orepass.custody.queries.cone import upstream_of
from orepass.custody.queries.folding import fold
from orepass.custody.queries.lots import lot_uri
from orepass.custody.queries.places import owner_of, site_of
from orepass.custody.queries.told import standing
from orepass.custody.rules.custodians import Custody, Hands, Told, custody_of, hands_in
from orepass.custody.rules.epcis.reading import parse
from orepass.custody.rules.lots import Move
from orepass.custody.rules.terms import identifier_in
from orepass.kernel.period import day_of

_HANDED = (Move.SENT, Move.RECEIVED)


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """A lot that was won from the ground and went into another, by whom and where."""

    lot: str
    on: date
    site: str
    member: str
    tag: str
    mass_mg: int | None


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """What began under certificates: so many lots, and the mass of those that were weighed."""

    lots: int
    mass_mg: int


def custody(lot: str) -> Custody:
    """Return from whose hands into whose a lot went, with our organisations by their identifiers.

    Raises:
        NotFound: no event names it.
    """
    uri = lot_uri(lot)
    moved = standing(Movement.objects.filter(lot__uri=uri)).order_by("event_id", "id")
    began = moved.filter(move=Move.BEGUN).values_list("holder", flat=True).first()
    handed = list(moved.filter(move__in=_HANDED).values_list("event_id", "move"))
    return custody_of(_ours(began or ""), _told(handed), in_parts=fold([uri]).get(uri).shared)


def _told(rows: Sequence[tuple[int, str]]) -> Iterator[Told]:
    bodies = JournalEvent.objects.in_bulk([number for number, _ in rows])
    for number, move in rows:
        event = bodies[number]
        body = parse(event.body)
        yield Told(
            at=event.happened_at,
            sent=move == Move.SENT,
            given=_named(hands_in(body, "source")),
            taken=_named(hands_in(body, "destination")),
            place=event.site,
        )


def _named(hands: Hands) -> Hands:
    return Hands(owner=_ours(hands.owner), possessor=_ours(hands.possessor))


def _ours(uri: str) -> str:
    return (owner_of(uri) if uri else "") or uri


def beginnings(lot: str) -> list[Beginning]:
    """Return every lot from the ground that is in a lot or container, each once, in the order of the journal.

    Raises:
        NotFound: no event names it.
    """
    uri = lot_uri(lot)
    inside = fold([uri]).contents(uri)
    found: dict[str, Beginning] = {}
    for _step, moved in upstream_of(inside):
        if moved.move is Move.BEGUN and moved.origin and moved.lot not in found:
            found[moved.lot] = Beginning(
                lot=moved.lot,
                on=day_of(moved.at),
                site=site_of(moved.site) if moved.site else "",
                member=identifier_in(moved.facts.member, "mem") or moved.facts.member,
                tag=moved.facts.tag,
                mass_mg=moved.mass_mg,
            )
    return list(found.values())


def delivered_under(certificates: Sequence[str], *, since: date, before: date) -> Delivered:
    """Return what began from the ground under some certificates in a period, all of them together."""
    began = standing(Movement.objects.filter(move=Move.BEGUN, origin=True, certificate__in=certificates))
    found = began.filter(at__date__gte=since, at__date__lt=before).aggregate(lots=Count("id"), mass=Sum("mass_mg"))
    return Delivered(lots=found["lots"], mass_mg=found["mass"] or 0)
