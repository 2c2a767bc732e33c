"""One event between the door and the journal."""

import msgspec

from orepass.custody.rules.booking import Booking
from orepass.custody.rules.epcis.naming import Name
from orepass.custody.rules.epcis.reading import Json
from orepass.custody.rules.happening import Event
from orepass.custody.rules.lots import Movement
from orepass.kernel.finding import Finding


class Taken(msgspec.Struct, kw_only=True):
    """An event that was read and checked: as it came, as it is called, as we read it, and what follows from it."""

    body: dict[str, Json]
    where: str
    name: Name
    event: Event
    parties: set[str] = msgspec.field(default_factory=set)
    bookings: list[Booking] = msgspec.field(default_factory=list)
    movements: list[Movement] = msgspec.field(default_factory=list)
    findings: list[Finding] = msgspec.field(default_factory=list)
    correction_days: int = 0
