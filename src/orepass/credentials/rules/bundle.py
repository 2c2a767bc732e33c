"""The offline bundle: one file with a credential and everything that is needed to check it without asking anybody.

JSON with the name of the format and its version. Tokens are kept as header, payload and signature, so that the file can
be read by people and packs well; put together again they are the same token byte by byte. Whatever the file says about
who signed is a claim like any other: :mod:`orepass.credentials.rules.anchors` says what the reader relies upon.
"""

from typing import Any, Final

import msgspec

from orepass.credentials.rules.keys import base64url, from_base64url
from orepass.credentials.rules.strict_json import BadDocument, Document, parse_object
from orepass.credentials.rules.structure import instant
from orepass.kernel.text import marked as _

FORMAT: Final = "orepass-bundle"
VERSION: Final = 1
ITEMS_MAX: Final = 64
_PARTS: Final = 3


class Held(msgspec.Struct, frozen=True):
    """A credential as it was issued, and its proof file from the log, if any."""

    text: str
    proof: str = ""


class Issuer(msgspec.Struct, frozen=True):
    """What is known of a DID: its document, or the log of its whole history with the proofs of its witnesses."""

    did: str
    document: str = ""
    history: str = ""
    witnesses: str = ""


class Listing(msgspec.Struct, frozen=True):
    """A status list as it was published when the bundle was made."""

    url: str
    text: str


class File(msgspec.Struct, frozen=True):
    """A file that the first credential is related to, as anybody fetches it; without text where it is too large."""

    url: str
    text: str = ""


class Bundle(msgspec.Struct, frozen=True):
    """The first credential is what the bundle is about; the others are what it rests on, or was issued after."""

    made_at: str
    credentials: tuple[Held, ...]
    issuers: tuple[Issuer, ...] = ()
    status_lists: tuple[Listing, ...] = ()
    statement: str = ""
    """What the issuer says, that day, of the thing that the first credential tells of."""
    files: tuple[File, ...] = ()


def is_bundle(text: str | bytes) -> bool:
    """Say whether a text calls itself a bundle."""
    try:
        return parse_object(text).get("format") == FORMAT
    except BadDocument:
        return False


def write_bundle(bundle: Bundle) -> Document:
    """Return the bundle as the JSON document that its file holds.

    Raises:
        BadDocument: a token in it is none.
    """
    written = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": bundle.made_at,
        "credentials": [
            _secured(held.text) | ({"proof": held.proof} if held.proof else {}) for held in bundle.credentials
        ],
        "issuers": [
            {name: value for name, value in msgspec.structs.asdict(issuer).items() if value}
            for issuer in bundle.issuers
        ],
        "status_lists": [{"url": listing.url} | _secured(listing.text) for listing in bundle.status_lists],
    }
    files = [{"url": one.url} | ({"text": one.text} if one.text else {}) for one in bundle.files]
    written |= {"files": files} if files else {}
    return written | ({"statement": _secured(bundle.statement)} if bundle.statement else {})


def read_bundle(text: str | bytes) -> Bundle:
    """Read the file of a bundle; what is in it is not checked yet.

    Raises:
        BadDocument: not I-JSON, another format or version, or a part that cannot be taken.
    """
    document = parse_object(text)
    if document.get("format") != FORMAT:
        raise BadDocument(reason=_("it is not a bundle"))
    if document.get("version") != VERSION or isinstance(document["version"], bool):
        raise BadDocument(reason=_("it is a bundle of a version that is not known here"))
    made_at = document.get("made_at")
    if not isinstance(made_at, str) or instant(made_at) is None:
        raise BadDocument(reason=_("the bundle does not say when it was made"))
    credentials = tuple(Held(_text(one), _field(one, "proof")) for one in _items(document, "credentials"))
    if not credentials:
        raise BadDocument(reason=_("there is no credential in the bundle"))
    issuers = tuple(
        Issuer(_named(one, "did"), _field(one, "document"), _field(one, "history"), _field(one, "witnesses"))
        for one in _items(document, "issuers")
    )
    lists = tuple(Listing(_named(one, "url"), _text(one)) for one in _items(document, "status_lists"))
    files = tuple(File(_named(one, "url"), _field(one, "text")) for one in _items(document, "files"))
    _once([issuer.did for issuer in issuers])
    _once([listing.url for listing in lists])
    _once([one.url for one in files])
    return Bundle(made_at, credentials, issuers, lists, _statement(document), files)


def _statement(document: Document) -> str:
    if "statement" not in document:
        return ""
    if not isinstance(document["statement"], dict):
        raise BadDocument(reason=_("a part of the bundle cannot be taken"))
    return _text(document["statement"])


def _secured(text: str) -> Document:
    if text.lstrip().startswith("{"):
        return {"document": text}
    parts = text.split(".")
    if len(parts) != _PARTS:
        raise BadDocument(reason=_("it is neither JSON nor a compact token"))
    try:
        header, payload = (from_base64url(part).decode() for part in parts[:2])
    except UnicodeDecodeError:
        raise BadDocument(reason=_("it is not UTF-8")) from None
    return {"token": [header, payload, parts[2]]}


def _text(item: Document) -> str:
    """Return the credential of an item as it was issued."""
    if "token" not in item:
        return _named(item, "document")
    parts = item["token"]
    if not isinstance(parts, list) or len(parts) != _PARTS or not all(isinstance(part, str) for part in parts):
        raise BadDocument(reason=_("a part of the bundle cannot be taken"))
    return f"{base64url(parts[0].encode())}.{base64url(parts[1].encode())}.{parts[2]}"


def _items(document: Document, name: str) -> list[Document]:
    found: Any = document.get(name, [])
    if not isinstance(found, list) or len(found) > ITEMS_MAX or not all(isinstance(one, dict) for one in found):
        raise BadDocument(reason=_("a part of the bundle cannot be taken"))
    return found


def _field(item: Document, name: str) -> str:
    found = item.get(name, "")
    if not isinstance(found, str):
        raise BadDocument(reason=_("a part of the bundle cannot be taken"))
    return found


def _named(item: Document, name: str) -> str:
    found = _field(item, name)
    if not found:
        raise BadDocument(reason=_("a part of the bundle cannot be taken"))
    return found


def _once(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise BadDocument(reason=_("the bundle holds two answers to one question"))
