"""Opened commitments: what an entry of the log binds without showing it, with the proof that the entry stands there.

A leaf holds a digest; content that could be guessed is salted before it. Whoever keeps content and salt may show both
to somebody later: the file is JSON, and the reader needs nothing else but the log's public key.
"""

import json
from typing import Any, Final, Literal

import msgspec
import rfc8785

from orepass.kernel.check import Check, failed, passed
from orepass.kernel.digest import Digest, digest
from orepass.kernel.nesting import is_too_deep
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.transparency.rules.leaf import read_leaf
from orepass.transparency.rules.proof import InclusionProof

OPENING: Final = "opening"


class BadOpening(Invalid):
    """The file opens no commitment."""

    code = "transparency.opening.invalid"
    message = _("The file opens no commitment: {reason}.")
    what_to_do = _("Ask for the file again from whoever keeps the commitment; it must arrive unchanged.")


class Opening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was committed, with its salt; ``proof`` is the proof file of the entry that binds it."""

    type: Literal["orepass-opening"] = "orepass-opening"
    version: Literal[1] = 1
    kind: str
    subject: str
    said: dict[str, Any]
    proof: str

    @property
    def digest(self) -> Digest:
        """Return the digest that the entry must hold."""
        return digest(self.said)


def is_opening(text: str) -> bool:
    """Say whether a file is meant as an opened commitment: proof files of other kinds are no JSON."""
    return text.lstrip().startswith("{")


def read_opening(text: str | bytes) -> Opening:
    """Read an opened commitment.

    Raises:
        BadOpening: no JSON, another shape, a name given twice, or a content that has no canonical form.
    """
    if is_too_deep(text):
        raise BadOpening(reason="it is nested too deeply")
    try:
        found = msgspec.json.decode(text, type=Opening)
        json.loads(text, object_pairs_hook=_named_once)
        digest(found.said)
    except (msgspec.MsgspecError, RecursionError, UnicodeError, rfc8785.CanonicalizationError) as error:
        raise BadOpening(reason=str(error)[:200]) from None
    return found


def _named_once(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object that says two things of one name: only one of them would be looked at."""
    names = [name for name, _value in pairs]
    if len(set(names)) < len(names):
        raise msgspec.ValidationError("a name is given twice")


def write_opening(opening: Opening) -> str:
    """Write an opened commitment as people read it."""
    return msgspec.json.format(msgspec.json.encode(opening), indent=1).decode() + "\n"


def opens(opening: Opening, proof: InclusionProof) -> Check:
    """Check that the entry binds just what the file says; whether the entry stands on the log is another question."""
    leaf = read_leaf(proof.leaf)
    if leaf is None or (leaf.kind, leaf.subject) != (opening.kind, opening.subject):
        return failed(OPENING, _("The proof is of another entry than the one that is opened."))
    if leaf.content_digest != opening.digest:
        return failed(OPENING, _("The entry binds something else than the file says."))
    return passed(OPENING, _("The entry binds just what the file says, since {at}."), at=leaf.at)
