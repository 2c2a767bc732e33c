from decimal import Decimal

import pytest

from orepass.party.rules.country import country_code, country_name
from orepass.party.rules.folding import folded
from orepass.party.rules.minerals import mineral, minerals
from orepass.party.rules.place import place
from orepass.party.rules.search import site_search_text


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Democratic Republic of the Congo", "CD"),
        ("Congo, Democratic Republic of the", "CD"),
        ("CONGO, DEMOCRATIC REPUBLIC OF THE", "CD"),
        ("Congo (Kinshasa)", "CD"),
        ("République démocratique du Congo", "CD"),
        ("COD", "CD"),
        ("Republic of the Congo", "CG"),
        ("Côte d’Ivoire", "CI"),
        ("Turkey", "TR"),
        ("Kosovo", "XK"),
        ("de", "DE"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_country_is_known_by_its_usual_spellings(spelling: str, code: str) -> None:
    assert country_code(spelling) == code


def test_country_code_has_a_readable_name() -> None:
    assert country_name("BO") == "Bolivia"
    assert country_name("FR") == "France"
    assert country_name("XK") == "Kosovo"
    assert country_name("ZZ") == "ZZ"


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("91", "0", "party.place.outside"),
        ("0", "-180.1", "party.place.outside"),
        ("NaN", "1", "party.place.outside"),
        ("1", "sNaN", "party.place.outside"),
        ("here", "1", "party.place.incomplete"),
        ("1", "", "party.place.incomplete"),
        ("", "1", "party.place.incomplete"),
        ("0", "0.000", "party.place.zero"),
    ],
)
def test_unusable_coordinates_are_marked_and_kept_off_the_map(latitude: str, longitude: str, code: str) -> None:
    found = place(latitude, longitude, "row 7")
    assert (found.latitude, found.longitude) == (None, None)
    assert [(finding.code, finding.where) for finding in found.findings] == [(code, "row 7")]


def test_signalling_nan_is_no_coordinate() -> None:
    assert place(Decimal("sNaN"), Decimal(1)).findings[0].code == "party.place.outside"


def test_coordinates_are_exact_decimals() -> None:
    found = place("-1.7732156", "28.88773332")
    assert (found.latitude, found.longitude) == (Decimal("-1.77321560"), Decimal("28.88773332"))
    assert place("", None).findings == ()


def test_search_ignores_accents_and_case() -> None:
    assert folded("  Cassitérite  d’Élite ") == "cassiterite d'elite"
    text = site_search_text("Mine A", ["Ancien Nom"], "Sud-Kivu", "RDC", ["gold", "tin"])
    assert "ancien nom" in text
    assert "|gold||tin|" in text


def test_minerals_get_one_word_each() -> None:
    assert minerals("Or", "Cassitérite", "gold;copper", "") == ["gold", "tin", "copper"]
    assert mineral("Tourmaline") == "tourmaline"


def test_typographic_minus_is_read_and_marked() -> None:
    found = place("\N{MINUS SIGN}23.8901", "30.6952", "row 2410")
    assert found.latitude == Decimal("-23.8901")
    assert [finding.code for finding in found.findings] == ["party.place.minus"]
