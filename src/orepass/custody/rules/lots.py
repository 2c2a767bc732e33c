"""A lot is what its movements say: the state is folded from them, in the order they happened, and never stored.

Whatever is told late takes its place in time; movements of the same instant stay in the order of the journal. So the
order in which documents arrive does not change what a lot is in the end.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec

from orepass.custody.rules.claims.facts import NO_FACTS, ClaimFacts
from orepass.custody.rules.epcis.spelling import carried
from orepass.custody.rules.materials import contained
from orepass.custody.rules.stock import HandedOver, Stock, Took
from orepass.custody.rules.terms import NOTHING, Facts
from orepass.kernel.quantity import sum_known

type Most = tuple[tuple[str, int], ...]
"""Elements, each with the most of it that can be there, in milligrams."""

EVEN: Final = "\x1f"
"""Before an element: what there is of it if the outputs of a step that nobody assayed are alike; no text begins so."""

COUNTED: Final = "\x1c"
"""Before an element: what counts of it in claims and accounts, where lots of one step share what they can hold."""

WEIGHT: Final = "\x1e"
"""In place of an element: how much of what a lot weighs can be of what it was made of, where it weighs more."""

REST: Final = "\x1d"
"""In place of an element: how much of what a lot weighs can be no compound of its elements, where that is not all."""


def is_element(name: str) -> bool:
    """Say whether something of which there is a most is an element."""
    return name[:1] not in {EVEN, COUNTED, WEIGHT, REST}


def least_known(*amounts: int | None) -> int | None:
    """Return the least of what is known, or ``None``."""
    return min((amount for amount in amounts if amount is not None), default=None)


def counted_of(content_mg: int, element: str, most: Most) -> int:
    """Return how much of an assayed content counts: no more than can be there, and than counts beside other lots."""
    known = dict(most)
    return min(content_mg, known.get(element, content_mg), known.get(COUNTED + element, content_mg))


class Move(StrEnum):
    """What an event did to one lot."""

    BEGUN = "begun"
    USED = "used"
    SENT = "sent"
    RECEIVED = "received"
    PACKED = "packed"
    UNPACKED = "unpacked"
    SEEN = "seen"
    ENDED = "ended"


FOLLOWED: Final = frozenset({Move.BEGUN, Move.USED, Move.SENT, Move.RECEIVED, Move.ENDED})
"""What changes what a lot is made of, or whose it is; looking at it and packing it do not."""


class Movement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one event did to one lot; the row of the journal's reading.

    Attributes:
        mass_mg, content_mg: how much of it; ``None`` for the whole lot, or not known.
        most: the most of each element that can be in it, in milligrams, where no assay says it (``rules.possible``).
        site: where, as the event names the place.
        holder: who has it afterwards, as an identifier of ours or a URI.
        parent: what it is packed into, or out of; of what was used or lost with a container, that.
        claim_class: the class of certification accorded when the lot began ("" when it did not begin here).
        certificate: the certificate that accorded it.
        origin: the lot begins from the ground here, not from other lots.
        bound: the rules for minerals bound the event (``rules.binding``).
        claim: what its claim hangs on, as it was on the day.
    """

    lot: str
    move: Move
    at: datetime
    mass_mg: int | None = None
    content_mg: int | None = None
    most: Most = ()
    instance: bool = False
    site: str = ""
    holder: str = ""
    parent: str = ""
    facts: Facts = NOTHING
    claim_class: str = ""
    certificate: str = ""
    model: str = ""
    origin: bool = False
    bound: bool = False
    claim: ClaimFacts = NO_FACTS


class Lot:
    """What is known of a lot after the movements so far.

    A lot that is used before anyone said where it came from exists with ``begun == 0``: its origin is unknown.
    """

    __slots__ = (
        "began_at",
        "begun",
        "books",
        "bound",
        "certificate",
        "children",
        "claim_class",
        "content_mg",
        "ended",
        "facts",
        "history",
        "holder",
        "instance",
        "last_at",
        "maker",
        "mass_mg",
        "model",
        "most",
        "origin",
        "packed",
        "parent",
        "portions",
        "shared",
        "site",
        "stock",
        "uri",
        "used_content_mg",
        "used_mass_mg",
        "used_most",
        "used_up",
    )

    def __init__(self, uri: str) -> None:
        """Know nothing yet."""
        self.uri = uri
        self.begun = 0
        self.began_at: datetime | None = None
        self.last_at: datetime | None = None
        self.mass_mg: int | None = None
        self.content_mg: int | None = None
        self.used_mass_mg = 0
        self.used_content_mg = 0
        self.most: dict[str, int] = {}
        self.used_most: dict[str, int] = {}
        self.used_up = False
        self.ended = False
        self.instance = False
        self.shared = False
        self.origin = False
        self.bound = False
        self.site = ""
        self.holder = ""
        self.maker = ""
        self.parent = ""
        self.packed: dict[str, int] = {}
        self.children: dict[str, None] = {}
        self.portions: dict[str, None] = {}
        self.history: list[Movement] = []
        self.facts = NOTHING
        self.claim_class = ""
        self.certificate = ""
        self.model = ""
        self.books: tuple[str, ...] = ()
        self.stock = Stock()

    @property
    def was_used(self) -> bool:
        """Say whether anything was made from it already."""
        return self.used_up or self.used_mass_mg > 0 or self.used_content_mg > 0

    @property
    def tag(self) -> str:
        """Return what the lot is told apart by besides its URI: the look of its tag, or its GS1 key."""
        return carried(self.uri, self.facts.tag, instance=self.instance)

    @property
    def held(self) -> bool:
        """Say whether the lot waits for a person: one object cannot begin twice (a tag used on two bags)."""
        return self.instance and self.begun > 1

    @property
    def remaining_mg(self) -> int | None:
        """Return the mass that is left; ``None`` when the mass was never known."""
        if self.used_up or self.ended:
            return 0
        return None if self.mass_mg is None else self.mass_mg - self.used_mass_mg

    @property
    def remaining_content_mg(self) -> int | None:
        """Return the contained element that is left; ``None`` when it was never known."""
        if self.used_up or self.ended:
            return 0
        return None if self.content_mg is None else self.content_mg - self.used_content_mg

    def content_of(self, mass_mg: int | None) -> int | None:
        """Return the contained element of a part of the lot, rounded down."""
        if mass_mg is None or not self.mass_mg or self.content_mg is None:
            return None
        return self.content_mg * mass_mg // self.mass_mg

    def assured_content_of(self, mass_mg: int | None) -> int | None:
        """Return the contained element of a part, or of all that is left, as far as what it was made of can hold it."""
        content = self.remaining_content_mg if mass_mg is None else self.content_of(mass_mg)
        return None if content is None else counted_of(content, self.facts.element, self.most_of(mass_mg))

    def assured_mass_of(self, mass_mg: int | None) -> int | None:
        """Return the mass of a part, or of all that is left, as far as it can be of what the lot was made of."""
        mass = self.remaining_mg if mass_mg is None else mass_mg
        return None if mass is None else least_known(mass, dict(self.most_of(mass_mg)).get(WEIGHT))

    def most_of(self, mass_mg: int | None) -> Most:
        """Return the most of each element that can be in a part of the lot, or in all that is left of it."""
        if mass_mg is None or not self.mass_mg:
            return tuple((name, max(0, most - self.used_most.get(name, 0))) for name, most in self.most.items())
        return tuple((name, _part_of(name, most, mass_mg, self.mass_mg)) for name, most in self.most.items())

    def apply(self, movement: Movement) -> None:
        """Take one more movement in, which is not earlier than the one before it."""
        self.history.append(movement)
        self.last_at = movement.at
        unweighed = self.begun and self.mass_mg is None and movement.mass_mg is not None
        if unweighed and movement.move in _WEIGHS and self._may_weigh(movement):
            self._weigh(movement.mass_mg or 0)
        _APPLY[movement.move](self, movement)

    def _may_weigh(self, movement: Movement) -> bool:
        """Say whether a mass is told by who has the lot, or receives what was sent: nobody else weighs it from afar."""
        if movement.move is Move.RECEIVED:
            return self.stock.comes(handed_over(movement))
        return movement.move is not Move.SEEN or self.stock.has(movement.claim.by) != 0

    def _weigh(self, mass_mg: int) -> None:
        """Take over the first mass that anybody tells of a lot that began without one, and its content by its grade."""
        self.mass_mg = mass_mg + self.used_mass_mg
        self.stock.weigh(mass_mg)
        if self.facts.grade_pct is not None:
            water, material = self.facts.moisture_pct or Decimal(0), self.facts.material
            content = contained(self.mass_mg, material=material, moisture_pct=water, grade_pct=self.facts.grade_pct)
            self.content_mg = content


def _begin(lot: Lot, movement: Movement) -> None:
    lot.begun += 1
    lot.stock.begin(movement.holder, movement.mass_mg)
    anew = movement.instance or lot.begun == 1
    lot.most = dict(movement.most) if anew else _both(lot, movement)
    lot.began_at = movement.at if anew or lot.began_at is None else lot.began_at
    lot.instance = movement.instance
    lot.facts = movement.facts
    lot.site, lot.holder, lot.model = movement.site, movement.holder, movement.model
    lot.claim_class, lot.certificate = movement.claim_class, movement.certificate
    lot.maker = movement.holder if lot.begun == 1 or lot.maker == movement.holder else ""
    lot.origin = movement.origin
    lot.bound = lot.bound or movement.bound
    if movement.claim.book:
        lot.books = tuple(dict.fromkeys((*lot.books, *movement.claim.book.split())))
    if anew:
        lot.mass_mg, lot.content_mg = movement.mass_mg, movement.content_mg
    else:
        lot.used_up = lot.used_up and (lot.mass_mg is None or movement.mass_mg is None)
        lot.mass_mg = sum_known((lot.mass_mg, movement.mass_mg))
        lot.content_mg = sum_known((lot.content_mg, movement.content_mg))


def _part_of(name: str, most: int, mass_mg: int, whole_mg: int) -> int:
    """Return the most in a part of a lot, rounded up; what counts is rounded down, so that parts gain nothing."""
    return most * mass_mg // whole_mg if name.startswith(COUNTED) else -(-most * mass_mg // whole_mg)


def _both(lot: Lot, movement: Movement) -> dict[str, int]:
    """Return what can be in a lot that begins again beside what it was."""
    told, more = lot.most, dict(movement.most)
    found: dict[str, int] = {}
    for name in dict.fromkeys((*told, *more)):
        element = name.removeprefix(EVEN).removeprefix(COUNTED)
        first = told.get(name, told.get(element, _at_most(lot.facts, element, lot.mass_mg, lot.content_mg)))
        beside = _at_most(movement.facts, element, movement.mass_mg, movement.content_mg)
        then = more.get(name, more.get(element, beside))
        if first is not None and then is not None:
            found[name] = first + then
    return found


def _at_most(facts: Facts, element: str, mass_mg: int | None, content_mg: int | None) -> int | None:
    if element in {WEIGHT, REST}:
        return mass_mg
    if facts.element == element and content_mg is not None:
        return content_mg
    return None if mass_mg is None else max(0, mass_mg - (content_mg or 0))


def take_in(stock: Stock, movement: Movement) -> Took:
    """Take a dispatch, a receipt, a use or an end in where the parts of a lot are."""
    giver = movement.claim.by
    if movement.move in {Move.USED, Move.ENDED}:
        return stock.leave(giver, movement.mass_mg)
    told = handed_over(movement)
    return stock.send(told) if movement.move is Move.SENT else stock.receive(told)


def handed_over(movement: Movement) -> HandedOver:
    """Return what a dispatch or a receipt tells of hands."""
    return HandedOver(movement.claim.by, movement.holder, movement.claim.word, movement.mass_mg)


def _use(lot: Lot, movement: Movement) -> None:
    if not take_in(lot.stock, movement).there:
        return  # of what its holder never sent: it lessens nothing of what the holder has
    lot.used_mass_mg += movement.mass_mg or 0
    lot.used_content_mg += movement.content_mg or 0
    for name, most in movement.most:
        lot.used_most[name] = lot.used_most.get(name, 0) + most
    whole = movement.mass_mg is None and movement.content_mg is None
    lot.used_up = lot.used_up or (whole and not lot.stock.parts) or lot.remaining_mg == 0


def _hand_over(lot: Lot, movement: Movement) -> None:
    if not take_in(lot.stock, movement).there:
        return
    partial = movement.mass_mg is not None and movement.mass_mg != lot.remaining_mg
    lot.shared = lot.shared or (partial and lot.mass_mg is not None)
    if movement.holder and not lot.shared:
        lot.holder = movement.holder
    if movement.site and movement.move is Move.RECEIVED:
        lot.site = movement.site
    if movement.model:
        lot.model = movement.model


def _pack(lot: Lot, movement: Movement) -> None:
    if movement.mass_mg is None:
        lot.parent, lot.packed = movement.parent, {}
    else:
        lot.packed[movement.parent] = lot.packed.get(movement.parent, 0) + movement.mass_mg


def _unpack(lot: Lot, movement: Movement) -> None:
    there = lot.packed.pop(movement.parent, None)
    if there is None:
        lot.parent = ""
    elif movement.mass_mg is not None and movement.mass_mg < there:
        lot.packed[movement.parent] = there - movement.mass_mg


def _see(lot: Lot, movement: Movement) -> None:
    lot.site = movement.site or lot.site


def _end(lot: Lot, movement: Movement) -> None:
    if not take_in(lot.stock, movement).there:
        return
    if movement.mass_mg is None or lot.mass_mg is None:
        lot.ended = True
    else:
        lot.used_mass_mg += movement.mass_mg
        lot.used_content_mg += movement.content_mg or 0


_PACKS = frozenset({Move.PACKED, Move.UNPACKED})

_WEIGHS = frozenset({Move.SENT, Move.RECEIVED, Move.SEEN})

_APPLY = {
    Move.BEGUN: _begin,
    Move.USED: _use,
    Move.SENT: _hand_over,
    Move.RECEIVED: _hand_over,
    Move.PACKED: _pack,
    Move.UNPACKED: _unpack,
    Move.SEEN: _see,
    Move.ENDED: _end,
}


class Lots:
    """The lots a run knows of, by URI."""

    def __init__(self) -> None:
        """Know no lot yet."""
        self.known: dict[str, Lot] = {}

    def get(self, uri: str) -> Lot:
        """Return a lot, known or not."""
        lot = self.known.get(uri)
        if lot is None:
            lot = self.known[uri] = Lot(uri)
        return lot

    def apply(self, movements: Iterable[Movement]) -> None:
        """Take movements in; a parent learns of what is packed into it."""
        for movement in movements:
            lot = self.get(movement.lot)
            if lot.last_at is not None and movement.at < lot.last_at:
                self._retell(lot, movement)
                continue
            if movement.move in _PACKS or (movement.parent and lot.packed):
                self._unlink(lot)
                self._apply(lot, movement)
                self._link(lot)
            else:
                lot.apply(movement)

    def _retell(self, lot: Lot, late: Movement) -> None:
        """Fold a lot again, with a movement that happened before its last one at its place in time."""
        self._unlink(lot)
        again = self.known[lot.uri] = Lot(lot.uri)
        again.children, again.portions = lot.children, lot.portions
        for movement in sorted([*lot.history, late], key=lambda moved: moved.at):
            self._apply(again, movement)
        self._link(again)

    def _apply(self, lot: Lot, movement: Movement) -> None:
        """Take a movement in; what is used or lost with a container is in no container any more."""
        lot.apply(movement)
        if movement.parent and movement.move in {Move.USED, Move.ENDED}:
            gone = [box for box in lot.packed if movement.parent in (box, *self.around(box))]
            for box in gone:
                del lot.packed[box]

    def _unlink(self, lot: Lot) -> None:
        if lot.parent:
            self.get(lot.parent).children.pop(lot.uri, None)
        for box in lot.packed:
            self.get(box).portions.pop(lot.uri, None)

    def _link(self, lot: Lot) -> None:
        if lot.parent:
            self.get(lot.parent).children[lot.uri] = None
        for box in lot.packed:
            self.get(box).portions[lot.uri] = None

    def inside(self, uri: str) -> list[str]:
        """Return a lot and everything packed into it, over any number of containers."""
        found, stack = {uri: None}, [uri]
        while stack:
            fresh = [child for child in self.get(stack.pop()).children if child not in found]
            found |= dict.fromkeys(fresh)
            stack += fresh
        return list(found)

    def around(self, uri: str) -> list[str]:
        """Return the containers a lot is in, from the innermost."""
        found: list[str] = []
        parent = self.get(uri).parent
        while parent and parent not in found:
            found.append(parent)
            parent = self.get(parent).parent
        return found

    def parts_in(self, uri: str) -> dict[str, int]:
        """Return how much of which lots is in a container by quantity, or in those that are in it, in milligrams."""
        first = self.get(uri)
        if not first.children and not first.portions:
            return {}
        found: dict[str, int] = {}
        for box in self.inside(uri):
            for lot in self.get(box).portions:
                found[lot] = found.get(lot, 0) + self.get(lot).packed[box]
        return found

    def contents(self, uri: str) -> list[str]:
        """Return what a container holds, down to the lots that are no containers, whole or in part."""
        whole = self.whole_in(uri)
        return whole if whole == [uri] else [*whole, *(lot for lot in self.parts_in(uri) if lot not in whole)]

    def weighed_in(self, uri: str) -> list[tuple[Lot, int | None]]:
        """Return the contents with what is there of each by mass: all that it weighed where it is there as a whole."""
        parts = self.parts_in(uri)
        lots = [self.get(leaf) for leaf in self.contents(uri)]
        return [(lot, parts.get(lot.uri, lot.mass_mg)) for lot in lots]

    def whole_in(self, uri: str) -> list[str]:
        """Return the lots that are in a container as they are, or the lot itself where it is none."""
        first = self.get(uri)
        if not first.children:
            return [] if first.portions else [uri]
        found: list[str] = []
        stack, seen = [uri], {uri}
        while stack:
            lot = self.get(stack.pop())
            if not lot.children and not lot.portions:
                found.append(lot.uri)
            for child in reversed(lot.children):
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return found
