"""The witnesses of the log: whom a steward lets cosign its checkpoints, and how far each of them came."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from orepass.platform.access import Role
from orepass.transparency import queries
from orepass.transparency.queries import WitnessCard
from orepass.web.act import Step, work_page
from orepass.web.acting import at_work
from orepass.web.components import Column, Mark, Table, day, marked, number, words
from orepass.web.forms import witnesses as forms


@at_work(Role.STEWARD)
def witnesses(request: HttpRequest) -> HttpResponse:
    """Show the witnesses that are asked, and what a steward can do about them."""
    cards, head = queries.witnesses(), queries.head()
    tables = [_table(cards, head.size)]
    return work_page(request, "desk/witnesses.html", {"head": head}, steps=_steps(cards), tables=tables)


def _table(cards: list[WitnessCard], size: int) -> Table:
    return Table(
        id="witnesses",
        caption=_("Witnesses that are asked"),
        columns=(
            Column(_("Name")),
            Column(_("Address")),
            Column(_("Since")),
            Column(_("Entries cosigned"), "number"),
            Column(_("On"), "day"),
            Column(_("State")),
        ),
        rows=tuple(
            (
                words(card.name, note=card.id),
                words(card.url or _("by hand")),
                day(card.accepted_at.date()),
                number(card.size) if card.size is not None else words("–"),
                day(card.cosigned_at.date() if card.cosigned_at else None),
                marked(_state(card, size)),
            )
            for card in cards
        ),
        empty=_("No witness is asked: readers have only this log's own word that it shows everybody the same."),
    )


def _state(card: WitnessCard, size: int) -> Mark:
    if card.size is None:
        return Mark("missing", _("has cosigned nothing yet"))
    return Mark("verified", _("up to date")) if card.size == size else Mark("due", _("behind the newest checkpoint"))


def _steps(cards: list[WitnessCard]) -> list[Step]:
    asked = [(card.id, card.name) for card in cards]
    steps = [
        Step(
            tag="transparency.witness.accept",
            form=forms.AcceptWitnessForm,
            done=_("It is asked from now on, each time the log is told to collect."),
        )
    ]
    if not asked:
        return steps
    options = {"choices": {"witness": asked}}
    return [
        *steps,
        Step(
            tag="transparency.cosignature.add",
            form=forms.AddCosignatureForm,
            options=options,
            done=_("It holds, and stands below the checkpoint."),
        ),
        Step(
            tag="transparency.witness.dismiss",
            form=forms.DismissWitnessForm,
            options=options,
            done=_("It is asked no more."),
        ),
    ]
