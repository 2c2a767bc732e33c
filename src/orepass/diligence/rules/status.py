"""The traffic light of a mine site, computed for a day (ICGLR regional certification, mine-site status).

A status is a decision with an expiry, not a property of the place:

* green holds for a year from the inspection, then the site is blue (not inspected);
* yellow leaves three months to put things right, during which certified export goes on; after that it is overdue;
* red stops production for at least six months and until a clean inspection;
* blue lasts at most three years, then the site is red.

Lots may leave under green and under yellow in time; red blocks them, blue and overdue yellow hold them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.period import Period, add_months
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes


class Colour(StrEnum):
    """The four colours."""

    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


ICGLR_CODES: Final = {Colour.BLUE: 0, Colour.GREEN: 1, Colour.YELLOW: 2, Colour.RED: 3}
"""The region's own code list, for exchange."""

GRAVEST_FIRST: Final = (Colour.RED, Colour.BLUE, Colour.YELLOW, Colour.GREEN)


class Basis(StrEnum):
    """Why the site has its colour on a day."""

    DECIDED = "decided"
    NEVER_INSPECTED = "never_inspected"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    WAITING = "waiting"


class StatusTerms(msgspec.Struct, frozen=True):
    """How long each colour lasts, in months."""

    green_months: int = 12
    yellow_months: int = 3
    red_months: int = 6
    blue_months: int = 36


TERMS: Final = StatusTerms()


class StatusEntry(msgspec.Struct, frozen=True):
    """One decision on record; a colour that could not be read is ``None`` and shows, but decides nothing."""

    decided_on: date
    colour: Colour | None
    source: str = ""
    text: str = ""


class StatusSpan(msgspec.Struct, frozen=True):
    """A colour over a period, on one basis, from one decision."""

    colour: Colour
    basis: Basis
    period: Period
    entry: StatusEntry | None = None


def timeline(entries: Iterable[StatusEntry], terms: StatusTerms = TERMS) -> list[StatusSpan]:
    """Return the colours over time, oldest first; the last span is open-ended."""
    spans: list[StatusSpan] = []
    for entry in _gravest_per_day(entries):
        following = _following(entry, spans, terms)
        spans = [*_cut(spans, following[0].period.valid_from), *following]
    return spans


def _gravest_per_day(entries: Iterable[StatusEntry]) -> list[StatusEntry]:
    days: dict[date, StatusEntry] = {}
    for entry in entries:
        if entry.colour is None:
            continue
        rival = days.get(entry.decided_on)
        if rival is None or _gravity(entry) < _gravity(rival):
            days[entry.decided_on] = entry
    return [days[day] for day in sorted(days)]


def _gravity(entry: StatusEntry) -> int:
    assert entry.colour is not None, "only readable colours are compared"
    return GRAVEST_FIRST.index(entry.colour)


def _following(entry: StatusEntry, before: Sequence[StatusSpan], terms: StatusTerms) -> list[StatusSpan]:
    start = entry.decided_on
    standing = next((span for span in before if span.period.holds(start)), None)
    if entry.colour is Colour.RED:
        return [StatusSpan(Colour.RED, Basis.DECIDED, Period(start), entry)]
    if entry.colour is Colour.BLUE:
        lapses = standing.period.valid_before if standing and standing.colour is Colour.BLUE else None
        return _blue(start, lapses or add_months(start, terms.blue_months), Basis.DECIDED, entry)
    waiting = _waiting(standing, entry, terms)
    opens = waiting[0].period.valid_before if waiting else start
    assert opens is not None, "the wait after a red status ends"
    if entry.colour is Colour.YELLOW:
        ends = add_months(start, terms.yellow_months) + timedelta(days=1)
        later = StatusSpan(Colour.YELLOW, Basis.OVERDUE, Period(max(ends, opens)), entry)
        return [*waiting, *_while(Colour.YELLOW, Period(opens, ends), entry), later]
    ends = add_months(start, terms.green_months)
    lapses = add_months(ends, terms.blue_months)
    return [*waiting, *_while(Colour.GREEN, Period(opens, ends), entry), *_blue(ends, lapses, Basis.EXPIRED, entry)]


def _waiting(standing: StatusSpan | None, entry: StatusEntry, terms: StatusTerms) -> list[StatusSpan]:
    """Keep a decided red for its shortest duration, whatever is inspected in between."""
    if standing is None or standing.colour is not Colour.RED or standing.basis is Basis.LAPSED:
        return []
    assert standing.entry is not None, "a decided red has a decision"
    reopens = add_months(standing.entry.decided_on, terms.red_months)
    if reopens <= entry.decided_on:
        return []
    return [StatusSpan(Colour.RED, Basis.WAITING, Period(entry.decided_on, reopens), standing.entry)]


def _while(colour: Colour, period: Period, entry: StatusEntry) -> list[StatusSpan]:
    assert period.valid_before is not None, "green and yellow end"
    empty = period.valid_from >= period.valid_before
    return [] if empty else [StatusSpan(colour, Basis.DECIDED, period, entry)]


def _blue(start: date, lapses: date, basis: Basis, entry: StatusEntry) -> list[StatusSpan]:
    red = StatusSpan(Colour.RED, Basis.LAPSED, Period(max(start, lapses)), entry)
    return [StatusSpan(Colour.BLUE, basis, Period(start, lapses), entry), red] if start < lapses else [red]


def _cut(spans: Sequence[StatusSpan], before: date) -> list[StatusSpan]:
    kept: list[StatusSpan] = []
    for span in spans:
        if span.period.valid_from < before:
            end = span.period.valid_before
            period = Period(span.period.valid_from, before if end is None else min(end, before))
            kept.append(msgspec.structs.replace(span, period=period))
    return kept


def status_on(entries: Iterable[StatusEntry], on: date, terms: StatusTerms = TERMS) -> StatusSpan:
    """Return the colour of a day from the decisions known by then; without any, blue because never inspected."""
    spans = timeline((entry for entry in entries if entry.decided_on <= on), terms)
    standing = next((span for span in spans if span.period.holds(on)), None)
    return standing or StatusSpan(Colour.BLUE, Basis.NEVER_INSPECTED, Period(on))


def may_deliver(span: StatusSpan) -> Verdict:
    """Answer whether lots may leave the site as certified under a status: red blocks, blue and overdue hold."""
    since = span.period.valid_from
    if span.colour is Colour.RED:
        return no(f"the site is red since {since} ({span.basis})")
    if span.basis is Basis.NEVER_INSPECTED:
        return unknown(Unknown.MISSING, "no status of the site is on record")
    if span.basis in {Basis.EXPIRED, Basis.OVERDUE}:
        return unknown(Unknown.EXPIRED, f"the site is {span.colour} since {since} ({span.basis})")
    if span.colour is Colour.BLUE:
        return unknown(Unknown.UNVERIFIABLE, f"the site is blue, not inspected, since {since}")
    until = "" if span.period.valid_to is None else f", to {span.period.valid_to}"
    return yes(f"the site is {span.colour} from {since}{until}")
