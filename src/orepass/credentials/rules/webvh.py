"""did:webvh 1.0: a DID whose whole history is a log that proves itself, entry by entry (DIF, did:webvh 1.0).

The identifier holds the hash of the first entry; each entry holds the hash of itself and names the one before; each is
signed by a key that the entry before allowed, where keys were committed to in advance only by one of those. Witnesses,
where the log asks for them, must have signed the version or a later one. An address alone proves nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import base58
import msgspec

from orepass.credentials.rules import did as dids
from orepass.credentials.rules.data_integrity import EDDSA_JCS, proof_holds, proofs_of
from orepass.credentials.rules.keys import from_multibase
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical, parse, parse_object
from orepass.credentials.rules.structure import instant
from orepass.kernel.text import marked as _

WRITTEN: Final = "did:webvh:1.0"
METHODS: Final = frozenset({WRITTEN})
PLACEHOLDER: Final = "{SCID}"
ENTRIES_MAX: Final = 10_000
SHA2_256: Final = b"\x12\x20"
_NOTHING: Final[tuple[object, ...]] = (None, [], {})


class Witnesses(msgspec.Struct, frozen=True):
    """Who has to countersign a version (their keys), and how many of them."""

    keys: frozenset[str] = frozenset()
    threshold: int = 0


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What holds after an entry: the keys that may write, those committed to, and the witnesses."""

    update_keys: tuple[str, ...] = ()
    next_key_hashes: tuple[str, ...] = ()
    witnesses: Witnesses = Witnesses()
    portable: bool = False
    deactivated: bool = False


class Version(msgspec.Struct, frozen=True):
    """One entry of a log that holds: its identifier, its instant, the DID document and the terms after it."""

    id: str
    at: datetime
    document: Document
    terms: Terms


def resolve(did: str, log: bytes | str, witness_file: bytes | str | None = None, *, at: datetime) -> list[Version]:
    """Return all versions of a DID, oldest first; the last one is its document now.

    Args:
        did: the DID asked for.
        log: the log, one JSON object per line.
        witness_file: the proofs of the witnesses, when there are any.
        at: the day of asking; nothing may lie after it.

    Raises:
        BadDocument: something in the log does not hold; then nothing of it does.
    """
    versions, asked = chain(did, log, at=at)
    _check_witnesses(versions, asked, witness_file)
    return versions


def chain(did: str, log: bytes | str, *, at: datetime) -> tuple[list[Version], list[Witnesses]]:
    """Return all versions of a DID and the witnesses asked for each, before these were heard.

    Raises:
        BadDocument: something in the log does not hold; then nothing of it does.
    """
    scid, _url = dids.webvh_url(did)
    lines = (log.decode("utf-8", "replace") if isinstance(log, bytes) else log).splitlines()
    if not lines or len(lines) > ENTRIES_MAX:
        raise BadDocument(reason=_("the log of the DID is empty or too long"))
    versions: list[Version] = []
    asked: list[Witnesses] = []
    for line in lines:
        before = versions[-1] if versions else None
        versions.append(_version(parse_object(line), scid, before, at))
        asked.append((before or versions[-1]).terms.witnesses)
    if versions[-1].document.get("id") != did:
        raise BadDocument(reason=_("the log belongs to another DID"))
    return versions, asked


def witnessed_length(versions: Sequence[Version], asked: Sequence[Witnesses], file: bytes | str | None) -> int:
    """Return how many versions, from the first on, the witnesses have let pass: these may be published.

    Raises:
        BadDocument: the witnesses' proofs cannot be read.
    """
    seen = _witnessed([version.id for version in versions], file)
    for place in range(len(versions), 0, -1):
        if all(_enough(one, number, seen) for number, one in enumerate(asked[:place])):
            return place
    return 0


def witness_proof_holds(version_id: str, proof: Document, witness: str) -> bool:
    """Say whether a witness, named by its did:key or key, signed a version with a proof."""
    key = witness.removeprefix("did:key:")
    return _signer(proof) == key and _holds({"versionId": version_id}, proof)


def _version(entry: Document, scid: str, before: Version | None, at: datetime) -> Version:
    version_id, parameters, state = entry.get("versionId"), entry.get("parameters"), entry.get("state")
    if not isinstance(version_id, str) or not isinstance(parameters, dict) or not isinstance(state, dict):
        raise BadDocument(reason=_("an entry of the log is incomplete"))
    if before is not None and before.terms.deactivated:
        raise BadDocument(reason=_("the DID was ended, and the log goes on"))
    _check_identifier(state, parameters, scid, before)
    _check_hash(entry, version_id, scid, before)
    moment = instant(entry.get("versionTime"))
    if moment is None:
        raise BadDocument(reason=_("a time of the log cannot be read"))
    if moment > at or (before is not None and moment <= before.at):
        raise BadDocument(reason=_("the times of the log do not go forward"))
    terms = _terms(parameters, before.terms if before else None)
    _check_signed(entry, _writers(parameters, terms, before))
    return Version(version_id, moment, state, terms)


def _check_identifier(state: Document, parameters: Document, scid: str, before: Version | None) -> None:
    name = state.get("id")
    own, _url = dids.webvh_url(name if isinstance(name, str) else "")
    if own != scid or parameters.get("scid", scid) != scid or (before is None and "scid" not in parameters):
        raise BadDocument(reason=_("the identifier is not that of the log's first entry"))
    if before is None or name == before.document.get("id"):
        return
    also = state.get("alsoKnownAs")
    if not before.terms.portable or not isinstance(also, list) or before.document.get("id") not in also:
        raise BadDocument(reason=_("the DID moved, and was not allowed to"))


def _check_hash(entry: Document, version_id: str, scid: str, before: Version | None) -> None:
    number, _dash, digest = version_id.partition("-")
    place = 1 if before is None else int(before.id.partition("-")[0]) + 1
    if number != str(place):
        raise BadDocument(reason=_("the entries of the log are not numbered one after the other"))
    bare = {name: value for name, value in entry.items() if name != "proof"}
    if digest != hashed(canonical(bare | {"versionId": before.id if before else scid})):
        raise BadDocument(reason=_("an entry of the log was changed"))
    if before is None:
        first = canonical(bare | {"versionId": PLACEHOLDER}).decode().replace(scid, PLACEHOLDER)
        if scid != hashed(first.encode()):
            raise BadDocument(reason=_("the identifier is not that of the log's first entry"))


def hashed(data: bytes) -> str:
    """Return the hash by which the log names things: SHA-256 as a multihash, in base58btc."""
    return base58.b58encode(SHA2_256 + hashlib.sha256(data).digest()).decode()


def _terms(parameters: Document, before: Terms | None) -> Terms:
    method = parameters.get("method", None if before is None else WRITTEN)
    if not isinstance(method, str) or method not in METHODS:
        raise BadDocument(reason=_("the log is of a version of did:webvh that is not known here"))
    old = before or Terms()
    portable = parameters.get("portable", old.portable)
    ended = parameters.get("deactivated", old.deactivated)
    if not isinstance(portable, bool) or not isinstance(ended, bool) or (portable and before and not old.portable):
        raise BadDocument(reason=_("a parameter of the log cannot be taken"))
    return Terms(
        update_keys=_texts(parameters.get("updateKeys", old.update_keys)),
        next_key_hashes=_texts(parameters.get("nextKeyHashes", old.next_key_hashes)),
        witnesses=_witnesses(parameters["witness"]) if "witness" in parameters else old.witnesses,
        portable=portable,
        deactivated=ended,
    )


def _texts(value: object) -> tuple[str, ...]:
    found = [] if value is None else value
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
        raise BadDocument(reason=_("a parameter of the log cannot be taken"))
    return tuple(found)


def _witnesses(value: object) -> Witnesses:
    if value in _NOTHING:
        return Witnesses()
    listed = value.get("witnesses") if isinstance(value, dict) else None
    named = [one.get("id") if isinstance(one, dict) else None for one in listed] if isinstance(listed, list) else []
    # Some write the key alone, where the text asks for its did:key.
    names = [str(name).removeprefix("did:key:") for name in named]
    threshold = value.get("threshold") if isinstance(value, dict) else None
    enough = isinstance(threshold, int) and not isinstance(threshold, bool) and 1 <= threshold <= len(names)
    if not enough or len(set(names)) != len(names):
        raise BadDocument(reason=_("the witnesses of the log cannot be taken"))
    for name in names:
        from_multibase(name)
    return Witnesses(frozenset(names), int(threshold or 0))


def _writers(parameters: Document, terms: Terms, before: Version | None) -> tuple[str, ...]:
    """Return the keys that may sign an entry."""
    if before is None:
        return terms.update_keys
    committed = before.terms.next_key_hashes
    if not committed:
        return before.terms.update_keys
    if "updateKeys" not in parameters or any(hashed(key.encode()) not in committed for key in terms.update_keys):
        raise BadDocument(reason=_("a key writes the log that was not committed to before"))
    return terms.update_keys


def _check_signed(entry: Document, writers: Sequence[str]) -> None:
    proofs = proofs_of(entry)
    if not proofs or any(_signer(proof) not in writers or not _holds(entry, proof) for proof in proofs):
        raise BadDocument(reason=_("an entry of the log is not signed by a key that may write it"))


def _signer(proof: Mapping[str, Any]) -> str:
    """Return the key a proof was made with, when the DID and the fragment name the same one."""
    name, _hash, fragment = str(proof.get("verificationMethod")).partition("#")
    return fragment if name == f"did:key:{fragment}" else ""


def _holds(document: Document, proof: dict[str, Any]) -> bool:
    right = proof.get("cryptosuite") == EDDSA_JCS and proof.get("type") == "DataIntegrityProof"
    if not right or proof.get("proofPurpose") != "assertionMethod":
        return False
    return proof_holds(document, proof, from_multibase(_signer(proof)))


def _check_witnesses(versions: Sequence[Version], asked: Sequence[Witnesses], file: bytes | str | None) -> None:
    if not any(one.threshold for one in asked):
        return
    seen = _witnessed([version.id for version in versions], file)
    if not all(_enough(witnesses, place, seen) for place, witnesses in enumerate(asked)):
        raise BadDocument(reason=_("too few witnesses have signed the log"))


def _enough(witnesses: Witnesses, place: int, seen: Mapping[str, int]) -> bool:
    return sum(seen.get(name, -1) >= place for name in witnesses.keys) >= witnesses.threshold


def _witnessed(ids: list[str], file: bytes | str | None) -> dict[str, int]:
    """Return how far each witness has signed: a later version stands for those before it."""
    listed = parse(file) if file else []
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise BadDocument(reason=_("the witnesses' proofs cannot be read"))
    seen: dict[str, int] = {}
    for one in listed:
        version_id = one.get("versionId")
        if version_id not in ids:
            continue
        for proof in proofs_of(one):
            if (key := _signer(proof)) and _holds({"versionId": version_id}, proof):
                seen[key] = max(seen.get(key, -1), ids.index(version_id))
    return seen
