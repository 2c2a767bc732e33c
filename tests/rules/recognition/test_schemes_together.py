"""Two and more schemes side by side: matches, gaps, ways up, one visit for two, one curriculum for three."""

from fractions import Fraction

import pytest

from orepass.inclusion.recognition.rules.combined import combined_checklist, common_curriculum, training_counts
from orepass.inclusion.recognition.rules.matching import (
    Weighed,
    match,
    overlap,
    recognises,
    way_up,
)
from orepass.kernel.computed import InputRefused


def asked(name: str, coverage: str, *, weight: int = 1, critical: bool = False, credited: bool = True) -> Weighed:
    return Weighed(
        requirement=name, weight=Fraction(weight), coverage=Fraction(coverage), critical=critical, credited=credited
    )


def test_a_critical_miss_is_told_apart_and_never_averaged_away() -> None:
    found = match([asked("A", "1", weight=98), asked("B", "1"), asked("C", "0.95", critical=True, credited=False)])
    assert found.index.share == "1999/2000"
    assert found.critical_misses == ("C",)
    assert not found.equivalent


def test_r_05_a_national_standard_is_equivalent_only_when_everything_is_covered() -> None:
    assert match([asked("A", "1"), asked("B", "0.9")]).equivalent
    short = match([asked("A", "1"), asked("B", "1", credited=False)])
    assert (short.equivalent, short.gaps) == (False, ("B",))


def test_i_05_a_benchmark_shows_coverage_by_requirement_and_the_gaps() -> None:
    found = match(
        [asked("A", "1", weight=3), asked("B", "1/2", weight=2, credited=False), asked("C", "0", credited=False)]
    )
    assert (found.index.share, found.covered, found.gaps) == ("2/3", ("A",), ("B", "C"))


def test_nothing_to_compare_is_no_match() -> None:
    found = match([])
    assert (found.index.share, found.equivalent) == ("0/1", False)


def test_g4_recognition_is_not_transitive_and_a_circle_is_harmless() -> None:
    circle = {("B", "A"), ("C", "B"), ("A", "C")}
    assert recognises(circle, by="A", of="B")
    assert not recognises(circle, by="A", of="C")
    assert not recognises(circle, by="A", of="A")


def test_t_03_every_standard_is_compared_with_every_other() -> None:
    standards = {
        "LOW": {"l1": ["ilo.c182"], "l2": []},
        "HIGH": {"h1": ["ilo.c182"], "h2": ["oecd"], "h3": []},
        "ALONE": {"a1": []},
    }
    cells = {
        (cell.theirs, cell.ours): cell for cell in overlap(standards, {("LOW", "HIGH"): ["h1", "h2", "elsewhere"]})
    }
    assert len(cells) == 6
    assert (cells["LOW", "HIGH"].mapped, cells["LOW", "HIGH"].total, cells["LOW", "HIGH"].touching) == (2, 3, 1)
    assert (cells["HIGH", "LOW"].mapped, cells["HIGH", "LOW"].touching) == (None, 1)
    assert cells["ALONE", "LOW"].touching == 0


def test_t_04_the_way_up_lists_only_what_is_missing() -> None:
    assert way_up(lower_tier=1, upper_tier=2, required=["h1", "h2", "h3"], met={"h2", "other"}) == ("h1", "h3")
    for upper in (1, 0):
        with pytest.raises(InputRefused):
            way_up(lower_tier=1, upper_tier=upper, required=["h1"], met=())


def test_i_03_a_shared_requirement_is_asked_once() -> None:
    covers = {"t1": {"o1", "o2"}, "t2": {"o2"}}
    asked_of = combined_checklist(["t1", "t2", "t3"], ["o1", "o2", "o3"], covers)
    assert [question.ask for question in asked_of] == ["t1", "t2", "t3", "o3"]
    assert asked_of[0].serves == ("t1", "o1", "o2")


def test_l_01_what_the_lower_scheme_met_is_not_audited_again() -> None:
    lower, upper = ["l1", "l2"], ["u1", "u2", "u3"]
    left = [question.ask for question in combined_checklist(lower, upper, {"l1": ["u1"], "l2": ["u3"]})]
    assert [name for name in left if name in upper] == ["u2"]


def test_i_06_training_on_the_intersection_counts_in_all_three() -> None:
    curricula = {
        "Fairtrade": {"safety", "water", "prices"},
        "RA": {"safety", "water", "trees"},
        "Utz": {"safety", "trees"},
    }
    counts = training_counts(curricula, ["safety", "water", "singing"])
    assert counts["safety"] == ("Fairtrade", "RA", "Utz")
    assert counts["water"] == ("Fairtrade", "RA")
    assert counts["singing"] == ()
    assert common_curriculum(curricula) == ("safety",)
    assert common_curriculum({}) == ()
