"""Sealed files: the reader they were sealed for opens them, nobody else does, and no header chooses how."""

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwe
from joserfc.jwk import ECKey, OctKey, RSAKey

from orepass.credentials.rules.keys import base64url, of_public
from orepass.credentials.rules.sealing import (
    ALGORITHM,
    ALGORITHMS,
    CONTENT_MAX,
    READERS_MAX,
    TEXT_MAX,
    BadSealed,
    NotForThisKey,
    Reader,
    open_sealed,
    seal,
)

CONTENT = b"%PDF-1.7 assay of the lot"


class InMemory:
    """A key of a party in a role."""

    def __init__(self, name: str, seed: int) -> None:
        self.key_id = name
        self.private = ec.derive_private_key(seed, ec.SECP256R1())
        self.public = of_public(self.private.public_key())
        self.point = self.public.raw

    def agree(self, other: bytes) -> bytes:
        return self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), other))

    @property
    def reader(self) -> Reader:
        return Reader(self.key_id, self.public)


AUDITOR = InMemory("did:web:a.example#auditor-key-1", 11)
CERTIFIER = InMemory("did:web:a.example#certifier-key-2", 12)
OTHER = InMemory("did:web:b.example#auditor-key-3", 13)


def sealed(*readers: InMemory) -> str:
    return seal(CONTENT, media_type="application/pdf", readers=[one.reader for one in readers or (AUDITOR,)])


def changed(change: Callable[[dict[str, Any]], object], *readers: InMemory) -> str:
    value = json.loads(sealed(*readers))
    change(value)
    return json.dumps(value)


def protected(**fields: Any) -> str:
    header = {"enc": "A256GCM", "cty": "application/pdf"} | fields
    return base64url(json.dumps({name: value for name, value in header.items() if value is not None}).encode())


def flipped(text: str, place: int = 3) -> str:
    data = bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    data[place] ^= 1
    return base64url(bytes(data))


def test_each_reader_opens_the_file_and_finds_what_was_sealed() -> None:
    text = sealed(AUDITOR, CERTIFIER)
    for one in (AUDITOR, CERTIFIER):
        found = open_sealed(text, [one])
        assert (found.content, found.media_type) == (CONTENT, "application/pdf")
    assert open_sealed(text.encode(), [OTHER, AUDITOR]).content == CONTENT


def test_it_tells_nobody_for_whom_it_was_sealed_nor_what_kind_of_file_it_is() -> None:
    text = sealed(AUDITOR, CERTIFIER)
    value = json.loads(text)
    assert json.loads(base64.urlsafe_b64decode(value["protected"] + "==")) == {"enc": "A256GCM"}
    assert [one["header"].keys() for one in value["recipients"]] == [{"alg", "epk"}] * 2
    for told in ("did:web", "key-1", "auditor", "pdf", base64url(b"application/pdf")[:12]):
        assert told not in text
    with pytest.raises(NotForThisKey, match="sealed for —"):
        open_sealed(text, [])


def before(kind: Any = "application/pdf", content: bytes = CONTENT, name: str = "") -> str:
    """A file as it was sealed before: it names its reader and its kind."""
    made = jwe.GeneralJSONEncryption({"enc": "A256GCM", **({} if kind is None else {"cty": kind})}, content)
    made.add_recipient({"alg": ALGORITHM, "kid": name or AUDITOR.key_id}, ECKey.import_key(AUDITOR.public.jwk))
    return json.dumps(jwe.encrypt_json(made, None, algorithms=ALGORITHMS))


def test_file_from_before_that_names_its_reader_is_opened_still() -> None:
    found = open_sealed(before(), [OTHER, AUDITOR])
    assert (found.content, found.media_type) == (CONTENT, "application/pdf")
    with pytest.raises(NotForThisKey):
        open_sealed(before(), [OTHER, CERTIFIER])


@pytest.mark.parametrize(
    "inside",
    [
        *(b"", CONTENT, b"Content-Type: application/pdf"),
        *(b"Content-Type: " + kind + b"\r\n\r\n" for kind in (b"x" * 81, b"\xff")),
    ],
)
def test_what_does_not_say_inside_what_it_is_is_refused(inside: bytes) -> None:
    with pytest.raises(BadSealed, match="what kind of file"):
        open_sealed(before(None, inside), [AUDITOR])


def test_sealed_twice_it_is_another_text_that_shows_nothing() -> None:
    assert sealed() != sealed()
    assert base64url(CONTENT)[:12] not in sealed()


def test_another_library_call_opens_it_with_the_plain_key() -> None:
    pem = AUDITOR.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    allowed = ["ECDH-ES+A256KW", "A256GCM"]
    assert jwe.decrypt_json(json.loads(sealed()), ECKey.import_key(pem), algorithms=allowed).plaintext == (
        b"Content-Type: application/pdf\r\n\r\n" + CONTENT
    )


def test_another_party_in_the_same_role_is_no_reader() -> None:
    with pytest.raises(NotForThisKey):
        open_sealed(sealed(), [OTHER])


def test_the_same_party_in_another_role_is_no_reader() -> None:
    with pytest.raises(NotForThisKey):
        open_sealed(sealed(), [CERTIFIER])


def test_another_key_under_the_name_of_the_reader_opens_nothing() -> None:
    with pytest.raises(BadSealed, match="another key of this name"):
        open_sealed(before(), [InMemory(AUDITOR.key_id, 14)])
    with pytest.raises(NotForThisKey):
        open_sealed(sealed(), [InMemory(AUDITOR.key_id, 14)])


@pytest.mark.parametrize("part", ["ciphertext", "tag", "iv"])
def test_a_changed_part_opens_nothing(part: str) -> None:
    with pytest.raises(NotForThisKey, match="changed since"):
        open_sealed(changed(lambda value: value.update({part: flipped(value[part])})), [AUDITOR])


def test_a_changed_media_type_opens_nothing() -> None:
    text = changed(lambda value: value.update(protected=protected(cty="text/html")))
    with pytest.raises(NotForThisKey, match="changed since"):
        open_sealed(text, [AUDITOR])


def test_a_changed_wrapped_key_opens_nothing() -> None:
    def change(value: dict[str, Any]) -> None:
        one = value["recipients"][0]
        one["encrypted_key"] = flipped(one["encrypted_key"])

    with pytest.raises(NotForThisKey, match="changed since"):
        open_sealed(changed(change), [AUDITOR])


@pytest.mark.parametrize("alg", ["dir", "none", "RSA1_5", "RSA-OAEP", "ECDH-ES", "A256KW", "PBES2-HS256+A128KW", ""])
def test_no_other_algorithm_is_taken_from_a_header(alg: str) -> None:
    text = changed(lambda value: value["recipients"][0]["header"].update(alg=alg))
    with pytest.raises(BadSealed, match=r"something else than ECDH-ES\+A256KW"):
        open_sealed(text, [AUDITOR])


@pytest.mark.parametrize("enc", ["A128CBC-HS256", "A128GCM", "none", None, 7])
def test_no_other_encryption_is_taken_from_a_header(enc: Any) -> None:
    text = changed(lambda value: value.update(protected=protected(enc=enc)))
    with pytest.raises(BadSealed, match="something else than A256GCM"):
        open_sealed(text, [AUDITOR])


def test_a_compressed_text_is_not_unpacked() -> None:
    bomb = zlib.compress(b" " * 10_000_000)
    made = jwe.GeneralJSONEncryption({"enc": "A256GCM", "cty": "text/plain", "zip": "DEF"}, bomb)
    made.add_recipient({"alg": "ECDH-ES+A256KW", "kid": AUDITOR.key_id}, ECKey.import_key(AUDITOR.public.jwk))
    allowed = ["ECDH-ES+A256KW", "A256GCM", "DEF"]
    with pytest.raises(BadSealed, match="something else than A256GCM"):
        open_sealed(json.dumps(jwe.encrypt_json(made, None, algorithms=allowed)), [AUDITOR])


@pytest.mark.parametrize("header", [{"crit": ["exp"]}, {"alg": "dir"}, {"p2c": 10**9}, {"cty": 7}, {"cty": "x" * 81}])
def test_a_protected_header_that_says_more_or_other_things_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(BadSealed):
        open_sealed(changed(lambda value: value.update(protected=protected(**header))), [AUDITOR])


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("key", [OctKey.generate_key(256), RSAKey.generate_key(2048)], ids=["dir", "RSA1_5"])
def test_a_text_that_was_really_made_another_way_is_refused(key: Any) -> None:
    alg = "dir" if isinstance(key, OctKey) else "RSA1_5"
    made = jwe.encrypt_compact(
        {"alg": alg, "enc": "A256GCM", "kid": AUDITOR.key_id}, CONTENT, key, algorithms=[alg, "A256GCM"]
    )
    with pytest.raises(BadSealed):
        open_sealed(made, [AUDITOR])


def epk(**fields: Any) -> Callable[[dict[str, Any]], object]:
    def change(value: dict[str, Any]) -> None:
        header = value["recipients"][0]["header"]
        header["epk"] = {name: part for name, part in (header["epk"] | fields).items() if part is not None}

    return change


@pytest.mark.parametrize(
    "change",
    [
        epk(x=base64url(b"\x01" * 32)),
        epk(crv="P-384"),
        epk(crv="Ed25519", kty="OKP"),
        epk(d=base64url(b"\x01" * 32)),
        epk(y=None),
        lambda value: value["recipients"][0].update(encrypted_key=base64url(b"\x01" * 41)),
        lambda value: value["recipients"][0]["header"].update(apu="eA"),
        lambda value: value["recipients"][0].pop("encrypted_key"),
        lambda value: value.update(unprotected={"alg": "dir"}),
        lambda value: value.update(aad="eA"),
        lambda value: value.update(recipients=[]),
        lambda value: value.update(recipients=value["recipients"] * (READERS_MAX + 1)),
        lambda value: value.update(iv=base64url(b"\x01" * 16)),
        lambda value: value.update(tag=base64url(b"\x01" * 12)),
        lambda value: value.update(ciphertext="not base64url!"),
        lambda value: value.update(protected="eA"),
    ],
)
def test_whatever_is_not_of_the_one_form_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(BadSealed, match="not of the form"):
        open_sealed(changed(change), [AUDITOR])


def test_a_reader_who_is_named_twice_is_refused() -> None:
    def twice(value: dict[str, Any]) -> None:
        value["recipients"] *= 2
        for one in value["recipients"]:
            one["header"]["kid"] = AUDITOR.key_id

    with pytest.raises(BadSealed, match="names one reader twice"):
        open_sealed(changed(twice), [AUDITOR])


@pytest.mark.parametrize("text", ["", "[]", "7", "{}", "\ud800", b"\xff\xfe", "[" * 5_000])
def test_what_is_no_sealed_file_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadSealed):
        open_sealed(text, [AUDITOR])


def test_a_larger_text_than_any_shared_file_is_not_read() -> None:
    assert TEXT_MAX > CONTENT_MAX * 4 / 3
    with pytest.raises(BadSealed, match="larger than any file"):
        open_sealed(b" " * (TEXT_MAX + 1), [AUDITOR])
