"""What can be done in custody; importing this module registers every action."""

from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture_events

__all__ = ["CaptureCard", "CaptureRefused", "capture_events"]
