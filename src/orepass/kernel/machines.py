"""Ask any machine of certification: what may follow a state, whether a step may be taken, where it leads.

A machine is a table declared in its own room with `lifecycle.machine`; a state is never stored, it is what recorded
steps and the calendar lead to.
"""

from collections.abc import Iterable

from orepass.kernel.computed import Computed, InputRefused, need, rule
from orepass.kernel.lifecycle import Machine, Transition


def _machine(name: str) -> Machine:
    found = Machine.catalogue.get(name)
    if found is None:
        known = ", ".join(sorted(Machine.catalogue))
        raise InputRefused(where="machine", name="machine", value=name, problem=f"it must be one of {known}")
    return found


def _leaving(found: Machine, state: str, *, name: str) -> tuple[Transition, ...]:
    states = sorted(found.lifecycle.states)
    need(state in states, name, state, f"it must be one of {', '.join(states)}")
    return found.lifecycle.leaving(state)


def _short(action: str) -> str:
    return action.rpartition(".")[2]


def _named(rows: Iterable[Transition], step: str) -> list[Transition]:
    return [row for row in rows if step in {row.action, _short(row.action)}]


def _words(row: Transition, state: str) -> str:
    when = f", when {row.when}" if row.when else ""
    how = "" if row.recorded else " (nobody enters it: it follows by itself)"
    return f"{_short(row.action)}: from {state} to {row.target}{when}{how}."


@rule("may")
def may(*, machine: str, from_: str, step: str) -> Computed[bool]:
    """Whether a machine of certification lets a step be taken from a state (machine=certificate from=suspended)."""
    found = _machine(machine)
    leaving = _leaving(found, from_, name="from")
    steps = sorted({_short(row.action) for row in found.lifecycle.transitions})
    known = _named(found.lifecycle.transitions, step)
    need(bool(known), "step", step, f"it must be one of {', '.join(steps)}")
    rows = _named(leaving, step)
    words = tuple(_words(row, from_) for row in rows)
    refused = f"{step} may not follow {from_}; what may: {_listed(leaving)}."
    return Computed(value=bool(rows), unit="boolean", explanation=words or (refused,), sources=found.sources)


@rule("machine-after")
def machine_after(*, machine: str, from_: str, step: str) -> Computed[str]:
    """The state to which a step leads; refused when it may not be taken."""
    found = _machine(machine)
    leaving = _leaving(found, from_, name="from")
    rows = _named(leaving, step)
    need(bool(rows), "step", step, f"from {from_} it must be one of: {_listed(leaving)}")
    words = tuple(_words(row, from_) for row in rows)
    return Computed(value=rows[0].target, unit="code", explanation=words, sources=found.sources)


@rule("machine-steps")
def machine_steps(*, machine: str, state: str = "") -> Computed[str]:
    """What may follow a state of a machine, separated by commas; without a state, what may follow the first one."""
    found = _machine(machine)
    at = state or found.lifecycle.initial
    leaving = _leaving(found, at, name="state")
    words = tuple(_words(row, at) for row in leaving) or (f"{at} is an end: nothing follows it.",)
    return Computed(value=_listed(leaving), unit="code", explanation=words, sources=found.sources)


@rule("machine-states")
def machine_states(*, machine: str) -> Computed[str]:
    """The states of a machine, separated by commas; the first one is where it begins."""
    found = _machine(machine)
    initial = found.lifecycle.initial
    states = [initial, *sorted(found.lifecycle.states - {initial})]
    return Computed(value=", ".join(states), unit="code", explanation=(found.description,), sources=found.sources)


def _listed(rows: Iterable[Transition]) -> str:
    return ", ".join(dict.fromkeys(_short(row.action) for row in rows)) or "nothing"
