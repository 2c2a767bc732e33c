"""Identified risks, reckoned red flags, areas and the five steps: what a step keeps, and what a refusal leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from orepass.diligence import queries
from orepass.diligence.actions import (
    answer_signal,
    decide_area,
    decide_risk,
    identify_risk,
    measure_mitigation,
    plan_mitigation,
    reassess_risk,
    record_legal_status,
    record_signal,
    record_step,
    record_visit,
    reopen_area,
)
from orepass.diligence.actions.areas import (
    AreaConclusion,
    AreaLighter,
    AreaPlace,
    AreaReading,
    AreaUnnamed,
    DayUnusable,
    ReviewerNamed,
)
from orepass.diligence.actions.cases import (
    CaseState,
    GroundsMissing,
    MeasureDay,
    NotImproved,
    NotMendable,
    OwnRisk,
    RiskUnknown,
)
from orepass.diligence.actions.flags import OwnFlag, ReasonsMissing, answer_flag
from orepass.diligence.actions.reckoning import NoRedFlag, SignalSettled
from orepass.diligence.actions.status import DecisionInFuture
from orepass.diligence.models import AreaDecision, LegalRecord, RiskCase, RiskStep, Signal, SignalAnswer, StepDone
from orepass.diligence.rules.areas import AreaInput, AreaLevel
from orepass.diligence.rules.cases import Change
from orepass.diligence.rules.observation import ANNEX_II_QUESTIONS
from orepass.diligence.rules.standing import LegalStatus
from orepass.diligence.rules.steps import OecdStep
from orepass.kernel.computed import InputRefused
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.kernel.verdict import Answer, Unknown
from orepass.party.actions import register_organisation, register_site
from orepass.party.models import Site
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.platform.files import store_evidence
from orepass.platform.models import Notice, Record
from orepass.platform.replaying import Result, replay

pytestmark = pytest.mark.django_db

AT = datetime(2025, 3, 31, 12, tzinfo=UTC)
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))
AUDITOR = Actor("per-AUDITOR", "org-PROVIDER", frozenset({Role.AUDITOR}))


@pytest.fixture
def mine() -> Identifier:
    return register_organisation(STEWARD, name="Kabolela", kind=OrganisationKind.OPERATOR, at=AT).id


@pytest.fixture
def pit(mine: Identifier) -> Identifier:
    return register_site(STEWARD, name="Pit 3", organisation=mine, at=AT).id


@pytest.fixture
def trader() -> Actor:
    house = register_organisation(STEWARD, name="Trader", kind=OrganisationKind.OPERATOR, at=AT).id
    return Actor("per-T", house, frozenset({Role.OPERATOR}))


@pytest.fixture
def proof() -> str:
    return store_evidence(
        AUDITOR, name="note.txt", media_type="text/plain", content_base64="U2VlbiBvbiB0aGUgc3BvdC4=", at=AT
    ).id


def operator(mine: Identifier) -> Actor:
    return Actor("per-O", mine, frozenset({Role.OPERATOR}))


def identified(pit: Identifier, risk: str = "R4", actor: Actor = AUDITOR, **changes: object) -> queries.CaseCard:
    inputs = {"site": pit, "risk": risk, "known": False, "grounds": "Two bills for one lot.", "at": AT, **changes}
    return identify_risk(actor, **inputs)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_d1_a_stop_risk_stops_trade_until_a_person_refutes_it_with_evidence(
    mine: Identifier, pit: Identifier, proof: str
) -> None:
    assert queries.trade_right(pit, AT.date()).is_yes
    case = identified(pit, "R2")
    assert (case.standing.state, case.standing.trade.is_no) == ("stopped", True)
    assert case.computed["value"] == "suspend"
    assert queries.trade_right(pit, AT.date()).is_no
    assert {notice.organisation for notice in Notice.objects.filter(kind="diligence.risk.identified")} == {
        mine,
        "org-PROVIDER",
    }
    with pytest.raises(NotMendable):
        plan_mitigation(AUDITOR, case=case.id, measures="A talk.", at=AT)
    with pytest.raises(GroundsMissing):
        decide_risk(AUDITOR, case=case.id, decision=Change.REFUTE, reasons="A rumour.", at=AT)
    assert not RiskStep.objects.exists()
    refuted = decide_risk(AUDITOR, case=case.id, decision=Change.REFUTE, reasons="A rumour.", evidence=(proof,), at=AT)
    assert refuted.standing.state == "refuted"
    assert queries.trade_right(pit, AT.date()).is_yes
    assert queries.trade_right(pit, date(2026, 3, 31)).unknown is Unknown.EXPIRED


def test_d1_a_confirmed_stop_risk_ends_trade_for_good(pit: Identifier) -> None:
    case = identified(pit, "R1b", known=True)
    assert case.computed["value"] == "terminate"
    ended = decide_risk(AUDITOR, case=case.id, decision=Change.CONFIRM, reasons="Seen twice.", at=AT)
    assert (ended.standing.state, ended.next_steps) == ("terminated", ())
    with pytest.raises(CaseState):
        decide_risk(AUDITOR, case=case.id, decision=Change.SUSPEND, reasons="Again.", at=AT)


def test_d2_a_plan_that_brings_no_improvement_suspends_on_its_day_and_a_measured_one_resumes(
    mine: Identifier, pit: Identifier, proof: str
) -> None:
    case = identified(pit)
    assert queries.trade_right(pit, AT.date()).unknown is Unknown.MISSING
    planned = plan_mitigation(operator(mine), case=case.id, measures="Two keys for the till.", at=AT)
    assert (planned.standing.state, planned.standing.due_on) == ("planned", date(2025, 9, 30))
    worse = {"case": case.id, "measured_on": date(2025, 6, 1), "improved": False, "note": "As before."}
    measured = measure_mitigation(AUDITOR, **worse, at=on(date(2025, 6, 1)))
    assert (measured.standing.state, len(measured.measures)) == ("planned", 1)
    assert queries.trade_right(pit, date(2025, 9, 29)).is_yes
    assert queries.trade_right(pit, date(2025, 9, 30)).is_no
    later = on(date(2025, 11, 1))
    again = {"case": case.id, "decision": Change.RESUME, "reasons": "Better now.", "evidence": (proof,)}
    with pytest.raises(NotImproved):
        decide_risk(AUDITOR, **again, at=later)
    better = {**worse, "measured_on": date(2025, 10, 30), "improved": True, "note": "No second bill since."}
    with pytest.raises(GroundsMissing):
        measure_mitigation(AUDITOR, **better, at=later)
    assert measure_mitigation(AUDITOR, **better, evidence=(proof,), at=later).standing.state == "halted"
    assert decide_risk(AUDITOR, **again, at=later).standing.state == "resumed"
    assert queries.trade_right(pit, later.date()).is_yes


def test_d2_an_improvement_in_time_lets_trade_go_on_and_is_looked_at_again(pit: Identifier, proof: str) -> None:
    case = identified(pit)
    plan_mitigation(AUDITOR, case=case.id, measures="Two keys for the till.", at=AT)
    day = date(2025, 9, 29)
    done = {"case": case.id, "measured_on": day, "improved": True, "note": "No second bill.", "evidence": (proof,)}
    assert measure_mitigation(AUDITOR, **done, at=on(day)).standing.state == "improved"
    with pytest.raises(CaseState):
        measure_mitigation(AUDITOR, **done, at=on(day))
    with pytest.raises(GroundsMissing):
        reassess_risk(AUDITOR, case=case.id, found_again=False, note="All well.", at=on(day))
    year = on(date(2026, 9, 1))
    kept = reassess_risk(AUDITOR, case=case.id, found_again=False, note="All well.", evidence=(proof,), at=year)
    assert kept.standing.due_on == date(2027, 9, 1)
    found = reassess_risk(AUDITOR, case=case.id, found_again=True, note="A second bill again.", at=year)
    assert found.standing.state == "identified"


def test_measurements_carry_a_possible_day(pit: Identifier) -> None:
    case = identified(pit)
    plan_mitigation(AUDITOR, case=case.id, measures="Two keys.", at=AT)
    for day in (AT.date() - timedelta(days=1), AT.date() + timedelta(days=1)):
        with pytest.raises(MeasureDay):
            measure_mitigation(AUDITOR, case=case.id, measured_on=day, improved=False, note="x", at=AT)


def test_nobody_decides_on_the_own_site_and_strangers_find_no_case(
    mine: Identifier, pit: Identifier, trader: Actor
) -> None:
    with pytest.raises(OwnRisk):
        identified(pit, actor=operator(mine))
    with pytest.raises(NotFound):
        identified(pit, actor=trader)
    with pytest.raises(RiskUnknown):
        identified(pit, "R9")
    with pytest.raises(GroundsMissing):
        identified(pit, grounds=" ")
    assert not RiskCase.objects.exists()
    case = identified(pit)
    records = Record.objects.count()
    for step in (
        lambda: decide_risk(operator(mine), case=case.id, decision=Change.SUSPEND, reasons="x", at=AT),
        lambda: measure_mitigation(operator(mine), case=case.id, measured_on=AT.date(), improved=True, note="x", at=AT),
        lambda: reassess_risk(operator(mine), case=case.id, found_again=False, note="x", at=AT),
    ):
        with pytest.raises(OwnRisk):
            step()
    with pytest.raises(NotFound):
        decide_risk(trader, case=case.id, decision=Change.SUSPEND, reasons="x", at=AT)
    with pytest.raises(Denied):
        identified(pit, actor=Actor("per-I", mine, frozenset({Role.INSPECTOR})))
    assert not RiskStep.objects.exists()
    assert Record.objects.count() == records
    assert queries.cases_for(trader, pit, AT.date()) == []
    assert [card.id for card in queries.cases_of(operator(mine), AT.date())] == [case.id]
    assert queries.case_for(operator(mine), case.id, AT.date()).risk == "R4"
    with pytest.raises(NotFound):
        queries.case_for(AUDITOR, case.id, AT.date() - timedelta(days=1))


def test_a_buyers_case_is_its_own_and_binds_nobody_else(mine: Identifier, trader: Actor) -> None:
    site = register_site(STEWARD, name="Depot", organisation=mine, at=AT).id
    Site.objects.filter(pk=site).update(public=True)
    case = identified(site, "R2", actor=trader)
    assert (case.binding, case.standing.trade.is_no) == (False, True)
    assert queries.trade_right(site, AT.date()).is_yes


def test_a_reckoned_flag_is_kept_with_its_figures_and_answered_once_by_a_person(
    mine: Identifier, pit: Identifier, proof: str
) -> None:
    wanted = {"site": pit, "rule": "red-flag-volume-jump", "source": "weighbridge", "at": AT}
    with pytest.raises(NoRedFlag):
        record_signal(AUDITOR, **{**wanted, "rule": "sample"}, inputs={})
    with pytest.raises(InputRefused):
        record_signal(AUDITOR, **wanted, inputs={"volume": "many"})
    assert not Signal.objects.exists()
    assert queries.depth_for(AUDITOR, pit, AT.date()).level == "open"
    card = record_signal(AUDITOR, **wanted, inputs={"volume": " 151", "usual": "100"})
    assert (card.value, card.computed["inputs"], card.answered) == ("flag", {"volume": "151", "usual": "100"}, None)
    assert Notice.objects.filter(kind="diligence.signal.flagged", organisation=mine).exists()
    assert queries.trade_right(pit, AT.date()).is_yes
    depth = queries.depth_for(AUDITOR, pit, AT.date())
    assert (depth.level, depth.flagged, len(depth.duties)) == ("enhanced", ("red-flag-volume-jump",), 5)
    answer = {"signal": card.id, "confirmed": False, "reasons": "A second shift began.", "at": AT}
    with pytest.raises(ReasonsMissing):
        answer_signal(AUDITOR, **answer)
    with pytest.raises(OwnFlag):
        answer_signal(operator(mine), **answer)
    assert not SignalAnswer.objects.exists()
    assert answer_signal(AUDITOR, **answer, evidence=(proof,)).answered is False
    with pytest.raises(SignalSettled):
        answer_signal(AUDITOR, **answer, evidence=(proof,))
    assert queries.depth_for(AUDITOR, pit, AT.date()).level == "open"
    assert [one.result for one in replay(card.id)] == [Result.EQUAL]
    Signal.objects.update(value="none")
    assert [one.result for one in replay(card.id)] == [Result.DIFFERENT]


def test_a_flag_that_is_none_waits_for_no_answer(pit: Identifier) -> None:
    card = record_signal(AUDITOR, site=pit, rule="red-flag-interest", inputs={"interest": "no"}, source="x", at=AT)
    with pytest.raises(SignalSettled):
        answer_signal(AUDITOR, signal=card.id, confirmed=True, reasons="x", at=AT)


TODAY = AT.date()


def reading(value: str, day: date = TODAY) -> AreaReading:
    return AreaReading(value=value, as_of=day, source="an index")


LOW = {name: reading("0") for name in AreaInput}
NO = AreaConclusion(level=AreaLevel.NO, reasons="All inputs are low.")


def decided(actor: Actor, **changes: object) -> queries.AreaCard:
    inputs = {
        "place": AreaPlace(country="cd", area="Lualaba"),
        "readings": LOW,
        "conclusion": NO,
        "reviewer": "per-R",
        "at": AT,
    }
    return decide_area(actor, **{**inputs, **changes})


def test_e4_an_area_is_decided_for_a_year_or_until_an_event(trader: Actor) -> None:
    card = decided(trader)
    assert (card.country, card.level, card.harmless.is_yes) == ("CD", AreaLevel.NO, True)
    assert card.valid_before == date(2026, 3, 31)
    assert queries.area_for(trader, card.id, date(2026, 3, 31)).harmless.unknown is Unknown.EXPIRED
    with pytest.raises(DayUnusable):
        reopen_area(trader, decision=card.id, happened_on=date(2025, 3, 30), what="Fighting.", at=AT)
    with pytest.raises(GroundsMissing):
        reopen_area(trader, decision=card.id, happened_on=AT.date(), what=" ", at=AT)
    ended = reopen_area(trader, decision=card.id, happened_on=AT.date(), what="Fighting.", at=AT)
    assert (ended.valid_before, ended.harmless.is_unknown) == (AT.date(), True)
    assert [one.result for one in replay(card.id)] == [Result.EQUAL]
    with pytest.raises(NotFound):
        queries.area_for(AUDITOR, card.id, AT.date())


def test_e4_unknown_inputs_never_come_to_no_and_nobody_decides_more_lightly(trader: Actor) -> None:
    fewer = {name: value for name, value in LOW.items() if name is not AreaInput.CONFLICT}
    for refusal, changes in (
        (AreaLighter, {"readings": fewer}),
        (AreaLighter, {"readings": {**LOW, AreaInput.CONFLICT: reading("0", date(2024, 3, 31))}}),
        (AreaLighter, {"readings": {**LOW, AreaInput.SANCTIONS: reading("1")}}),
        (InputRefused, {"readings": {**LOW, AreaInput.CONFLICT: reading("much")}}),
        (AreaUnnamed, {"place": AreaPlace(country="CD", area=" ")}),
        (AreaUnnamed, {"place": AreaPlace(country="Congo", area="Lualaba")}),
        (ReviewerNamed, {"reviewer": trader.pseudonym}),
        (ReviewerNamed, {"reviewer": "somebody"}),
        (GroundsMissing, {"conclusion": AreaConclusion(level=AreaLevel.NO, reasons=" ")}),
    ):
        with pytest.raises(refusal):
            decided(trader, **changes)
    assert not AreaDecision.objects.exists()
    graver = AreaConclusion(level=AreaLevel.CAHRA, reasons="We know more.")
    assert decided(trader, readings=fewer, conclusion=graver).harmless.is_no


def test_c19_each_of_the_five_steps_counts_for_a_year(trader: Actor) -> None:
    assert queries.five_steps_for(trader, AT.date()).all_covered.is_unknown
    with pytest.raises(GroundsMissing):
        record_step(trader, step=OecdStep.AUDIT, done_on=AT.date(), note=" ", at=AT)
    with pytest.raises(DayUnusable):
        record_step(trader, step=OecdStep.AUDIT, done_on=date(2025, 4, 1), note="x", at=AT)
    assert not StepDone.objects.exists()
    for step in OecdStep:
        card = record_step(trader, step=step, done_on=AT.date(), note="Done.", at=AT)
    assert card.all_covered.is_yes
    assert queries.five_steps_for(trader, date(2026, 3, 31)).all_covered.is_unknown


def test_l06_how_the_law_stands_is_dated_and_illegal_excludes(pit: Identifier) -> None:
    assert queries.fact_at(pit, "illegal_status", AT.date()).is_unknown
    legal = {"site": pit, "authority": "Mining cadastre", "at": AT}
    with pytest.raises(DecisionInFuture):
        record_legal_status(AUDITOR, status=LegalStatus.LEGAL, valid_from=date(2025, 4, 1), **legal)
    assert not LegalRecord.objects.exists()
    record_legal_status(AUDITOR, status=LegalStatus.NOT_ADDRESSED, valid_from=date(2024, 1, 1), **legal)
    record_legal_status(AUDITOR, status=LegalStatus.ILLEGAL, valid_from=date(2025, 1, 1), **legal)
    assert queries.fact_at(pit, "illegal_status", date(2024, 12, 31)).is_no
    assert queries.fact_at(pit, "illegal_status", date(2025, 1, 1)).is_yes
    assert [card.status for card in queries.legal_history(pit)] == [LegalStatus.NOT_ADDRESSED, LegalStatus.ILLEGAL]


def test_what_was_only_seen_is_a_question_and_what_a_person_confirmed_is_a_fact(pit: Identifier, proof: str) -> None:
    assert queries.fact_at(pit, "R1b", AT.date()).unknown is Unknown.MISSING
    seen = {"site": pit, "observed_on": AT.date(), "on_site": True, "at": AT}
    record_visit(AUDITOR, **seen, answers=dict.fromkeys(ANNEX_II_QUESTIONS, Answer.NO))
    assert queries.fact_at(pit, "R1b", AT.date()).is_no
    record_visit(AUDITOR, **seen, answers={"forced_labour": Answer.YES})
    assert queries.fact_at(pit, "R1b", AT.date()).unknown is Unknown.UNVERIFIABLE
    answer_flag(AUDITOR, site=pit, question="forced_labour", confirmed=True, reasons="Two told it.", at=AT)
    assert queries.fact_at(pit, "R1b", AT.date()).is_yes
    assert queries.fact_at(pit, "weather", AT.date()).is_unknown


def test_an_identified_stop_risk_is_a_fact_until_it_is_refuted(pit: Identifier, proof: str) -> None:
    case = identified(pit, "R1c")
    assert queries.fact_at(pit, "R1c", AT.date()).is_yes
    decide_risk(AUDITOR, case=case.id, decision=Change.REFUTE, reasons="At school.", evidence=(proof,), at=AT)
    assert queries.fact_at(pit, "R1c", AT.date()).is_unknown
