"""Linked data as this home reads it: with the contexts it holds, in a process of its own."""

import functools
from collections.abc import Callable, Sequence

from orepass.credentials import queries
from orepass.credentials.rdfc_worker import RdfcWorker
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs.linked_data import Canonicalised, LinkedData
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.terms import TermsCheck, check_terms
from orepass.kernel.check import Check


class _WhenAsked:
    """A processor that reads the contexts at hand when it is first asked: most credentials ask nothing of it."""

    @functools.cached_property
    def _worker(self) -> RdfcWorker:
        return RdfcWorker(queries.contexts_at_hand())

    def canonical(self, documents: Sequence[Document], *, algorithm: str) -> Canonicalised:
        return self._worker.canonical(documents, algorithm=algorithm)

    def terms(self, document: Document) -> Canonicalised:
        return self._worker.terms(document)


def linked_data() -> LinkedData:
    """Return the processor of linked data."""
    return _WhenAsked()


def terms_left_open(processor: LinkedData, *, made_of_records: Callable[[Presented], bool]) -> TermsCheck:
    """Return a check that every term has a meaning; left out of what this home signed once that was known.

    ``made_of_records`` says that a credential is one of those that the home makes itself: their names are written down
    in the program, not by whoever asks for them.
    """

    def check(presented: Presented) -> Check | None:
        own = queries.did_document(presented.issuer) is not None
        if own and (made_of_records(presented) or _were_checked(presented)):
            return None
        return check_terms(presented.credential, processor)

    return check


def _were_checked(presented: Presented) -> bool:
    return queries.terms_were_checked(str(presented.credential.get("id", "")), presented.digest)
