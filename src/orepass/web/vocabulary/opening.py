"""How a code is said: in the reader's words, else as it is with its underscores opened."""

from collections.abc import Callable, Iterable


def opened(table: dict[str, str], code: str) -> str:
    """Return the words for a code."""
    return table.get(code) or code.replace("_", " ")


def choices(values: Iterable[str], say: Callable[[str], str]) -> list[tuple[str, str]]:
    """Pair codes with their words, for a form."""
    return [(str(value), say(str(value))) for value in values]
