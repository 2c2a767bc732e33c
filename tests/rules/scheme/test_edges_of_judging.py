"""What an outcome says of each group, of a level and of a reason, where one answer is missing or one fact differs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Outcome
from tests.rules.scheme.packs import write_pack
from tests.rules.scheme.test_rating_kinds import FARM, POINTS, spread

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


def assess(pack: Pack, profile: Mapping[str, Any] | None = None, **answers: Any) -> Outcome:
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


@pytest.mark.parametrize(
    ("entered_on", "ratings", "short"),
    [
        (None, "full partial none none", []),
        (None, "full none none none", [("3/2", "2", "?")]),
        (date(2026, 1, 1), "full partial none none", []),
        (date(2025, 1, 1), "full partial none none", [("9/4", "4", "2")]),
    ],
)
def test_points_are_short_for_the_year_and_for_an_unknown_year_only_below_the_least(
    tmp_path: Path, entered_on: date | None, ratings: str, short: list[tuple[str, str, str]]
) -> None:
    files: dict[str, str | bytes | None] = {"rules.yaml": POINTS, "TST/subjects/01-farm.yaml": FARM["farm"]}
    gone = ("texts/fr.yaml", "cases/all-full.yaml", "TST/subjects/01-water.yaml", "TST/subjects/02-safety.yaml")
    pack = require(write_pack(tmp_path, {**files, **dict.fromkeys(gone)}))
    answers = spread("E.farm", ratings.split())
    given = {f"TST.{name}": answer for name, answer in answers.items()}
    outcome = evaluate(pack, "TST", profile={**PROFILE, "entered_on": entered_on}, answers=given, on=DAY)
    told = [each.params for each in outcome.reasons if each.code == "scheme.points.short"]
    assert [(each["points"], each["needed"], each["year"]) for each in told] == short


def test_only_a_core_requirement_that_counts_has_a_gate(pack: Pack) -> None:
    def gate(name: str, **answers: Any) -> str | None:
        found = assess(pack, **answers).result(name).gate
        return None if found is None else str(found.answer)

    core = "TST.E.water.C1"
    assert [gate(core), gate(core, E_water_C1="none"), gate(core, E_water_C1="unknown")] == ["yes", "no", "unknown"]
    assert gate("TST.E.water.A1") is gate("TST.E.water.A1", E_water_A1="none") is None


def test_a_core_requirement_called_not_relevant_without_a_reason_stays_open(pack: Pack) -> None:
    outcome = assess(pack, E_water_C1="not_relevant")
    assert (outcome.outcome, outcome.gates_unknown) == ("unknown", ("TST.E.water.C1",))
    assert outcome.next_steps[0].step.code == "scheme.next.explain"
    assert assess(pack, E_water_A1="not_relevant").outcome == "conforms"


def test_each_file_tells_which_of_its_texts_a_language_lacks(pack: Pack) -> None:
    (french,) = [one for one in pack.completeness if one.language == "fr"]
    assert (french.present, french.total) == (2, len(french.missing) + 2)
    for file in french.files:
        assert (file.present, set(file.missing) <= set(french.missing)) == (file.total - len(file.missing), True)
    standard = next(file for file in french.files if file.file == "TST/standard.yaml")
    assert (standard.present, standard.total, standard.missing) == (1, 2, ("TST.purpose",))
    (english,) = [one for one in pack.completeness if one.language == "en"]
    assert [file.missing for file in english.files] == [()] * len(english.files)


def test_the_largest_gain_comes_first_and_what_falls_due_later_last(pack: Pack) -> None:
    steps = assess(pack, E_water_A1="partial", S_safety_D1="none", S_safety_A1="substantial").next_steps
    assert [(each.requirement, each.step.code.removeprefix("scheme.next.")) for each in steps] == [
        ("TST.E.water.A1", "raise"),
        ("TST.S.safety.D1", "raise"),
        ("TST.S.safety.A1", "raise"),
        ("TST.E.water.M1", "prepare"),
    ]
    assert steps[-1].due_on == date(2027, 1, 1)
