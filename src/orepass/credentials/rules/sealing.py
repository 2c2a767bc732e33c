"""Files sealed for a party in one of its roles: JWE with a key for each (RFC 7516, RFC 7518 §4.6 and §5.3; UNTP 0.7.0).

One content key for the file (A256GCM), wrapped for each reader by what its public key and a fresh one agree upon
(ECDH-ES+A256KW, P-256). Whoever seals says nothing of itself: who shared it, a credential that links to it says. The
text names no reader either (RFC 7516 §4.1.6: ``kid`` may be left out), nor what kind of file it is: that stands inside,
as the head of a MIME entity. So anybody may fetch it, and learns its size and the number of its readers; a reader tries
its keys. Files from before named reader and kind outside, and are read still. Just these forms are. Everything that a
header could choose is compared before the library sees it: another algorithm, a compressed text, an extension, or a
name that is not expected makes it no sealed file.
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
HEAD: Final = b"Content-Type: "
END: Final = b"\r\n\r\n"


class BadSealed(Invalid):
    """The text is no sealed file, or was changed since it was sealed."""

    code = "credentials.sealed.unreadable"
    message = _("This is no sealed file that can be opened: {reason}.")
    what_to_do = _("Fetch it again, and compare its digest with that of the link; ask whoever shared it.")


class NotForThisKey(Invalid):
    """The file was sealed for other readers."""

    code = "credentials.sealed.other_reader"
    message = _("The file was not sealed for {key}, or was changed since it was.")
    what_to_do = _(
        "Compare its digest with that of the link; open it as the party and in the role that it was shared with."
    )


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
    epk: dict[str, Any]
    kid: str = ""


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
    made = jwe.GeneralJSONEncryption({"enc": ENCRYPTION}, HEAD + media_type.encode() + END + content)
    for reader in readers:
        made.add_recipient({"alg": ALGORITHM}, ECKey.import_key(_key_at(reader.key.raw)))
    written = dict(jwe.encrypt_json(made, None, algorithms=ALGORITHMS))
    return msgspec.json.encode(written, order="sorted").decode()


def open_sealed(text: str | bytes, agreements: Sequence[Agreement]) -> Opened:
    """Open a sealed file with whichever key of its reader it was sealed for.

    Raises:
        BadSealed: it is none, or not as it was sealed.
        NotForThisKey: none of the keys opens it.
    """
    sealed, media_type = _read(text)
    for agreement in agreements:
        opened = _opened(sealed, agreement)
        if opened is not None:
            return _within(opened) if media_type is None else Opened(opened, media_type)
    raise NotForThisKey(key=", ".join(one.key_id for one in agreements)[:200] or "—")


def _opened(sealed: _Sealed, agreement: Agreement) -> bytes | None:
    """Return what one key opens; nothing where it was sealed for others, which a nameless text shows by that alone."""
    named = [one for one in sealed.recipients if one.header.kid == agreement.key_id]
    if len(named) > 1:
        raise BadSealed(reason=_("it names one reader twice"))
    key = _Held.import_key(_key_at(agreement.point))
    key.agree = agreement.agree
    for one in named or [one for one in sealed.recipients if not one.header.kid]:
        whole = msgspec.to_builtins(sealed) | {"recipients": [_written(one)]}
        try:
            return jwe.decrypt_json(whole, key, algorithms=ALGORITHMS).plaintext or b""
        except (JoseError, ValueError):
            if named:
                reason = _("it was changed since, or sealed for another key of this name")
                raise BadSealed(reason=reason) from None
    return None


def _written(one: _Recipient) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(one)
    if not one.header.kid:
        del found["header"]["kid"]
    return found


def _within(entity: bytes) -> Opened:
    """Take the kind of file off its content."""
    head, end, content = entity.partition(END)
    media_type = head.removeprefix(HEAD)
    if not head.startswith(HEAD) or not end or len(media_type) > MEDIA_TYPE_MAX or not media_type.isascii():
        raise BadSealed(reason=_("it does not say what kind of file it is"))
    return Opened(content, media_type.decode())


def _read(text: str | bytes) -> tuple[_Sealed, str | None]:
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
    media_type = protected.pop("cty", None)
    if protected != {"enc": ENCRYPTION} or not isinstance(media_type, str | None):
        raise BadSealed(reason=_("its header asks for something else than A256GCM"))
    if lengths != [12, 16] or len(media_type or "") > MEDIA_TYPE_MAX or not 0 < len(sealed.recipients) <= READERS_MAX:
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
