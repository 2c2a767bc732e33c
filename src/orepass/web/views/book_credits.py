"""Credits of book and claim: what was issued, who has it, and what it was retired for; each credit is used once."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.custody import queries as custody
from orepass.custody.queries.bookings import lot_names
from orepass.custody.queries.credits import CreditCard, credits_of
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, day, marked, mass, words
from orepass.web.flows import short_name
from orepass.web.forms import custody as forms
from orepass.web.roles import organisation_name
from orepass.web.views.lots import TRADES
from orepass.web.words import mass_text

OFFERED = 100


@at_work(*TRADES)
def book_credits(request: HttpRequest) -> HttpResponse:
    """Show the credits that the organisation issued, holds or held, and what may be done with them."""
    actor = actor_of(request)
    found = credits_of(actor)
    return work_page(request, "desk/book_credits.html", {}, steps=_steps(actor, found), tables=[_table(found)])


def _table(found: list[CreditCard]) -> Table:
    lots = lot_names(card.lot for card in found)
    return Table(
        id="credits",
        caption=_("Credits of book and claim"),
        columns=(
            Column(_("Serial")),
            Column(_("Stands for"), "number"),
            Column(_("State")),
            Column(_("Issued by")),
            Column(_("Held by")),
            Column(_("Issued"), "day"),
            Column(_("Good before"), "day"),
            Column(_("Retired for")),
        ),
        rows=tuple(
            (
                words(card.serial, note=card.scheme),
                mass(card.amount_mg),
                marked(_mark(card)),
                words(organisation_name(card.issuer)),
                words(organisation_name(card.holder)),
                day(card.issued_on),
                day(card.valid_before),
                words(
                    short_name(card.lot) if card.lot else card.note or "–",
                    href=reverse("web:lot", args=[lots[card.lot]]) if card.lot in lots else "",
                ),
            )
            for card in found
        ),
        empty=_(
            "No credit yet. A book and claim account issues them for certified production that was not sold as such."
        ),
    )


def _mark(card: CreditCard) -> Mark:
    if card.retired_on is not None:
        return Mark("skipped", _("retired"))
    if not card.is_usable(clock.today()):
        return Mark("expired", _("expired"))
    if card.missing_mg:
        return Mark("suspended", _("not covered by production"))
    return Mark("active", _("may be used"))


def _steps(actor: Actor, found: list[CreditCard]) -> list[Step]:
    """Return what may be done: issue from an account of one's own, hand on or retire what one holds."""
    books = [card for card in custody.accounts(actor) if card.method == "book"]
    usable = [
        (card.id, f"{card.serial}: {mass_text(card.amount_mg)} {card.element}")
        for card in found
        if card.holder == actor.organisation and card.is_usable(clock.today())
    ][:OFFERED]
    done = _("Done, and written to the record.")
    steps = []
    if books and Role.BUYER not in actor.roles:
        offered = {"account": [(card.id, f"{card.element}, {card.id}") for card in books]}
        steps.append(
            Step(tag="custody.credits.issue", form=forms.IssueCreditsForm, options={"choices": offered}, done=done)
        )
    if usable:
        options = {"choices": {"credit_ids": usable}}
        steps.append(Step(tag="custody.credits.retire", form=forms.RetireCreditsForm, options=options, done=done))
        steps.append(Step(tag="custody.credits.transfer", form=forms.HandCreditsForm, options=options, done=done))
    return steps
