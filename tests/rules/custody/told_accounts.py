"""Accounts told as tables: a day, what happened, how many kilograms, and of how many."""

import re
from datetime import date

from orepass.custody.rules.accounts import Entry, Kind, Terms, balance, check
from orepass.kernel.finding import Finding
from orepass.kernel.quantity import mass

LINE = re.compile(r"(?P<day>\S+)\s+(?P<what>\w+)(?:\s+(?P<kg>[\d,.]+) kg)?(?: of (?P<of>[\d,.]+) kg)?")
KINDS = {
    "in": Kind.RECEIPT,
    "claim": Kind.CLAIM,
    "out": Kind.SENT,
    "sale": Kind.SALE,
    "issue": Kind.ISSUE,
    "cause": Kind.CAUSE,
}


def milligrams(text: str | None) -> int | None:
    return None if text is None else mass(text.replace(",", ""), "KGM")


def entry(line: str) -> Entry:
    """Read ``2026-01-10  in  100 kg of 200 kg``; what goes out beside a claim says ``out 100 kg``."""
    found = LINE.fullmatch(line.strip())
    assert found, line
    kind = KINDS[found["what"]]
    amount, whole = milligrams(found["kg"]) or 0, milligrams(found["of"])
    if kind is Kind.SENT:
        return Entry(date.fromisoformat(found["day"]), 0, kind, amount)
    signed = amount if kind is Kind.RECEIPT else -amount
    return Entry(date.fromisoformat(found["day"]), signed, kind, whole)


class Told:
    """An account as a table tells it."""

    def __init__(self, terms: Terms, table: str, *, opened: str = "2026-01-01") -> None:
        self.terms, self.opened = terms, date.fromisoformat(opened)
        self.entries = [entry(line) for line in table.splitlines() if line.strip()]

    def kg(self, day: str) -> float:
        """The balance at the end of a day, in kilograms."""
        return balance(self.entries, self.terms, opened_on=self.opened, on=date.fromisoformat(day)) / 10**6

    def found(self, day: str) -> list[Finding]:
        return check(self.entries, self.terms, opened_on=self.opened, until=date.fromisoformat(day))

    def codes(self, day: str) -> list[str]:
        """What is wrong by a day."""
        return [finding.code for finding in self.found(day)]
