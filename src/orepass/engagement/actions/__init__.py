"""What can be done in this room; importing this module registers every action."""

from orepass.engagement.actions.appealing import (
    Ruling,
    carry_out_ruling,
    decide_appeal,
    file_appeal,
    form_panel,
    hear_appeal,
    withdraw_appeal,
)
from orepass.engagement.actions.consulting import (
    answer_comment,
    close_consultation,
    comment_on,
    open_consultation,
    record_event,
)
from orepass.engagement.actions.handling import (
    Outcome,
    acknowledge_complaint,
    agree_remedy,
    assess_complaint,
    assign_complaint,
    close_complaint,
    conclude_complaint,
    investigate_complaint,
    put_complaint,
    respond_to_complaint,
)
from orepass.engagement.actions.lodging import About, Contact, add_to_complaint, forget_complainant, lodge_complaint

__all__ = [
    "About",
    "Contact",
    "Outcome",
    "Ruling",
    "acknowledge_complaint",
    "add_to_complaint",
    "agree_remedy",
    "answer_comment",
    "assess_complaint",
    "assign_complaint",
    "carry_out_ruling",
    "close_complaint",
    "close_consultation",
    "comment_on",
    "conclude_complaint",
    "decide_appeal",
    "file_appeal",
    "forget_complainant",
    "form_panel",
    "hear_appeal",
    "investigate_complaint",
    "lodge_complaint",
    "open_consultation",
    "put_complaint",
    "record_event",
    "respond_to_complaint",
    "withdraw_appeal",
]
