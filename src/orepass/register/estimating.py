"""Estimate the effort of a standard for a reader: own hours, days of an audit, and what both cost by the schedule.

Every part is the answer of a rule of the book, with the edition's own numbers where it has them, so that it can be
asked again elsewhere. What nobody has measured is our estimate, and its source is not confirmed. The rules are asked
by name: this room looks into the published schedule of a pack, never into anybody's account.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

import orepass.register.rulebook  # noqa: F401 - declares the rules that are asked here
from orepass.kernel.computed import Source
from orepass.kernel.kept import exact
from orepass.kernel.money import EXPONENT
from orepass.register import calculating
from orepass.scheme.rules.asking.applying import ARTISANAL, Fitting, When
from orepass.scheme.rules.audit_time import MANUAL
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.parameters import Rules

GROUP: Final = "group"
TABLE: Final = "audit_time.table"
FEES: Final = "fees"
REGISTRATION: Final = "fees.registration"
AUDIT: Final = "fees.audit"
CURRENCY: Final = "fees.currency"
_DAYS: Final = {"system": TABLE, "lookup": "audit_time.lookup", "table": "audit_time.own_table"}
_RATES: Final = ("base", "per_site", "per_member")
_BOUNDS: Final = ("minimum", "maximum")


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the effort: its value, why, from which sources, and how to ask the same elsewhere.

    ``kind`` is ``own_now``, ``own_later``, ``audit_days``, ``registration`` or ``audit_fee``.
    """

    kind: str
    value: str
    unit: str
    explanation: tuple[str, ...]
    sources: tuple[Source, ...]
    command: str
    address: str

    @property
    def confirmed(self) -> bool:
        """Say whether every source behind it was compared with its own text."""
        return all(source.verified for source in self.sources)


def efforts(standard: Standard, fits: Fitting, profile: Profile) -> list[Effort]:
    """Estimate the effort: own hours at once and later, days of the audit, and what registration and audit cost."""
    at_once = len(fits.of(When.NOW)) + len(fits.of(When.UNKNOWN))
    later = len(fits.of(When.LATER))
    found = [_own(kind, count, profile) for kind, count in (("own_now", at_once), ("own_later", later)) if count]
    if profile.personnel is None:
        return found
    rules = standard.rules
    members = profile.personnel if standard.subject_unit == GROUP else 0
    days = _days(rules, profile.personnel) if TABLE in rules else None
    found += [days] if days else []
    if CURRENCY in rules and _set_by(rules, REGISTRATION, _RATES):
        found.append(_registration(rules, members, artisanal=profile.size == ARTISANAL))
    if CURRENCY in rules and days and days.value != MANUAL and f"{AUDIT}.day_rate" in rules:
        found.append(_audit_fee(rules, members, days.value))
    return found


def estimated(kind: str, rule: str, inputs: dict[str, str], sources: Iterable[Source] = ()) -> Effort:
    """Ask a rule of the book for one part of the effort."""
    found = calculating.answer(rule, inputs)
    return Effort(
        kind=kind,
        value=_plain(found),
        unit=found.unit,
        explanation=found.explanation,
        sources=tuple(dict.fromkeys([*sources, *found.sources])),
        command=found.command,
        address=found.address,
    )


def _plain(found: calculating.CalcAnswer) -> str:
    """Write a value exactly, money with all decimals of its currency; what is no number stays as it is."""
    if found.value_exact is None:
        return str(found.value)
    value = Fraction(found.value_exact)
    number = Decimal(value.numerator) / Decimal(value.denominator)
    places = EXPONENT.get(found.unit)
    return f"{number.normalize():f}" if places is None else f"{number:.{places}f}"


def _own(kind: str, requirements: int, profile: Profile) -> Effort:
    size = {"size": profile.size} if profile.size else {}
    return estimated(kind, "effort-self-assessment", {"requirements": str(requirements), **size})


def _days(rules: Rules, people: int) -> Effort:
    """Return the days of a first audit by the table that the edition names."""
    named = {name: path for name, path in _DAYS.items() if path in rules}
    inputs = {"personnel": str(people), **_inputs(rules, named)}
    return estimated("audit_days", "audit-plan-days", inputs, _sources(rules, named.values()))


def _registration(rules: Rules, members: int, *, artisanal: bool) -> Effort:
    """Price a registration by the schedule: by size, within its bounds, less what artisanal producers are spared."""
    steps = _by_size(rules, REGISTRATION, members)
    discount = f"{FEES}.discount.asm_percent"
    if artisanal and discount in rules:
        steps.append(_step(rules, "fee-discounted", {"fee": steps[-1].value}, {"percent": discount}))
    return _together("registration", steps)


def _audit_fee(rules: Rules, members: int, days: str) -> Effort:
    """Quote a first audit by the schedule, without travel; a group pays no more than its members would alone."""
    steps = _by_size(rules, AUDIT, 0)
    rate = {"per_diem": f"{AUDIT}.day_rate"}
    inputs = {"size_fee": steps[-1].value, "days": days}
    alone = {**rate, "days": f"{AUDIT}.single_days"}
    if members > 1 and alone["days"] in rules and f"{AUDIT}.base" in rules:
        single = _step(rules, "audit-quote", {}, {**alone, "size_fee": f"{AUDIT}.base"})
        inputs["singles"] = f"{Decimal(single.value) * members:f}"
    steps.append(_step(rules, "audit-quote", inputs, rate))
    return _together("audit_fee", steps)


def _by_size(rules: Rules, fee: str, members: int) -> list[Effort]:
    """Return the part of a fee that goes by size, before and within its bounds."""
    size = {"sites": "1", **({"members": str(members)} if members else {})}
    whole = _step(rules, "fee", size, {name: f"{fee}.{name}" for name in _RATES})
    bounds = _set_by(rules, fee, _BOUNDS)
    return [whole, _step(rules, "fee-bounded", {"fee": whole.value}, bounds)] if bounds else [whole]


def _set_by(rules: Rules, block: str, names: Sequence[str]) -> dict[str, str]:
    return {name: f"{block}.{name}" for name in names if f"{block}.{name}" in rules}


def _step(rules: Rules, rule: str, inputs: Mapping[str, str], named: Mapping[str, str]) -> Effort:
    """Take one step of a price in the schedule's currency, with the numbers that the edition sets."""
    known = {name: path for name, path in named.items() if path in rules}
    given = {**inputs, **_inputs(rules, known), "currency": str(rules[CURRENCY].value)}
    return estimated("step", rule, given, _sources(rules, known.values()))


def _together(kind: str, steps: Sequence[Effort]) -> Effort:
    """Tell the last step of a price with the reasons and sources of all of them."""
    return msgspec.structs.replace(
        steps[-1],
        kind=kind,
        explanation=tuple(words for step in steps for words in step.explanation),
        sources=tuple(dict.fromkeys(source for step in steps for source in step.sources)),
    )


def _inputs(rules: Rules, named: Mapping[str, str]) -> dict[str, str]:
    return {name: exact(rules[path].value) for name, path in named.items()}


def _sources(rules: Rules, paths: Iterable[str]) -> tuple[Source, ...]:
    found = (rules[path] for path in paths)
    return tuple(Source(title=each.source, clause=each.clause, verified=each.verified) for each in found)
