"""The columns of a table of events: the headings they are known by in three languages, what belongs in each, examples.

The English names are those that findings tell and that stay; the words of a step and of a transport likewise.
"""

from typing import Final, Literal, get_args

import msgspec

from orepass.kernel.table import folded
from orepass.kernel.text import marked as _

type Language = Literal["en", "fr", "es"]
"""The languages that a table of events has headings in."""
LANGUAGES: Final[tuple[str, ...]] = get_args(Language.__value__)


class SheetColumn(msgspec.Struct, frozen=True):
    """One column: its lasting name, its French and Spanish headings, what belongs in it, and an example."""

    name: str
    french: str
    spanish: str
    says: str
    example: str = ""

    def heading(self, language: str) -> str:
        """Return the heading in a language, the lasting name where there is none of its own."""
        return {"fr": self.french, "es": self.spanish}.get(language, self.name)


SHEET_COLUMNS: Final = (
    SheetColumn("what", "quoi", "qué", _("What happened, in one of these words:"), "begin"),
    SheetColumn("when", "quand", "cuándo", _("The day, or the day and the time, at which it happened."), "2026-03-01"),
    SheetColumn(
        "lot",
        "lot",
        "lote",
        _("Your name for the lot that begins, comes out, moves or is weighed; or its URI."),
        "A-12",
    ),
    SheetColumn("mass kg", "masse kg", "masa kg", _("Its mass in kilograms, as a number."), "480.5"),
    SheetColumn("material", "matière", "material", _("What it is, in the word of the standard."), "cobalt_ore"),
    SheetColumn("grade %", "teneur %", "ley %", _("How much of the dry mass is the metal, in percent."), "4.2"),
    SheetColumn("moisture %", "humidité %", "humedad %", _("How much of the mass is water, in percent."), "6"),
    SheetColumn("site", "site", "sitio", _("Where it happened: the identifier of a site."), "sit-…"),
    SheetColumn("from", "de", "de", _("Who handed it over: the identifier of an organisation."), "org-…"),
    SheetColumn("to", "à", "a", _("Who takes it over: the identifier of an organisation."), "org-…"),
    SheetColumn(
        "made from",
        "issu de",
        "hecho de",
        _("The lots that went into it, each with the kilograms used, with semicolons between them."),
        "A-12 = 300; A-13",
    ),
    SheetColumn(
        "step", "étape", "paso", _("Any word; rows with the same one are one event with several lots."), "melt-7"
    ),
    SheetColumn("packed into", "emballé dans", "embalado en", _("The lot that the others are packed into."), "bag-3"),
    SheetColumn("certificate", "certificat", "certificado", _("The certificate under which it is delivered."), "crt-…"),
    SheetColumn("member", "membre", "miembro", _("Which member of a group delivered it."), "mem-…"),
    SheetColumn("tag", "étiquette", "etiqueta", _("The number of the tag on the bag."), "0042917"),
    SheetColumn("model", "modèle", "modelo", _("By which custody model it is claimed, such as mass_balance."), ""),
    SheetColumn("account", "compte", "cuenta", _("From which account the claim is taken."), "bal-…"),
    SheetColumn("claimed %", "revendiqué %", "declarado %", _("How much of the mass is claimed, in percent."), "60"),
    SheetColumn("hs", "sh", "sa", _("The heading of the customs tariff."), "2605"),
    SheetColumn("transport", "transport", "transporte", _("How it travelled, in one of these words:"), "road"),
    SheetColumn("tag scheme", "système d’étiquettes", "sistema de etiquetas", _("Who hands these tags out."), "its"),
)
"""What a table of events can say; only the first three must be there."""

KIND_WORDS: Final = {
    "begin": ("début", "inicio"),
    "transform": ("transformation", "transformación"),
    "send": ("envoi", "envío"),
    "receive": ("réception", "recepción"),
    "weigh": ("pesée", "pesaje"),
    "destroy": ("destruction", "destrucción"),
    "pack": ("emballage", "embalaje"),
    "unpack": ("déballage", "desembalaje"),
}
TRANSPORT_WORDS: Final = {
    "road": ("route", "carretera"),
    "rail": ("rail", "ferrocarril"),
    "water": ("eau", "agua"),
    "air": ("air", "aire"),
}
_AT: Final = {"fr": 0, "es": 1}
_NAMES: Final = {
    folded(heading): column.name for column in SHEET_COLUMNS for heading in (column.french, column.spanish, column.name)
}


def column_named(heading: str) -> str:
    """Return the lasting name of the column that a heading stands over, or the heading itself where it is none."""
    return _NAMES.get(folded(heading), heading.strip().casefold())


def word_meant(said: str, words: dict[str, tuple[str, str]]) -> str:
    """Return the lasting word for one in any of the three languages, or the word itself where it is none."""
    wanted = folded(said)
    return next((code for code, others in words.items() if wanted in map(folded, (code, *others))), said.casefold())


def words_in(language: str, words: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return the words to choose from in a language."""
    at = _AT.get(language)
    return tuple(words) if at is None else tuple(others[at] for others in words.values())
