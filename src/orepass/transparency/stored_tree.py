"""Read the stored tree: the tiles that a proof needs, in one query."""

from collections.abc import Callable

from orepass.transparency import proving
from orepass.transparency.rules.merkle import HASH_BYTES, Hash, Nodes
from orepass.transparency.rules.tile import WIDTH, nodes_from, tile_of

TileKey = tuple[int, int]


def tiles(keys: set[TileKey]) -> dict[TileKey, bytes]:
    """Return the named tiles that exist."""
    return proving.tiles(sorted(keys)) if keys else {}


def edge_of(size: int) -> set[TileKey]:
    """Name the incomplete tiles at the right edge of a tree of a size: those that the next leaf changes."""
    keys, level = set[TileKey](), 0
    while size:
        keys.add((level, size // WIDTH))
        size, level = size // WIDTH, level + 1
    return keys


def computed[Answer](question: Callable[[Nodes], Answer]) -> Answer:
    """Answer a question about the tree: asked once to see which tiles it needs, then with the tiles at hand."""
    needed = set[TileKey]()

    def noting(level: int, index: int) -> Hash:
        needed.add(tile_of(level, index))
        return bytes(HASH_BYTES)

    question(noting)
    found = tiles(needed)
    return question(nodes_from(lambda level, number: found[level, number]))
