"""Subjects of improvement on their pages: what stands there, what a step writes, and what is refused."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from orepass.improvement.models import IndicatorValue, Measure, MeasureDone, Policy, RiskAssessment
from orepass.improvement.queries import subjects_of
from orepass.platform import clock
from orepass.platform.models import Record
from tests.certification import World
from tests.web.conftest import Browse

SUBJECT = "water"
RISK = {
    "step": "improvement.risk.assess",
    "subject": SUBJECT,
    "hazard": "Acid water",
    "presence": "yes",
    "assessed_on": "2026-03-01",
}


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def page(name: str, *arguments: str) -> str:
    return reverse(f"web:{name}", args=arguments)


def test_empty_page_says_what_will_be_here_and_how_to_begin(world: World, logged_in: Browse) -> None:
    html = logged_in(world.operator).get(page("improvement")).content.decode()
    assert "No subject yet" in html
    assert 'value="improvement.policy.adopt"' in html


def test_first_risk_begins_a_subject_and_leads_to_its_page(world: World, logged_in: Browse) -> None:
    answer = logged_in(world.operator).post(page("improvement"), RISK)
    assert answer.status_code == 302
    assert answer["Location"] == page("improvement-subject", SUBJECT)
    assert subjects_of(world.client) == [SUBJECT]
    assert RiskAssessment.objects.get().presence == "yes"
    assert Record.objects.filter(action="improvement.risk.assess").exists()


def test_risk_without_a_measure_is_said_until_one_is_planned_and_done(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    browser.post(page("improvement"), RISK)
    where = page("improvement-subject", SUBJECT)
    assert "has no mitigation" in browser.get(where).content.decode()
    risk = RiskAssessment.objects.get().risk_id
    plan = {"step": "improvement.mitigation.plan", "risk": risk, "text": "Lime", "responsible": "Env"}
    assert browser.post(where, {**plan, "due_on": "2026-06-01"}).status_code == 302
    assert "has no mitigation" not in browser.get(where).content.decode()
    done = {"step": "improvement.measure.report_done", "measure": Measure.objects.get().pk, "effect": "pH 7"}
    assert browser.post(where, {**done, "done_on": "2026-03-02"}).status_code == 302
    assert MeasureDone.objects.get().effect == "pH 7"


def test_indicator_shows_its_value_against_the_target(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    browser.post(page("improvement"), RISK)
    where = page("improvement-subject", SUBJECT)
    define = {"step": "improvement.indicator.define", "name": "Copper", "target": "0.3", "unit": "mg/l"}
    browser.post(where, {**define, "better": "lower", "period_months": "6", "started_on": "2026-01-01"})
    indicator = browser.get(where).context["subject"].indicators[0].indicator.id
    report = {"step": "improvement.indicator.report", "indicator": indicator, "value": "0.52"}
    assert browser.post(where, {**report, "observed_on": "2026-03-02"}).status_code == 302
    assert IndicatorValue.objects.count() == 1
    html = browser.get(where).content.decode()
    assert "Copper misses its target" in html
    assert "<svg" in html


def test_assessment_of_tomorrow_is_refused_beside_its_day_and_changes_nothing(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    records = Record.objects.count()
    answer = browser.post(page("improvement"), {**RISK, "assessed_on": "2026-03-03"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "does not come after" in html
    assert "Give days in their order" in html
    assert "Acid water" in html
    assert subjects_of(world.client) == []
    assert Record.objects.count() == records


def test_policy_that_ends_before_it_begins_is_refused_and_not_kept(world: World, logged_in: Browse) -> None:
    sent = {"step": "improvement.policy.adopt", "subject": SUBJECT, "title": "Water", "valid_from": "2026-03-01"}
    answer = logged_in(world.operator).post(page("improvement"), {**sent, "valid_before": "2026-02-01"})
    assert answer.status_code == 422
    assert b"field-error" in answer.content
    assert not Policy.objects.exists()


def test_plan_takes_an_action(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    browser.post(page("improvement"), RISK)
    where = page("improvement-subject", SUBJECT)
    plan = {"step": "improvement.plan.adopt", "goals": "Halve it", "valid_from": "2026-03-01"}
    browser.post(where, {**plan, "valid_before": "2027-03-01"})
    paper = browser.get(where).context["papers"].plans[0].id
    act = {"step": "improvement.action.add", "plan": paper, "text": "Drain", "responsible": "Env"}
    assert browser.post(where, {**act, "due_on": "2026-05-01"}).status_code == 302
    assert Measure.objects.get().plan_id == paper
    assert "Drain" in browser.get(page("improvement")).content.decode()


def test_strangers_are_told_that_there_is_no_such_subject(world: World, logged_in: Browse) -> None:
    logged_in(world.operator).post(page("improvement"), RISK)
    answer = logged_in(world.outsider).get(page("improvement-subject", SUBJECT))
    assert answer.status_code == 404
    assert b"Acid water" not in answer.content
