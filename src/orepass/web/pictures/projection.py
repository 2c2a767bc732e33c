"""Map projections: Equal Earth for the world (areas are true), a plain one for a single country."""

import math
from typing import Final

import msgspec

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT3: Final = math.sqrt(3)
WORLD_HALF_WIDTH: Final = 2.70663
WORLD_TOP: Final = 1.3173
NORTHERNMOST, SOUTHERNMOST = 83.7, -56.0


class Frame(msgspec.Struct, frozen=True):
    """The part of the world that is shown, in degrees."""

    west: float = -180.0
    south: float = SOUTHERNMOST
    east: float = 180.0
    north: float = NORTHERNMOST

    @property
    def is_world(self) -> bool:
        """Say whether the whole world is shown."""
        return self.east - self.west >= 359  # noqa: PLR2004 - the full circle, give or take rounding


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Project a point (Šavrič, Patterson and Jenny 2018)."""
    theta = math.asin(ROOT3 / 2 * math.sin(math.radians(latitude)))
    squared = theta * theta
    sixth = squared**3
    x = (
        2
        * ROOT3
        * math.radians(longitude)
        * math.cos(theta)
        / (3 * (9 * A4 * sixth * squared + 7 * A3 * sixth + 3 * A2 * squared + A1))
    )
    y = theta * (A4 * sixth * squared + A3 * sixth + A2 * squared + A1)
    return x, y


class Projection:
    """From degrees to pixels of a picture of a given width."""

    def __init__(self, frame: Frame, width: int) -> None:
        """Fit a frame into a width; the height follows."""
        self.frame = frame
        self.width = width
        if frame.is_world:
            self._scale = width / (2 * WORLD_HALF_WIDTH)
            self._top = equal_earth(0, frame.north)[1]
            bottom = equal_earth(0, frame.south)[1]
            self.height = round((self._top - bottom) * self._scale)
        else:
            self._shrink = math.cos(math.radians((frame.north + frame.south) / 2))
            self._scale = width / ((frame.east - frame.west) * self._shrink)
            self.height = round((frame.north - frame.south) * self._scale)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Place a point."""
        if self.frame.is_world:
            x, y = equal_earth(longitude, latitude)
            return (x + WORLD_HALF_WIDTH) * self._scale, (self._top - y) * self._scale
        x = (longitude - self.frame.west) * self._shrink * self._scale
        return x, (self.frame.north - latitude) * self._scale

    def holds(self, longitude: float, latitude: float) -> bool:
        """Say whether a point lies in the frame."""
        inside = self.frame.west <= longitude <= self.frame.east
        return inside and self.frame.south <= latitude <= self.frame.north
