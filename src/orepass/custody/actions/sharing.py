"""What the lots of a document carry: their claims are followed together, not lot by lot.

An account is credited with what may still be claimed of a lot when it arrives, by whoever receives it on that day; a
model can be claimed for a lot only as far as its own claim reaches.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from orepass.custody.queries.cone import told_with
from orepass.custody.queries.following import HANDED_OVER, remembering
from orepass.custody.rules.case import Case, or_what_is_left
from orepass.custody.rules.claims.carrying import Paths, Turn, turned
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.claims.held import Parts
from orepass.custody.rules.claims.reading import Claim, blended, claimable, read
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.in_books import own_share
from orepass.custody.rules.lateness import is_late
from orepass.custody.rules.lots import Lots, Move, counted_of
from orepass.custody.rules.materials import MINERALS
from orepass.custody.rules.movements import brought, custodian, facts_in_hands, giver, holder
from orepass.custody.rules.opened import OpenAccount
from orepass.custody.rules.weighing import Step, is_by_content

CHANGES_MANY: Final = frozenset({Move.USED, Move.BEGUN})
CHANGES_ONE: Final = frozenset({Move.SENT, Move.RECEIVED})
_CLAIMING: Final = {Happening.SENDS, Happening.TRANSFORMS}


class Shares:
    """Knows the ways of claims that were asked for until an event of the document changes them; then it asks again.

    Attributes:
        steps: what the events so far did to lots, which the journal does not know yet.
    """

    def __init__(self, lots: Lots, events: Iterable[Event], *, leaving_out: Iterable[Step] = ()) -> None:
        """Begin with the journal, without what is being taken back just now."""
        self.steps: list[Step] = []
        self._gone = frozenset(leaving_out)
        self._then: Paths | None = None
        self._lots = lots
        self._paths: Paths | None = None
        self._by_mass: Paths | None = None
        self._covers: set[str] = set()
        self._together: dict[str, tuple[str, ...]] = {}
        self._case: Case | None = None
        self._hands = "", "", "", ""
        self._turned: dict[tuple[int, ClaimFacts], tuple[Parts, Parts]] = {}
        self._claimable: dict[tuple[int, str, str, bool], Fraction] = {}
        self._terms = remembering()
        for event in events:
            named = (*event.touched, *event.used)
            leaves = tuple(dict.fromkeys(leaf for part in named for leaf in lots.contents(part.uri)))
            self._together |= dict.fromkeys(leaves, leaves)

    def add(self, steps: Iterable[Step]) -> None:
        """Take in what an event did."""
        for step in steps:
            self.steps.append(step)
            if step[1].move in CHANGES_MANY:
                self._covers.clear()
            elif step[1].move in CHANGES_ONE:
                self._covers.discard(step[1].lot)

    def hear(self, case: Case) -> None:
        """Turn to the next event."""
        event, setting = case.event, case.setting
        self._case, self._then = case, None
        self._hands = giver(event, setting), holder(event, setting), *custodian(event, setting)

    def of(self, uri: str, scheme: str = "") -> Fraction:
        """Return the share of a lot's element that an account may be credited with as the lot arrives."""
        return self._share(uri, scheme, self._in_hands(uri))

    def of_mass(self, uri: str, scheme: str = "") -> Fraction:
        """Return the share of all its mass, where every mixture on the way is weighed by mass."""
        return self._share(uri, scheme, self._in_hands(uri, by_mass=True), of_all=True)

    def _share(self, uri: str, scheme: str, parts: Parts, *, of_all: bool = False) -> Fraction:
        mineral = MINERALS.get(self._lots.get(uri).facts.element, "")
        key = (id(parts), scheme, mineral, of_all)
        if key not in self._claimable:
            self._claimable[key] = claimable(parts, scheme, mineral, of_all=of_all)
        return self._claimable[key]

    def own(self, uri: str, account: OpenAccount) -> Fraction:
        """Return the share of a lot's element that stands in a book and claim account, and may still be claimed."""
        return own_share(self._in_hands(uri), account.id, MINERALS.get(self._lots.get(uri).facts.element, ""))

    def carried(self, case: Case, asked: str = "") -> Mapping[str, Claim]:
        """Return what the lots carry for which an event claims a model, each and mixed; nothing where it claims none.

        What is made is asked for as a whole, what is sent lot by lot.
        """
        event = case.event
        if not event.terms.model or event.happening not in _CLAIMING:
            return {}
        self.hear(case)
        if event.happening is Happening.SENDS:
            names = dict.fromkeys(leaf for part in event.touched for leaf in case.lots.contents(part.uri))
            return {uri: read(self._in_hands(uri), self._terms, scheme=asked) for uri in names}
        drawn = case.drawn()
        parts = [(lot, *or_what_is_left(lot, mass, content)) for lot, mass, content in drawn]
        contents = [
            None if content is None else counted_of(content, lot.facts.element, lot.most_of(mass))
            for lot, mass, content in parts
        ]
        by_content = is_by_content(
            (part[0].facts.element, content) for part, content in zip(parts, contents, strict=True)
        )
        mixture = [
            (self._in_hands(lot.uri), content if by_content else mass)
            for (lot, mass, _), content in zip(parts, contents, strict=True)
        ]
        return {"": read(blended(mixture), self._terms, scheme=asked)} if mixture else {}

    def _in_hands(self, uri: str, *, by_mass: bool = False) -> Parts:
        """Return what a lot rests on once the custodian of the event was looked at."""
        case = self._case
        assert case is not None, "an event is heard before its lots are asked for"
        before, after, who, site = self._hands
        if case.event.happening is Happening.RECEIVES:
            paths = self._paths_by_mass(uri) if by_mass else self._paths_of(uri)
            parts = paths.arriving(uri, after, before, self._received(case, uri))
        else:
            parts = self._paths_then(case, uri).of(uri, before, _told(case.event, uri))
        facts = facts_in_hands(case, self._lots.get(uri), who, site)
        key = (id(parts), facts)
        if key not in self._turned:
            # The parts are kept beside what became of them: as long as they are, no other parts have their number.
            self._turned[key] = parts, turned(parts, Turn(facts=facts))
        return self._turned[key][1]

    def _received(self, case: Case, uri: str) -> int | None:
        """Return how much of a lot is received, as far as it is known."""
        told = brought(case, uri, _told(case.event, uri))
        return self._lots.get(uri).remaining_mg if told is None else told

    def _paths_then(self, case: Case, uri: str) -> Paths:
        """Return the ways of claims as a dispatch finds them: told late, without what happened to the lots since."""
        if case.event.happening is not Happening.SENDS or not is_late(case, uri):
            return self._paths_of(uri)
        if self._then is None:
            named = {leaf for part in case.event.touched for leaf in self._lots.contents(part.uri)}
            self._then = Paths(step for step in self._known(named) if step[1].at <= case.event.happened_at)
        return self._then

    def _paths_of(self, uri: str) -> Paths:
        if self._paths is None or uri not in self._covers:
            # Before the document changed anything, all it asks for has one answer; later, an event at a time.
            self._covers = {uri, *(self._together.get(uri, ()) if self.steps else self._together)}
            self._paths, self._by_mass = Paths(self._known(self._covers)), None
        return self._paths

    def _paths_by_mass(self, uri: str) -> Paths:
        self._paths_of(uri)
        if self._by_mass is None:
            self._by_mass = Paths(self._known(self._covers), by_mass=True)
        return self._by_mass

    def _known(self, lots: Iterable[str]) -> list[Step]:
        return told_with(lots, self.steps, also=HANDED_OVER, without=self._gone)


def _told(event: Event, uri: str) -> int | None:
    """Return how much of a lot an event tells of; ``None`` is all that somebody has."""
    return next((part.mass_mg for part in (*event.touched, *event.used) if part.uri == uri), None)
