"""What is said of who is assessed, held against the words of an edition.

A word outside the edition's vocabulary would quietly be *no* in every condition; so it is found here, before anything
is evaluated under it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile

STRAY_WORD: Final = FindingKind(
    "scheme.profile.word",
    Severity.ERROR,
    _("“{word}” is not a word of {pack} for {field}."),
    what_to_do=_("{suggestion}"),
)
SHOWN: Final = 60


def known_words(pack: Pack, field: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a list that the edition knows; conditions can look for no others."""
    known = pack.vocabulary.get(field)
    return tuple(words) if known is None else tuple(word for word in words if word in known)


def stray_words(pack: Pack, profile: Profile) -> list[Finding]:
    """Return a finding for each word of a profile that the edition does not know, however often it is said."""
    return [
        STRAY_WORD.at(
            f"profile.{field}",
            word=word[:SHOWN],
            pack=pack.ref,
            field=field,
            suggestion=suggest(word[:SHOWN], known),
        )
        for field, word, known in _said(pack, profile)
        if word not in known
    ]


def _said(pack: Pack, profile: Profile) -> Iterator[tuple[str, str, list[str]]]:
    lists = {
        "stage": (profile.stage,) if profile.stage else (),
        "activities": profile.activities or (),
        "minerals": profile.minerals or (),
    }
    for field, words in lists.items():
        known = pack.vocabulary.get(field)
        yield from ((field, word, known) for word in dict.fromkeys(words) if known is not None)
    yield from (("flags", name, list(pack.flags)) for name in profile.flags)
