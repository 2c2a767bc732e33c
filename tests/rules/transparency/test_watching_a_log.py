"""What a watcher reports: every new leaf about a name, and a split view, a roll-back, a rewriting as what it is."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.kernel.check import Result
from orepass.transparency.asking import Unreachable
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from orepass.transparency.rules.compact import Edge
from orepass.transparency.rules.cosignature import cosign, witness_key
from orepass.transparency.rules.leaf import Leaf, may_enter, read_leaf
from orepass.transparency.rules.note import BadNote
from orepass.transparency.rules.policy import parse_policy
from orepass.transparency.rules.tile_path import CHECKPOINT_PATH, write_bundle
from orepass.transparency.rules.watching import HEADS_MAX, Kept, is_about
from orepass.transparency.watching import Look, look
from tests.rules.transparency.trees import KEY, ORIGIN, VERIFIER, MemoryLog, leaf

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW = Kept(str(VERIFIER))
ENTRIES = [leaf(number) for number in range(700)]


def at(size: int, *, fork: int | None = None) -> MemoryLog:
    """The log at a size; from ``fork`` on it tells another story."""
    entries = ENTRIES[:size]
    if fork is not None:
        entries[fork:] = [leaf(10_000 + number) for number in range(fork, size)]
    return MemoryLog(entries)


def told(found: Look) -> dict[str, Result]:
    return {one.name: one.result for one in found.checks}


def seen(size: int) -> Kept:
    return look(at(size), kept=NEW).kept


# --- the edge of a tree ---


@pytest.mark.parametrize("size", [*range(18), 255, 256, 257])
def test_edge_gives_the_root_of_the_whole_tree(size: int) -> None:
    edge = Edge()
    for entry in ENTRIES[:size]:
        edge.append(merkle.leaf_hash(entry))
    assert edge.root == merkle.root_hash(size, at(size).nodes(size))
    assert len(edge.hashes) == size.bit_count()


# --- growth ---


def test_first_look_reports_every_leaf_about_the_name() -> None:
    found = look(at(300), kept=NEW, names=("crt-7", "crt-299"))
    assert [(one.index, one.subject) for one in found.leaves] == [(7, "crt-7"), (299, "crt-299")]
    assert (found.since, found.size, found.is_sound) == (0, 300, True)
    assert told(found) == {"signature": Result.PASSED, "history": Result.PASSED}


@pytest.mark.parametrize(("old", "new"), [(1, 2), (255, 256), (256, 257), (300, 700), (511, 512), (3, 600)])
def test_next_look_reads_and_reports_only_what_is_new(old: int, new: int) -> None:
    log = at(new)
    found = look(log, kept=seen(old))
    assert [one.index for one in found.leaves] == list(range(old, new))
    assert found.is_sound
    assert parse_checkpoint(found.kept.heads[-1]).size == new
    assert len([path for path in log.asked if "entries" in path]) <= (new - old) // 256 + 2


def test_log_that_did_not_grow_is_sound_and_says_so() -> None:
    found = look(at(300), kept=seen(300))
    assert (found.leaves, found.is_sound, found.kept) == ([], True, seen(300))


def test_log_opened_empty_is_watched_from_there() -> None:
    kept = look(at(0), kept=NEW).kept
    assert look(at(3), kept=kept).size == 3
    assert len(look(at(3), kept=kept).leaves) == 3


def test_leaf_about_a_part_or_a_version_is_about_the_name() -> None:
    assert is_about("cera-4in1@2027.1", ("cera-4in1",))
    assert is_about("cera-4in1", ("cera-4in1",))
    assert not is_about("cera-4in10", ("cera-4in1",))
    assert not is_about("cera", ("cera-4in1",))
    assert is_about("anything", ())


CREDENTIAL = "crd-SF8F2VPSM39SY"


@pytest.mark.parametrize(
    ("subject", "name", "is_found"),
    [
        (CREDENTIAL, CREDENTIAL, True),
        (CREDENTIAL, f"https://home.example/credentials/{CREDENTIAL}", True),
        (f"https://home.example/credentials/{CREDENTIAL}", CREDENTIAL, True),
        (f"https://home.example/credentials/{CREDENTIAL}", f"https://home.example/credentials/{CREDENTIAL}", True),
        ("crt-7", f"https://home.example/credentials/{CREDENTIAL}", False),
        (f"https://home.example/credentials/{CREDENTIAL}", "https://home.example/credentials/crd-1", False),
        ("https://home.example/credentials/crd-1", CREDENTIAL, False),
        ("https://home.example/credentials/crd-1", "https://home.example", True),
    ],
)
def test_a_credential_is_watched_by_its_identifier_and_by_its_address(subject: str, name: str, is_found: bool) -> None:
    assert is_about(subject, (name,)) is is_found


def test_leaf_with_an_address_from_before_is_read_and_hashed_as_it_was_written() -> None:
    old = Leaf("credentials.status.set", f"https://home.example/credentials/{CREDENTIAL}", "ab" * 32, AT)
    assert not may_enter(old)
    assert read_leaf(old.data) == old
    found = look(MemoryLog([leaf(0), old.data, leaf(1)]), kept=NEW, names=(CREDENTIAL,))
    assert ([(one.index, one.subject) for one in found.leaves], found.is_sound) == ([(1, old.subject)], True)


def test_entry_of_another_kind_is_hashed_and_not_reported() -> None:
    found = look(MemoryLog([b"something else", leaf(1)]), kept=NEW)
    assert ([one.index for one in found.leaves], found.is_sound) == ([1], True)


def test_part_that_was_removed_after_it_became_full_is_read_from_the_full_one() -> None:
    log = at(300)
    head = at(256 + 10).head()
    grown_meanwhile = MemoryLog(ENTRIES[:512])
    grown_meanwhile.shown[CHECKPOINT_PATH] = head.encode()
    asked = grown_meanwhile.read

    def without_parts(path: str) -> bytes:
        if ".p/" in path:
            raise Unreachable(name=path, reason="removed")
        return asked(path)

    grown_meanwhile.read = without_parts  # type: ignore[method-assign]
    found = look(grown_meanwhile, kept=NEW, others=(at(100).head(),))
    assert (found.size, len(found.leaves), found.is_sound) == (266, 266, True)
    assert log.size == 300


def test_kept_heads_are_bounded() -> None:
    kept = NEW
    for size in range(1, HEADS_MAX + 3):
        kept = look(at(size), kept=kept).kept
    assert [parse_checkpoint(one).size for one in kept.heads] == list(range(3, HEADS_MAX + 3))


# --- attacks ---


def assert_refused(found: Look, kept: Kept, *, words: str, evidence: tuple[str, ...]) -> None:
    assert not found.is_sound
    assert found.kept == kept
    assert words in next(one.reason for one in found.checks if one.result is Result.FAILED)
    assert found.evidence == evidence


def test_rolled_back_log_is_shown_with_both_heads() -> None:
    kept = seen(300)
    found = look(at(299), kept=kept)
    assert_refused(found, kept, words="Rolled back", evidence=(at(299).head(), at(300).head()))


def test_replayed_checkpoint_is_shown_as_one() -> None:
    kept = look(at(300), kept=seen(200)).kept
    found = look(at(200), kept=kept)
    assert_refused(found, kept, words="replayed", evidence=(at(200).head(), at(300).head()))


def test_split_view_of_one_size_is_shown_with_both_heads() -> None:
    kept = seen(300)
    found = look(at(300, fork=280), kept=kept)
    assert_refused(found, kept, words="Split view", evidence=(at(300, fork=280).head(), at(300).head()))


def test_forked_log_is_shown_as_rewritten_history() -> None:
    kept = seen(300)
    fork = at(400, fork=299)
    found = look(fork, kept=kept)
    assert_refused(found, kept, words="Rewritten history", evidence=(fork.head(), at(300).head()))


def test_smaller_tree_that_differs_from_what_was_seen_at_its_size_is_a_split_view() -> None:
    kept = look(at(300), kept=seen(200)).kept
    fork = at(200, fork=150)
    assert_refused(look(fork, kept=kept), kept, words="Split view", evidence=(fork.head(), at(200).head()))


def test_another_log_under_the_same_address_is_not_believed() -> None:
    other = MemoryLog(ENTRIES[:3], origin="log.example/other")
    found = look(other, kept=NEW)
    assert told(found) == {"signature": Result.FAILED}
    assert not found.is_sound


def test_checkpoint_of_another_key_is_not_believed() -> None:
    stranger = MemoryLog(ENTRIES[:3], key=Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
    found = look(stranger, kept=seen(2))
    assert (told(found), found.kept) == ({"signature": Result.FAILED}, seen(2))


def test_kept_state_of_another_log_is_noticed() -> None:
    kept = Kept(str(VERIFIER), (MemoryLog(ENTRIES[:3], origin="log.example/other").head(),), seen(3).edge)
    found = look(at(4), kept=kept)
    assert (found.is_sound, told(found)["history"]) == (False, Result.FAILED)


@pytest.mark.parametrize("size", [2, 300])
def test_entries_that_were_not_signed_are_undetermined_and_nothing_is_kept(size: int) -> None:
    log = at(size)
    first = [leaf(99_999), *ENTRIES[1 : min(size, 256)]]
    log.shown["tile/entries/000" if size > 255 else f"tile/entries/000.p/{size}"] = write_bundle(first)
    found = look(log, kept=NEW)
    assert told(found)["entries"] is Result.UNDETERMINED
    assert (found.leaves, found.evidence, found.kept) == ([], (), NEW)


def test_entries_that_cannot_be_read_are_undetermined() -> None:
    log = at(5)
    log.shown["tile/entries/000.p/5"] = b"\x00"
    found = look(log, kept=NEW)
    assert (told(found)["entries"], found.is_sound) == (Result.UNDETERMINED, False)
    gone = MemoryLog(ENTRIES[:5])
    gone.shown[CHECKPOINT_PATH] = at(300).head().encode()
    assert told(look(gone, kept=NEW))["entries"] is Result.UNDETERMINED


def test_changed_state_is_refused() -> None:
    kept = seen(3)
    for edge in (kept.edge[::-1], kept.edge[:1], ("nonsense", *kept.edge[1:])):
        with pytest.raises(BadNote):
            look(at(4), kept=Kept(kept.key, kept.heads, edge))


def test_checkpoint_that_is_no_text_is_unreachable() -> None:
    log = at(3)
    log.shown[CHECKPOINT_PATH] = b"\xff"
    with pytest.raises(Unreachable):
        look(log, kept=NEW)


# --- what somebody else was shown ---


@pytest.mark.parametrize("other", [0, 1, 255, 256, 299, 300])
def test_head_of_somebody_else_from_the_same_history_agrees(other: int) -> None:
    found = look(at(300), kept=NEW, others=(at(other).head(),))
    assert (told(found)["other_view"], found.is_sound, found.evidence) == (Result.PASSED, True, ())


@pytest.mark.parametrize(("size", "fork"), [(300, 10), (290, 289), (2, 1)])
def test_split_view_between_two_readers_is_shown_with_both_heads(size: int, fork: int) -> None:
    other = at(size, fork=fork).head()
    found = look(at(300), kept=NEW, others=(other,))
    assert_refused(found, NEW, words="Split view", evidence=(at(300).head(), other))


def test_later_head_elsewhere_is_undetermined() -> None:
    found = look(at(300), kept=NEW, others=(at(301).head(),))
    assert (told(found)["other_view"], found.is_sound) == (Result.UNDETERMINED, False)


def test_head_elsewhere_of_another_key_says_nothing_of_this_log() -> None:
    stranger = sign_checkpoint(Checkpoint(ORIGIN, 3, bytes(32)), Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
    found = look(at(300), kept=NEW, others=(stranger,))
    assert (told(found)["other_view"], found.evidence) == (Result.FAILED, ())


def test_tiles_that_were_not_signed_are_undetermined() -> None:
    for data in (bytes(256 * 32), b""):
        log = at(300)
        log.shown["tile/0/000"] = data
        found = look(log, kept=NEW, others=(at(100).head(),))
        assert (told(found)["other_view"], found.evidence) == (Result.UNDETERMINED, ())


def test_witnesses_that_are_asked_for_must_have_cosigned() -> None:
    signer = Ed25519PrivateKey.from_private_bytes(bytes(32))
    policy = parse_policy(f"witness w {witness_key('w.example', signer)}\nquorum w")
    log = at(3)
    assert told(look(log, kept=NEW, policy=policy))["witnesses"] is Result.UNDETERMINED
    log.shown[CHECKPOINT_PATH] = (log.head() + cosign(log.head(), name="w.example", signer=signer, at=1)).encode()
    found = look(log, kept=NEW, policy=policy)
    assert (told(found)["witnesses"], found.is_sound) == (Result.PASSED, True)
    assert KEY.public_key().public_bytes_raw() == VERIFIER.public
