"""What an organisation brought into the Union: the part of its page of due diligence."""

from datetime import date

from django.utils.translation import gettext as _

from orepass.diligence.queries import ImportCard
from orepass.diligence.rules.imports import IMPORT_KG
from orepass.web.act import Step
from orepass.web.components import Cell, Column, Mark, Table, Why, marked, words
from orepass.web.forms import risks as forms
from orepass.web.vocabulary.diligence import goods
from orepass.web.words import number_text, source_text


def goods_step(today: date) -> Step:
    """Offer to declare what was brought into the Union in a year."""
    return Step(
        tag="diligence.goods.declare",
        form=forms.GoodsForm,
        initial={"year": today.year - 1},
        options={"choices": {"kind": [(kind, goods(kind)) for kind in IMPORT_KG]}},
        done=_("Declared; the page says whether duties follow."),
    )


def scope_mark(card: ImportCard) -> Mark:
    """Mark whether duties follow; unknown is not out of scope."""
    return {
        "in_scope": Mark("due", _("in scope: duties follow")),
        "out_of_scope": Mark("verified", _("out of scope: below the threshold")),
    }.get(card.scope, Mark("missing", _("not known")))


def imports_table(cards: list[ImportCard]) -> Table:
    """List the declared years, replaced ones marked."""
    return Table(
        id="imports",
        caption=_("Brought into the European Union – Regulation (EU) 2017/821"),
        columns=(
            Column(_("Year"), "number"),
            Column(_("Goods")),
            Column(_("Mass"), "number"),
            Column(_("Duties")),
        ),
        rows=tuple(
            (
                Cell(str(card.year), key=card.year, raw=str(card.year)),
                words(goods(card.goods), note=card.note),
                words(_("not known") if card.mass_kg is None else f"{number_text(card.mass_kg)} kg"),
                words(_("replaced by a later declaration")) if card.corrected_by else marked(scope_mark(card)),
            )
            for card in cards
        ),
        empty=_(
            "Nothing is declared. Whoever imports tin, tungsten, tantalum or gold has duties from a yearly mass on."
        ),
    )


def why_scope(cards: list[ImportCard]) -> list[Why]:
    """Say of each declared year that counts why duties follow or not."""
    return [
        Why(
            working=tuple(card.explanation),
            edition=" · ".join(
                source_text(source) + ("" if source.verified else f" – {_('not compared with the source')}")
                for source in card.sources
            ),
            summary=_("Why, for %(goods)s in %(year)s?") % {"goods": goods(card.goods), "year": card.year},
        )
        for card in cards
        if not card.corrected_by
    ]
