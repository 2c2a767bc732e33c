"""An opened commitment is checked from its file: it is what the entry binds, or it is not, and nothing in between."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.kernel.check import Result, verified
from orepass.kernel.digest import digest
from orepass.transparency.rules import checkpoint, merkle, note, proof
from orepass.transparency.rules.leaf import Leaf
from orepass.transparency.rules.opening import BadOpening, Opening, is_opening, read_opening, write_opening
from orepass.transparency.rules.verification import verify_file

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VERIFIER = note.VerifierKey("log.example/minerals", KEY.public_key().public_bytes_raw())
SAID = {"group": "grp-1", "members": [["mem-1", "approved", "yes"]], "salt": "ab" * 16}


def proof_of(kind: str = "a.b.c", subject: str = "grp-1", said: Any = SAID, leaf: bytes = b"") -> str:
    data = leaf or Leaf(kind, subject, digest(said), datetime(2026, 11, 22, tzinfo=UTC)).data
    head = checkpoint.Checkpoint(VERIFIER.name, 1, merkle.leaf_hash(data))
    return proof.write_inclusion(proof.InclusionProof(data, 0, (), checkpoint.sign_checkpoint(head, KEY)))


def opened(said: Any = SAID, **proved: Any) -> str:
    return write_opening(Opening(kind="a.b.c", subject="grp-1", said=said, proof=proof_of(**proved)))


def results(text: str, key: note.VerifierKey | None = VERIFIER) -> dict[str, Result]:
    return {check.name: check.result for check in verify_file(text, key=key)}


def test_what_the_entry_binds_is_opened_and_its_proof_is_checked_as_any_other() -> None:
    assert verified(verify_file(opened(), key=VERIFIER)) is True
    assert results(opened()) == {
        "opening": Result.PASSED,
        "inclusion": Result.PASSED,
        "leaf": Result.PASSED,
        "signature": Result.PASSED,
        "consistency": Result.NOT_CHECKED,
        "witnesses": Result.NOT_CHECKED,
    }


def test_without_the_log_s_key_it_stays_open_whose_log_this_is() -> None:
    assert verified(verify_file(opened(), key=None)) is None


@pytest.mark.parametrize(
    "changed",
    [
        SAID | {"salt": "ac" * 16},
        SAID | {"members": []},
        SAID | {"more": None},
        {"group": "grp-1"},
    ],
    ids=["salt", "member left out", "something added", "parts left out"],
)
def test_anything_else_than_what_was_bound_is_told(changed: dict[str, Any]) -> None:
    told = results(opened(changed))
    assert (told["opening"], told["inclusion"]) == (Result.FAILED, Result.PASSED)


@pytest.mark.parametrize(
    "proved", [{"kind": "a.b.d"}, {"subject": "grp-2"}, {"leaf": b"no leaf"}], ids=["kind", "subject", "no leaf"]
)
def test_the_proof_of_another_entry_opens_nothing(proved: dict[str, Any]) -> None:
    assert results(opened(**proved))["opening"] is Result.FAILED


def test_an_entry_that_is_not_in_the_tree_opens_nothing() -> None:
    forged = read_opening(opened())
    other = base64.b64encode(bytes(32)).decode()
    spoilt = forged.proof.replace("index 0\n", f"index 0\n{other}\n")
    text = write_opening(Opening(kind=forged.kind, subject=forged.subject, said=forged.said, proof=spoilt))
    assert results(text)["inclusion"] is Result.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        json.dumps({"type": "orepass-opening", "version": 1, "kind": "a.b.c", "subject": "grp-1", "proof": ""}),
        json.dumps({**json.loads(opened()), "more": 1}),
        json.dumps({**json.loads(opened()), "version": 2}),
        json.dumps({**json.loads(opened()), "said": {"mass": 2**60}}),
        json.dumps({**json.loads(opened()), "said": []}),
        opened().replace('"said": {', '"said": {"salt": "",'),
    ],
    ids=["no JSON", "empty", "nothing said", "more", "another version", "no canonical form", "no object", "said twice"],
)
def test_what_opens_nothing_is_refused_with_its_reason(text: str) -> None:
    with pytest.raises(BadOpening):
        verify_file(text, key=VERIFIER)


def test_an_opening_without_a_proof_file_is_refused_as_such() -> None:
    text = json.dumps({**json.loads(opened()), "proof": "paid"})
    with pytest.raises(note.BadNote):
        verify_file(text, key=VERIFIER)


def test_proof_files_are_no_openings() -> None:
    assert (is_opening(proof_of()), is_opening("old 1\n"), is_opening(" \n{}")) == (False, False, True)
