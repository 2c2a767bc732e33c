"""Diligence at a site on its work page: what is known, what a step writes, what is refused, and who is kept out."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from orepass.diligence.models import FlagAnswer, StatusDecision, Visit
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.models import Record
from tests.certification import World
from tests.web.conftest import Browse

VISIT = {"step": "diligence.visit.record", "observed_on": "2026-03-02", "on_site": "on", "note": "On foot."}


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def page(site: str) -> str:
    return reverse("web:site-work", args=[site])


def test_visit_keeps_untouched_questions_unknown(world: World, logged_in: Browse) -> None:
    world.submitted()
    browser = logged_in(world.auditor)
    where = page(world.sites[0])
    assert "nobody looked" in browser.get(where).content.decode()
    assert browser.post(where, {**VISIT, "answer_mercury": "no"}).status_code == 302
    assert Visit.objects.get().answers == {"mercury": "no"}
    html = browser.get(where).content.decode()
    assert "looked for, not found" in html
    assert "nobody looked" in html


def test_red_flag_is_answered_with_reasons_and_a_refutation_without_evidence_is_refused(
    world: World, logged_in: Browse
) -> None:
    world.submitted()
    browser = logged_in(world.auditor)
    where = page(world.sites[0])
    browser.post(where, {**VISIT, "answer_children_under_15": "yes"})
    sent = {"step": "diligence.flag.answer", "question": "children_under_15", "reasons": "Seen by two people."}
    records = Record.objects.count()
    refused = browser.post(where, {**sent, "confirmed": "no"})
    assert refused.status_code == 422
    assert b"a refutation needs evidence" in refused.content
    assert b"Seen by two people." in refused.content
    assert not FlagAnswer.objects.exists()
    assert Record.objects.count() == records
    assert browser.post(where, {**sent, "confirmed": "yes"}).status_code == 302
    assert FlagAnswer.objects.get().confirmed


def test_visit_of_tomorrow_is_refused_beside_its_day(world: World, logged_in: Browse) -> None:
    world.submitted()
    answer = logged_in(world.auditor).post(page(world.sites[0]), {**VISIT, "observed_on": "2026-03-03"})
    assert answer.status_code == 422
    assert b"lies in the future" in answer.content
    assert not Visit.objects.exists()


def test_scheme_staff_record_the_status_of_a_site(world: World, logged_in: Browse, scheme_staff: Actor) -> None:
    sent = {"step": "diligence.status.record", "colour": "green", "decided_on": "2026-03-01", "authority": "CEEC"}
    browser = logged_in(scheme_staff)
    assert browser.post(page(world.sites[0]), sent).status_code == 302
    assert StatusDecision.objects.get().colour == "green"
    assert "green: may produce" in browser.get(page(world.sites[0])).content.decode()


def test_auditor_without_a_file_is_told_that_there_is_no_such_site(world: World, logged_in: Browse) -> None:
    assert logged_in(world.auditor).get(page(world.sites[0])).status_code == 404


def test_client_and_unknown_people_do_not_work_here(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    assert browser.get(page(world.sites[0])).status_code == 403
    assert browser.post(page(world.sites[0]), VISIT).status_code == 403
    assert not Visit.objects.exists()
