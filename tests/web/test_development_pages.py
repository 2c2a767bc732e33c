"""A standard is developed on its pages: from the first draft over a meeting and a pilot to its approval, all public."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orepass.engagement.queries import DevelopmentCard, consultations, developments, pilot_for
from orepass.platform import clock, flood
from orepass.scheme.actions import publish_edition
from tests.actions.engagement.drafting import FIRST, REF, Drafting, women
from tests.actions.engagement.hearing import Hearing
from tests.beginnings import Teller, Told
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Hearing]:
    return tell(Hearing)


@pytest.fixture
def world(told: Told[Hearing], db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drafting:
    flood.forget()
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    return Drafting.at_work_in(told.again(), tmp_path)


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: Drafting) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def send(client: Client, where: str, step: str, **inputs: Any) -> Any:
    answer = client.post(where, {"step": f"engagement.{step}", **inputs})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def only(world: Drafting) -> DevelopmentCard:
    (card,) = developments(world.staff)
    return card


def test_standard_is_developed_on_its_pages_from_draft_to_approval(
    world: Drafting, logged_in: Browse, client: Client
) -> None:
    staff = logged_in(world.staff)
    world.write()
    send(staff, reverse("web:developments"), "development.open", pack=REF, title="Second", purpose="Mercury.")
    card = only(world)
    work, public = (reverse(name, args=[card.id]) for name in ("web:development-work", "web:development"))
    assert client.get(public).status_code == 404
    send(staff, work, "development.draft")
    asked = {"kind": "participation", "audience": "producers", "methods": ["face_to_face"], "local_language": "on"}
    wanted = {"wanted_groups": 1, "wanted_people": 12, "targets": "sex female 4\nregion Haut Katanga 10"}
    texts = {"title": "Mercury", "summary": "What changes.", "terms": "Why.", "closes_on": "2026-12-31"}
    send(staff, reverse("web:rounds"), "consultation.open", development=card.id, **asked, **wanted, **texts)
    (round_,) = consultations()
    desk = reverse("web:round-work", args=[round_.id])
    held = {"kind": "meeting", "method": "face_to_face", "held_on": "2026-03-01", "place": "Kolwezi"}
    send(staff, desk, "consultation.record", groups=1, people=12, result="Heard.", who="sex female 3", **held)
    (meeting,) = consultations(world.staff)[0].events
    said = {"statement": "We cannot measure this.", "requirement": FIRST, "language": "sw", "read_aloud": "yes"}
    send(staff, desk, "consultation.transcribe", meeting=meeting.number, speakers=6, **said)
    assert "We cannot measure this." not in client.get(public).content.decode()
    (voice,) = only(world).voices
    given = {"response": "accepted", "answer": "True.", "change": "A simple test."}
    send(staff, work, "consultation.answer", comment=voice.id, **given)
    send(staff, desk, "consultation.close", note="Done.")
    world.write_second()
    send(staff, work, "development.draft", changes="A simple test.", carries_out=[voice.id])
    for setting in ("open pit", "river"):
        facts = {"name": "A cooperative", "people": 20, "small_producers": 15, "started_on": "2026-03-01"}
        send(staff, work, "pilot.start", setting=setting, **facts)
        pilot = only(world).pilots[-1].id if setting == "open pit" else _newest(world, setting)
        page = reverse("web:pilot", args=[pilot])
        told = {"requirement": FIRST, "met": "partly", "cost": "12.50", "currency": "USD", "minutes": 40}
        send(staff, page, "pilot.report", suggestion="Once a year.", **told)
        report = pilot_for(world.staff, pilot).reports[0].id
        send(staff, work, "pilot.answer", report=report, response="declined", answer="Twice is little.")
        send(staff, page, "pilot.end", ended_on="2026-03-02", lessons="It works.")
    decided = {"taken": "Approved.", "why": "Heard and tried.", "role": "committee", "decided_on": "2026-03-02"}
    decided |= {"members": 9, "members_wanted": 9, "chairs": "buyers, miners", "sides": "buyers, miners"}
    decided |= {"sides_wanted": "buyers, miners"}
    decided |= {"votes": "producers, 5, 4, 3, 1\nbuyers, 4, 2, 2", "rejected": "Wait: nobody gains."}
    refused = staff.post(work, {"step": "engagement.development.approve", **decided})
    assert refused.status_code == 422
    assert "without a reason: 2." in refused.content.decode()
    send(staff, work, "development.approve", shortfall="One was ill.", **decided)
    assert only(world).state == "approved"
    html = client.get(public).content.decode()
    for told_ in (
        "We cannot measure this.",
        "A simple test.",
        "Twice is little.",
        "nobody gains",
        "not shown",
        "was composed",
    ):
        assert told_ in html
    assert "12.50" not in html
    world.release()
    publish_edition(world.staff, pack=REF, at=world.at)
    assert "published" in client.get(public).content.decode()


def _newest(world: Drafting, setting: str) -> str:
    return next(pilot.id for pilot in only(world).pilots if pilot.setting == setting)


def test_comments_and_decisions_are_exported_as_they_are_shown(world: Drafting, client: Client) -> None:
    card = world.approved()
    public = reverse("web:development", args=[card.id])
    rows = list(csv.DictReader(io.StringIO(client.get(f"{public}?csv=comments").content.decode())))
    assert [(row["Requirement"], row["What becomes of it"], row["In version"]) for row in rows] == [
        (FIRST, "accepted", "2"),
        (FIRST, "not accepted", "–"),
        (FIRST, "not accepted", "–"),
    ]
    log = list(csv.DictReader(io.StringIO(client.get(f"{public}?csv=decisions").content.decode())))
    assert [(row["Who decided"], row["Votes"]) for row in log] == [
        ("standards committee", "producers 3/4/5; buyers 2/2/4")
    ]
    told = client.get(reverse("api:development_comments", args=[card.id])).json()
    assert [item["changed_in"] for item in told["items"]] == [2, 0, 0]
    assert [item["spoken"] for item in told["items"]] == [None, None, None]
    decisions = client.get(reverse("api:development_decisions", args=[card.id])).json()
    assert decisions["items"][0]["kind"] == "approving"


def test_version_is_handed_out_to_be_saved(world: Drafting, client: Client) -> None:
    card = world.approved()
    answer = client.get(reverse("web:development-version", args=[card.id, 2]))
    assert answer["Content-Disposition"] == 'attachment; filename="tiny2027.1-2.json"'.replace("tiny", "tiny@")
    assert answer.json()["pack.yaml"]["edition"] == "2027.1"
    assert client.get(reverse("web:development-version", args=[card.id, 3])).status_code == 404


def test_participant_reports_on_the_page_of_the_pilot_and_others_do_not_find_it(
    world: Drafting, logged_in: Browse
) -> None:
    development, _comment = world.consulted()
    pilot = world.started(development.id, "open pit", place=world.sites[0], name="")
    page = reverse("web:pilot", args=[pilot.id])
    operator = logged_in(world.operator)
    assert "What was said" not in operator.get(page).content.decode()
    assert page in operator.get(reverse("web:dashboard")).content.decode()
    send(operator, page, "pilot.report", requirement=FIRST, met="yes")
    assert pilot_for(world.staff, pilot.id).reports[0].met == "yes"
    assert logged_in(world.outsider).get(page).status_code == 404
    late = operator.post(page, {"step": "engagement.pilot.end", "ended_on": "2026-03-02", "lessons": "x"})
    assert late.status_code == 302
    assert pilot_for(world.staff, pilot.id).ended_on is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"votes": "producers, 5, four"},
        {"votes": "producers"},
        {"rejected": "Wait"},
        {"decided_on": "2026-03-03"},
        {"experts": "water 1, water  2", "members_wanted": "9"},
        {"experts": f"{'w' * 61} 1", "members_wanted": "9"},
    ],
)
def test_decision_that_cannot_be_read_is_refused_beside_its_field(
    world: Drafting, logged_in: Browse, wrong: dict[str, str]
) -> None:
    card = world.opened()
    inputs = {"taken": "So.", "why": "Because.", "role": "committee", "decided_on": "2026-03-02", **wrong}
    where = reverse("web:development-work", args=[card.id])
    answer = logged_in(world.staff).post(where, {"step": "engagement.development.decide", **inputs})
    assert answer.status_code == 422
    assert world.card(card.id).decisions == ()


@pytest.mark.parametrize("line", ["female 3", "sex female", "sex female -3", "age old 3", "sex " + "x" * 300 + " 3"])
def test_count_that_cannot_be_read_is_refused_beside_its_field(world: Drafting, logged_in: Browse, line: str) -> None:
    card = world.opened()
    round_ = world.asked(card.id, targets=[women(3)])
    held = {"kind": "meeting", "method": "face_to_face", "held_on": "2026-03-01", "place": "Kolwezi", "result": "x"}
    inputs = {"groups": 1, "people": 12, "who": line, **held}
    where = reverse("web:round-work", args=[round_])
    answer = logged_in(world.staff).post(where, {"step": "engagement.consultation.record", **inputs})
    assert answer.status_code == 422
    assert consultations(world.staff)[0].events == ()


def test_staff_of_another_scheme_see_the_public_part_of_a_draft_and_no_step(world: Drafting, logged_in: Browse) -> None:
    card = world.opened()
    other = logged_in(world.others)
    assert other.get(reverse("web:development-work", args=[card.id])).status_code == 404
    world.asked(card.id)
    html = other.get(reverse("web:development-work", args=[card.id])).content.decode()
    assert "engagement.development" not in html
    assert logged_in(world.operator).get(reverse("web:developments")).status_code == 403


def test_draft_is_kept_from_a_file_on_the_page(world: Drafting, logged_in: Browse) -> None:
    card = world.opened()
    file = io.BytesIO(b"%PDF-1.7 draft")
    file.name = "draft.pdf"
    where = reverse("web:development-work", args=[card.id])
    send(logged_in(world.staff), where, "development.draft", changes="A paper.", file=file, requirements="A.1\nA.2")
    assert world.card(card.id).versions[-1].requirements == ("A.1", "A.2")
