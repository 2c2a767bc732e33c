"""In which language the texts of a pack are shown, apart from the language of the page, and what to say about it."""

from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext as _

from orepass.scheme.rules.model import FALLBACK, Pack, Requirement
from orepass.web.words import language

ASKED = "in"
NAMES = {"en": "English", "fr": "Français", "es": "Español", "sw": "Kiswahili"}


class PackTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The language of a pack's texts on a page: the others to choose from, and what is not as it should be."""

    code: str
    foreign: bool
    notes: tuple[str, ...]
    switch: tuple[tuple[str, str, bool, str], ...]


def pack_texts(request: HttpRequest, pack: Pack, requirements: tuple[Requirement, ...] = ()) -> PackTexts:
    """Choose the language of a pack's texts: the one asked for, else the reader's, else English."""
    asked = request.GET.get(ASKED, "")
    code = next((each for each in (asked, language()) if each in pack.languages), FALLBACK)
    return PackTexts(
        code=code,
        foreign=code != language(),
        notes=tuple(_notes(pack, code, requirements)),
        switch=tuple(
            (each, NAMES.get(each, each), each in pack.unreviewed, _address(request, each)) for each in pack.languages
        ),
    )


def _notes(pack: Pack, code: str, requirements: tuple[Requirement, ...]) -> list[str]:
    missing = sum(code not in requirement.statement for requirement in requirements)
    said = {
        _("The texts of this edition are not in your language; they are shown in English."): language()
        not in pack.languages
        and code == FALLBACK,
        _("Nobody has reviewed these texts in this language yet."): code in pack.unreviewed,
        _("Requirements not yet translated, shown in English: %(missing)s of %(all)s.")
        % {"missing": missing, "all": len(requirements)}: bool(missing),
    }
    return [words for words, holds in said.items() if holds]


def _address(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query[ASKED] = code
    return f"?{query.urlencode()}"


def kept_query(request: HttpRequest, **changes: Any) -> str:  # noqa: ANN401 - anything that can be written down
    """Write the address of the same page with some of its parameters changed; an empty value drops one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in {"", None}:
            query[name] = str(value)
    return f"?{query.urlencode()}"
