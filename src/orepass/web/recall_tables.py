"""The tables of a recall: the lots it reaches, who has them, the accounts, whom to tell, and what was answered."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from orepass.custody.queries.announced import AnnouncedRecall, RecalledLot
from orepass.custody.queries.recalled import AccountReached, HolderShare, ReachedLot, ToTell
from orepass.party import queries as party
from orepass.party.queries import SiteCard
from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.acting import opens
from orepass.web.components import Cell, Column, Mark, Table, day, marked, mass, number, words
from orepass.web.flows import short_name
from orepass.web.words import day_text, percent_text


def _share(least: str, most: str) -> Cell:
    low, high = Fraction(least), Fraction(most)
    said = percent_text(high) if low == high else f"{percent_text(low)} – {percent_text(high)}"
    return Cell(said, key=high, raw=least if least == most else f"{least} to {most}")


def _mass(amount: int | None) -> Cell:
    return mass(amount) if amount is not None else words(_("not weighed"))


def _lot_mark(lot: ReachedLot) -> Mark:
    if lot.gone:
        return Mark("skipped", _("nothing is left"))
    if lot.on_hold:
        return Mark("suspended", _("on hold"))
    return Mark("due", _("still there"))


def _names(parties: Sequence[str]) -> dict[str, str]:
    return {key: card.name for key, card in party.organisation_cards(name for name in parties if name).items()}


def _party(name: str, names: Mapping[str, str]) -> Cell:
    return words(names.get(name) or name or _("nobody known"))


def lots_table(lots: Sequence[ReachedLot], reader: Actor) -> Table:
    """List every lot reached, with what of it is suspected, where it is and who has it."""
    names = _names([lot.holder for lot in lots])
    sites = party.site_cards(lot.site for lot in lots if lot.site)
    return Table(
        id="reached",
        caption=_("Lots that are touched"),
        columns=(
            Column(_("Lot")),
            Column(_("State")),
            Column(_("Suspected share"), "number"),
            Column(_("Suspected mass left"), "number"),
            Column(_("Of it certified"), "number"),
            Column(_("Who has it")),
            Column(_("Where")),
        ),
        rows=tuple(
            (
                words(
                    short_name(lot.uri),
                    href=opens(reader, "lot", lot.id),
                    note=_("suspected itself") if lot.began else "",
                ),
                marked(_lot_mark(lot)),
                _share(lot.share_exact, lot.share_most_exact),
                _mass(lot.suspect_mg),
                _mass(lot.certified_mg),
                _party(lot.holder, names),
                words(sites[lot.site].name if lot.site in sites else lot.site or "–"),
            )
            for lot in lots
        ),
        empty=_("Nothing that you have or had came from there."),
    )


def holders_table(found: Sequence[HolderShare]) -> Table:
    """List who has how much of it now."""
    names = _names([each.holder for each in found])
    return Table(
        id="holders",
        caption=_("Who has what is left"),
        columns=(
            Column(_("Who")),
            Column(_("Lots"), "number"),
            Column(_("Suspected mass"), "number"),
            Column(_("Of it certified"), "number"),
            Column(_("Not weighed"), "number"),
        ),
        rows=tuple(
            (
                _party(each.holder, names),
                number(each.lots),
                mass(each.suspect_mg),
                mass(each.certified_mg),
                number(each.unweighed),
            )
            for each in found
        ),
        empty=_("Nothing of it is left."),
    )


def _account(each: AccountReached, sites: Mapping[str, SiteCard]) -> Cell:
    place = sites[each.site].name if each.site in sites else each.site
    return words(f"{place}, {each.element}", note=each.account)


def accounts_table(found: Sequence[AccountReached]) -> Table:
    """List the accounts that were credited with it."""
    sites = party.site_cards(each.site for each in found)
    return Table(
        id="credited",
        caption=_("Balance accounts that were credited with it"),
        columns=(
            Column(_("Account")),
            Column(_("Credited"), "number"),
            Column(_("Of it suspected"), "number"),
            Column(_("Balance now"), "number"),
            Column(_("Lots claimed since"), "number"),
        ),
        rows=tuple(
            (
                words(
                    f"{sites[each.site].name if each.site in sites else each.site}, {each.element}", note=each.account
                ),
                mass(each.credited_mg),
                mass(each.suspect_mg),
                mass(each.balance_mg),
                number(len(each.claimed)),
            )
            for each in found
        ),
        empty=_("No account was credited with it."),
    )


def tell_table(found: Sequence[ToTell]) -> Table:
    """List who is to be told: who has or had some of it."""
    return Table(
        id="tell",
        caption=_("Who is to be told"),
        columns=(
            Column(_("Who")),
            Column(_("How")),
            Column(_("Lots they had"), "number"),
            Column(_("Lots they have now"), "number"),
        ),
        rows=tuple(
            (
                words(each.name or each.party),
                words(_("by a notice here") if each.registered else _("by you: they are not registered here")),
                number(each.lots),
                number(each.has_now),
            )
            for each in found
        ),
        empty=_("Nobody else has or had any of it."),
    )


def recalled_table(card: AnnouncedRecall, links: Mapping[str, str], reader: Actor) -> Table:
    """List the lots as they were found: on the day of the announcement, or when a later event told of them."""
    names = _names([lot.holder for lot in card.lots])
    return Table(
        id="recalled",
        caption=_("Lots as they were found"),
        columns=(
            Column(_("Lot")),
            Column(_("Suspected share"), "number"),
            Column(_("Suspected mass"), "number"),
            Column(_("Of it certified"), "number"),
            Column(_("Who had it")),
        ),
        rows=tuple(
            (
                words(
                    short_name(lot.uri),
                    href=opens(reader, "lot", links[lot.uri]) if lot.uri in links else "",
                    note=_found_note(lot),
                ),
                _share(lot.share_exact, lot.share_most_exact),
                _mass(lot.suspect_mg),
                _mass(lot.certified_mg),
                _party(lot.holder, names),
            )
            for lot in card.lots
        ),
        empty=_("You had none of its lots on that day."),
    )


def _found_note(lot: RecalledLot) -> str:
    said = [_("suspected itself")] if lot.began else []
    if lot.found_at is not None:
        said.append(_("reached on %(day)s") % {"day": day_text(lot.found_at.date())})
    return ", ".join(said)


def answers_table(card: AnnouncedRecall) -> Table:
    """List what was answered."""
    names = _names([each.party or each.organisation for each in card.answers])
    return Table(
        id="answers",
        caption=_("What was answered"),
        columns=(
            Column(_("Day"), "day"),
            Column(_("Who")),
            Column(_("What became of it")),
            Column(_("In their words")),
        ),
        rows=tuple(
            (
                day(each.at.date()),
                _party(each.party or each.organisation, names),
                words(vocabulary.recall_outcome(each.outcome) if each.outcome else _("the recall was ended")),
                words(each.note),
            )
            for each in card.answers
        ),
        empty=_("Nobody has answered yet."),
    )


def parties_table(card: AnnouncedRecall) -> Table:
    """List who was told and whether they answered."""
    names = _names([each.party for each in card.parties])
    return Table(
        id="parties",
        caption=_("Who was told"),
        columns=(Column(_("Who")), Column(_("How")), Column(_("Lots"), "number"), Column(_("State"))),
        rows=tuple(
            (
                _party(each.party, names),
                words(_("by a notice here") if each.registered else _("by you: they are not registered here")),
                number(each.lots),
                marked(Mark("verified", _("answered")) if each.answered else Mark("due", _("has not answered"))),
            )
            for each in card.parties
        ),
        empty=_("Nobody else was concerned."),
    )
