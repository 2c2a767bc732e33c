"""Sets of proofs and chains of proofs: what one says of the others, and what is refused when they are moved about."""

from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials.rules import data_integrity, jose, keys
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs.chains import predecessors
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.check import Result
from tests.rules.credentials.signing import AT, OTHER, SIGNER, answers, credential, proved, refused, resolve

HELD = [Result.PASSED] * 3
FIRST, SECOND, THIRD = "urn:x:first", "urn:x:second", "urn:x:third"


class CurveSigner:
    """A key on a curve in memory, under the name of its did:key."""

    def __init__(self, kind: str, algorithm: str, *, secret: int = 7) -> None:
        curve, self.hash, self.size = keys.CURVES[kind]
        self.private = ec.derive_private_key(secret, curve())
        self.algorithm = algorithm
        public = keys.of_public(self.private.public_key())
        self.did = f"did:key:{public.multibase}"
        self.key_id = f"{self.did}#{public.multibase}"

    def sign(self, data: bytes) -> bytes:
        pair = self.private.sign(data, ec.ECDSA(self.hash(), deterministic_signing=True))
        return b"".join(number.to_bytes(self.size) for number in decode_dss_signature(pair))


def chained() -> dict[str, Any]:
    """Return a credential that another signs, then the issuer signs over that signature, then the other over both."""
    one = data_integrity.add_proof(credential(), OTHER, created=AT, name=FIRST)
    two = data_integrity.add_proof(one, SIGNER, created=AT, name=SECOND, previous=[FIRST])
    return data_integrity.add_proof(two, OTHER, created=AT, name=THIRD, previous=[FIRST, SECOND])


def reasons(document: dict[str, Any]) -> str:
    return check_signatures(Presented(document), resolve)[0].reason


@pytest.mark.parametrize(("kind", "algorithm"), [(keys.P256, "ES256"), (keys.P384, "ES384")])
def test_a_key_on_a_curve_proves_with_ecdsa_and_equal_content_equally(kind: str, algorithm: str) -> None:
    signer = CurveSigner(kind, algorithm)
    document = credential(signer.did)
    made = data_integrity.add_proof(document, signer, created=AT)
    assert made["proof"]["cryptosuite"] == "ecdsa-jcs-2019"
    assert made == data_integrity.add_proof(document, signer, created=AT)
    assert answers(made) == HELD
    assert answers(made | {"name": "Another"})[0] is Result.FAILED


def test_a_chain_holds_and_says_how_many_signed() -> None:
    assert answers(chained()) == HELD
    assert reasons(chained()) == "All 3 signatures fit the content, the issuer’s among them."


def test_a_later_proof_signs_the_earlier_ones() -> None:
    first, second, third = chained()["proof"]
    other = data_integrity.add_proof(credential(), OTHER, created=AT.replace(hour=1), name=FIRST)["proof"]
    assert answers(credential(proof=[other])) == [Result.PASSED, Result.PASSED, Result.FAILED]
    assert answers(credential(proof=[other, second]))[0] is Result.FAILED
    assert answers(credential(proof=[first, second])) == HELD
    assert answers(credential(proof=[first, second, third | {"previousProof": SECOND}]))[0] is Result.FAILED


def test_a_stripped_proof_is_missed_by_those_that_build_on_it() -> None:
    first, second, third = chained()["proof"]
    for left in ([second], [second, third], [first, third], [third]):
        assert answers(credential(proof=left)) == [Result.FAILED, Result.UNDETERMINED, Result.UNDETERMINED]
        assert "builds on another that is not there" in reasons(credential(proof=left))
    assert answers(credential(proof=[]))[0] is Result.FAILED


def test_reordered_proofs_of_a_chain_no_longer_hold_where_their_order_was_signed() -> None:
    first, second, third = chained()["proof"]
    assert answers(credential(proof=[third, first, second])) == HELD
    assert answers(credential(proof=[second, first, third]))[0] is Result.FAILED
    renamed = [first | {"id": SECOND}, second | {"id": FIRST}, third]
    assert answers(credential(proof=renamed))[0] is Result.FAILED


def test_proofs_that_build_on_one_another_in_a_circle_are_refused() -> None:
    first, second, _third = chained()["proof"]
    for circle in ([first | {"previousProof": FIRST}], [first | {"previousProof": SECOND}, second]):
        assert answers(credential(proof=circle))[0] is Result.FAILED
        assert "in a circle" in reasons(credential(proof=circle))


def test_two_proofs_of_one_name_are_refused_where_the_name_is_needed_and_only_there() -> None:
    first, second, _third = chained()["proof"]
    assert answers(credential(proof=[first, first, second]))[0] is Result.FAILED
    issued = proved()["proof"]
    assert answers(credential(proof=[issued, first, first])) == HELD


@pytest.mark.parametrize("named", [5, [5], [], {}, [[FIRST]], None, ""])
def test_what_names_no_earlier_proof_is_refused(named: Any) -> None:
    refused(lambda: predecessors([{"id": FIRST}, {"previousProof": named}]))


def test_earlier_proofs_are_told_by_place_in_the_order_in_which_they_stand() -> None:
    later: list[dict[str, Any]] = [{"id": SECOND, "previousProof": FIRST}, {"previousProof": [SECOND, FIRST]}]
    assert predecessors([{"id": FIRST}, {"id": 5}, *later]) == [[], [], [0], [0, 2]]
    assert predecessors([{"previousProof": [FIRST, FIRST]}, {"id": FIRST}]) == [[1], []]
    assert predecessors([]) == []


def test_a_chain_of_sixteen_proofs_is_followed_to_its_end() -> None:
    document = data_integrity.add_proof(credential(), SIGNER, created=AT, name="urn:x:0")
    for number in range(1, 16):
        earlier = [f"urn:x:{number - 1}"]
        document = data_integrity.add_proof(document, SIGNER, created=AT, name=f"urn:x:{number}", previous=earlier)
    assert answers(document) == HELD
    document["proof"][0]["proofValue"] = document["proof"][1]["proofValue"]
    assert answers(document)[0] is Result.FAILED


def test_a_chain_is_open_as_far_as_it_builds_on_what_cannot_be_checked() -> None:
    strange = {"type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "id": FIRST, "proofValue": "u123"}
    begun = credential(proof=strange)
    two = data_integrity.add_proof(begun, SIGNER, created=AT, name=SECOND, previous=[FIRST])
    three = data_integrity.add_proof(two, SIGNER, created=AT, previous=[SECOND])
    assert answers(two)[0] is Result.UNDETERMINED
    assert answers(three)[0] is Result.UNDETERMINED
    assert answers(credential(proof=[two["proof"][1], two["proof"][0]]))[0] is Result.UNDETERMINED
    (_none, open_one, _last) = three["proof"]
    beside = data_integrity.add_proof(three, SIGNER, created=AT)
    assert answers(beside) == HELD
    assert reasons(beside).startswith("1 of 4 signatures fit the content")
    assert answers(three | {"proof": [strange | {"proofValue": "u124"}, open_one]})[0] is Result.FAILED


def test_a_chain_is_not_begun_on_a_proof_that_is_not_there() -> None:
    with pytest.raises(BadDocument, match="not there"):
        data_integrity.add_proof(proved(), SIGNER, created=AT, previous=[FIRST])


def test_the_proof_of_another_stands_beside_the_issuers_and_never_in_its_place() -> None:
    other = proved(credential(), OTHER)["proof"]
    assert answers(credential(proof=[other])) == [Result.PASSED, Result.PASSED, Result.FAILED]
    assert answers(credential(proof=[other, proved()["proof"]])) == HELD
    assert answers(credential(proof=[other | {"proofValue": "z1"}, proved()["proof"]]))[0] is Result.FAILED
    unfit = other | {"proofPurpose": "authentication"}
    assert answers(credential(proof=[unfit, proved()["proof"]]))[0] is Result.FAILED


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "Ed25519Signature2020"},
        {"type": None},
        {"created": "yesterday"},
        {"created": 2026},
        {"expires": "never"},
    ],
    ids=str,
)
def test_a_proof_of_a_known_suite_that_is_malformed_fails(changes: dict[str, Any]) -> None:
    document = credential()
    options = proved()["proof"] | changes
    options.pop("proofValue")
    signature = SIGNER.sign(data_integrity.hash_data(document, options, keys.ED25519))
    proof = options | {"proofValue": "z" + base58.b58encode(signature).decode()}
    assert answers(document | {"proof": proof})[0] is Result.FAILED
    assert "no proof of its kind" in reasons(document | {"proof": proof})


def test_the_proofs_inside_a_token_are_checked_as_well_as_its_own() -> None:
    inside = jose.parse_token(jose.sign(proved(), SIGNER))
    assert [check.result for check in check_signatures(Presented(inside.payload, inside), resolve)] == HELD
    bad = jose.parse_token(jose.sign(proved() | {"name": "Another"}, SIGNER))
    assert check_signatures(Presented(bad.payload, bad), resolve)[0].result is Result.FAILED
