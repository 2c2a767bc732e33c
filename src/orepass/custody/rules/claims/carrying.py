"""A claim on its way: followed through every movement of the lots, in exact shares, until it is lost, spent or claimed.

A lot whose claim ends or changes at a hop is another node from there on, for the part that was handed over and for who
has it; the shares then follow from one pass over what was made of what. Where the material came from is another
question (`lineage`): a lost claim changes no origin.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from orepass.custody.rules.claims.facts import ANYBODY, NO_FACTS, ClaimFacts
from orepass.custody.rules.claims.held import (
    HOP,
    NOBODY,
    NOT_CERTIFIED,
    SPENT,
    UNDISPATCHED,
    UNKNOWN,
    UNTOLD,
    Held,
    Parts,
    cautious,
    standing_in,
)
from orepass.custody.rules.claims.lattice import CHAIN, IDENTITY_PRESERVED, MASS_BALANCE, NO_CLAIM, weaker
from orepass.custody.rules.graph import Name
from orepass.custody.rules.lots import FOLLOWED, Move, Movement, take_in
from orepass.custody.rules.materials import MINERALS
from orepass.custody.rules.stock import HandedOver, Stock
from orepass.custody.rules.terms import NOTHING
from orepass.custody.rules.weighing import Amounts, Step, Weights, measured


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What one hop does to a claim: keeps it or not, lowers its model, spends it, or gives one from an account.

    Attributes:
        hop: how the lot goes on: sent, received or used; nothing where only the custodian is looked at.
        holder: in whose hands it is then.
        over: more is handed on, or used, than was handed over: what was sold as certified is not in that part.
        lost: why nothing may be claimed of it from there on, whatever it is.
    """

    facts: ClaimFacts
    model: str = NO_CLAIM
    gives: bool = False
    hop: Move | None = None
    holder: str = ""
    over: bool = False
    lost: str = ""

    def of(self, held: Held) -> Iterable[tuple[Held, Fraction]]:
        """Return what becomes of a part."""
        if self.lost:
            return [(msgspec.structs.replace(held, lost=held.lost or self.lost), Fraction(1))]
        if held.stands and held.chained and not self.facts.keeps(held.scheme):
            held = msgspec.structs.replace(held, lost=HOP)
        if held.stands and self.model in CHAIN:
            held = msgspec.structs.replace(held, model=weaker(held.model, self.model))
        return [(now, share * part) for left, share in self._left(held) for now, part in self._booked(left)]

    def _left(self, held: Held) -> Iterable[tuple[Held, Fraction]]:
        """Return what is left of production that stands in a book and claim account, or left it with a lot (C14, C20).

        A dispatch hands on what it took out of the account, and the rest stays there for good: credits are issued for
        it. Without a dispatch nothing came out, whoever has the lot.
        """
        if not held.stands:
            return [(held, Fraction(1))]
        spent = msgspec.structs.replace(held, lost=SPENT)
        if self.over and held.sold:
            return [(spent, Fraction(1))]
        if not held.book or self.hop is None:
            return [(held, Fraction(1))]
        if self.hop is Move.SENT:
            part = min(self.facts.taken, Fraction(1))
            return [(out_of_book(held), part), (spent, 1 - part)]
        return [(held if self.holder == held.keeper else spent, Fraction(1))]

    def _booked(self, held: Held) -> Iterable[tuple[Held, Fraction]]:
        """Return what an account of mass balance makes of a part: it is credited with it, or gives another claim."""
        facts = self.facts
        if not facts.booked or held.mineral not in {MINERALS.get(facts.booked, ""), ""}:
            return [(held, Fraction(1))]
        if not self.gives:
            return [(msgspec.structs.replace(held, lost=SPENT) if held.stands else held, Fraction(1))]
        given = Held(
            mineral=held.mineral, pack=facts.pack, level=facts.level, chained=facts.chained, model=MASS_BALANCE
        )
        part = min(facts.share, Fraction(1))
        return [(given, part), (held, 1 - part)]


def turned(parts: Parts, turn: Turn) -> dict[Held, Fraction]:
    """Return what a hop makes of a mixture."""
    found: dict[Held, Fraction] = {}
    for held, share in parts.items():
        for now, part in turn.of(held):
            if part:
                found[now] = found.get(now, Fraction(0)) + share * part
    return found


def _together(parts: Sequence[tuple[object, int | None]]) -> int | None:
    """Return the mass of some parts; of none, or with one that is all there is, that is not known."""
    masses = [mass for _, mass in parts if mass is not None]
    return sum(masses) if masses and len(masses) == len(parts) else None


def out_of_book(held: Held) -> Held:
    """Return a part as it is once it was sold as certified: no credit can be issued for it any more."""
    return msgspec.structs.replace(held, book="", keeper="", sold=held.book)


Node = tuple[str, Name]
"""A lot as it was made, a step, a lot after a hop, or parts put together; the first word says which."""

Stored = tuple[Node, int | None]
"""What rests on what, with the mass of it that is left; ``None`` is all there is."""

Store = dict[tuple[str, str], Stored]
"""What somebody has of a lot, or what is on its way to them."""


class Paths:
    """The claims of the lots that some movements tell of; movements in the order of the journal."""

    def __init__(self, steps: Iterable[Step], *, by_mass: bool = False) -> None:
        """Lay out what was made of what, and what each hop did; on request all mixtures are weighed by mass."""
        told = [step for step in steps if step[1].move in FOLLOWED]
        known = measured(told)
        self._untold = _untold(told)
        self._in_books = any(moved.origin and moved.claim.book for _, moved in known)
        self._weights = Weights(known, by_mass=by_mass)
        self._inputs: dict[Node, list[tuple[Node | Held, int | None]]] = {}
        self._limits: dict[Node, list[Amounts]] = {}
        self._turns: dict[Node, Turn] = {}
        self._alike: dict[tuple[int, str, bool, Move | None, str], Turn] = {}
        self._whole: dict[str, Node] = {}
        self._parts: Store = {}
        self._transit: Store = {}
        self._holders: dict[str, dict[str, None]] = {}
        self._stocks: dict[str, Stock] = {}
        self._mass: dict[str, int | None] = {}
        self._found: dict[Node, Parts] = {}
        self._alone: dict[Held, Parts] = {}
        self._after_hop: dict[tuple[int, Turn], Parts] = {}
        for step, moved in sorted(known, key=lambda part: part[1].at):
            self._take(step, moved)

    def of(self, lot: str, holder: str = "") -> Parts:
        """Return what the part of a lot that somebody has rests on; of the whole lot where nobody has a part."""
        node, there = self._portion(lot, holder), not holder or self._stock(lot).is_with(holder)
        return self._value(node if there else self._without(node, UNDISPATCHED))

    def arriving(self, lot: str, holder: str, giver: str, mass: int | None = None) -> Parts:
        """Return what a lot, or as much of it, rests on that somebody receives from somebody."""
        node, there = self._arriving(lot, holder, giver)
        if self._in_books:
            node = self._within([(node, there)], self._mass.get(lot) if mass is None else mass, node)
        return self._value(
            node if self._stock(lot).comes(HandedOver(giver, holder, "", mass)) else self._without(node, UNDISPATCHED)
        )

    def _take(self, step: Name, moved: Movement) -> None:
        facts = moved.claim
        if moved.move is Move.BEGUN:
            self._begin(step, moved)
            return
        there = take_in(self._stock(moved.lot), moved).there
        if moved.move is Move.USED:
            node = self._used(step, moved, there=there)
            weight, besides = self._weights.of_use(step, moved), self._weights.besides(step, moved)
            inputs = self._inputs.setdefault(("step", step), [])
            inputs.append((node, weight if weight is None else weight - besides))
            limits = self._weights.limits_of_use(step, moved)
            self._limit(("step", step), limits)
            if besides:
                inputs.append((NOBODY, besides))
                self._limit(("step", step), (0,) * len(limits))
            if there:
                self._take_out(moved.lot, facts.by, moved.mass_mg)
        elif there and moved.move is not Move.ENDED:
            self._hand_over(moved)

    def _limit(self, node: Node, amounts: Amounts) -> None:
        """Note how much metal the last input of a mixture can hold, beside what it weighs."""
        if amounts:
            self._limits.setdefault(node, []).append(amounts)

    def _used(self, step: Name, moved: Movement, *, there: bool) -> Node:
        """Return what a used part rests on; nothing is claimed of what was not there, or of what nobody told of yet."""
        facts = moved.claim
        if not there:
            return self._without(self._portion(moved.lot, facts.by), UNDISPATCHED)
        node = self._after(self._drawn(moved.lot, facts.by, moved.mass_mg), facts, hop=Move.USED, holder=facts.by)
        return self._without(node, UNTOLD) if (step, moved.lot) in self._untold else node

    def _begin(self, step: Name, moved: Movement) -> None:
        maker: Node | Held = origin_of(moved) if moved.origin else ("step", step)
        if isinstance(maker, tuple) and moved.model in CHAIN:
            maker = self._after(maker, moved.claim, moved.model)
        self._inputs.setdefault(("lot", moved.lot), []).append((maker, self._weights.of_making(moved)))
        self._limit(("lot", moved.lot), self._weights.limits_of_making(moved))
        self._stock(moved.lot).begin(moved.holder, moved.mass_mg)
        before = self._mass.get(moved.lot, 0)
        self._mass[moved.lot] = None if before is None or moved.mass_mg is None else before + moved.mass_mg

    def _hand_over(self, moved: Movement) -> None:
        facts, lot, key = moved.claim, moved.lot, (moved.lot, moved.holder)
        sends = moved.move is Move.SENT
        self._holders.setdefault(lot, {})[moved.holder] = None
        mass = moved.mass_mg
        if mass is None and not sends and key in self._transit:
            mass = self._transit[key][1]
        elif mass is None and sends and self._in_books:
            mass = _together(self._has(lot, facts.by))
        total = self._mass.get(lot)
        if sends:
            before = self._drawn(lot, facts.by, mass)
        else:
            before, there = self._arriving(lot, moved.holder, facts.by)
            before = self._within([(before, there)], mass, before) if self._in_books else before
        node = self._after(before, facts, moved.model, gives=sends, hop=moved.move, holder=moved.holder)
        if mass is None or (total is not None and mass >= total):
            self._whole[lot] = node
            for who in self._holders[lot]:
                self._parts.pop((lot, who), None)
                self._transit.pop((lot, who), None)
            (self._transit if sends else self._parts)[key] = (node, mass)
        elif sends:
            self._take_out(lot, facts.by, mass)
            self._merge(self._transit, key, node, mass)
        elif key in self._transit:
            self._lessen(self._transit, key, mass)
            self._merge(self._parts, key, node, mass)
        elif key in self._parts:
            self._parts[key] = (node, self._parts[key][1])  # told twice: arriving, then received
        else:
            self._merge(self._parts, key, node, mass)

    def _merge(self, store: Store, key: tuple[str, str], node: Node, mass: int) -> None:
        """Put a part to what somebody has of the lot already; of what is used up nothing is left to mix."""
        old, left = store.get(key, (node, 0))
        if left == 0:
            store[key] = (node, mass)
            return
        store[key] = (self._mix([(old, left), (node, mass)]), None if left is None else left + mass)

    def _take_out(self, lot: str, holder: str, mass: int | None) -> None:
        key = (lot, holder)
        has = self._parts[key][1] if key in self._parts else None
        if self._in_books and mass is not None and has is not None and mass > has:
            self._lessen(self._transit, key, mass - has)
        self._lessen(self._parts if key in self._parts else self._transit, key, mass)

    def _lessen(self, store: Store, key: tuple[str, str], mass: int | None) -> None:
        node, left = store.get(key, (None, None))
        if node is not None and left is not None:
            store[key] = (node, 0 if mass is None else max(left - mass, 0))

    def _arriving(self, lot: str, holder: str, giver: str) -> Stored:
        places = ((self._transit, holder), (self._parts, holder), (self._transit, ""), (self._parts, giver))
        found = (store[lot, who] for store, who in places if (lot, who) in store and store[lot, who][1] != 0)
        return next(found, None) or (self._portion(lot, giver), None)

    def _portion(self, lot: str, holder: str) -> Node:
        for store in (self._parts, self._transit):
            if (lot, holder) in store:
                return store[lot, holder][0]
        return self._whole.get(lot) or ("lot", lot)

    def _has(self, lot: str, holder: str) -> list[Stored]:
        """Return the parts of a lot that somebody has or that are on their way to them; nothing is no part of it."""
        return [store[lot, holder] for store in (self._parts, self._transit) if (lot, holder) in store]

    def _drawn(self, lot: str, holder: str, mass: int | None) -> Node:
        """Return what so much of a lot rests on in somebody's hands."""
        node = self._portion(lot, holder)
        return self._within(self._has(lot, holder), mass, node) if self._in_books else node

    def _within(self, has: Sequence[Stored], mass: int | None, node: Node) -> Node:
        """Return what so much rests on, of parts one after the other; beyond them nothing that was sold as certified.

        One bag of three is sent as certified: two that come along are not, and their claim stays in the book.
        """
        left = [there for _, there in has]
        if mass is None or not left or left[0] is None or mass <= left[0]:
            return node
        parts: list[tuple[Node | Held, int | None]] = []
        for part, there in has:
            drawn = mass if there is None else min(mass, there)
            parts.append((part, drawn))
            mass -= drawn
        if mass:
            parts.append((self._turn(node, Turn(facts=NO_FACTS, over=True)), mass))
        return self._mix(parts)

    def _stock(self, lot: str) -> Stock:
        return self._stocks.setdefault(lot, Stock())

    def _without(self, node: Node, reason: str) -> Node:
        """Return the same material without a claim."""
        return self._turn(node, Turn(facts=NO_FACTS, lost=reason))

    def _mix(self, parts: list[tuple[Node | Held, int | None]]) -> Node:
        name: Node = ("mix", len(self._inputs))
        self._inputs[name] = parts
        return name

    def _after(
        self,
        node: Node,
        facts: ClaimFacts,
        model: str = NO_CLAIM,
        *,
        gives: bool = False,
        hop: Move | None = None,
        holder: str = "",
    ) -> Node:
        hop = hop if self._in_books else None
        if facts.kept_by == ANYBODY and not facts.booked and model not in CHAIN and hop is None:
            return node
        # The lots of one event went the same way: facts that are one object make one turn.
        alike = (id(facts), model, gives, hop, holder)
        turn = self._alike.get(alike)
        if turn is None:
            turn = Turn(facts=facts, model=model, gives=gives, hop=hop, holder=holder)
            self._alike[alike] = turn
        return self._turn(node, turn)

    def _turn(self, node: Node, turn: Turn) -> Node:
        name: Node = ("hop", len(self._turns))
        self._turns[name] = turn
        self._inputs[name] = [(node, 1)]
        return name

    def _value(self, node: Node) -> Parts:
        stack, open_nodes = [node], set[Node]()
        while stack:
            at = stack[-1]
            waiting = [
                maker
                for maker, _ in self._inputs.get(at, ())
                if isinstance(maker, tuple) and maker not in self._found and maker not in open_nodes
            ]
            if waiting and at not in self._found:
                open_nodes.add(at)
                stack += waiting
                continue
            stack.pop()
            if at not in self._found:
                self._found[at] = self._mixed(at)
        return self._found[node]

    def _mixed(self, node: Node) -> Parts:
        inputs = self._inputs.get(node, ())
        if len(inputs) == 1:
            found = self._known(inputs[0][0])
            return self._turned(found, self._turns[node]) if node in self._turns else found
        mixed = self._weighed(inputs)
        limits = self._limits.get(node, ())
        if len(limits) != len(inputs) or max(standing_in(mixed).values(), default=1) == 1:
            return mixed  # assayed, or of one scheme, or claimed by nobody
        makers = [maker for maker, _ in inputs]
        others = [list(zip(makers, column, strict=True)) for column in zip(*limits, strict=True)]
        return cautious([mixed, *(self._weighed(each) for each in others if any(amount for _, amount in each))])

    def _weighed(self, inputs: Sequence[tuple[Node | Held, int | None]]) -> Parts:
        """Return the mixture of some inputs by what each of them weighs."""
        total = sum(weight or 0 for _, weight in inputs)
        if not total or any(weight is None for _, weight in inputs):
            return self._whole_of(NOBODY)
        # Bags that rest on the same things are one part of the mixture: whole numbers first, fractions at the end.
        masses: dict[int, int] = {}
        known: dict[int, Parts] = {}
        for maker, weight in inputs:
            if weight:
                parts = self._known(maker)
                known[id(parts)] = parts
                masses[id(parts)] = masses.get(id(parts), 0) + weight
        mixed: dict[Held, Fraction] = {}
        for each, mass in masses.items():
            for held, share in known[each].items():
                mixed[held] = mixed.get(held, Fraction(0)) + share * Fraction(mass, total)
        return mixed

    def _turned(self, parts: Parts, turn: Turn) -> Parts:
        """Return what a hop makes of a mixture, thought through once for all lots that went the same way."""
        key = (id(parts), turn)
        if key not in self._after_hop:
            self._after_hop[key] = turned(parts, turn)
        return self._after_hop[key]

    def _known(self, maker: Node | Held) -> Parts:
        if isinstance(maker, Held):
            return self._whole_of(maker)
        return self._found.get(maker) or self._whole_of(NOBODY)

    def _whole_of(self, held: Held) -> Parts:
        return self._alone.setdefault(held, {held: Fraction(1)})


def _untold(steps: Iterable[Step]) -> set[tuple[Name, str]]:
    """Return the steps that used lots before anybody had told that they began, in the order of the journal."""
    begun: set[str] = set()
    found: set[tuple[Name, str]] = set()
    for step, moved in steps:
        if moved.move is Move.BEGUN:
            begun.add(moved.lot)
        elif moved.move is Move.USED and moved.lot not in begun and moved.facts is NOTHING:
            found.add((step, moved.lot))
    return found


def origin_of(moved: Movement) -> Held:
    """Return what a lot that begins from the ground rests on: identity preserved under a right, or what is declared."""
    mineral, facts = MINERALS.get(moved.facts.element, ""), moved.claim
    if not facts.pack:
        lost = moved.claim_class if moved.claim_class in NOT_CERTIFIED else UNKNOWN
        return Held(site=moved.site, mineral=mineral, lost=lost)
    return Held(
        site=moved.site,
        certificate=moved.certificate,
        mineral=mineral,
        pack=facts.pack,
        level=facts.level,
        chained=facts.chained,
        model=moved.model if moved.model in CHAIN else IDENTITY_PRESERVED,
        book=facts.book,
        keeper=moved.holder if facts.book else "",
    )
