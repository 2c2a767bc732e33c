"""Ledgers of production in a book and claim account, told in one language to the rules and to the database.

A line is ``DATE verb …``; amounts are kilograms of contained cobalt.

``win LOT N kg`` · ``issue N kg`` · ``make LOT N kg of LOT [in part]`` (of as much of it) ·
``send LOT [N kg] [claiming N %] [from depot]`` ·
``receive LOT [N kg]`` · ``take back DATE`` (an error declaration of what happened on that day)

A line that begins with ``expect`` says what is then true: ``expect refused CODE`` (of the line above, and nothing
changed), ``expect book N kg`` (may still be issued or sold), ``expect credited N kg`` (on the smelter's account).
"""

import re
from datetime import date
from typing import Final, Protocol

STORIES: Final = {
    "sold as not claimed": """
        2026-01-03  win      A  120 kg
        2026-01-04  issue       120 kg
        2026-01-05  send     A  claiming 0 %
        2026-01-06  receive  A
        expect book 0 kg
        expect credited 0 kg
    """,
    "half of it sold as certified": """
        2026-01-03  win      A  120 kg
        2026-01-04  issue        60 kg
        2026-01-05  send     A  claiming 50 %
        2026-01-06  receive  A
        expect book 0 kg
        expect credited 60 kg
    """,
    "more sold as certified than credits left": """
        2026-01-03  win      A  120 kg
        2026-01-04  issue        61 kg
        2026-01-05  send     A  claiming 50 %
        expect refused custody.claim.double
        2026-01-05  send     A
        expect refused custody.claim.double
        2026-01-05  send     A  claiming 49 %
        2026-01-06  receive  A
        expect credited 58.8 kg
        expect book 0.2 kg
    """,
    "identity preserved, and nothing claimed": """
        2026-01-03  win      A  120 kg
        2026-01-04  issue       120 kg
        2026-01-05  send     A  claiming 0 % identity_preserved
        2026-01-06  receive  A
        expect credited 0 kg
    """,
    "received, and nobody told of a dispatch": """
        2026-01-03  win      A  120 kg
        2026-01-06  receive  A
        expect credited 0 kg
        expect book 120 kg
        2026-01-07  issue       120 kg
        expect book 0 kg
    """,
    "credits issued after the dispatch": """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A  claiming 0 %
        2026-01-06  receive  A
        2026-01-07  issue       120 kg
        expect book 0 kg
        expect credited 0 kg
    """,
    "sold as certified, and no credits after it": """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A
        2026-01-06  receive  A
        expect credited 120 kg
        2026-01-07  issue       0.001 kg
        expect refused custody.balance.overdrawn
    """,
    "what was made of it at the mine": """
        2026-01-03  win      A  120 kg
        2026-01-04  make     C  100 kg of A
        2026-01-04  issue        70 kg
        2026-01-05  send     C  claiming 50 %
        2026-01-06  receive  C
        expect book 0 kg
        expect credited 50 kg
    """,
    "what was made of it, nothing claimed": """
        2026-01-03  win      A  120 kg
        2026-01-04  make     C  100 kg of A
        2026-01-05  send     C  claiming 0 %
        2026-01-06  receive  C
        2026-01-07  issue       120 kg
        expect credited 0 kg
    """,
    "what was made of it, and nobody told of a dispatch": """
        2026-01-03  win      A  120 kg
        2026-01-04  make     C  100 kg of A
        2026-01-06  receive  C
        2026-01-07  issue       120 kg
        expect credited 0 kg
    """,
    "it leaves from another place of whoever won it": """
        2026-01-03  win      A  120 kg
        2026-01-04  issue        60 kg
        2026-01-05  send     A  from depot
        expect refused custody.claim.double
        2026-01-05  send     A  claiming 50 % from depot
        2026-01-06  receive  A
        expect book 0 kg
        expect credited 60 kg
    """,
    "a third is sent, and all of it received": """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A  40 kg
        2026-01-06  receive  A
        expect book 80 kg
        expect credited 40 kg
        2026-01-07  issue        80 kg
    """,
    "a third is sent, and used up by who received it": """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A  40 kg claiming 0 %
        2026-01-06  receive  A
        2026-01-07  send     A  80 kg
        2026-01-08  receive  A  80 kg
        expect book 40 kg
        expect credited 80 kg
    """,
    "the rest of a lot is sent, and received whole": """
        2026-01-03  win      A  120 kg
        2026-01-04  make     C  80 kg of A in part
        2026-01-05  send     A  40 kg
        2026-01-06  receive  A
        expect book 80 kg
        expect credited 40 kg
    """,
    "received, then told again as accepted": """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A  claiming 0 %
        2026-01-06  receive  A
        2026-01-07  receive  A
        expect book 120 kg
        expect credited 0 kg
    """,
}
"""What happened once; the order in which it is told is the order of the days."""

CORRECTED: Final = {
    "the dispatch was an error, and the bag never left with its claim": """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A
        2026-01-06  receive  A
        expect credited 120 kg
        2026-01-20  take back 2026-01-05
        expect book 120 kg
        expect credited 0 kg
        2026-01-20  issue       120 kg
        2026-01-05  send     A
        expect refused custody.claim.double
        2026-01-05  send     A  claiming 0 %
        expect book 0 kg
        expect credited 0 kg
    """,
    "the receipt was told first, and the dispatch late": """
        2026-01-03  win      A  120 kg
        2026-01-06  receive  A
        2026-01-05  send     A  claiming 50 %
        expect book 60 kg
        expect credited 0 kg
        2026-01-20  take back 2026-01-06
        2026-01-06  receive  A
        expect credited 60 kg
        expect book 60 kg
    """,
    "credits were issued before the late dispatch was told": """
        2026-01-03  win      A  120 kg
        2026-01-06  receive  A
        2026-01-07  issue       100 kg
        2026-01-05  send     A
        expect refused custody.claim.double
        2026-01-05  send     A  claiming 0 %
        expect book 20 kg
        expect credited 0 kg
    """,
    "the dispatch of what was made was an error": """
        2026-01-03  win      A  120 kg
        2026-01-04  make     C  100 kg of A
        2026-01-05  send     C
        2026-01-06  receive  C
        expect book 20 kg
        expect credited 100 kg
        2026-01-20  take back 2026-01-05
        expect book 120 kg
        expect credited 0 kg
    """,
    "the bag never was": """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A
        2026-01-06  receive  A
        2026-01-20  take back 2026-01-03
        expect book -120 kg
        expect credited 0 kg
    """,
    "its beginning is told after everything": """
        2026-01-05  send     A
        2026-01-06  receive  A
        2026-01-03  win      A  120 kg
        expect book 120 kg
        expect credited 0 kg
        2026-01-20  issue       120 kg
    """,
}
"""What is told late, or taken back: only the journal knows of that."""


class Line:
    """One line, read."""

    def __init__(self, text: str) -> None:
        """Read a line."""
        day, self.verb, self.rest = text.split(None, 2)
        self.on = date.fromisoformat(day)
        self.lot = found[1] if (found := re.match(r"([A-Z])\b", self.rest)) else ""
        self.kg = found[1] if (found := re.search(r"([-\d.]+) kg", self.rest)) else ""
        self.in_part = "in part" in self.rest
        self.made_of = found[1] if (found := re.search(r"of ([A-Z])\b", self.rest)) else ""
        self.claimed = found[1] if (found := re.search(r"claiming ([\d.]+) %", self.rest)) else ""
        self.model = "identity_preserved" if "identity_preserved" in self.rest else ""
        self.from_depot = "from depot" in self.rest
        self.back_to = date.fromisoformat(self.rest.split()[-1]) if self.verb == "take" else None


class Player(Protocol):
    """Who plays ledgers: the rules alone, or the database."""

    def play(self, line: Line) -> str:
        """Do what a line says; return the code of a refusal."""

    def book(self) -> str:
        """Return what may still be issued or sold, in kilograms."""

    def credited(self) -> str:
        """Return what stands on the smelter's account, in kilograms."""


def told(player: Player, ledger: str) -> None:
    """Play a ledger; a refusal that is not expected fails, as does an expectation that is not met."""
    refused = ""
    for text in filter(None, map(str.strip, ledger.splitlines())):
        if not text.startswith("expect"):
            assert not refused, f"refused before: {text}"
            refused = player.play(Line(text))
            continue
        _, what, value, *_ = text.split()
        if what == "refused":
            assert refused == value, text
            refused = ""
        else:
            assert not refused, f"refused before: {text}"
            assert float(getattr(player, what)()) == float(value), f"{text}: {getattr(player, what)()}"
    assert not refused
