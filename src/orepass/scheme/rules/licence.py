"""How long a right lasts and how often somebody looks, from record and risk (domain rules A2; scenarios B-06 to B-09).

A better record and a lower risk may lengthen a licence and thin out visits; they never force it. What is not known
counts as the worst: it never lengthens and never thins out. Length and number move one way only, which is tested.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, one_of, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed
from orepass.kernel.works import ASM_STUDY
from orepass.scheme.rules.parameters import Rules
from orepass.scheme.rules.roots import ceiling
from orepass.scheme.rules.worded import between as from_to

LICENCE: Final = Source(
    title=ASM_STUDY,
    clause="licences of at least a year, by record and risk",
    verified=True,
)
CHECKS: Final = Source(title=ASM_STUDY, clause="checks of the implementing partner", verified=True)
AUDITS: Final = Source(title=ASM_STUDY, clause="fewer audits for a good record", verified=True)
INTERVAL: Final = Source(title=ASM_STUDY, clause="third party every two years, others between", verified=True)
ASI: Final = Source(title="ASI, provisional certification", clause="one year if any major; else three", verified=True)
RJC: Final = Source(title="RJC, reporting", clause="not closed by recertification: major, one year", verified=True)
RMAP: Final = Source(title="RMAP, facility lists", clause="one, two or three years", verified=True)

PARTIES: Final = ("self", "second", "third")
RECORDS: Final = ("good", "fair", "poor")
RISKS: Final = ("low", "medium", "high")
UNKNOWN: Final = "unknown"
RISK_FACTOR: Final = {"low": Fraction(1), "medium": Fraction(3, 2), "high": Fraction(2)}
RECORD_FACTOR: Final = {"good": Fraction(1, 2), "fair": Fraction(1), "poor": Fraction(3, 2)}
PRODUCERS_MAX: Final = 10_000_000
COUNT_MAX: Final = 1_000
MONTHS_MAX: Final = 120


def worst(word: str, known: tuple[str, ...], name: str) -> str:
    """Return a word of a scale; what is not known counts as its worst.

    Raises:
        InputRefused: it is no word of the scale.
    """
    need(word in {*known, UNKNOWN}, name, word, one_of((*known, UNKNOWN)))
    return known[-1] if word == UNKNOWN else word


def term(rules: Rules, *, record: str = UNKNOWN, risk: str = UNKNOWN) -> int:
    """Return how many months a right may last under a pack: from its table by record and risk, or else its cycle.

    A record or a risk that is not known, or that the table does not have, counts as the shortest there is.

    Raises:
        ParameterMissing: the pack has neither a table nor a cycle.
    """
    table = rules.under("licence.months")
    if not table:
        return rules.whole("lifecycle.cycle_months")
    records = {path.partition(".")[0] for path in table}
    risks = {path.partition(".")[2] for path in table}
    fitting = [
        int(found.number)
        for path, found in table.items()
        for row, _dot, column in [path.partition(".")]
        if (row == record or record not in records) and (column == risk or risk not in risks)
    ]
    return min(fitting)


@rule("licence-months")
def licence_months(
    *, record: str = UNKNOWN, risk: str = UNKNOWN, credible: bool | None = None, least: int = 12, longest: int = 36
) -> Computed[int]:
    """The most months a licence may last: longer only with a good record, a credible partner and a low risk."""
    need(1 <= least <= MONTHS_MAX, "least", least, from_to(1, MONTHS_MAX))
    need(least <= longest <= MONTHS_MAX, "longest", longest, from_to(least, MONTHS_MAX))
    good = worst(record, RECORDS, "record") == "good"
    low = worst(risk, RISKS, "risk") == "low"
    value = longest if good and low and credible is True else least
    partner = {True: _("credible"), False: _("not credible"), None: _("not known")}[credible]
    words = said(
        _("Record {record}, risk {risk}, partner {partner}."), record=typed(record), risk=typed(risk), partner=partner
    )
    longer = said(_("Longer than {least} months is allowed, never forced."), least=least)
    return Computed(value=value, unit="months", explanation=(words, longer), sources=(LICENCE, OWN_CHOICE))


@rule("licence-length-allowed")
def licence_length_allowed(*, starts_on: date, ends_on: date, least: int = 12, longest: int = 12) -> Computed[bool]:
    """Whether a licence from its first to its last day is neither shorter nor longer than allowed."""
    need(1 <= least <= MONTHS_MAX, "least", least, from_to(1, MONTHS_MAX))
    need(least <= longest <= MONTHS_MAX, "longest", longest, from_to(least, MONTHS_MAX))
    need(ends_on >= starts_on, "ends_on", ends_on, "it must not be before the first day")
    first = add_months(starts_on, least) - timedelta(days=1)
    last = add_months(starts_on, longest) - timedelta(days=1)
    value = first <= ends_on <= last
    words = said(_("The last day must lie from {first} to {last}."), first=first, last=last)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(LICENCE,))


@rule("licence-decision-open")
def licence_decision_open(*, period_from: date, decided_on: date, assessed_on: date | None = None) -> Computed[bool]:
    """Whether a licence may be decided: a self-assessment was made in the period, by the day of the decision."""
    value = assessed_on is not None and period_from <= assessed_on <= decided_on
    words = said(
        _("There is no self-assessment; one from {first} to {last} is needed.")
        if assessed_on is None
        else _("The self-assessment is of {day}; one from {first} to {last} is needed."),
        day=assessed_on,
        first=period_from,
        last=decided_on,
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(LICENCE,))


@rule("term-after-findings")
def term_after_findings(*, majors: int, repeated_minors: int = 0, full: int = 36, short: int = 12) -> Computed[int]:
    """Months of a certificate after an audit: short with any major, or with a minor still open from the last cycle."""
    need(majors >= 0, "majors", majors, "it must not be below zero")
    need(repeated_minors >= 0, "repeated_minors", repeated_minors, "it must not be below zero")
    need(1 <= full <= MONTHS_MAX, "full", full, from_to(1, MONTHS_MAX))
    need(1 <= short <= full, "short", short, said(_("it must be 1 to the full {full}"), full=full))
    value = short if majors or repeated_minors else full
    told = _("{majors} majors; minors still open from the last cycle, which count as major: {repeated}.")
    words = said(told, majors=majors, repeated=repeated_minors)
    return Computed(value=value, unit="months", explanation=(words,), sources=(ASI, RJC))


@rule("term-of-programme")
def term_of_programme(*, programme: str) -> Computed[int]:
    """Months of a conformance by its programme: standard a year, downstream two, risk_based three."""
    months = {"standard": 12, "downstream": 24, "risk_based": 36}
    need(programme in months, "programme", programme, one_of(months))
    value = months[programme]
    words = said(_("{programme}: {months} months."), programme=typed(programme), months=value)
    return Computed(value=value, unit="months", explanation=(words,), sources=(RMAP,))


@rule("second-party-checks")
def second_party_checks(*, producers: int, per_check: int = 500, risk: str = UNKNOWN, least: int = 1) -> Computed[int]:
    """Checks a year by the implementing partner: more producers or more risk never mean fewer; at least one."""
    need(1 <= producers <= PRODUCERS_MAX, "producers", producers, from_to(1, PRODUCERS_MAX))
    need(1 <= per_check <= PRODUCERS_MAX, "per_check", per_check, from_to(1, PRODUCERS_MAX))
    need(1 <= least <= COUNT_MAX, "least", least, from_to(1, COUNT_MAX))
    factor = RISK_FACTOR[worst(risk, RISKS, "risk")]
    value = max(least, ceiling(factor * producers / per_check))
    explanation = (
        said(
            _("One for every {per_check} producers, times {factor} for a risk that is {risk}, rounded up."),
            per_check=per_check,
            factor=f"{float(factor):g}",
            risk=typed(risk),
        ),
        said(_("At least {least} a year: {value}."), least=least, value=value),
    )
    return Computed(value=value, unit="count", explanation=explanation, sources=(CHECKS, OWN_CHOICE))


@rule("self-assessment-grants", parameters={"alone": "evidence.self_assessment_alone_grants"})
def self_assessment_grants(*, checked_by: str = "self", alone: bool = False) -> Computed[bool]:
    """Whether an assessment may grant a right: somebody else checked it, or the scheme trusts it alone."""
    need(checked_by in PARTIES, "checked_by", checked_by, one_of(PARTIES))
    value = alone or checked_by != "self"
    told = _("Checked by: {party}; a self-assessment alone grants nothing.")
    told = _("Checked by: {party}; a self-assessment alone grants.") if alone else told
    words = said(told, party=typed(checked_by))
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))


@rule("audits-in-cycle")
def audits_in_cycle(*, record: str = UNKNOWN, risk: str = UNKNOWN, base: int = 3, floor: int = 1) -> Computed[int]:
    """Third-party audits in a cycle: a better record never means more, more risk never fewer, never below the floor."""
    need(1 <= base <= COUNT_MAX, "base", base, from_to(1, COUNT_MAX))
    problem = said(_("it must be 1 to {most}: the formal audits are never none"), most=COUNT_MAX)
    need(1 <= floor <= COUNT_MAX, "floor", floor, problem)
    factor = RECORD_FACTOR[worst(record, RECORDS, "record")] * RISK_FACTOR[worst(risk, RISKS, "risk")]
    value = max(floor, ceiling(base * factor))
    explanation = (
        said(
            _("{base} times {factor} for a record that is {record} and a risk that is {risk}, rounded up."),
            base=base,
            factor=f"{float(factor):g}",
            record=typed(record),
            risk=typed(risk),
        ),
        said(_("At least {least}: {value}."), least=floor, value=value),
    )
    return Computed(value=value, unit="count", explanation=explanation, sources=(AUDITS, OWN_CHOICE))


@rule("audit-interval-state")
def audit_interval_state(
    *, audited_on: date, on: date, checked_on: date | None = None, interval: int = 12, between: int = 12
) -> Computed[str]:
    """Whether third-party audits and the checks between them are in order: in_order, audit_overdue or check_overdue.

    ``interval`` months after the last audit the next is due, the day itself included; no ``between`` months may pass
    without an audit or a first- or second-party check.
    """
    need(on >= audited_on, "on", on, "it must not be before the last audit")
    need(1 <= interval <= MONTHS_MAX, "interval", interval, from_to(1, MONTHS_MAX))
    need(1 <= between <= MONTHS_MAX, "between", between, from_to(1, MONTHS_MAX))
    audit_by = add_months(audited_on, interval)
    looked_on = max(audited_on, checked_on) if checked_on is not None and checked_on <= on else audited_on
    check_by = add_months(looked_on, between)
    value = "audit_overdue" if on > audit_by else "check_overdue" if on > check_by else "in_order"
    told = _("The next audit is due by {audit_by}; without it, a check is due by {check_by}.")
    words = said(told, audit_by=audit_by, check_by=check_by)
    return Computed(value=value, unit="code", explanation=(words,), sources=(INTERVAL, OWN_CHOICE))
