"""Cosignatures: what a witness says of a checkpoint (C2SP tlog-cosignature).

A witness that cosigns states that the log only grew since everything the witness saw of it before, and that at the
instant it names this was the largest tree it had seen. Two kinds are read and made: Ed25519 (``cosignature/v1``) and
ML-DSA-44 (``subtree/v1``, over the whole tree).
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from orepass.transparency.rules.checkpoint import SIZE_MAX, Checkpoint, read_checkpoint
from orepass.transparency.rules.note import (
    COSIGNATURE,
    ML_DSA_44,
    OF_WITNESSES,
    BadNote,
    SignedNote,
    VerifierKey,
    parse_note,
    parse_verifier_key,
    signature_line,
    signatures_under,
)

TIME_BYTES = 8
NAME_BYTES_MAX = 255
SUBTREE_LABEL = b"subtree/v1\n\0"

WitnessSigner = Ed25519PrivateKey | MLDSA44PrivateKey


def parse_witness_key(text: str) -> VerifierKey:
    """Read the public key of a witness, ``name+id+key``.

    Raises:
        BadVerifierKey: another shape, or a kind of key that no witness has.
    """
    return parse_verifier_key(text, kinds=OF_WITNESSES)


def witness_key(name: str, signer: WitnessSigner) -> VerifierKey:
    """Return the public key of a witness."""
    kind = COSIGNATURE if isinstance(signer, Ed25519PrivateKey) else ML_DSA_44
    return VerifierKey(name, signer.public_key().public_bytes_raw(), kind)


def cosign(note: str, *, name: str, signer: WitnessSigner, at: int) -> str:
    """Return the signature line of a witness for a checkpoint, at seconds since 1970.

    Raises:
        BadNote: it is not a checkpoint, or a name is too long to be cosigned.
    """
    key = witness_key(name, signer)
    signature = signer.sign(_message(parse_note(note), key, at))
    return signature_line(key, at.to_bytes(TIME_BYTES) + signature)


def cosigned_at(note: str, key: VerifierKey) -> int | None:
    """Return when a witness last cosigned a checkpoint, in seconds since 1970; ``None`` when it did not.

    Raises:
        BadNote: it is not a checkpoint, or a cosignature under the witness's key is none of it.
    """
    parsed = parse_note(note)
    instants = [_instant(parsed, key, signature) for signature in signatures_under(parsed, key)]
    return max(instants, default=None)


def _instant(note: SignedNote, key: VerifierKey, signature: bytes) -> int:
    at = int.from_bytes(signature[:TIME_BYTES])
    if len(signature) <= TIME_BYTES or at > SIZE_MAX:
        raise BadNote(reason="a cosignature has no instant")
    try:
        _public(key).verify(signature[TIME_BYTES:], _message(note, key, at))
    except InvalidSignature:
        raise BadNote(reason=f"the cosignature of {key.name} does not belong to this checkpoint") from None
    return at


def _public(key: VerifierKey) -> Ed25519PublicKey | MLDSA44PublicKey:
    if key.kind == COSIGNATURE:
        return Ed25519PublicKey.from_public_bytes(key.public)
    return MLDSA44PublicKey.from_public_bytes(key.public)


def _message(note: SignedNote, key: VerifierKey, at: int) -> bytes:
    if key.kind == COSIGNATURE:
        return f"cosignature/v1\ntime {at}\n{note.text}".encode()
    return _of_whole_tree(read_checkpoint(note.text), key.name, at)


def _of_whole_tree(head: Checkpoint, name: str, at: int) -> bytes:
    return b"".join(
        (
            SUBTREE_LABEL,
            _short(name),
            at.to_bytes(8),
            _short(head.origin),
            (0).to_bytes(8),
            head.size.to_bytes(8),
            head.root,
        )
    )


def _short(text: str) -> bytes:
    data = text.encode()
    if not 0 < len(data) <= NAME_BYTES_MAX:
        raise BadNote(reason="the name of the log or of the witness is too long to be cosigned")
    return len(data).to_bytes(1) + data
