"""Selected statements of a signed graph (ecdsa-sd-2023): each that is shown was signed, and nothing else holds."""

from collections.abc import Sequence

import base58
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.credentials.rules import keys
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs.linked_data import Canonicalised, LinkedData
from orepass.credentials.rules.proofs.outcome import BROKEN, HELD, MALFORMED, Outcome
from orepass.credentials.rules.proofs.selective import (
    BASE,
    FOR_THE_HOLDER,
    VALUE_TEXT_MAX,
    open_derived,
    proof_bytes,
    verify_derived,
)
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.check import Result
from tests.rules.credentials.selected import (
    GRAPH,
    ISSUER,
    NAMES,
    OPTIONS,
    OWN,
    derived,
    head,
    of_bytes,
    packed,
    prefixed,
    statements,
)
from tests.rules.credentials.signing import OTHER, credential, resolve
from tests.rules.credentials.test_chains_of_proofs import CurveSigner

KEY = keys.from_multibase(ISSUER.key_id.rpartition("#")[2])
OWN_KEY = keys.from_multibase(OWN.key_id.rpartition("#")[2])
WHOLE = derived()


def outcome(value: bytes = WHOLE, *, options: str = OPTIONS, graph: str = GRAPH, key: keys.PublicKey = KEY) -> Outcome:
    return verify_derived(value, key, options, graph)


def repacked(**changes: object) -> bytes:
    """Return the proof with one of its five parts changed."""
    found = open_derived(WHOLE)
    parts = {
        "base": found.base_signature,
        "own": prefixed(found.own_key),
        "signatures": found.signatures,
        "names": NAMES.items(),
        "places": sorted(found.always),
    }
    return packed(**(parts | changes))  # type: ignore[arg-type]


def test_what_is_shown_holds_whichever_statements_the_issuer_wants_shown() -> None:
    assert outcome() is HELD
    assert repacked() == WHOLE
    for always in ((), (0,), (1, 3), (0, 1, 2, 3)):
        assert outcome(derived(always)) is HELD


def test_any_change_of_what_is_shown_is_noticed() -> None:
    for line in GRAPH.splitlines(keepends=True)[-2:]:
        assert outcome(graph=GRAPH.replace(line, "")).holds is False
    assert outcome(graph=GRAPH.replace("Kito", "Kita")) is BROKEN
    assert outcome(graph=GRAPH.replace('"12"', '"13"')) is BROKEN
    assert outcome(graph=GRAPH.replace("@sw", "@fr")) is BROKEN
    assert outcome(graph=GRAPH + '<urn:x:mine> <urn:x:says> "more" .\n') is BROKEN
    assert outcome(options=OPTIONS.replace("2023", "2024")) is BROKEN


def test_a_statement_of_somebody_else_is_not_the_issuers() -> None:
    """Who makes a key of his own can sign any statement with it, but the issuer did not sign that key."""
    stranger = CurveSigner(keys.P256, "ES256", secret=9)
    own = prefixed(keys.from_multibase(stranger.key_id.rpartition("#")[2]))
    made = [stranger.sign(one.encode()) for place, one in enumerate(statements()) if place not in {0, 2}]
    assert outcome(repacked(own=own, signatures=made)) is BROKEN
    assert outcome(derived(issuer=stranger)) is BROKEN
    assert outcome(key=OWN_KEY) is BROKEN


def test_what_must_be_shown_cannot_be_kept_back_or_called_chosen() -> None:
    found = open_derived(WHOLE)
    more = [OWN.sign(statements()[0].encode()), *found.signatures]
    assert outcome(repacked(places=[2], signatures=more)) is BROKEN
    assert outcome(repacked(places=[0, 2, 3], signatures=found.signatures[:1])) is BROKEN
    assert outcome(repacked(places=[0, 2, 4])) is BROKEN
    assert outcome(repacked(places=[1, 2])) is BROKEN


def test_signatures_belong_to_their_statements() -> None:
    first, second = open_derived(WHOLE).signatures
    assert outcome(repacked(signatures=[second, first])) is BROKEN
    assert outcome(repacked(signatures=[first])) is BROKEN
    assert outcome(repacked(signatures=[first, second, second])) is BROKEN
    assert outcome(repacked(signatures=[first, bytes(64)])) is BROKEN


def test_every_node_has_a_name_of_its_own() -> None:
    one, two = NAMES.values()
    for names in ([(0, one)], [(0, one), (1, one)], [(0, one), (2, two)], [(0, one), (1, two), (2, bytes(32))]):
        assert outcome(repacked(names=names)) is MALFORMED
    assert outcome(repacked(names=[(0, one), (0, one), (1, two)])) is MALFORMED
    assert outcome(repacked(names=[(1, one), (0, two)])) is BROKEN
    assert outcome(graph="no statement\n") is MALFORMED


def test_a_proof_is_of_one_shape() -> None:
    other = prefixed(OTHER.public)
    long = prefixed(keys.from_multibase(CurveSigner(keys.P384, "ES384").key_id.rpartition("#")[2]))
    tagged = WHOLE[:3] + b"\xd8\x40" + WHOLE[3:]
    unknown_length = WHOLE[:3] + b"\x9f" + WHOLE[4:] + b"\xff"
    four = WHOLE[:3] + head(4, 4) + WHOLE[4:]
    wide = packed(bytes(64), prefixed(OWN_KEY), [], [], [])[:-1] + b"\x9b" + bytes(7) + b"\x00"
    for spoilt in (
        repacked(own=other),
        repacked(own=long),
        repacked(own=b""),
        repacked(base=bytes(63)),
        repacked(signatures=[bytes(65), bytes(64)]),
        repacked(names=[(0, bytes(31)), (1, bytes(32))]),
        repacked(places=[0, 0]),
        tagged,
        unknown_length,
        four,
        wide,
        WHOLE + b"\x00",
        b"\xd9\x5d\x02" + WHOLE[3:],
        WHOLE[:3] + of_bytes(WHOLE[3:]),
    ):
        assert outcome(spoilt) is MALFORMED


def test_a_key_longer_than_any_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text as long as a proof may be would keep base58 busy for minutes."""
    long = repacked(own=prefixed(OWN_KEY) + bytes(700_000))
    monkeypatch.setattr(base58, "b58encode", lambda _bytes: pytest.fail("it was read"))
    assert len(long) < VALUE_TEXT_MAX * 3 // 4
    assert outcome(long) is MALFORMED


def test_numbers_are_read_at_every_length() -> None:
    places = [0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295]
    assert open_derived(repacked(places=places)).always == frozenset(places)


def test_no_part_of_a_proof_is_enough() -> None:
    for end in range(len(WHOLE)):
        assert outcome(WHOLE[:end]) is MALFORMED


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_no_byte_of_a_proof_can_be_another(place: int, change: int) -> None:
    spoilt = WHOLE[:place] + bytes([WHOLE[place] ^ change]) + WHOLE[place + 1 :]
    assert outcome(spoilt).holds is not True


def test_what_the_issuer_hands_to_the_holder_is_no_proof_for_others() -> None:
    assert outcome(BASE + WHOLE[3:]) is FOR_THE_HOLDER
    assert FOR_THE_HOLDER.holds is None


def test_a_proof_value_is_base64url_and_bounded() -> None:
    assert proof_bytes("u" + keys.base64url(WHOLE)) == WHOLE
    for value in (None, 5, "", "z3", "u=", "uA", "u" + "A" * VALUE_TEXT_MAX):
        assert proof_bytes(value) is None


class Given:
    """A processor that answers with the graph of these tests."""

    def canonical(self, documents: Sequence[object], *, algorithm: str) -> Canonicalised:
        assert (len(documents), algorithm) == (2, "sha256")
        return Canonicalised([OPTIONS, GRAPH])

    def terms(self, document: object) -> Canonicalised:
        raise NotImplementedError


def checked(value: str, linked_data: LinkedData | None = None, **changes: object) -> list[Result]:
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "verificationMethod": ISSUER.key_id,
        "proofPurpose": "assertionMethod",
        "proofValue": value,
    }
    document = credential(ISSUER.did, proof=proof | changes)
    return [check.result for check in check_signatures(Presented(document), resolve, linked_data or Given())]


def test_a_credential_with_such_a_proof_verifies_as_any_other() -> None:
    value = "u" + keys.base64url(WHOLE)
    assert checked(value) == [Result.PASSED] * 3
    assert checked("u" + keys.base64url(derived(own=ISSUER)[:-1]))[0] is Result.FAILED
    assert checked("z" + value[1:])[0] is Result.FAILED
    assert checked(value, type="Another")[0] is Result.FAILED
    assert checked(value, cryptosuite="ecdsa-rdfc-2019")[0] is Result.FAILED


def test_a_key_of_another_kind_makes_no_such_proof() -> None:
    value = "u" + keys.base64url(WHOLE)
    assert checked(value, verificationMethod=OTHER.key_id)[0] is Result.FAILED


def test_bytes_that_are_no_such_proof_are_named_so() -> None:
    with pytest.raises(BadDocument, match="not one of selected statements"):
        open_derived(b"")
