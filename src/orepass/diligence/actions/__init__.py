"""Writes of the diligence room: visits, status decisions, answers to red flags, the import of published visits."""

from orepass.diligence.actions.flags import answer_flag
from orepass.diligence.actions.status import record_status
from orepass.diligence.actions.visits import import_visits, record_visit

__all__ = ["answer_flag", "import_visits", "record_status", "record_visit"]
