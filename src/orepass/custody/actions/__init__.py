"""What can be done in custody; importing this module registers every action."""

from orepass.custody.actions.allocating import allocate_credit
from orepass.custody.actions.booking import AccountOverdrawn, open_account
from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture_events
from orepass.custody.actions.closing import close_period
from orepass.custody.actions.correcting import told_receiver
from orepass.custody.actions.credits import issue_credits, retire_credits, transfer_credits
from orepass.custody.actions.delivering import record_delivery
from orepass.custody.actions.disputing import raise_dispute
from orepass.custody.actions.drawing import declare_cause, withdraw
from orepass.custody.actions.holding import hold_lots, release_lots
from orepass.custody.actions.recalling import announce_recall, answer_recall, end_recall
from orepass.custody.actions.settling import answer_dispute, answer_question, settle_dispute, settle_question
from orepass.custody.actions.transferring import transfer_credit
from orepass.custody.actions.uploading import SheetRefused, SheetUnreadable, upload_events
from orepass.custody.actions.wording import keep_words

__all__ = [
    "AccountOverdrawn",
    "CaptureCard",
    "CaptureRefused",
    "SheetRefused",
    "SheetUnreadable",
    "allocate_credit",
    "announce_recall",
    "answer_dispute",
    "answer_question",
    "answer_recall",
    "capture_events",
    "close_period",
    "declare_cause",
    "end_recall",
    "hold_lots",
    "issue_credits",
    "keep_words",
    "open_account",
    "raise_dispute",
    "record_delivery",
    "release_lots",
    "retire_credits",
    "settle_dispute",
    "settle_question",
    "told_receiver",
    "transfer_credit",
    "transfer_credits",
    "upload_events",
    "withdraw",
]
