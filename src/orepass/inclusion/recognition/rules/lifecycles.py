"""The machine of an agreement between schemes: requested, assessed, consulted, decided; then the calendar (F2)."""

from typing import Final

from orepass.inclusion.recognition.rules.credit import MODEL
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.text import marked as _

ASSESS: Final = "agreement.assess"
CONSULT: Final = "agreement.consult"
RECOGNISE: Final = "agreement.recognise"
CONDITION: Final = "agreement.recognise_conditional"
REFUSE: Final = "agreement.refuse"
SUSPEND: Final = "agreement.suspend"
RESTORE: Final = "agreement.restore"
RESTORE_CONDITIONAL: Final = "agreement.restore_conditional"
RENEW: Final = "agreement.renew"

GRANTED: Final = frozenset({"recognised", "recognised_conditional"})
_ANY: Final = GRANTED | {"suspended"}

AGREEMENT: Final = machine(
    Lifecycle(
        "recognition",
        "requested",
        (
            step(ASSESS, {"requested", "assessed"}, "assessed"),
            step(CONSULT, {"assessed", "consulted"}, "consulted"),
            step(RECOGNISE, "consulted", "recognised", when=_("its assurance is sound and nothing is missing")),
            step(CONDITION, "consulted", "recognised_conditional", when=_("gaps are listed and stay to be audited")),
            step(REFUSE, {"requested", "assessed", "consulted"}, "refused"),
            step(SUSPEND, GRANTED, "suspended", when=_("what it rests on there has changed")),
            step(RESTORE, "suspended", "recognised", when=_("the cause is settled, and it had no conditions before")),
            step(RESTORE_CONDITIONAL, "suspended", "recognised_conditional", when=_("it had conditions before")),
            step(RENEW, "recognised", "recognised", when=_("before its last day")),
            step(RENEW, "recognised_conditional", "recognised_conditional", when=_("before its last day")),
            step("agreement.lapse", _ANY, "lapsed", when=_("its last day is over"), recorded=False),
            step("agreement.supersede", _ANY, "superseded", when=_("a later agreement counts instead"), recorded=False),
        ),
    ),
    description=_("an agreement by which one scheme recognises another, from the request to its end"),
    sources=(MODEL,),
)
"""What can happen to an agreement. That it has lapsed or is superseded is a matter of the date, so it is no step."""
