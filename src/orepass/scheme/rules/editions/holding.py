"""An edition under development is held: it is published when its text was approved, and as it was approved.

What was approved is the text: what is asked, of whom, by which numbers, in every language. The worked cases of a pack,
whether it calls itself a draft, and from which day on it holds may change between the approval and the publication.
"""

from enum import StrEnum
from typing import Any, Final

from orepass.kernel.digest import Digest, digest
from orepass.scheme.rules.model import Pack

CASES: Final = "cases/"
MAY_CHANGE: Final = frozenset({"status", "valid_from", "valid_before"})
"""What of ``pack.yaml`` and ``standard.yaml`` is no part of the text."""


class Held(StrEnum):
    """What became of an edition that was held: it is being developed, was approved, or was dropped."""

    DEVELOPED = "developed"
    APPROVED = "approved"
    DROPPED = "dropped"


def text_digest(pack: Pack) -> Digest:
    """Return the digest of what a pack says, without its worked cases, its status and its days."""
    return digest({name: _text(name, told) for name, told in pack.files.items() if not name.startswith(CASES)})


def _text(name: str, told: Any) -> Any:  # noqa: ANN401 - a file as data
    if name.rpartition("/")[2] not in {"pack.yaml", "standard.yaml"} or not isinstance(told, dict):
        return told
    return {key: value for key, value in told.items() if key not in MAY_CHANGE}
