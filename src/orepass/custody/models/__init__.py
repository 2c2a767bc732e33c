"""Tables of the custody room: the journal of events, what each did to its lots, open questions, disputes and accounts.

The journal is the record and only grows. Movements are its reading, kept beside it so that a lot's state can be folded
without reading every document again; whatever an error declaration takes back stays and no longer counts.
"""

from orepass.custody.models.accounts import Account, Entry
from orepass.custody.models.journal import (
    CaptureJob,
    Dispute,
    DisputeStep,
    EventParty,
    JournalEvent,
    JournalHead,
    Question,
    QuestionStep,
)
from orepass.custody.models.lots import Lot, Movement

__all__ = [
    "Account",
    "CaptureJob",
    "Dispute",
    "DisputeStep",
    "Entry",
    "EventParty",
    "JournalEvent",
    "JournalHead",
    "Lot",
    "Movement",
    "Question",
    "QuestionStep",
]
