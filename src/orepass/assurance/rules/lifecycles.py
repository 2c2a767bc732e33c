"""The life cycles of an application, a nonconformity and a certificate, as tables (ISO/IEC 17065, clause 7).

The same tables drive the actions, the tasks on a dashboard and the documentation of this room. No state is stored: it
is what the recorded steps lead to.
"""

from typing import Final

from orepass.kernel.computed import Source
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.text import marked as _

PROCESS: Final = Source(title="ISO/IEC 17065", clause="7, the order of the steps, as taught", verified=False)
STATUS: Final = Source(
    title="ISO/IEC 17021-1", clause="9.6, suspending, restoring, withdrawing, as quoted", verified=False
)
CORRECTION: Final = Source(title="ISO/IEC 17021-1", clause="9.4.9 to 9.5.3, as quoted", verified=False)

APPLICATION: Final = Lifecycle(
    "application",
    "draft",
    (
        step("application.submit", {"draft", "returned"}, "submitted"),
        step("application.return", "submitted", "returned"),
        step("application.refuse", "submitted", "refused"),
        step("application.accept", "submitted", "accepted"),
        step(
            "application.withdraw",
            {"draft", "submitted", "returned", "accepted", "offered", "contracted", "assessed", "planned"},
            "withdrawn",
        ),
        step("agreement.offer", {"accepted", "offered"}, "offered"),
        step("agreement.sign", "offered", "contracted"),
        step("assessment.submit", "contracted", "assessed"),
        step("assessment.return", "assessed", "contracted"),
        step("audit.plan", {"assessed", "planned"}, "planned"),
        step("audit.evaluated", "planned", "evaluated"),
        step("audit.repeat", "evaluated", "planned"),
        step("audit.recommend", "evaluated", "recommended"),
        step("review.return", "recommended", "evaluated"),
        step("review.complete", "recommended", "reviewed"),
        step("decision.grant", "reviewed", "granted"),
        step("decision.decline", "reviewed", "declined"),
    ),
)
"""From the first draft to the decision. A candidate is an application after the agreement and before the decision."""

PILOT: Final = "pilot"
CANDIDATE_STATES: Final = frozenset({"contracted", "assessed", "planned", "evaluated", "recommended", "reviewed"})

NONCONFORMITY: Final = Lifecycle(
    "nonconformity",
    "open",
    (
        step("finding.plan", "open", "planned"),
        step("finding.accept", "planned", "accepted"),
        step("finding.return", "planned", "open"),
        step("finding.prove", "accepted", "proved"),
        step("finding.return", "proved", "accepted"),
        step("finding.close", "proved", "closed"),
    ),
)
"""From the finding to its verified correction; a closed nonconformity stays in the report."""

CERTIFICATE: Final = Lifecycle(
    "certificate",
    "active",
    (
        step("certificate.suspend", "active", "suspended"),
        step("certificate.restore", "suspended", "active"),
        step("certificate.reduce", "active", "active"),
        step("certificate.reduce", "suspended", "active"),
        step("certificate.withdraw", {"active", "suspended"}, "withdrawn"),
        step("certificate.terminate", {"active", "suspended"}, "terminated"),
        step("certificate.transfer", "active", "active", when=_("another provider has accepted it; its period stays")),
        step("certificate.expire", {"active", "suspended"}, "expired", when=_("its last day is over"), recorded=False),
        step(
            "certificate.restore",
            "expired",
            "active",
            when=_("a decision to recertify is taken within the months of restoration; the old cycle is kept"),
            recorded=False,
        ),
    ),
)
"""What can happen to a certificate. That it has expired is a matter of the date, so it is no step."""

TRANSFER: Final = Lifecycle(
    "transfer",
    "requested",
    (
        step("transfer.accept", "requested", "accepted", when=_("the new provider is approved and no major is open")),
        step("transfer.refuse", "requested", "refused"),
        step("transfer.cancel", "requested", "cancelled"),
    ),
)
"""A certificate moves to another provider; its period stays what it was."""

MOVING: Final = Source(
    title="RSPO and ASI guidance on transfer", clause="90 days after withdrawal; IAF MD 2 not read", verified=False
)

machine(
    APPLICATION, description=_("an application for certification, from the draft to the decision"), sources=(PROCESS,)
)
machine(NONCONFORMITY, description=_("a nonconformity, from the finding to its correction"), sources=(CORRECTION,))
machine(CERTIFICATE, description=_("a certificate, from the decision that granted it to its end"), sources=(STATUS,))
machine(TRANSFER, description=_("the move of a certificate to another provider"), sources=(MOVING,))


def pilot_ended(kind: str, state: str) -> bool:
    """Say whether a file tries a standard and has its result: nobody decides about it."""
    return kind == PILOT and state == "reviewed"
