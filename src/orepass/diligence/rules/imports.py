"""From how much a year importers into the Union have duties, by kind of goods (Regulation (EU) 2017/821, Annex I).

Below the threshold there is no duty; at it there is one. What this book carries no threshold for, and a mass that
nobody knows, come out as unknown: neither is a way out of the duties.
"""

from decimal import Decimal
from typing import Final

from orepass.kernel.computed import Computed, Source, need, not_below_zero, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

REGULATION: Final = "Regulation (EU) 2017/821"
THRESHOLDS: Final = Source(title=REGULATION, clause="Annex I, volume thresholds", verified=True)
THRESHOLDS_SECOND_HAND: Final = Source(title=REGULATION, clause="Annex I, read on a secondary page", verified=False)
IMPORT_KG: Final[dict[str, tuple[int, Source]]] = {
    "tin-ore": (5_000, THRESHOLDS),
    "tungsten-ore": (250_000, THRESHOLDS),
    "gold-unrefined": (100, THRESHOLDS),
    "tungsten-oxide": (100_000, THRESHOLDS),
    "tin-bars": (1_400, THRESHOLDS_SECOND_HAND),
    "tin-articles": (2_100, THRESHOLDS_SECOND_HAND),
    "tungsten-wire": (250, THRESHOLDS_SECOND_HAND),
}
"""Kilograms a year from which the duties of importers hold, by kind of goods."""
GOODS_OF_CODE: Final = {"26090000": "tin-ore", "26110000": "tungsten-ore", "28259040": "tungsten-oxide"}
"""Codes of the Combined Nomenclature that are one kind of goods; 7108 is not, for it covers refined gold too."""
IN, OUT, UNKNOWN = "in_scope", "out_of_scope", "unknown"


def goods_named(text: str) -> str | None:
    """Return the kind of goods that a name or a code of the Combined Nomenclature means, if this book knows it."""
    plain = text.strip().lower()
    return plain if plain in IMPORT_KG else GOODS_OF_CODE.get("".join(plain.split()))


@rule("import-in-scope")
def import_in_scope(*, goods: str, mass_kg: Decimal) -> Computed[bool]:
    """Whether a year's import into the Union has the duties of Regulation (EU) 2017/821: at the threshold, yes."""
    need(goods in IMPORT_KG, "goods", goods, one_of(IMPORT_KG))
    not_below_zero(mass_kg=mass_kg)
    threshold, source = IMPORT_KG[goods]
    words = said(_("{mass} kg in the year; below {threshold} kg there is no duty."), mass=mass_kg, threshold=threshold)
    return Computed(value=mass_kg >= threshold, unit="boolean", explanation=(words,), sources=(source,))


@rule("import-scope")
def import_scope(*, goods: str, mass_kg: Decimal | None = None) -> Computed[str]:
    """Where a year's import into the Union stands, by goods or code: in_scope, out_of_scope or unknown."""
    not_below_zero(mass_kg=mass_kg)
    name = goods_named(goods)
    if name is None:
        words = said(_("“{code}” is not among the goods carried here; look in Annex I of the regulation."), code=goods)
        return Computed(value=UNKNOWN, unit="code", explanation=(words,), sources=(THRESHOLDS,))
    if mass_kg is None:
        words = said(
            _("How much {code} came in is not known; from {threshold} kg a year there are duties."),
            code=name,
            threshold=IMPORT_KG[name][0],
        )
        return Computed(value=UNKNOWN, unit="code", explanation=(words,), sources=(IMPORT_KG[name][1],))
    found = import_in_scope(goods=name, mass_kg=mass_kg)
    value = IN if found.value else OUT
    words = said(_("{code}: {line}"), code=name, line=found.explanation[0])
    return Computed(value=value, unit="code", explanation=(words,), sources=found.sources)
