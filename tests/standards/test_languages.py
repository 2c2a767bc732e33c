"""The sample edition speaks four languages: all texts are there, and none is English under another language's name."""

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from orepass.scheme.rules.folder import read_folder
from orepass.scheme.rules.load import drafted, require
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.texts import Texts, merge, texts_of

STANDARDS: Final = Path(os.environ.get("OREPASS_STANDARDS", Path(__file__).resolve().parents[2] / "standards"))
ROOT: Final = STANDARDS / "cera-4in1" / "2026.1"
ENGLISH_WORDS: Final = re.compile(r"\b(?:the|and|with|of|for|which|whose|from|been|were|was)\b", re.IGNORECASE)
"""Words that any longer English sentence holds, and that French, Spanish and Swahili do not write."""
DIGITS: Final = re.compile(r"\d+")


@cache
def pack() -> Pack:
    """Read while a test runs, so that nobody who only collects tests waits for it."""
    return require(ROOT)


@cache
def texts() -> Texts:
    """Return all texts of the edition by key; what a language lacks is only for the first test to tell."""
    folder = read_folder(ROOT)
    written = {key: text for _file, key, text in texts_of(drafted(folder))}
    merged, _findings = merge(written, folder.of_kind("texts"), list(pack().languages))
    return {key: text for key, text in merged.items() if set(text) == set(pack().languages)}


TRANSLATIONS: Final = ("fr", "es", "sw")


def english_in(text: str) -> list[str]:
    return ENGLISH_WORDS.findall(text)


def test_four_languages_are_complete_and_two_of_them_say_that_nobody_reviewed_them_yet() -> None:
    report = {one.language: one for one in pack().completeness}
    assert {language: one.missing for language, one in report.items()} == {"en": (), "fr": (), "es": (), "sw": ()}
    assert {language: one.reviewed for language, one in report.items()} == {
        "en": True,
        "fr": True,
        "es": False,
        "sw": False,
    }
    assert {one.present for one in report.values()} == {len(texts())} != {0}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_translation_is_its_english(language: str) -> None:
    assert [key for key, text in texts().items() if text[language].casefold() == text["en"].casefold()] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_translation_holds_words_that_stayed_english(language: str) -> None:
    assert {key: found for key, text in texts().items() if (found := english_in(text[language]))} == {}


def test_words_that_stayed_english_are_seen() -> None:
    assert english_in("Una página con the almacén AND the molino") == ["the", "AND", "the"]
    assert english_in("Bonde la jirani; théâtre, andamio, ofisi, forma") == []


def test_no_two_languages_share_a_text() -> None:
    languages = {key: {text[language] for language in TRANSLATIONS} for key, text in texts().items()}
    assert [key for key, told in languages.items() if len(told) < len(TRANSLATIONS)] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_numbers_written_in_digits_are_those_of_the_english(language: str) -> None:
    other = {
        key: text[language]
        for key, text in texts().items()
        if Counter(DIGITS.findall(text[language])) != Counter(DIGITS.findall(text["en"]))
    }
    assert other == {}


@pytest.mark.parametrize("language", ["en", *TRANSLATIONS])
def test_no_sentence_stands_twice(language: str) -> None:
    """A sentence under two keys was copied into the wrong place, or is boilerplate; titles may recur."""
    told = Counter(text[language].casefold() for key, text in texts().items() if not key.endswith(".title"))
    assert [text for text, count in told.items() if count > 1] == []
