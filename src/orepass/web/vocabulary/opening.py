"""How a code is said: in the reader's words, else as it is with its underscores opened."""

from collections.abc import Callable, Iterable

from orepass.kernel.text import readable
from orepass.web.words import translated


def opened(table: dict[str, str], code: str) -> str:
    """Return the words for a code."""
    return table.get(code) or named(code)


def named(code: str) -> str:
    """Name a code of a pack, or the path of a number, part by part; a part that nobody named stays as it is written."""
    return " · ".join(translated(readable(part)) for part in code.split("."))


def choices(values: Iterable[str], say: Callable[[str], str]) -> list[tuple[str, str]]:
    """Pair codes with their words, for a form."""
    return [(str(value), say(str(value))) for value in values]
