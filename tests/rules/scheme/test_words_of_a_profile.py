"""A word that the edition does not know is found before it could quietly be a no in every condition."""

from pathlib import Path

import msgspec
import pytest

from orepass.scheme.rules.checking import check
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.profiling import known_words, stray_words
from tests.rules.scheme.packs import write_pack


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    (checked,) = check([write_pack(tmp_path)]).checked
    assert checked.pack is not None
    return checked.pack


@pytest.mark.parametrize(
    ("profile", "places"),
    [
        (Profile(), []),
        (Profile(stage="mine", activities=("extraction",), minerals=("gold",), flags={"mercury": True}), []),
        (Profile(stage="melter"), ["profile.stage"]),
        (Profile(activities=("extraction", "digging"), minerals=("tin",)), ["profile.activities", "profile.minerals"]),
        (Profile(flags={"mercurry": False}), ["profile.flags"]),
    ],
)
def test_each_stray_word_has_its_place(pack: Pack, profile: Profile, places: list[str]) -> None:
    assert [found.where for found in stray_words(pack, profile)] == places


def test_an_edition_without_a_list_of_words_knows_every_word(pack: Pack) -> None:
    free = msgspec.structs.replace(pack, vocabulary={})
    assert stray_words(free, Profile(stage="melter")) == []
    assert known_words(free, "minerals", ["tin"]) == ("tin",)
    assert known_words(pack, "minerals", ["tin", "gold"]) == ("gold",)
