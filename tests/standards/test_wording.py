"""Each requirement is written for its own subject: no sentence of a pack is another one with a noun exchanged."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from orepass.scheme.queries import pack_from_files, pack_paths
from orepass.scheme.rules.model import Requirement

SHARED_MAX = 0.3
"""Of the triples of words that two sentences have together, so many may be in both."""
PACKS = sorted(pack_paths())


def triples(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[\w’'-]+", text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def alike(one: frozenset[tuple[str, ...]], two: frozenset[tuple[str, ...]]) -> bool:
    return bool(one and two) and len(one & two) > SHARED_MAX * len(one | two)


def sentences(requirement: Requirement) -> Iterator[tuple[str, str]]:
    for kind in ("statement", "evidence_small", "evidence_large", "fails_when"):
        text: dict[str, str] = getattr(requirement, kind)
        if text:
            yield f"{requirement.id}.{kind}", text["en"]


@pytest.mark.parametrize("ref", PACKS)
def test_no_sentence_of_a_pack_is_nearly_another_one(ref: str) -> None:
    pack = pack_from_files(ref)
    listed = [
        (place, triples(text))
        for standard in pack.standards
        for requirement in standard.requirements
        for place, text in sentences(requirement)
    ]
    assert len(listed) >= 3 * sum(len(standard.requirements) for standard in pack.standards)
    assert [(one[0], two[0]) for one, two in combinations(listed, 2) if alike(one[1], two[1])] == []


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (
            "A signed page names the stream and who drinks from it.",
            "A signed page names the dust and who breathes from it.",
            False,
        ),
        (
            "A policy signed by the site head is shown to all staff.",
            "A policy signed by the site head is shown to all guards.",
            True,
        ),
        ("Staff can name the rule.", "Staff can name the rule.", True),
        ("Short words.", "Short words.", False),
    ],
)
def test_sentences_with_one_word_exchanged_are_alike_and_those_with_the_same_pattern_are_not(
    one: str, two: str, *, expected: bool
) -> None:
    assert alike(triples(one), triples(two)) is expected
