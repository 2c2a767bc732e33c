"""What can be done in custody; importing this module registers every action."""

from orepass.custody.actions.booking import AccountOverdrawn, open_account, withdraw
from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture_events
from orepass.custody.actions.disputing import raise_dispute

__all__ = [
    "AccountOverdrawn",
    "CaptureCard",
    "CaptureRefused",
    "capture_events",
    "open_account",
    "raise_dispute",
    "withdraw",
]
