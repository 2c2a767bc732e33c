"""Before a lot leaves the country under the tags of a scheme: which tags it and what it was made of lack."""

from datetime import UTC, datetime

import msgspec
import pytest

from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.lots import Move, Movement
from orepass.custody.rules.tagging import FIRST_TAG, LOG_LINE, SECOND_TAG, Tags, untagged
from orepass.custody.rules.terms import Facts
from orepass.custody.rules.weighing import Step
from orepass.kernel.finding import Severity

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ASKED = {"tags": ("extraction", "processing")}


def dug(lot: str, tag: str = "", scheme: str = "tags") -> Step:
    return lot, Movement(lot=lot, move=Move.BEGUN, at=AT, origin=True, facts=Facts(tag=tag, tag_scheme=scheme))


def washed(lot: str, *of: str, tag: str = "", scheme: str = "") -> list[Step]:
    used = [(f"made {lot}", Movement(lot=part, move=Move.USED, at=AT)) for part in of]
    return [*used, (f"made {lot}", Movement(lot=lot, move=Move.BEGUN, at=AT, facts=Facts(tag=tag, tag_scheme=scheme)))]


TAGGED, BARE = dug("A", "M-1"), dug("B")


@pytest.mark.parametrize(
    ("steps", "lot", "missing"),
    [
        ([TAGGED, *washed("C", "A", tag="P-1")], "C", []),
        ([TAGGED, ("sent", Movement(lot="A", move=Move.SENT, at=AT)), *washed("C", "A", tag="P-1")], "C", []),
        ([TAGGED, *washed("C", "A")], "C", [("C", SECOND_TAG)]),
        ([TAGGED], "A", [("A", SECOND_TAG)]),
        ([BARE], "B", [("B", FIRST_TAG), ("B", SECOND_TAG)]),
        ([TAGGED, BARE, *washed("C", "A", "B", tag="P-1")], "C", [("B", FIRST_TAG)]),
        ([TAGGED, *washed("C", "A", "X", tag="P-1")], "C", [("X", LOG_LINE)]),
        ([TAGGED, *washed("C", "A"), *washed("D", "C", "A", tag="P-2")], "D", []),
        ([TAGGED, *washed("C", "A"), *washed("D", "C")], "D", [("D", SECOND_TAG)]),
    ],
)
def test_before_the_border_both_tags_and_a_line_of_the_log_book_are_asked_for(
    steps: list[Step], lot: str, missing: list[tuple[str, str]]
) -> None:
    assert list(Tags(steps).missing(lot, ASKED["tags"])) == missing


@pytest.mark.parametrize(
    ("asked", "missing"), [((), []), (("extraction",), [FIRST_TAG]), (("processing",), [SECOND_TAG])]
)
def test_a_scheme_asks_for_the_tags_that_it_names(asked: tuple[str, ...], missing: list[str]) -> None:
    assert [why for _, why in Tags([BARE]).missing("B", asked)] == missing


def test_a_lot_goes_under_the_tags_of_all_that_it_was_made_of() -> None:
    steps = [dug("A", "M-1", "tags@2013.1"), dug("B", "M-2", "others"), dug("D", "M-3", "")]
    steps += washed("C", "A", "B", "D")
    assert Tags(steps).schemes("C") == ["others", "tags"]
    assert (Tags(steps).schemes("D"), Tags(steps).schemes("X")) == ([], [])


def test_whoever_does_not_use_our_terms_is_told_and_not_refused() -> None:
    event = Event(where="/1", happening=Happening.SENDS, happened_at=AT, ours=True)
    tags = Tags([BARE, dug("E", "M-9", "others"), TAGGED, *washed("C", "A", tag="P-1")])
    (found,) = untagged(event, ["B", "E", "C"], tags, ASKED, "RW")
    assert (found.code, found.severity, found.params["lot"]) == ("custody.export.untagged", Severity.ERROR, "B")
    assert ("RW" in found.message, "tags" in found.message) == (True, True)
    (noted,) = untagged(msgspec.structs.replace(event, ours=False), ["B"], tags, ASKED, "RW")
    assert noted.severity is Severity.WARNING
