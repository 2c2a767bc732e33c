"""The translations: French complete, Spanish and Swahili with reported gaps, compiled files true to their texts."""

import re
import string

import pytest
from babel.messages import Catalog
from django.conf import settings

from orepass.web import catalogues
from orepass.web.acting import UNREVIEWED_LANGUAGES

PERCENT = re.compile(r"%\(\w+\)s")


def braces(text: str) -> set[str]:
    try:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


@pytest.fixture(scope="module")
def collected() -> Catalog:
    """Every text of the product."""
    return catalogues.collected()


@pytest.mark.parametrize("language", ["en", *catalogues.COMPLETE])
def test_complete_language_lacks_no_text(language: str, collected: Catalog) -> None:
    assert catalogues.gap(language, collected).missing == ()


@pytest.mark.parametrize("language", catalogues.WITH_GAPS)
def test_gaps_of_a_language_are_reported_and_its_texts_marked_as_unreviewed(language: str, collected: Catalog) -> None:
    found = catalogues.gap(language, collected)
    assert 0 < found.present < found.total
    assert len(found.missing) == found.total - found.present
    assert language in UNREVIEWED_LANGUAGES
    assert "Unreviewed" in catalogues.path_of(language).read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_compiled_catalogue_is_that_of_its_text(language: str) -> None:
    text = catalogues.path_of(language).read_bytes()
    assert catalogues.path_of(language, "mo").read_bytes() == catalogues.compiled(text, language)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translation_keeps_every_placeholder(language: str) -> None:
    for message in catalogues.translations(language):
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {name for part in originals for name in PERCENT.findall(part)} if message.id else set()
        for part in said if message.id else ():
            if part:
                assert set(PERCENT.findall(part)) <= wanted, message.id
                assert braces(part) <= braces(originals[0]) | {""}, message.id


def test_texts_of_refusals_and_findings_are_collected(collected: Catalog) -> None:
    assert "There is nothing here under “{what}”." in collected
    assert "Skip to the content" in collected
    assert "certified on this day" not in collected


def test_product_offers_the_languages_that_have_a_catalogue() -> None:
    assert {code for code, _name in settings.LANGUAGES} == set(catalogues.LANGUAGES)
