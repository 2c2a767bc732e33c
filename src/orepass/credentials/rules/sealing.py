"""Files sealed for a party in one of its roles: JWE with a key for each (RFC 7516, RFC 7518 §4.6 and §5.3; UNTP 0.7.0).

One content key for the file (A256GCM), wrapped for each reader by what its public key and a fresh one agree upon
(ECDH-ES+A256KW, P-256). Whoever seals says nothing of itself: who shared it, a credential that links to it says. Just
this one form is read. Everything that a header could choose is compared before the library sees it: another algorithm,
a compressed text, an extension, or a name that is not expected makes it no sealed file.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from orepass.credentials.rules.keys import P256, PublicKey, from_base64url, from_jwk
from orepass.credentials.rules.strict_json import BadDocument, parse_object
from orepass.kernel.agreement import Agreement
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

SEALED: Final = "application/jose+json"
ALGORITHM: Final = "ECDH-ES+A256KW"
ENCRYPTION: Final = "A256GCM"
ALGORITHMS: Final = (ALGORITHM, ENCRYPTION)
CONTENT_MAX: Final = 20_000_000
TEXT_MAX: Final = 28_000_000
"""Base64 of the largest file, and the rest."""
READERS_MAX: Final = 16
WRAPPED_BYTES: Final = 40
MEDIA_TYPE_MAX: Final = 80


class BadSealed(Invalid):
    """The text is no sealed file, or was changed since it was sealed."""

    code = "credentials.sealed.unreadable"
    message = _("This is no sealed file that can be opened: {reason}.")
    what_to_do = _("Fetch it again, and compare its digest with that of the link; ask whoever shared it.")


class NotForThisKey(Invalid):
    """The file was sealed for other readers."""

    code = "credentials.sealed.other_reader"
    message = _("The file was not sealed for {key}.")
    what_to_do = _("Open it as the party and in the role that it was shared with, or ask whoever shared it.")


class Reader(msgspec.Struct, frozen=True):
    """Whom a file is sealed for: the key of one party in one role, by its DID URL."""

    key_id: str
    key: PublicKey


class Opened(msgspec.Struct, frozen=True):
    """What was in a sealed file."""

    content: bytes
    media_type: str


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: str
    kid: str
    epk: dict[str, Any]


class _Recipient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    header: _Header
    encrypted_key: str


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    protected: str
    recipients: list[_Recipient]
    iv: str
    ciphertext: str
    tag: str


class _Held(ECKey):
    """A key whose private half stays where it is: the library asks it for the shared secret only."""

    agree: Callable[[bytes], bytes]

    def exchange_derive_key(self, key: ECKey) -> bytes:
        """Let the holder of the key agree with a fresh one."""
        return self.agree(_point_of(key.public_key))


def seal(content: bytes, *, media_type: str, readers: Sequence[Reader]) -> str:
    """Seal a file for some readers; each can open it, and nobody else can."""
    assert 0 < len(readers) <= READERS_MAX, "a file is sealed for somebody"
    made = jwe.GeneralJSONEncryption({"enc": ENCRYPTION, "cty": media_type}, content)
    for reader in readers:
        made.add_recipient({"alg": ALGORITHM, "kid": reader.key_id}, ECKey.import_key(_key_at(reader.key.raw)))
    written = dict(jwe.encrypt_json(made, None, algorithms=ALGORITHMS))
    return msgspec.json.encode(written, order="sorted").decode()


def open_sealed(text: str | bytes, agreement: Agreement) -> Opened:
    """Open a sealed file with the key of one of its readers.

    Raises:
        BadSealed: it is none, or not as it was sealed.
        NotForThisKey: it was sealed for others.
    """
    sealed, media_type = _read(text)
    mine = [one for one in sealed.recipients if one.header.kid == agreement.key_id]
    if not mine:
        raise NotForThisKey(key=agreement.key_id[:200])
    if len(mine) > 1:
        raise BadSealed(reason=_("it names one reader twice"))
    whole = msgspec.to_builtins(sealed) | {"recipients": [msgspec.to_builtins(mine[0])]}
    key = _Held.import_key(_key_at(agreement.point))
    key.agree = agreement.agree
    try:
        found = jwe.decrypt_json(whole, key, algorithms=ALGORITHMS)
    except (JoseError, ValueError):
        raise BadSealed(reason=_("it was changed since, or sealed for another key of this name")) from None
    return Opened(found.plaintext or b"", media_type)


def readers_of(text: str | bytes) -> list[str]:
    """Return the keys that a file was sealed for, as it says itself.

    Raises:
        BadSealed: it is none.
    """
    return [one.header.kid for one in _read(text)[0].recipients]


def _read(text: str | bytes) -> tuple[_Sealed, str]:
    """Take a sealed file apart, refusing whatever is not of the one form that is written here."""
    if len(text) > TEXT_MAX:
        raise BadSealed(reason=_("it is larger than any file that is shared"))
    try:
        sealed = msgspec.json.decode(text, type=_Sealed)
        protected = parse_object(from_base64url(sealed.protected))
        lengths = [len(from_base64url(part)) for part in (sealed.iv, sealed.tag)]
        from_base64url(sealed.ciphertext)
        for one in sealed.recipients:
            _require_form(one)
    except (msgspec.DecodeError, BadDocument, UnicodeError):
        raise BadSealed(reason=_("it is not of the form that is read here")) from None
    media_type = protected.get("cty")
    if protected.keys() != {"enc", "cty"} or protected["enc"] != ENCRYPTION or not isinstance(media_type, str):
        raise BadSealed(reason=_("its header asks for something else than A256GCM"))
    if lengths != [12, 16] or len(media_type) > MEDIA_TYPE_MAX or not 0 < len(sealed.recipients) <= READERS_MAX:
        raise BadSealed(reason=_("it is not of the form that is read here"))
    return sealed, media_type


def _require_form(one: _Recipient) -> None:
    if one.header.alg != ALGORITHM:
        raise BadSealed(reason=_("its header asks for something else than ECDH-ES+A256KW"))
    names = {"kty", "crv", "x", "y"}
    if one.header.epk.keys() != names or from_jwk(one.header.epk).kind != P256:
        raise BadSealed(reason=_("it is not of the form that is read here"))
    if len(from_base64url(one.encrypted_key)) != WRAPPED_BYTES:
        raise BadSealed(reason=_("it is not of the form that is read here"))


def _key_at(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
