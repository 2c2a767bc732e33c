"""Who has how much of a lot: a dispatch takes it away, a receipt brings what was sent, and no milligram is had twice.

What somebody received that a registered holder never sent stays with the holder, and stands apart: whoever has it may
work with it, since the dispatch may be told later, but until then it lessens nobody's part and nothing is claimed of
it. One hand-over is told in several words (shipping and departing; arriving, receiving, accepting): the most that is
told in one word counts. ``None`` is an amount that nobody weighed.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from orepass.kernel.quantity import sum_known

REGISTERED: Final = "org-"
"""How the identifier of somebody begins who could have told of a dispatch."""

SCALES: Final = Fraction(1, 100)
"""How much heavier a part may arrive than it was sent: two scales err, and a receipt beyond that is asked about."""

HERE: Final = "\x1f"
"""Instead of the giver: not on its way, but in hands; no name is so."""

type Amount = int | None
type Pair = tuple[str, str]
type Store[Key] = dict[Key, Amount]


class Took(NamedTuple):
    """How much a movement took of what was there; it is not ``there`` when it was of what stands apart."""

    there: bool
    mass_mg: Amount


UNTOLD: Final = Took(there=True, mass_mg=None)
"""Of a lot whose beginning nobody told of, nothing is known to be anywhere."""

AGAIN: Final = Took(there=True, mass_mg=0)
"""What was told before in another word."""


class HandedOver(NamedTuple):
    """A dispatch or a receipt: from whose hands into whose, in which word, and how much; ``None`` is all there is."""

    giver: str
    taker: str
    word: str = ""
    mass_mg: Amount = None


class Stock:
    """The parts of one lot, after the movements so far; these come in the order they happened.

    Attributes:
        begun: somebody told that it began.
        parts: what each has, and what is on its way to them from whom; nobody is named by "".
        apart: what each received that its registered holder never sent.
        drawn: where the last movement took something from, and how much of it.
        got: what each received.
        missing: what was taken, in milligrams, although nobody had it.
        again: how much of the last dispatch had been told in another word.
    """

    __slots__ = ("_came", "_told", "again", "apart", "begun", "drawn", "got", "missing", "parts")

    def __init__(self) -> None:
        """Know of nothing yet."""
        self.begun = False
        self.parts: Store[Pair] = {}
        self.apart: Store[str] = {}
        self.drawn: Store[Pair] = {}
        self.got: Store[str] = {}
        self.missing = 0
        self.again: Amount = 0
        self._came: set[Pair] = set()
        self._told: dict[tuple[bool, str, str], dict[str, int]] = {}

    def begin(self, holder: str, mass_mg: Amount) -> None:
        """Take in that the lot, or more of it, begins in somebody's hands."""
        self.begun, self.drawn = True, {}
        _add(self.parts, (holder, HERE), mass_mg)

    def weigh(self, mass_mg: Amount) -> None:
        """Take in what all of it weighs, by the first who tells a mass, where nobody had and it is in one place."""
        if mass_mg is not None and list(self.parts.values()) == [None]:
            self.parts = dict.fromkeys(self.parts, mass_mg)

    def leave(self, who: str, mass_mg: Amount) -> Took:
        """Take in that somebody uses or loses so much, or all they have."""
        self.drawn = {}
        return self._draw(who, mass_mg) if self.begun else UNTOLD

    def send(self, told: HandedOver) -> Took:
        """Take in a dispatch."""
        self.drawn, self.again = {}, 0
        if not self.begun:
            _add(self.apart, told.taker, None)
            return UNTOLD
        self.weigh(told.mass_mg)
        wanted = self._fresh(told, sent=True)
        self.again = (told.mass_mg or 0) - (wanted or 0)
        if wanted == 0 or (wanted is None and not self.has(told.giver) and (told.taker, told.giver) in self.parts):
            self.again = told.mass_mg
            return AGAIN
        took = self._draw(told.giver, wanted)
        if took.there:
            _add(self.parts, (told.taker, told.giver), took.mass_mg)
        else:
            _add(self.apart, told.taker, wanted)
        return took

    def receive(self, told: HandedOver) -> Took:
        """Take in a receipt."""
        giver, taker = told.giver, told.taker
        self.drawn = {}
        if not self.begun:
            _add(self.apart, taker, None)
            return UNTOLD
        coming = self._coming(giver, taker)
        withheld = not coming and self.withheld(giver, taker)
        if not withheld:
            self.weigh(told.mass_mg)
        wanted = self._fresh(told, sent=False)
        if wanted == 0 or (not coming and (giver == taker or (wanted is None and (giver, taker) in self._came))):
            return AGAIN
        if withheld:
            _add(self.apart, taker, wanted)
            return Took(there=False, mass_mg=0)
        taken = self._take(coming or self._unregistered(giver), wanted)
        self._came.add((giver, taker))
        _add(self.parts, (taker, HERE), taken)
        _add(self.got, taker, taken)
        if wanted is not None and taken is not None and wanted - taken > taken * SCALES:
            _add(self.apart, taker, wanted - taken)
        return Took(there=True, mass_mg=taken)

    def has(self, who: str) -> Amount:
        """Return what somebody has, with what is on its way to them and what they sent to nobody named."""
        return sum_known(self.parts[place] for place in self._of(who))

    def is_with(self, who: str) -> bool:
        """Say whether somebody has a part of it, or nobody registered else does."""
        return not self.begun or bool(self._of(who)) or not self._others(who)

    def comes(self, told: HandedOver) -> bool:
        """Say whether what somebody receives was sent, or was with nobody who could have told of it."""
        return not self.begun or bool(self._coming(told.giver, told.taker)) or self.copy().receive(told).there

    def is_from_outside(self, giver: str, taker: str) -> bool:
        """Say whether a receipt takes what somebody had who is not registered: nobody certified how they handle it."""
        if not self.begun or self._coming(giver, taker):
            return False
        if giver and giver != taker and not giver.startswith(REGISTERED):
            return True
        return any(whose not in {"", taker} and not whose.startswith(REGISTERED) for whose, _ in self.parts)

    def withheld(self, giver: str, taker: str) -> bool:
        """Say whether somebody registered has to tell of a dispatch before anything can be with the taker."""
        known = giver.startswith(REGISTERED) and any(whose or came_from for whose, came_from in self._in_hands())
        return giver != taker and (known or self._others(taker))

    def _others(self, who: str) -> bool:
        """Say whether somebody registered has a part of it, beside somebody."""
        return any((whose or came_from).startswith(REGISTERED) for whose, came_from in self._in_hands() if whose != who)

    def _in_hands(self) -> Iterator[Pair]:
        """Return who has each part, or sent it to nobody named."""
        return ((whose, "" if came_from == HERE else came_from) for whose, came_from in self.parts)

    def others_have(self, who: str) -> bool:
        """Say whether anybody else has a part of it."""
        return len(self._of(who)) < len(self.parts)

    def places(self, who: str) -> list[Pair]:
        """Return where there is what somebody has; all of it where they have none."""
        return self._of(who) or list(self.parts)

    def copy(self, *, in_new_words: bool = False) -> "Stock":
        """Return the same, to try something on; on request as if no hand-over had been told in any word yet."""
        other = Stock()
        other.begun, other.missing = self.begun, self.missing
        other.parts, other.apart, other.got = dict(self.parts), dict(self.apart), dict(self.got)
        other._came = set(self._came)
        other._told = {} if in_new_words else {key: dict(told) for key, told in self._told.items()}
        return other

    def _of(self, who: str) -> list[Pair]:
        """Return the places of what somebody has, what is in hands first; whoever is not named may have anything."""
        found = [place for place in self.parts if not who or place[0] == who or place == ("", who)]
        return sorted(found, key=lambda place: place[1] != HERE)

    def _coming(self, giver: str, taker: str) -> list[Pair]:
        """Return what a receipt may take off the way: what comes to the taker, or comes back to whoever sent it."""
        way = [place for place in self.parts if place[1] != HERE]
        named = [place for place in way if place[0] in {taker, ""} and giver in {"", place[1]}]
        back = [place for place in way if place[1] == taker and giver in {"", taker, place[0]}]
        return [*named, *(place for place in back if place not in named)]

    def _unregistered(self, giver: str) -> list[Pair]:
        """Return where it is, with those who could not tell of a dispatch; whoever is named comes first."""
        return sorted(self.parts, key=lambda place: place[0] != giver)

    def _draw(self, who: str, wanted: Amount) -> Took:
        places = self._of(who)
        beside = who in self.apart
        if not places and not beside:
            if who.startswith(REGISTERED) and self._others(who):
                return Took(there=False, mass_mg=0)
            places = list(self.parts)
        taken = self._take(places, wanted)
        left = 0 if wanted is None or taken is None else wanted - taken
        if not beside or (places and not left):
            self.missing += left
            return Took(there=True, mass_mg=taken)
        there = self.apart[who]
        if there is not None:
            part = there if wanted is None else min(there, left)
            self.missing += left - part if left else 0
            self.apart[who] = there - part
        return Took(there=False, mass_mg=taken)

    def _take(self, places: Iterable[Pair], wanted: Amount) -> Amount:
        """Take so much, or all, from some places, one after the other; return how much it was."""
        taken: Amount = 0
        for place in places:
            there = self.parts[place]
            if wanted is None:
                taken = sum_known((taken, there))
                self.drawn[place] = there
                del self.parts[place]
                continue
            part = wanted - (taken or 0) if there is None else min(there, wanted - (taken or 0))
            taken = (taken or 0) + part
            if part:
                self.drawn[place] = part
            if there is not None:
                _add(self.parts, place, -part)
        return taken

    def _fresh(self, told: HandedOver, *, sent: bool) -> Amount:
        """Return how much of a hand-over was not told yet in another word."""
        if told.mass_mg is None:
            return None
        words = self._told.setdefault((sent, told.giver, told.taker), {})
        before = max(words.values(), default=0)
        words[told.word] = words.get(told.word, 0) + told.mass_mg
        return max(words[told.word] - before, 0)


def _add[Key](store: Store[Key], key: Key, amount: Amount) -> None:
    there = store.get(key, 0)
    store[key] = None if there is None or amount is None else there + amount
    if store[key] == 0:
        del store[key]
