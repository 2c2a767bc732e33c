"""Sentences of rules in the reader's language: templates from the catalogue, values as the reader writes them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils.translation import override

from orepass.assurance.rules.decision import CANDIDATE_ENDED
from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.kernel.money import Money
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import said
from orepass.web.words import finding_text, finding_way_out, refusal_text, said_text


@pytest.fixture
def french() -> Iterator[None]:
    with override("fr"):
        yield


def plainly(text: str) -> str:
    """Write narrow and unbroken spaces as ordinary ones."""
    return " ".join(text.split())


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1234.5"), "1 234,5"),
        ("0.25", "0,25"),
        (12, "12"),
        (Fraction(1, 3), "1/3"),
        (date(2026, 1, 31), "31 jan. 2026"),
        ("2026-01-31", "31 jan. 2026"),
        ("2026-02-31", "2026-02-31"),
        ("2026-01", "2026-01"),
        (Money(125_000, "USD"), "1 250,00 USD"),
        (said("a number"), "un nombre"),
        (("a number", "a word"), "un nombre, un mot"),
        ("cobalt_ore", "cobalt_ore"),
    ],
)
def test_a_value_is_written_as_the_reader_does(value: object, written: str) -> None:
    assert plainly(said_text(said("it must be {kind}", kind=value))) == f"ce doit être {written}"


@pytest.mark.usefixtures("french")
def test_years_and_codes_stay_as_they_are_in_every_language() -> None:
    assert said_text(said("{year} {codes}", year=2026, codes=("a number", "1000"))) == "2026 a number, 1000"


@pytest.mark.usefixtures("french")
def test_a_refusal_of_an_input_is_said_whole_in_the_reader_s_language() -> None:
    with pytest.raises(InputRefused) as refused:
        calculate("audit-quote", {"size_fee": "much", "per_diem": "1", "days": "1", "travel": "0"})
    assert (
        plainly(refusal_text(refused.value)) == "size_fee = « much » ne peut pas être utilisé : ce doit être un nombre."
    )
    assert "it must be a number" in str(refused.value)


@pytest.mark.usefixtures("french")
def test_a_sentence_that_was_kept_as_mere_text_is_marked_as_english() -> None:
    page = Template("{% load orepass %}{% sentence new %}|{% sentence old %}")
    shown = page.render(Context({"new": said("a <{code}>", code="b"), "old": "kept < before"}))
    assert shown == 'a &lt;b&gt;|<span lang="en">kept &lt; before</span>'


@pytest.mark.usefixtures("french")
def test_what_somebody_gave_shows_as_it_was_given_though_french_has_a_word_for_it() -> None:
    refusal = InputRefused(where="n", name="n", value="a number", problem="a number")
    assert plainly(refusal_text(refusal)) == "n = « a number » ne peut pas être utilisé : un nombre."


@pytest.mark.usefixtures("french")
def test_a_day_in_a_finding_is_written_as_pages_write_days() -> None:
    found = CANDIDATE_ENDED.at(ended="2026-01-31")
    assert "31 jan. 2026" in plainly(finding_text(found))
    assert plainly(finding_text(found)) == plainly(said_text(found.said))
    assert "2026-01-31" in found.message, "programs read days as they are kept"
    assert "2026-01-31" not in finding_way_out(found)


@pytest.mark.usefixtures("french")
def test_what_somebody_gave_is_shown_as_it_was_given() -> None:
    given = Invalid(value="2026-01-31")
    assert "2026-01-31" in refusal_text(given)
