"""Checkpoints: what the log commits to at a size (C2SP tlog-checkpoint)."""

import base64
import re

import msgspec

from orepass.transparency.rules.merkle import HASH_BYTES, Hash
from orepass.transparency.rules.note import BadNote, NoteKey, VerifierKey, decoded, note_holds, parse_note, sign_note

SIZE_MAX = 2**63 - 1
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,18})\Z")
_LINES = 3


class Checkpoint(msgspec.Struct, frozen=True):
    """The origin of a log, its size, and the root of its tree at that size."""

    origin: str
    size: int
    root: Hash

    @property
    def text(self) -> str:
        """Return the note text."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign_checkpoint(checkpoint: Checkpoint, key: NoteKey) -> str:
    """Sign a checkpoint under the log's origin."""
    return sign_note(checkpoint.text, name=checkpoint.origin, key=key)


def parse_checkpoint(note: str) -> Checkpoint:
    """Read what a checkpoint says, without asking who signed it.

    Raises:
        BadNote: not a signed note, or not the three lines of a checkpoint.
    """
    return read_checkpoint(parse_note(note).text)


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, without its signatures.

    Raises:
        BadNote: not the three lines of a checkpoint.
    """
    lines = text[:-1].split("\n")
    if len(lines) < _LINES or not all(lines):
        raise BadNote(reason="a checkpoint has at least three lines, none of them empty")
    return Checkpoint(lines[0], parse_number(lines[1]), parse_hash(lines[2]))


def checkpoint_holds(note: str, key: VerifierKey) -> bool:
    """Say whether the log with this key signed the checkpoint under its own origin."""
    return parse_checkpoint(note).origin == key.name and note_holds(parse_note(note), key)


def parse_number(text: str) -> int:
    """Read a decimal without leading zeros.

    Raises:
        BadNote: anything else, or beyond 2^63 - 1.
    """
    if not _NUMBER.match(text) or int(text) > SIZE_MAX:
        raise BadNote(reason="a size or index is not a plain decimal number")
    return int(text)


def parse_hash(line: str) -> Hash:
    """Read one base64 SHA-256 hash.

    Raises:
        BadNote: not base64 or not 32 bytes.
    """
    value = decoded(line)
    if value is None:
        raise BadNote(reason="a hash is not base64")
    if len(value) != HASH_BYTES:
        raise BadNote(reason="a hash has not 32 bytes")
    return value
