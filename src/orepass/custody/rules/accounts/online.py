"""An account while a document is judged: what comes in the order of days costs nothing more than its own entry."""

from datetime import date
from fractions import Fraction
from itertools import chain

from orepass.custody.rules.accounts.account import balance, check_claim, in_order
from orepass.custody.rules.accounts.kept import Keeping, Start, goes_before, keeping, taken_up
from orepass.custody.rules.accounts.rolling import Rolling
from orepass.custody.rules.accounts.terms import Entry, Terms
from orepass.kernel.finding import Finding


class Standing:
    """The end of an account, moved along with its entries; a back-dated one makes it begin again."""

    def __init__(self, entries: list[Entry], terms: Terms, opened_on: date, start: Start | None = None) -> None:
        """Begin with entries that others may add to; with a ``start`` they are those that are not in it."""
        self.entries, self.terms, self.opened_on = entries, terms, opened_on
        self.start, self._loaded = start, len(entries)
        self._begin()

    def _begin(self) -> None:
        self.account = self._first()
        self.taken = 0
        self.reached = self.start.through if self.start else date.min

    def _first(self) -> Keeping:
        if self.start is None:
            return keeping(self.terms, self.opened_on)
        return taken_up(self.start.text, self.terms, self.opened_on)

    def _unfold(self, start: Start) -> None:
        """Go back to the first entry: something has its place before the start."""
        self.entries[:] = [*start.whole(), *self.entries[self._loaded :]]
        self.start = None
        self._begin()

    def at(self, day: date) -> Keeping | None:
        """Return the account at the end of a day, or nothing where it has entries after that day."""
        fresh = in_order(self.entries[self.taken :])
        if self.start and any(self.start.goes_before(entry) for entry in fresh):
            self._unfold(self.start)
            fresh = in_order(self.entries)
        if any(goes_before(entry, self.reached) for entry in fresh):
            self._begin()
            fresh = in_order(self.entries)
        if day < self.reached or (fresh and day < fresh[-1].on):
            return None
        for entry in fresh:
            for _ in self.account.take(entry):
                pass
        for _ in chain(self.account.until(day), self.account.expire(day)):
            pass
        self.taken, self.reached = len(self.entries), day
        return self.account

    def breaks(self, claim: Entry, *, until: date) -> list[Finding]:
        """Return what a claim would break; one that the end of the account allows breaks nothing."""
        account = self.at(claim.on)
        if account is not None and account.allows(claim):
            return []
        if self.start and self.start.goes_before(claim):
            self._unfold(self.start)
        return check_claim(self.entries, claim, self.terms, opened_on=self.opened_on, until=until, start=self.start)

    def balance(self, on: date) -> int:
        """Return the balance at the end of a day."""
        account = self.at(on)
        if account is not None:
            return account.balance
        if self.start and on < self.start.through:
            self._unfold(self.start)
        return balance(self.entries, self.terms, opened_on=self.opened_on, on=on, start=self.start)

    def room(self, claim: Entry) -> int:
        """Return how much a claim might take on its day."""
        account = self.at(claim.on)
        return self.balance(claim.on) if account is None else account.room(claim)

    def share_in(self, day: date) -> Fraction:
        """Return the share that a rolling percentage allows in the month of a day; none where it has no percentage."""
        account = self.at(max([day, self.reached, *(entry.on for entry in self.entries[self.taken :])]))
        assert isinstance(account, Rolling), "only a rolling percentage has a share"
        return account.month(day).share or Fraction(0)
