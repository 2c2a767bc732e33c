"""Yes, no and unknown after Kleene, with reasons; never a truth value."""

import itertools

import pytest

from orepass.kernel.verdict import Answer, Unknown, Verdict, all_of, any_of, negate, no, unknown, yes

MISSING = unknown(Unknown.MISSING, "no visit")
EXPIRED = unknown(Unknown.EXPIRED, "visit too old")


@pytest.mark.parametrize("verdict", [yes(), no(), MISSING])
def test_verdict_has_no_truth_value(verdict: Verdict) -> None:
    with pytest.raises(TypeError, match="truth value"):
        bool(verdict)


@pytest.mark.parametrize(
    ("parts", "every", "some"),
    [
        ([], Answer.YES, Answer.NO),
        ([yes()], Answer.YES, Answer.YES),
        ([yes(), no()], Answer.NO, Answer.YES),
        ([yes(), MISSING], Answer.UNKNOWN, Answer.YES),
        ([no(), MISSING], Answer.NO, Answer.UNKNOWN),
        ([MISSING, EXPIRED], Answer.UNKNOWN, Answer.UNKNOWN),
        ([no(), no()], Answer.NO, Answer.NO),
    ],
)
def test_tables_of_three_valued_logic(parts: list[Verdict], every: Answer, some: Answer) -> None:
    assert all_of(parts).answer is every
    assert any_of(parts).answer is some


def test_negation_keeps_unknown_and_reasons() -> None:
    assert negate(yes("seen")) == no("seen")
    assert negate(no("seen")) == yes("seen")
    assert negate(MISSING) == MISSING


def test_reasons_of_the_decisive_parts_are_kept_and_the_first_kind_of_unknown() -> None:
    assert all_of([yes("a"), no("b"), no("c")]).reasons == ("b", "c")
    found = all_of([yes("a"), EXPIRED, MISSING])
    assert (found.unknown, found.reasons) == (Unknown.EXPIRED, ("visit too old", "no visit"))


def test_exactly_one_answer_holds() -> None:
    for verdict in (yes(), no(), MISSING):
        assert [verdict.is_yes, verdict.is_no, verdict.is_unknown].count(True) == 1


def test_de_morgan_holds() -> None:
    for parts in itertools.product([yes(), no(), MISSING], repeat=3):
        left, right = negate(all_of(parts)), any_of(map(negate, parts))
        assert left.answer is right.answer
