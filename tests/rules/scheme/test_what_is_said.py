"""What somebody says of a site: one grammar for page, address and command; a stray word is refused, never a no."""

from pathlib import Path

import pytest

from orepass.scheme.rules.asking.saying import NotAsked, NotUnderstood, names, profile_said
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from tests.rules.scheme.packs import PACK, write_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return require(write_pack(tmp_path_factory.mktemp("said")))


def test_everything_may_be_said_in_one_line(pack: Pack) -> None:
    said = {
        "stage": ["mine"],
        "activities": ["extraction,smelting"],
        "minerals": ["gold", "cobalt", "gold"],
        "size": ["asm"],
        "country": ["CD"],
        "people": ["45"],
        "flags.mercury": ["no"],
    }
    assert profile_said(pack, said) == Profile(
        stage="mine",
        activities=("extraction", "smelting"),
        minerals=("gold", "cobalt"),
        size="asm",
        country="CD",
        personnel=45,
        flags={"mercury": False},
    )
    assert set(said) == set(names(pack))


def test_unknown_and_nothing_stay_unknown(pack: Pack) -> None:
    said = {name: ["unknown"] for name in names(pack)}
    assert profile_said(pack, said) == Profile()
    assert profile_said(pack, {name: [""] for name in names(pack)}) == Profile()
    assert profile_said(pack, {}) == Profile()


@pytest.mark.parametrize("name", ["mercury", "flags.cyanide", "", "Size"])
def test_what_the_edition_does_not_ask_is_refused(pack: Pack, name: str) -> None:
    with pytest.raises(NotAsked) as refused:
        profile_said(pack, {name: ["yes"]})
    assert refused.value.where == name
    assert refused.value.way_out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", "moon"),
        ("size", "huge"),
        ("size", "asm,large"),
        ("activities", "extraction,dancing"),
        ("minerals", "cheese"),
        ("country", "Congo"),
        ("people", "0"),
        ("people", "1000001"),
        ("people", "-4"),
        ("people", "many"),
        ("flags.mercury", "perhaps"),
    ],
)
def test_a_word_that_is_no_answer_is_refused_beside_its_name(pack: Pack, name: str, value: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        profile_said(pack, {name: [value]})
    assert refused.value.where == name
    assert refused.value.way_out


@pytest.mark.parametrize("people", [1, 1_000_000])
def test_people_are_counted_up_to_the_edge(pack: Pack, people: int) -> None:
    assert profile_said(pack, {"people": [str(people)]}).personnel == people


def test_words_are_free_where_the_edition_has_no_list_of_them(tmp_path: Path) -> None:
    before, _vocabulary, _rest = PACK.partition("vocabulary:")
    free = require(write_pack(tmp_path, {"pack.yaml": before}))
    said = profile_said(free, {"stage": ["plantation"], "minerals": ["cheese"], "activities": ["extraction"]})
    assert (said.stage, said.minerals) == ("plantation", ("cheese",))
