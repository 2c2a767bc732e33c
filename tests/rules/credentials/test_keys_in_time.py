"""Keys that may do nothing: expired, revoked, or listed for another purpose; the signature itself still fits."""

from typing import Any

import pytest

from orepass.credentials.rules import did
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.kernel.check import Result
from tests.rules.credentials.signing import AT, SIGNER, credential, proved

DID = "did:web:mine.example"


class Named:
    """The key of the tests under the name of a did:web."""

    key_id = f"{DID}#a"
    algorithm = "EdDSA"
    public = SIGNER.public

    def sign(self, data: bytes) -> bytes:
        return SIGNER.sign(data)


def document(*, embedded: bool = False, listed: str = "assertionMethod", **fields: Any) -> dict[str, Any]:
    method = {"id": "#a", "type": "Multikey", "controller": DID, "publicKeyMultibase": SIGNER.public.multibase} | fields
    if embedded:
        return {"id": DID, listed: [method]}
    return {"id": DID, "verificationMethod": [method], listed: ["#a"]}


def may_authenticate(found: dict[str, Any]) -> bool:
    return did.may(did.in_use(found, AT), did.AUTHENTICATION, f"{DID}#a")


def answers(found: dict[str, Any]) -> list[Result]:
    signed = proved(credential(DID), Named())  # type: ignore[arg-type]
    resolution = Resolution(did.in_use(found, AT), "test")
    return [check.result for check in check_signatures(Presented(signed), lambda _name: resolution)][:2]


PASSED, FAILED = Result.PASSED, Result.FAILED


@pytest.mark.parametrize("embedded", [False, True])
@pytest.mark.parametrize("name", ["expires", "revoked"])
def test_an_expired_or_revoked_key_asserts_nothing(name: str, embedded: bool) -> None:
    assert answers(document(embedded=embedded)) == [PASSED, PASSED]
    for moment in ("2026-11-22T12:00:00Z", "2020-01-01T00:00:00Z", "soon", "2027-01-01T00:00:00", 5, None):
        assert answers(document(embedded=embedded, **dict[str, Any]({name: moment}))) == [PASSED, FAILED]
    assert answers(document(embedded=embedded, **{name: "2026-11-22T12:00:01Z"})) == [PASSED, PASSED]


@pytest.mark.parametrize("embedded", [False, True])
@pytest.mark.parametrize("name", ["expires", "revoked"])
def test_an_expired_or_revoked_key_authenticates_nobody(name: str, embedded: bool) -> None:
    assert not may_authenticate(
        document(embedded=embedded, listed=did.AUTHENTICATION, **{name: "2026-11-22T12:00:00Z"})
    )
    assert may_authenticate(document(embedded=embedded, listed=did.AUTHENTICATION, **{name: "2026-11-22T12:00:01Z"}))


@pytest.mark.parametrize("purpose", ["authentication", "keyAgreement", "capabilityInvocation", "capabilityDelegation"])
def test_a_key_listed_for_another_purpose_asserts_nothing(purpose: str) -> None:
    assert answers(document(listed=purpose)) == [PASSED, FAILED]
    assert FAILED in answers(document(listed=purpose, embedded=True))


def test_other_keys_of_a_document_with_an_expired_one_go_on() -> None:
    found = document()
    found["verificationMethod"].append({"id": f"{DID}#b", "expires": "2020-01-01T00:00:00Z"})
    found["assertionMethod"].append(f"{DID}#b")
    assert answers(found) == [PASSED, PASSED]
    assert did.in_use(found, AT)["assertionMethod"] == ["#a"]


def test_a_document_without_ends_is_left_as_it_is() -> None:
    found = document()
    assert did.in_use(found, AT) is found
    assert did.in_use({"id": DID, "verificationMethod": [1, "x"]}, AT) == {"id": DID, "verificationMethod": [1, "x"]}
