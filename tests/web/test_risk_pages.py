"""Risks and red flags of a site, an organisation's own due diligence, and peer reviews, on their pages."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from orepass.diligence.models import AreaDecision, RiskCase, RiskStep, Signal, SignalAnswer, StepDone
from orepass.inclusion.groups.models import Inspection
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from tests.certification import World
from tests.cooperative import Cooperative
from tests.web.conftest import Browse


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


IDENTIFY = {"step": "diligence.risk.identify", "risk": "R4", "known": "no", "grounds": "Two bills for one lot."}


def page(site: str) -> str:
    return reverse("web:site-risks", args=[site])


def test_risk_is_identified_planned_and_decided_on_the_page(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.auditor)
    where = page(world.sites[0])
    assert "No risk stands identified here." in browser.get(where).content.decode()
    assert browser.post(where, IDENTIFY).status_code == 302
    case = RiskCase.objects.get()
    html = browser.get(where).content.decode()
    assert "identified, nothing planned" in html
    plan = {"step": "diligence.risk.plan", "case": case.pk, "measures": "Two keys for the till."}
    assert browser.post(where, plan).status_code == 302
    assert "being mended" in browser.get(where).content.decode()
    decide = {"step": "diligence.risk.decide", "case": case.pk, "reasons": "It was a copy."}
    refused = browser.post(where, {**decide, "decision": "refute"})
    assert refused.status_code == 422
    assert b"to refute or to resume it needs evidence too" in refused.content
    assert browser.post(where, {**decide, "decision": "suspend"}).status_code == 302
    assert list(RiskStep.objects.values_list("action", flat=True)) == ["risk.plan", "risk.suspend"]
    assert "trade suspended" in browser.get(where).content.decode()


def test_people_of_the_site_may_plan_and_not_decide(world: World, logged_in: Browse) -> None:
    logged_in(world.auditor).post(page(world.sites[0]), IDENTIFY)
    html = logged_in(world.operator).get(page(world.sites[0])).content.decode()
    assert "Plan a mitigation" in html
    assert "Decide on a risk" not in html
    assert "Identify a risk" not in html
    assert logged_in(world.outsider).get(page(world.sites[0])).status_code == 404


def test_red_flag_is_reckoned_from_lines_and_answered(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.auditor)
    where = page(world.sites[0])
    flag = {"step": "diligence.signal.record", "rule": "red-flag-volume-jump", "source": "weighbridge"}
    refused = browser.post(where, {**flag, "figures": "volume=many"})
    assert refused.status_code == 422
    assert not Signal.objects.exists()
    assert browser.post(where, {**flag, "figures": "volume = 151\n\nusual=100"}).status_code == 302
    html = browser.get(where).content.decode()
    assert "enhanced: a red flag stands" in html
    assert "Back monitoring by the community." in html
    signal = Signal.objects.get()
    answer = {"step": "diligence.signal.answer", "signal": signal.pk, "confirmed": "yes", "reasons": "A second mine."}
    assert browser.post(where, answer).status_code == 302
    assert SignalAnswer.objects.get().confirmed
    assert "Answer a reckoned red flag" not in browser.get(where).content.decode()


def test_law_is_recorded_by_an_office_and_shown(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.auditor)
    where = page(world.sites[0])
    sent = {"status": "not_addressed", "valid_from": "2026-01-01", "authority": "Mining cadastre"}
    assert browser.post(where, {"step": "diligence.legal.record", **sent}).status_code == 302
    html = browser.get(where).content.decode()
    assert "not addressed by the law of the country" in html
    assert "Mining cadastre" in html


def test_step_and_area_are_recorded_on_the_organisations_page(world: World, logged_in: Browse) -> None:
    colleague = world._actor(world.client, Role.OPERATOR)
    browser = logged_in(world.operator)
    where = reverse("web:due-diligence")
    assert "Where nobody decided, nothing is harmless." in browser.get(where).content.decode()
    step = {"step": "diligence.step.record", "oecd_step": "1", "done_on": "2026-03-01", "note": "A policy."}
    assert browser.post(where, step).status_code == 302
    assert StepDone.objects.get().step == 1
    area = {
        "step": "diligence.area.decide",
        "country": "CD",
        "area": "Lualaba",
        "value_conflict": "75",
        "day_conflict": "2026-02-01",
        "read_at_conflict": "an index",
        "reasons": "Fighting nearby.",
        "reviewer": colleague.pseudonym,
    }
    refused = browser.post(where, {**area, "level": "watch"})
    assert refused.status_code == 422
    assert not AreaDecision.objects.exists()
    assert browser.post(where, {**area, "level": "cahra"}).status_code == 302
    html = browser.get(where).content.decode()
    assert "conflict-affected or high-risk" in html
    event = {"step": "diligence.area.reopen", "decision": AreaDecision.objects.get().pk}
    told = {**event, "happened_on": "2026-03-02", "what": "A truce."}
    assert browser.post(where, told).status_code == 302


def test_measurement_is_recorded_on_the_page(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.auditor)
    where = page(world.sites[0])
    browser.post(where, IDENTIFY)
    case = RiskCase.objects.get().pk
    browser.post(where, {"step": "diligence.risk.plan", "case": case, "measures": "Two keys."})
    measured = {"step": "diligence.risk.measure", "case": case, "measured_on": "2026-03-02", "note": "As before."}
    assert browser.post(where, measured).status_code == 302
    html = browser.get(where).content.decode()
    assert "being mended" in html
    assert "Look at a settled risk again" not in html


@pytest.mark.parametrize("who", ["operator", "certifier"])
def test_due_diligence_stands_in_the_navigation(world: World, logged_in: Browse, who: str) -> None:
    html = logged_in(getattr(world, who)).get(reverse("web:dashboard")).content.decode()
    assert f'href="{reverse("web:due-diligence")}"' in html


def test_peers_review_on_the_members_page(db: None, logged_in: Browse) -> None:
    coop = Cooperative()
    manager: Actor = coop.operator
    browser = logged_in(manager)
    where = reverse("web:member", args=[coop.members[2]])
    assert "Record a peer review" in browser.get(where).content.decode()
    sent = {"step": "groups.review.record", "reviewed_on": coop.at.date().isoformat(), "outsiders": "1"}
    refused = browser.post(where, {**sent, "peers": [coop.members[0]]})
    assert refused.status_code == 422
    assert b"1 peers reviewed; at least 2 are needed." in refused.content
    assert browser.post(where, {**sent, "peers": coop.members[:2]}).status_code == 302
    assert Inspection.objects.filter(kind="peer_review").count() == 1
    assert "peer review: 2 members, 1 from outside" in browser.get(where).content.decode()
    assert (
        "the members answer with the holder" in browser.get(reverse("web:group", args=[coop.group.id])).content.decode()
    )


def test_an_importer_declares_a_year_and_reads_whether_duties_follow(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    where = reverse("web:due-diligence")
    assert "Nothing is declared." in browser.get(where).content.decode()
    sent = {"step": "diligence.goods.declare", "year": 2025, "kind": "tin-ore"}
    assert browser.post(where, {**sent, "mass_kg": "4900"}).status_code == 302
    html = browser.get(where).content.decode()
    assert "out of scope: below the threshold" in html
    assert "tin-ore: 4,900 kg in the year; below 5,000 kg there is no duty." in html
    assert browser.post(where, {**sent, "kind": "", "code": "2609 00 00", "mass_kg": "5000"}).status_code == 302
    html = browser.get(where).content.decode()
    assert "in scope: duties follow" in html
    assert "replaced by a later declaration" in html
    assert browser.post(where, {**sent, "kind": ""}).status_code == 422
    assert browser.post(where, {**sent, "kind": "tungsten-wire"}).status_code == 302
    assert "How much tungsten-wire came in is not known" in browser.get(where).content.decode()
