"""A group's registers as they were fixed on the public log, and the file that opens one of them to an auditor."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.inclusion.groups import queries as groups
from orepass.inclusion.groups.queries import CommitmentCard
from orepass.platform.access import Actor, Role
from orepass.transparency.rules.opening import write_opening
from orepass.web.act import Step
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Table, day, number, words
from orepass.web.forms.members import CommitRegisterForm

DIGITS_SHOWN = 12


@at_work(Role.GROUP_MANAGER)
def opening(request: HttpRequest, identifier: str, digest: str) -> HttpResponse:
    """Answer with the file that opens a commitment: what was bound, the salt, and the proof of the entry."""
    text = write_opening(groups.opening_for(actor_of(request), identifier, digest))
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{identifier}-{digest[:DIGITS_SHOWN]}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def committing(group: str) -> Step:
    """Offer to fix the register of today."""
    return Step(
        tag="groups.register.commit",
        form=CommitRegisterForm,
        fixed={"group": group},
        done=_("Fixed: the digest stands on the public log. Download the opening for an auditor when one asks."),
    )


def commitments(actor: Actor, group: str) -> Table:
    """Return the table of the commitments of a group; its managers find the file that opens each."""
    manages = Role.GROUP_MANAGER in actor.roles
    return Table(
        id="commitments",
        caption=_("The register on the public log"),
        columns=(
            Column(_("Day"), "day"),
            Column(_("Members"), "number"),
            Column(_("Digest")),
            Column(_("Entry of the log"), "number"),
            *([Column(_("Opening"), sortable=False)] if manages else []),
        ),
        rows=tuple(_row(card, manages=manages) for card in groups.commitments_for(actor, group)),
        empty=_("The register was never fixed. Fixing it shows later that nobody was added or left out since."),
    )


def _row(card: CommitmentCard, *, manages: bool) -> tuple[Cell, ...]:
    shown = Cell(f"{card.digest[:DIGITS_SHOWN]}…", key=card.digest, raw=card.digest)
    entry = words("–") if card.index is None else number(card.index)
    row = (day(card.on), number(card.members), shown, entry)
    if not manages:
        return row
    href = reverse("web:group-commitment", args=[card.group, card.digest])
    return (*row, words("–") if card.index is None else words(_("download"), href=href))
