"""Signed notes, checkpoints and proof files: read as published, refused when touched or hostile."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.refusal import Refusal
from orepass.transparency.rules import checkpoint, merkle, note, proof
from orepass.transparency.rules.leaf import Leaf, may_enter, read_leaf

# The example of the Go package golang.org/x/mod/sumdb/note.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "log.example/minerals"
VERIFIER = note.VerifierKey(ORIGIN, KEY.public_key().public_bytes_raw())
LEAF = Leaf("assurance.certificate.issue", "crt-0", "ab" * 32, datetime(2026, 11, 22, tzinfo=UTC))
HEAD = checkpoint.Checkpoint(ORIGIN, 2, merkle.node_hash(merkle.leaf_hash(LEAF.data), bytes(32)))
SIGNED = checkpoint.sign_checkpoint(HEAD, KEY)
FILE = proof.write_inclusion(proof.InclusionProof(LEAF.data, 0, (bytes(32),), SIGNED))


def test_published_note_verifies_under_its_published_key() -> None:
    key = note.parse_verifier_key(PUBLISHED_KEY)
    assert str(key) == PUBLISHED_KEY
    assert note.note_holds(note.parse_note(PUBLISHED_NOTE), key)


def test_changed_text_or_other_key_does_not_verify() -> None:
    key = note.parse_verifier_key(PUBLISHED_KEY)
    assert not note.note_holds(note.parse_note(PUBLISHED_NOTE.replace("problem is", "problem was")), key)
    assert not note.note_holds(note.parse_note(PUBLISHED_NOTE), VERIFIER)


def test_checkpoint_reads_back_and_holds_under_its_own_origin_only() -> None:
    assert checkpoint.parse_checkpoint(SIGNED) == HEAD
    assert checkpoint.checkpoint_holds(SIGNED, VERIFIER)
    lent = note.sign_note(HEAD.text, name="log.example/other", key=KEY)
    assert not checkpoint.checkpoint_holds(lent, note.VerifierKey("log.example/other", VERIFIER.public))


def test_unknown_cosignatures_are_ignored_and_a_wrong_own_one_spoils_the_note() -> None:
    witness = Ed25519PrivateKey.from_private_bytes(bytes(32))
    line = note.sign_note(HEAD.text, name="witness.example", key=witness).rpartition("\n\n")[2]
    assert checkpoint.checkpoint_holds(SIGNED + line, VERIFIER)
    wrong = base64.b64encode(VERIFIER.identifier + bytes(64)).decode()
    assert not checkpoint.checkpoint_holds(SIGNED + f"— {ORIGIN} {wrong}\n", VERIFIER)


def test_proof_file_reads_back_and_holds() -> None:
    read = proof.read_inclusion(FILE)
    assert read.holds()
    assert read_leaf(read.leaf) == LEAF


def test_proof_file_with_any_line_touched_no_longer_holds() -> None:
    for number, line in enumerate(FILE.split("\n")):
        if not line:
            continue
        for at in range(0, len(line), 7):
            touched = FILE.split("\n")
            touched[number] = line[:at] + ("A" if line[at] != "A" else "B") + line[at + 1 :]
            try:
                read = proof.read_inclusion("\n".join(touched))
                assert not (read.holds() and checkpoint.checkpoint_holds(read.checkpoint, VERIFIER)), (line, at)
            except Refusal as refusal:
                assert refusal.code == "transparency.note.invalid"  # noqa: PT017 - either answer is right


@given(st.one_of(st.text(), st.sampled_from(FILE.split("\n")), st.integers(0, len(FILE)).map(lambda at: FILE[:at])))
def test_hostile_text_is_refused_never_a_crash(text: str) -> None:
    for read in (proof.read_inclusion, proof.read_consistency, checkpoint.parse_checkpoint):
        if (read, text) == (proof.read_inclusion, FILE):
            continue
        with pytest.raises(note.BadNote):
            read(text)
    with pytest.raises(note.BadVerifierKey):
        note.parse_verifier_key(text)


def test_ten_megabytes_and_endless_signatures_are_refused() -> None:
    for text in ("x" * 10_000_000, HEAD.text + "\n" + "— a AAAAAAAA\n" * 1000):
        with pytest.raises(note.BadNote):
            checkpoint.parse_checkpoint(text)


@pytest.mark.parametrize("size", ["01", "-1", "1_0", "٣", "9223372036854775808", "1e3", ""])
def test_sizes_that_are_not_plain_decimals_are_refused(size: str) -> None:
    text = note.sign_note(f"{ORIGIN}\n{size}\n{base64.b64encode(bytes(32)).decode()}\n", name=ORIGIN, key=KEY)
    with pytest.raises(note.BadNote):
        checkpoint.parse_checkpoint(text)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "x"},
        {"subject": "per-0000000000000"},
        {"subject": "a name with spaces"},
        {"subject": ""},
        {"content_digest": "AB" * 32},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001 - a naive instant is the case
    ],
)
def test_leaf_that_names_a_person_or_is_malformed_may_not_enter(change: dict[str, object]) -> None:
    fields = {"kind": LEAF.kind, "subject": LEAF.subject, "content_digest": LEAF.content_digest, "at": LEAF.at}
    assert may_enter(LEAF)
    assert not may_enter(Leaf(**(fields | change)))  # type: ignore[arg-type]
