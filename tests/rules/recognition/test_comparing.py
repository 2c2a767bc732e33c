"""Two standards compared: a table speaks as far as its weakest link; topics are a reading and credit nothing."""

from decimal import Decimal

import pytest

from orepass.inclusion.recognition.rules.claim import Line
from orepass.inclusion.recognition.rules.comparing import (
    TOUCHING_MAX,
    Compared,
    Ours,
    Standing,
    compare,
    counted,
    still_asked,
)
from orepass.inclusion.recognition.rules.credit import Credit

THEIRS = {"T1": ("ilo.c182",), "T2": (), "T3": ("ilo.c182", "oecd.step1")}


def line(credit: Credit, theirs: str = "T1") -> Line:
    return Line(
        requirement="O1", critical=False, credit=credit, theirs=theirs, coverage=Decimal("0.50"), why=("Because.",)
    )


def one(lines: list[Line] | None, *topics: str) -> Compared:
    (found,) = compare([Ours(requirement="O1", core=True, topics=topics)], THEIRS, lines)
    return found


@pytest.mark.parametrize(
    ("credit", "standing"),
    [
        (Credit.CREDITED, Standing.COVERED),
        (Credit.PARTLY, Standing.PARTLY),
        (Credit.GAP, Standing.OPEN),
        (Credit.HOLD, Standing.OPEN),
        (Credit.UNCHECKED, Standing.OPEN),
    ],
)
def test_a_line_of_a_table_decides_as_far_as_its_weakest_link(credit: Credit, standing: Standing) -> None:
    found = one([line(credit)], "ilo.c182")
    assert (found.standing, found.theirs, found.coverage, found.why) == (standing, ("T1",), "0.5", ("Because.",))


def test_what_a_table_leaves_out_is_open_or_touches_and_is_never_covered() -> None:
    gap = line(Credit.GAP, theirs="")
    assert one([gap]).standing is Standing.OPEN
    touching = one([gap], "ilo.c182")
    assert (touching.standing, touching.theirs, touching.topics) == (Standing.TOUCHES, ("T1", "T3"), ("ilo.c182",))
    assert touching.why == ("Because.",)
    assert one([]).standing is Standing.OPEN


def test_without_a_table_only_shared_topics_stand_and_the_rest_is_not_comparable() -> None:
    assert one(None, "oecd.step1").standing is Standing.TOUCHES
    assert one(None, "oecd.step2").standing is Standing.APART
    assert one(None).standing is Standing.APART
    assert one(None, "oecd.step1").why == ()


def test_few_of_those_that_touch_are_named() -> None:
    many = {f"T{n}": ("ilo.c182",) for n in range(TOUCHING_MAX + 1)}
    (found,) = compare([Ours(requirement="O1", core=False, topics=("ilo.c182",))], many, None)
    assert len(found.theirs) == TOUCHING_MAX


def test_what_touches_is_still_asked_whole_and_what_is_partly_covered_for_the_rest() -> None:
    rows = [Compared(requirement=str(each), core=False, standing=each) for each in Standing]
    assert still_asked(rows) == (3, 1)
    assert counted(rows) == dict.fromkeys(map(str, Standing), 1)
    assert still_asked([]) == (0, 0)
