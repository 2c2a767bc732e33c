"""Readiness of a project (C-22): a later study never asks less than an earlier one."""

from datetime import date
from itertools import pairwise

import pytest

from orepass.scheme.queries import pack_from_files
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.outcome import Profile

STAGES = ("scoping", "prefeasibility", "feasibility", "bankable")
ON = date(2026, 6, 1)


def asked(reached: int, *, all_boxes: bool, size: str) -> set[str]:
    """Return what is asked of a project that has reached so many of the four studies."""
    ticked = STAGES[:reached] if all_boxes else STAGES[reached - 1 : reached]
    pack = pack_from_files("cera-4in1@2026.1")
    flags = dict.fromkeys(pack.flags, False) | {f"study_{stage}": True for stage in ticked}
    profile = Profile(
        stage="exploration",
        activities=("exploration",),
        size=size,
        minerals=("lithium",),
        country="PT",
        personnel=12,
        flags=flags,
        entered_on=ON,
    )
    results = evaluate(pack, "CRS", profile=profile, answers={}, on=ON).results
    assert not [result for result in results if result.applies.is_unknown]
    return {result.requirement for result in results if result.applies.is_yes}


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("all_boxes", [True, False], ids=["every study ticked", "only the last one ticked"])
def test_a_later_project_stage_never_asks_less_than_an_earlier_one(size: str, *, all_boxes: bool) -> None:
    by_stage = [asked(reached, all_boxes=all_boxes, size=size) for reached in range(len(STAGES) + 1)]
    assert all(earlier < later for earlier, later in pairwise(by_stage))
