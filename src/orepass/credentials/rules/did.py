"""Decentralised identifiers: did:key expands by itself, did:web maps to a URL, and documents name their keys.

DID core §3 and §5; did:key; did:web. What a key may do is what its document lists it under, nothing else.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from orepass.credentials.rules.keys import ED25519, PublicKey, from_multibase
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.structure import instant
from orepass.kernel.text import marked as _

CONTEXTS: Final = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
]
ASSERTION, AUTHENTICATION, AGREEMENT = "assertionMethod", "authentication", "keyAgreement"
DID_MAX: Final = 512
_DID: Final = re.compile(r"did:([a-z0-9]+):([A-Za-z0-9._%:-]*[A-Za-z0-9._%-])\Z")
_SCID: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{46}\Z")
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+\Z")
# Its last label begins with a letter, so no IP address is a host.
_HOST: Final = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}\Z")
_PORT_MAX: Final = 65535


class Key:
    """One verification method of a document being built."""

    def __init__(self, fragment: str, public: PublicKey) -> None:
        """Name the key by its fragment."""
        self.fragment = fragment
        self.public = public


def split(did_url: object) -> tuple[str, str]:
    """Split a DID URL into the DID and the fragment.

    Raises:
        BadDocument: not a DID.
    """
    if not isinstance(did_url, str) or len(did_url) > DID_MAX:
        raise BadDocument(reason=_("a key is not named by a DID"))
    did, _hash, fragment = did_url.partition("#")
    if not _DID.match(did):
        raise BadDocument(reason=_("a key is not named by a DID"))
    return did, fragment


def method_of(did: str) -> str:
    """Return the DID method, as in ``did:method:…``."""
    shape = _DID.match(did)
    return shape[1] if shape else ""


def web_url(did: str) -> str:
    """Return the address of a did:web document.

    Raises:
        BadDocument: another method, an IP address, or a path that is none.
    """
    return _address(_parts(did, "web", _("it is not a did:web")), "did.json")


def webvh_url(did: str) -> tuple[str, str]:
    """Return the self-certifying identifier of a did:webvh, and the address of its log.

    Raises:
        BadDocument: another method, an IP address, or a path that is none.
    """
    scid, *rest = _parts(did, "webvh", _("it is not a did:webvh"))
    if not _SCID.match(scid) or not rest:
        raise BadDocument(reason=_("it is not a did:webvh"))
    return scid, _address(rest, "did.jsonl")


def _parts(did: str, method: str, otherwise: str) -> list[str]:
    shape = _DID.match(did)
    if not shape or shape[1] != method or len(did) > DID_MAX:
        raise BadDocument(reason=otherwise)
    return shape[2].split(":")


def _address(parts: list[str], file: str) -> str:
    host, *path = parts
    name, _colon, port = unquote(host).partition(":")
    if not _HOST.match(name) or (_colon and not _is_port(port)):
        raise BadDocument(reason=_("a did:web names no host"))
    if any(not _SEGMENT.match(part) or part in {".", ".."} for part in path):
        raise BadDocument(reason=_("a did:web has a path that is none"))
    place = "/".join(path) if path else ".well-known"
    return f"https://{name}{_colon}{port}/{place}/{file}"


def web_did(host: str, *path: str) -> str:
    """Return the did:web of a host (with its port, if any) and a path."""
    return ":".join(["did", "web", host.lower().replace(":", "%3A"), *path])


def expand_did_key(did: str) -> Document:
    """Return the document that a did:key stands for.

    Raises:
        BadDocument: another method, or a key of an unknown kind.
    """
    if not did.startswith("did:key:"):
        raise BadDocument(reason=_("it is not a did:key"))
    text = did.removeprefix("did:key:")
    return document(did, [Key(text, from_multibase(text))])


def document(
    did: str, keys: list[Key], *, also_known_as: list[str] | None = None, agreement: Sequence[Key] = ()
) -> Document:
    """Build the document of a DID: Ed25519 keys as Multikey, others as JSON Web Keys, all of them for assertions.

    Keys that open what is sealed stand under their own purpose alone: no signature is looked up with them.
    """
    methods = [_method(did, key) for key in keys]
    names = [method["id"] for method in methods]
    built: Document = {"@context": CONTEXTS, "id": did, "verificationMethod": methods}
    if also_known_as:
        built["alsoKnownAs"] = also_known_as
    opening = {AGREEMENT: [_method(did, key) for key in agreement]} if agreement else {}
    return built | {"authentication": names, "assertionMethod": names} | opening


def find_method(did_document: Document, did_url: str, purpose: str = ASSERTION) -> dict[str, Any] | None:
    """Find a verification method, listed or embedded under a purpose; relative names count for the document's DID."""
    for method in [*_entries(did_document, "verificationMethod"), *_entries(did_document, purpose)]:
        if isinstance(method, dict) and _absolute(did_document, method.get("id")) == did_url:
            return method
    return None


def may(did_document: Document, purpose: str, did_url: str) -> bool:
    """Say whether the document authorises the key for a purpose, for instance for assertions."""
    return did_url in [_name(did_document, one) for one in _entries(did_document, purpose)]


def in_use(did_document: Document, at: datetime) -> Document:
    """Return the document as it counts at an instant: keys that expired or were revoked by then may do nothing.

    They stay named, so that a signature can still be told from a forgery (CID 1.0, ``expires`` and ``revoked``).
    """
    methods = [*_entries(did_document, "verificationMethod"), *_entries(did_document, ASSERTION)]
    listed = [method for method in methods if isinstance(method, dict)]
    ended = {ASSERTION: _ended(did_document, listed, at)}
    ended[AUTHENTICATION] = ended[ASSERTION] | _ended(did_document, _entries(did_document, AUTHENTICATION), at)
    if not ended[AUTHENTICATION]:
        return did_document
    kept = {
        purpose: [one for one in _entries(did_document, purpose) if _name(did_document, one) not in names]
        for purpose, names in ended.items()
    }
    return {**did_document, "verificationMethod": listed, **kept}


def _ended(did_document: Document, methods: list[Any], at: datetime) -> set[str]:
    return {_name(did_document, one) for one in methods if isinstance(one, dict) and _has_ended(one, at)}


def _has_ended(method: dict[str, Any], at: datetime) -> bool:
    """Say whether a key has expired or was revoked; a time that cannot be read ends it too."""
    return any(name in method and not _is_after(method[name], at) for name in ("expires", "revoked"))


def _is_after(text: object, at: datetime) -> bool:
    moment = instant(text)
    return moment is not None and moment > at


def _method(did: str, key: Key) -> dict[str, Any]:
    name = {"id": f"{did}#{key.fragment}", "controller": did}
    if key.public.kind == ED25519 or did.startswith("did:key:"):
        return {**name, "type": "Multikey", "publicKeyMultibase": key.public.multibase}
    return {**name, "type": "JsonWebKey", "publicKeyJwk": key.public.jwk}


def _entries(did_document: Document, name: str) -> list[Any]:
    found = did_document.get(name)
    return found if isinstance(found, list) else []


def _name(did_document: Document, entry: object) -> str:
    return _absolute(did_document, entry.get("id") if isinstance(entry, dict) else entry)


def _absolute(did_document: Document, name: object) -> str:
    text = name if isinstance(name, str) else ""
    return f"{did_document.get('id')}{text}" if text.startswith("#") else text


def _is_port(text: str) -> bool:
    return _PORT.match(text) is not None and int(text) <= _PORT_MAX
