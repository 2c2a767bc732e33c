"""The right edge of a tree: the few hashes from which a reader goes on hashing where it left off."""

from collections.abc import Sequence

from orepass.transparency.rules.merkle import EMPTY_ROOT, Hash, node_hash


class Edge:
    """The complete subtrees of a tree, largest first; one per binary digit of its size that is set."""

    def __init__(self, size: int = 0, hashes: Sequence[Hash] = ()) -> None:
        """Start from a tree of a size, whose edge is given."""
        assert len(hashes) == size.bit_count(), "one hash per digit of the size"
        self.size = size
        self.hashes = list(hashes)

    def append(self, leaf: Hash) -> None:
        """Add a leaf: it closes as many subtrees as the size ends in ones."""
        value, size = leaf, self.size
        while size & 1:
            value, size = node_hash(self.hashes.pop(), value), size >> 1
        self.hashes.append(value)
        self.size += 1

    @property
    def root(self) -> Hash:
        """Return the root of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        value = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            value = node_hash(left, value)
        return value
