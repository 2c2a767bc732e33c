"""The way from list to visit on its page, the draw as everybody sees it, and decisions recomputed for their parties."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from orepass.assurance.queries import case_for
from orepass.inclusion.groups.models import Draw, DrawAddition, MemberList
from orepass.inclusion.groups.queries import public_draw
from orepass.inclusion.groups.queries.drawing import draw_card_of
from orepass.inclusion.groups.rules.proving import read_document
from orepass.kernel.identifier import Identifier
from orepass.platform import clock
from orepass.platform.models import Record
from orepass.transparency.actions import sequence
from orepass.web.words import said_text
from tests.beginnings import Teller, Told
from tests.cooperative import SEQUENCER, Cooperative
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(lambda: Cooperative(members=12))


@pytest.fixture
def coop(told: Told[Cooperative], db: None) -> Cooperative:
    return told.again()


@pytest.fixture(autouse=True)
def at_the_worlds_time(coop: Cooperative) -> Iterator[None]:
    with clock.frozen_at(coop.at):
        yield


def page(file: Identifier) -> str:
    return reverse("web:sample", args=[file])


def test_the_auditor_commits_draws_adds_and_plans_on_one_page(coop: Cooperative, logged_in: Browse) -> None:
    file = coop.assessed()
    auditor = logged_in(coop.auditor)
    where = page(file)
    day = coop.at.date().isoformat()
    assert b"groups.sample.draw" not in auditor.get(where).content
    committed = {"step": "groups.sample.commit", "kind": "initial", "visit_on": day, "risk": "regular"}
    assert auditor.post(where, committed).status_code == 302
    refused = auditor.post(where, {"step": "groups.sample.draw"})
    assert refused.status_code == 422
    assert b"not yet on the log" in refused.content
    sequence(SEQUENCER, at=coop.at)
    assert auditor.post(where, {"step": "groups.sample.draw"}).status_code == 302
    draw = Draw.objects.get()
    outside = next(member for member in coop.members if member not in {one["member"] for one in draw.drawn})
    added = {"step": "groups.sample.add", "member": outside, "reason": "A report of mercury."}
    assert auditor.post(where, added).status_code == 302
    assert DrawAddition.objects.get().member_id == outside
    html = auditor.get(where).content.decode()
    assert "A report of mercury." in html
    plan = {
        "step": "groups.audit.plan",
        "kind": "initial",
        "stage": "2",
        "planned_from": day,
        "planned_before": "2026-03-09",
        "days": "4",
        "lead": coop.auditor.pseudonym,
        "sample": coop.sites[0],
    }
    answer = auditor.post(where, plan)
    assert answer.status_code == 302, answer.content.decode()
    (visit,) = case_for(coop.auditor, file).audits
    subjects = {subject.subject for subject in visit.subjects}
    assert subjects == {*(one["member"] for one in draw.drawn), outside, coop.sites[0]}
    assert answer["Location"] == reverse("web:audit", args=[visit.id])


def test_the_page_says_in_the_readers_language_why_so_many_are_drawn(coop: Cooperative, logged_in: Browse) -> None:
    file = coop.assessed()
    auditor = logged_in(coop.auditor)
    where = page(file)
    committed = {
        "step": "groups.sample.commit",
        "kind": "initial",
        "visit_on": coop.at.date().isoformat(),
        "risk": "regular",
    }
    assert auditor.post(where, committed).status_code == 302
    assert b"Why so many?" not in auditor.get(where).content
    sequence(SEQUENCER, at=coop.at)
    assert auditor.post(where, {"step": "groups.sample.draw"}).status_code == 302
    (draw,) = Draw.objects.all()
    told = draw_card_of(draw).explanation
    assert told
    assert told[0] in auditor.get(where).content.decode()
    french = auditor.get(where, headers={"accept-language": "fr"}).content.decode()
    with override("fr"):
        assert said_text(told[0]) in french
    assert told[0] not in french
    draw.explanation = ["Some of twelve."]
    draw.save()
    assert '<span lang="en">Some of twelve.</span>' in auditor.get(where).content.decode()


def test_the_files_page_leads_to_the_draw_and_offers_no_other_plan(coop: Cooperative, logged_in: Browse) -> None:
    file = coop.assessed()
    html = logged_in(coop.auditor).get(reverse("web:file", args=[file])).content.decode()
    assert page(file) in html
    assert 'value="assurance.audit.plan"' not in html


def test_the_group_itself_and_strangers_do_not_find_the_page(coop: Cooperative, logged_in: Browse) -> None:
    file = coop.assessed()
    for person in (coop.operator, coop.outsider):
        assert logged_in(person).get(page(file)).status_code == 404


def test_a_draw_is_public_under_aliases_and_its_file_proves_it(coop: Cooperative, client: Client) -> None:
    card = coop.drawn(coop.assessed())
    sequence(SEQUENCER, at=coop.at)
    html = client.get(reverse("web:draw", args=[card.id])).content.decode()
    assert html.count("<h1") == 1
    assert "mark-verified" in html
    assert not any(member in html for member in coop.members)
    assert "per-" not in html
    file = client.get(reverse("web:draw-file", args=[card.id]))
    assert read_document(file.content) == public_draw(card.id).document
    assert f"{card.id}.json" in file["Content-Disposition"]
    assert client.get(reverse("web:draw", args=["drw-NOTHING"])).status_code == 404


def test_a_draw_that_was_altered_is_shown_as_not_proved(coop: Cooperative, client: Client) -> None:
    card = coop.drawn(coop.assessed())
    listed = MemberList.objects.get()
    listed.committed["members"][0]["points"] += 1
    listed.save()
    html = client.get(reverse("web:draw", args=[card.id])).content.decode()
    assert "not proved" in html
    assert "The leaf on the log commits to another list." in html


def test_the_certificates_page_leads_to_the_draw(coop: Cooperative, client: Client) -> None:
    card = coop.certified()
    html = client.get(reverse("web:certificate", args=[card.id])).content.decode()
    assert reverse("web:draw", args=[Draw.objects.get().pk]) in html


def test_parties_see_their_decisions_recomputed(coop: Cooperative, logged_in: Browse) -> None:
    card = coop.certified()
    where = reverse("web:replay", args=[card.application])
    browsers = [logged_in(person) for person in (coop.operator, coop.auditor, coop.outsider)]
    records = Record.objects.count()
    for browser in browsers[:2]:
        assert "all are equal to what is stored" in browser.get(where).content.decode()
    assert browsers[2].get(where).status_code == 404
    assert Record.objects.count() == records
    Draw.objects.update(seed="0" * 64)
    html = logged_in(coop.certifier).get(where).content.decode()
    assert "Not everything is equal" in html
    assert "seed: stored 0000" in html
