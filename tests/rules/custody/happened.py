"""Lots as a test needs them, and an event that happens to them."""

from datetime import UTC, date, datetime
from typing import Any

from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lot, Lots
from orepass.custody.rules.terms import Facts

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = "urn:x:smelter"


def made(*known: tuple[str, dict[str, Any]]) -> Lots:
    found = Lots()
    for name, fields in known:
        lot: Lot = found.get(name)
        for field, value in (
            {"begun": 1, "mass_mg": 100, "content_mg": 40, "facts": Facts(element="Co")} | fields
        ).items():
            setattr(lot, field, value)
    return found


def event(happening: Happening, *touched: Portion, **fields: Any) -> Event:
    base: dict[str, Any] = {"where": "e", "happening": happening, "happened_at": AT, "ours": True, "site": SITE}
    return Event(**base | {"touched": touched} | fields)
