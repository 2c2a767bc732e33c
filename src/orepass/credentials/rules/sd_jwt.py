"""Selective disclosure, read: a signed token whose hidden parts are shown one by one (RFC 9901 §4 and §7.1).

The token holds digests in place of hidden values; each disclosure is the value behind one of them. A disclosure that
nothing asks for, a digest that stands twice, a name that is already there or one that the format keeps for itself: then
nothing of it counts.
"""

import hashlib
from collections.abc import Callable
from typing import Any, Final

import msgspec

from orepass.credentials.rules import jose
from orepass.credentials.rules.keys import base64url, from_base64url
from orepass.credentials.rules.presented import ENVELOPED, SD_JWT_TYPES, out_of_envelope, types_of
from orepass.credentials.rules.strict_json import DEPTH_MAX, BadDocument, Document, parse, parse_object
from orepass.kernel.text import marked as _

SD: Final = "_sd"
SD_ALG: Final = "_sd_alg"
ELEMENT: Final = "..."
SEPARATOR: Final = "~"
DISCLOSURES_MAX: Final = 1000
HASHES: Final[dict[str, Callable[[bytes], Any]]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}
_NAMED: Final = 3
_BARE: Final = 2


class Disclosure(msgspec.Struct, frozen=True):
    """One hidden value, shown: as a member of an object, or, without a name, as an element of an array."""

    text: str
    name: str | None
    value: Any


class Disclosed(msgspec.Struct, frozen=True):
    """What a token says with the disclosures that came with it, and where each of them went."""

    claims: Document
    places: dict[str, Disclosure]


class SdJwt(msgspec.Struct, frozen=True):
    """A token with its disclosures, taken apart; nothing is verified yet."""

    token: jose.Token
    compact: str
    disclosures: tuple[str, ...]
    key_binding: str = ""

    @property
    def presented(self) -> str:
        """Return what a key-binding token signs the hash of: token and disclosures, up to the last separator."""
        return SEPARATOR.join([self.compact, *self.disclosures, ""])

    @property
    def text(self) -> str:
        """Return the whole as it is handed over."""
        return self.presented + self.key_binding


def looks_like(text: str) -> bool:
    """Say whether a text is written as tokens of this kind are, or is an envelope that says so of what it holds."""
    return SEPARATOR in text and (not text.lstrip().startswith("{") or _enveloped(text) is not None)


def _enveloped(text: str) -> str | None:
    """Return the token in an EnvelopedVerifiableCredential (VCDM 2.0 §4.13); ``None`` when there is none."""
    # Most documents are none: only one that could be is read for it.
    if ENVELOPED not in text or "sd-jwt" not in text:
        return None
    try:
        document = parse_object(text)
        return out_of_envelope(document.get("id"), SD_JWT_TYPES) if ENVELOPED in types_of(document) else None
    except BadDocument:
        return None


def parse_sd_jwt(text: str) -> SdJwt:
    """Take a token and its disclosures apart, out of its envelope where it lies in one.

    Raises:
        BadDocument: too large, too many, or the token is none.
    """
    if len(text) > jose.TOKEN_MAX:
        raise BadDocument(reason=_("it is larger than two megabytes"))
    compact, *parts = (_enveloped(text) or text).strip().split(SEPARATOR)
    if not parts:
        raise BadDocument(reason=_("it is no token with disclosures"))
    *disclosures, key_binding = parts
    if len(disclosures) > DISCLOSURES_MAX:
        raise BadDocument(reason=_("it has more disclosures than anyone needs"))
    return SdJwt(jose.parse_token(compact), compact, tuple(disclosures), key_binding)


def digest_of(text: str, algorithm: str) -> str:
    """Return the digest of a disclosure, or of a presentation, as the format writes it."""
    return base64url(HASHES[algorithm](text.encode("ascii")).digest())


def algorithm_of(payload: Document) -> str:
    """Return the name of the hash a token uses.

    Raises:
        BadDocument: one that is not taken here.
    """
    name = payload.get(SD_ALG, "sha-256")
    if not isinstance(name, str) or name not in HASHES:
        raise BadDocument(reason=_("its disclosures are hashed in a way that is not taken here"))
    return name


def read_disclosure(text: str) -> Disclosure:
    """Read one disclosure: a salt, a name for a member of an object, and the value.

    Raises:
        BadDocument: none of these, or a name that the format keeps for itself.
    """
    found = parse(from_base64url(text))
    if not isinstance(found, list) or len(found) not in {_BARE, _NAMED} or not isinstance(found[0], str):
        raise BadDocument(reason=_("a disclosure cannot be read"))
    name = found[1] if len(found) == _NAMED else None
    if name in (SD, ELEMENT) or (len(found) == _NAMED and not isinstance(name, str)):
        raise BadDocument(reason=_("a disclosure has a name that it may not have"))
    return Disclosure(text, name, found[-1])


def disclose(found: SdJwt) -> Disclosed:
    """Put the disclosures in their places.

    Raises:
        BadDocument: one of them has none, or the token cannot be taken at its word.
    """
    algorithm = algorithm_of(found.token.payload)
    read = {digest_of(text, algorithm): read_disclosure(text) for text in _ascii(found.disclosures)}
    if len(read) != len(found.disclosures):
        raise BadDocument(reason=_("a disclosure came twice"))
    walk = _Walk(read)
    bare = {name: value for name, value in found.token.payload.items() if name != SD_ALG}
    claims = walk.members(bare, "", 0)
    if len(walk.places) != len(read):
        raise BadDocument(reason=_("a disclosure belongs to nothing in the token"))
    return Disclosed(claims, walk.places)


def _ascii(texts: tuple[str, ...]) -> tuple[str, ...]:
    if not all(text.isascii() for text in texts):
        raise BadDocument(reason=_("a disclosure cannot be read"))
    return texts


class _Walk:
    """One pass through a payload, from the outside in, putting values where their digests stand."""

    def __init__(self, read: dict[str, Disclosure]) -> None:
        self._read = read
        self._seen: set[str] = set()
        self.places: dict[str, Disclosure] = {}

    def members(self, value: Document, path: str, depth: int) -> Document:
        """Return an object with its disclosed members."""
        built = {name: self.value(one, f"{path}/{escaped(name)}", depth) for name, one in value.items() if name != SD}
        if ELEMENT in built:
            raise BadDocument(reason=_("a digest stands where none may stand"))
        for digest in self._digests(value.get(SD, [])):
            disclosure = self._taken(digest)
            if disclosure is None:
                continue
            if disclosure.name is None or disclosure.name in built:
                raise BadDocument(reason=_("a disclosure has a name that it may not have"))
            place = f"{path}/{escaped(disclosure.name)}"
            self.places[place] = disclosure
            built[disclosure.name] = self.value(disclosure.value, place, depth)
        return built

    def value(self, value: Any, path: str, depth: int) -> Any:  # noqa: ANN401 - any JSON value
        """Return a value with what was disclosed in it."""
        if depth >= DEPTH_MAX:
            raise BadDocument(reason=_("it is nested too deeply"))
        if isinstance(value, dict):
            return self.members(value, path, depth + 1)
        return self._array(value, path, depth + 1) if isinstance(value, list) else value

    def _array(self, values: list[Any], path: str, depth: int) -> list[Any]:
        built: list[Any] = []
        for value in values:
            place = f"{path}/{len(built)}"
            if not isinstance(value, dict) or set(value) != {ELEMENT}:
                built.append(self.value(value, place, depth))
                continue
            disclosure = self._taken(*self._digests([value[ELEMENT]]))
            if disclosure is not None:
                if disclosure.name is not None:
                    raise BadDocument(reason=_("a disclosure has a name that it may not have"))
                self.places[place] = disclosure
                built.append(self.value(disclosure.value, place, depth))
        return built

    def _digests(self, found: object) -> list[str]:
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise BadDocument(reason=_("a digest stands where none may stand"))
        return found

    def _taken(self, digest: str) -> Disclosure | None:
        if digest in self._seen:
            raise BadDocument(reason=_("a digest stands twice"))
        self._seen.add(digest)
        return self._read.get(digest)


def escaped(name: str) -> str:
    """Return a name as a step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
