"""Lots: their cards, for those who may see them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import msgspec
from django.db.models import Exists, OuterRef

from orepass.custody.models import EventParty, Movement
from orepass.custody.models import Lot as LotRow
from orepass.custody.queries.folding import carriers_of, fold
from orepass.custody.queries.holds import stopped
from orepass.custody.queries.places import site_of
from orepass.custody.queries.told import one_name_of
from orepass.custody.rules.lots import Lot, is_element
from orepass.custody.rules.materials import MINERALS
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role

PAGE = 50


class LotCard(msgspec.Struct, frozen=True, kw_only=True):
    """A lot as its movements tell it (masses in milligrams, ``None`` where nobody said).

    Attributes:
        site: our site identifier where it is known, else the URI as named; where the lot is now.
        at_most: the most of each element that can have been in it where no assay says it, by element.
        holder: the organisation (or URI) that has it.
        claim_class: the class of certification accorded where it began; empty for lots made from others, whose
            classes are the shares of ``composition``.
        model: the custody model claimed for it.
        on_hold: its tag was used twice, or a person stopped it; somebody has to decide.
        hold: the hold a person placed on it, or on what it is packed into.
        contents: what is packed into it, as a whole or by quantity.
        parts: how much is packed into it of what is there by quantity, by lot, in milligrams.
    """

    id: Identifier
    uri: str
    mass_mg: int | None
    remaining_mg: int | None
    content_mg: int | None
    at_most: dict[str, int]
    element: str
    mineral: str
    material: str
    moisture_pct: Decimal | None
    grade_pct: Decimal | None
    site: str
    site_uri: str
    holder: str
    claim_class: str
    certificate: str
    model: str
    member: str
    tag: str
    instance: bool
    on_hold: bool
    hold: str
    used_up: bool
    ended: bool
    known_origin: bool
    parent: str
    contents: tuple[str, ...]
    parts: dict[str, int]
    began_at: datetime | None
    last_at: datetime | None


class LotPage(msgspec.Struct, frozen=True):
    """A page of lots; ``after`` is the number to continue after, 0 at the end."""

    items: tuple[LotCard, ...]
    after: int


def lot_uri(lot: str) -> str:
    """Return the URI of a lot named by its identifier or its URI.

    Raises:
        NotFound: no event names it.
    """
    field = "identifier" if lot.startswith("lot-") else "uri"
    found = LotRow.objects.filter(**{field: lot}).values_list("uri", flat=True).first()
    found = found or one_name_of([lot]).get(lot)
    if found is None:
        raise NotFound(what=lot[:200])
    return found


def lot_card(lot: str) -> LotCard:
    """Return a lot by identifier or URI, whoever asks.

    Raises:
        NotFound: no event names it.
    """
    return lot_cards([lot_uri(lot)])[0]


def lot_for(actor: Actor, lot: str) -> LotCard:
    """Return a lot to a party of an event it is in.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    uri = lot_uri(lot)
    if not _sees_all(actor):
        mine = EventParty.objects.filter(organisation=actor.organisation)
        told = mine.filter(event__movements__lot__uri=uri), mine.filter(event__movements__parent__uri=uri)
        if not actor.organisation or not any(rows.exists() for rows in told):
            raise NotFound(what=lot[:200])
    return lot_cards([uri])[0]


def _sees_all(actor: Actor) -> bool:
    return actor.is_system or Role.STEWARD in actor.roles


def lots(actor: Actor, *, holder: str = "", after: int = 0, limit: int = PAGE, newest: bool = False) -> LotPage:
    """Return the lots of events an actor may see, by first mention, a page at a time.

    Args:
        actor: who asks.
        holder: only lots this organisation has in its hands now.
        after: the number to continue after.
        limit: the size of the page.
        newest: the last mentioned first, without further pages.
    """
    rows = LotRow.objects.filter(sequence__gt=after).order_by("-sequence" if newest else "sequence")
    if not _sees_all(actor):
        mine = Movement.objects.filter(event__parties__organisation=actor.organisation or "—")
        here = OuterRef("sequence")
        rows = rows.filter(Exists(mine.filter(lot=here)) | Exists(mine.filter(parent=here)))
    found = list(rows.values_list("sequence", "uri")[: limit + 1])
    cards = lot_cards([uri for _, uri in found[:limit]])
    items = tuple(card for card in cards if not holder or card.holder == holder)
    return LotPage(items, found[limit - 1][0] if len(found) > limit and not newest else 0)


def lot_cards(uris: Iterable[str]) -> list[LotCard]:
    """Return several lots by URI, in the order asked for."""
    wanted = list(uris)
    state = fold(wanted)
    names = dict(LotRow.objects.filter(uri__in=wanted).values_list("uri", "identifier"))
    tags = {state.get(uri).tag for uri in wanted} - {""}
    carriers = carriers_of(tags) if tags else {}
    places: dict[str, str] = {}
    held = stopped(state)
    return [
        _card(
            state.get(uri),
            names[uri],
            places,
            parts={lot: state.get(lot).packed[uri] for lot in state.get(uri).portions},
            doubled=len(carriers.get(state.get(uri).tag, ())) > 1,
            hold=next((held[name] for name in (uri, *state.around(uri)) if name in held), ""),
        )
        for uri in wanted
        if uri in names
    ]


def lots_count() -> int:
    """Return how many lots events have named."""
    return LotRow.objects.count()


def _card(
    lot: Lot, identifier: str, places: dict[str, str], *, parts: dict[str, int], doubled: bool, hold: str
) -> LotCard:
    if lot.site not in places:
        places[lot.site] = site_of(lot.site) or lot.site
    facts = lot.facts
    return LotCard(
        id=Identifier(identifier),
        uri=lot.uri,
        mass_mg=lot.mass_mg,
        remaining_mg=lot.remaining_mg,
        content_mg=lot.content_mg,
        at_most={element: most for element, most in lot.most.items() if is_element(element)},
        element=facts.element,
        mineral=MINERALS.get(facts.element, ""),
        material=facts.material,
        moisture_pct=facts.moisture_pct,
        grade_pct=facts.grade_pct,
        site=places[lot.site],
        site_uri=lot.site,
        holder=lot.holder,
        claim_class=lot.claim_class,
        certificate=lot.certificate,
        model=lot.model,
        member=facts.member,
        tag=facts.tag,
        instance=lot.instance,
        on_hold=lot.held or doubled or bool(hold),
        hold=hold,
        used_up=lot.used_up,
        ended=lot.ended,
        known_origin=lot.begun > 0,
        parent=lot.parent,
        contents=(*lot.children, *parts),
        parts=parts,
        began_at=lot.began_at,
        last_at=lot.last_at,
    )
