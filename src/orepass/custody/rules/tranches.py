"""Credit as it stands in an account: what dies first goes first, each part with the day of its birth.

A part that arrives late or is moved from another account keeps the day it was born, so that nothing grows younger by
being written down again. Where credit arrives in the order of its birth, as it nearly always does, every step is a few
operations; one that dies before what stands already is put in its place.
"""

from bisect import bisect_right
from datetime import date

import msgspec


class Tranche(msgspec.Struct, frozen=True):
    """A part of the credit that was born on one day."""

    born_on: date
    amount_mg: int


class Tranches:
    """The credit of one account, the oldest first; what is missing is a debt that the next receipt pays."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lives: list[tuple[date, date]] = []
        self._amounts: list[int] = []
        self._head = 0
        self.balance_mg = 0

    def add(self, born_on: date, dies_on: date | None, amount_mg: int) -> None:
        """Take credit in that lives until a day, or for ever; a debt is paid from it first."""
        owed = max(-self.balance_mg, 0)
        self.balance_mg += amount_mg
        left = amount_mg - min(owed, amount_mg)
        if not left:
            return
        lives, life = self._lives, (dies_on or date.max, born_on)
        at = bisect_right(lives, life, lo=self._head) if lives and life < lives[-1] else len(lives)
        lives.insert(at, life)
        self._amounts.insert(at, left)

    def take(self, amount_mg: int) -> list[Tranche]:
        """Take credit out, the oldest first; return what was there, and owe the rest."""
        self.balance_mg -= amount_mg
        taken: list[Tranche] = []
        while amount_mg and self._head < len(self._lives):
            part = min(amount_mg, self._amounts[self._head])
            taken.append(Tranche(self._lives[self._head][1], part))
            self._amounts[self._head] -= part
            amount_mg -= part
            self._head += not self._amounts[self._head]
        return taken

    def expire(self, day: date) -> int:
        """Let go what has died by a day, and return how much it was."""
        gone = 0
        while self._head < len(self._lives) and self._lives[self._head][0] <= day:
            gone += self._amounts[self._head]
            self._head += 1
        self.balance_mg -= gone
        return gone

    def drop(self) -> int:
        """Let go everything that stands; a debt stays."""
        left = max(self.balance_mg, 0)
        self._head = len(self._lives)
        self.balance_mg -= left
        return left

    def standing(self) -> list[Tranche]:
        """Return what stands, the oldest first."""
        parts = zip(self._lives[self._head :], self._amounts[self._head :], strict=True)
        return [Tranche(born_on, amount) for (_dies_on, born_on), amount in parts]

    def put_down(self) -> list[tuple[date, date, int]]:
        """Return what stands as last day, birth and amount; parts that are alike in both days are one."""
        parts: list[tuple[date, date, int]] = []
        for life, amount in zip(self._lives[self._head :], self._amounts[self._head :], strict=True):
            alike = parts.pop()[2] if parts and parts[-1][:2] == life else 0
            parts.append((*life, alike + amount))
        return parts

    def take_up(self, parts: list[tuple[date, date, int]], balance_mg: int) -> None:
        """Go on from what was put down."""
        self._lives = [(dies_on, born_on) for dies_on, born_on, _ in parts]
        self._amounts = [amount for _, _, amount in parts]
        self._head = 0
        self.balance_mg = balance_mg
