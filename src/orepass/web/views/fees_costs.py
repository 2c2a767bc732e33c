"""What certification cost year by year, complying included, and what it brought: the part of the page of fees."""

from datetime import date

from django.utils.translation import gettext as _

from orepass.inclusion.fees.queries import CostSheetCard
from orepass.inclusion.fees.rules.costs import BENEFITS
from orepass.web.act import Step
from orepass.web.components import Cell, Column, Table, Why, words
from orepass.web.forms import fees as forms
from orepass.web.vocabulary.fees import benefit
from orepass.web.words import finding_text, finding_way_out, money_text, source_text

Said = tuple[str, str]


def cost_step(today: date) -> Step:
    """Offer to record a year's cost sheet."""
    choices = {"benefit": [(code, benefit(code)) for code in ("none", *BENEFITS)]}
    done = _("Written down. A later sheet of the same year replaces it.")
    return Step(
        tag="fees.cost_sheet.record",
        form=forms.CostSheetForm,
        initial={"year": today.year - 1},
        options={"choices": choices},
        done=done,
    )


def costs_table(sheets: list[CostSheetCard]) -> Table:
    """List the cost sheets, replaced ones marked."""
    return Table(
        id="costs",
        caption=_("What certification cost"),
        columns=(
            Column(_("Year"), "number"),
            Column(_("Fees"), "number"),
            Column(_("Audit"), "number"),
            Column(_("Complying"), "number"),
            Column(_("Other"), "number"),
            Column(_("Together"), "number"),
            Column(_("What it brings")),
        ),
        rows=tuple(
            (
                Cell(str(card.year), key=card.year, raw=str(card.year)),
                *(
                    Cell(money_text(cost), key=cost.minor, raw=f"{cost.amount:f}")
                    for cost in (*card.costs.values(), card.total)
                ),
                words(benefit(card.benefit), note=_note(card)),
            )
            for card in sheets
        ),
        empty=_("Nobody has written it down yet. Complying often costs more than the audit; both belong here."),
    )


def _note(card: CostSheetCard) -> str:
    return _("replaced by a later sheet") if card.corrected_by else card.note


def cost_questions(sheets: list[CostSheetCard]) -> list[Said]:
    """Ask about the sheets that count and name no benefit."""
    counting = [card for card in sheets if not card.corrected_by]
    return [
        (f"{card.year}: {finding_text(found)}", finding_way_out(found)) for card in counting for found in card.findings
    ]


def why_costs(sheets: list[CostSheetCard]) -> list[Why]:
    """Say of each sheet that counts what it adds up."""
    return [
        Why(
            working=tuple(card.why.explanation),
            edition=" · ".join(source_text(source) for source in card.why.sources),
            summary=_("Why %(total)s in %(year)s?") % {"total": money_text(card.total), "year": card.year},
        )
        for card in sheets
        if not card.corrected_by
    ]
