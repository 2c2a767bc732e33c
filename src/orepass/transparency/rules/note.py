"""Signed notes: a text, a blank line, signature lines (C2SP signed-note).

A signature line names its key; the key is known to the reader from a *verifier key* (``name+id+key``), never from the
note. Signatures of unknown keys are ignored, whatever their algorithm; a wrong signature of the known key spoils the
whole note. Logs sign with Ed25519; the other two kinds of key are those of witnesses (rules/cosignature.py).
"""

import base64
import binascii
import functools
import hashlib
import re
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
ML_DSA_44 = b"\x06"
KEY_BYTES = 32
ML_DSA_44_KEY_BYTES = 1312
BYTES_OF = {ED25519: KEY_BYTES, COSIGNATURE: KEY_BYTES, ML_DSA_44: ML_DSA_44_KEY_BYTES}
OF_LOGS = (ED25519,)
OF_WITNESSES = (COSIGNATURE, ML_DSA_44)
ID_BYTES = 4
NOTE_BYTES_MAX = 1_000_000
SIGNATURES_MAX = 100
NOTES_KEPT = 16
"""One checkpoint covers many entries: what was read or checked of a note a moment ago is not done again."""
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


class BadNote(Invalid):
    """The text is not a signed note."""

    code = "transparency.note.invalid"
    message = _("This is not a signed note: {reason}.")
    what_to_do = _("Fetch the file again from the log; it must arrive unchanged, byte by byte.")


class BadVerifierKey(Invalid):
    """The text is not a verifier key."""

    code = "transparency.key.invalid"
    message = _("This is not the public key of a log or of a witness: {reason}.")
    what_to_do = _("Give one line of the form name+id+key, as the log or the witness publishes it.")


class VerifierKey(msgspec.Struct, frozen=True):
    """The public half of a note key, known beforehand."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def identifier(self) -> bytes:
        """Return the four bytes by which a signature line names this key."""
        material = self.name.encode() + b"\n" + self.kind + self.public
        return hashlib.sha256(material).digest()[:ID_BYTES]

    def __str__(self) -> str:
        key = base64.b64encode(self.kind + self.public).decode()
        return f"{self.name}+{self.identifier.hex()}+{key}"


class SignedNote(msgspec.Struct, frozen=True):
    """A note taken apart: its text and (key name, key identifier, signature) per line; nothing is verified yet."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def parse_verifier_key(text: str, *, kinds: tuple[bytes, ...] = OF_LOGS) -> VerifierKey:
    """Read ``name+id+key`` of a log, or of a witness when its kinds are asked for.

    Raises:
        BadVerifierKey: another shape, another kind of key, or an identifier that does not belong to the key.
    """
    parts = text.strip().split("+", 2)
    if len(parts) != len(("name", "id", "key")):
        raise BadVerifierKey(reason="it has not three parts")
    name, identifier, encoded = parts
    key = decoded(encoded)
    if key is None:
        raise BadVerifierKey(reason="the key is not base64")
    if key[:1] not in kinds:
        raise BadVerifierKey(reason=f"its kind 0x{key[:1].hex()} is not one of those understood here")
    if len(key) != 1 + BYTES_OF[key[:1]]:
        raise BadVerifierKey(reason="the key has not the length of its kind")
    if not is_key_name(name):
        raise BadVerifierKey(reason="its name has spaces or control characters")
    parsed = VerifierKey(name, key[1:], key[:1])
    if parsed.identifier.hex() != identifier:
        raise BadVerifierKey(reason="its identifier does not belong to the key")
    return parsed


class NoteKey(Protocol):
    """A private Ed25519 key, or what stands for one that is shown to nobody."""

    def public_key(self) -> Ed25519PublicKey:
        """Return the public half."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the raw signature."""


def sign_note(text: str, *, name: str, key: NoteKey) -> str:
    """Sign a text that ends in a newline."""
    assert text.endswith("\n"), "the text of a note ends in a newline"
    verifier = VerifierKey(name, key.public_key().public_bytes_raw())
    return f"{text}\n{signature_line(verifier, key.sign(text.encode()))}"


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """Write a signature as the line that names its key."""
    return f"— {key.name} {base64.b64encode(key.identifier + signature).decode()}\n"


@functools.lru_cache(NOTES_KEPT)
def parse_note(note: str) -> SignedNote:
    """Take a note apart.

    Raises:
        BadNote: no signature, control characters, a malformed line, or too large.
    """
    if len(note) > NOTE_BYTES_MAX:
        raise BadNote(reason="it is larger than a megabyte")
    if _CONTROL.search(note):
        raise BadNote(reason="it has control characters")
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise BadNote(reason="it has no signature block")
    rows = lines[:-1].split("\n")
    if len(rows) > SIGNATURES_MAX:
        raise BadNote(reason="it has too many signatures")
    return SignedNote(text + "\n", tuple(_signature(row) for row in rows))


@functools.lru_cache(NOTES_KEPT)
def note_holds(note: SignedNote, key: VerifierKey) -> bool:
    """Say whether the known key signed the note, and every signature under that key holds."""
    own = signatures_under(note, key)
    public = Ed25519PublicKey.from_public_bytes(key.public)
    for signature in own:
        try:
            public.verify(signature, note.text.encode())
        except InvalidSignature:
            return False
    return bool(own)


def signatures_under(note: SignedNote, key: VerifierKey) -> list[bytes]:
    """Return the signatures that a note carries under the name and identifier of a key, unverified."""
    names = (key.name, key.identifier)
    return [signature for name, identifier, signature in note.signatures if (name, identifier) == names]


def is_key_name(name: str) -> bool:
    """Say whether a text may name a key: not empty, no spaces, no plus, no control characters."""
    return bool(name) and "+" not in name and not any(sign.isspace() or sign < " " for sign in name)


def decoded(text: str) -> bytes | None:
    """Decode base64 in its one canonical spelling; ``None`` for anything else, so that no file has two spellings."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def _signature(row: str) -> tuple[str, bytes, bytes]:
    dash, _first, rest = row.partition(" ")
    name, _second, encoded = rest.partition(" ")
    data = decoded(encoded)
    if data is None:
        raise BadNote(reason="a signature is not base64")
    if dash != "—" or not is_key_name(name) or len(data) <= ID_BYTES:
        raise BadNote(reason="a signature line is malformed")
    return name, data[:ID_BYTES], data[ID_BYTES:]
