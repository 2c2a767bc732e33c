"""A proof file is checked with nothing but files: what holds, what was forged, and what cannot be said without more."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.kernel.check import Result
from orepass.transparency.rules import checkpoint, merkle, note, proof
from orepass.transparency.rules.leaf import Leaf
from orepass.transparency.rules.verification import verify_file

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGE = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "log.example/minerals"
VERIFIER = note.VerifierKey(ORIGIN, KEY.public_key().public_bytes_raw())
LEAF = Leaf("assurance.certificate.issue", "crt-0", "ab" * 32, datetime(2026, 11, 22, tzinfo=UTC))
FIRST = merkle.leaf_hash(LEAF.data)
ONE = checkpoint.Checkpoint(ORIGIN, 1, FIRST)
TWO = checkpoint.Checkpoint(ORIGIN, 2, merkle.node_hash(FIRST, bytes(32)))
SIGNED_ONE, SIGNED = (checkpoint.sign_checkpoint(head, KEY) for head in (ONE, TWO))
INCLUSION = proof.write_inclusion(proof.InclusionProof(LEAF.data, 0, (bytes(32),), SIGNED))
GROWN = proof.write_consistency(proof.ConsistencyProof(1, (bytes(32),), SIGNED))


def results(text: str, *, key: note.VerifierKey | None = VERIFIER, older: str | None = None) -> dict[str, Result]:
    return {check.name: check.result for check in verify_file(text, key=key, older=older)}


def other_tree(size: int = 2) -> str:
    return checkpoint.sign_checkpoint(checkpoint.Checkpoint(ORIGIN, size, bytes(32)), KEY)


def test_a_leaf_in_the_signed_tree_is_found_there() -> None:
    assert results(INCLUSION) == {
        "inclusion": Result.PASSED,
        "leaf": Result.PASSED,
        "signature": Result.PASSED,
        "consistency": Result.NOT_CHECKED,
        "witnesses": Result.NOT_CHECKED,
    }


def test_a_leaf_that_is_not_in_the_tree_and_no_entry_fails_twice() -> None:
    forged = results(proof.write_inclusion(proof.InclusionProof(b"paid", 0, (bytes(32),), SIGNED)))
    assert (forged["inclusion"], forged["leaf"]) == (Result.FAILED, Result.FAILED)


def test_without_a_key_the_signature_stays_open_and_under_another_key_it_fails() -> None:
    stranger = note.VerifierKey(ORIGIN, STRANGE.public_key().public_bytes_raw())
    assert results(INCLUSION, key=None)["signature"] is Result.UNDETERMINED
    assert results(INCLUSION, key=stranger)["signature"] is Result.FAILED


@pytest.mark.parametrize(
    ("older", "answer"),
    [(SIGNED, Result.PASSED), (other_tree(), Result.FAILED), (SIGNED_ONE, Result.NOT_CHECKED)],
    ids=["the same tree", "another tree of the same size", "another size"],
)
def test_a_checkpoint_kept_from_before_shows_two_histories(older: str, answer: Result) -> None:
    assert results(INCLUSION, older=older)["consistency"] is answer


def test_a_checkpoint_kept_from_before_counts_only_when_it_is_signed() -> None:
    lent = checkpoint.sign_checkpoint(TWO, STRANGE)
    assert results(INCLUSION, older=SIGNED)["older_signature"] is Result.PASSED
    assert results(INCLUSION, older=lent)["older_signature"] is Result.FAILED


def test_a_log_that_only_grew_is_told_from_one_that_was_rewritten() -> None:
    grown, rewritten = results(GROWN, older=SIGNED_ONE), results(GROWN, older=other_tree(1))
    assert grown == {
        "consistency": Result.PASSED,
        "signature": Result.PASSED,
        "older_signature": Result.PASSED,
        "witnesses": Result.NOT_CHECKED,
    }
    assert rewritten["consistency"] is Result.FAILED


def test_growth_cannot_be_told_without_the_older_checkpoint() -> None:
    assert results(GROWN) == {
        "consistency": Result.UNDETERMINED,
        "signature": Result.PASSED,
        "witnesses": Result.NOT_CHECKED,
    }


@pytest.mark.parametrize(
    "text",
    [
        INCLUSION.replace("extra ", "extra *"),
        INCLUSION.replace("index 0", "place 0"),
        INCLUSION.replace("\n\n", "\n" + base64.b64encode(bytes(31)).decode() + "\n\n", 1),
        INCLUSION.replace("\n\n", "\n*\n\n", 1),
        INCLUSION.replace("\n\n", ("\n" + base64.b64encode(bytes(32)).decode()) * 100 + "\n\n", 1),
        INCLUSION.replace("\n— ", "\n— ?", 1).replace(" ", "  ", 1),
        "old \n\n" + SIGNED,
    ],
    ids=["leaf", "no index", "short hash", "hash", "too many hashes", "signature", "no size"],
)
def test_a_malformed_proof_file_is_refused(text: str) -> None:
    with pytest.raises(note.BadNote):
        verify_file(text, key=VERIFIER)


@pytest.mark.parametrize(
    "line", ["— log.example *", "— log.example AAAA", "- log.example AAAAAAAA", "— log+example AAAAAAAA"]
)
def test_a_malformed_signature_line_is_refused(line: str) -> None:
    with pytest.raises(note.BadNote):
        note.parse_note(f"{TWO.text}\n{line}\n")


@pytest.mark.parametrize(
    "text",
    ["log.example", "log.example+00000000+*", "log.example+00000000+AAAA", f"log example+00000000+{'A' * 44}"],
)
def test_a_malformed_public_key_is_refused(text: str) -> None:
    with pytest.raises(note.BadVerifierKey):
        note.parse_verifier_key(text)


def test_a_key_under_an_identifier_of_another_is_refused() -> None:
    with pytest.raises(note.BadVerifierKey, match="does not belong"):
        note.parse_verifier_key(str(VERIFIER).replace(VERIFIER.identifier.hex(), "00000000"))


def test_a_key_with_a_name_that_is_none_is_refused_although_its_bytes_are_right() -> None:
    encoded = base64.b64encode(note.ED25519 + bytes(32)).decode()
    with pytest.raises(note.BadVerifierKey, match="spaces"):
        note.parse_verifier_key(f"log example+00000000+{encoded}")


@pytest.mark.parametrize(
    ("old", "new", "path", "sent"),
    [
        (2, 1, FIRST, ()),
        (1, 2, b"short", ()),
        (3, 4, FIRST, ()),
        (2, 4, FIRST, (bytes(32), bytes(32), bytes(32))),
    ],
    ids=["it shrank", "no hash", "nothing was sent", "more than there are levels"],
)
def test_growth_is_not_believed_on_a_proof_that_does_not_lead_there(
    old: int, new: int, path: bytes, sent: tuple[bytes, ...]
) -> None:
    assert not merkle.consistency_holds(old=old, new=new, old_root=path, new_root=TWO.root, proof=sent)


def test_from_an_empty_tree_everything_follows_and_nothing_is_sent() -> None:
    assert merkle.consistency_holds(old=0, new=2, old_root=merkle.EMPTY_ROOT, new_root=TWO.root, proof=())
    assert not merkle.consistency_holds(old=0, new=2, old_root=FIRST, new_root=TWO.root, proof=())
