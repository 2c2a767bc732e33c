"""The JSON-LD contexts with which this home reads the credentials of others, as a part of the page of identities."""

from django.utils.translation import gettext as _

from orepass.credentials import queries
from orepass.credentials.queries.contexts import BROUGHT, HELD
from orepass.web.act import Step
from orepass.web.components import Cell, Column, Mark, Table, marked, words
from orepass.web.forms.identities import BringContextForm

DIGITS_SHOWN = 16


def contexts() -> Table:
    """Return the table of every context that is pinned here."""
    return Table(
        id="contexts",
        caption=_("Contexts of credentials"),
        columns=(Column(_("State")), Column(_("Address"), "code"), Column(_("Digest"), "code")),
        rows=tuple(
            (
                marked(_state(card.source)),
                words(card.url),
                Cell(f"{card.digest[:DIGITS_SHOWN]}…", key=card.digest, raw=card.digest),
            )
            for card in queries.context_cards()
        ),
        empty=_("No context is pinned here."),
    )


def bringing() -> Step:
    """Offer to bring the text of a context."""
    return Step(
        tag="credentials.context.bring",
        form=BringContextForm,
        done=_("The context is kept; credentials are read with it."),
    )


def _state(source: str) -> Mark:
    if source == HELD:
        return Mark("verified", _("comes with Orepass"))
    if source == BROUGHT:
        return Mark("verified", _("brought here"))
    return Mark("missing", _("text missing"))
