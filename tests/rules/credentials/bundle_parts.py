"""What bundles are made of in tests: an issuer, its log, its status list, its history, all from seeds."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import base58
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials.rules import did, jose, keys, status_list
from orepass.credentials.rules.anchors import Anchors, TrustedIssuer, TrustedLog, write_anchors
from orepass.credentials.rules.bundle import Bundle, File, Held, Issuer, Listing, write_bundle
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import Checkpoint, sign_checkpoint
from orepass.transparency.rules.leaf import Leaf
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.proof import InclusionProof, write_inclusion

AT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
HOST = "did:web:mine.example"
LIST = "https://mine.example/status/stl-1"
URL = "https://mine.example/credentials/crd-1"
INDEX = 4711
ORIGIN = "mine.example/log"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
LEAVES = 7


class CurveSigner:
    """A P-256 or P-384 key in memory."""

    def __init__(self, seed: int = 1, *, name: str = HOST, kind: str = keys.P256, fragment: str = "key-1") -> None:
        curve, _hash, self._size = keys.CURVES[kind]
        self._hash = hashes.SHA256() if kind == keys.P256 else hashes.SHA384()
        self._private = ec.derive_private_key(seed + 1000, curve())
        self.public = keys.of_public(self._private.public_key())
        self.algorithm = "ES256" if kind == keys.P256 else "ES384"
        self.fragment = fragment
        self.key_id = f"{name}#{fragment}"

    def sign(self, data: bytes) -> bytes:
        pair = self._private.sign(data, ec.ECDSA(self._hash, deterministic_signing=True))
        return b"".join(number.to_bytes(self._size) for number in decode_dss_signature(pair))


class EdwardsSigner:
    """An Ed25519 key in memory."""

    algorithm = "EdDSA"

    def __init__(self, seed: int = 1, *, name: str = HOST, fragment: str = "key-2") -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.public = keys.of_public(self._private.public_key())
        self.fragment = fragment
        self.key_id = f"{name}#{fragment}"

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data)


SIGNER = CurveSigner()
EDWARDS = EdwardsSigner()
STRANGER = CurveSigner(2)


def document(*signers: CurveSigner | EdwardsSigner, name: str = HOST) -> dict[str, Any]:
    """The DID document of some keys."""
    return did.document(name, [did.Key(one.fragment, one.public) for one in signers or (SIGNER, EDWARDS)])


def credential(**fields: Any) -> dict[str, Any]:
    """A credential of the mine, with a place in its list."""
    base = {
        "@context": [BASE_CONTEXT, "https://vocabulary.uncefact.org/untp/0.7.0/context/"],
        "id": URL,
        "type": ["VerifiableCredential"],
        "issuer": {"id": HOST, "name": "Mine of Kito"},
        "validFrom": "2026-11-01T00:00:00Z",
        "validUntil": "2027-11-01T00:00:00Z",
        "name": "Cuivre cobaltifère – Kilo №1",
        "credentialStatus": status_entry(),
        "credentialSubject": {"id": "urn:x:lot:1", "share": 0.25, "mass": 1e21, "count": 12, "name": "Kito"},
    }
    return {name: value for name, value in (base | fields).items() if value is not None}


def status_entry(**fields: Any) -> dict[str, Any]:
    """The entry of a credential in the list."""
    base = {
        "id": f"{LIST}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "suspension",
        "statusListIndex": INDEX,
        "statusListCredential": LIST,
    }
    return base | fields


def listing(*bits: int, signer: Any = SIGNER, encoded: Any = None, **fields: Any) -> str:
    """The status list as a token."""
    purpose = fields.pop("purpose", "suspension")
    base = {
        "@context": [BASE_CONTEXT],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": HOST,
        "validFrom": "2026-11-22T12:00:00Z",
        "validUntil": "2026-11-23T12:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded or status_list.encode(bits),
        },
    }
    return jose.sign(base | fields, signer)


def leaf(content: dict[str, Any], subject: str = "crt-1") -> bytes:
    """The leaf of a credential."""
    return Leaf("passport.certificate.issue", subject, digest_of(content), AT).data


def proof(
    content: dict[str, Any],
    *,
    key: Ed25519PrivateKey = LOG_KEY,
    origin: str = ORIGIN,
    size: int = LEAVES,
    entry: bytes = b"",
) -> str:
    """The proof that a credential is the fourth entry of a log."""
    leaves = [b"%d" % number for number in range(size)]
    leaves[3] = entry or leaf(content)
    nodes = _nodes(leaves)
    note = sign_checkpoint(Checkpoint(origin, size, merkle.root_hash(size, nodes)), key)
    return write_inclusion(InclusionProof(leaves[3], 3, tuple(merkle.inclusion_proof(3, size, nodes)), note))


def other_checkpoint(size: int = LEAVES, *, key: Ed25519PrivateKey = LOG_KEY) -> str:
    """A checkpoint of the same log over other leaves."""
    return sign_checkpoint(Checkpoint(ORIGIN, size, merkle.leaf_hash(b"other")), key)


def checkpoint_of(proof_file: str) -> str:
    """The checkpoint at the end of a proof file."""
    return proof_file.partition("\n\n")[2]


def anchors(
    more: Mapping[str, TrustedIssuer] | None = None, *, keys_of: Any = (SIGNER, EDWARDS), checkpoint: str | None = None
) -> str:
    """What a reader relies upon: the mine's keys and the log."""
    log = TrustedLog(VerifierKey(ORIGIN, LOG_KEY.public_key().public_bytes_raw()), checkpoint)
    issuers = {HOST: TrustedIssuer(frozenset(one.public.multibase for one in keys_of))} | dict(more or {})
    return json.dumps(write_anchors(Anchors({ORIGIN: log}, issuers)))


def multibase(content: dict[str, Any]) -> str:
    """The digest of a credential as links carry it."""
    return "z" + base58.b58encode(b"\x12\x20" + bytes.fromhex(digest_of(content))).decode()


def bundle(
    text: str = "",
    *,
    content: dict[str, Any] | None = None,
    rest: tuple[Held, ...] = (),
    issuers: tuple[Issuer, ...] | None = None,
    lists: tuple[Listing, ...] | None = None,
    proof_file: str | None = None,
    made_at: str = "2026-11-22T12:30:00Z",
    statement: str = "",
    files: tuple[File, ...] = (),
) -> Bundle:
    """A good bundle, or one with a part replaced."""
    content = content or credential()
    held = Held(text or jose.sign(content, SIGNER), proof(content) if proof_file is None else proof_file)
    if issuers is None:
        issuers = (Issuer(HOST, json.dumps(document())),)
    lists = (Listing(LIST, listing()),) if lists is None else lists
    return Bundle(made_at, (held, *rest), issuers, lists, statement, files)


def written(made: Bundle) -> str:
    """The file of a bundle."""
    return json.dumps(write_bundle(made), ensure_ascii=False)


def _nodes(leaves: list[bytes]) -> merkle.Nodes:
    def node(level: int, index: int) -> bytes:
        if level == 0:
            return merkle.leaf_hash(leaves[index])
        return merkle.node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    return node


TRUE, FALSE, OPEN = "true", "false", "open"
REFUSED = "refused"


class Row(NamedTuple):
    """One bundle, what its reader relies upon, the instant, and what is to come of it."""

    name: str
    outcome: str
    bundle: str
    anchors: str
    at: datetime = AT
    check: str = ""
    """The check that decides, where one does."""


def changed(text: str, change: Callable[[dict[str, Any]], object]) -> str:
    """Change a written bundle."""
    value = json.loads(text)
    change(value)
    return json.dumps(value, ensure_ascii=False)


def set_part(value: dict[str, Any], place: int, text: str) -> None:
    value["credentials"][0]["token"][place] = text


def set_header(value: dict[str, Any], **fields: Any) -> None:
    token = value["credentials"][0]["token"]
    token[0] = json.dumps(json.loads(token[0]) | fields)


def nobody() -> str:
    """No anchors at all."""
    return json.dumps({"format": "orepass-anchors", "version": 1})
