"""Ask any machine of certification: what may follow a state, whether a step may be taken, where it leads.

A machine is a table declared in its own room with `lifecycle.machine`; a state is never stored, it is what recorded
steps and the calendar lead to.
"""

from collections.abc import Iterable
from typing import Final

from orepass.kernel.computed import Computed, InputRefused, need, one_of, rule
from orepass.kernel.lifecycle import Machine, Transition
from orepass.kernel.text import Said, said, typed
from orepass.kernel.text import marked as _

_WAY: Final = _("from {state} to {target}")
_BY_ITSELF: Final = _("{way} (nobody enters it: it follows by itself).")


def _machine(name: str) -> Machine:
    found = Machine.catalogue.get(name)
    if found is None:
        raise InputRefused(where="machine", name="machine", value=name, problem=one_of(sorted(Machine.catalogue)))
    return found


def _leaving(found: Machine, state: str, *, name: str) -> tuple[Transition, ...]:
    states = sorted(found.lifecycle.states)
    need(state in states, name, state, one_of(states))
    return found.lifecycle.leaving(state)


def _short(action: str) -> str:
    return action.rpartition(".")[2]


def _named(rows: Iterable[Transition], step: str) -> list[Transition]:
    return [row for row in rows if step in {row.action, _short(row.action)}]


def _words(row: Transition, state: str) -> Said:
    way = said(_WAY, state=typed(state), target=typed(row.target))
    way = said(_("{code}: {way}"), code=_short(row.action), way=way)
    when = said(_("{way}, when {condition}"), way=way, condition=row.when) if row.when else way
    return said("{way}.", way=when) if row.recorded else said(_BY_ITSELF, way=when)


@rule("may")
def may(*, machine: str, from_: str, step: str) -> Computed[bool]:
    """Whether a machine of certification lets a step be taken from a state (machine=certificate from=suspended)."""
    found = _machine(machine)
    leaving = _leaving(found, from_, name="from")
    steps = sorted({_short(row.action) for row in found.lifecycle.transitions})
    known = _named(found.lifecycle.transitions, step)
    need(bool(known), "step", step, one_of(steps))
    rows = _named(leaving, step)
    words = tuple(_words(row, from_) for row in rows)
    refused = said(
        _("{step} may not follow {state}; what may: {steps}."),
        step=typed(step),
        state=typed(from_),
        steps=_steps(leaving),
    )
    return Computed(value=bool(rows), unit="boolean", explanation=words or (refused,), sources=found.sources)


@rule("machine-after")
def machine_after(*, machine: str, from_: str, step: str) -> Computed[str]:
    """The state to which a step leads; refused when it may not be taken."""
    found = _machine(machine)
    leaving = _leaving(found, from_, name="from")
    rows = _named(leaving, step)
    problem = said(_("from {state} it must be one of: {steps}"), state=typed(from_), steps=_steps(leaving))
    need(bool(rows), "step", step, problem)
    words = tuple(_words(row, from_) for row in rows)
    return Computed(value=rows[0].target, unit="code", explanation=words, sources=found.sources)


@rule("machine-steps")
def machine_steps(*, machine: str, state: str = "") -> Computed[str]:
    """What may follow a state of a machine, separated by commas; without a state, what may follow the first one."""
    found = _machine(machine)
    at = state or found.lifecycle.initial
    leaving = _leaving(found, at, name="state")
    end = said(_("{state} is an end: nothing follows it."), state=typed(at))
    words = tuple(_words(row, at) for row in leaving) or (end,)
    return Computed(value=_listed(leaving), unit="code", explanation=words, sources=found.sources)


@rule("machine-states")
def machine_states(*, machine: str) -> Computed[str]:
    """The states of a machine, separated by commas; the first one is where it begins."""
    found = _machine(machine)
    initial = found.lifecycle.initial
    states = [initial, *sorted(found.lifecycle.states - {initial})]
    return Computed(value=", ".join(states), unit="code", explanation=(said(found.description),), sources=found.sources)


def _names(rows: Iterable[Transition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_short(row.action) for row in rows))


def _listed(rows: Iterable[Transition]) -> str:
    return ", ".join(_names(rows)) or "nothing"


def _steps(rows: Iterable[Transition]) -> Said:
    names = _names(rows)
    return typed(*names) if names else said(_("nothing"))
