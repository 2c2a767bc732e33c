"""The numbers that complaints and appeals run on: taken from the pack, a default of our own where it is silent.

Published examples differ widely: a month to appeal and a month to decide without a stay (a certification body), or ten
working days (a cotton standard). None of them is in force here unless the pack says so.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from orepass.kernel.computed import Source

EXAMPLE: Final = Source(
    title="A certification body's published procedure (EKSPO)",
    clause="appeal within one month, decided within one month, no stay",
    verified=False,
)
HANDLING: Final = Source(
    title="ISO/IEC 17065", clause="7.13, complaints and appeals, quoted from knowledge", verified=False
)


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One scheme's numbers for complaints and appeals; of several units for one clock the pack names one."""

    acknowledge_days: int = 7
    complaint_decide_days: int = 60
    appeal_days: int | None = None
    appeal_months: int | None = None
    appeal_working_days: int | None = None
    appeal_decision_days: int | None = None
    appeal_decision_months: int | None = None
    appeal_stays_decision: bool = False
    panel_min: int = 3
    pathway: str = ""


PATHS: Final[dict[str, str]] = {
    "acknowledge_days": "lifecycle.complaint_acknowledge_days",
    "complaint_decide_days": "lifecycle.complaint_answer_days",
    "appeal_days": "lifecycle.appeal_days",
    "appeal_months": "lifecycle.appeal_months",
    "appeal_working_days": "lifecycle.appeal_working_days",
    "appeal_decision_days": "lifecycle.appeal_decision_days",
    "appeal_decision_months": "lifecycle.appeal_decision_months",
    "appeal_stays_decision": "lifecycle.appeal_stays_decision",
    "panel_min": "separation.appeal_panel_min",
    "pathway": "lifecycle.complaint_pathway",
}
"""Which parameter of a pack fills which term."""


def terms_from(values: Mapping[str, Any]) -> Terms:
    """Read the terms from a pack's parameters (dotted path to value)."""
    given = {name: values[path] for name, path in PATHS.items() if path in values}
    if isinstance(given.get("pathway"), list):
        given["pathway"] = ",".join(given["pathway"])
    return msgspec.convert(given, Terms)
