"""Writes of the diligence room: visits, status, flags, identified risks, signals, areas, the five steps, imports."""

from orepass.diligence.actions.areas import decide_area, record_step, reopen_area
from orepass.diligence.actions.cases import (
    decide_risk,
    identify_risk,
    measure_mitigation,
    plan_mitigation,
    reassess_risk,
)
from orepass.diligence.actions.flags import answer_flag
from orepass.diligence.actions.imports import declare_goods
from orepass.diligence.actions.reckoning import answer_signal, record_legal_status, record_signal
from orepass.diligence.actions.status import record_status
from orepass.diligence.actions.visits import count_workers, import_visits, record_visit

__all__ = [
    "answer_flag",
    "answer_signal",
    "count_workers",
    "decide_area",
    "decide_risk",
    "declare_goods",
    "identify_risk",
    "import_visits",
    "measure_mitigation",
    "plan_mitigation",
    "reassess_risk",
    "record_legal_status",
    "record_signal",
    "record_status",
    "record_step",
    "record_visit",
    "reopen_area",
]
