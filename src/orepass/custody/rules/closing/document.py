"""The statement of a closed period as a document: what it says, and the credential that is signed.

Masses are texts in kilograms, exact to the milligram: a whole number of milligrams may be larger than JSON can hold.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from orepass.custody.rules.accounts import Entry
from orepass.custody.rules.closing.periods import Span
from orepass.custody.rules.closing.statement import Totals
from orepass.custody.rules.terms import NAMESPACE, uri_of
from orepass.kernel.finding import Finding
from orepass.kernel.quantity import Milligrams, in_unit

CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
TYPE: Final = "CustodyPeriodStatement"
MAJOR: Final = "major"
"""The grade of what is wrong with a period at its end (C2)."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The account a statement is about, and the terms it was kept by."""

    account: str
    organisation: str
    site: str
    element: str
    unit: str
    method: str
    pack: str


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted at a period's end, how far it lies from the book, and how far it may.

    ``certified_percent`` is the certified part of all that came in, where the account is kept by percentages.
    """

    counted_mg: int | None = None
    apart_mg: int | None = None
    tolerance_percent: str | None = None
    certified_percent: str | None = None


def statement(
    kept: Kept,
    period: Span,
    sums: Totals,
    *,
    count: Count,
    cause: str,
    found: Sequence[Finding],
    entries: Sequence[str],
) -> dict[str, Any]:
    """Write what a statement says; the same entries give the same text, whoever writes it and when."""
    said: dict[str, Any] = msgspec.structs.asdict(kept)
    said |= {"period": period.number, "begins_on": period.begins_on.isoformat()}
    said |= {"last_day": period.last_day.isoformat()}
    said |= {f"{name}_kg": _kg(getattr(sums, f"{name}_mg")) for name in LINES}
    said |= {"counted_kg": _kg(count.counted_mg), "apart_kg": _kg(count.apart_mg)}
    said |= {"tolerance_percent": count.tolerance_percent, "certified_percent": count.certified_percent}
    said["cause"] = cause
    said["findings"] = [
        {"code": part.code, "grade": MAJOR, "message": part.message, "params": part.params} for part in found
    ]
    said["entries"] = list(entries)
    return {name: value for name, value in said.items() if value is not None}


LINES: Final = (
    *("opening", "received", "moved_in", "corrected", "claimed"),
    *("moved_out", "expired", "dropped", "closing", "carried"),
)


def credential(said: dict[str, Any], *, closing: str, issuer: str, at: datetime) -> dict[str, Any]:
    """Return the credential that carries a statement: the account is its subject."""
    return {
        "@context": [CONTEXT, {"@vocab": NAMESPACE, TYPE: f"{NAMESPACE}{TYPE}"}],
        "id": uri_of(closing),
        "type": ["VerifiableCredential", TYPE],
        "issuer": issuer,
        "validFrom": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {"id": uri_of(said["account"]), **said},
    }


def said_in(document: dict[str, Any]) -> dict[str, Any]:
    """Return what a signed statement says, without the name of its subject."""
    subject: dict[str, Any] = document["credentialSubject"]
    return {name: value for name, value in subject.items() if name != "id"}


def entry_as_told(entry: Entry, *, lot: str, event: str, note: str, recorded_at: datetime) -> dict[str, Any]:
    """Return an entry as its digest names it."""
    return {
        "on": entry.on.isoformat(),
        "of_on": entry.of_on.isoformat() if entry.of_on else "",
        "kind": entry.kind.value,
        "amount_kg": _kg(entry.amount_mg),
        "total_kg": _kg(entry.total_mg),
        "lot": lot,
        "event": event,
        "note": note,
        "recorded_at": recorded_at.astimezone(UTC).isoformat(),
    }


def _kg(amount: int | None) -> str | None:
    return None if amount is None else f"{in_unit(Milligrams(amount)):f}"
