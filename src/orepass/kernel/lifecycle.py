"""A life cycle is a table: from where, by which action, to where.

The same table drives the action that changes the state, the documentation and the buttons on a page. A table that is a
machine of certification is declared with :func:`machine`, so that anyone may ask it (``orepass calc may``).
"""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from orepass.kernel.computed import Source
from orepass.kernel.refusal import Conflict


class Transition(msgspec.Struct, frozen=True):
    """One allowed step: the action's name takes a thing from one of ``sources`` to ``target``.

    ``when`` is a sentence: what else must hold. What the calendar or another file brings is not ``recorded`` as a step
    of this thing: nobody takes it, and no page offers it.
    """

    action: str
    sources: frozenset[str]
    target: str
    when: str = ""
    recorded: bool = True


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

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Return every way out of a state, in table order: recorded steps and what the calendar brings."""
        return tuple(step for step in self.transitions if state in step.sources)

    def allowed(self, state: str) -> tuple[str, ...]:
        """Return the actions that may follow a state, in table order."""
        return tuple(step.action for step in self.leaving(state) if step.recorded)

    def after(self, state: str, action: str) -> str:
        """Return the state after an action.

        Raises:
            Conflict: the table has no such step from this state.
        """
        for step in self.leaving(state):
            if step.action == action and step.recorded:
                return step.target
        raise Conflict(where=self.name, state=state)

    def state_after(self, actions: Iterable[str]) -> str:
        """Return the state to which recorded steps lead, from the initial one.

        Raises:
            Conflict: the record holds a step that the table does not allow.
        """
        state = self.initial
        for action in actions:
            state = self.after(state, action)
        return state


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A life cycle that anyone may ask: its table, what it is about, and where it comes from."""

    lifecycle: Lifecycle
    description: str
    sources: tuple[Source, ...]

    catalogue: ClassVar[dict[str, "Machine"]] = {}


def machine(lifecycle: Lifecycle, *, description: str, sources: tuple[Source, ...]) -> Lifecycle:
    """Put a table into the catalogue of machines under its own name, and return it."""
    assert lifecycle.name not in Machine.catalogue, f"machine declared twice: {lifecycle.name}"
    Machine.catalogue[lifecycle.name] = Machine(lifecycle=lifecycle, description=description, sources=sources)
    return lifecycle


def step(
    action: str, sources: str | Iterable[str], target: str, *, when: str = "", recorded: bool = True
) -> Transition:
    """Write one row of the table."""
    return Transition(action, frozenset([sources] if isinstance(sources, str) else sources), target, when, recorded)
