"""Signed notes: a text, a blank line, signature lines (C2SP signed-note, Ed25519 signatures).

A signature line names its key; the key is known to the reader from a *verifier key* (``name+id+key``), never from the
note. Signatures of unknown keys are ignored, a wrong signature of the known key spoils the whole note.
"""

import base64
import binascii
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

ED25519 = b"\x01"
KEY_BYTES = 32
ID_BYTES = 4
NOTE_BYTES_MAX = 1_000_000
SIGNATURES_MAX = 100


class BadNote(Invalid):
    """The text is not a signed note."""

    code = "transparency.note.invalid"
    message = _("This is not a signed note: {reason}.")
    what_to_do = _("Fetch the file again from the log; it must arrive unchanged, byte by byte.")


class BadVerifierKey(Invalid):
    """The text is not a verifier key."""

    code = "transparency.key.invalid"
    message = _("This is not the public key of a log: {reason}.")
    what_to_do = _("Give one line of the form name+id+key, as published by the log.")


class VerifierKey(msgspec.Struct, frozen=True):
    """The public half of a note key, known beforehand."""

    name: str
    public: bytes

    @property
    def identifier(self) -> bytes:
        """Return the four bytes by which a signature line names this key."""
        material = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(material).digest()[:ID_BYTES]

    def __str__(self) -> str:
        key = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.identifier.hex()}+{key}"


class SignedNote(msgspec.Struct, frozen=True):
    """A note taken apart: its text and (key name, key identifier, signature) per line; nothing is verified yet."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def parse_verifier_key(text: str) -> VerifierKey:
    """Read ``name+id+key``.

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
    if key[:1] != ED25519 or len(key) != 1 + KEY_BYTES:
        raise BadVerifierKey(reason="it is not an Ed25519 key")
    if not is_key_name(name):
        raise BadVerifierKey(reason="its name has spaces or control characters")
    parsed = VerifierKey(name, key[1:])
    if parsed.identifier.hex() != identifier:
        raise BadVerifierKey(reason="its identifier does not belong to the key")
    return parsed


def sign_note(text: str, *, name: str, key: Ed25519PrivateKey) -> str:
    """Sign a text that ends in a newline."""
    assert text.endswith("\n"), "the text of a note ends in a newline"
    verifier = VerifierKey(name, key.public_key().public_bytes_raw())
    signature = base64.b64encode(verifier.identifier + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def parse_note(note: str) -> SignedNote:
    """Take a note apart.

    Raises:
        BadNote: no signature, control characters, a malformed line, or too large.
    """
    if len(note) > NOTE_BYTES_MAX:
        raise BadNote(reason="it is larger than a megabyte")
    if any(character < " " and character != "\n" for character in note):
        raise BadNote(reason="it has control characters")
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise BadNote(reason="it has no signature block")
    rows = lines[:-1].split("\n")
    if len(rows) > SIGNATURES_MAX:
        raise BadNote(reason="it has too many signatures")
    return SignedNote(text + "\n", tuple(_signature(row) for row in rows))


def note_holds(note: SignedNote, key: VerifierKey) -> bool:
    """Say whether the known key signed the note, and every signature under that key holds."""
    own = [signature for name, identifier, signature in note.signatures if (name, identifier) == _names(key)]
    public = Ed25519PublicKey.from_public_bytes(key.public)
    for signature in own:
        try:
            public.verify(signature, note.text.encode())
        except InvalidSignature:
            return False
    return bool(own)


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


def _names(key: VerifierKey) -> tuple[str, bytes]:
    return key.name, key.identifier


def _signature(row: str) -> tuple[str, bytes, bytes]:
    dash, _first, rest = row.partition(" ")
    name, _second, encoded = rest.partition(" ")
    data = decoded(encoded)
    if data is None:
        raise BadNote(reason="a signature is not base64")
    if dash != "—" or not is_key_name(name) or len(data) <= ID_BYTES:
        raise BadNote(reason="a signature line is malformed")
    return name, data[:ID_BYTES], data[ID_BYTES:]
