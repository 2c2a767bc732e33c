"""No change to a signed token or document goes unnoticed: either it is refused, or the proof no longer holds."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from orepass.credentials.rules import data_integrity, did, jose
from orepass.credentials.rules.authority import Resolution
from orepass.credentials.rules.keys import of_public
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.verification import Outside, Verification, verify_credential

AT = datetime(2026, 11, 22, tzinfo=UTC)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


class Signer:
    algorithm = "EdDSA"

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
        text = of_public(self.key.public_key()).multibase
        self.did = f"did:key:{text}"
        self.key_id = f"{self.did}#{text}"

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data)


SIGNER = Signer()
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "https://example.org/credentials/1",
    "type": ["VerifiableCredential"],
    "issuer": SIGNER.did,
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "https://example.org/mine", "level": 3, "sites": ["a", "b"]},
}
TOKEN = jose.sign(CREDENTIAL, SIGNER)
EMBEDDED = data_integrity.add_proof(CREDENTIAL, SIGNER, created=AT)
OUTSIDE = Outside(
    resolver=lambda name: Resolution(did.expand_did_key(name), "key"),
    status_fetcher=lambda _url: Fetched(None, reason="none"),
)


def check(text: str) -> Verification | None:
    try:
        return verify_credential(text, OUTSIDE, at=AT)
    except BadDocument:
        return None


def test_untouched_forms_verify() -> None:
    for text in (TOKEN, json.dumps(EMBEDDED)):
        found = check(text)
        assert found is not None
        assert found.verified is True


@given(at=st.integers(0, len(TOKEN) - 1), sign=st.sampled_from(ALPHABET))
def test_any_changed_character_of_a_token_is_noticed(at: int, sign: str) -> None:
    found = check(TOKEN[:at] + sign + TOKEN[at + 1 :])
    assert found is None or (found.verified is True) is (TOKEN[at] == sign)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [spot for key, part in items for spot in [(*path, key), *spots(part, (*path, key))]]


@given(spot=st.sampled_from(spots(EMBEDDED)), change=st.sampled_from([None, "x", 4, [], {}, "remove", "add"]))
def test_any_changed_value_of_a_document_is_noticed(spot: tuple[Any, ...], change: object) -> None:
    mutant = copy.deepcopy(EMBEDDED)
    holder: Any = mutant
    for key in spot[:-1]:
        holder = holder[key]
    if change == "remove":
        del holder[spot[-1]]
    elif change == "add" and isinstance(holder, dict):
        holder["stranger"] = 1
    else:
        holder[spot[-1]] = change
    found = check(json.dumps(mutant))
    assert found is None or found.verified is not True


STRANGE = st.sampled_from([None, True, 4, "x", "", [], {}, [[]], [{}], {"id": []}, ["P-256"], {"crv": []}, "#x"])


def spoilt(value: Any, spot: tuple[Any, ...], change: object) -> Any:
    mutant = copy.deepcopy(value)
    holder = mutant
    for key in spot[:-1]:
        holder = holder[key]
    holder[spot[-1]] = change
    return mutant


KEY_DOCUMENT = did.document(SIGNER.did, [did.Key(SIGNER.did.rpartition(":")[2], of_public(SIGNER.key.public_key()))])
CURVE_DOCUMENT = json.loads(
    json.dumps(KEY_DOCUMENT).replace("publicKeyMultibase", "publicKeyJwk").replace('"type": "Multikey"', '"type": "x"')
)


@given(spot=st.sampled_from(spots(KEY_DOCUMENT)), change=STRANGE)
def test_spoilt_did_document_decides_nothing_and_crashes_nothing(spot: tuple[Any, ...], change: object) -> None:
    for whole in (KEY_DOCUMENT, CURVE_DOCUMENT):
        document = spoilt(whole, spot, change)
        asked = Outside(resolver=lambda _name: Resolution(document, "test"), status_fetcher=OUTSIDE.status_fetcher)  # noqa: B023 - used at once
        found = verify_credential(TOKEN, asked, at=AT)
        assert found.verified is not True or document.get("id") == SIGNER.did


RICH = EMBEDDED | {
    "credentialStatus": {"id": "urn:x:1", "type": "BitstringStatusListEntry", "statusListCredential": "urn:x:2"},
    "validUntil": "2027-01-01T00:00:00Z",
    "name": "A mine",
}


@given(spot=st.sampled_from(spots(RICH)), change=STRANGE)
def test_strange_values_anywhere_get_checks_never_a_crash(spot: tuple[Any, ...], change: object) -> None:
    found = check(json.dumps(spoilt(RICH, spot, change)))
    assert found is None or found.verified is not True


@given(header=st.dictionaries(st.sampled_from(["alg", "kid", "typ", "cty", "crit", "jwk"]), STRANGE))
def test_strange_headers_get_checks_never_a_crash(header: dict[str, object]) -> None:
    head = jose.base64url(json.dumps(header).encode())
    found = check(f"{head}.{TOKEN.split('.')[1]}.{TOKEN.split('.')[2]}")
    assert found is None or found.verified is not True
