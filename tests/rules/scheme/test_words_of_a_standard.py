"""A requirement is answered with the words of its own standard; a word of another scale is refused."""

from pathlib import Path

import pytest

from orepass.scheme.rules.answering import require_word, words_of
from orepass.scheme.rules.checking import check
from orepass.scheme.rules.judgement import NOT_RELEVANT, UNKNOWN, RatingUnknown
from orepass.scheme.rules.model import Standard
from tests.rules.scheme.packs import write_pack


@pytest.fixture
def standard(tmp_path: Path) -> Standard:
    (checked,) = check([write_pack(tmp_path)]).checked
    assert checked.pack is not None
    return checked.pack.standards[0]


def test_every_word_offered_is_taken_and_no_other(standard: Standard) -> None:
    offered = words_of(standard)
    assert set(offered) == {requirement.id for requirement in standard.requirements}
    for requirement, words in offered.items():
        assert {"full", NOT_RELEVANT, UNKNOWN} <= set(words)
        for word in words:
            require_word(standard, requirement, word)
        with pytest.raises(RatingUnknown) as refused:
            require_word(standard, requirement, "grade A")
        assert refused.value.where == requirement
