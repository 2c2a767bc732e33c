"""The standards for everyone: editions, what each standard requires and when, and where every number comes from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from orepass.scheme import queries as scheme
from orepass.scheme.rules.cards import pack_card, standard_card
from orepass.scheme.rules.regions import regions
from orepass.web import vocabulary
from orepass.web.act import work_page
from orepass.web.components import Cell, Column, Mark, Table, marked, number, words
from orepass.web.texts import NAMES
from orepass.web.vocabulary.rules import rule_value
from orepass.web.words import country_text, day_text, in_language, language


def standards(request: HttpRequest) -> HttpResponse:
    """Show what is released with its standards, and after it in short what is tried or read in our own words."""
    found = scheme.usable_packs()
    packs = [
        {
            "card": pack_card(pack, language()),
            "status": vocabulary.edition_status(pack.status),
            "valid_from": day_text(pack.valid_from),
            "standards": [standard_card(pack, standard.code, language()) for standard in pack.standards],
            "released": pack.status == scheme.RELEASED,
        }
        for pack in found
    ]
    released = [pack for pack in packs if pack["released"]]
    return render(
        request,
        "public/standards.html",
        {"packs": released, "others": [pack for pack in packs if not pack["released"]]},
    )


def pack(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one edition: its standards and its languages."""
    found = scheme.pack(ref)
    page = {
        "card": pack_card(found, language()),
        "notice": in_language(found.notice),
        "licence": found.licence,
        "status": vocabulary.edition_status(found.status),
        "valid_from": day_text(found.valid_from),
        "standards": [standard_card(found, standard.code, language()) for standard in found.standards],
    }
    return work_page(request, "public/pack.html", page, tables=[_regions(found), _languages(found)])


def numbers(request: HttpRequest, ref: str) -> HttpResponse:
    """Show every parameter of an edition with its source."""
    found = scheme.pack(ref)
    page = {"pack": pack_card(found, language())}
    return work_page(request, "public/numbers.html", page, tables=[parameters_table(found.rules)])


def parameters_table(rules: Any) -> Table:  # noqa: ANN401 - the scheme's rules
    """List every parameter of a pack with its source and clause."""
    return Table(
        id="parameters",
        caption=_("The numbers this edition works with"),
        columns=(Column(_("Parameter")), Column(_("Value")), Column(_("Source")), Column(_("Confirmed"))),
        rows=tuple(
            (
                words(vocabulary.named(path)),
                words(rule_value(found.value, found.unit)),
                words(found.source, note=found.clause),
                _confirmed(confirmed=found.verified),
            )
            for path, found in rules.parameters.items()
            if not isinstance(found.value, dict | list)
        ),
        empty=_("This edition sets no numbers of its own."),
    )


def _confirmed(*, confirmed: bool) -> Cell:
    return marked(Mark("verified", _("by its source")) if confirmed else Mark("declared", _("not yet")))


def _regions(found: Any) -> Table:  # noqa: ANN401 - the scheme's pack
    """List where the edition is open, and from which day; an edition without regions is open everywhere."""
    return Table(
        id="regions",
        caption=_("Where it is open"),
        columns=(
            Column(_("Region")),
            Column(_("Countries")),
            Column(_("Open from")),
            Column(_("Source")),
            Column(_("Confirmed")),
        ),
        rows=tuple(
            (
                words(vocabulary.named(region.region)),
                words(", ".join(sorted(country_text(country) for country in region.countries))),
                words(day_text(region.open_from) if region.open_from else _("not said")),
                words(region.source, note=region.clause),
                _confirmed(confirmed=region.verified),
            )
            for region in regions(found.rules)
        ),
        empty=_("Open everywhere."),
    )


def _languages(found: Any) -> Table:  # noqa: ANN401 - the scheme's pack
    return Table(
        id="languages",
        caption=_("Languages"),
        columns=(
            Column(_("Language")),
            Column(_("Texts present"), "number"),
            Column(_("Missing"), "number"),
            Column(_("Reviewed")),
        ),
        rows=tuple(
            (
                words(NAMES.get(listed.language, listed.language)),
                number(listed.present),
                number(len(listed.missing)),
                marked(Mark("verified", _("reviewed")) if listed.reviewed else Mark("declared", _("unreviewed"))),
            )
            for listed in found.completeness
        ),
        empty=_("This edition names no languages."),
    )
