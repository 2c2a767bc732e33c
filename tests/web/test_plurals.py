"""A count before a noun has a plural form, so that no page says “1 sites” in any language."""

import re

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils.translation import override

from orepass.web.catalogues import LOCALE

COUNTED = re.compile(r"%\((\w+)\)s (?:[a-z]+ )?(?!(?:as|is|was|has|its|this|unless)\b)[a-z]+s\b")
NO_COUNT = {
    **dict.fromkeys(
        ("name", "who", "provider", "fact", "share", "element"), "the text of a name, and a verb behind it"
    ),
    "counts": "a mass, and a verb behind it",
    "new": "numbers in a row, each with an adjective",
    "unchanged": "of several kinds, without a noun",
    "drawn": "as many as a page draws, never one",
}
"""What stands before a word in -s and is no count, and why."""


def uncounted() -> list[str]:
    """Return the texts of pages that put a value before a plural noun without having a form for one."""
    with (LOCALE / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message for message in read_po(file) if isinstance(message.id, str)]
    of_pages = [each for each in messages if any(str(place).startswith("web/") for place, _line in each.locations)]
    return [
        str(message.id)
        for message in of_pages
        if any(found not in NO_COUNT for found in COUNTED.findall(str(message.id)))
    ]


def test_a_count_before_a_noun_has_a_form_for_one() -> None:
    assert uncounted() == []


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("en", 1, "1 site, with what is known, by whom and since when."),
        ("en", 0, "0 sites, each with what is known, by whom and since when."),
        ("fr", 0, "0 site, avec ce qui est connu, par qui et depuis quand."),
        ("fr", 1, "1 site, avec ce qui est connu, par qui et depuis quand."),
        ("fr", 2, "2 sites, chacun avec ce qui est connu, par qui et depuis quand."),
    ],
)
def test_the_form_is_that_of_the_readers_language(language: str, number: int, written: str) -> None:
    text = (
        "{% load i18n %}{% blocktranslate with sites=n count counter=n %}"
        "{{ sites }} site, with what is known, by whom and since when."
        "{% plural %}{{ sites }} sites, each with what is known, by whom and since when.{% endblocktranslate %}"
    )
    with override(language):
        assert Template(text).render(Context({"n": number})) == written
