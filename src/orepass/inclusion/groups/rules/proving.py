"""Prove a draw with nothing but its file: the list was fixed first, chance came from the log, nobody was left out.

The file is JSON: what was committed, the proof that it stands on the log under the checkpoint that gave the beacon, who
was drawn, and (once it stands there) the proof of the draw's own entry. Members stand in it under aliases.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from orepass.inclusion.groups.rules.drawing import Committed, Drawn
from orepass.kernel.check import Check, failed, not_checked, passed, undetermined
from orepass.kernel.digest import Digest, digest
from orepass.kernel.nesting import is_too_deep
from orepass.kernel.refusal import Invalid, Refusal
from orepass.kernel.text import marked as _
from orepass.transparency.rules.checkpoint import checkpoint_holds, parse_checkpoint
from orepass.transparency.rules.leaf import Leaf, read_leaf
from orepass.transparency.rules.note import BadNote, BadVerifierKey, VerifierKey, parse_verifier_key
from orepass.transparency.rules.proof import InclusionProof, read_inclusion

COMMIT: Final = "groups.sample.commit"
DRAW: Final = "groups.sample.draw"
FILE_MAX: Final = 4_000_000


class BadDrawFile(Invalid):
    """The file is no draw."""

    code = "groups.draw.file"
    message = _("The file is not a draw: {reason}.")
    what_to_do = _("Download the draw again from its public page.")


class DrawDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draw with everything that is needed to prove it, and nothing that names a person."""

    type: Literal["orepass-draw"] = "orepass-draw"
    version: Literal[1] = 1
    draw: str
    member_list: str
    committed: Committed
    commitment_proof: str
    beacon: str
    drawn: tuple[Drawn, ...]
    log_key: str
    entry_proof: str = ""


def draw_digest(draw: str, commitment: str, beacon: str, drawn: Sequence[Drawn]) -> Digest:
    """Return the digest under which a draw stands on the log: it binds the list, the beacon and who was drawn."""
    return digest({"draw": draw, "commitment": commitment, "beacon": beacon, "drawn": list(drawn)})


def read_document(text: str | bytes) -> DrawDocument:
    """Read a draw's file.

    Raises:
        BadDrawFile: too large, no JSON, or another shape.
    """
    if len(text) > FILE_MAX:
        raise BadDrawFile(reason=_("it is larger than four megabytes"))
    if is_too_deep(text):
        raise BadDrawFile(reason=_("it is nested too deeply"))
    try:
        return msgspec.json.decode(text, type=DrawDocument)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise BadDrawFile(reason=str(error)[:200]) from None


def prove(document: DrawDocument, *, key: VerifierKey | None) -> list[Check]:
    """Check a draw: list, log, signature, beacon, size, chance, risk, entry.

    ``key`` is the log's public key as the reader knows it; without it, it stays open whose log this is.
    """
    try:
        proof = read_inclusion(document.commitment_proof)
        checks = [_committed(document, proof), _signed(document, proof, key), _beacon(document, proof)]
    except BadNote as unreadable:
        return [failed("commitment", _("The proof of the commitment cannot be read: {reason}."), reason=unreadable)]
    return [*checks, *_drawn(document), _entry(document, key)]


def _committed(document: DrawDocument, proof: InclusionProof) -> Check:
    leaf = read_leaf(proof.leaf)
    if leaf is None or not _is(leaf, COMMIT, document.member_list, document.committed.digest):
        return failed("commitment", _("The leaf on the log commits to another list."))
    if not proof.holds():
        return failed("commitment", _("The hashes do not lead from the commitment to the root of the checkpoint."))
    return passed("commitment", _("The list was committed as entry {index} of the log."), index=proof.index)


def _is(leaf: Leaf, kind: str, subject: str, content_digest: str) -> bool:
    return (leaf.kind, leaf.subject, leaf.content_digest) == (kind, subject, content_digest)


def _signed(document: DrawDocument, proof: InclusionProof, key: VerifierKey | None) -> Check:
    try:
        named = parse_verifier_key(document.log_key)
    except BadVerifierKey as unreadable:
        return failed("signature", _("The key in the file cannot be read: {reason}."), reason=unreadable)
    if not checkpoint_holds(proof.checkpoint, key or named):
        return failed("signature", _("The checkpoint is not signed by {log} with this key."), log=(key or named).name)
    if key is None:
        reason = _("Signed with the key in the file; give the log's own public key to know that it is the log.")
        return undetermined("signature", reason)
    return passed("signature", _("{log} signed the checkpoint."), log=key.name)


def _beacon(document: DrawDocument, proof: InclusionProof) -> Check:
    head = parse_checkpoint(proof.checkpoint)
    if proof.checkpoint.split("\n")[2] != document.beacon:
        return failed("beacon", _("The beacon is not the root of the checkpoint that covers the commitment."))
    return passed("beacon", _("The beacon is the root of the log at size {size}."), size=head.size)


def _drawn(document: DrawDocument) -> list[Check]:
    committed = document.committed
    aliases = {member.alias for member in committed.members}
    if len(aliases) != len(committed.members):
        return [failed("list", _("The list holds somebody twice."))]
    try:
        plan, expected = committed.plan, committed.drawn(document.beacon)
    except (Refusal, ArithmeticError, ValueError) as refused:
        return [failed("size", _("The scheme's rule cannot be applied: {reason}."), reason=str(refused)[:200])]
    checks = [
        passed("size", _("The rule draws {size} of {count} members."), size=plan.size, count=len(aliases))
        if len(document.drawn) == plan.size
        else failed(
            "size",
            _("The rule draws {size} members, the file names {count}."),
            size=plan.size,
            count=len(document.drawn),
        )
    ]
    for name, right, wrong in (
        ("random", _("{count} members are those that chance drew."), _("Chance drew other members.")),
        ("risk", _("{count} members are those with the most risk."), _("Risk points at other members.")),
    ):
        wanted = [found for found in expected if found.chosen == name]
        said = [found for found in document.drawn if found.chosen == name]
        checks.append(passed(name, right, count=len(said)) if said == wanted else failed(name, wrong))
    return checks


def _entry(document: DrawDocument, key: VerifierKey | None) -> Check:
    if not document.entry_proof:
        return not_checked("entry", _("The file brings no proof that the draw itself stands on the log."))
    content = draw_digest(document.draw, document.committed.digest, document.beacon, document.drawn)
    try:
        proof = read_inclusion(document.entry_proof)
        signed = checkpoint_holds(proof.checkpoint, key or parse_verifier_key(document.log_key))
    except (BadNote, BadVerifierKey) as unreadable:
        return failed("entry", _("The proof of the draw's entry cannot be read: {reason}."), reason=unreadable)
    leaf = read_leaf(proof.leaf)
    after = read_inclusion(document.commitment_proof).index
    if leaf is None or not _is(leaf, DRAW, document.draw, content) or not proof.holds() or not signed:
        return failed("entry", _("The draw's entry on the log says something else."))
    if proof.index <= after:
        return failed("entry", _("The draw stands on the log before its commitment."))
    return passed("entry", _("The draw stands on the log as entry {index}."), index=proof.index)
