"""Those who do not read see each requirement of the entry set drawn, and can have its sentence read to them."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from orepass.platform import clock
from orepass.scheme.queries import pack
from tests.certification import PACK, World
from tests.web.conftest import Browse

SAID = "No one under eighteen digs, carries, crushes or works at night."
DIT = "Personne de moins de dix-huit ans ne creuse, ne porte ni ne casse la pierre."


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


@pytest.mark.parametrize(("language", "sentence"), [("en", SAID), ("fr", DIT)])
def test_a_requirement_is_drawn_and_said_on_its_public_page(client: Client, language: str, sentence: str) -> None:
    where = reverse("web:subject", args=[PACK, "ASM", "children"])
    html = client.get(where, headers={"accept-language": language}).content.decode()
    assert html.count('<span class="pictogram" role="img"') == 3
    assert f'aria-label="{sentence}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">' in html
    assert f"<figcaption>{sentence}</figcaption>" in html


def test_a_standard_without_pictograms_shows_none(client: Client) -> None:
    html = client.get(reverse("web:subject", args=[PACK, "CPS", "water"])).content.decode()
    assert "pictogram" not in html


def test_whoever_answers_for_the_group_sees_the_drawings_too(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    html = logged_in(world.operator).get(reverse("web:answers-subject", args=[file, "children"])).content.decode()
    assert html.count('<span class="pictogram" role="img"') == 3
    assert f"<figcaption>{SAID}</figcaption>" in html


def test_each_requirement_of_the_entry_set_has_its_own_drawing_and_sentence_in_four_languages(db: None) -> None:
    requirements = pack(PACK).standard("ASM").requirements
    assert len({one.pictogram for one in requirements}) == len(requirements)
    for language in ("en", "fr", "es", "sw"):
        assert len({one.spoken[language] for one in requirements}) == len(requirements)
