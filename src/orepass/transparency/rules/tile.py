"""Tiles: how the tree is stored (C2SP tlog-tiles, height 8).

A tile holds up to 256 neighbouring hashes of one level in eight. Appending writes one tile per level; every complete
subtree lies inside one tile and is hashed from it, so that a log of a million leaves is four thousand small rows and a
proof reads a handful of them.
"""

from collections.abc import Callable

from orepass.transparency.rules.merkle import HASH_BYTES, Hash, Nodes, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT

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
        first = (index << rise) % WIDTH
        hashes = [data[at * HASH_BYTES : (at + 1) * HASH_BYTES] for at in range(first, first + (1 << rise))]
        assert all(len(value) == HASH_BYTES for value in hashes), "the tile holds the subtree"
        return _fold(hashes)

    return node


def root_of_full(data: bytes) -> Hash:
    """Hash a full tile into the one hash it contributes to the level above."""
    assert len(data) == WIDTH * HASH_BYTES, "only a full tile has a parent"
    return _fold([data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)])


def _fold(hashes: list[Hash]) -> Hash:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


class Growth:
    """Append leaf hashes to a stored tree and remember which tiles changed."""

    def __init__(self, size: int, tiles: Tiles) -> None:
        """Start from a tree of a size; ``tiles`` gives its incomplete tiles."""
        self.size = size
        self.changed: dict[tuple[int, int], bytes] = {}
        self._tiles = tiles

    def append(self, leaf: Hash) -> None:
        """Add one leaf; a tile that becomes full passes its hash on to the level above."""
        level, position, value = 0, self.size, leaf
        while True:
            key = (level, position // WIDTH)
            data = self._start_of(key, position % WIDTH) + value
            self.changed[key] = data
            if len(data) < WIDTH * HASH_BYTES:
                break
            value, level, position = root_of_full(data), level + 1, position // WIDTH
        self.size += 1

    def _start_of(self, key: tuple[int, int], filled: int) -> bytes:
        if key in self.changed:
            return self.changed[key]
        return self._tiles(*key)[: filled * HASH_BYTES] if filled else b""
