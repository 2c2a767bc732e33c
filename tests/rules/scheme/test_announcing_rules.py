from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from orepass.scheme.rules.editions.announcing import (
    TEXT_MAX,
    DatesCrossed,
    NothingReplaced,
    TextUnfit,
    plain_texts,
    require_dates,
    require_replaceable,
)
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from tests.rules.scheme.packs import write_pack

DAY = timedelta(days=1)
BEGINS = date(2026, 1, 1)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """An edition of 2026.1 that holds from the first day of 2026, complete in English, partly in French and Swahili."""
    return require(write_pack(tmp_path))


@pytest.mark.parametrize("replaces", ["2025.1", "tiny@2025.1"])
def test_a_published_edition_of_the_same_scheme_is_replaced(pack: Pack, replaces: str) -> None:
    assert require_replaceable(pack, replaces, ["2025.1"]) == "2025.1"
    named = msgspec.structs.replace(pack, supersedes="2025.1")
    assert require_replaceable(named, replaces, ["2025.1"]) == "2025.1"


@pytest.mark.parametrize("replaces", ["other@2025.1", "2026.1", "2024.1", "", "@"])
def test_anything_else_is_not(pack: Pack, replaces: str) -> None:
    with pytest.raises(NothingReplaced) as refusal:
        require_replaceable(pack, replaces, ["2025.1", "2026.1"])
    assert refusal.value.params["known"] == "2025.1"


def test_an_edition_that_names_another_replaces_that_one_alone(pack: Pack) -> None:
    with pytest.raises(NothingReplaced) as refusal:
        require_replaceable(msgspec.structs.replace(pack, supersedes="2025.2"), "2025.1", ["2025.1"])
    assert "2025.2" in str(refusal.value)
    with pytest.raises(NothingReplaced) as refusal:
        require_replaceable(pack, "2025.1", [])
    assert refusal.value.params["known"] == "–"


def test_the_edges_of_the_days_of_an_announcement(pack: Pack) -> None:
    ending = msgspec.structs.replace(pack, valid_before=date(2027, 1, 1))
    require_dates(ending, BEGINS - DAY, BEGINS, BEGINS)
    require_dates(ending, BEGINS - DAY, date(2026, 12, 31), BEGINS)
    for old_from, begins, today in (
        (BEGINS - 9 * DAY, BEGINS - DAY, BEGINS - 9 * DAY),
        (BEGINS, BEGINS, BEGINS),
        (BEGINS - DAY, BEGINS, BEGINS + DAY),
        (BEGINS - DAY, date(2027, 1, 1), BEGINS),
    ):
        with pytest.raises(DatesCrossed):
            require_dates(ending, old_from, begins, today)


def test_the_way_out_names_the_first_day_that_fits(pack: Pack) -> None:
    with pytest.raises(DatesCrossed) as refusal:
        require_dates(pack, BEGINS + 5 * DAY, BEGINS + 5 * DAY, BEGINS)
    assert refusal.value.params["least"] == BEGINS + 6 * DAY


def test_texts_are_kept_in_the_order_of_the_languages_without_empty_ones(pack: Pack) -> None:
    assert list(plain_texts(pack, {"fr": " Dès janvier. ", "en": "x" * TEXT_MAX, "sw": " "})) == ["en", "fr"]


@pytest.mark.parametrize("texts", [{}, {"fr": "A"}, {"en": "A", "de": "B"}, {"en": "x" * (TEXT_MAX + 1)}])
def test_a_missing_a_foreign_or_a_long_text_is_refused(pack: Pack, texts: dict[str, str]) -> None:
    with pytest.raises(TextUnfit):
        plain_texts(pack, texts)


def test_an_edition_complete_in_no_language_is_announced_in_its_first(pack: Pack) -> None:
    bare = msgspec.structs.replace(pack, complete_in=())
    assert plain_texts(bare, {"en": "A"}) == {"en": "A"}
    with pytest.raises(TextUnfit):
        plain_texts(bare, {"fr": "A"})
