"""Does every term have a meaning: the contexts of a document map all of its names (VCDM 2.0 §4.3, JSON-LD 1.1).

A name that no context maps says nothing to whoever reads the document as linked data, and everything to whoever reads
it as JSON: two readers, two documents.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs.linked_data import Canonicalised, LinkedData, doubt, shown
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.check import Check, failed, not_checked, passed
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

TERMS = "terms"
PLACES_MAX: Final = 100
MEANINGLESS = FindingKind(
    "credentials.structure.term",
    Severity.ERROR,
    _("The contexts give “{term}” no meaning."),
    what_to_do=_("Correct the name, or add a context that defines it."),
)

TermsCheck = Callable[[Presented], Check | None]
"""Check the terms of a credential; ``None`` where they were checked when it was made."""


def check_terms(document: Document, linked_data: LinkedData) -> Check:
    """Check that no term of a document is dropped when it is read as linked data; an unknown context leaves it open."""
    return judged(linked_data.terms(document))


def judged(found: Canonicalised) -> Check:
    """Judge what was found when the terms of a document were looked for."""
    if found.dropped:
        return failed(TERMS, _("Its contexts give these no meaning: {terms}."), terms=shown(found.dropped))
    doubtful = doubt(found)
    if doubtful is None:
        return passed(TERMS, _("Its contexts give every term a meaning."))
    return (not_checked if doubtful.holds is None else failed)(TERMS, doubtful.reason, **doubtful.params)


def meaningless_in(document: Document, dropped: Iterable[str]) -> list[Finding]:
    """Return where in a document names without a meaning stand, as names or as values; else under its contexts."""
    names = dict.fromkeys(dropped)
    found = [MEANINGLESS.at(where, term=name) for where, name in islice(_places(document, names), PLACES_MAX)]
    seen = {one.params["term"] for one in found}
    return [*found, *(MEANINGLESS.at("/@context", term=name) for name in names if name not in seen)]


def _places(value: Any, names: dict[str, None], where: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON value
    if isinstance(value, str) and value in names:
        yield where, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        place = f"{where}/{str(name).replace('~', '~0').replace('/', '~1')}"
        if name in names:
            yield place, name
        if name != "@context":
            yield from _places(part, names, place)
