"""Appeals on their pages, from the client's link to the ruling carried out; rounds of consultation for everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.assurance.queries import CertificateStatus, certificate_card
from orepass.engagement.actions import close_consultation, comment_on, file_appeal
from orepass.engagement.actions import refusals as no
from orepass.engagement.queries import appeals_for, consultations
from orepass.platform import clock, flood
from orepass.platform.access import STRANGER
from tests.actions.engagement.hearing import Hearing
from tests.beginnings import Teller, Told
from tests.certification import refuses
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Hearing]:
    return tell(lambda: Hearing().having("certified"))


@pytest.fixture
def world(told: Told[Hearing], db: None) -> Hearing:
    flood.forget()
    return told.again()


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: Hearing) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def send(client: Client, where: str, step: str, **fields: Any) -> None:
    answer = client.post(where, {"step": f"engagement.{step}", **fields})
    assert answer.status_code == 302, answer.content.decode()


def test_appeal_goes_all_the_way_on_its_pages(world: Hearing, logged_in: Browse) -> None:
    card = world.certified()
    suspend_certificate(world.handler, certificate=card.id, grounds=Grounds.MISUSE, note="Seen.", at=world.at)
    client = logged_in(world.operator)
    new = reverse("web:appeal-new") + f"?subject={card.id}"
    assert new in client.get(reverse("web:certificate-work", args=[card.id])).content.decode()
    assert "the decision stands" in client.get(new).content.decode()
    send(client, new, "appeal.file", grounds="It was another pit.")
    where = reverse("web:appeal", args=[appeals_for(world.operator)[0].id])
    staff = logged_in(world.staff)
    assert world.auditor.pseudonym not in staff.get(where).content.decode()
    panel = ",".join(person.pseudonym for person in world.panel)
    send(staff, where, "appeal.form_panel", others=panel)
    member = logged_in(world.panel[0])
    assert where in member.get(reverse("web:dashboard")).content.decode()
    send(member, where, "appeal.hear", note="Both were heard.")
    send(
        member,
        where,
        "appeal.decide",
        ruling="annulled",
        grounds="It was another pit.",
        consequence="assurance.certificate.restore",
    )
    assert "Nothing changes until somebody entitled" in client.get(where).content.decode()
    send(logged_in(world.certifier), where, "appeal.carry_out", note="Lifted.")
    assert certificate_card(card.id).status(world.at.date()) is CertificateStatus.ACTIVE


def test_panel_with_somebody_who_took_part_is_refused_on_the_page_with_the_reason(
    world: Hearing, logged_in: Browse
) -> None:
    card = world.certified()
    appeal = file_appeal(world.operator, subject=card.application, grounds="Too low.", at=world.at)
    where = reverse("web:appeal", args=[appeal.id])
    answer = logged_in(world.staff).post(
        where, {"step": "engagement.appeal.form_panel", "others": world.auditor.pseudonym}
    )
    assert answer.status_code == 422
    assert "worked on what is contested" in answer.content.decode()


def test_appeal_of_others_and_against_nothing_do_not_exist(world: Hearing, logged_in: Browse) -> None:
    card = world.certified()
    appeal = file_appeal(world.operator, subject=card.application, grounds="Too low.", at=world.at)
    stranger = logged_in(world.outsider)
    assert stranger.get(reverse("web:appeal", args=[appeal.id])).status_code == 404
    for subject in (card.application, card.id, "", "%00", "x" * 500):
        assert stranger.get(reverse("web:appeal-new"), {"subject": subject}).status_code in {404, 422}


def test_page_offers_no_appeal_after_the_last_day_and_says_how_the_day_was_counted(
    world: Hearing, logged_in: Browse
) -> None:
    card = world.certified()
    client = logged_in(world.operator)
    where = reverse("web:appeal-new") + f"?subject={card.application}"
    assert "days after 2 March 2026" in client.get(where).content.decode()
    world.later(days=31)
    with clock.frozen_at(world.at):
        html = client.get(where).content.decode()
    assert "The time to appeal is over." in html
    assert "engagement.appeal.file" not in html


def opened(staff: Client, **changes: Any) -> Any:
    whole = {
        "step": "engagement.consultation.open",
        "title": "Water for small mines",
        "about": "cera-4in1@2027.1",
        "kind": "participation",
        "audience": "producers",
        "methods": ["face_to_face", "internet"],
        "local_language": "on",
        "wanted_groups": 1,
        "wanted_people": 2,
        "summary": "What changes.",
        "terms": "Why and how.",
        "headings": ["costs", "gaps"],
        "closes_on": "2026-12-31",
    }
    return staff.post(reverse("web:rounds"), whole | changes)


def test_i_02_round_that_asks_producers_by_internet_alone_is_refused_on_the_page(
    world: Hearing, logged_in: Browse
) -> None:
    answer = opened(logged_in(world.staff), methods=["internet"])
    assert answer.status_code == 422
    assert "by internet or in writing alone" in answer.content.decode()
    assert consultations() == []


def test_round_is_commented_by_anybody_answered_and_closed(world: Hearing, logged_in: Browse, client: Client) -> None:
    staff = logged_in(world.staff)
    assert opened(staff).status_code == 302
    (card,) = consultations()
    public = reverse("web:consultation", args=[card.id])
    send(client, public, "consultation.comment", heading="costs", side="miners", statement="Tests cost too much.")
    assert "Tests cost too much." not in client.get(public).content.decode()
    with refuses(no.RoundNotReady):
        close_consultation(world.staff, consultation=card.id, note="x", at=world.at)
    work = reverse("web:round-work", args=[card.id])
    comment = consultations(world.staff)[0].comments[0].id
    send(staff, work, "consultation.answer", comment=comment, answer="We pay for the first.", change="CPS water 3")
    held = {"kind": "pilot", "method": "face_to_face", "held_on": "2026-03-01", "place": "Kolwezi", "result": "Heard."}
    send(staff, work, "consultation.record", groups=1, people=2, setting="open pit", **held)
    send(staff, work, "consultation.close", note="Costs are shared.")
    html = client.get(public).content.decode()
    assert "Tests cost too much." in html
    assert "We pay for the first." in html
    assert client.get(reverse("web:consultations")).status_code == 200
    late = client.post(public, {"step": "engagement.consultation.comment", "statement": "x", "heading": "costs"})
    assert late.status_code == 302
    assert len(consultations(world.staff)[0].comments) == 1
    assert logged_in(world.outsider).get(work).status_code == 403


def test_round_takes_comments_until_its_last_day(world: Hearing, logged_in: Browse, client: Client) -> None:
    opened(logged_in(world.staff), headings=[], closes_on="2026-03-02")
    public = reverse("web:consultation", args=[consultations()[0].id])
    send(client, public, "consultation.comment", statement="In time.")
    world.later(days=1)
    with clock.frozen_at(world.at):
        assert "engagement.consultation.comment" not in client.get(public).content.decode()
        with refuses(no.WrongStep):
            comment_on(STRANGER, consultation=consultations()[0].id, statement="Late.", at=world.at)


def test_comment_under_no_heading_of_the_round_is_refused(world: Hearing, logged_in: Browse, client: Client) -> None:
    opened(logged_in(world.staff))
    public = reverse("web:consultation", args=[consultations()[0].id])
    for fields in ({"heading": "weather", "statement": "x"}, {"heading": "costs", "statement": "a\x00b"}):
        assert client.post(public, {"step": "engagement.consultation.comment", **fields}).status_code == 422
    assert consultations(world.staff)[0].comments == ()
