"""A claim on its way: followed through every movement of the lots, in exact shares, until it is lost, spent or claimed.

A lot whose claim ends or changes at a hop is another node from there on, for the part that was handed over and for who
has it. The parts are those of `stock`, place by place: what somebody never gave away is a part like what came back, and
what comes together mixes by mass. The shares then follow from one pass over what was made of what. Where the material
came from is another question (`lineage`): a lost claim changes no origin.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from orepass.custody.rules.claims.facts import ALL, ANYBODY, NO_FACTS, ClaimFacts
from orepass.custody.rules.claims.held import (
    HOP,
    NOBODY,
    NOT_CERTIFIED,
    OTHER,
    OTHER_MATTER,
    SPENT,
    UNDISPATCHED,
    UNKNOWN,
    UNTOLD,
    Held,
    Parts,
    capped,
    cautious,
    standing_in,
)
from orepass.custody.rules.claims.lattice import CHAIN, IDENTITY_PRESERVED, MASS_BALANCE, NO_CLAIM, weaker
from orepass.custody.rules.graph import Name
from orepass.custody.rules.in_time import cut, pots
from orepass.custody.rules.lots import FOLLOWED, Move, Movement, least_known, take_in
from orepass.custody.rules.materials import MINERALS
from orepass.custody.rules.possible import Part, part_of
from orepass.custody.rules.stock import HERE, SCALES, HandedOver, Pair, Stock
from orepass.custody.rules.terms import NOTHING
from orepass.custody.rules.weighing import (
    Amounts,
    Pot,
    Step,
    Weights,
    measured,
    part_within,
    put_together,
    weighed_together,
)
from orepass.kernel.quantity import sum_known


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What one hop does to a claim: keeps it or not, lowers its model, spends it, or gives one from an account.

    Attributes:
        hop: how the lot goes on: sent, received or used; nothing where only the custodian is looked at.
        holder: in whose hands it is then.
        lost: why nothing may be claimed of it from there on, whatever it is.
        most: how much of it may be claimed at most.
    """

    facts: ClaimFacts
    model: str = NO_CLAIM
    gives: bool = False
    hop: Move | None = None
    holder: str = ""
    lost: str = ""
    most: Fraction = ALL

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
        if not held.book or self.hop is None:
            return [(held, Fraction(1))]
        spent = msgspec.structs.replace(held, lost=SPENT)
        if self.hop is Move.SENT:
            part = min(self.facts.taken, Fraction(1))
            return [(out_of_book(held), part), (spent, 1 - part)]
        return [(held if self.holder == held.keeper else spent, Fraction(1))]

    def _booked(self, held: Held) -> Iterable[tuple[Held, Fraction]]:
        """Return what an account of mass balance makes of a part: it is credited with it, or gives another claim.

        Metal stands for metal: an account that counts what is contained gives nothing for the nickel beside its cobalt.
        """
        facts = self.facts
        counted = {MINERALS.get(facts.booked, ""), "", *([OTHER] if facts.by_mass else [])}
        if not facts.booked or held.mineral not in counted:
            return [(held, Fraction(1))]
        if not self.gives:
            return [(msgspec.structs.replace(held, lost=SPENT) if held.stands else held, Fraction(1))]
        given = Held(
            mineral=held.mineral, pack=facts.pack, level=facts.level, chained=facts.chained, model=MASS_BALANCE
        )
        part = min(facts.share, Fraction(1))
        return [(given, part), (held, 1 - part)]


def turned(parts: Parts, turn: Turn) -> Parts:
    """Return what a hop makes of a mixture."""
    found: dict[Held, Fraction] = {}
    for held, share in parts.items():
        for now, part in turn.of(held):
            if part:
                found[now] = found.get(now, Fraction(0)) + share * part
    return capped(found, turn.most)


def out_of_book(held: Held) -> Held:
    """Return a part as it is once it was sold as certified: no credit can be issued for it any more."""
    return msgspec.structs.replace(held, book="", keeper="")


Node = tuple[str, Name]
"""A lot as it was made, a step, a lot after a hop, or parts put together; the first word says which."""


class Paths:
    """The claims of the lots that some movements tell of; movements in the order of the journal."""

    def __init__(self, steps: Iterable[Step], *, by_mass: bool = False) -> None:
        """Lay out what was made of what, and what each hop did; on request all mixtures are weighed by mass."""
        told, order = cut([step for step in steps if step[1].move in FOLLOWED])
        known = measured(told)
        campaigns = pots(known, order)
        self._untold = _untold(told)
        self._in_books = any(moved.origin and moved.claim.book for _, moved in known)
        self._weights = Weights(known, by_mass=by_mass, pots=campaigns)
        self._inputs: dict[Node, list[tuple[Node | Held, int | None]]] = {}
        self._limits: dict[Node, list[Amounts]] = {}
        self._turns: dict[Node, Turn] = {}
        self._alike: dict[tuple[int, str, bool, Move | None, str], Turn] = {}
        self._stocks: dict[str, Stock] = {}
        self._places: dict[str, dict[Pair, Node]] = {}
        self._whole: dict[str, Node] = {}
        self._begun: dict[str, Node] = {}
        self._drawn_on: set[str] = set()
        self._amounts: dict[Node, Part] = {}
        self._left: dict[tuple[str, str], Node] = {}
        self._found: dict[Node, Parts] = {}
        self._alone: dict[Held, Parts] = {}
        self._after_hop: dict[tuple[int, Turn], Parts] = {}
        for step, moved in sorted(known, key=lambda part: part[1].at):
            self._take(step, moved)
        for pot in campaigns:
            self._go_on(pot)

    def of(self, lot: str, holder: str = "", mass: int | None = None) -> Parts:
        """Return what somebody's part of a lot rests on, or as much as they take of it first.

        Where nobody has a part, it is what the whole lot rests on.
        """
        stock, portion = self._stock(lot), self._portion(lot, holder)
        if holder and not stock.is_with(holder):
            return self._value(self._without(portion, UNDISPATCHED))
        if mass is None or not stock.begun:
            return self._value(portion)
        tried = stock.copy()
        tried.leave(holder, mass)
        return self._value(self._within(lot, tried.drawn, mass) or self._without(portion, UNDISPATCHED))

    def arriving(self, lot: str, holder: str, giver: str, mass: int | None = None) -> Parts:
        """Return what a lot, or as much of it, rests on that somebody receives from somebody."""
        stock = self._stock(lot).copy(in_new_words=True)
        there = stock.receive(HandedOver(giver, holder, "", mass)).there
        if came := self._within(lot, stock.drawn, mass):
            return self._value(came)
        if not there or (stock.begun and stock.has(holder) == 0):
            return self._value(self._without(self._portion(lot, giver), UNDISPATCHED))
        return self.of(lot, holder, mass)

    def _take(self, step: Name, moved: Movement) -> None:
        if moved.move is Move.BEGUN:
            self._begin(step, moved)
            return
        stock = self._stock(moved.lot)
        took = take_in(stock, moved)
        if moved.move is Move.USED:
            node = self._used(step, moved, there=took.there)
            weight, besides = self._weights.of_use(step, moved), self._weights.besides(step, moved)
            self._enter(step, node, weight, self._weights.limits_of_use(step, moved), besides=besides)
        elif took.there and moved.move is not Move.ENDED:
            self._hand_over(moved, took.mass_mg)
        self._clear(moved.lot)
        if stock.drawn:
            self._drawn_on.add(moved.lot)

    def _enter(self, step: Name, node: Node, weight: int | None, limits: Amounts, *, besides: int) -> None:
        """Let something go into a mixture; so much of what it weighs is of nothing that anybody told of."""
        inputs = self._inputs.setdefault(("step", step), [])
        inputs.append((node, weight if weight is None else weight - besides))
        self._limit(("step", step), limits)
        if besides:
            self._enter_besides(step, OTHER_MATTER, besides)

    def _enter_besides(self, step: Name, what: Held, weight: int) -> None:
        """Let so much into a mixture that nobody told of: no metal that is known to be there."""
        self._inputs[("step", step)].append((what, weight))
        if limits := self._limits.get(("step", step)):
            limits.append((0,) * len(limits[-1]))

    def _go_on(self, pot: Pot) -> None:
        """Let what is left of a campaign go on into its next mixture; what was not in it rests on nothing."""
        if pot.left is not None and pot.before is not None:
            limits = self._weights.limits_of_use(pot.step, pot.left)
            self._enter(pot.step, ("step", pot.before), self._weights.of_use(pot.step, pot.left), limits, besides=0)
        if beyond := self._weights.beyond(pot):
            self._enter_besides(pot.step, NOBODY, beyond)

    def _limit(self, node: Node, amounts: Amounts) -> None:
        """Note how much metal the last input of a mixture can hold, beside what it weighs."""
        if amounts:
            self._limits.setdefault(node, []).append(amounts)

    def _used(self, step: Name, moved: Movement, *, there: bool) -> Node:
        """Return what a used part rests on; nothing is claimed of what was not there, or of what nobody told of yet."""
        facts = moved.claim
        if not there:
            return self._without(self._portion(moved.lot, facts.by), UNDISPATCHED)
        node = self._after(self._drawn(moved), facts, hop=Move.USED, holder=facts.by)
        return self._without(node, UNTOLD) if (step, moved.lot) in self._untold else node

    def _begin(self, step: Name, moved: Movement) -> None:
        maker: Node | Held = origin_of(moved) if moved.origin else ("step", step)
        if isinstance(maker, tuple) and moved.model in CHAIN:
            maker = self._after(maker, moved.claim, moved.model)
        node = self._beginning(moved)
        self._inputs.setdefault(node, []).append((maker, self._weights.of_making(moved)))
        self._limit(node, self._weights.limits_of_making(moved))
        self._stock(moved.lot).begin(moved.holder, moved.mass_mg)
        self._put(moved.lot, (moved.holder, HERE), node, moved.mass_mg)

    def _beginning(self, moved: Movement) -> Node:
        """Return what a lot is as it begins: after something was taken of it, what begins is not what was taken."""
        lot = moved.lot
        if lot in self._drawn_on:
            self._drawn_on.discard(lot)
            self._begun[lot] = ("again", len(self._inputs))
        node = self._begun.get(lot, ("lot", lot))
        if self._weights.begins_again(lot):
            part = part_of(moved)
            self._amounts[node] = put_together(self._amounts[node], part) if node in self._amounts else part
        return node

    def _drawn(self, used: Movement) -> Node:
        """Return what the used part of a lot rests on; of what was not there nobody told that it was sent."""
        stock, portion = self._stock(used.lot), self._portion(used.lot, used.claim.by)
        if not stock.begun:
            return portion
        return self._within(used.lot, stock.drawn, used.mass_mg) or self._without(portion, UNDISPATCHED)

    def _hand_over(self, moved: Movement, mass: int | None) -> None:
        facts, lot, sends = moved.claim, moved.lot, moved.move is Move.SENT
        stock, place = self._stock(lot), (moved.holder, facts.by if sends else HERE)
        most = facts.most if sends else ALL

        def after(node: Node) -> Node:
            return self._after(node, facts, moved.model, gives=sends, hop=moved.move, holder=moved.holder)

        came = self._together(lot, stock.drawn)
        if not stock.begun:
            self._whole[lot] = self._at_most(after(self._portion(lot, facts.by)), most)
        elif came is not None:
            self._claimed_again(lot, place, most, beside=mass)
            self._put(lot, place, self._at_most(after(came), most), mass)
        elif stock.has(moved.holder) != 0:
            # Told again, in another word or from place to place: what is there, or on its way there, went that way.
            for again in [place] if sends else stock.places(moved.holder):
                before = self._places[lot].get(again, ("lot", lot))
                mass = least_known(moved.mass_mg, stock.parts.get(again))
                self._put(lot, again, after(before), mass)
            self._claimed_again(lot, place, most, beside=0)

    def _claimed_again(self, lot: str, place: Pair, most: Fraction, *, beside: int | None) -> None:
        """Claim no more of what is on its way than the word in which it is told again: the least that is told counts.

        Beside it is what is told for the first time. Of what nobody weighed all was told again.
        """
        stock, places = self._stock(lot), self._places.get(lot, {})
        again, there = stock.again, sum_known((stock.parts.get(place, 0), None if beside is None else -beside))
        if most == 1 or again == 0 or place not in places:
            return
        part = min(Fraction(again, there), Fraction(1)) if again and there else Fraction(1)
        places[place] = self._at_most(places[place], 1 - part * (1 - most))

    def _put(self, lot: str, place: Pair, node: Node, mass: int | None) -> None:
        """Put so much of a lot, which is there by now, beside what was in the same place before."""
        stock, places = self._stock(lot), self._places.setdefault(lot, {})
        if place not in stock.parts:
            return
        now, before = stock.parts[place], places.get(place, node)
        rest = None if now is None or mass is None else now - mass
        emptied = rest == 0 or (mass is None and place in stock.drawn)
        places[place] = node if emptied or before == node else self._beside(before, rest, node, mass)

    def _beside(self, before: Node, rest: int | None, node: Node, mass: int | None) -> Node:
        """Return what is left of something, and something beside it; of a lot that began again by what each holds."""
        first, more = self._amounts.get(before), self._amounts.get(node)
        if first is None or more is None:
            return self._mix([(before, rest), (node, mass)])
        first, more = part_within(first, rest), part_within(more, mass)
        (weight, limits), (other, besides) = weighed_together([first, more])
        name = self._mix([(before, weight), (node, other)])
        self._limit(name, limits)
        self._limit(name, besides)
        self._amounts[name] = put_together(first, more)
        return name

    def _together(self, lot: str, drawn: Mapping[Pair, int | None]) -> Node | None:
        """Return what parts of a lot rest on together; of none nothing is known."""
        places = self._places.get(lot, {})
        parts = [(places[place], mass) for place, mass in drawn.items()]
        if len({node for node, _ in parts}) > 1:
            return self._mix([*parts])
        return parts[0][0] if parts else None

    def _within(self, lot: str, drawn: Mapping[Pair, int | None], wanted: int | None) -> Node | None:
        """Return what so much of a lot rests on of which some was there; two scales may err.

        One bag of three is sent as certified: nobody told that the two were sent which come along.
        """
        taken, there = self._together(lot, drawn), sum_known(drawn.values())
        if taken is None or wanted is None or there is None or wanted - there <= there * SCALES:
            return taken
        return self._mix([(taken, there), (self._without(taken, UNDISPATCHED), wanted - there)])

    def _clear(self, lot: str) -> None:
        """Forget the places where nothing is any more; what was there last is remembered of who had it."""
        stock, places = self._stock(lot), self._places.get(lot, {})
        for place in stock.drawn.keys() - stock.parts.keys():
            node = places.pop(place)
            self._left[lot, place[0]] = self._left[lot, ""] = node

    def _portion(self, lot: str, holder: str) -> Node:
        """Return what somebody's part of a lot rests on; of the whole lot where they have none."""
        stock = self._stock(lot)
        if not stock.begun:
            return self._whole.get(lot) or ("lot", lot)
        found = self._together(lot, {place: stock.parts[place] for place in stock.places(holder)})
        return found or self._left.get((lot, holder)) or self._left.get((lot, "")) or ("lot", lot)

    def _stock(self, lot: str) -> Stock:
        return self._stocks.setdefault(lot, Stock())

    def _without(self, node: Node, reason: str) -> Node:
        """Return the same material without a claim."""
        return self._turn(node, Turn(facts=NO_FACTS, lost=reason))

    def _at_most(self, node: Node, most: Fraction) -> Node:
        """Return the same material, of which no more is claimed than that."""
        return node if most == 1 else self._turn(node, Turn(facts=NO_FACTS, most=most))

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
