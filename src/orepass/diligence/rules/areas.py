"""Is an area conflict-affected or high-risk: the record of a decision, computed first, decided by a person.

The OECD publishes no list: each company decides and documents it. The unit is an administrative area, not only a
country. Each input carries its date; one that is missing or stale never makes an area harmless. A person may decide
more gravely than the inputs say, never more lightly, and another person is named who reviewed it.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, InputRefused, Source, need, plain_number, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes

GUIDANCE: Final = Source(
    title="OECD Due Diligence Guidance, 3rd edition",
    clause="definition of conflict-affected and high-risk areas",
    verified=False,
)
EUROPE: Final = Source(
    title="Commission Recommendation (EU) 2018/1149", clause="identifying such areas", verified=False
)
MONTHS: Final = 12
WATCH_SCORE: Final = Fraction(40)
HIGH_SCORE: Final = Fraction(70)
INCIDENTS_WATCH: Final = 1
INCIDENTS_HIGH: Final = 5
_TOP: Final = 100


class AreaLevel(StrEnum):
    """What an area is decided to be, mildest first."""

    NO = "no"
    WATCH = "watch"
    CAHRA = "cahra"


class AreaInput(StrEnum):
    """What a decision on an area rests on."""

    CONFLICT = "conflict"
    GOVERNANCE = "governance"
    HUMAN_RIGHTS = "human_rights"
    SANCTIONS = "sanctions"
    INCIDENTS = "incidents"


INPUT_TEXT: Final = {
    AreaInput.CONFLICT: _("conflict, 0 (peace) to 100"),
    AreaInput.GOVERNANCE: _("weak institutions, 0 (strong) to 100"),
    AreaInput.HUMAN_RIGHTS: _("abuse of human rights, 0 (none) to 100"),
    AreaInput.SANCTIONS: _("sanctions in force, 0 or 1"),
    AreaInput.INCIDENTS: _("incidents in the area within twelve months"),
}


NAMED: Final = {
    AreaInput.CONFLICT: _("conflict"),
    AreaInput.GOVERNANCE: _("governance"),
    AreaInput.HUMAN_RIGHTS: _("human rights"),
    AreaInput.SANCTIONS: _("sanctions"),
    AreaInput.INCIDENTS: _("incidents"),
}
"""The inputs by their short names, for a line of the working."""


class AreaFact(msgspec.Struct, frozen=True, kw_only=True):
    """One input with its day and where it was read; without a value it is not known."""

    input: AreaInput
    value: Fraction | None = None
    as_of: date | None = None
    source: str = ""


class AreaBars(msgspec.Struct, frozen=True, kw_only=True):
    """From which score, and how many incidents, an area is watched or high-risk; a scheme may set its own."""

    watch_score: Fraction = WATCH_SCORE
    high_score: Fraction = HIGH_SCORE
    incidents_watch: Fraction = Fraction(INCIDENTS_WATCH)
    incidents_high: Fraction = Fraction(INCIDENTS_HIGH)


BARS: Final = AreaBars()
GRAVITY: Final = (AreaLevel.NO, AreaLevel.WATCH, AreaLevel.CAHRA)


def graver(one: AreaLevel, other: AreaLevel) -> AreaLevel:
    """Return the graver of two levels."""
    return max(one, other, key=GRAVITY.index)


def lighter(one: AreaLevel, than: AreaLevel) -> bool:
    """Say whether a level is lighter than another."""
    return GRAVITY.index(one) < GRAVITY.index(than)


def level_of(facts: Sequence[AreaFact], on: date, months: int = MONTHS, bars: AreaBars = BARS) -> Computed[str]:
    """Compute what an area is from its inputs as known on a day."""
    known = {fact.input: fact for fact in facts}
    level, words = AreaLevel.NO, []
    for name in AreaInput:
        found, told = _single(name, known.get(name), on, months, bars)
        level = graver(level, found)
        words.append(told)
    return Computed(value=str(level), unit="code", explanation=tuple(words), sources=(GUIDANCE, EUROPE, OWN_CHOICE))


def _single(name: AreaInput, fact: AreaFact | None, on: date, months: int, bars: AreaBars) -> tuple[AreaLevel, Said]:
    if fact is None or fact.value is None or fact.as_of is None or fact.as_of > on:
        return AreaLevel.WATCH, said(_("{input}: not known, and what is not known is not harmless."), input=NAMED[name])
    level = judged(name, fact.value, bars)
    shown = {"input": NAMED[name], "value": f"{float(fact.value):g}", "day": fact.as_of}
    if on >= add_months(fact.as_of, months):
        old = _("{input}: {value} of {day}, older than {months} months: not relied on as harmless.")
        return graver(level, AreaLevel.WATCH), said(old, **shown, months=months)
    return level, said(_("{input}: {value} of {day}: {code}."), **shown, code=str(level))


def judged(name: AreaInput, value: Fraction, bars: AreaBars = BARS) -> AreaLevel:
    """Say what one known input makes of an area."""
    if name is AreaInput.SANCTIONS:
        return AreaLevel.CAHRA if value else AreaLevel.NO
    incidents = name is AreaInput.INCIDENTS
    scores = (bars.watch_score, bars.high_score)
    watch, high = (bars.incidents_watch, bars.incidents_high) if incidents else scores
    if value >= high:
        return AreaLevel.CAHRA
    return AreaLevel.WATCH if value >= watch else AreaLevel.NO


@rule(
    "area-level",
    parameters={"months": "diligence.high_risk_decision_months", "thresholds": "diligence.area_thresholds"},
)
def area_level(
    *,
    on: date,
    conflict: str | None = None,
    governance: str | None = None,
    human_rights: str | None = None,
    sanctions: str | None = None,
    incidents: str | None = None,
    months: int = MONTHS,
    thresholds: str = "40,70,1,5",
) -> Computed[str]:
    """What an area is from five inputs, each as value@day: no, watch or cahra; one that is left out is not known."""
    need(months >= 1, "months", months, "it must be at least one")
    texts = dict(zip(AreaInput, (conflict, governance, human_rights, sanctions, incidents), strict=True))
    facts = [read_fact(name, text) for name, text in texts.items() if text is not None]
    return level_of(facts, on, months, read_bars(thresholds))


def read_bars(text: str) -> AreaBars:
    """Read the four thresholds: watched and high-risk from which score, watched and high-risk from how many incidents.

    Raises:
        InputRefused: they are not four numbers, or one that is watched lies above one that is high-risk.
    """
    try:
        watch, high, some, many = (plain_number(part.strip(' "')) for part in text.strip("[]").split(","))
    except ValueError:
        raise InputRefused(where="thresholds", name="thresholds", value=text, problem=_("write 40,70,1,5")) from None
    need(
        0 <= watch <= high <= _TOP,
        "thresholds",
        text,
        said(_("the scores must rise from 0 to {top} at most"), top=_TOP),
    )
    need(1 <= some <= many, "thresholds", text, "the incidents must rise from one on")
    return AreaBars(watch_score=watch, high_score=high, incidents_watch=some, incidents_high=many)


def read_fact(name: AreaInput, text: str) -> AreaFact:
    """Read an input written as value@day, such as 72@2026-01-31.

    Raises:
        InputRefused: it is not written so, or the value is not possible.
    """
    number, _sign, day = text.partition("@")
    try:
        value, as_of = plain_number(number), date.fromisoformat(day)
    except ValueError:
        raise InputRefused(where=name, name=name, value=text, problem=_("write it as 72@2026-01-31")) from None
    need(value >= 0, name, text, "it must not be below zero")
    top = {AreaInput.SANCTIONS: 1, AreaInput.INCIDENTS: None}.get(name, _TOP)
    need(top is None or value <= top, name, text, said(_("it must not be above {top}"), top=top))
    return AreaFact(input=name, value=value, as_of=as_of)


def written(fact: AreaFact) -> str | None:
    """Write an input as value@day, the way the rule takes it; one that is not known is left out."""
    return None if fact.value is None or fact.as_of is None else f"{fact.value}@{fact.as_of}"


@rule("area-decision-until", parameters={"months": "diligence.high_risk_decision_months"})
def area_decision_until(*, decided_on: date, event_on: date | None = None, months: int = MONTHS) -> Computed[date]:
    """The first day on which a decision on an area no longer holds: after twelve months, or at an event."""
    need(months >= 1, "months", months, "it must be at least one")
    need(event_on is None or event_on >= decided_on, "event_on", event_on, "it must not lie before the decision")
    yearly = add_months(decided_on, months)
    value = yearly if event_on is None else min(event_on, yearly)
    at_an_event = said(_("an event on {day}"), day=value)
    why = said(_("{day} plus {months} months"), day=decided_on, months=months) if value == yearly else at_an_event
    words = said(_("It ends on {day}: {why}."), day=value, why=why)
    return Computed(value=value, unit="date", explanation=(words,), sources=(GUIDANCE, OWN_CHOICE))


def harmless(level: AreaLevel | None, valid_before: date | None, on: date) -> Verdict:
    """Answer whether an area may be taken as harmless on a day; a lapsed decision clears nothing."""
    if level is None or valid_before is None:
        return unknown(Unknown.MISSING, _("nobody has decided on this area"))
    if level is AreaLevel.CAHRA:
        return no(_("the area was decided to be conflict-affected or high-risk"))
    if on >= valid_before:
        return unknown(Unknown.EXPIRED, _("the decision on this area no longer holds"))
    return yes(_("the area was decided not to be high-risk"))
