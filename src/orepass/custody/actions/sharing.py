"""The certified shares of the lots that a document books as credit: asked for together, not lot by lot."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from orepass.custody.queries.cone import Step
from orepass.custody.queries.origins import certified_shares
from orepass.custody.rules.happening import Event
from orepass.custody.rules.lots import Lots, Move

CHANGES_SHARES: Final = frozenset({Move.USED, Move.BEGUN, Move.PACKED, Move.UNPACKED})


class Shares:
    """Knows what was asked for until an event of the document makes or uses lots; then it asks again.

    Attributes:
        steps: what the events so far did to the graph of lots, which the journal does not know yet.
    """

    def __init__(self, lots: Lots, received: Iterable[Event]) -> None:
        self.steps: list[Step] = []
        self._lots = lots
        self._known: dict[str, Fraction] = {}
        self._together: dict[str, tuple[str, ...]] = {}
        for event in received:
            leaves = tuple(dict.fromkeys(leaf for part in event.touched for leaf in lots.contents(part.uri)))
            self._together |= dict.fromkeys(leaves, leaves)

    def add(self, steps: Iterable[Step]) -> None:
        """Take in what an event did."""
        changes = [step for step in steps if step[1].move in CHANGES_SHARES]
        if changes:
            self.steps += changes
            self._known.clear()

    def of(self, uri: str) -> Fraction:
        """Return the certified share of a lot, the events of this document before it included."""
        if uri not in self._known:
            # Before the document changed anything, all it receives has one answer; later, an event at a time.
            together = self._together.get(uri, ()) if self.steps else self._together
            self._known |= certified_shares(sorted({uri, *together}), self.steps, state=self._lots)
        return self._known[uri]
