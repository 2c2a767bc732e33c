"""Watch a log: what was added about a name since the last look, and whether it is still the same log.

Nothing a source gives is believed: entries are hashed onto what was kept, tiles must lead to the signed root.
"""

import functools
from collections.abc import Iterator

import msgspec

from orepass.kernel.check import Check, Result, failed, passed, undetermined
from orepass.kernel.text import marked as _
from orepass.transparency.asking import Unreachable
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import Checkpoint, checkpoint_holds, parse_checkpoint
from orepass.transparency.rules.compact import Edge
from orepass.transparency.rules.merkle import HASH_BYTES
from orepass.transparency.rules.note import BadNote, VerifierKey, parse_verifier_key
from orepass.transparency.rules.policy import Policy, witnessed
from orepass.transparency.rules.tile import HEIGHT, WIDTH, Tiles, nodes_from
from orepass.transparency.rules.tile_path import TilePath, read_bundle, write_bundle
from orepass.transparency.rules.watching import (
    ENTRIES,
    HISTORY,
    Kept,
    Seen,
    grown,
    rewritten,
    same_size_or_smaller,
)
from orepass.transparency.sources import Source, checkpoint_of

SIGNATURE = "signature"
OTHER_VIEW = "other_view"


class Look(msgspec.Struct, frozen=True):
    """What one look at a log found; ``evidence`` holds the signed heads that contradict each other."""

    origin: str
    since: int
    size: int
    leaves: list[Seen]
    checks: list[Check]
    kept: Kept
    evidence: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Say whether the look may be kept as the last one."""
        return all(one.result in {Result.PASSED, Result.NOT_CHECKED} for one in self.checks)


def look(
    source: Source,
    *,
    kept: Kept,
    names: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    policy: Policy | None = None,
) -> Look:
    """Look at a log once.

    Raises:
        Unreachable: the source gives no checkpoint.
        BadNote: what it gives as checkpoint is none, or the kept state was changed.
        BadVerifierKey: the kept key is none.
    """
    note, key = checkpoint_of(source), parse_verifier_key(kept.key)
    head, before = parse_checkpoint(note), kept.head
    tree, since = kept.tree(), before.size if before else 0
    signed = _signature(note, key)
    found = Look(head.origin, since, head.size, [], [signed], kept)
    if signed.result is not Result.PASSED:
        return found
    judged = same_size_or_smaller(kept, head)
    leaves = list[Seen]()
    if judged is None:
        judged, leaves = _read_on(source, tree, head, before, names)
    checks = [signed, judged, *([witnessed(note, policy)] if policy else [])]
    views = [_compared(other, note, source, key) for other in others]
    checks += [check for check, _contradicts in views]
    evidence = [other for other, (_check, contradicts) in zip(others, views, strict=True) if contradicts]
    if judged.result is Result.FAILED and judged.name == HISTORY and before:
        evidence += _other_tree_of_its_size(kept, head) or [kept.heads[-1]]
    found = msgspec.structs.replace(found, leaves=leaves, checks=checks, evidence=(note, *evidence) if evidence else ())
    return msgspec.structs.replace(found, kept=kept.after(note, tree)) if found.is_sound else found


def _signature(note: str, key: VerifierKey) -> Check:
    if checkpoint_holds(note, key):
        return passed(SIGNATURE, _("{log} signed the checkpoint."), log=key.name)
    return failed(SIGNATURE, _("The checkpoint is not signed by {log} with this key."), log=key.name)


def _other_tree_of_its_size(kept: Kept, head: Checkpoint) -> list[str]:
    heads = [(known, parse_checkpoint(known)) for known in kept.heads]
    return [known for known, before in heads if before.size == head.size and before.root != head.root]


def _read_on(
    source: Source, tree: Edge, head: Checkpoint, before: Checkpoint | None, names: tuple[str, ...]
) -> tuple[Check, list[Seen]]:
    """Read the entries since the last look and hash them onto what was kept."""
    since = tree.size
    try:
        leaves = grown(tree, _entries(source, since, head.size), names)
        if tree.root == head.root:
            return passed(
                HISTORY, _("The log only grew from {old} to {new} entries."), old=since, new=head.size
            ), leaves
        return _why_not(source, head, before), []
    except (Unreachable, BadNote) as gone:
        return undetermined(ENTRIES, _("The entries cannot be read: {reason}"), reason=gone), []


def _why_not(source: Source, head: Checkpoint, before: Checkpoint | None) -> Check:
    """Hash the whole log anew: either the source gives other entries than were signed, or the history is another."""
    if before and _prefix_of_signed(source, head, before.size) not in {b"", before.root}:
        return rewritten(before, head)
    return undetermined(ENTRIES, _("{source} gives entries that the log did not sign."), source=source.name)


def _prefix_of_signed(source: Source, head: Checkpoint, size: int) -> merkle.Hash:
    """Return the root at a size of the tree that was signed; nothing when the entries are not those of that tree."""
    whole, prefix = Edge(), merkle.EMPTY_ROOT
    for data in _entries(source, 0, head.size):
        whole.append(merkle.leaf_hash(data))
        if whole.size == size:
            prefix = whole.root
    return prefix if whole.root == head.root else b""


def _compared(other: str, note: str, source: Source, key: VerifierKey) -> tuple[Check, bool]:
    """Compare the checkpoint shown here with one that somebody else was shown; say whether the two contradict."""
    if not checkpoint_holds(other, key):
        words = _("The other checkpoint is not signed by {log} with this key.")
        return failed(OTHER_VIEW, words, log=key.name), False
    here, there = parse_checkpoint(note), parse_checkpoint(other)
    if there.size > here.size:
        words = _("Elsewhere {other} entries are shown, here {size}: ask again, or the log hides entries from you.")
        return undetermined(OTHER_VIEW, words, other=there.size, size=here.size), False
    try:
        return _with_older(source, here, there)
    except (Unreachable, BadNote) as gone:
        return undetermined(OTHER_VIEW, _("What lies between the two cannot be read: {reason}"), reason=gone), False


def _with_older(source: Source, here: Checkpoint, there: Checkpoint) -> tuple[Check, bool]:
    if _leads(source, there, here):
        words = _("The other checkpoint, of {size} entries, is of the same history.")
        return passed(OTHER_VIEW, words, size=there.size), False
    if there.size == here.size or _prefix_of_signed(source, here, there.size) not in {b"", there.root}:
        words = _("Split view: the tree of {size} entries does not begin with the {other} entries of the other head.")
        return failed(OTHER_VIEW, words, size=here.size, other=there.size), True
    return undetermined(OTHER_VIEW, _("{source} gives tiles that the log did not sign."), source=source.name), False


def _leads(source: Source, old: Checkpoint, new: Checkpoint) -> bool:
    """Say whether the source's tiles prove that one signed tree begins with another."""
    proof = []
    if 0 < old.size < new.size:
        try:
            proof = merkle.consistency_proof(old.size, new.size, nodes_from(_tiles(source, new.size)))
        except AssertionError:
            raise BadNote(reason="a tile has not the width it should have") from None
    return merkle.consistency_holds(old=old.size, new=new.size, old_root=old.root, new_root=new.root, proof=proof)


def _tiles(source: Source, size: int) -> Tiles:
    def tile(level: int, number: int) -> bytes:
        width = min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH)
        return _read(source, TilePath(level, number, width))[: width * HASH_BYTES]

    return functools.cache(tile)


def _entries(source: Source, since: int, size: int) -> Iterator[bytes]:
    """Give the entries from one size up to another, bundle by bundle."""
    for number in range(since // WIDTH, (size + WIDTH - 1) // WIDTH):
        width = min(WIDTH, size - number * WIDTH)
        data = _read(source, TilePath(None, number, width))
        yield from read_bundle(data, width)[max(0, since - number * WIDTH) :]


def _read(source: Source, path: TilePath) -> bytes:
    """Read a tile or a bundle; of one that became full meanwhile, only the full one may be left."""
    try:
        return source.read(str(path))
    except Unreachable:
        if path.width == WIDTH:
            raise
    whole = source.read(str(TilePath(path.level, path.number)))
    if path.level is not None:
        return whole[: path.width * HASH_BYTES]
    return write_bundle(read_bundle(whole, WIDTH)[: path.width])
