"""What a processor of linked data answers, and what its answer means for a signature.

Canonical RDF (RDFC-1.0) can be made to take for ever, and needs libraries that are an extra; so the work is done by
somebody else, with limits, and whoever checks a proof brings them along. A term that no context maps is in no graph and
so not signed: such a document fails. Contexts that a document brings itself may give any name any meaning: there the
signature may hold while the names mislead, and the answer stays open.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, Protocol

import msgspec

from orepass.credentials.rules.proofs.outcome import Outcome
from orepass.credentials.rules.strict_json import Document
from orepass.kernel.text import marked as _

DROPPED_SHOWN: Final = 5


class Problem(StrEnum):
    """Why there is no canonical form."""

    MISSING = "missing"
    UNASKED = "unasked"
    CONTEXT = "context"
    INVALID = "invalid"
    SIZE = "size"
    STOPPED = "stopped"


class Canonicalised(msgspec.Struct, frozen=True):
    """Canonical N-Quads, one text for each document; the terms that no context maps; or why there is nothing."""

    texts: list[str] = []
    dropped: list[str] = []
    problem: Problem | None = None
    detail: str = ""


class LinkedData(Protocol):
    """A processor of JSON-LD within limits of time, memory and size, asking nobody for contexts."""

    def canonical(self, documents: Sequence[Document], *, algorithm: str) -> Canonicalised:
        """Return the canonical form of each document; ``algorithm`` is ``sha256`` or ``sha384``."""

    def terms(self, document: Document) -> Canonicalised:
        """Return the terms of a document that no context maps, without its canonical form."""


class NoLinkedData:
    """Nobody to ask: every answer is why, as a rule that the libraries are missing."""

    def __init__(self, problem: Problem = Problem.MISSING) -> None:
        """Say why nobody is asked."""
        self._problem = problem

    def canonical(self, documents: Sequence[Document], *, algorithm: str) -> Canonicalised:
        """Say that nothing can be made of any document."""
        return Canonicalised(problem=self._problem, detail=f"{algorithm} {len(documents)}")

    def terms(self, document: Document) -> Canonicalised:
        """Say that nothing can be told of any document."""
        return Canonicalised(problem=self._problem, detail=str(len(document)))


NOBODY: Final = NoLinkedData()
NOT_OF_BUNDLES: Final = NoLinkedData(Problem.UNASKED)
"""For bundles: a browser has no processor of linked data, and both verifiers give the same answer."""

_REASONS: Final = {
    Problem.MISSING: _(
        "Linked data (RDFC-1.0) is not checked here: its libraries are not installed. “pip install orepass[rdfc]” does."
    ),
    Problem.UNASKED: _(
        "Linked data (RDFC-1.0) is not checked of a bundle. Check the credential itself: “orepass verify” does."
    ),
    Problem.CONTEXT: _("Its context {detail} is not known here, and none is loaded from the net."),
    Problem.INVALID: _("It is no linked data that could be signed ({detail})."),
    Problem.SIZE: _("As linked data it is larger than anyone needs ({detail})."),
    Problem.STOPPED: _("Making its canonical form took too long or too much memory and was stopped."),
}


def doubt(found: Canonicalised) -> Outcome | None:
    """Say why an answer cannot carry a signature; ``None`` when it can."""
    if found.problem is not None:
        holds = False if found.problem is Problem.INVALID else None
        return Outcome(holds, _REASONS[found.problem], {"detail": found.detail})
    if found.dropped:
        reason = _("Not all of it is signed: no context maps {terms}.")
        return Outcome(holds=False, reason=reason, params={"terms": shown(found.dropped)})
    return None


def shown(terms: list[str]) -> str:
    """Return the first few terms as one text."""
    return ", ".join(terms[:DROPPED_SHOWN])


OWN_NAMES: Final = Outcome(
    holds=None,
    reason=_("The signature fits, but the document brings definitions of its own, so that its names may mislead."),
)


def defines_names(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Say whether a document holds a context of its own anywhere, instead of the address of one."""
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            contexts = one.get("@context")
            if any(isinstance(each, dict) for each in (contexts if isinstance(contexts, list) else [contexts])):
                return True
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False
