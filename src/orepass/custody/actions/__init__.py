"""What can be done in custody; importing this module registers every action."""

from orepass.custody.actions.booking import AccountOverdrawn, open_account, withdraw
from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture_events
from orepass.custody.actions.correcting import told_receiver
from orepass.custody.actions.delivering import record_delivery
from orepass.custody.actions.disputing import raise_dispute
from orepass.custody.actions.holding import hold_lots, release_lots
from orepass.custody.actions.recalling import announce_recall, answer_recall, end_recall
from orepass.custody.actions.settling import answer_dispute, answer_question, settle_dispute, settle_question
from orepass.custody.actions.uploading import SheetRefused, SheetUnreadable, upload_events

__all__ = [
    "AccountOverdrawn",
    "CaptureCard",
    "CaptureRefused",
    "SheetRefused",
    "SheetUnreadable",
    "announce_recall",
    "answer_dispute",
    "answer_question",
    "answer_recall",
    "capture_events",
    "end_recall",
    "hold_lots",
    "open_account",
    "raise_dispute",
    "record_delivery",
    "release_lots",
    "settle_dispute",
    "settle_question",
    "told_receiver",
    "upload_events",
    "withdraw",
]
