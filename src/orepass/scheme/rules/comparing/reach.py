"""Whom a later condition reaches beside an earlier one: decided by trying every site there can be, or else by form.

Every site that the two conditions can tell apart is tried: all sizes and flags, the words and the numbers they name and
one beside them. The answer is exact for sites whose facts are known. Where there are too many to try, a further part
joined with *and* narrows and one joined with *or* widens; what neither way decides is called unknown, never guessed.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from orepass.scheme.rules.comparing.compared import Reach
from orepass.scheme.rules.expression import ALWAYS, LISTS, SIZES, Facts, references

TRIED_MAX: Final = 4096
"""How many different sites are tried at most."""
NO_WORD: Final = "-"
"""A word that no condition names: it stands for all others."""
_QUOTED: Final = re.compile(r""""[^"]*"|'[^']*'""")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_LOOPS: Final = re.compile(r"\bsize\s*\(|\bexists\b|\ball\b")

type Vocabulary = Mapping[str, list[str]]


def reach(old: str, new: str, vocabulary: Vocabulary) -> Reach:
    """Say whom the later of two conditions reaches beside the earlier one."""
    old, new = old.strip(), new.strip()
    if old == new:
        return Reach.SAME
    tried = _by_trying(old, new, vocabulary)
    return _by_form(old, new) if tried is Reach.UNKNOWN else tried


def _by_form(old: str, new: str) -> Reach:
    if ALWAYS in {old, new}:  # too many sites to try, and one of the conditions reaches them all
        return Reach.WIDER if new == ALWAYS else Reach.NARROWER
    for sign, longer_is in (("&&", Reach.NARROWER), ("||", Reach.WIDER)):
        parts, later = _parts(old, sign), _parts(new, sign)
        if parts == later:
            return Reach.SAME
        if parts < later:
            return longer_is
        if later < parts:
            return Reach.WIDER if longer_is is Reach.NARROWER else Reach.NARROWER
    return Reach.UNKNOWN


def _parts(text: str, sign: str) -> frozenset[str]:
    """Split a condition at a sign; *and* binds more than *or*, so that a mixed one splits at *or* alone."""
    if sign == "&&" and len(_split(text, "||")) > 1:
        return frozenset({text})
    return frozenset(_split(text, sign))


def _split(text: str, sign: str) -> list[str]:
    """Split at a sign that stands outside brackets and quotes."""
    found, depth, quote, start = [], 0, "", 0
    for at, character in enumerate(text):
        if quote or character in "\"'":
            quote = "" if character == quote else quote or character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif not depth and text.startswith(sign, at):
            found.append(text[start:at].strip())
            start = at + len(sign)
    return [*found, text[start:].strip()]


def _by_trying(old: str, new: str, vocabulary: Vocabulary) -> Reach:
    facts = list(dict.fromkeys([*references(old), *references(new)]))
    can_be = _Values(f"{old} {new}", vocabulary)
    values = [can_be.of(base, name) for base, name in facts]
    if not all(values) or _count(values) > TRIED_MAX:
        return Reach.UNKNOWN
    more = fewer = False
    for one in itertools.product(*values):
        site = dict(zip(facts, one, strict=True))
        before, after = _holds(old, site), _holds(new, site)
        if before is None or after is None:
            return Reach.UNKNOWN
        more, fewer = more or (after and not before), fewer or (before and not after)
    if more == fewer:
        return Reach.OTHER if more else Reach.SAME
    return Reach.WIDER if more else Reach.NARROWER


class _Values:
    """Every value that a fact can have, as far as two conditions can tell values apart; none where nobody can count."""

    def __init__(self, texts: str, vocabulary: Vocabulary) -> None:
        self.words = sorted({part[1:-1] for part in _QUOTED.findall(texts)})
        self.numbers = {int(Fraction(part)) for part in _NUMBER.findall(_QUOTED.sub("", texts))}
        self.counts_lists = bool(_LOOPS.search(texts))
        self.vocabulary = vocabulary

    def of(self, base: str, name: str) -> list[Any]:
        """Return the values of one fact."""
        if base == "flags":
            return [False, True]
        if name == "size":
            return list(SIZES)
        if name == "personnel":
            return sorted({max(0, number + step) for number in self.numbers for step in (-1, 0, 1)})
        words = self.vocabulary.get(name, [])
        if name in LISTS:
            return self._lists(words)
        return list(words or [*self.words, NO_WORD])

    def _lists(self, words: list[str]) -> list[Any]:
        told_apart = [word for word in self.words if word in words or not words]
        if not self.counts_lists:
            words = told_apart
        elif not words:
            return []
        return list(_sets(words)) if 2 ** len(words) <= TRIED_MAX else []


def _sets(words: list[str]) -> Iterator[list[str]]:
    for count in range(len(words) + 1):
        yield from (list(chosen) for chosen in itertools.combinations(words, count))


def _count(values: Iterable[list[Any]]) -> int:
    count = 1
    for each in values:
        count *= len(each)
    return count


def _holds(condition: str, site: Mapping[tuple[str, str], Any]) -> bool | None:
    """Say whether a condition holds for a site; nothing where the expression has no answer."""
    known = {base: {name: value for (of, name), value in site.items() if of == base} for base in ("site", "flags")}
    verdict = Facts(known["site"], known["flags"]).verdict(condition)
    return None if verdict.is_unknown else verdict.is_yes
