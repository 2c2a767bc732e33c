"""An account while a document is judged: what comes in the order of days costs nothing more than its own entry."""

from datetime import date
from itertools import chain

from orepass.custody.rules.accounts.account import Keeping, check_claim, in_order, keeping
from orepass.custody.rules.accounts.terms import Entry, Terms
from orepass.kernel.finding import Finding


class Standing:
    """The end of an account, moved along with its entries; a back-dated one makes it begin again."""

    def __init__(self, entries: list[Entry], terms: Terms, opened_on: date) -> None:
        """Begin with entries that others may add to."""
        self.entries, self.terms, self.opened_on = entries, terms, opened_on
        self._begin()

    def _begin(self) -> None:
        self.account = keeping(self.terms, self.opened_on)
        self.taken = 0
        self.reached = date.min

    def at(self, day: date) -> Keeping | None:
        """Return the account at the end of a day, or nothing where it has entries after that day."""
        fresh = in_order(self.entries[self.taken :])
        if fresh and fresh[0].on < self.reached:
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
        return check_claim(self.entries, claim, self.terms, opened_on=self.opened_on, until=until)
