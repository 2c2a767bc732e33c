"""The template of a table of events: an empty sheet under headings in one language, and one that explains them."""

from collections.abc import Callable
from typing import Final

from orepass.custody.rules.sheet_columns import KIND_WORDS, SHEET_COLUMNS, TRANSPORT_WORDS, SheetColumn, words_in
from orepass.kernel.table import Choices, Sheet
from orepass.kernel.text import marked as _

ROWS: Final = 500
"""So many rows offer their choices in the template; a table may have more."""
EXPLAINED: Final = _("Columns")
COLUMN: Final = _("Column")
LASTING: Final = _("In English")
WHAT_TO_WRITE: Final = _("What to write")
EXAMPLE: Final = _("For example")
CHOICES: Final = {"what": KIND_WORDS, "transport": TRANSPORT_WORDS}


def template(language: str, say: Callable[[str], str]) -> list[Sheet]:
    """Return the sheets of the template; headings and words are English where a language has none of its own."""
    names = [column.name for column in SHEET_COLUMNS]
    choices = tuple(Choices(names.index(name), 1, ROWS, words_in(language, words)) for name, words in CHOICES.items())
    headings = [column.heading(language) for column in SHEET_COLUMNS]
    widths = tuple(max(12, len(heading) + 3) for heading in headings)
    explained = [
        [column.heading(language), column.name, says(column, language, say), example(column, language)]
        for column in SHEET_COLUMNS
    ]
    return [
        Sheet(name=say(_("Events")), rows=[[*headings]], widths=widths, choices=choices),
        Sheet(
            name=say(EXPLAINED),
            rows=[[say(COLUMN), say(LASTING), say(WHAT_TO_WRITE), say(EXAMPLE)], *explained],
            widths=(20, 16, 90, 20),
        ),
    ]


def says(column: SheetColumn, language: str, say: Callable[[str], str]) -> str:
    """Explain a column, with the words to choose from where it has some."""
    told = say(column.says)
    return f"{told} {', '.join(words_in(language, CHOICES[column.name]))}" if column.name in CHOICES else told


def example(column: SheetColumn, language: str) -> str:
    """Return what may stand in a column."""
    return words_in(language, CHOICES[column.name])[0] if column.name in CHOICES else column.example
