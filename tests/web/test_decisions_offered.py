"""Who recommends or decides is offered what can be taken; the rest says what stands against it and the way out."""

import pytest
from django.urls import reverse

from orepass.assurance.actions import nonconformity
from orepass.assurance.models import DecisionTaken
from orepass.assurance.rules.terms import Grade
from orepass.kernel.identifier import Identifier
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.scheme.queries import pack
from tests.beginnings import Teller, Told
from tests.certification import PACK, World
from tests.web.conftest import Browse

OVERDUE = 200
"""Days after which no scheme has time left for a major."""


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World(sites=2).having("planned"))


def with_major(world: World) -> Identifier:
    """Conclude a visit that found a major."""
    visit = world.planned()
    requirement = pack(PACK).standard(world.standard).requirements[0].id
    nonconformity.raise_nonconformity(
        world.auditor, audit=visit.id, requirement=requirement, grade=Grade.MAJOR, statement="x", at=world.at
    )
    return world.concluded(visit).application


def page_of(world: World, logged_in: Browse, who: Actor, file: Identifier) -> str:
    with clock.frozen_at(world.at):
        answer = logged_in(who).get(reverse("web:file", args=[file]))
    assert answer.status_code == 200
    html: str = answer.content.decode()
    return " ".join(html[html.index("<main") : html.index("</main>")].split())


def test_an_open_major_closes_the_grant_and_says_the_way_out(world: World, logged_in: Browse) -> None:
    file = world.reviewed(with_major(world))
    page = page_of(world, logged_in, world.certifier, file)
    assert 'value="grant"' not in page
    assert 'value="decline"' in page
    assert "Not open now: grant" in page
    assert "A major nonconformity is not closed." in page
    assert "Have its correction verified, or decide on the lesser certificate" in page
    assert 'value="grant_provisional"' in page


def test_a_clean_file_is_offered_the_grant(world: World, logged_in: Browse) -> None:
    page = page_of(world, logged_in, world.certifier, world.reviewed())
    assert 'value="grant"' in page
    assert 'value="decline"' in page
    assert "Not open now: grant<" not in page


def test_a_grant_that_is_sent_all_the_same_is_refused_by_the_action(world: World, logged_in: Browse) -> None:
    file = world.reviewed(with_major(world))
    sent = {"step": "assurance.decision.take", "decision": "grant", "grounds": "x"}
    with clock.frozen_at(world.at):
        answer = logged_in(world.certifier).post(reverse("web:file", args=[file]), sent)
    assert answer.status_code == 422
    assert "assurance.decision.cannot_grant" in answer.content.decode()
    assert not DecisionTaken.objects.exists()


def test_a_grant_is_offered_to_be_recommended_while_a_major_is_in_time(world: World, logged_in: Browse) -> None:
    file = with_major(world)
    in_time = page_of(world, logged_in, world.auditor, file)
    assert 'value="grant"' in in_time
    assert "Not open now: grant<" not in in_time


def test_no_grant_is_offered_to_be_recommended_once_the_major_is_overdue(world: World, logged_in: Browse) -> None:
    file = with_major(world)
    world.later(days=OVERDUE)
    page = page_of(world, logged_in, world.auditor, file)
    assert 'value="assurance.audit.recommend"' in page
    assert 'value="grant"' not in page
    assert 'value="decline"' in page
    assert "Not open now: grant" in page
    assert "A major nonconformity is not closed." in page
