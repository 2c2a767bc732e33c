import pytest

from orepass.scheme.rules.comparing.compared import Reach
from orepass.scheme.rules.comparing.reach import reach

WORDS = {
    "stage": ["quarry", "crusher"],
    "activities": ["extraction", "crushing", "washing"],
    "minerals": ["sand", "gravel", "clay"],
}
BACK = {Reach.WIDER: Reach.NARROWER, Reach.NARROWER: Reach.WIDER}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("true", "true", Reach.SAME),
        ("true", "flags.blasting", Reach.NARROWER),
        ("flags.blasting", "flags.blasting || flags.river", Reach.WIDER),
        ("flags.blasting", "flags.river", Reach.OTHER),
        ("flags.blasting", "!(!flags.blasting)", Reach.SAME),
        ("site.size == 'asm'", "site.size in ['asm', 'small']", Reach.WIDER),
        ("site.size != 'large'", "site.size in ['asm', 'small']", Reach.SAME),
        ("site.stage == 'quarry'", "site.stage != 'crusher'", Reach.SAME),
        ("site.country == 'CD'", "site.country in ['CD', 'RW']", Reach.WIDER),
        ("site.country == 'CD'", "site.country != 'CD'", Reach.OTHER),
        ("site.personnel > 10", "site.personnel >= 10", Reach.WIDER),
        ("site.personnel > 10", "site.personnel >= 11", Reach.SAME),
        ("site.personnel > 10", "site.personnel >= 12", Reach.NARROWER),
        ("'sand' in site.minerals", "'sand' in site.minerals && site.size == 'large'", Reach.NARROWER),
        ("site.minerals.exists(m, m == 'sand')", "'sand' in site.minerals", Reach.SAME),
        ("size(site.minerals) > 1", "size(site.minerals) > 2", Reach.NARROWER),
    ],
)
def test_whom_the_later_condition_reaches(old: str, new: str, expected: Reach) -> None:
    assert reach(old, new, WORDS) is expected
    assert reach(new, old, WORDS) is BACK.get(expected, expected)


def test_a_stage_without_a_list_of_words_is_any_word() -> None:
    assert reach("site.stage == 'quarry'", "site.stage != 'crusher'", {}) is Reach.WIDER


def test_a_list_without_a_list_of_words_is_decided_by_the_words_named_unless_they_are_counted() -> None:
    assert reach("'tin' in site.minerals", "'tin' in site.minerals || 'tungsten' in site.minerals", {}) is Reach.WIDER
    assert reach("size(site.minerals) > 1", "size(site.minerals) > 2", {}) is Reach.UNKNOWN


MANY = {"minerals": [f"m{number}" for number in range(13)]}
ALL_NAMED = " || ".join(f"'m{number}' in site.minerals" for number in range(13))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("true", ALL_NAMED, Reach.NARROWER),
        (ALL_NAMED, f"{ALL_NAMED} || flags.x", Reach.WIDER),
        (f"size(site.minerals) > 1 && {ALL_NAMED[:21]}", f"{ALL_NAMED[:21]} && size(site.minerals) > 1", Reach.SAME),
        ("size(site.minerals) > 1 && flags.x", "size(site.minerals) > 1", Reach.WIDER),
        ("size(site.minerals) > 1", "size(site.minerals) > 1 && (flags.x || flags.y)", Reach.NARROWER),
        ("size(site.minerals) > 1 && flags.x || flags.y", "size(site.minerals) > 1 && flags.x", Reach.NARROWER),
        ("size(site.minerals) > 1", "size(site.minerals) > 2", Reach.UNKNOWN),
        ("site.country == 'A&&B' && size(site.minerals) > 1", "size(site.minerals) > 1", Reach.WIDER),
    ],
)
def test_where_there_are_too_many_sites_to_try_the_form_decides_or_nothing_does(
    old: str, new: str, expected: Reach
) -> None:
    assert reach(old, new, MANY) is expected
    assert reach(new, old, MANY) is BACK.get(expected, expected)


def test_a_condition_without_an_answer_is_never_guessed() -> None:
    assert reach("site.size > 3", "flags.x", WORDS) is Reach.UNKNOWN
