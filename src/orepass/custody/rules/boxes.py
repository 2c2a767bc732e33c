"""A part of a lot in a container: what is packed by quantity goes where the container goes, and no more of the lot.

An event that names only the container is read as if it had named each such part with its mass (EPCIS 2.0, 7.4.3: an
aggregation names classes with quantities). A container is no second stock: whoever uses the lot itself may use what is
in it, and then less than was packed is there to be sent.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots

_MOVES: Final = frozenset({Happening.TRANSFORMS, Happening.SENDS, Happening.RECEIVES, Happening.ENDS})


def with_parts_packed(event: Event, lots: Lots) -> Event:
    """Return an event that names the parts of lots in its containers beside these, as they are packed by now."""
    if event.happening not in _MOVES:
        return event
    used, touched = _with_parts(event.used, lots), _with_parts(event.touched, lots)
    if used == event.used and touched == event.touched:
        return event
    return msgspec.structs.replace(event, used=used, touched=touched)


def _with_parts(portions: Iterable[Portion], lots: Lots) -> tuple[Portion, ...]:
    named = [portion for portion in portions if not portion.box]
    parts = [
        Portion(uri=lot, mass_mg=mass, box=portion.uri)
        for portion in named
        for lot, mass in lots.parts_in(portion.uri).items()
    ]
    return (*named, *parts)
