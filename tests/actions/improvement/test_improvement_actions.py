from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from orepass.improvement import queries
from orepass.improvement.actions import (
    add_action,
    adopt_plan,
    adopt_policy,
    assess_risk,
    define_indicator,
    plan_mitigation,
    report_done,
    report_value,
)
from orepass.improvement.actions.entries import DaysBackwards, TextMissing
from orepass.improvement.actions.indicators import NumberUnusable, Target
from orepass.improvement.actions.measures import AlreadyDone
from orepass.improvement.models import Indicator, IndicatorValue, Measure, MeasureDone, Policy, Risk
from orepass.improvement.rules.indicator import Better
from orepass.kernel.refusal import Denied, Invalid, NotFound
from orepass.kernel.verdict import Answer
from orepass.party.actions import register_organisation
from orepass.party.actions.people import PeriodBackwards
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.platform.models import Notice, Record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 12, tzinfo=UTC)
TODAY = AT.date()
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))
SUBJECT = "S.health_and_safety"
TARGET = Target(Decimal(2), "accidents", Better.LOWER)


def manager(name: str = "Kabolela") -> Actor:
    made = register_organisation(STEWARD, name=name, kind=OrganisationKind.COOPERATIVE, at=AT).id
    return Actor(f"per-{name}", made, frozenset({Role.GROUP_MANAGER}))


@pytest.fixture
def us() -> Actor:
    return manager()


def write_everything_down(us: Actor) -> dict[str, str]:
    facts = {"subject": SUBJECT, "at": AT}
    adopt_policy(us, title="We come home unhurt", valid_from=TODAY, **facts)
    risk = assess_risk(us, hazard="shaft collapse", presence=Answer.YES, assessed_on=TODAY, **facts).id
    due_on = date(2026, 2, 1)
    measure = plan_mitigation(us, risk=risk, text="timber", responsible="shift leader", due_on=due_on, at=AT).id
    indicator = define_indicator(us, name="accidents", target=TARGET, started_on=date(2025, 1, 1), **facts).id
    report_value(us, indicator=indicator, observed_on=date(2025, 12, 31), value=Decimal(3), at=AT)
    goals = {"goals": "fewer accidents", "valid_from": TODAY, "valid_before": date(2027, 1, 1)}
    plan = adopt_plan(us, **goals, **facts).id
    return {"risk": risk, "measure": measure, "indicator": indicator, "plan": plan}


def codes(us: Actor, on: date = TODAY) -> list[str]:
    return [finding.code for finding in queries.subject_for(us, us.organisation, SUBJECT, on).state.findings]


def test_subject_becomes_complete_and_asks_for_an_action(us: Actor) -> None:
    made = write_everything_down(us)
    card = queries.subject_for(us, us.organisation, SUBJECT, TODAY)
    assert card.state.complete.is_yes
    assert codes(us) == ["improvement.indicator.below_target"]
    action = {"plan": made["plan"], "text": "train", "responsible": "manager", "due_on": date(2026, 6, 1), "at": AT}
    add_action(us, indicator=made["indicator"], **action)
    assert codes(us) == []
    assert queries.subjects_of(us.organisation) == [SUBJECT]
    assert [value.value for value in queries.series(made["indicator"])] == [Decimal(3)]


def test_due_measures_show_until_they_are_done(us: Actor) -> None:
    made = write_everything_down(us)
    assert [card.id for card in queries.due_measures(us.organisation, TODAY)] == [made["measure"]]
    assert Notice.objects.get(organisation=us.organisation).due_on == date(2026, 2, 1)
    assert "improvement.mitigation.overdue" in codes(us, date(2026, 2, 2))
    report = {"measure": made["measure"], "done_on": date(2026, 3, 1), "effect": "no collapse since", "at": LATER}
    assert report_done(us, **report).done_on == date(2026, 3, 1)
    assert queries.due_measures(us.organisation, LATER.date()) == []
    with pytest.raises(AlreadyDone):
        report_done(us, **report)
    assert MeasureDone.objects.count() == 1


def test_same_hazard_again_is_a_new_assessment_of_it(us: Actor) -> None:
    hazard = {"subject": SUBJECT, "hazard": "mercury"}
    first = assess_risk(us, **hazard, presence=Answer.YES, assessed_on=TODAY, at=AT)
    again = assess_risk(us, **hazard, presence=Answer.NO, assessed_on=LATER.date(), at=LATER)
    assert first.id == again.id
    assert Risk.objects.count() == 1
    assert queries.subject_card(us.organisation, SUBJECT, TODAY).risks[0].presence is Answer.YES
    assert queries.subject_card(us.organisation, SUBJECT, LATER.date()).risks[0].presence is Answer.NO


def test_strangers_see_and_change_nothing(us: Actor) -> None:
    made = write_everything_down(us)
    them = manager("Stranger")
    records = Record.objects.count()
    with pytest.raises(NotFound):
        queries.subject_for(them, us.organisation, SUBJECT, TODAY)
    with pytest.raises(NotFound):
        plan_mitigation(them, risk=made["risk"], text="x", responsible="y", due_on=TODAY, at=AT)
    with pytest.raises(NotFound):
        report_value(them, indicator=made["indicator"], observed_on=TODAY, value=Decimal(0), at=AT)
    with pytest.raises(NotFound):
        report_done(them, measure=made["measure"], done_on=TODAY, effect="x", at=AT)
    with pytest.raises(NotFound):
        add_action(them, plan=made["plan"], text="x", responsible="y", due_on=TODAY, at=AT)
    assert (Measure.objects.count(), IndicatorValue.objects.count(), Record.objects.count()) == (1, 1, records)


def test_action_cannot_borrow_another_subjects_indicator(us: Actor) -> None:
    made = write_everything_down(us)
    facts = {"subject": "E.water", "name": "water", "target": TARGET, "started_on": TODAY, "at": AT}
    other = define_indicator(us, **facts).id
    with pytest.raises(NotFound):
        add_action(us, plan=made["plan"], text="x", responsible="y", due_on=TODAY, indicator=other, at=AT)
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("identifier", ["", "rsk-NOTHING", "' OR 1=1 --"])
def test_unknown_identifiers_are_not_found(us: Actor, identifier: str) -> None:
    with pytest.raises(NotFound):
        plan_mitigation(us, risk=identifier, text="x", responsible="y", due_on=TODAY, at=AT)
    with pytest.raises(NotFound):
        report_value(us, indicator=identifier, observed_on=TODAY, value=Decimal(0), at=AT)
    with pytest.raises(NotFound):
        report_done(us, measure=identifier, done_on=TODAY, effect="x", at=AT)
    with pytest.raises(NotFound):
        add_action(us, plan=identifier, text="x", responsible="y", due_on=TODAY, at=AT)
    assert not Measure.objects.exists()


def test_empty_texts_backward_days_and_unusable_numbers_are_refused(us: Actor) -> None:
    facts = {"subject": SUBJECT, "at": AT}
    with pytest.raises(TextMissing):
        adopt_policy(us, title=" ", valid_from=TODAY, **facts)
    with pytest.raises(PeriodBackwards):
        adopt_policy(us, title="x", valid_from=TODAY, valid_before=TODAY, **facts)
    with pytest.raises(DaysBackwards):
        assess_risk(us, hazard="x", presence=Answer.NO, assessed_on=date(2026, 1, 6), **facts)
    with pytest.raises(NumberUnusable):
        define_indicator(us, name="x", target=TARGET, period_months=0, started_on=TODAY, **facts)
    for number in ("NaN", "1e30", "0.0000001"):
        unusable = Target(Decimal(number), "t", Better.HIGHER)
        with pytest.raises(Invalid):
            define_indicator(us, name="x", target=unusable, started_on=TODAY, **facts)
    with pytest.raises(NotFound):
        adopt_policy(us, title="x", valid_from=TODAY, evidence=("0" * 64,), **facts)
    assert not any(model.objects.exists() for model in (Policy, Risk, Indicator))


def test_measure_is_not_done_before_it_was_planned(us: Actor) -> None:
    made = write_everything_down(us)
    with pytest.raises(DaysBackwards):
        report_done(us, measure=made["measure"], done_on=date(2026, 1, 4), effect="x", at=AT)
    with pytest.raises(DaysBackwards):
        report_done(us, measure=made["measure"], done_on=date(2026, 1, 6), effect="x", at=AT)
    assert not MeasureDone.objects.exists()


def test_auditors_do_not_write_for_their_clients(us: Actor) -> None:
    auditor = Actor("per-AUDITOR", us.organisation, frozenset({Role.AUDITOR}))
    with pytest.raises(Denied):
        adopt_policy(auditor, subject=SUBJECT, title="x", valid_from=TODAY, at=AT)
    with pytest.raises(NotFound):
        adopt_policy(Actor.system("test"), subject=SUBJECT, title="x", valid_from=TODAY, at=AT)
    assert not Policy.objects.exists()
