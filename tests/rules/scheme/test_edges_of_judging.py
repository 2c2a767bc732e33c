"""What an outcome says of each group, of a level and of a reason, where one answer is missing or one fact differs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Outcome
from tests.rules.scheme.packs import write_pack

DAY = date(2026, 6, 1)
PROFILE: dict[str, Any] = {
    "stage": "mine",
    "activities": ("extraction",),
    "size": "asm",
    "minerals": ("cobalt",),
    "country": "CD",
    "personnel": 40,
    "flags": {"mercury": False},
    "entered_on": date(2026, 1, 1),
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return require(write_pack(tmp_path_factory.mktemp("pack")))


def assess(pack: Pack, profile: dict[str, Any] | None = None, **answers: str) -> Outcome:
    given = {requirement.id: "full" for requirement in pack.standard("TST").requirements}
    given |= {f"TST.{name.replace('_', '.')}": answer for name, answer in answers.items()}
    return evaluate(pack, "TST", profile={**PROFILE, **(profile or {})}, answers=given, on=DAY)


def test_an_answer_that_is_not_known_counts_as_nothing_in_the_score_and_not_as_the_best(pack: Pack) -> None:
    outcome = assess(pack, E_water_A1="unknown")
    assert outcome.aggregate is not None
    assert (outcome.aggregate.share, outcome.best_level) == ("1/3", "certified")
    assert (outcome.level, outcome.level_rank) == ("", None)


def test_every_group_counts_its_requirements_and_those_still_open(pack: Pack) -> None:
    outcome = assess(pack, E_water_A1="unknown")
    counted = {score.group: (score.counted, score.open) for score in (*outcome.dimensions, *outcome.subjects)}
    assert counted == {"E": (2, 1), "S": (3, 0), "G": (0, 0), "water": (2, 1), "safety": (3, 0)}
    assert [(score.group, score.counted, score.open) for score in outcome.phases] == [
        ("commitment", 2, 0),
        ("assessment", 2, 1),
        ("monitoring", 0, 0),
        ("disclosure", 1, 0),
    ]


def test_a_group_in_which_nothing_counts_has_no_score(pack: Pack) -> None:
    scores = {score.group: score.score for score in assess(pack).phases}
    assert scores["monitoring"] is None
    assert scores["disclosure"] is not None
    assert scores["disclosure"].percent == Decimal(100)


def test_the_level_is_told_with_its_rank_and_the_one_to_aim_for(pack: Pack) -> None:
    highest, lower = assess(pack), assess(pack, E_water_C1="partial")
    assert (highest.level, highest.level_rank, highest.next_level) == ("certified", 1, "")
    assert (lower.level, lower.level_rank, lower.next_level) == ("candidate", 0, "certified")


def test_what_does_not_apply_says_so_with_the_facts(pack: Pack) -> None:
    outcome = assess(pack)
    assert outcome.result("TST.E.water.D1").why.code == "scheme.applies.not"
    assert outcome.result("TST.E.water.C1").why.code == "scheme.applies.to_all"
    assert assess(pack, {"flags": {"mercury": True}}).result("TST.E.water.D1").why.code == "scheme.applies.because"
