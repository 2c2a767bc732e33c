"""Proof files: everything a reader needs besides the log's public key (C2SP tlog-proof).

An inclusion proof carries the leaf itself as its extra data, so that the file proves something readable. A consistency
proof is written as C2SP tlog-witness writes it: the old size, the hashes, then the new checkpoint.
"""

import base64

import msgspec

from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import Checkpoint, parse_checkpoint, parse_hash, parse_number
from orepass.transparency.rules.note import BadNote, decoded

HEADER = "c2sp.org/tlog-proof@v1"
PROOF_LINES_MAX = 63


class InclusionProof(msgspec.Struct, frozen=True):
    """A leaf, its place, the way to the root, and the signed checkpoint with that root."""

    leaf: bytes
    index: int
    hashes: tuple[merkle.Hash, ...]
    checkpoint: str

    def holds(self) -> bool:
        """Say whether the hashes lead from the leaf to the checkpoint's root (who signed it is another question)."""
        head = parse_checkpoint(self.checkpoint)
        return merkle.inclusion_holds(
            index=self.index, size=head.size, leaf=merkle.leaf_hash(self.leaf), proof=self.hashes, root=head.root
        )


class ConsistencyProof(msgspec.Struct, frozen=True):
    """The way from an older size to a newer signed checkpoint."""

    old: int
    hashes: tuple[merkle.Hash, ...]
    checkpoint: str

    def holds_for(self, older: Checkpoint) -> bool:
        """Say whether the log only added leaves since an older checkpoint."""
        head = parse_checkpoint(self.checkpoint)
        return (
            older.origin == head.origin
            and older.size == self.old
            and merkle.consistency_holds(
                old=older.size, new=head.size, old_root=older.root, new_root=head.root, proof=self.hashes
            )
        )

    def contradicts(self, older: Checkpoint) -> bool:
        """Say whether the newer tree is shown to have begun with another tree than an older checkpoint of its log."""
        head = parse_checkpoint(self.checkpoint)
        return merkle.other_beginning(
            old=self.old, new=head.size, old_root=older.root, new_root=head.root, proof=self.hashes
        )


def write_inclusion(proof: InclusionProof) -> str:
    """Write a proof file."""
    extra = base64.b64encode(proof.leaf).decode()
    lines = [HEADER, f"extra {extra}", f"index {proof.index}", *_encoded(proof.hashes)]
    return "\n".join(lines) + "\n\n" + proof.checkpoint


def read_inclusion(text: str) -> InclusionProof:
    """Read a proof file.

    Raises:
        BadNote: another kind of file, a malformed line, no leaf, or no checkpoint.
    """
    head, _separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != HEADER or len(lines) < len(("header", "extra", "index")):
        raise BadNote(reason="it is not a proof file")
    leaf, index = _field(lines[1], "extra"), _field(lines[2], "index")
    data = decoded(leaf)
    if data is None:
        raise BadNote(reason="the leaf is not base64")
    parse_checkpoint(checkpoint)
    return InclusionProof(data, parse_number(index), _hashes(lines[3:]), checkpoint)


def write_consistency(proof: ConsistencyProof) -> str:
    """Write a consistency proof file."""
    return "\n".join([f"old {proof.old}", *_encoded(proof.hashes)]) + "\n\n" + proof.checkpoint


def read_consistency(text: str) -> ConsistencyProof:
    """Read a consistency proof file.

    Raises:
        BadNote: another kind of file, a malformed line, or no checkpoint.
    """
    head, _separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    old = parse_number(_field(lines[0], "old"))
    parse_checkpoint(checkpoint)
    return ConsistencyProof(old, _hashes(lines[1:]), checkpoint)


def _encoded(hashes: tuple[merkle.Hash, ...]) -> list[str]:
    return [base64.b64encode(value).decode() for value in hashes]


def _hashes(lines: list[str]) -> tuple[merkle.Hash, ...]:
    if len(lines) > PROOF_LINES_MAX:
        raise BadNote(reason="it has more hashes than any tree needs")
    return tuple(parse_hash(line) for line in lines)


def _field(line: str, name: str) -> str:
    key, _space, value = line.partition(" ")
    if key != name or not value:
        raise BadNote(reason=f"the line “{name}” is missing")
    return value
