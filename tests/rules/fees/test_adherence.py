"""What starts the months of a plan again: the last miss nobody took back, the last time nobody was left."""

from datetime import date

from orepass.inclusion.fees.rules.adherence import PlanFact, PlanKind, Signed, broken_on, misses, signed_again_on


def day(number: int) -> date:
    return date(2026, 1, number)


def step(who: str, number: int, *, present: bool = True) -> Signed:
    return Signed(signatory=who, present=present, on=day(number))


def missed(name: str, number: int) -> PlanFact:
    return PlanFact(id=name, kind=PlanKind.MISSED, on=day(number))


def test_a_miss_counts_until_it_is_taken_back() -> None:
    facts = [missed("a", 3), missed("b", 5), PlanFact(id="c", kind=PlanKind.EXCUSED, on=day(6), excuses="b")]
    assert [fact.id for fact in misses(facts)] == ["a"]
    assert broken_on(facts, []) == day(3)


def test_signing_after_everybody_left_breaks_and_signing_beside_others_does_not() -> None:
    first = [step("A", 1), step("B", 2)]
    assert signed_again_on([]) is None
    assert signed_again_on([*first, step("A", 3, present=False), step("A", 4)]) is None
    gone = [*first, step("A", 3, present=False), step("B", 4, present=False), step("B", 9)]
    assert signed_again_on(gone) == day(9)
    assert broken_on([missed("a", 7)], gone) == day(9)
    assert broken_on([missed("a", 10)], gone) == day(10)


def test_nothing_breaks_a_plan_that_is_kept() -> None:
    assert broken_on([PlanFact(id="s", kind=PlanKind.STARTED, on=day(1))], [step("A", 1)]) is None
