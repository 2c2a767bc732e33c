"""Which label an edition lets a sale show: each is a text with a first day, a day before which it ends, or both (M-18).

The day that counts is that of the sale, so that what was sold under a label keeps it when another one follows. Several
labels may hold on one day, as those of two schemes that parted.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from orepass.kernel.period import Period
from orepass.scheme.rules.parameters import Rules

BLOCK: Final = "claims.labels"


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One label: its name in the edition, the text that is shown, and the days of the sales that may show it."""

    name: str
    text: str
    valid_from: date | None = None
    valid_before: date | None = None

    def holds(self, sold_on: date) -> bool:
        """Say whether a sale of a day may show it."""
        return Period(self.valid_from or date.min, self.valid_before).holds(sold_on)


def labels(rules: Rules) -> tuple[Label, ...]:
    """Return the labels that some parameters name, in the order of their first days."""
    found = rules.under(BLOCK)
    names = dict.fromkeys(path.rpartition(".")[0] for path in found if path.endswith(".text"))
    return tuple(sorted((_label(name, rules) for name in names), key=_order))


def shown_on(known: Iterable[Label], sold_on: date) -> tuple[Label, ...]:
    """Return the labels that a sale of a day may show."""
    return tuple(label for label in known if label.holds(sold_on))


def _label(name: str, rules: Rules) -> Label:
    days = {key: rules.value(f"{BLOCK}.{name}.{key}", None) for key in ("from", "before")}
    first, before = (date.fromisoformat(day) if day else None for day in days.values())
    return Label(name=name, text=str(rules.value(f"{BLOCK}.{name}.text")), valid_from=first, valid_before=before)


def _order(label: Label) -> tuple[date, str]:
    return label.valid_from or date.min, label.name
