"""What of an audit report everybody may read: the least of the scheme, its default, and what the holder chose.

The owner of CERA 4in1 says in public that reports shall be published and that the extent of check and act results is
decided case by case; which parts those are it does not say. So a pack names the parts, and where it is silent the
default of the house stands in, which is our own choice and says so.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, not_below_zero, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.parameters import Rules

SCOPE: Final = "scope"
DATES: Final = "dates"
PROVIDER: Final = "provider"
SAMPLING: Final = "sampling"
OUTCOME: Final = "outcome"
LEVEL: Final = "level"
DIMENSION_SCORES: Final = "scores_by_dimension"
SUBJECT_SCORES: Final = "scores_by_subject"
CORE_RESULTS: Final = "core_results"
NONCONFORMITIES: Final = "nonconformities"
REQUIREMENT_RESULTS: Final = "requirement_results"
PLAN: Final = "plan"
INDICATORS: Final = "indicators"
_IN_WORDS: Final = {
    SCOPE: _("scope"),
    DATES: _("dates"),
    PROVIDER: _("provider"),
    SAMPLING: _("sampling"),
    OUTCOME: _("outcome"),
    LEVEL: _("level"),
    DIMENSION_SCORES: _("scores by dimension"),
    SUBJECT_SCORES: _("scores by subject"),
    CORE_RESULTS: _("core results"),
    NONCONFORMITIES: _("nonconformities"),
    REQUIREMENT_RESULTS: _("requirement results"),
    PLAN: _("plan"),
    INDICATORS: _("indicators"),
}

PARTS: Final = (
    SCOPE,
    DATES,
    PROVIDER,
    SAMPLING,
    OUTCOME,
    LEVEL,
    DIMENSION_SCORES,
    SUBJECT_SCORES,
    CORE_RESULTS,
    NONCONFORMITIES,
    REQUIREMENT_RESULTS,
    PLAN,
    INDICATORS,
)
"""Every part a report may have, in the order in which it is read."""
MINIMUM: Final = (SCOPE, DATES, PROVIDER, SAMPLING, OUTCOME, LEVEL, NONCONFORMITIES)
SUMMARY: Final = PARTS[: PARTS.index(NONCONFORMITIES) + 1]
"""The complete summary of an audit: who looked at what, when and how, what came of it, and what was not met."""
DUE_DAYS: Final = 30

REPORTS: Final = Source(
    title="https://www.cera4in1.org/faq/work-with-cera-4in1",
    clause="reports shall be published; which content was still under discussion",
    verified=False,
)
EXTENT: Final = Source(
    title="https://www.cera4in1.org/faq/cera-4in1s-benefits",
    clause="check and act results are made public, to an extent decided case by case",
    verified=False,
)


class ReportStatus(StrEnum):
    """Where the publication of a report stands on a day."""

    DUE = "due"
    BY_DEFAULT = "by_default"
    CHOSEN = "chosen"


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What a standard says about its reports; ``own`` says that the pack is silent and the house's default holds."""

    minimum: tuple[str, ...] = MINIMUM
    default: tuple[str, ...] = SUMMARY
    due_days: int = DUE_DAYS
    own: bool = True


def publication_of(rules: Rules) -> Publication:
    """Read what a standard says about its reports; a default that lacks a part of the minimum gets it."""
    if not rules.under("publication"):
        return Publication()
    minimum = in_order(rules.value("publication.minimum", MINIMUM))
    return Publication(
        minimum=minimum,
        default=in_order((*minimum, *rules.value("publication.default", SUMMARY))),
        due_days=int(rules.value("publication.due_days", DUE_DAYS)),
        own=False,
    )


def in_order(parts: Iterable[str]) -> tuple[str, ...]:
    """Return parts once each, in the order in which a report is read."""
    wanted = set(parts)
    return tuple(part for part in PARTS if part in wanted)


def published(publication: Publication, status: ReportStatus, chosen: Collection[str]) -> tuple[str, ...]:
    """Return the parts that everybody may read: never less than the minimum."""
    added = {ReportStatus.DUE: (), ReportStatus.BY_DEFAULT: publication.default, ReportStatus.CHOSEN: chosen}[status]
    return in_order((*publication.minimum, *added))


@rule("report-parts", parameters={"minimum": "publication.minimum"})
def report_parts(*, chosen: str = "", minimum: str = ",".join(MINIMUM)) -> Computed[str]:
    """The parts of an audit report that everybody may read: the minimum of the scheme and what its holder chose."""
    given = {"minimum": names_in(minimum), "chosen": names_in(chosen)}
    problem = said(_("it is no part of a report; write some of {codes}"), codes=",".join(PARTS))
    for name, parts in given.items():
        for part in parts:
            need(part in PARTS, name, part, problem)
    added = [part for part in in_order(given["chosen"]) if part not in given["minimum"]]
    least = in_order(given["minimum"])
    always = said(_("The scheme always publishes {parts}."), parts=_in_words(least) or _("nothing"))
    beyond = said(_("Chosen beyond that: {parts}."), parts=_in_words(added))
    beyond = beyond if added else said(_("Nothing was chosen beyond that."))
    return Computed(
        value=",".join(in_order((*least, *added))),
        unit="text",
        explanation=(always, beyond),
        sources=(REPORTS, EXTENT, OWN_CHOICE),
    )


def _in_words(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_IN_WORDS[part] for part in parts)


@rule("report-public-by", parameters={"days": "publication.due_days"})
def report_public_by(*, decided_on: date, days: int = DUE_DAYS) -> Computed[date]:
    """The last day on which the holder may choose before the default of the scheme is published."""
    not_below_zero(days=days)
    value = decided_on + timedelta(days=days)
    told = _("{day} plus {days} days; from the day after, the default is public.")
    words = said(told, day=decided_on, days=days)
    return Computed(value=value, unit="date", explanation=(words,), sources=(REPORTS, OWN_CHOICE))


@rule("report-status", parameters={"days": "publication.due_days"})
def report_status(*, decided_on: date, on: date, chosen_on: date | None = None, days: int = DUE_DAYS) -> Computed[str]:
    """Where the publication of a report stands on a day: due, by_default or chosen."""
    need(on >= decided_on, "on", on, "there is no report before the decision")
    need(chosen_on is None or chosen_on >= decided_on, "chosen_on", chosen_on, "nobody chooses before the decision")
    last = report_public_by(decided_on=decided_on, days=days).value
    if chosen_on is not None and chosen_on <= on:
        value, words = ReportStatus.CHOSEN, said(_("The holder chose on {day}."), day=chosen_on)
    elif on <= last:
        told = _("The holder may choose until {day}; until then the minimum is public.")
        value, words = ReportStatus.DUE, said(told, day=last)
    else:
        value, words = ReportStatus.BY_DEFAULT, said(_("Nobody chose by {day}; the default is public."), day=last)
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(REPORTS, OWN_CHOICE))
