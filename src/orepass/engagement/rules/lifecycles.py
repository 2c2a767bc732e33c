"""The machines of a complaint, an appeal, a consultation and a draft, as tables; the state is what the steps lead to.

ISO/IEC 17065, 7.13 for complaints and appeals; the ISEAL code's public consultation for the rounds.
"""

from typing import Final

from orepass.engagement.rules.terms import HANDLING
from orepass.kernel.computed import Source
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.text import marked as _
from orepass.kernel.works import ASM_STUDY

ROUNDS: Final = Source(
    title=ASM_STUDY,
    clause="lines 1018 to 1048, on the ISEAL code",
    verified=True,
)

OUTCOMES: Final[dict[str, str]] = {
    "upheld": "complaint.uphold",
    "partly": "complaint.uphold_partly",
    "rejected": "complaint.reject",
}
"""How a complaint can be concluded, and by which step."""

RULINGS: Final[dict[str, str]] = {
    "confirmed": "appeal.confirm",
    "amended": "appeal.amend",
    "annulled": "appeal.annul",
}
"""How an appeal can be decided, and by which step."""

COMPLAINT: Final = Lifecycle(
    "complaint",
    "received",
    (
        step("complaint.acknowledge", "received", "acknowledged"),
        step("complaint.assign", "received", "received"),
        step("complaint.assign", "acknowledged", "acknowledged"),
        step("complaint.assign", "investigating", "investigating"),
        step(
            "complaint.admit", "acknowledged", "investigating", when=_("it is about something the scheme answers for")
        ),
        step("complaint.dismiss", "acknowledged", "inadmissible"),
        step("complaint.investigate", "investigating", "investigating"),
        step("complaint.hear", "investigating", "investigating"),
        step("complaint.uphold", "investigating", "upheld"),
        step("complaint.uphold_partly", "investigating", "partly"),
        step("complaint.reject", "investigating", "rejected"),
        step("complaint.remedy", {"upheld", "partly"}, "remedy"),
        step("complaint.close", {"remedy", "rejected", "inadmissible"}, "closed"),
    ),
)

APPEAL: Final = Lifecycle(
    "appeal",
    "filed",
    (
        step("appeal.form_panel", {"filed", "panel_formed"}, "panel_formed", when=_("nobody on it worked on the file")),
        step("appeal.hear", {"panel_formed", "heard"}, "heard"),
        step("appeal.confirm", "heard", "confirmed"),
        step("appeal.amend", "heard", "amended"),
        step("appeal.annul", "heard", "annulled"),
        step("appeal.carry_out", {"amended", "annulled"}, "carried_out"),
        step("appeal.withdraw", {"filed", "panel_formed", "heard"}, "withdrawn"),
    ),
)

CONSULTATION: Final = Lifecycle(
    "consultation",
    "open",
    (
        step("consultation.comment", "open", "open"),
        step("consultation.record", "open", "open"),
        step("consultation.answer", "open", "open"),
        step("consultation.close", "open", "closed", when=_("each comment has an answer")),
    ),
)

DEVELOPMENT: Final = Lifecycle(
    "development",
    "drafting",
    (
        step("development.draft", "drafting", "drafting"),
        step("development.consult", {"drafting", "consulting", "revised", "piloted"}, "consulting"),
        step("development.draft", {"consulting", "revised", "piloted", "approved"}, "revised"),
        step("development.pilot", {"consulting", "revised", "piloted"}, "piloted", when=_("a pilot has ended")),
        step(
            "development.approve",
            {"consulting", "revised", "piloted"},
            "approved",
            when=_("each comment has an answer and the draft was tried"),
        ),
        step("development.drop", {"drafting", "consulting", "revised", "piloted", "approved"}, "dropped"),
        step("development.publish", "approved", "published", when=_("its text is the approved one"), recorded=False),
    ),
)

machine(COMPLAINT, description=_("a complaint, from its arrival to its remedy"), sources=(HANDLING,))
machine(APPEAL, description=_("an appeal, from its filing in time to what follows from it"), sources=(HANDLING,))
machine(CONSULTATION, description=_("a round of consultation, from its opening to its close"), sources=(ROUNDS,))
machine(
    DEVELOPMENT, description=_("a standard under development, from its first draft to its edition"), sources=(ROUNDS,)
)
