"""A standard rated by letters is answered in letters, on the page and through the action; other words are refused."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.urls import reverse

from orepass.assurance.actions import answers
from orepass.assurance.actions.answers import Rating
from orepass.assurance.actions.application import Scope
from orepass.assurance.models import Answer
from orepass.kernel.identifier import Identifier
from orepass.party.actions import accredit_provider
from orepass.platform import clock
from orepass.scheme.actions import publish_edition
from orepass.scheme.rules.judgement import RatingUnknown
from tests import certification
from tests.certification import ASM_PROFILE, SCHEME, START, STEWARD, World, refuses
from tests.rules.scheme.packs import CASE, write_pack
from tests.rules.scheme.test_rating_kinds import INDICATORS, TSM
from tests.web.conftest import Browse

TAILINGS, CRISIS = "TST.E.tailings.C1", "TST.E.crisis.C1"
STEP = "answers"
GIVEN = [f"TST.E.tailings.C{at}: A" for at in (1, 2, 3)] + [f'TST.E.crisis.C{at}: "yes"' for at in (1, 2)]
LETTERS = CASE.replace('"*": full', ", ".join(GIVEN))


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


@pytest.fixture
def file(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Identifier:
    """Open a file under a small standard rated by letters, one subject of it by yes and no."""
    subjects = {f"TST/subjects/0{at}-{name}.yaml": text for at, (name, text) in enumerate(INDICATORS.items(), 3)}
    without = {"TST/subjects/01-water.yaml": None, "TST/subjects/02-safety.yaml": None}
    case = LETTERS.replace("level: certified", "level: goal")
    write_pack(tmp_path / "tiny" / "2026.1", {"rules.yaml": TSM, "cases/all-full.yaml": case, **without, **subjects})
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    publish_edition(SCHEME, pack="tiny@2026.1")
    monkeypatch.setattr(certification, "PACK", "tiny@2026.1")
    world.standard = "TST"
    accredit_provider(STEWARD, provider=world.provider, standard="TST", accreditor="DAkkS", valid_from=START.date())
    profile = msgspec.structs.replace(ASM_PROFILE, flags={})
    return world.draft(scope=Scope(sites=world.sites, text="Cobalt ore", profile=profile)).id


@pytest.mark.parametrize(
    ("requirement", "word"),
    [(TAILINGS, "full"), (TAILINGS, "yes"), (CRISIS, "AAA"), (CRISIS, "partial")],
)
def test_a_word_of_another_scale_is_refused_with_a_way_out(
    world: World, file: Identifier, requirement: str, word: str
) -> None:
    with refuses(RatingUnknown, "scheme.answer.rating_unknown") as refusal:
        answers.record_answer(
            world.operator, application=file, requirement=requirement, answer=Rating(word), at=world.at
        )
    assert "not_relevant, unknown" in str(refusal.value.params["known"])
    assert not Answer.objects.exists()


def test_the_graded_scale_takes_no_letter(world: World) -> None:
    requirement = world.given()[0].requirement
    file = world.draft().id
    with refuses(RatingUnknown):
        answers.record_answer(world.operator, application=file, requirement=requirement, answer=Rating.AAA, at=world.at)
    assert not Answer.objects.exists()


def test_letters_and_yes_are_taken(world: World, file: Identifier) -> None:
    for requirement, word in ((TAILINGS, "AA"), (CRISIS, "no"), (TAILINGS, "not_relevant"), (CRISIS, "unknown")):
        card = answers.record_answer(
            world.operator, application=file, requirement=requirement, answer=Rating(word), at=world.at
        )
        assert card.answer == word


def test_the_page_offers_the_words_of_the_subject_and_saves_them(
    world: World, file: Identifier, logged_in: Browse
) -> None:
    browser = logged_in(world.operator)
    page = reverse("web:answers-subject", args=[file, "tailings"])
    html = browser.get(page).content.decode()
    assert 'value="AAA"' in html
    assert 'value="full"' not in html
    assert 'value="yes"' not in html
    other = browser.get(reverse("web:answers-subject", args=[file, "crisis"])).content.decode()
    assert 'value="yes"' in other
    assert 'value="AAA"' not in other
    refused = browser.post(page, {"step": STEP, "0-answer": "full"})
    assert refused.status_code != 302
    assert not Answer.objects.exists()
    assert browser.post(page, {"step": STEP, "0-answer": "A", "0-evidence_class": "oral"}).status_code == 302
    assert [row.answer for row in Answer.objects.all()] == ["A"]
