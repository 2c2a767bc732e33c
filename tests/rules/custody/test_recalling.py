"""A recall reckons how much of each lot is suspected: exactly, or between what is sure and what cannot be ruled out."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.custody.rules import lineage, recalling
from orepass.custody.rules.graph import Making, Source, Use
from orepass.custody.rules.recall_steps import RECALL, recall_answer_by
from orepass.custody.rules.recalling import Part, reached, suspect_source
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Conflict

CLEAN = Source("urn:x:clean", "certified")


def suspect(lot: str, weight: int | None = 100, certified: int = 1) -> Making:
    return Making(lot, weight, source=suspect_source(Fraction(certified)))


def part(found: recalling.Reached, lot: str) -> tuple[str, str, str]:
    share = found.parts[lot]
    return str(share.least), str(share.most), str(share.certified)


def test_share_follows_the_weights_through_a_mixture_and_what_was_made_of_it() -> None:
    makings = [suspect("A"), Making("B", 200, source=CLEAN), Making("C", 300, step=1), Making("D", 100, step=2)]
    uses = [Use(1, "A", 100), Use(1, "B", 200), Use(2, "C", 100), Use(2, "B", 0)]
    found = reached(uses, makings, ["A"])
    assert (set(found.parts), found.exact) == ({"A", "C", "D"}, True)
    assert [part(found, lot) for lot in "ACD"] == [("1", "1", "1"), ("1/3", "1/3", "1/3"), ("1/3", "1/3", "1/3")]


def test_suspected_lot_that_was_not_certified_has_no_certified_part() -> None:
    found = reached([Use(1, "A", 1), Use(1, "B", 1)], [suspect("A", certified=0), Making("C", 2, step=1)], ["A"])
    assert part(found, "C") == ("1/2", "1/2", "0")


@pytest.mark.parametrize("weights", [(None, 200), (100, None), (0, 0)])
def test_unweighed_input_hides_how_much_so_that_all_of_it_may_be(weights: tuple[int | None, int | None]) -> None:
    makings = [suspect("A"), Making("B", 200, source=CLEAN), Making("C", 300, step=1), Making("D", 300, step=2)]
    uses = [Use(1, "A", weights[0]), Use(1, "B", weights[1]), Use(2, "C", 1), Use(2, "E", 1)]
    found = reached(uses, makings, ["A"])
    assert (part(found, "C"), part(found, "D")) == (("0", "1", "1"), ("0", "1/2", "1/2"))


def test_single_unweighed_input_hides_nothing() -> None:
    found = reached([Use(1, "A", None)], [suspect("A", None), Making("C", None, step=1)], ["A"])
    assert part(found, "C") == ("1", "1", "1")


def test_lot_made_in_several_steps_without_weights_may_be_suspected_as_a_whole() -> None:
    makings = [suspect("A"), Making("B", 9, source=CLEAN), Making("C", None, step=1), Making("C", 5, step=2)]
    found = reached([Use(1, "A", 1), Use(2, "B", 1)], makings, ["A"])
    assert part(found, "C") == ("0", "1", "1")
    weighed = [*makings[:2], Making("C", 5, step=1), Making("C", 15, step=2)]
    assert part(reached([Use(1, "A", 1), Use(2, "B", 1)], weighed, ["A"]), "C") == ("1/4", "1/4", "1/4")


def test_loop_of_lots_is_suspected_as_a_whole() -> None:
    makings = [suspect("A"), Making("B", 1, step=1), Making("C", 1, step=2)]
    uses = [Use(1, "A", 1), Use(1, "C", 1), Use(2, "B", 1)]
    assert part(reached(uses, makings, ["A"]), "C") == ("0", "1", "1")


def test_masses_are_rounded_up_and_unknown_masses_stay_unknown() -> None:
    third = Part(Fraction(1, 3), Fraction(1, 3), Fraction(1, 6))
    assert (third.of(100), third.of(99), third.certified_of(100), third.of(None)) == (34, 33, 17, None)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 10**9)), min_size=1, max_size=80))
def test_floats_agree_with_fractions_and_neither_leaves_the_range(draws: list[tuple[int, int, int]]) -> None:
    makings: list[Making] = [suspect("0"), Making("1", 5, source=CLEAN)]
    uses: list[Use] = []
    for step, (first, second, weight) in enumerate(draws, 2):
        uses += [Use(step, str(first % step), weight), Use(step, str(second % step), 7)]
        makings.append(Making(str(step), weight, step=step))
    arrays = lineage.build(uses, makings)
    for one, other in zip(recalling._exact(arrays), recalling._floats(arrays), strict=True):
        assert 0 <= one.least <= one.most <= 1
        assert abs(one.most - other.most) < Fraction(1, 10**9)


def test_many_steps_are_reckoned_in_floats_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "EXACT_EDGES", 1)
    found = reached([Use(1, "A", 1), Use(1, "B", 3)], [suspect("A"), Making("C", 4, step=1)], ["A"])
    assert (found.exact, found.parts["C"].most) == (False, Fraction(1, 4))


def test_answer_is_due_seven_days_after_the_announcement() -> None:
    assert recall_answer_by(announced_on=date(2026, 3, 1)).value == date(2026, 3, 8)
    assert recall_answer_by(announced_on=date(2026, 3, 1), days=0).value == date(2026, 3, 1)
    with pytest.raises(InputRefused):
        recall_answer_by(announced_on=date(2026, 3, 1), days=-1)


def test_recall_that_ended_takes_no_answers() -> None:
    assert RECALL.state_after(["recall.answer", "recall.answer", "recall.end"]) == "ended"
    with pytest.raises(Conflict):
        RECALL.state_after(["recall.end", "recall.answer"])
