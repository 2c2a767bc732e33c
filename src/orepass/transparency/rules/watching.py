"""What a watcher keeps of a log, and how it tells growth from a split view, a roll-back and a rewritten history.

A watcher keeps the checkpoint it saw last and the right edge of that tree. A later checkpoint is believed only when the
entries since then, hashed onto that edge, give its root. Two heads signed by the same log of which neither leads to the
other are evidence against the log that nobody needs to take on trust.
"""

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from orepass.kernel.check import Check, failed, passed
from orepass.kernel.identifier import BadIdentifier, parse
from orepass.kernel.text import marked as _
from orepass.transparency.rules.checkpoint import Checkpoint, parse_checkpoint, parse_hash
from orepass.transparency.rules.compact import Edge
from orepass.transparency.rules.leaf import read_leaf
from orepass.transparency.rules.merkle import leaf_hash
from orepass.transparency.rules.note import BadNote

HISTORY: Final = "history"
ENTRIES: Final = "entries"
HEADS_MAX: Final = 100
OPENING: Final = "@/#:"
"""What may follow a name in the subject of a leaf that is still about it: an edition, a part, a version."""


class Kept(msgspec.Struct, frozen=True):
    """What a watcher keeps between two looks: the key, the newest heads as signed, and the edge of the last tree."""

    key: str
    heads: tuple[str, ...] = ()
    edge: tuple[str, ...] = ()

    @property
    def head(self) -> Checkpoint | None:
        """Return the last checkpoint that was believed."""
        return parse_checkpoint(self.heads[-1]) if self.heads else None

    def tree(self) -> Edge:
        """Return the tree to go on hashing from.

        Raises:
            BadNote: the edge does not give the root of the checkpoint beside it: the kept state was changed.
        """
        head = self.head
        if head is None:
            return Edge()
        hashes = [parse_hash(each) for each in self.edge]
        if len(hashes) != head.size.bit_count() or Edge(head.size, hashes).root != head.root:
            raise BadNote(reason="the kept state is not whole")
        return Edge(head.size, hashes)

    def after(self, note: str, tree: Edge) -> "Kept":
        """Return what to keep once a later checkpoint is believed."""
        heads = self.heads if note in self.heads else (*self.heads, note)
        edge = tuple(base64.b64encode(each).decode() for each in tree.hashes)
        return Kept(self.key, heads[-HEADS_MAX:], edge)


class Seen(msgspec.Struct, frozen=True):
    """A leaf and its place."""

    index: int
    kind: str
    subject: str
    content_digest: str
    at: datetime


def grown(tree: Edge, entries: Iterable[bytes], names: tuple[str, ...]) -> list[Seen]:
    """Hash entries onto a tree and return the leaves that are about one of the names, all of them without a name."""
    found = []
    for data in entries:
        leaf = read_leaf(data)
        if leaf is not None and is_about(leaf.subject, names):
            found.append(Seen(tree.size, leaf.kind, leaf.subject, leaf.content_digest, leaf.at))
        tree.append(leaf_hash(data))
    return found


def is_about(subject: str, names: tuple[str, ...]) -> bool:
    """Say whether a leaf is about one of the names, or about a part or version of it.

    A credential goes by its identifier and by its address alike: leaves name the one, older ones named the other.
    """
    return not names or any(
        said == name or (said.startswith(name) and said[len(name)] in OPENING)
        for said in _spellings(subject)
        for given in names
        for name in _spellings(given)
    )


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name, and the identifier that it ends with where it is an address."""
    if "://" not in name:
        return (name,)
    last = name.rpartition("/")[2]
    try:
        return (name, parse(last))
    except BadIdentifier:
        return (name,)


def same_size_or_smaller(kept: Kept, head: Checkpoint) -> Check | None:
    """Judge a checkpoint that is not larger than what was kept; nothing when it is larger, or nothing was kept."""
    before = kept.head
    if before is None:
        return None
    if head.origin != before.origin:
        return failed(HISTORY, _("This is another log: {origin}."), origin=head.origin)
    if any(known.size == head.size and known.root != head.root for known in map(parse_checkpoint, kept.heads)):
        return failed(
            HISTORY,
            _("Split view: the log signed two different trees of {size} entries. Keep both heads as evidence."),
            size=head.size,
        )
    if head.size < before.size:
        return failed(
            HISTORY,
            _("Rolled back or replayed: {size} entries are shown after {before} were signed."),
            size=head.size,
            before=before.size,
        )
    if head.size == before.size:
        return passed(HISTORY, _("Nothing was added since {size} entries."), size=head.size)
    return None


def rewritten(before: Checkpoint, head: Checkpoint) -> Check:
    """Say that the log signed a tree that does not contain what it signed before."""
    return failed(
        HISTORY,
        _("Rewritten history: the tree of {size} entries does not begin with the {before} entries signed before."),
        size=head.size,
        before=before.size,
    )
