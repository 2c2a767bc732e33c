"""An unknown part never turns a verdict into a yes, unless another part decides it."""

from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.verdict import Unknown, Verdict, all_of, any_of, negate, no, unknown, yes

unknowns = st.builds(unknown, st.sampled_from(Unknown), st.text(max_size=5))
verdicts = st.one_of(st.builds(yes, st.text(max_size=5)), st.builds(no, st.text(max_size=5)), unknowns)
lists = st.lists(verdicts, max_size=6)


@given(lists, unknowns, st.integers(0, 6))
def test_unknown_put_into_a_conjunction_never_grants(parts: list[Verdict], hole: Verdict, at: int) -> None:
    assert not all_of([*parts[:at], hole, *parts[at:]]).is_yes


@given(lists, unknowns, st.integers(0, 6))
def test_unknown_put_into_a_disjunction_grants_only_what_was_granted(
    parts: list[Verdict], hole: Verdict, at: int
) -> None:
    assert any_of([*parts[:at], hole, *parts[at:]]).is_yes == any_of(parts).is_yes


@given(lists, unknowns, st.integers(0, 6))
def test_a_part_that_becomes_unknown_never_grants_more(parts: list[Verdict], hole: Verdict, at: int) -> None:
    holed = [*parts[:at], hole, *parts[at + 1 :]]
    if all_of(holed).is_yes:
        assert all_of(parts).is_yes
    if any_of(holed).is_yes:
        assert any(part.is_yes for part in holed)


@given(verdicts)
def test_two_negations_cancel(verdict: Verdict) -> None:
    assert negate(negate(verdict)) == verdict


@given(lists)
def test_every_unknown_keeps_its_kind(parts: list[Verdict]) -> None:
    for verdict in (all_of(parts), any_of(parts)):
        assert (verdict.unknown is not None) == verdict.is_unknown
