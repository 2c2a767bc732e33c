"""Where the tiles of a log lie and how its entries are bundled (C2SP tlog-tiles).

Numbers are written in groups of three digits, all but the last behind an ``x``, so that the same paths serve as the
addresses of a server and as the files of a folder.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from orepass.transparency.rules.note import BadNote
from orepass.transparency.rules.tile import HEIGHT, WIDTH

CHECKPOINT_PATH = "checkpoint"
LEVEL_MAX = 63
ENTRIES = "entries"
ENTRY_BYTES_MAX = 0xFFFF
LENGTH_BYTES = 2
_NUMBER_MAX = 2**63 - 1
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?\Z"
)


class TilePath(msgspec.Struct, frozen=True):
    """A tile by level and number, cut to a width; without a level, a bundle of the entries below a tile."""

    level: int | None
    number: int
    width: int = WIDTH

    def __str__(self) -> str:
        groups = [f"{self.number % 1000:03}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        level = ENTRIES if self.level is None else self.level
        return f"tile/{level}/{'/'.join(groups)}{'' if self.width == WIDTH else f'.p/{self.width}'}"


def parse_tile_path(path: str) -> TilePath | None:
    """Read a path in its one spelling; ``None`` for anything else."""
    found = _PATH.match(path) if path.isascii() else None
    if found is None:
        return None
    level = None if found["level"] == ENTRIES else int(found["level"])
    number, width = int(found["number"].replace("x", "").replace("/", "")), int(found["width"] or WIDTH)
    read = TilePath(level, number, width)
    if number > _NUMBER_MAX or (level or 0) > LEVEL_MAX or str(read) != path:
        return None
    return read


def partial_tiles(size: int) -> Iterator[TilePath]:
    """Name the incomplete tiles and the incomplete bundle of a tree of a size."""
    if size % WIDTH:
        yield TilePath(None, size // WIDTH, size % WIDTH)
    level = 0
    while size:
        if size % WIDTH:
            yield TilePath(level, size // WIDTH, size % WIDTH)
        size, level = size >> HEIGHT, level + 1


def full_tiles(size: int) -> Iterator[TilePath]:
    """Name the full tiles and bundles of a tree of a size."""
    yield from (TilePath(None, number) for number in range(size // WIDTH))
    level, full = 0, size >> HEIGHT
    while full:
        yield from (TilePath(level, number) for number in range(full))
        full, level = full >> HEIGHT, level + 1


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries one after the other, each behind its length."""
    assert all(len(entry) <= ENTRY_BYTES_MAX for entry in entries), "an entry of the log is short"
    return b"".join(len(entry).to_bytes(LENGTH_BYTES) + entry for entry in entries)


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """Read as many entries as a bundle is said to hold.

    Raises:
        BadNote: it holds fewer, more, or a part of one.
    """
    entries, at = list[bytes](), 0
    for _number in range(width):
        start = at + LENGTH_BYTES
        at = start + int.from_bytes(data[at:start])
        if at > len(data) or start > len(data):
            raise BadNote(reason="a bundle of entries ends too early")
        entries.append(data[start:at])
    if at != len(data):
        raise BadNote(reason="a bundle of entries does not end where it should")
    return entries
