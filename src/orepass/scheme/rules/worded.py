"""What several rules say alike of their inputs: a range, whether it is among others, parts in a row."""

from collections.abc import Collection, Iterable
from functools import reduce

from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _


def between(least: int, most: int) -> Said:
    """Say that an input has to be a number of a range."""
    return said(_("it must be {least} to {most}"), least=least, most=most)


def among(word: str, known: Collection[str]) -> Said:
    """Say whether a word is among some others."""
    told = _("{code} is one of: {codes}.") if word in known else _("{code} is none of: {codes}.")
    return said(told, code=word, codes=tuple(known) or said(_("nothing")))


def apart(parts: Iterable[str]) -> str:
    """Say parts one after another with semicolons between them."""
    return reduce(lambda first, second: said(_("{first}; {second}"), first=first, second=second), parts)
