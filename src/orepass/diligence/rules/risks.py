"""The risks of OECD Due Diligence Guidance, Annex II, with the response each one calls for.

Serious abuses and support to non-state armed groups call for stopping or suspending at once; the others may be
mitigated, with measurable improvement within six months of the plan. A published column or a visitor's answer points
to a risk; it opens a question for a person and decides nothing.
"""

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _


class Response(StrEnum):
    """What the guidance asks for when a risk is confirmed."""

    STOP_OR_SUSPEND = "stop_or_suspend"
    MITIGATE = "mitigate"


class Outcome(StrEnum):
    """What is to be done with a supply relation."""

    CONTINUE = "continue"
    SUSPEND = "suspend"
    TERMINATE = "terminate"


class Risk(msgspec.Struct, frozen=True):
    """One risk of Annex II: its code, our words for it, and the response."""

    code: str
    name: str
    response: Response
    source: str


_SOURCE: Final = "OECD Due Diligence Guidance, 3rd edition, Annex II"
ANNEX_II: Final = {
    risk.code: risk
    for risk in (
        Risk("R1a", _("torture, cruel or degrading treatment"), Response.STOP_OR_SUSPEND, f"{_SOURCE}, 1 i"),
        Risk("R1b", _("forced or compulsory labour"), Response.STOP_OR_SUSPEND, f"{_SOURCE}, 1 ii"),
        Risk("R1c", _("worst forms of child labour"), Response.STOP_OR_SUSPEND, f"{_SOURCE}, 1 iii"),
        Risk("R1d", _("other gross abuses such as sexual violence"), Response.STOP_OR_SUSPEND, f"{_SOURCE}, 1 iv"),
        Risk("R1e", _("war crimes and other grave violations"), Response.STOP_OR_SUSPEND, f"{_SOURCE}, 1 v"),
        Risk("R2", _("support to non-state armed groups"), Response.STOP_OR_SUSPEND, f"{_SOURCE}, 3"),
        Risk("R3", _("illegal control or taxation by security forces"), Response.MITIGATE, f"{_SOURCE}, 5-10"),
        Risk("R4", _("bribery and false declaration of origin"), Response.MITIGATE, f"{_SOURCE}, 11"),
        Risk("R5", _("money laundering"), Response.MITIGATE, f"{_SOURCE}, 12"),
        Risk("R6", _("unpaid taxes, fees and royalties"), Response.MITIGATE, f"{_SOURCE}, 13"),
    )
}

SOURCING_MONTHS: Final = 12
"""A supplier that sourced from a red-flag area within this time is itself a red flag (Annex on red flags)."""


def response_to(code: str, *, known: bool) -> Outcome:
    """Say what a risk calls for: a stop risk ends the relation when known and suspends it on founded suspicion."""
    if ANNEX_II[code].response is Response.MITIGATE:
        return Outcome.CONTINUE
    return Outcome.TERMINATE if known else Outcome.SUSPEND


def sourced_recently(last_sourced_on: date, on: date, months: int = SOURCING_MONTHS) -> bool:
    """Say whether a supplier's sourcing from a red-flag area is recent enough to be a red flag."""
    return on < add_months(last_sourced_on, months)
