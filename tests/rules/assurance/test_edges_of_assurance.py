"""Clocks, plans, teams and decisions of assurance at the edge of each condition, and what is told of them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.assurance.rules.clocks import (
    candidate_period,
    closure_due,
    end_after_provider_withdrawal,
    plan_due,
    renewed_period,
    restore_before,
    surveillance_dues,
    suspension_due,
)
from orepass.assurance.rules.decision import Decision, NonconformityFact, decision_findings, grade_at
from orepass.assurance.rules.grounds import OpenNonconformity, suspension_signals
from orepass.assurance.rules.impartiality import (
    Duty,
    Interests,
    Participation,
    independence_findings,
    rotation_findings,
)
from orepass.assurance.rules.planning import (
    PlanBasis,
    RiskLevel,
    Situation,
    days_asked,
    random_findings,
    remote_asked,
    sample_asked,
    sample_findings,
)
from orepass.assurance.rules.profile import SiteFacts, completed
from orepass.assurance.rules.record import record_word, risk_word
from orepass.assurance.rules.status import CertificateStatus, StatusStep, right_from, status_at
from orepass.assurance.rules.team import TeamPart, Wanted, competence_findings
from orepass.assurance.rules.terms import GENERIC, Grade, GradeTerms, Terms, terms_from
from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.party.rules.competence import CompetenceFact, Field
from orepass.scheme.rules.outcome import Profile

ON = date(2026, 4, 1)


def test_clients_of_a_provider_without_accreditation_keep_their_right_to_the_last_of_the_days() -> None:
    assert end_after_provider_withdrawal(date(2025, 3, 1), Terms(provider_withdrawal_days=0)) == date(2025, 3, 2)
    assert end_after_provider_withdrawal(date(2025, 3, 1), Terms(provider_withdrawal_days=90)) == date(2025, 5, 31)


def test_each_clock_runs_by_the_schemes_days_or_months() -> None:
    terms = Terms(
        major=GradeTerms(plan_days=0, closure_months=0),
        minor=GradeTerms(),
        extension_days=10,
        candidate_months=None,
        suspension_months=1,
        restore_months=2,
    )
    end = date(2025, 1, 31)
    assert (plan_due(Grade.MAJOR, end, terms), closure_due(Grade.MAJOR, end, terms)) == (end, end)
    assert closure_due(Grade.MAJOR, end, terms, extensions=2) == date(2025, 2, 20)
    assert (plan_due(Grade.MINOR, end, terms), closure_due(Grade.MINOR, end, terms, extensions=2)) == (None, None)
    assert plan_due(Grade.CRITICAL, end, GENERIC) == date(2025, 2, 7)
    assert closure_due(Grade.CRITICAL, end, GENERIC, extensions=1) == date(2025, 8, 28)
    assert candidate_period(end, terms) == Period(end)
    assert (suspension_due(end, terms), restore_before(end, terms)) == (date(2025, 2, 28), date(2025, 3, 31))


def test_a_renewal_keeps_the_old_cycle_until_the_window_ends() -> None:
    old_end = date(2028, 2, 10)
    assert renewed_period(old_end, date(2028, 8, 9), GENERIC) == Period(date(2028, 8, 9), date(2031, 2, 10))
    assert renewed_period(old_end, date(2028, 8, 10), GENERIC) == Period(date(2028, 8, 10), date(2031, 8, 10))


def test_no_surveillance_falls_on_the_day_of_the_end() -> None:
    start = date(2025, 2, 10)
    assert surveillance_dues(start, date(2027, 2, 10), GENERIC) == [date(2026, 2, 10)]
    assert surveillance_dues(start, date(2027, 2, 11), GENERIC) == [date(2026, 2, 10), date(2027, 2, 10)]


def test_a_pack_that_names_days_replaces_the_months_of_that_clock_only() -> None:
    read = terms_from({"nonconformity.major.plan_days": 30, "lifecycle.cycle_months": 24})
    assert (read.major.plan_days, read.major.plan_months, read.major.closure_months) == (30, None, 6)
    assert (read.cycle_months, read.minor, read.critical) == (24, GENERIC.minor, GENERIC.critical)


def test_the_grade_of_a_minor_rises_the_day_after_its_closure_was_due() -> None:
    due = date(2026, 1, 20)
    for on, is_open, grade in (
        (due, True, Grade.MINOR),
        (date(2026, 1, 21), True, Grade.MAJOR),
        (ON, False, Grade.MINOR),
    ):
        assert grade_at(Grade.MINOR, is_open=is_open, closure_due=due, on=on) is grade
    assert grade_at(Grade.MINOR, is_open=True, closure_due=None, on=ON) is Grade.MINOR
    assert grade_at(Grade.CRITICAL, is_open=True, closure_due=due, on=ON) is Grade.CRITICAL


def told(outcome: Verdict, accredited: Verdict, *facts: NonconformityFact, **more: date) -> list[tuple[str, str]]:
    found = decision_findings(
        Decision.GRANT,
        outcome=outcome,
        nonconformities=facts,
        accredited=accredited,
        candidate_ended_before=more.get("ended"),
        on=ON,
        terms=GENERIC,
    )
    return [
        (each.code.removeprefix("assurance.decision."), each.params.get("reasons", each.params.get("due", "")))
        for each in found
    ]


def test_a_refusal_to_grant_tells_every_reason_or_the_bare_answer() -> None:
    assert told(no("a", "b"), yes()) == [("outcome_not_met", "a; b")]
    assert told(unknown(Unknown.MISSING), no()) == [
        ("outcome_not_met", "unknown"),
        ("provider_not_accredited", "no"),
    ]
    assert told(yes(), yes(), ended=ON) == [("candidate_ended", "")]
    assert told(yes(), yes(), ended=date(2026, 4, 2)) == []


@pytest.mark.parametrize(
    ("verified_on", "late"), [(date(2025, 7, 20), False), (date(2025, 7, 21), True), (None, False)]
)
def test_a_major_that_was_verified_after_its_last_day_needs_another_stage_2(
    verified_on: date | None, *, late: bool
) -> None:
    fact = NonconformityFact(
        identifier="ncf-1", grade=Grade.MAJOR, state="closed", visit_ended_on=date(2025, 1, 20), verified_on=verified_on
    )
    assert told(yes(), yes(), fact) == ([("verified_too_late", "2025-07-20")] if late else [])


OPEN = Period(date(2025, 1, 1))
STANDARD = CompetenceFact(Field.STANDARD, "CPS", OPEN)
COBALT = CompetenceFact(Field.MINERAL, "cobalt", OPEN)
LAPSED = CompetenceFact(Field.MINERAL, "cobalt", Period(date(2024, 1, 1), date(2025, 1, 1)))


def test_one_of_a_team_is_enough_for_a_mineral_whatever_became_of_the_others_records() -> None:
    wanted = Wanted(standard="CPS", minerals=("cobalt",))
    lead = TeamPart(person="A", part="lead", records=(STANDARD, LAPSED))
    expert = TeamPart(person="B", part="expert", records=(COBALT,))
    stranger = TeamPart(person="C", part="expert", records=())
    assert competence_findings([lead, expert], wanted, ON, required=True) == []
    assert competence_findings([expert, lead], wanted, ON, required=True) == []
    (found,) = competence_findings([stranger, lead], wanted, ON, required=False)
    assert found.code.endswith("not_covered")


def situation(**changes: object) -> Situation:
    given = {"kind": "surveillance", "sites": 9, "personnel": 40, "open_major": False, **changes}
    return Situation(**given)  # type: ignore[arg-type]


def test_a_single_site_is_asked_for_too_and_no_site_is_not() -> None:
    values = {"sampling.rule": "md1", "sampling.surveillance_factor": "0.6"}
    asked = sample_asked(values, situation(sites=1), PlanBasis())
    assert asked is not None
    assert asked.inputs == {"rule": "md1", "n": 1, "kind": "surveillance", "risk": 1, "factor": Fraction(3, 5)}
    assert asked.parameters == {"rule": "sampling.rule", "factor": "sampling.surveillance_factor"}
    assert sample_asked(values, situation(sites=0), PlanBasis()) is None
    other = sample_asked({**values, "sampling.rule": "iscc"}, situation(), PlanBasis())
    assert other is not None
    assert "factor" not in other.inputs


def test_days_are_asked_for_by_the_people_stated_and_not_for_nobody() -> None:
    values = {"audit_time.table": "qms", "audit_time.surveillance_factor": "0.33"}
    asked = days_asked(values, situation(), PlanBasis(personnel=7, reduction_percent=10))
    assert asked is not None
    assert asked.inputs == {
        "personnel": 7,
        "stage": "surveillance",
        "percent": Fraction(10),
        "system": "qms",
        "factor": Fraction(33, 100),
    }
    assert days_asked(values, situation(), PlanBasis(personnel=0)) is None
    assert days_asked({}, situation(), PlanBasis()) is None
    silent = days_asked({"audit_time.table": "qms"}, situation(), PlanBasis())
    assert silent is not None
    assert (silent.inputs["personnel"], "factor" in silent.inputs) == (40, False)


@pytest.mark.parametrize(
    ("kind", "risk", "high"),
    [("initial", RiskLevel.HIGH, True), ("initial", RiskLevel.MEDIUM, False), ("surveillance", RiskLevel.HIGH, False)],
)
def test_only_a_first_audit_at_high_risk_is_asked_about_as_such(kind: str, risk: RiskLevel, *, high: bool) -> None:
    basis = PlanBasis(risk=risk, remote_days=Decimal(1))
    asked = remote_asked({"audit_time.remote_share_max_percent": 20}, situation(kind=kind), basis, Decimal(4))
    assert asked is not None
    assert (asked.inputs["initial_high_risk"], asked.inputs["most"]) == (high, Fraction(20))
    assert asked.parameters == {"most": "audit_time.remote_share_max_percent"}
    assert remote_asked({}, situation(), PlanBasis(), Decimal(4)) is None
    assert remote_asked({}, situation(), basis, Decimal(0)) is None


def test_a_sample_is_too_small_below_what_is_asked_and_not_at_it() -> None:
    assert sample_findings(3, 3, central_missing=False) == []
    assert sample_findings(None, 0, central_missing=False) == []
    both = sample_findings(3, 2, central_missing=True)
    assert [each.where for each in both] == ["visit.basis.central", "sample"]
    assert both[1].params == {"planned": "2", "asked": "3"}
    assert random_findings(2, 2, everybody=False) == random_findings(2, 0, everybody=True) == []
    assert [each.params for each in random_findings(2, 1, everybody=False)] == [{"by_chance": "1", "asked": "2"}]


def test_what_two_sites_say_differently_is_not_said() -> None:
    one = SiteFacts(activities=("extraction",), minerals=("tin",), size="asm", country="CD")
    two = SiteFacts(activities=("extraction",), minerals=("gold", "tin"), size="asm", country="RW")
    read = completed(Profile(), [one, two])
    assert (read.size, read.country, read.minerals, read.activities) == ("asm", None, ("tin", "gold"), ("extraction",))


def test_a_record_is_the_worst_that_was_found_and_none_without_a_certificate() -> None:
    def record(*grades: Grade, before: bool = True, repeated: bool = False) -> str:
        return record_word(certified_before=before, grades=grades, repeated=repeated)

    assert [record(), record(Grade.MINOR), record(Grade.MAJOR), record(Grade.CRITICAL)] == [
        "good",
        "good",
        "fair",
        "poor",
    ]
    assert [record(repeated=True), record(before=False), record(Grade.MAJOR, before=False)] == [
        "poor",
        "unknown",
        "unknown",
    ]
    assert [risk_word(level) for level in (None, RiskLevel.REGULAR, RiskLevel.HIGH)] == ["unknown", "low", "high"]


def test_a_suspension_is_asked_for_after_a_missed_closure_and_at_the_limit_of_a_subject() -> None:
    def open_one(name: str, grade: Grade, due: date | None = None) -> OpenNonconformity:
        return OpenNonconformity(identifier=name, subject="water", grade=grade, closure_due=due)

    terms = Terms(majors_per_subject=2)
    late, in_time = date(2026, 3, 31), ON
    assert suspension_signals([open_one("a", Grade.MAJOR, in_time), open_one("b", Grade.MINOR, late)], ON, terms) == []
    (missed,) = suspension_signals([open_one("a", Grade.MAJOR, late)], ON, terms)
    assert missed.params == {"grade": "major", "due": "2026-03-31"}
    two = [open_one("a", Grade.MAJOR), open_one("b", Grade.CRITICAL)]
    (many,) = suspension_signals(two, ON, terms)
    assert many.params == {"count": "2", "subject": "water", "limit": "2"}
    assert suspension_signals(two, ON, GENERIC) == []


def test_who_evaluated_neither_reviews_nor_decides_and_who_reviewed_may_decide() -> None:
    clean = Interests(declared=no("nothing"), staff=no("no role"))

    def against(duty: Duty, *did: Duty, interests: Interests = clean, by: str = "A") -> list[tuple[str, str]]:
        file = [Participation(by, one) for one in did]
        found = independence_findings("A", duty, file=file, interests=interests, cooling_off_months=24)
        return [(each.code.rpartition(".")[2], each.params.get("did", each.params.get("reason", ""))) for each in found]

    assert against(Duty.DECIDE, Duty.EVALUATE, Duty.REVIEW) == [("same_file", "evaluate")]
    assert against(Duty.DECIDE, Duty.EVALUATE, by="B") == against(Duty.DECIDE, Duty.REVIEW) == []
    assert against(Duty.EVALUATE, Duty.REVIEW, Duty.DECIDE) == [("same_file", "decide"), ("same_file", "review")]
    tied = Interests(declared=yes("advice"), staff=unknown(Unknown.MISSING))
    assert against(Duty.REVIEW, interests=tied) == [("tied", "advice"), ("undeclared", "missing")]
    assert against(Duty.REVIEW, interests=Interests(declared=no(), staff=yes("clerk"))) == [("staff", "clerk")]
    assert rotation_findings("A", audits_led=2, limit=3) == rotation_findings("A", audits_led=9, limit=None) == []
    assert [each.params for each in rotation_findings("A", audits_led=3, limit=3)] == [{"audits": "3", "limit": "3"}]


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2024, 12, 31), CertificateStatus.NOT_YET_VALID),
        (date(2025, 1, 1), CertificateStatus.ACTIVE),
        (date(2025, 3, 1), CertificateStatus.SUSPENDED),
        (date(2025, 12, 31), CertificateStatus.SUSPENDED),
        (date(2026, 1, 1), CertificateStatus.EXPIRED),
    ],
)
def test_a_suspension_counts_from_its_day_and_gives_way_to_the_end(on: date, status: CertificateStatus) -> None:
    period = Period(date(2025, 1, 1), date(2026, 1, 1))
    assert status_at(period, [StatusStep("certificate.suspend", date(2025, 3, 1))], on) is status
    assert right_from(status).is_yes is (status is CertificateStatus.ACTIVE)
    assert right_from(status).is_unknown is (status is CertificateStatus.EXPIRED)
