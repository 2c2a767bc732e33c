"""How fast the log takes entries and proves them: the sequencer with its tables, the tree alone, a proof out of 10^7.

Run it with ``python -m benchmarks.log [LEAVES]`` (of the large tree). Appending is the sequencer's whole work on what
is queued: indices, hashes, tiles, signature, commit. The large tree holds the tiles of 10^7 leaves in the home's own
tables, and the entries that are asked for; each proof is looked up and computed, no two for the same leaf, and verified
outside the clock. Queueing is measured beside it: it belongs to the action whose leaf it is.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from benchmarks.worlds.homes import Spent, against_bar, home, settle, several, told_on_both

LEAVES, BATCHES, BATCH, PROOFS = 10_000_000, 7, 20_000, 400
APPEND_BAR_S, PROOF_BAR_S, QUEUE_BAR_S = BATCH / 20_000, 0.001, 0.001
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TILES_AT_ONCE = 500


def measure(leaves: int = LEAVES) -> list[dict[str, Any]]:
    """Append batches to an empty log, then prove leaves of a large one."""
    with home():
        return [tree_alone(), *appended(), proved(leaves)]


def tree_alone() -> dict[str, Any]:
    """Hash batches of leaves into tiles, without a database."""
    from orepass.transparency.rules.merkle import leaf_hash  # noqa: PLC0415 - Django stands now
    from orepass.transparency.rules.tile import Growth  # noqa: PLC0415

    growth, times = Growth(0, lambda _level, _number: b""), []
    for batch in range(BATCHES):
        data = [data_of(number) for number in range(batch * BATCH, (batch + 1) * BATCH)]
        with Spent() as spent:
            growth.extend([leaf_hash(each) for each in data])
        times.append(spent)
    assert growth.size == BATCHES * BATCH
    return row("append to the tree alone", BATCH, several(times), bar_s=APPEND_BAR_S, per=BATCH)


def appended() -> list[dict[str, Any]]:
    """Let the sequencer place batches of queued entries; queue some leaves one by one, as actions do."""
    from django.db import transaction  # noqa: PLC0415 - Django stands now

    from orepass.platform.access import Actor  # noqa: PLC0415
    from orepass.transparency import queries  # noqa: PLC0415
    from orepass.transparency.actions import queue_leaf, sequence  # noqa: PLC0415
    from orepass.transparency.models import Entry  # noqa: PLC0415
    from orepass.transparency.rules.leaf import Leaf  # noqa: PLC0415

    placed, queued = [], []
    for batch in range(BATCHES):
        numbers = range(batch * BATCH, (batch + 1) * BATCH)
        leaves = [Leaf("passport.product.issue", f"psp-{n}", f"{n:064x}", AT) for n in numbers]
        Entry.objects.bulk_create(
            Entry(kind=leaf.kind, subject=leaf.subject, content_digest=leaf.content_digest, at=AT, data=leaf.data)
            for leaf in leaves
        )
        with Spent() as spent:
            head = sequence(Actor.system("sequencer"), limit=BATCH, at=AT)
        placed.append(spent)
        assert head.size == (batch + 1) * BATCH
    assert queries.inclusion_proof("psp-7").holds()
    with transaction.atomic():
        for n in range(PROOFS):
            with Spent() as spent:
                queue_leaf(kind="a.b.c", subject=f"crt-{n}", content_digest=f"{n:064x}", at=AT)
            queued.append(spent)
        transaction.get_connection().run_on_commit.clear()
    return [
        row("append, by the sequencer", BATCH, several(placed), bar_s=APPEND_BAR_S, per=BATCH),
        row("queue one leaf in its action", 1, several(queued), bar_s=QUEUE_BAR_S, per=1),
    ]


def proved(leaves: int) -> dict[str, Any]:
    """Prove leaves of a large tree, each under a checkpoint with its root."""
    from orepass.transparency import queries  # noqa: PLC0415 - Django stands now
    from orepass.transparency.models import Checkpoint, Entry  # noqa: PLC0415

    asked = [number * (leaves // PROOFS) + number % 97 for number in range(PROOFS)]
    Entry.objects.all().delete()
    Checkpoint.objects.all().delete()
    Entry.objects.bulk_create(
        Entry(kind="a.b.c", subject=f"crt-{n}", content_digest=f"{n:064x}", at=AT, data=data_of(n), index=n)
        for n in asked
    )
    root = large_tree(leaves)
    encoded = base64.b64encode(root).decode()
    note = f"bench.example/log\n{leaves}\n{encoded}\n\n— bench.example/log {encoded}\n"
    Checkpoint.objects.create(size=leaves, root=encoded, note=note, signed_at=AT)
    settle()
    times = []
    for number in asked:
        with Spent() as spent:
            proof = queries.inclusion_proof(f"crt-{number}")
        times.append(spent)
        assert proof.holds(), "the proof leads to the root"
    return row("inclusion proof", leaves, several(times), bar_s=PROOF_BAR_S, per=1)


def large_tree(leaves: int) -> bytes:
    """Store the tiles of a tree and return its root."""
    from orepass.transparency import stored_tree  # noqa: PLC0415 - Django stands now
    from orepass.transparency.models import Tile  # noqa: PLC0415
    from orepass.transparency.rules.merkle import leaf_hash, root_hash  # noqa: PLC0415
    from orepass.transparency.rules.tile import Growth  # noqa: PLC0415

    Tile.objects.all().delete()
    growth = Growth(0, lambda _level, _number: b"")
    for some in chunks(range(leaves), 256 * TILES_AT_ONCE):
        growth.extend([leaf_hash(data_of(number)) for number in some])
        done = [key for key, data in growth.changed.items() if len(data) == 256 * 32]
        store(Tile, [(*key, growth.changed.pop(key)) for key in done])
    store(Tile, [(*key, data) for key, data in growth.changed.items()])
    root: bytes = stored_tree.computed(lambda nodes: root_hash(leaves, nodes))
    return root


def store(tile: Any, rows: list[tuple[int, int, bytes]]) -> None:  # noqa: ANN401 - a model of Django
    """Write tiles to their table."""
    tile.objects.bulk_create([tile(level=level, number=number, hashes=data) for level, number, data in rows])


def chunks(numbers: range, size: int) -> Iterator[Sequence[int]]:
    """Give a range in parts."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def data_of(number: int) -> bytes:
    """Return a leaf of the usual length."""
    return hashlib.sha256(number.to_bytes(8)).digest() * 5 + number.to_bytes(8)


def row(question: str, size: int, found: dict[str, Any], *, bar_s: float, per: int) -> dict[str, Any]:
    """Make a row that also says how many a second that is."""
    return against_bar(question, size, found, bar_s=bar_s, per_second=round(per / found["ours_s"]))


if __name__ == "__main__":
    told_on_both("log", measure, LEAVES)
