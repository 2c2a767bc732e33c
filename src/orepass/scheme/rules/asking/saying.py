"""Read what somebody says of a site in ``name=value``: the one grammar of the page, the address and the command.

``activities=extraction minerals=gold,tin size=asm country=CD people=12 flags.tailings=yes``. A word that the edition
does not know is refused, because it would quietly be *no*; ``unknown``, and nothing at all, stay unknown.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from orepass.kernel.refusal import Invalid
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _
from orepass.scheme.rules.expression import SIZES
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile

NOT_KNOWN: Final = "unknown"
FLAG: Final = "flags."
PEOPLE: Final = "people"
PEOPLE_MAX: Final = 1_000_000
ELSEWHERE: Final = "ZZ"
"""A country that no condition names; ISO 3166 gives these two letters to nobody."""
LISTS: Final = ("activities", "minerals")
WORDS: Final = ("stage", "size", "country")
SHOWN: Final = 60
_TRUTH: Final = {"yes": True, "no": False}
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_WHOLE: Final = re.compile(r"[0-9]{1,7}")


class NotAsked(Invalid):
    """Something is said that the edition does not ask."""

    code = "scheme.saying.not_asked"
    message = _("{pack} does not ask for “{name}”.")
    what_to_do = _("{suggestion}")


class NotUnderstood(Invalid):
    """Something is said in a word that the edition does not know."""

    code = "scheme.saying.word"
    message = _("“{value}” is no answer for “{name}”.")
    what_to_do = _("{suggestion}")


def names(pack: Pack) -> tuple[str, ...]:
    """Return what may be said under an edition."""
    return (*WORDS, *LISTS, PEOPLE, *(f"{FLAG}{name}" for name in pack.flags))


def profile_said(pack: Pack, said: Mapping[str, Iterable[str]]) -> Profile:
    """Read what is said, each name with its values.

    Raises:
        NotAsked: a name is none of those that the edition asks for.
        NotUnderstood: a value is none of its words.
    """
    values = {name: _split(given) for name, given in said.items()}
    for name in values:
        if name not in names(pack):
            shown = name[:SHOWN]
            raise NotAsked(where=shown, pack=pack.ref, name=shown, suggestion=suggest(shown, names(pack)))
    flags = {name.removeprefix(FLAG): given for name, given in values.items() if name.startswith(FLAG)}
    people = _one(PEOPLE, values.get(PEOPLE, ()))
    return Profile(
        stage=_word(pack, "stage", values),
        size=_word(pack, "size", values),
        country=_word(pack, "country", values),
        activities=_list(pack, "activities", values),
        minerals=_list(pack, "minerals", values),
        personnel=None if people is None else _people(people),
        flags={name: answer for name, given in flags.items() if (answer := _truth(f"{FLAG}{name}", given)) is not None},
    )


def _split(given: Iterable[str]) -> tuple[str, ...]:
    """Return the values, those after commas too, each once; what is not known is nothing."""
    parts = (part.strip() for text in given for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part and part != NOT_KNOWN))


def _refuse(name: str, value: str, known: Iterable[str], hint: str = "") -> NotUnderstood:
    shown = value[:SHOWN]
    return NotUnderstood(where=name, name=name, value=shown, suggestion=hint or suggest(shown, list(known)))


def _one(name: str, given: tuple[str, ...]) -> str | None:
    if len(given) > 1:
        raise _refuse(name, " ".join(given), (), _("Give one answer."))
    return given[0] if given else None


def _word(pack: Pack, name: str, values: Mapping[str, tuple[str, ...]]) -> str | None:
    word = _one(name, values.get(name, ()))
    if word is None:
        return None
    if name == "country":
        if not _COUNTRY.fullmatch(word):
            raise _refuse(name, word, (), _("Write two capital letters (ISO 3166), such as CD."))
        return word
    known = SIZES if name == "size" else pack.vocabulary.get(name)
    if known is not None and word not in known:
        raise _refuse(name, word, known)
    return word


def _list(pack: Pack, name: str, values: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    given = values.get(name, ())
    known = pack.vocabulary.get(name)
    for word in given:
        if known is not None and word not in known:
            raise _refuse(name, word, known)
    return given or None


def _truth(name: str, given: tuple[str, ...]) -> bool | None:
    word = _one(name, given)
    if word is None:
        return None
    if word not in _TRUTH:
        raise _refuse(name, word, (*_TRUTH, NOT_KNOWN))
    return _TRUTH[word]


def _people(text: str) -> int:
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= PEOPLE_MAX:
        raise _refuse(PEOPLE, text, (), _("Write a whole number from 1 to 1000000."))
    return int(text)
