"""Selective disclosure (RFC 9901): what is shown was signed, what is hidden stays hidden, and nothing else passes."""

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from orepass.credentials.rules import keys, sd_jwt, sd_jwt_issuing
from orepass.credentials.rules.keys import base64url, from_base64url, multibase_digest
from orepass.credentials.rules.sd_jwt_checking import Asked, Expected, verify_sd_jwt
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument, canonical
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.credentials.rules.verification import Verification
from orepass.kernel.digest import digest_bytes
from tests.rules.credentials.signing import AT, OTHER, SIGNER, credential, refused, resolve

SUBJECT = "/credentialSubject"
HIDDEN = [f"{SUBJECT}/{place}" for place in ("name", "sites/1", "address", "address/street")]
HOLDER = OTHER
EXPECTED = Expected("https://buyer.example", "n-1")


def salts() -> Any:
    numbers = itertools.count()
    return lambda: base64url(next(numbers).to_bytes(16))


def claims(**fields: Any) -> dict[str, Any]:
    subject = {"id": "urn:x:mine", "name": "Kito", "sites": ["a", "b", "c"], "address": {"street": "Main", "town": "K"}}
    return credential(credentialSubject=subject, validFrom="2026-11-22T00:00:00Z", **fields)


def issued(hidden: list[str] | None = None, **options: Any) -> str:
    given = {"salt": salts(), "holder": HOLDER.public.jwk} | options
    return sd_jwt_issuing.issue(claims(), HIDDEN if hidden is None else hidden, SIGNER, **given)


def shown(text: str, *pointers: str, nonce: str = "n-1", audience: str = "https://buyer.example") -> str:
    return sd_jwt_issuing.present(text, pointers, holder=HOLDER, audience=audience, nonce=nonce, at=AT)


def verified(text: str, expected: Expected | None = None, at: Any = AT) -> Verification:
    asked = Asked(resolve, lambda _url: Fetched(None, reason="nobody is asked"), expected)
    return verify_sd_jwt(text, asked, at=at)


def test_what_it_is_related_to_is_compared_as_in_any_credential() -> None:
    resource = {"id": "urn:x:assay", "digestMultibase": multibase_digest(digest_bytes(b"assay"))}
    text = sd_jwt_issuing.issue(claims(relatedResource=[resource]), HIDDEN, SIGNER, salt=salts())
    for bodies, wanted in (([b"assay"], "passed"), ([b"another"], "failed"), ("it is gone", "not_checked")):
        asked = Asked(resolve, lambda _url: Fetched(None, reason="-"), related=lambda _url, bodies=bodies: bodies)
        told = {check.name: check.result.value for check in verify_sd_jwt(text, asked, at=AT).checks}
        assert told["related"] == wanted


def result(text: str, name: str, expected: Expected | None = None, at: Any = AT) -> str:
    return next(check.result.value for check in verified(text, expected, at).checks if check.name == name)


def resigned(text: str, change: Any, header: dict[str, Any] | None = None) -> str:
    """Return a token whose issuer signed something else, with the same disclosures."""
    compact, *rest = text.split("~")
    payload = change(json.loads(from_base64url(compact.split(".")[1])))
    head = {"alg": "EdDSA", "kid": SIGNER.key_id, "typ": "vc+sd-jwt"} | (header or {})
    signed = f"{base64url(canonical(head))}.{base64url(canonical(payload))}"
    return "~".join([f"{signed}.{base64url(SIGNER.sign(signed.encode()))}", *rest])


def test_everything_shown_is_everything_that_was_signed() -> None:
    found = verified(issued())
    assert found.verified is True
    assert found.credential == claims() | {"cnf": {"jwk": HOLDER.public.jwk}}


def enveloped(text: str, kind: str = "application/vc+sd-jwt", types: Any = "EnvelopedVerifiableCredential") -> str:
    return json.dumps({"@context": [BASE_CONTEXT], "type": types, "id": f"data:{kind},{text}"})


@pytest.mark.parametrize("kind", ["application/vc+sd-jwt", "application/dc+sd-jwt;x=y", "application/sd-jwt"])
def test_in_an_envelope_it_is_what_it_is_outside(kind: str) -> None:
    text = shown(issued(), "/credentialSubject/name")
    inside = enveloped(text, kind)
    assert sd_jwt.looks_like(inside)
    assert verified(inside, EXPECTED) == verified(text, EXPECTED)
    assert verified(enveloped(text + "x", kind), EXPECTED).verified is False


def test_only_an_envelope_of_its_kind_holds_one() -> None:
    text = issued()
    assert sd_jwt.looks_like(text)
    assert sd_jwt.looks_like(enveloped(text, types=["EnvelopedVerifiableCredential"]))
    for other in (
        enveloped(text, "application/vc+jwt"),
        enveloped(text, "text/sd-jwt"),
        enveloped(text, types=["VerifiableCredential", "xEnvelopedVerifiableCredential"]),
        enveloped(text.replace("~", "")),
        enveloped(text)[:-1],
        json.dumps({"note": f"EnvelopedVerifiableCredential {text}"}),
    ):
        assert not sd_jwt.looks_like(other)
        refused(lambda other=other: sd_jwt.parse_sd_jwt(other))


def test_what_is_kept_back_cannot_be_read_from_what_is_handed_over() -> None:
    text = shown(issued(), "/credentialSubject/name")
    found = verified(text, EXPECTED)
    assert found.verified is True
    assert found.credential["credentialSubject"] == {"id": "urn:x:mine", "name": "Kito", "sites": ["a", "c"]}
    readable = "".join(from_base64url(part).decode("latin1") for part in text.replace("~", ".").split(".") if part)
    assert "Kito" in readable
    assert "Main" not in readable


def test_a_part_within_a_hidden_part_is_shown_with_it_and_not_without() -> None:
    text = issued()
    whole = verified(shown(text, "/credentialSubject/address/street")).credential["credentialSubject"]
    assert whole["address"] == {"street": "Main", "town": "K"}
    assert "address" not in verified(shown(text)).credential["credentialSubject"]
    assert sd_jwt_issuing.places(text) == sorted(HIDDEN)
    refused(lambda: shown(text, "/credentialSubject/id"), lambda: shown(text, "/nothing"))


def test_the_holder_s_signature_is_for_one_reader_one_occasion_and_one_selection() -> None:
    text = shown(issued(), "/credentialSubject/name")
    assert result(text, "key_binding", EXPECTED) == "passed"
    assert result(text, "key_binding") == "undetermined"
    assert verified(text).verified is True
    wrong = [
        (text, Expected("https://other.example", "n-1"), AT),
        (text, Expected("https://buyer.example", "n-2"), AT),
        (text, EXPECTED, AT + timedelta(minutes=15, seconds=1)),
        (text, EXPECTED, AT - timedelta(minutes=5, seconds=1)),
        (sd_jwt_issuing.present(issued(), []), EXPECTED, AT),
        (text.replace("~", f"~{issued().split('~')[1]}~", 1), EXPECTED, AT),
        (text[:-4] + "AAAA", EXPECTED, AT),
        (text + "~x", EXPECTED, AT),
        (text + "x.y", EXPECTED, AT),
    ]
    for given, expected, at in wrong:
        assert verified(given, expected, at).verified is False
    assert result(text, "key_binding", EXPECTED, AT + timedelta(minutes=15)) == "passed"


def test_the_holder_s_signature_is_that_of_the_key_named_and_of_its_own_kind() -> None:
    text = sd_jwt_issuing.present(issued(), [], holder=SIGNER, audience="https://buyer.example", nonce="n-1", at=AT)
    assert result(text, "key_binding", EXPECTED) == "failed"
    bound_to_none = sd_jwt_issuing.issue(claims(), HIDDEN, SIGNER, salt=salts())
    assert result(shown(bound_to_none), "key_binding", EXPECTED) == "failed"
    bare, signature = shown(issued()).rsplit("~", 1)
    head = base64url(canonical({"alg": "EdDSA", "typ": "JWT"}))
    signed = f"{head}.{signature.split('.')[1]}"
    of_another_kind = f"{bare}~{signed}.{base64url(HOLDER.sign(signed.encode()))}"
    assert result(of_another_kind, "key_binding", EXPECTED) == "failed"


def test_a_token_names_the_key_it_is_bound_to() -> None:
    assert sd_jwt_issuing.bound_to(issued()) == HOLDER.public.jwk
    assert sd_jwt_issuing.bound_to(issued(holder=None)) is None
    assert sd_jwt_issuing.bound_to(resigned(issued(), lambda payload: payload | {"cnf": "did:key:z6Mk"})) is None


@pytest.mark.parametrize("moment", [None, "2026", True, 1e300, float(AT.timestamp()) + 400])
def test_the_holder_s_signature_needs_an_instant(moment: object) -> None:
    bare = sd_jwt_issuing.present(issued(), [])
    digest = sd_jwt.digest_of(bare, "sha-256")
    said = {"aud": EXPECTED.audience, "nonce": EXPECTED.nonce, "iat": moment, "sd_hash": digest}
    signed = f"{base64url(canonical({'alg': 'EdDSA', 'typ': 'kb+jwt'}))}.{base64url(canonical(said))}"
    text = f"{bare}{signed}.{base64url(HOLDER.sign(signed.encode()))}"
    assert result(text, "key_binding", EXPECTED) == "failed"


def test_a_changed_disclosure_belongs_to_nothing() -> None:
    text = issued()
    first = text.split("~")[1]
    salt, *rest = json.loads(from_base64url(first))
    forged = base64url(canonical([salt, *rest[:-1], "another value"]))
    assert result(text.replace(first, forged), "disclosures") == "failed"
    assert verified(text.replace(first, forged)).verified is False


def test_a_token_signed_by_another_or_not_at_all_fails() -> None:
    text = issued()
    compact, rest = text.split("~", 1)
    head, payload, signature = compact.split(".")
    assert result(f"{head}.{payload}.{base64url(bytes(64))}~{rest}", "proof") == "failed"
    none = base64url(canonical({"alg": "none", "kid": SIGNER.key_id, "typ": "vc+sd-jwt"}))
    assert result(f"{none}.{payload}.{signature}~{rest}", "proof") == "failed"
    assert result(resigned(text, lambda found: found | {"issuer": OTHER.did}), "issuer_controls_key") == "failed"


def disclosure(*parts: Any) -> str:
    return base64url(canonical(list(parts)))


def with_disclosures(*texts: str, **payload: Any) -> str:
    text = resigned(issued([]), lambda found: found | payload)
    return "~".join([text.split("~")[0], *texts, ""])


def digests(*texts: str) -> list[str]:
    return [sd_jwt.digest_of(text, "sha-256") for text in texts]


ONE, ELEMENT = disclosure("s", "more", 1), disclosure("s", 2)
NAME_TAKEN, RESERVED, DOTS, NUMBERED = (disclosure("s", name, 1) for name in ("type", "_sd", "...", 5))
NESTED = disclosure("s", "more", {"_sd": digests(ONE)})


@pytest.mark.parametrize(
    ("texts", "payload"),
    [
        ([ONE], {}),
        ([ONE, ONE], {"_sd": digests(ONE)}),
        ([ONE], {"_sd": [*digests(ONE), *digests(ONE)]}),
        ([ONE], {"_sd": digests(ONE), "a": {"_sd": digests(ONE)}}),
        ([NESTED], {"_sd": digests(NESTED, ONE)}),
        ([NAME_TAKEN], {"_sd": digests(NAME_TAKEN)}),
        ([RESERVED], {"_sd": digests(RESERVED)}),
        ([DOTS], {"_sd": digests(DOTS)}),
        ([NUMBERED], {"_sd": digests(NUMBERED)}),
        ([ELEMENT], {"_sd": digests(ELEMENT)}),
        ([ONE], {"list": [{"...": digests(ONE)[0]}]}),
        ([ELEMENT], {"list": [{"...": digests(ELEMENT)[0], "x": 1}]}),
        ([ELEMENT], {"one": {"...": digests(ELEMENT)[0]}}),
        ([], {"_sd": "x"}),
        ([], {"_sd": [1]}),
        ([], {"list": [{"...": 1}]}),
        ([ONE], {"_sd": digests(ONE), "_sd_alg": "md5"}),
        ([ONE], {"_sd": digests(ONE), "_sd_alg": 5}),
        ([disclosure("s")], {"_sd": digests(disclosure("s"))}),
        ([disclosure(1, "a", 1)], {"_sd": digests(disclosure(1, "a", 1))}),
        ([disclosure("s", "a", 1, 1)], {}),
        ([base64url(b"{}")], {}),
        ([base64url(b'["s","a",9007199254740993]')], {}),
        (["é"], {}),
        (["a b"], {}),
        ([""], {}),
    ],
)
def test_disclosures_that_do_not_belong_fail(texts: list[str], payload: dict[str, Any]) -> None:
    given = with_disclosures(*texts, **payload)
    assert result(given, "disclosures") == "failed"
    assert verified(given).verified is False


def test_disclosures_nested_without_end_are_refused() -> None:
    texts: list[str] = []
    inner: Any = 1
    for _level in range(200):
        texts.append(disclosure("s", "a", inner))
        inner = {"_sd": digests(texts[-1])}
    assert result(with_disclosures(*texts, deep=inner), "disclosures") == "failed"
    assert result(with_disclosures(*texts[:20], deep={"_sd": digests(texts[19])}), "disclosures") == "passed"


def test_other_hashes_of_the_same_kind_are_taken() -> None:
    for algorithm in ("sha-384", "sha-512"):
        given = with_disclosures(ONE, _sd=[sd_jwt.digest_of(ONE, algorithm)], _sd_alg=algorithm)
        assert verified(given).credential["more"] == 1


def test_too_much_is_refused_before_it_is_read() -> None:
    text = issued()
    refused(
        lambda: verified("x" * 5_000_000),
        lambda: verified(text + "a~" * 1001),
        lambda: verified(text.split("~")[0]),
        lambda: verified("a.b~"),
    )
    assert sd_jwt.looks_like(text)
    assert not sd_jwt.looks_like('{"a":"~"}')
    assert not sd_jwt.looks_like(text.split("~")[0])


def test_token_of_another_purpose_and_one_that_contradicts_itself_fail() -> None:
    text = issued()
    assert result(resigned(text, lambda found: found, {"typ": "vc+jwt"}), "schema") == "failed"
    assert result(resigned(text, lambda found: found | {"iss": "did:web:x.example"}), "schema") == "failed"
    assert result(resigned(text, lambda found: found | {"iss": SIGNER.did}), "schema") == "not_checked"
    assert result(resigned(text, lambda found: found | {"issuer": {"id": SIGNER.did}}), "proof") == "passed"


def test_period_of_the_token_counts_beside_that_of_the_credential() -> None:
    text = issued()
    now = int(AT.timestamp())

    def period(**fields: Any) -> str:
        return result(resigned(text, lambda found: found | fields), "dates")

    assert period(exp=now + 60, nbf=now) == "passed"
    assert period(exp=now - 300) == period(nbf=now + 301) == "failed"
    assert period(exp=now - 299) == period(nbf=now + 300) == "passed"
    assert period(exp="soon") == period(nbf=True) == period(exp=1e300) == "failed"
    assert period(exp=now + 60, validUntil="2026-11-22T11:00:00Z") == "failed"
    assert period(exp=now + 60, validUntil="2027-11-22T11:00:00Z") == "passed"


def test_a_token_that_is_no_w3c_credential_has_its_issuer_in_iss() -> None:
    plain = {"iss": SIGNER.did, "given": "Ann", "exp": int(AT.timestamp()) + 60}
    text = sd_jwt_issuing.issue(plain, ["/given"], SIGNER, salt=salts())
    found = verified(text)
    assert (found.verified, found.credential) == (True, plain)
    assert verified(sd_jwt_issuing.present(text, [])).credential == {name: plain[name] for name in ("iss", "exp")}


def test_status_of_what_is_shown_is_asked() -> None:
    entry = {"type": "BitstringStatusListEntry", "statusListCredential": "https://x.example/1", "statusListIndex": "1"}
    text = resigned(issued(), lambda found: found | {"credentialStatus": entry})
    assert (verified(text).verified, result(text, "status")) == (None, "undetermined")


def test_status_that_is_named_as_tokens_name_it_is_not_passed_over() -> None:
    listed = {"status_list": {"idx": 0, "uri": "https://x.example/1"}}
    text = resigned(issued(), lambda found: found | {"status": listed})
    assert (verified(text).verified, result(text, "status")) == (None, "undetermined")
    defective = {"type": "BitstringStatusListEntry", "statusListIndex": "1"}
    both = resigned(issued(), lambda found: found | {"status": listed, "credentialStatus": defective})
    assert result(both, "status") == "failed"


@pytest.mark.parametrize(
    "pointer",
    ["", "/", "name", "/issuer", "/@context", "/validUntil", "/nothing", "/type/0", "/@context/0"]
    + [f"{SUBJECT}/{place}" for place in ("sites/9", "sites/x", "name/x", "_sd")],
)
def test_what_has_to_be_shown_or_is_not_there_is_not_hidden(pointer: str) -> None:
    refused(lambda: issued([pointer]), lambda: issued([pointer, "/credentialSubject/name"]))


@pytest.mark.parametrize("name", ["_sd", "_sd_alg", "..."])
def test_names_of_the_format_are_no_claims(name: str) -> None:
    for fields in ({name: 1}, {"list": [{"in": {name: 1}}]}):
        with pytest.raises(BadDocument):
            sd_jwt_issuing.issue(claims(**fields), [], SIGNER, salt=salts())


def test_names_with_strokes_and_tildes_are_hidden_and_shown() -> None:
    pointer = "/credentialSubject/a~1b~0c"
    text = sd_jwt_issuing.issue(credential(credentialSubject={"a/b~c": 1}), [pointer], SIGNER, salt=salts())
    assert sd_jwt_issuing.places(text) == [pointer]
    assert verified(sd_jwt_issuing.present(text, [pointer])).credential["credentialSubject"] == {"a/b~c": 1}


def test_decoys_hide_how_much_is_hidden_and_disclose_nothing() -> None:
    def count(decoys: int) -> int:
        text = issued([], decoys=decoys)
        return len(json.loads(from_base64url(text.split(".")[1])).get("_sd", []))

    assert [count(number) for number in (-1, 0, 5, 1000)] == [0, 0, 5, 100]
    assert verified(issued(decoys=3)).credential == verified(issued()).credential


# The reference implementation as a peer, both ways.


class CurveSigner:
    """A P-256 key in memory."""

    key_id, algorithm = "holder", "ES256"

    def __init__(self) -> None:
        self.private = ec.derive_private_key(7, ec.SECP256R1())
        self.public = keys.of_public(self.private.public_key())

    def sign(self, data: bytes) -> bytes:
        pair = decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256())))
        return b"".join(number.to_bytes(32) for number in pair)


def reference_key(signer: Any) -> JWK:
    private = base64url(signer.private.private_bytes_raw())
    return JWK(**signer.public.jwk, d=private)


def test_the_reference_implementation_verifies_what_we_issue_and_present() -> None:
    # Of holders' keys it takes P-256 only.
    curve, public = CurveSigner(), JWK(**SIGNER.public.jwk)
    text = sd_jwt_issuing.present(
        issued(holder=curve.public.jwk),
        HIDDEN[:2],
        holder=curve,
        audience=EXPECTED.audience,
        nonce=EXPECTED.nonce,
        at=AT,
    )
    theirs = SDJWTVerifier(text, lambda _issuer, _header: public, EXPECTED.audience, EXPECTED.nonce)
    ours = verified(text, EXPECTED)
    assert ours.verified is True
    assert theirs.get_verified_payload() == ours.credential


def test_the_reference_implementation_presents_what_we_issue() -> None:
    holder = SDJWTHolder(issued())
    chosen = {"credentialSubject": {"name": True, "address": {"street": True}}}
    holder.create_presentation(chosen, "n-1", "https://buyer.example", reference_key(HOLDER), "EdDSA")
    found = verified(holder.sd_jwt_presentation, Expected("https://buyer.example", "n-1", timedelta(days=10_000)), AT)
    results = {check.name: check.result.value for check in found.checks}
    assert (results["proof"], results["disclosures"]) == ("passed", "passed")
    assert found.credential["credentialSubject"]["address"] == {"street": "Main", "town": "K"}


def test_we_verify_and_present_what_the_reference_implementation_issues() -> None:
    given = {
        "iss": SIGNER.did,
        SDObj("name"): "Kito",
        "sites": [SDObj("a"), "b"],
        SDObj("address"): {SDObj("street"): "Main", "town": "K"},
    }
    header = {"kid": SIGNER.key_id, "typ": "example+sd-jwt"}
    issuer = SDJWTIssuer(
        given,
        reference_key(SIGNER),
        JWK(**HOLDER.public.jwk),
        "EdDSA",
        add_decoy_claims=True,
        extra_header_parameters=header,
    )
    text = issuer.sd_jwt_issuance
    assert sd_jwt_issuing.places(text) == ["/address", "/address/street", "/name", "/sites/0"]
    found = verified(shown(text, "/name", "/address/street"), EXPECTED)
    assert found.verified is True
    assert found.credential["address"] == {"street": "Main", "town": "K"}
    assert found.credential["sites"] == ["b"]
