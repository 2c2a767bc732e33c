"""Sample claims and open matters for the component page, plainly invented."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from orepass.web import vocabulary
from orepass.web.claiming import ClaimView
from orepass.web.components import Mark, NavigationLink
from orepass.web.marks import due_mark
from orepass.web.views.inbox import InboxRow


def sample_claim() -> ClaimView:
    """Return a claim with a wording, a part that was lost, and claims that are not offered."""
    return ClaimView(
        mark=Mark("verified", vocabulary.custody_model("mass_balance")),
        said=_("%(percent)s %% of it, %(pack)s") % {"percent": 85, "pack": "cera-4in1@2026.1"},
        offered=((_("Supports certified sourcing: 85 % by mass balance."), "en"),),
        lost=(("15 %", _("It was not certified where it began.")),),
        refused=((vocabulary.claim("names_mine"), _("It comes from more than one site; no single one can be named.")),),
        source=_("demonstration values"),
    )


def sample_no_claim() -> ClaimView:
    """Return a lot of which nothing may be claimed."""
    return ClaimView(
        mark=Mark("missing", _("no claim")),
        said="",
        offered=(),
        lost=(("100 %", _("Somebody on the way had no custody certificate on that day; the claim ended there.")),),
        refused=(),
        source=_("demonstration values"),
    )


def sample_inbox(today: date) -> list[InboxRow]:
    """Return an overdue question of another, a hold without a day and a period to close of the reader's own."""

    def row(title: str, kind: str, said: str, due: int | None, *, mine: bool) -> InboxRow:
        due_on = None if due is None else today + timedelta(days=due)
        return InboxRow(
            kind=vocabulary.open_kind(kind),
            title=title,
            said=said,
            href="#",
            about="LOT-B",
            asked="Lualaba Depot",
            mine=mine,
            since=today - timedelta(days=20),
            due_on=due_on,
            mark=due_mark(due_on, today),
        )

    grade = _("A grade of 40 % cobalt is more than heterogenite usually holds.")
    return [
        row(_("Answer a question about an event"), "question", grade, -6, mine=False),
        row(_("Close a period of an account"), "closing", "", 9, mine=True),
        row(_("Decide about lots on hold"), "hold", _("The seal was broken."), None, mine=False),
    ]


def sample_filters() -> list[NavigationLink]:
    """Return a filter with its counts."""
    return [
        NavigationLink(_("all"), "#", 3, current=True),
        NavigationLink(_("yours to do"), "#", 1),
        NavigationLink(vocabulary.open_kind("hold"), "#", 1),
    ]
