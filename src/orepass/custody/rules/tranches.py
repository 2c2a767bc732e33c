"""Credit as it stands in an account: the oldest first, each part with the day from which its life counts.

A part that arrives late or is moved from another account keeps the day it was born, so that nothing grows younger by
being written down again. Where credit arrives in the order of its birth, as it nearly always does, every step is a few
operations; one that is older than what stands already is put in its place.
"""

from bisect import bisect_right
from datetime import date

import msgspec

from orepass.kernel.period import add_months


class Tranche(msgspec.Struct, frozen=True):
    """A part of the credit that was born on one day."""

    born_on: date
    amount_mg: int


class Tranches:
    """The credit of one account, the oldest first; what is missing is a debt that the next receipt pays."""

    def __init__(self, life_months: int | None) -> None:
        """Begin with nothing; credit lives so many months, or for ever."""
        self._life = life_months
        self._births: list[date] = []
        self._amounts: list[int] = []
        self._deaths: list[date] = []
        self._head = 0
        self.balance_mg = 0

    def add(self, born_on: date, amount_mg: int) -> None:
        """Take credit in; a debt is paid from it first."""
        owed = max(-self.balance_mg, 0)
        self.balance_mg += amount_mg
        left = amount_mg - min(owed, amount_mg)
        if not left:
            return
        births = self._births
        at = bisect_right(births, born_on, lo=self._head) if births and born_on < births[-1] else len(births)
        births.insert(at, born_on)
        self._amounts.insert(at, left)
        if self._life is not None:
            self._deaths.insert(at, add_months(born_on, self._life))

    def take(self, amount_mg: int) -> list[Tranche]:
        """Take credit out, the oldest first; return what was there, and owe the rest."""
        self.balance_mg -= amount_mg
        taken: list[Tranche] = []
        while amount_mg and self._head < len(self._births):
            part = min(amount_mg, self._amounts[self._head])
            taken.append(Tranche(self._births[self._head], part))
            self._amounts[self._head] -= part
            amount_mg -= part
            self._head += not self._amounts[self._head]
        return taken

    def expire(self, day: date) -> int:
        """Let go what has died by a day, and return how much it was."""
        gone = 0
        while self._head < len(self._deaths) and self._deaths[self._head] <= day:
            gone += self._amounts[self._head]
            self._head += 1
        self.balance_mg -= gone
        return gone

    def drop(self) -> int:
        """Let go everything that stands; a debt stays."""
        left = max(self.balance_mg, 0)
        self._head = len(self._births)
        self.balance_mg -= left
        return left

    def standing(self) -> list[Tranche]:
        """Return what stands, the oldest first."""
        parts = zip(self._births[self._head :], self._amounts[self._head :], strict=True)
        return [Tranche(born_on, amount) for born_on, amount in parts]
