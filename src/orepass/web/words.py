"""How values are said on a page, in the reader's language: numbers, masses, days, refusals and findings."""

import functools
import gettext as gettext_module
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import pycountry
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orepass.kernel.computed import Source
from orepass.kernel.finding import Finding, FindingKind
from orepass.kernel.money import EXPONENT, Money
from orepass.kernel.quantity import MILLIGRAMS_PER_UNIT
from orepass.kernel.refusal import Refusal
from orepass.kernel.text import Said, fill

NARROW_SPACE = "\u202f"
MINUS: Final = "\u2212"
MASS_STEPS = (("TNE", "t"), ("KGM", "kg"), ("GRM", "g"), ("MGM", "mg"))
AS_WRITTEN: Final = frozenset({"year", "of_year", "heading", "usual", "code", "codes"})
"""What no language writes otherwise, by its placeholder: a year and a customs heading, for they are no amounts, and the
codes that a rule takes."""
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
GIVEN: Final = "value"
"""The placeholder of a refusal for what somebody gave: it shows as it was given, also where it is a word of ours."""


def language() -> str:
    """Return the reader's language as packs name it."""
    return (get_language() or "en")[:2]


def in_language(text: Mapping[str, str]) -> str:
    """Return a text of a pack in the reader's language, else in English, else in the first that it has."""
    return text.get(language()) or text.get("en") or next(iter(text.values()), "")


def translated(text: str) -> str:
    """Translate a marked text; the empty text stays empty."""
    return _(text) if text else ""


def number_text(value: int | Decimal | Fraction) -> str:
    """Write a number with the separators of the reader's language."""
    if isinstance(value, Fraction):
        return percent_text(value)
    return number_format(value, use_l10n=True, force_grouping=True).replace("-", MINUS)


def coordinates_text(latitude: Decimal, longitude: Decimal, *, places: int) -> str:
    """Write a place in degrees, the latitude first."""
    return f"{latitude:.{places}f}, {longitude:.{places}f}".replace("-", MINUS)


def figure_text(written: str) -> str:
    """Write a number or a day that came as text as the reader does; another text is one of ours, or stays as it is."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return _day_in_words(written) or translated(written)
    return number_text(number) if number.is_finite() else written


def mass_text(amount: int, *, places: int = 3) -> str:
    """Write a mass in the largest unit that keeps it at one or more, rounded to a few places."""
    for code, unit in MASS_STEPS:
        size = MILLIGRAMS_PER_UNIT[code]
        if abs(amount) >= size or unit == "mg":
            return (
                f"{number_text(_trimmed(Decimal(amount) / size, places))}{NARROW_SPACE}{unit}"
                if amount
                else f"0{NARROW_SPACE}kg"
            )
    raise AssertionError(amount)


def kilograms_text(amount: int) -> str:
    """Write a mass in kilograms whatever its size, so that the rows of an account can be compared."""
    return f"{number_text(_trimmed(Decimal(amount) / MILLIGRAMS_PER_UNIT['KGM'], 3))}{NARROW_SPACE}kg"


def money_text(amount: Money) -> str:
    """Write a sum of money with all decimals of its currency."""
    places = EXPONENT[amount.currency]
    said = number_format(amount.amount, decimal_pos=places, use_l10n=True, force_grouping=True).replace("-", MINUS)
    return f"{said}{NARROW_SPACE}{amount.currency}"


def percent_text(share: Fraction) -> str:
    """Write a share in per cent; a share too small to show is said to be below one tenth."""
    if 0 < share < Fraction(1, 1000):
        return _("below %(value)s %%") % {"value": number_format(Decimal("0.1"), use_l10n=True)}
    value = Decimal(round(share * 1000)) / 10
    return f"{number_format(_trimmed(value, 1), use_l10n=True).replace('-', MINUS)}{NARROW_SPACE}%"


def day_text(value: date | None) -> str:
    """Write a day with the month's name, so that no reader mistakes day for month."""
    return date_format(value, "j N Y") if value else "–"


def _day_in_words(written: str) -> str:
    """Write a day that came as text, 2026-01-31, as pages write days; nothing where it is none."""
    try:
        return day_text(date.fromisoformat(written)) if DAY.fullmatch(written) else ""
    except ValueError:
        return ""


def refusal_text(refusal: Refusal, worded: Mapping[str, str] = MappingProxyType({})) -> str:
    """Say a refusal in the reader's language, some of the values behind its placeholders as given."""
    return fill(translated(refusal.message), {**_said(refusal.params), **worded})


def way_out_text(refusal: Refusal, worded: Mapping[str, str] = MappingProxyType({})) -> str:
    """Say what to do about a refusal, in the reader's language."""
    return fill(translated(refusal.what_to_do), {**_said(refusal.params), **worded})


def finding_text(finding: Finding, worded: Mapping[str, str] = MappingProxyType({})) -> str:
    """Say a finding in the reader's language, some of the values behind its placeholders as given."""
    kind = FindingKind.catalogue.get(finding.code)
    return fill(translated(kind.message), {**_said(finding.params), **worded}) if kind else finding.message


def finding_way_out(finding: Finding) -> str:
    """Say what to do about a finding, in the reader's language."""
    kind = FindingKind.catalogue.get(finding.code)
    return fill(translated(kind.what_to_do), _said(finding.params)) if kind else finding.what_to_do


def source_text(source: Source) -> str:
    """Name a source with its clause; what we ourselves chose is said in the reader's language."""
    return f"{source.title}, {translated(source.clause)}"


def said_text(sentence: str) -> str:
    """Say a sentence in the reader's language; one that remembers no template shows as it is."""
    return sentence.told(translated, _value_text) if isinstance(sentence, Said) else sentence


def _value_text(name: str, value: object) -> str:
    """Write the value behind a placeholder of a sentence as the reader does."""
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Money):
        return money_text(value)
    return str(value) if name in AS_WRITTEN else figure_text(str(value))


def _said(params: Mapping[str, object]) -> dict[str, str]:
    """Translate the values behind placeholders where they are texts of ours; others stay as they are."""
    return {name: str(value) if name == GIVEN else _in_words(value) for name, value in params.items()}


def _in_words(value: object) -> str:
    if isinstance(value, Said):
        return said_text(value)
    return _day_in_words(str(value)) or translated(str(value))


def _trimmed(value: Decimal, places: int) -> Decimal:
    rounded = round(value, places)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()


@functools.cache
def _country_names(language: str) -> gettext_module.NullTranslations:
    return gettext_module.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)


def country_text(code: str, written: str = "") -> str:
    """Name a country in the reader's language; one that we do not know shows as it was written."""
    shorter = {"CD": _("DR Congo"), "CG": _("Republic of the Congo")}
    if code in shorter:
        return shorter[code]
    found = pycountry.countries.get(alpha_2=code) if code else None
    if found is None:
        return written or _("country not given")
    name = getattr(found, "common_name", found.name)
    return _country_names(get_language() or "en").gettext(name)
