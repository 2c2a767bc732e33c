"""A life cycle is a table: from where, by which action, to where.

The same table drives the action that changes the state, the documentation and the buttons on a page.
"""

from collections.abc import Iterable

import msgspec

from orepass.kernel.refusal import Conflict


class Transition(msgspec.Struct, frozen=True):
    """One allowed step: the action's name takes a thing from one of ``sources`` to ``target``."""

    action: str
    sources: frozenset[str]
    target: str


class Lifecycle:
    """A named table of transitions."""

    def __init__(self, name: str, initial: str, transitions: Iterable[Transition]) -> None:
        """Hold the table; an action may appear more than once with different sources."""
        self.name = name
        self.initial = initial
        self.transitions = tuple(transitions)

    @property
    def states(self) -> frozenset[str]:
        """Return every state of the table."""
        sources = {source for step in self.transitions for source in step.sources}
        return frozenset({self.initial} | sources | {step.target for step in self.transitions})

    def allowed(self, state: str) -> tuple[str, ...]:
        """Return the actions that may follow a state, in table order."""
        return tuple(step.action for step in self.transitions if state in step.sources)

    def after(self, state: str, action: str) -> str:
        """Return the state after an action.

        Raises:
            Conflict: the table has no such step from this state.
        """
        for step in self.transitions:
            if step.action == action and state in step.sources:
                return step.target
        raise Conflict(where=self.name, state=state)


def step(action: str, sources: str | Iterable[str], target: str) -> Transition:
    """Write one row of the table."""
    return Transition(action, frozenset([sources] if isinstance(sources, str) else sources), target)
