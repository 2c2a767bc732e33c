"""Does every term have a meaning: the contexts of a document map all of its names (VCDM 2.0 §4.3, JSON-LD 1.1).

A name that no context maps says nothing to whoever reads the document as linked data, and everything to whoever reads
it as JSON: two readers, two documents.
"""

from collections.abc import Callable

from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs.linked_data import Canonicalised, LinkedData, doubt, shown
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.check import Check, failed, not_checked, passed
from orepass.kernel.text import marked as _

TERMS = "terms"

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
