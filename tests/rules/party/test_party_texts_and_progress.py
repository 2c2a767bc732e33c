"""Texts that no database holds are refused, and long work may be done with nobody listening."""

import pytest

from orepass.party.rules import progress
from orepass.party.rules.text import LINE_MAX, TextUnusable, fitting


@pytest.mark.parametrize("text", ["", "Kolwezi é", "x" * LINE_MAX])
def test_a_text_that_fits_stays_as_it_is(text: str) -> None:
    assert fitting("name", text) == text


@pytest.mark.parametrize("text", ["x" * (LINE_MAX + 1), "a\0b", "a\ud800b", "\udfff"])
def test_a_text_that_is_too_long_or_none_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(TextUnusable) as refused:
        fitting("name", text)
    assert refused.value.where == "name"


def test_progress_is_told_to_whoever_listens_and_only_while_they_do() -> None:
    heard: list[tuple[int, int]] = []
    progress.report(1, 3)
    with progress.heard_by(lambda done, total: heard.append((done, total))):
        progress.report(2, 3)
    progress.report(3, 3)
    assert heard == [(2, 3)]
