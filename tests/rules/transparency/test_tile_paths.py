"""Paths and bundles of C2SP tlog-tiles: one spelling each, whole entries only."""

import pytest

from orepass.transparency.rules.note import BadNote
from orepass.transparency.rules.tile_path import (
    TilePath,
    full_tiles,
    parse_tile_path,
    partial_tiles,
    read_bundle,
    write_bundle,
)


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("tile/0/x001/x234/067", TilePath(0, 1_234_067)),
        ("tile/0/000", TilePath(0, 0)),
        ("tile/0/999", TilePath(0, 999)),
        ("tile/0/x001/000", TilePath(0, 1_000)),
        ("tile/63/000.p/1", TilePath(63, 0, 1)),
        ("tile/entries/001.p/255", TilePath(None, 1, 255)),
        ("tile/0/x009/x223/x372/x036/x854/x775/807", TilePath(0, 2**63 - 1)),
    ],
)
def test_path_is_read_and_written_as_published(path: str, tile: TilePath) -> None:
    assert parse_tile_path(path) == tile
    assert str(tile) == path


@pytest.mark.parametrize(
    "path",
    [
        "tile/64/000",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/1",
        "tile/0/0001",
        "tile/0/000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000/",
        "tile/-1/000",
        "tile/0/../checkpoint",
        "tile/leaves/000",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "",
    ],
)
def test_another_spelling_is_no_path(path: str) -> None:
    assert parse_tile_path(path) is None


def test_tree_of_seventy_thousand_has_the_tiles_of_the_specification() -> None:
    partial = {str(path) for path in partial_tiles(70_000)}
    assert partial == {"tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"}
    full = [path for path in full_tiles(70_000) if path.level is not None]
    assert (sum(path.level == 0 for path in full), [str(path) for path in full if path.level]) == (273, ["tile/1/000"])


def test_tree_of_one_full_tile_has_a_part_of_the_level_above() -> None:
    assert [str(path) for path in (*full_tiles(256), *partial_tiles(256))] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]
    assert [*full_tiles(0), *partial_tiles(0)] == []


@pytest.mark.parametrize("entries", [[], [b""], [b"a", b"", b"ccc"], [bytes(65_535)]])
def test_bundle_gives_back_the_entries_it_was_made_of(entries: list[bytes]) -> None:
    assert read_bundle(write_bundle(entries), len(entries)) == entries


@pytest.mark.parametrize(
    ("data", "width"),
    [(b"", 1), (b"\x00", 1), (b"\x00\x02a", 1), (b"\x00\x01a", 2), (b"\x00\x01ab", 1), (b"\x00\x01a\x00", 2)],
)
def test_bundle_that_is_cut_or_too_long_is_refused(data: bytes, width: int) -> None:
    with pytest.raises(BadNote, match="bundle"):
        read_bundle(data, width)
