"""Tiles: how the tree is stored (C2SP tlog-tiles, height 8).

A tile holds up to 256 neighbouring hashes of one level in eight. Appending writes one tile per level; every complete
subtree lies inside one tile and is hashed from it, so that a log of a million leaves is four thousand small rows and a
proof reads a handful of them.
"""

import functools
from collections.abc import Callable, Sequence
from hashlib import sha256

from orepass.transparency.rules.merkle import HASH_BYTES, Hash, Nodes

HEIGHT = 8
WIDTH = 1 << HEIGHT
WORTH_KEEPING = 4
"""Levels within a tile from which on folding costs more than remembering."""

Tiles = Callable[[int, int], bytes]
"""Give the bytes of the tile at (tile level, number): its hashes, one after the other."""


def tile_of(level: int, index: int) -> tuple[int, int]:
    """Name the tile (tile level, number) that holds the complete subtree at (level, index)."""
    tile_level, rise = divmod(level, HEIGHT)
    return tile_level, index << rise >> HEIGHT


def nodes_from(tiles: Tiles) -> Nodes:
    """Read complete subtrees out of tiles."""

    def node(level: int, index: int) -> Hash:
        rise = level % HEIGHT
        data = tiles(*tile_of(level, index))
        first = (index << rise) % WIDTH * HASH_BYTES
        hashes = data[first : first + (HASH_BYTES << rise)]
        assert len(hashes) == HASH_BYTES << rise, "the tile holds the subtree"
        if rise < WORTH_KEEPING:
            return _fold(hashes)
        return _fold_above(hashes) if level >= HEIGHT else _fold_leaves(hashes)

    return node


def root_of_full(data: bytes) -> Hash:
    """Hash a full tile into the one hash it contributes to the level above."""
    assert len(data) == WIDTH * HASH_BYTES, "only a full tile has a parent"
    return _fold(data)


def _fold(hashes: bytes) -> Hash:
    # The hot loop of the log: it hashes pairs where they lie, without a list of hashes in between.
    while len(hashes) > HASH_BYTES:
        pairs = range(0, len(hashes), 2 * HASH_BYTES)
        hashes = b"".join([sha256(b"\x01" + hashes[at : at + 2 * HASH_BYTES]).digest() for at in pairs])
    return hashes


# Proofs share the tiles above those of the leaves, thirty such subtrees each: enough for those of 17 million leaves, in
# some nine megabytes. What was folded is known by the hashes themselves and is never out of date.
_fold_above = functools.lru_cache(maxsize=8192)(_fold)
# Leaves that are asked for again and again share theirs; they must not drive out what all proofs share.
_fold_leaves = functools.lru_cache(maxsize=1024)(_fold)


class Growth:
    """Append leaf hashes to a stored tree and remember which tiles changed."""

    def __init__(self, size: int, tiles: Tiles) -> None:
        """Start from a tree of a size; ``tiles`` gives its incomplete tiles."""
        self.size = size
        self.changed: dict[tuple[int, int], bytes] = {}
        self._tiles = tiles

    def extend(self, leaves: Sequence[Hash]) -> None:
        """Add leaves in order; a tile that becomes full passes its hash on to the level above."""
        self._extend(0, self.size, leaves)
        self.size += len(leaves)

    def _extend(self, level: int, position: int, hashes: Sequence[Hash]) -> None:
        above, first = list[Hash](), position // WIDTH
        while hashes:
            number, filled = divmod(position, WIDTH)
            taken, hashes = hashes[: WIDTH - filled], hashes[WIDTH - filled :]
            data = self._start_of((level, number), filled) + b"".join(taken)
            self.changed[level, number] = data
            position += len(taken)
            if len(data) == WIDTH * HASH_BYTES:
                above.append(root_of_full(data))
        if above:
            self._extend(level + 1, first, above)

    def _start_of(self, key: tuple[int, int], filled: int) -> bytes:
        if key in self.changed:
            return self.changed[key]
        return self._tiles(*key)[: filled * HASH_BYTES] if filled else b""
