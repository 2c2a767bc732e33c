"""One visit for two schemes, one curriculum for three (scenarios I-03, I-06, L-01): what is shared is asked once."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, InputRefused, Source, names_in, need, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

EU_2010: Final = Source(
    title="European Union best practice guidelines for voluntary schemes (2010)",
    clause="savings of recognition and benchmarking are passed on to operators, as quoted by IIED",
    verified=False,
)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a combined checklist: the requirement asked, and every requirement that its answer serves."""

    ask: str
    serves: tuple[str, ...]


def combined_checklist(
    first: Sequence[str], second: Sequence[str], covers: Mapping[str, Collection[str]]
) -> tuple[Question, ...]:
    """Return one checklist for two standards: a shared requirement is asked once, in the words of the first.

    ``covers`` names, for a requirement of the first, those of the second that its answer also serves.
    """
    served = {ours for theirs in first for ours in covers.get(theirs, ())}
    shared = [
        Question(ask=theirs, serves=(theirs, *(ours for ours in second if ours in covers.get(theirs, ()))))
        for theirs in first
    ]
    return (*shared, *(Question(ask=ours, serves=(ours,)) for ours in second if ours not in served))


_SERVES: Final = _("{code} serves {codes}.")


@rule("combined-checklist")
def checklist(*, first: str, second: str, covers: str = "") -> Computed[int]:
    """The questions of one checklist for two standards; covers says which of the second one answers: t1:o1,o2;t2:o3."""
    lists = {"first": names_in(first), "second": names_in(second)}
    for name, listed in lists.items():
        need(bool(listed), name, "", "it must name a requirement")
    served = _groups("covers", covers)
    unknown = sorted(
        {*served} - {*lists["first"]} | {ours for one in served.values() for ours in one} - {*lists["second"]}
    )
    need(not unknown, "covers", ", ".join(unknown), "it names what neither list holds")
    questions = combined_checklist(lists["first"], lists["second"], served)
    explanation = tuple(said(_SERVES, code=question.ask, codes=question.serves) for question in questions)
    return Computed(value=len(questions), unit="count", explanation=explanation, sources=(EU_2010,))


@rule("combined-audit-days")
def combined_days(*, first_days: Decimal, second_days: Decimal, shared: int, second_total: int) -> Computed[Decimal]:
    """The days that a combined audit saves: the second audit's days by the share of its requirements asked already."""
    for name, days in (("first_days", first_days), ("second_days", second_days)):
        need(days >= 0, name, days, "it must not be below 0")
    need(second_total > 0, "second_total", second_total, "it must be above 0")
    need(0 <= shared <= second_total, "shared", shared, "it must lie between 0 and the second total")
    halves = int(second_days * 2 * shared / second_total)
    saved = Decimal(halves) / 2
    words = (
        said(
            _("{shared} of {total} requirements of the second standard are asked in the first audit already."),
            shared=shared,
            total=second_total,
        ),
        said(
            _("Of its {days} days so many are spared, rounded down to half days: {saved}."),
            days=second_days,
            saved=saved,
        ),
        said(_("The combined audit takes {days} days."), days=first_days + second_days - saved),
    )
    return Computed(value=saved, unit="days", explanation=words, sources=(EU_2010,))


@rule("combined-audit-discount", parameters={"day_rate": "fees.audit.day_rate"})
def discount(*, days_saved: Decimal, day_rate: Decimal) -> Computed[Decimal]:
    """The discount on the operator's invoice: the days saved times the rate of a day; the saving is passed on whole."""
    need(days_saved >= 0, "days_saved", days_saved, "it must not be below 0")
    need(day_rate >= 0, "day_rate", day_rate, "it must not be below 0")
    value = days_saved * day_rate
    words = said(
        _("{days} days at {rate} each come to {sum}, and reach the operator's invoice."),
        days=days_saved,
        rate=day_rate,
        sum=value,
    )
    return Computed(value=value, unit="currency", explanation=(words,), sources=(EU_2010,))


def training_counts(curricula: Mapping[str, Collection[str]], taught: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Say for every element taught in which schemes it counts: the common curriculum counts in all of them."""
    return {
        element: tuple(scheme for scheme in sorted(curricula) if element in curricula[scheme])
        for element in sorted(taught)
    }


def common_curriculum(curricula: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the elements that every scheme asks for: the curriculum to teach first."""
    sets = [set(elements) for elements in curricula.values()]
    return tuple(sorted(set.intersection(*sets))) if sets else ()


@rule("training-counts-in")
def training(*, curricula: str, element: str) -> Computed[int]:
    """In how many schemes a training counts; curricula name what each asks for: Fairtrade:safety,water;Utz:safety."""
    asked = _groups("curricula", curricula)
    need(bool(asked), "curricula", curricula, "it must name a scheme with what it asks for")
    counts = training_counts(asked, [element])[element]
    common = common_curriculum(asked)
    explanation = (
        said(_("It counts in {codes}."), codes=counts) if counts else said(_("It counts in none of them.")),
        said(_("All of them ask for {codes}."), codes=common)
        if common
        else said(_("All of them ask for nothing in common.")),
    )
    return Computed(value=len(counts), unit="count", explanation=explanation, sources=(OWN_CHOICE,))


_GROUPS_READ: Final = _("write it as a:x,y;b:z, each name once")


def _groups(name: str, text: str) -> dict[str, list[str]]:
    """Read names with what belongs to each: ``a:x,y;b:z``.

    Raises:
        InputRefused: a part has no name, nothing that belongs to it, or stands twice.
    """
    found: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        head, _colon, rest = part.partition(":")
        if not head.strip() or not names_in(rest) or head.strip() in found:
            raise InputRefused(where=name, name=name, value=part, problem=_GROUPS_READ)
        found[head.strip()] = names_in(rest)
    return found
