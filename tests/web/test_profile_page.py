"""What is true of the sites is said on the file's page, and decides which requirements apply."""

from collections.abc import Iterator

import msgspec
import pytest
from django.urls import reverse

from orepass.assurance.actions.application import Scope
from orepass.assurance.queries import application_for
from orepass.platform import clock
from orepass.scheme.rules.outcome import Profile
from tests.certification import ASM_PROFILE, World
from tests.web.conftest import Browse

AMEND = "assurance.application.amend"


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def test_the_operator_answers_the_questions_of_the_edition_and_leaves_one_open(world: World, logged_in: Browse) -> None:
    scope = Scope(sites=world.sites, text="Pits", profile=Profile(country="CD"))
    file = world.draft(standard="CPS", scope=scope).id
    address = reverse("web:file", args=[file])
    browser = logged_in(world.operator)
    assert "People work underground." in browser.get(address).content.decode()
    sent = {
        "step": AMEND,
        "sites": world.sites,
        "text": "Pits by hand",
        "stage": "mine",
        "activities": ["extraction"],
        "minerals": ["cobalt"],
        "size": "asm",
        "personnel": "40",
        "flag-tailings": "no",
        "flag-underground": "yes",
        "flag-guards": "",
    }
    assert browser.post(address, sent).status_code == 302
    assert application_for(world.operator, file).profile == Profile(
        stage="mine",
        activities=("extraction",),
        size="asm",
        minerals=("cobalt",),
        country="CD",
        personnel=40,
        flags={"tailings": False, "underground": True},
    )


def test_only_what_the_standard_looks_at_is_asked_and_an_answer_of_before_stays(
    world: World, logged_in: Browse
) -> None:
    said = Profile(country="CD", flags={"solvents": True})
    file = world.draft(standard="CPS", scope=Scope(sites=world.sites, text="Pits", profile=said)).id
    address = reverse("web:file", args=[file])
    browser = logged_in(world.operator)
    html = browser.get(address).content.decode()
    assert 'name="flag-tailings"' in html
    assert 'name="flag-agency_workers"' not in html
    sent = {"step": AMEND, "sites": world.sites, "text": "Pits", "flag-solvents": "yes", "flag-tailings": "no"}
    assert browser.post(address, sent).status_code == 302
    assert application_for(world.operator, file).profile.flags == {"solvents": True, "tailings": False}


def test_a_word_that_the_edition_does_not_offer_is_refused_beside_its_field(world: World, logged_in: Browse) -> None:
    card = world.draft()
    address = reverse("web:file", args=[card.id])
    sent = {"step": AMEND, "sites": world.sites, "text": "Pits", "stage": "moon"}
    answer = logged_in(world.operator).post(address, sent)
    assert answer.status_code == 422
    assert b"field-error" in answer.content
    assert application_for(world.operator, card.id).profile == card.profile


def test_nobody_amends_what_is_with_the_provider_and_the_provider_never(world: World, logged_in: Browse) -> None:
    draft = reverse("web:file", args=[world.draft().id])
    assert AMEND not in logged_in(world.certifier).get(draft).content.decode()
    sent = reverse("web:file", args=[world.submitted().id])
    assert AMEND not in logged_in(world.operator).get(sent).content.decode()


def test_a_file_is_opened_under_standards_that_are_published_and_released_only(world: World, logged_in: Browse) -> None:
    page = logged_in(world.operator).get(reverse("web:file-new")).content.decode()
    assert 'value="cera-4in1@2026.1:CPS"' in page
    # It lies among the packs, but nobody has published it here.
    assert "quarry-basics" not in page


def test_the_file_names_the_interpretation_it_is_read_under_and_elsewhere_none(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    html = browser.get(reverse("web:file", args=[world.draft().id])).content.decode()
    assert "Read under the interpretation" in html
    assert "Artisanal cobalt in the Democratic Republic of the Congo" in html
    elsewhere = msgspec.structs.replace(ASM_PROFILE, country="ZM")
    file = world.draft(scope=Scope(sites=world.sites, text="Pits", profile=elsewhere)).id
    html = browser.get(reverse("web:file", args=[file])).content.decode()
    assert "Read under the interpretation" not in html
