"""Values of a pack's files as cells of a sheet, and back: what goes in comes out, to the kind.

A text that would be read as something else (``true``, ``[a]``) stands in JSON quotation marks; lists and mappings of a
parameter stand as JSON; a number typed by a person is the same number, exactly.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec

from orepass.kernel.nesting import is_too_deep
from orepass.kernel.table import Cell, said
from orepass.scheme.rules.parameters import UNIT_OF_SUFFIX
from orepass.scheme.rules.yamltext import Json

NOTHING: Final = "null"
_OPENING: Final = ("[", "{", '"')
_YES: Final = frozenset({"true", "yes", "vrai", "oui", "verdadero", "sí"})
_NO: Final = frozenset({"false", "no", "faux", "non", "falso"})
_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\Z")
WHOLE_UNITS: Final = frozenset({"months", "days", "years", "hours", "count", "members", "sites", "persons"})


class NotJsonError(ValueError):
    """A cell begins like a list, a mapping or a quoted text and is none."""


def cell_of(value: Json) -> Cell:
    """Return the cell that holds a value of any kind."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    if isinstance(value, str) and not _looks_otherwise(value):
        return value
    return NOTHING if value is None else msgspec.json.encode(value).decode()


def _looks_otherwise(text: str) -> bool:
    return not text.strip() or text in {NOTHING, "true", "false"} or text.lstrip().startswith(_OPENING)


def value_of(cell: Cell) -> Json:
    """Return the value that a cell holds.

    Raises:
        NotJsonError: it begins like a list, a mapping or a quoted text and is none.
    """
    if isinstance(cell, str):
        return _from_text(cell)
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return number_of(cell)
    return None if cell is None else said(cell)


def _from_text(text: str) -> Json:
    words: dict[str, Json] = {NOTHING: None, "true": True, "false": False}
    if text in words:
        return words[text]
    if not text.lstrip().startswith(_OPENING):
        return text
    if is_too_deep(text):
        raise NotJsonError(text)
    try:
        found = msgspec.json.decode(text.encode())
        is_plain = _plain(found)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        raise NotJsonError(text) from None
    if not is_plain:
        raise NotJsonError(text)
    return found  # type: ignore[no-any-return]  # JSON


def _plain(value: object) -> bool:
    """Say whether a value holds no number with a point, which JSON cannot keep exactly: such numbers are texts."""
    if isinstance(value, list):
        return all(map(_plain, value))
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    return not isinstance(value, float)


def number_of(number: float) -> Json:
    """Return a number as the pack format has it: whole numbers as such, others as the text of their digits."""
    if isinstance(number, int):
        return number
    if number.is_integer() and abs(number) < 2**53:
        return int(number)
    text = repr(number)
    return text if "e" not in text else f"{number:.12f}".rstrip("0")


def whole_of(cell: Cell) -> Json:
    """Return a whole number, also where it was typed as text; anything else as it stands."""
    if isinstance(cell, str):
        return int(cell) if _WHOLE.match(cell.strip()) else cell
    return value_of(cell)


def truth_of(cell: Cell) -> Json:
    """Return true or false, also where it was typed as a word; anything else as it stands."""
    word = said(cell).strip().casefold()
    return True if word in _YES else False if word in _NO else value_of(cell)


def parameter_of(cell: Cell, path: str, unit: str) -> Json:
    """Return a parameter's value; a whole number typed as text counts where its unit asks for one."""
    suffixes = {unit for ending, units in UNIT_OF_SUFFIX.items() if path.endswith(ending) for unit in units}
    if (unit in WHOLE_UNITS or suffixes & WHOLE_UNITS) and isinstance(cell, str) and _WHOLE.match(cell.strip()):
        return int(cell)
    return truth_of(cell) if unit == "boolean" else value_of(cell)


def list_cell(values: list[str]) -> str:
    """Return a list of words as one cell."""
    return ", ".join(values) or "[]"


def list_of(cell: Cell) -> list[Json]:
    """Return the words of a cell, separated by commas, semicolons or line ends."""
    text = said(cell).strip()
    return [] if text == "[]" else [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def day_of(cell: Cell) -> Json:
    """Return a day as text; a bare number, which some programs make of a day, stays as it is and is found later."""
    if isinstance(cell, datetime | date):
        return said(cell)
    if isinstance(cell, float | int | time | timedelta):
        return said(cell)
    return cell.strip() if cell else None
