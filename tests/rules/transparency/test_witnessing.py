"""What a witness cosigns and what it refuses: C2SP tlog-witness, status by status."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.transparency.rules.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from orepass.transparency.rules.merkle import EMPTY_ROOT
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.witnessing import SIZE_TYPE, Answer, considered, origin_asked
from tests.rules.transparency.trees import KEY, ORIGIN, VERIFIER, MemoryLog, leaf

KEYS = {ORIGIN: VERIFIER}
LOG = MemoryLog([leaf(number) for number in range(20)])
FORK = MemoryLog([*LOG.entries[:5], *(leaf(number) for number in range(100, 115))])
HASH = base64.b64encode(bytes(32)).decode()


def asked(request: str, *, kept: str = "", keys: dict[str, VerifierKey] | None = None) -> Answer:
    return considered(request, keys=KEYS if keys is None else keys, kept=parse_checkpoint(kept) if kept else None)


def test_first_checkpoint_is_cosigned_whatever_its_size() -> None:
    for size in (0, 1, 7, 20):
        answer = asked(LOG.request(0, size))
        assert (answer.status, answer.cosigns, answer.checkpoint) == (200, True, LOG.head(size))


@pytest.mark.parametrize(("old", "new"), [(1, 2), (7, 8), (8, 20), (20, 20), (19, 20)])
def test_growth_is_cosigned(old: int, new: int) -> None:
    assert asked(LOG.request(old, new), kept=LOG.head(old)).cosigns


def test_rolled_back_log_is_never_cosigned() -> None:
    for old in (0, 5):
        answer = asked(LOG.request(old, 5), kept=LOG.head(12))
        assert (answer.status, answer.body, answer.media_type) == (409, "12\n", SIZE_TYPE)
    assert asked(LOG.request(12, 5), kept=LOG.head(12)).status == 400


def test_forked_log_is_never_cosigned_and_its_head_is_evidence() -> None:
    answer = asked(FORK.request(12, 20), kept=LOG.head(12))
    assert (answer.status, answer.cosigns, answer.evidence) == (422, False, FORK.head(20))


def test_other_tree_of_the_same_size_is_a_conflict_and_evidence() -> None:
    answer = asked(FORK.request(20), kept=LOG.head(20))
    assert (answer.status, answer.evidence) == (409, FORK.head(20))
    assert answer.media_type != SIZE_TYPE


def test_replayed_checkpoint_is_answered_with_what_was_cosigned_since() -> None:
    answer = asked(LOG.request(3, 7), kept=LOG.head(12))
    assert (answer.status, answer.body) == (409, "12\n")


def test_fork_that_shares_the_beginning_is_no_fork_there() -> None:
    assert asked(FORK.request(5, 20), kept=LOG.head(5)).cosigns


def test_log_that_is_not_watched_is_unknown() -> None:
    assert asked(LOG.request(0), keys={}).status == 404
    other = MemoryLog(LOG.entries, origin="log.example/other")
    assert asked(other.request(0)).status == 404


def test_checkpoint_signed_by_another_key_is_forbidden() -> None:
    stranger = MemoryLog(LOG.entries, key=Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
    assert asked(stranger.request(0)).status == 403


@pytest.mark.parametrize(
    "request_text",
    [
        "",
        "old",
        "old 01\n\n" + LOG.head(),
        "old -1\n\n" + LOG.head(),
        "size 0\n\n" + LOG.head(),
        "old 0\nnonsense\n\n" + LOG.head(),
        "old 0\n" + f"{HASH}\n" * 64 + "\n" + LOG.head(),
        "old 0\n\nno checkpoint",
        "old 0\n\n" + LOG.head().replace("\n20\n", "\n020\n"),
    ],
)
def test_malformed_request_is_bad_whatever_else_it_says(request_text: str) -> None:
    assert asked(request_text).status == 400
    assert origin_asked(request_text) == ""


def test_the_log_of_a_request_is_known_before_it_is_judged() -> None:
    assert origin_asked(LOG.request(0)) == ORIGIN


def test_old_size_beyond_the_checkpoint_is_bad() -> None:
    assert asked(f"old 8\n\n{LOG.head(7)}", kept=LOG.head(8)).status == 400


def test_proof_where_none_is_needed_or_a_wrong_one_is_unprocessable() -> None:
    assert asked(f"old 0\n{HASH}\n\n{LOG.head(7)}").status == 422
    assert asked(f"old 7\n{HASH}\n\n{LOG.head(7)}", kept=LOG.head(7)).status == 422
    assert asked(f"old 7\n{HASH}\n\n{LOG.head(8)}", kept=LOG.head(7)).status == 422
    assert asked(f"old 7\n\n{LOG.head(8)}", kept=LOG.head(7)).status == 422


@pytest.mark.parametrize("old", [7, 8])
@pytest.mark.parametrize("hashes", [0, 1, 3, 4, 5])
def test_proof_that_a_stranger_made_up_is_no_evidence_against_the_log(old: int, hashes: int) -> None:
    answer = asked(f"old {old}\n" + f"{HASH}\n" * hashes + f"\n{LOG.head(20)}", kept=LOG.head(old))
    assert (answer.status, answer.evidence) == (422, "")


@pytest.mark.parametrize(("old", "shown"), [(6, True), (7, True), (8, False), (12, True), (16, False), (19, True)])
def test_fork_is_evidence_where_the_proof_names_the_other_beginning(*, old: int, shown: bool) -> None:
    answer = asked(FORK.request(old, 20), kept=LOG.head(old))
    assert (answer.status, answer.evidence) == (422, FORK.head(20) if shown else "")


def test_empty_log_has_the_root_of_the_empty_tree_and_no_other() -> None:
    good = sign_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT), KEY)
    bad = sign_checkpoint(Checkpoint(ORIGIN, 0, bytes(32)), KEY)
    assert asked(f"old 0\n\n{good}").cosigns
    assert asked(f"old 0\n\n{bad}").status == 409
