"""Declare what was brought into the Union in a year; whether duties follow is reckoned and kept (vector F6)."""

from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from orepass.diligence.models import ImportYear
from orepass.diligence.queries.imports import ImportCard, import_of
from orepass.diligence.rules.imports import goods_named
from orepass.kernel.identifier import mint
from orepass.kernel.kept import keep
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import organisation_card
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action

RULE: Final = "import-scope"
FIRST_YEAR: Final = 2021
"""The regulation holds from 1 January 2021 on."""
DIGITS_MAX: Final = 15
GOODS_MAX: Final = 40


class GoodsUnnamed(Invalid):
    """Something has to be named."""

    code = "diligence.goods.unnamed"
    message = _("“{value}” names no goods.")
    what_to_do = _("Name the goods, such as tin-ore, or their code of the Combined Nomenclature, such as 2609 00 00.")


class GoodsMass(Invalid):
    """The mass cannot be one."""

    code = "diligence.goods.mass"
    message = _("“{value}” cannot be the mass of a year.")
    what_to_do = _("Give kilograms, at most {digits} characters, not below zero; leave it out where nobody knows it.")


class GoodsYear(Invalid):
    """The year cannot be declared."""

    code = "diligence.goods.year"
    message = _("Nothing is declared for {year}.")
    what_to_do = _("Name a year from {first} on that has begun.")


@action("diligence.goods.declare")
def declare_goods(
    actor: Actor, *, year: int, goods: str, mass_kg: Decimal | None = None, note: str = "", at: datetime
) -> ImportCard:
    """Declare what one's own organisation brought into the Union in a year, by kind of goods or by code.

    A second declaration of the same goods and year replaces the first; a mass that nobody knows stays unknown.

    Raises:
        NotFound: the actor's organisation is not on record.
        GoodsUnnamed: no goods are named.
        GoodsMass: the mass is below zero or too long.
        GoodsYear: the year has not begun, or lies before the regulation.
    """
    organisation = organisation_card(actor.organisation).id
    named = goods.strip()
    if not 0 < len(named) <= GOODS_MAX:
        raise GoodsUnnamed(where="goods", value=named[:GOODS_MAX])
    if mass_kg is not None and (mass_kg < 0 or len(f"{mass_kg:f}") > DIGITS_MAX):
        raise GoodsMass(where="mass_kg", value=str(mass_kg)[:GOODS_MAX], digits=DIGITS_MAX)
    if not FIRST_YEAR <= year <= day_of(at).year:
        raise GoodsYear(where="year", year=year, first=FIRST_YEAR, value=year)
    _computed, kept = keep(RULE, {"goods": named, "mass_kg": mass_kg})
    mine = ImportYear.objects.filter(organisation=organisation)
    kind = goods_named(named) or named.lower()
    row = ImportYear.objects.create(
        id=mint("imy"),
        organisation=organisation,
        number=mine.count() + 1,
        year=year,
        goods=kind,
        computed=msgspec.to_builtins(kept),
        note=fitting("note", note.strip(), NOTE_MAX),
        corrects=mine.filter(year=year, goods=kind, corrected_by=None).first(),
        at=at,
        by=actor.pseudonym,
    )
    return import_of(row)
