"""What nobody assayed of a country's year counts by a range of usual grades, and is asked about at its upper end."""

from decimal import Decimal

from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.materials import Limits, Range
from orepass.custody.rules.plausibility import national, national_unassayed
from tests.rules.custody.test_plausibility import T, asked, begins, happens, known, lot

ORE_OF = Limits(grade={"cobalt.ore": Range(Decimal("0.01"), Decimal("0.08"))})


def bare(tonnes: int, **facts: str) -> Portion:
    return lot(mg=tonnes * T, **{"material": "cobalt_ore", "element": "Co"} | facts)


def test_what_nobody_assayed_counts_by_a_range_of_usual_grades_and_is_asked_about_at_its_upper_end() -> None:
    # the table has 170,000 t for the last year, and a quarter more is let pass: 212,500 t, or 2,656,250 t of ore at 8 %
    history = known(country="CD")
    asked_of = {"history": history, "limits": ORE_OF}
    assert asked(national_unassayed, begins(bare(2_656_250)), **asked_of) == []
    (found,) = asked(national_unassayed, begins(bare(2_656_251), bare(7, material="heap")), **asked_of)
    assert found.params["least_t"] == "26563"
    assert (found.params["most_t"], found.params["uncounted_t"]) == ("212500", "7")
    assert asked(national, begins(bare(2_656_251)), **asked_of) == []
    history.keep(begins(bare(2_656_250)), ())
    assert history.national_bare == {("CD", "cobalt", 2026): {"cobalt_ore": 2_656_250 * T}}
    # what was assayed may pass it too; then nothing is asked again
    assayed = lot(content=1 * T, material="cobalt_ore")
    assert len(asked(national_unassayed, begins(assayed), **asked_of)) == 1
    history.keep(begins(assayed), ())
    assert asked(national_unassayed, begins(bare(1)), **asked_of) == []


def test_a_year_that_the_assayed_part_exceeds_by_itself_is_asked_about_once_and_by_the_other_question() -> None:
    event = begins(lot(content=212_501 * T, material="cobalt_ore"), bare(100))
    asked_of = {"history": known(country="CD"), "limits": ORE_OF}
    assert len(asked(national, event, **asked_of)) == 1
    assert asked(national_unassayed, event, **asked_of) == []


def test_unassayed_ore_of_no_known_country_or_in_no_table_is_not_compared() -> None:
    large = bare(10**7)
    assert asked(national_unassayed, begins(large), history=known(), limits=ORE_OF) == []
    assert asked(national_unassayed, begins(large), history=known(country="LU"), limits=ORE_OF) == []
    assert asked(national_unassayed, begins(large), history=known(country="CD"), limits=Limits()) == []
    assert asked(national_unassayed, happens(Happening.TRANSFORMS, begun=(large,)), limits=ORE_OF) == []
