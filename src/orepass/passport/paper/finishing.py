"""What the library that prints leaves out of an accessible PDF (ISO 14289-1, by the Matterhorn Protocol).

It tells each data cell which headers it has; a column of row headers holds no data cell, so the header above it
belonged to nothing: a scope on every header cell says what it heads (7.5; 15-003). And it makes links that are seen on
a screen only, where a reader should get the same on paper (7.18.1; 28).
"""

from typing import Any, Final

ROW, HEADER, DATA = "/TR", "/TH", "/TD"
PRINTED: Final = 4
"""The flag of annotations that are printed (ISO 32000-1, table 165)."""


def finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 - an optional library's own kind of document
    """Finish a tagged PDF just before it is written."""
    objects: list[Any] = [one for one in pdf.objects if isinstance(one, dict)]
    _say_scopes({one.reference: one for one in objects if one.get("Type") == "/StructElem"})
    for annotation in (one for one in objects if one.get("Type") == "/Annot"):
        annotation["F"] = PRINTED


def _say_scopes(elements: dict[bytes, Any]) -> None:
    """In a row with data the headers are of the row, in a row without they are of columns."""
    for row in (one for one in elements.values() if one["S"] == ROW):
        cells = [elements[kid] for kid in row["K"] if kid in elements]
        scope = "/Row" if any(cell["S"] == DATA for cell in cells) else "/Column"
        for cell in cells:
            if cell["S"] == HEADER:
                cell["A"]["Scope"] = scope
