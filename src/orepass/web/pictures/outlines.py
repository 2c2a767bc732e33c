"""Country outlines of the map (Natural Earth 1:110m, public domain), thinned and shipped as one small file.

``python -m orepass.web.pictures.outlines COUNTRIES.geojson`` writes that file anew.
"""

import functools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

SHIPPED = Path(__file__).with_name("world.json")
LEFT_OUT = frozenset({"Antarctica"})


class Country(msgspec.Struct, frozen=True):
    """A country's outline: rings of longitude and latitude in tenths of a degree, one after the other."""

    name: str
    rings: tuple[tuple[int, ...], ...]

    def points(self) -> Iterator[list[tuple[float, float]]]:
        """Go through the rings as points in degrees."""
        for ring in self.rings:
            yield [(ring[at] / 10, ring[at + 1] / 10) for at in range(0, len(ring), 2)]


@functools.cache
def countries() -> tuple[Country, ...]:
    """Read the outlines once."""
    return msgspec.json.decode(SHIPPED.read_bytes(), type=tuple[Country, ...])


def thinned(source: Path) -> tuple[Country, ...]:
    """Round the outlines to a tenth of a degree and drop points that fall together."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    return tuple(
        Country(feature["properties"]["name"], tuple(_rings(feature["geometry"])))
        for feature in features
        if feature["properties"]["name"] not in LEFT_OUT
    )


def _rings(geometry: dict[str, object]) -> Iterator[tuple[int, ...]]:
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    assert isinstance(polygons, list)
    for polygon in polygons:
        for ring in polygon:
            flat: list[int] = []
            for longitude, latitude in ring:
                point = [round(longitude * 10), round(latitude * 10)]
                if flat[-2:] != point:
                    flat += point
            if len(flat) >= len("abcdefgh"):
                yield tuple(flat)


if __name__ == "__main__":
    SHIPPED.write_bytes(msgspec.json.encode(thinned(Path(sys.argv[1]))))
