"""Nobody who worked on what is contested sits on its panel, nobody tied to the client, nobody unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.engagement.rules.panel import panel_findings, panel_impartial
from orepass.kernel.computed import InputRefused
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes

FREE = no("nothing declared against")
PEOPLE = st.sampled_from("ABCDEFGH")


def codes(panel: list[str], *, involved: set[str] = frozenset(), ties: dict[str, Verdict] | None = None) -> list[str]:  # type: ignore[assignment]
    known = dict.fromkeys("ABCDEFGH", FREE) | (ties or {})
    return [found.code.rpartition(".")[2] for found in panel_findings(panel, involved=involved, ties=known, wanted=3)]


def test_three_who_took_no_part_may_hear() -> None:
    assert codes(["C", "D", "E"], involved={"A", "B"}) == []


def test_n11_whoever_took_part_may_not_hear() -> None:
    assert codes(["A", "D", "E"], involved={"A", "B"}) == ["overlap"]


def test_tied_and_undeclared_are_two_answers() -> None:
    assert codes(["C", "D", "E"], ties={"C": yes("employed"), "D": unknown(Unknown.MISSING, "silent")}) == [
        "tied",
        "undeclared",
    ]


def test_person_nobody_asked_about_is_unknown() -> None:
    assert codes(["C", "D", "Z"]) == ["undeclared"]


def test_person_named_twice_counts_once() -> None:
    assert codes(["C", "D", "D"]) == ["twice", "too_few"]


@given(
    panel=st.lists(PEOPLE, max_size=6),
    involved=st.sets(PEOPLE),
    ties=st.dictionaries(PEOPLE, st.sampled_from([FREE, yes("tie"), unknown(Unknown.MISSING)])),
    wanted=st.integers(1, 5),
)
def test_no_panel_that_passes_overlaps_is_tied_or_is_too_small(
    panel: list[str], involved: set[str], ties: dict[str, Verdict], wanted: int
) -> None:
    if not panel_findings(panel, involved=involved, ties=ties, wanted=wanted):
        assert not set(panel) & involved
        assert all(person in ties and ties[person].is_no for person in panel)
        assert len(panel) == len(set(panel)) >= wanted


@given(panel=st.lists(PEOPLE, min_size=1, max_size=6), involved=st.sets(PEOPLE), tied=st.sets(PEOPLE))
def test_the_same_rule_by_name_never_lets_an_overlap_through(
    panel: list[str], involved: set[str], tied: set[str]
) -> None:
    computed = panel_impartial(panel=",".join(panel), involved=",".join(involved), tied=",".join(tied), wanted=1)
    assert computed.value == (not set(panel) & (involved | tied))


def test_panel_of_nobody_or_of_no_size_is_refused() -> None:
    with pytest.raises(InputRefused):
        panel_impartial(panel=" , ")
    with pytest.raises(InputRefused):
        panel_impartial(panel="A", wanted=0)
