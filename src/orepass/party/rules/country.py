"""Country names to ISO 3166-1 alpha-2 codes, in the spellings that open data uses.

Country names appear in at least five spellings; a code is kept beside the raw text, and an unrecognised name stays
unknown rather than being guessed.
"""

from functools import cache
from typing import Final

import pycountry

from orepass.party.rules.folding import folded

SPELLINGS: Final = {
    "bolivia": "BO",
    "bosnia": "BA",
    "brunei": "BN",
    "burma": "MM",
    "cape verde": "CV",
    "congo (brazzaville)": "CG",
    "congo (kinshasa)": "CD",
    "congo, democratic republic of the": "CD",
    "congo-brazzaville": "CG",
    "congo-kinshasa": "CD",
    "cote d'ivoire": "CI",
    "czech republic": "CZ",
    "democratic republic of congo": "CD",
    "democratic republic of the congo": "CD",
    "dr congo": "CD",
    "drc": "CD",
    "iran": "IR",
    "ivory coast": "CI",
    "kosovo": "XK",
    "laos": "LA",
    "macedonia": "MK",
    "moldova": "MD",
    "myanmar": "MM",
    "north korea": "KP",
    "rdc": "CD",
    "republic of the congo": "CG",
    "republique democratique du congo": "CD",
    "russia": "RU",
    "south korea": "KR",
    "swaziland": "SZ",
    "syria": "SY",
    "taiwan": "TW",
    "tanzania": "TZ",
    "turkey": "TR",
    "uk": "GB",
    "usa": "US",
    "venezuela": "VE",
    "vietnam": "VN",
}
"""Spellings met in open data that ISO's own list does not carry (Kosovo: the user-assigned code in common use)."""


@cache
def _names() -> dict[str, str]:
    names = dict(SPELLINGS)
    for country in pycountry.countries:
        for field in ("alpha_2", "alpha_3", "name", "official_name", "common_name"):
            spelling = getattr(country, field, None)
            if spelling:
                names.setdefault(folded(spelling), country.alpha_2)
    return names


def country_code(text: str) -> str:
    """Return the alpha-2 code of a country as written, or an empty text when it is not recognised."""
    return _names().get(folded(text), "")


@cache
def country_name(code: str) -> str:
    """Return the short English name of a country code, or the code itself."""
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return "Kosovo" if code == "XK" else code
    return str(getattr(country, "common_name", country.name))
