"""Whose visits are planned through a draw: rooms above say so at start-up, since assurance sees none of them."""

from collections.abc import Callable
from typing import Final

from orepass.assurance.models import Application
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _

type HoldsForMembers = Callable[[str, str], bool]
"""Whether an organisation holds, or wants to hold, a certificate for members under a standard."""

_asked: Final[list[HoldsForMembers]] = []


class DrawNeeded(Conflict):
    """The holder has members: whom to visit is drawn, not chosen."""

    code = "assurance.audit.draw_needed"
    message = _("This holder has members: whom to visit is drawn from a public seed, and nobody may be left out.")
    what_to_do = _(
        "Commit the list of members (groups.sample.commit), draw (groups.sample.draw), add whom you miss with a reason "
        "(groups.sample.add), and plan the visit from the draw (groups.audit.plan)."
    )


def holds_for_members(asks: HoldsForMembers) -> HoldsForMembers:
    """Let a room above say which holders have members."""
    _asked.append(asks)
    return asks


def require_chosen(row: Application) -> None:
    """Refuse to choose whom to visit where a draw has to say it.

    Raises:
        DrawNeeded: the holder has members.
    """
    if any(asks(row.client_id, row.standard) for asks in _asked):
        raise DrawNeeded(where=row.pk, state="drawn")
