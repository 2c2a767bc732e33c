"""Tables of the custody room: the journal of events, what each did to its lots, questions, holds, recalls, accounts.

The journal is the record and only grows. Movements are its reading, kept beside it so that a lot's state can be folded
without reading every document again; whatever an error declaration takes back stays and no longer counts.
"""

from orepass.custody.models.accounts import Account, Entry, Transfer
from orepass.custody.models.closing import Closing
from orepass.custody.models.credits import Credit, CreditStep
from orepass.custody.models.holds import HeldLot, Hold, Release, ReleasedLot
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
from orepass.custody.models.product_words import ProductWords
from orepass.custody.models.recalls import (
    Correction,
    CorrectionParty,
    CorrectionStep,
    Recall,
    RecallLot,
    RecallParty,
    RecallStep,
)
from orepass.custody.models.standings import AccountStanding

__all__ = [
    "Account",
    "AccountStanding",
    "CaptureJob",
    "Closing",
    "Correction",
    "CorrectionParty",
    "CorrectionStep",
    "Credit",
    "CreditStep",
    "Dispute",
    "DisputeStep",
    "Entry",
    "EventParty",
    "HeldLot",
    "Hold",
    "JournalEvent",
    "JournalHead",
    "Lot",
    "Movement",
    "ProductWords",
    "Question",
    "QuestionStep",
    "Recall",
    "RecallLot",
    "RecallParty",
    "RecallStep",
    "Release",
    "ReleasedLot",
    "Transfer",
]
