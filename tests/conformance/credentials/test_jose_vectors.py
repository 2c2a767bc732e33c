"""Tokens: RFC 7520's examples, the tokens really signed with VCkit, and joserfc as a peer in both directions."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey

from orepass.credentials.rules import did, jose, keys, strict_json
from orepass.credentials.rules.authority import Resolution
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.check import Result
from tests.rules.credentials.signing import AT, SIGNER, credential, resolve
from tests.rules.credentials.test_chains_of_proofs import CurveSigner

REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials"
ENVELOPED = REFERENCE / "untp" / "enveloped-vc-jwt"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not REFERENCE.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
OUTSIDE = Outside(resolver=resolve, status_fetcher=lambda _url: Fetched(None, reason="nobody is asked"))
KINDS: dict[str, type[RSAKey | ECKey | OctKey]] = {"RSA": RSAKey, "EC": ECKey, "oct": OctKey}
EXAMPLES = (
    {case["name"]: case for case in json.loads((REFERENCE / "jose" / "jws_rfc7520.json").read_text())["tests"]}
    if REFERENCE.is_dir()
    else {}
)
CURVES = {"ES256": CurveSigner("P-256", "ES256"), "ES384": CurveSigner("P-384", "ES384")}


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def key_file(name: str) -> Any:
    return read(REFERENCE / "jose" / "keys" / name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_rfc_7520_is_right_by_a_peer_and_signs_no_credential_here(name: str) -> None:
    """RSA, P-521 and shared secrets are not among our kinds of key, and the texts are no credentials."""
    case = EXAMPLES[name]
    public = key_file(case.get("public_key") or case["key"])
    algorithm = case["protected"]["alg"]
    found = jws.deserialize_compact(case["compact"], KINDS[public["kty"]].import_key(public), algorithms=[algorithm])
    assert found.protected == case["protected"]
    assert all(algorithm not in names for names in keys.ALGORITHMS.values())
    with pytest.raises(strict_json.BadDocument, match="a public key is of an unknown kind"):
        keys.from_jwk(public)
    with pytest.raises(strict_json.BadDocument, match="it is not JSON"):
        jose.parse_token(case["compact"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_credential_signed_with_the_key_of_an_example_is_refused_for_the_key(name: str) -> None:
    """The published texts are no credentials and are refused for that: here the same key signs one that is right."""
    case = EXAMPLES[name]
    public, private = key_file(case.get("public_key") or case["key"]), key_file(case.get("private_key") or case["key"])
    algorithm = case["protected"]["alg"]
    issuer = "did:web:mine.example"
    method = {"id": f"{issuer}#k", "controller": issuer, "publicKeyJwk": public}
    known = {"id": issuer, "verificationMethod": [method], "assertionMethod": [method["id"]]}
    header = {"alg": algorithm, "kid": method["id"], "typ": "vc+jwt"}
    signing = KINDS[private["kty"]].import_key(private)
    token = jws.serialize_compact(header, json.dumps(credential(issuer)), signing, algorithms=[algorithm])
    assert jws.deserialize_compact(token, KINDS[public["kty"]].import_key(public), algorithms=[algorithm])
    outside = Outside(resolver=lambda _name: Resolution(known, "a test"), status_fetcher=OUTSIDE.status_fetcher)
    answer = verify_credential(token, outside, at=AT)
    assert answer.verified is not True
    assert "a public key is of an unknown kind" in answer.checks[0].reason


@pytest.mark.parametrize("path", sorted((REFERENCE / "jose" / "keys").glob("*.json")), ids=lambda path: path.stem)
def test_keys_of_rfc_7520_are_of_kinds_that_are_not_taken(path: Path) -> None:
    with pytest.raises(strict_json.BadDocument, match="a public key is of an unknown kind"):
        keys.from_jwk(read(path))


def with_key_of(token: jose.Token) -> Any:
    """Resolve the issuer's name to the key whose hexadecimal form the tokens of VCkit carry in their ``kid``."""
    name, fragment = did.split(token.header["kid"])
    public = keys.PublicKey(keys.ED25519, bytes.fromhex(fragment[:64]))
    method = {"id": token.header["kid"], "controller": name, "publicKeyJwk": public.jwk}
    document = {"id": name, "verificationMethod": [method], "assertionMethod": [method["id"]]}
    return lambda asked: Resolution(document if asked == name else None, "the token's own kid")


@pytest.mark.parametrize("name", sorted(path.name for path in ENVELOPED.glob("*.json")))
def test_a_token_of_vckit_in_its_envelope_is_answered_check_by_check(name: str) -> None:
    envelope = read(ENVELOPED / name)
    token = jose.parse_token(envelope["id"].partition(",")[2])
    outside = Outside(resolver=with_key_of(token), status_fetcher=OUTSIDE.status_fetcher)
    found = {one.name: one for one in verify_credential(json.dumps(envelope), outside, at=AT).checks}
    assert [found[part].result for part in ("proof", "key_authorised", "issuer_controls_key")] == [Result.PASSED] * 3
    assert found["status"].result is not Result.PASSED
    forged = envelope | {"id": envelope["id"][:-6] + "AAAAAA"}
    answers = verify_credential(json.dumps(forged), outside, at=AT)
    assert answers.verified is False


# The old name of the algorithm is what UNTP's tokens have, and so what is issued until it moves.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated via RFC 9864")
@pytest.mark.parametrize("algorithm", ["EdDSA", "Ed25519", "ES256", "ES384"])
def test_a_peer_verifies_what_is_signed_here_and_the_other_way_round(algorithm: str) -> None:
    signer: Any = CURVES.get(algorithm, SIGNER)
    public = keys.from_multibase(signer.did.removeprefix("did:key:"))
    jwk: dict[str, Any] = {**public.jwk}
    theirs = (ECKey if algorithm in CURVES else OKPKey).import_key(jwk)
    document = credential(signer.did)
    if algorithm != "Ed25519":  # RFC 9864's name: accepted, not yet issued
        found = jws.deserialize_compact(jose.sign(document, signer), theirs, algorithms=[algorithm])
        assert json.loads(found.payload) == document
        assert found.protected["typ"] == "vc+jwt"
    private = private_key(signer, algorithm, public)
    header = {"alg": algorithm, "kid": signer.key_id, "typ": "vc+jwt"}
    token = jws.serialize_compact(header, json.dumps(document).encode(), private, algorithms=[algorithm])
    assert verify_credential(token, OUTSIDE, at=AT).verified is True
    head, _body, signature = token.split(".")
    forged = keys.base64url(json.dumps(document | {"name": "Another"}).encode())
    assert verify_credential(f"{head}.{forged}.{signature}", OUTSIDE, at=AT).verified is False


def private_key(signer: Any, algorithm: str, public: keys.PublicKey) -> Any:
    jwk: dict[str, Any] = {**public.jwk}
    if algorithm not in CURVES:
        return OKPKey.import_key(jwk | {"d": keys.base64url(signer.private.private_bytes_raw())})
    size = keys.CURVES[public.kind][2]
    number = signer.private.private_numbers().private_value
    return ECKey.import_key(jwk | {"d": keys.base64url(number.to_bytes(size))})


def test_a_peer_refuses_what_is_refused_here() -> None:
    """A shared secret made of a public key: joserfc does not take it either."""
    everything = KeySet([OKPKey.import_key({**SIGNER.public.jwk})])
    head = keys.base64url(json.dumps({"alg": "none", "kid": SIGNER.key_id}).encode())
    token = f"{head}.{keys.base64url(json.dumps(credential()).encode())}."
    with pytest.raises(Exception, match="none"):
        jws.deserialize_compact(token, everything)
    assert verify_credential(token, OUTSIDE, at=AT).verified is False
