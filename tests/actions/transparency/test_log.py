"""The log: entries queue in the caller's transaction, are placed once and in order, and prove themselves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from orepass.kernel.digest import digest
from orepass.kernel.identifier import minted_from
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform import home, keystore
from orepass.platform.access import Actor
from orepass.transparency import queries
from orepass.transparency.actions import LogInconsistent, UnfitLeaf, place_queued, queue_leaf, sequence
from orepass.transparency.models import Checkpoint, Entry, Tile
from orepass.transparency.rules.checkpoint import checkpoint_holds, parse_checkpoint
from orepass.transparency.rules.merkle import EMPTY_ROOT
from orepass.transparency.rules.note import parse_verifier_key
from orepass.transparency.rules.proof import read_consistency, read_inclusion

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
SEQUENCER = Actor.system("sequencer")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    return tmp_path


def queue(count: int, *, first: int = 0) -> None:
    for number in range(first, first + count):
        queue_leaf(kind="assurance.certificate.issue", subject=f"crt-{number}", content_digest=digest(number), at=AT)


def test_leaf_queued_in_a_transaction_that_fails_is_lost_with_it() -> None:
    def action_that_fails() -> None:
        with transaction.atomic():
            queue(1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        action_that_fails()
    assert Entry.objects.count() == 0


def test_leaf_is_placed_right_after_the_commit(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        queue(2)
    assert [(entry.subject, entry.index) for entry in queries.entries()] == [("crt-1", 1), ("crt-0", 0)]


def test_head_is_signed_by_the_key_it_names_and_holds_what_waits() -> None:
    queue(3)
    head = sequence(SEQUENCER, limit=2)
    assert (head.size, head.queued) == (2, 1)
    assert checkpoint_holds(head.checkpoint, parse_verifier_key(head.verifier_key))
    assert sequence(SEQUENCER).size == 3


def test_opened_log_signs_the_empty_tree_and_signs_nothing_when_nothing_is_queued() -> None:
    assert sequence(SEQUENCER).size == 0
    assert sequence(SEQUENCER).size == 0
    assert [parse_checkpoint(row.note).root for row in Checkpoint.objects.all()] == [EMPTY_ROOT]


def test_every_entry_proves_itself_however_the_log_grew() -> None:
    for batch in (1, 2, 250, 3, 300):
        queue(batch, first=Entry.objects.count())
        place_queued()
    key = parse_verifier_key(queries.head().verifier_key)
    for number in (0, 1, 2, 3, 254, 255, 256, 257, 511, 512, 554, 555):
        proof = read_inclusion(queries.inclusion_file(f"crt-{number}"))
        assert (proof.index, proof.holds(), checkpoint_holds(proof.checkpoint, key)) == (number, True, True)
    for old in (0, 1, 3, 253, 256, 556):
        assert read_consistency(queries.consistency_file(old)).holds_for(parse_checkpoint(queries.checkpoint_at(old)))


def test_proof_reads_a_handful_of_rows(django_assert_num_queries: object) -> None:
    queue(700)
    place_queued()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert queries.inclusion_proof("crt-300").holds()


def test_unknown_and_queued_subjects_have_no_proof() -> None:
    queue(1)
    with pytest.raises(queries.NotYetLogged):
        queries.inclusion_proof("crt-0")
    with pytest.raises(NotFound):
        queries.inclusion_proof("crt-9")
    for named in ({}, {"kind": "assurance.certificate.issue"}):
        with pytest.raises(NotFound):
            queries.inclusion_proof(**named)


def test_between_any_two_sizes_that_are_listed_growth_can_be_proved() -> None:
    for first in range(3):
        queue(2, first=2 * first)
        place_queued()
    listed = queries.sizes()
    assert [each.size for each in listed if each.size] == [6, 4, 2]
    assert listed[0].root == queries.head().root
    assert [each.size for each in queries.sizes(limit=1)] == [6]
    for older in listed:
        for newer in listed:
            if older.size <= newer.size:
                grown = read_consistency(queries.consistency_file(older.size, newer.size))
                assert grown.holds_for(parse_checkpoint(queries.checkpoint_at(older.size)))


@pytest.mark.parametrize("size", [-1, 1, 99])
def test_consistency_with_a_size_never_signed_is_refused(size: int) -> None:
    queue(2)
    place_queued()
    with pytest.raises(queries.NoSuchSize):
        queries.consistency_proof(size)
    with pytest.raises(queries.NoSuchSize):
        queries.consistency_proof(0, size)


def test_leaf_that_names_a_person_is_refused_and_nothing_is_queued() -> None:
    with pytest.raises(UnfitLeaf):
        queue_leaf(kind="party.person.register", subject="per-0123456789ABC", content_digest="0" * 64, at=AT)
    assert Entry.objects.count() == 0


def test_altered_tree_is_noticed_and_nothing_more_is_signed() -> None:
    queue(3)
    place_queued()
    tile = Tile.objects.get()
    tile.hashes = bytes(32) + bytes(tile.hashes)[32:]
    tile.save()
    queue(1, first=3)
    with pytest.raises(LogInconsistent):
        sequence(SEQUENCER)
    assert (queries.head().size, queries.head().queued) == (3, 1)


def test_lost_tile_is_noticed_too() -> None:
    queue(3)
    place_queued()
    Tile.objects.all().delete()
    queue(1, first=3)
    with pytest.raises(LogInconsistent):
        sequence(SEQUENCER)


def test_stranger_may_not_run_the_sequencer() -> None:
    queue(1)
    with pytest.raises(Denied):
        sequence(Actor(pseudonym="per-1", organisation="org-1"))
    assert queries.head().queued == 1


def test_demonstration_key_is_refused_outside_the_demonstration(own_home: Path) -> None:
    home.mark_as_demonstration("7")
    with minted_from("7"):
        queue(1)
        first = sequence(SEQUENCER, at=AT)
    assert first.origin == "demo.orepass.example/log"
    (own_home / home.DEMO_MARKER).unlink()
    queue(1, first=1)
    with pytest.raises(keystore.DemonstrationKey):
        sequence(SEQUENCER)
    assert queries.head().size == 1


def test_tile_is_cut_to_the_width_asked_for() -> None:
    queue(5)
    place_queued()
    assert len(queries.tile(0, 0, 4)) == 4 * 32
    for width in (0, 6, 257, -1):
        with pytest.raises(NotFound):
            queries.tile(0, 0, width)


def test_an_entry_keeps_the_first_checkpoint_that_covers_it() -> None:
    queue(3)
    about = {"kind": "assurance.certificate.issue", "content_digest": digest(1)}
    with pytest.raises(queries.NotYetLogged):
        queries.first_beacon("crt-1", **about)
    first = parse_checkpoint(sequence(SEQUENCER).checkpoint)
    queue(4, first=3)
    sequence(SEQUENCER)
    proof = queries.first_inclusion_proof("crt-1", **about)
    assert parse_checkpoint(proof.checkpoint) == first
    assert (proof.index, proof.holds()) == (1, True)
    assert queries.first_beacon("crt-1", **about) == first.text.split("\n")[2]
    with pytest.raises(NotFound):
        queries.first_beacon("crt-1", kind="assurance.certificate.issue", content_digest=digest("another"))
