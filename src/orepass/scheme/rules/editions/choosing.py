"""Which edition a scheme's name alone means: what is in force, never a draft where there is anything else."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol

from orepass.kernel.period import Period

DRAFT: Final = "draft"
PILOT: Final = "pilot"
RELEASED: Final = "released"


class Dated(Protocol):
    """An edition as far as it matters here: a pack, or a card of a published one."""

    @property
    def edition(self) -> str:
        """Its number."""

    @property
    def status(self) -> str:
        """Draft, pilot or released."""

    @property
    def valid_from(self) -> date:
        """The first day on which it may be used."""

    @property
    def valid_before(self) -> date | None:
        """The first day on which it may not be used any more."""


def meant[E: Dated](editions: Iterable[E], on: date) -> E | None:
    """Return the edition that is meant on a day when none is named; nothing where there is none.

    A draft comes after everything else. Of the rest comes first what is in force, then what is released, then what
    began already; of several the newest.
    """

    def place(one: E) -> tuple[bool, bool, bool, bool, date, str]:
        in_force = Period(one.valid_from, one.valid_before).holds(on)
        begun = one.valid_from <= on
        return one.status != DRAFT, in_force, one.status == RELEASED, begun, one.valid_from, one.edition

    return max(editions, key=place, default=None)
