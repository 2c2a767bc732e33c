"""Every kind of rating as data of a small pack, evaluated by the one engine; vectors R1 to R12 under their ids."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.judgement import RatingUnknown
from orepass.scheme.rules.levels import Level, Rating
from orepass.scheme.rules.load import require
from orepass.scheme.rules.outcome import Outcome
from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.rating import BadRating, rating_of, unfit
from tests.rules.scheme.packs import PACK, SUBJECT, parameter, requirement, write_pack

ENTERED, DAY = date(2025, 1, 1), date(2026, 6, 1)
PROFILE: dict[str, Any] = {
    "stage": "mine",
    "activities": ("extraction",),
    "size": "asm",
    "minerals": ("cobalt",),
    "personnel": 4,
    "flags": {"mercury": True},
    "entered_on": ENTERED,
}
GRADED = '{full: "1", substantial: "0.75", partial: "0.5", none: "0"}'
LETTERS = '{AAA: "1", AA: "0.75", A: "0.5", B: "0.25", C: "0", "yes": "1", "no": "0"}'
UNITS = {
    "rank": "count",
    "outcome": "code",
    "gate_min": "code",
    "floor": "code",
    "threshold_percent": '"%"',
    "musts_percent": '"%"',
    "points_min": "count",
    "points_by_year": "list",
    "modules": "list",
}


def rules_yaml(levels: Mapping[str, Mapping[str, str]], *, scale: str = GRADED, **more: tuple[str, str]) -> str:
    """Write a rules.yaml with one rating block."""
    block = {"aggregation": ("minimum_of_dimensions", "code"), "scale": (scale, "map"), **more}
    lines = ["rating:", *(f"  {key}: {parameter(value, unit)}" for key, (value, unit) in block.items()), "  levels:"]
    for name, keys in levels.items():
        lines += [f"    {name}:", *(f"      {key}: {parameter(value, UNITS[key])}" for key, value in keys.items())]
    lines += ["lifecycle:", f"  candidate_months: {parameter('12', 'months')}"]
    return "\n".join(lines) + "\n"


def subject(name: str, count: int, *, dimension: str = "E", core: int = 0, weight: str = "1") -> str:
    """Write a subject with so many requirements, the first of them core."""
    text = SUBJECT.format(subject=name, dimension=dimension)
    for at in range(1, count + 1):
        criticality = "core" if at <= core else "progress"
        text += requirement(f"TST.{dimension}.{name}.C{at}", "commitment", criticality=criticality, weight=weight)
    return text


type Assess = Callable[..., Outcome]


@pytest.fixture
def assess(tmp_path: Path) -> Assess:
    def run(
        rules: str, subjects: Mapping[str, str], answers: Mapping[str, Any], *, on: date = DAY, **profile: Any
    ) -> Outcome:
        files: dict[str, str | bytes | None] = {
            "rules.yaml": rules,
            "pack.yaml": PACK,
            "texts/fr.yaml": None,
            "cases/all-full.yaml": None,
            "TST/subjects/01-water.yaml": None,
            "TST/subjects/02-safety.yaml": None,
        }
        files |= {f"TST/subjects/{at:02}-{name}.yaml": text for at, (name, text) in enumerate(subjects.items(), 1)}
        pack = require(write_pack(tmp_path, files))
        ids = [one.id for one in pack.standard("TST").requirements]
        given = {name: answer for key, answer in answers.items() for name in ids if name.startswith(f"TST.{key}")}
        return evaluate(pack, "TST", profile={**PROFILE, **profile}, answers=given, on=on)

    return run


def codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.reasons]


def spread(name: str, ratings: list[str]) -> dict[str, str]:
    """Answer the requirements of a subject one by one."""
    return {f"{name}.C{at}": rating for at, rating in enumerate(ratings, 1)}


IRMA = rules_yaml(
    {
        "transparency": {"rank": "0", "gate_min": "none", "outcome": "candidate"},
        "l50": {"rank": "1", "gate_min": "substantial", "threshold_percent": "50"},
        "l75": {"rank": "2", "gate_min": "substantial", "threshold_percent": "75"},
        "l100": {"rank": "3", "gate_min": "full", "threshold_percent": "100"},
    },
    scale='{full: "1", substantial: "0.5", partial: "0.25", none: "0"}',
    aggregation=("minimum_of_subjects", "code"),
)
FOUR = {name: subject(name, count, core=1) for name, count in (("p1", 5), ("p2", 3), ("p3", 4), ("p4", 4))}
WORD = {"1": "full", "5": "substantial", "2": "partial", "0": "none", "-": "not_relevant"}


def four(p1: str, p2: str, p3: str, p4: str) -> dict[str, Any]:
    """Answer four principles; a critical “not relevant” carries its reason."""
    answers: dict[str, Any] = {}
    for name, letters in (("p1", p1), ("p2", p2), ("p3", p3), ("p4", p4)):
        for at, letter in enumerate(letters, 1):
            note = {"rating": "not_relevant", "note": "Nothing of it is here."}
            answers[f"E.{name}.C{at}"] = note if letter == "-" else WORD[letter]
    return answers


def test_r1_the_weakest_of_four_principles_sets_the_level(assess: Assess) -> None:
    outcome = assess(IRMA, FOUR, four("1150-", "155", "1110", "5551"))
    assert (outcome.level, outcome.aggregate and outcome.aggregate.share) == ("l50", "5/8")
    assert [str(part.score.percent) for part in outcome.subjects if part.score] == ["62.5", "66.6", "75", "62.5"]


def test_r2_one_critical_requirement_met_in_part_leaves_transparency_only(assess: Assess) -> None:
    outcome = assess(IRMA, FOUR, four("1150-", "215", "1110", "5551"))
    assert (outcome.outcome, outcome.level, outcome.gates_failed) == ("candidate", "transparency", ("TST.E.p2.C1",))


def test_r3_a_critical_requirement_merely_substantially_met_holds_at_75(assess: Assess) -> None:
    assert assess(IRMA, FOUR, four("51111", "111", "1111", "1111")).level == "l75"
    assert assess(IRMA, FOUR, four("11111", "111", "1111", "1111")).level == "l100"


def test_r4_a_principle_in_which_nothing_is_relevant_is_excluded_and_reported(assess: Assess) -> None:
    outcome = assess(IRMA, FOUR, four("11111", "---", "1111", "1111"))
    assert outcome.level == "l100"
    assert [reason.params["group"] for reason in outcome.reasons if reason.code == "scheme.dimension.empty"] == ["p2"]
    assert [part.score for part in outcome.subjects if part.group == "p2"] == [None]


TSM = rules_yaml(
    {"goal": {"rank": "1", "floor": "A", "gate_min": "C"}},
    scale=LETTERS,
    kind=("letters", "code"),
    words=('{crisis: ["yes", "no"], "*": [AAA, AA, A, B, C]}', "map"),
)
INDICATORS = {"tailings": subject("tailings", 3), "crisis": subject("crisis", 2)}


def tsm(letters: list[str], yes_no: list[str]) -> dict[str, Any]:
    return {**spread("E.tailings", letters), **spread("E.crisis", yes_no)}


def test_r5_a_letter_below_the_goal_or_a_no_misses_it(assess: Assess) -> None:
    below = assess(TSM, INDICATORS, tsm(["A", "AA", "B"], ["yes", "yes"]))
    assert (below.outcome, below.level) == ("does_not_conform", "")
    assert [reason.where for reason in below.reasons if reason.code == "scheme.floor.missed"] == ["TST.E.tailings.C3"]
    assert below.next_steps[0].step.message == "Raise TST.E.tailings.C3 from “B” for the level “goal”."
    assert assess(TSM, INDICATORS, tsm(["A", "AA", "A"], ["yes", "no"])).outcome == "does_not_conform"
    assert assess(TSM, INDICATORS, tsm(["A", "AA", "A"], ["yes", "yes"])).level == "goal"


def test_r5_a_yes_or_no_protocol_takes_no_letter(assess: Assess) -> None:
    with pytest.raises(RatingUnknown, match="AAA"):
        assess(TSM, INDICATORS, tsm(["A", "AA", "A"], ["yes", "AAA"]))


def test_r5_a_letter_without_evidence_is_unknown_but_for_the_lowest(assess: Assess) -> None:
    good = tsm(["A", "AA", "A"], ["yes", "yes"])
    for letter, outcome in (("A", "unknown"), ("C", "does_not_conform")):
        bare: dict[str, Any] = {"rating": letter, "evidence": ()}
        assert assess(TSM, INDICATORS, {**good, "E.tailings.C1": bare}).outcome == outcome


MARK = rules_yaml(
    {"mark": {"rank": "1", "floor": "partial", "gate_min": "partial"}},
    kind=("award", "code"),
    plan_months=("12", "months"),
)
CRITERIA = {"risk": subject("risk", 33)}


def test_r6_three_criteria_met_in_part_get_the_award_and_three_plans(assess: Assess) -> None:
    outcome = assess(MARK, CRITERIA, spread("E.risk", ["full"] * 30 + ["partial"] * 3), on=date(2025, 2, 28))
    assert (outcome.outcome, outcome.level) == ("conforms", "mark")
    plans = [step for step in outcome.next_steps if step.step.code == "scheme.next.plan"]
    assert [step.due_on for step in plans] == [date(2026, 2, 28)] * 3


def test_r7_one_criterion_missed_refuses_the_award(assess: Assess) -> None:
    outcome = assess(MARK, CRITERIA, spread("E.risk", ["full"] * 32 + ["none"]))
    assert (outcome.outcome, outcome.level) == ("does_not_conform", "")
    assert [step.step.code for step in outcome.next_steps] == ["scheme.next.raise"]


MUSTS = rules_yaml(
    {"certified": {"rank": "1", "gate_min": "full", "musts_percent": "95"}},
    kind=("musts", "code"),
    aggregation=("mean_of_requirements", "code"),
)
CONTROL_POINTS = {
    "major": subject("major", 60, core=60),
    "minor": subject("minor", 50, dimension="S"),
    "other": subject("other", 50, dimension="S"),
}


@pytest.mark.parametrize(("minors", "level"), [(94, ""), (95, "certified")])
def test_r8_all_major_musts_and_95_per_cent_of_the_minor_ones(assess: Assess, minors: int, level: str) -> None:
    others = ["full"] * (minors - 50) + ["substantial"] * (100 - minors)
    answers = {"E.major": "full", "S.minor": "full", **spread("S.other", others)}
    outcome = assess(MUSTS, CONTROL_POINTS, answers)
    assert outcome.level == level
    told = [reason.message for reason in outcome.reasons if reason.code == "scheme.musts.missed"]
    short = f"{minors} of 100 requirements beside the core are met in full; the level “certified” needs 95 per cent."
    assert told == ([] if level else [short])


def test_r8_one_major_must_unmet_is_enough_to_fail(assess: Assess) -> None:
    outcome = assess(MUSTS, CONTROL_POINTS, {"E.major": "full", "S": "full", "E.major.C60": "substantial"})
    assert (outcome.level, outcome.gates_failed) == ("", ("TST.E.major.C60",))


POINTS = rules_yaml(
    {"member": {"rank": "1", "gate_min": "full", "points_by_year": "[2, 4, 6]"}}, kind=("points", "code")
)
FARM = {"farm": subject("farm", 4, core=1, weight="1.5")}


@pytest.mark.parametrize(
    ("on", "ratings", "level"),
    [
        (date(2025, 12, 31), ["full", "partial", "none", "none"], "member"),
        (date(2026, 1, 1), ["full", "partial", "none", "none"], ""),
        (date(2026, 1, 1), ["full", "full", "full", "none"], "member"),
        (date(2027, 1, 1), ["full", "full", "full", "partial"], ""),
        (date(2030, 1, 1), ["full", "full", "full", "full"], "member"),
        (date(2025, 1, 1), ["none", "full", "full", "full"], ""),
    ],
)
def test_u01_more_points_are_needed_each_year_and_basics_always(
    assess: Assess, on: date, ratings: list[str], level: str
) -> None:
    assert assess(POINTS, FARM, spread("E.farm", ratings), on=on).level == level


def test_b15_short_of_points_is_told_with_the_year(assess: Assess) -> None:
    outcome = assess(POINTS, FARM, spread("E.farm", ["full", "partial", "none", "none"]), on=date(2026, 1, 1))
    told = [reason.message for reason in outcome.reasons if reason.code == "scheme.points.short"]
    assert told == ["There are 9/4 points; the level “member” needs 4 in year 2."]


def test_points_by_year_need_the_day_of_entry(assess: Assess) -> None:
    outcome = assess(POINTS, FARM, {"E.farm": "full"}, entered_on=None)
    assert (outcome.outcome, outcome.level, outcome.best_level) == ("unknown", "", "member")
    assert "scheme.points.year_unknown" in codes(outcome)
    lost = assess(POINTS, FARM, {"E.farm": "none"}, entered_on=None)
    assert lost.outcome == "does_not_conform"
    told = [reason.message for reason in lost.reasons if reason.code == "scheme.points.short"]
    assert told == ["There are 0 points; the level “member” needs 2 in year ?."]


CRAFT = rules_yaml(
    {
        "candidate": {"rank": "0", "outcome": "candidate", "gate_min": "substantial", "modules": "[m1, m2]"},
        "affiliate": {"rank": "1", "gate_min": "substantial", "modules": "[m1, m2, m3]"},
    },
    kind=("modules", "code"),
)
MODULES = {name: subject(name, 2) for name in ("m1", "m2", "m3")}


def test_r12_modules_one_after_the_other_make_a_candidate_then_an_affiliate(assess: Assess) -> None:
    answers = {"E.m1": "full", "E.m2": "substantial", "E.m3": "partial"}
    outcome = assess(CRAFT, MODULES, answers)
    assert (outcome.outcome, outcome.level) == ("candidate", "candidate")
    told = [reason.message for reason in outcome.reasons if reason.code == "scheme.module.failed"]
    assert told == ["The module “m3” is not passed; the level “affiliate” needs at least “substantial” in all of it."]
    assert assess(CRAFT, MODULES, {**answers, "E.m3": "full"}).level == "affiliate"
    assert assess(CRAFT, MODULES, {**answers, "E.m1.C1": "none"}).outcome == "does_not_conform"


def test_a_module_that_is_not_answered_is_not_passed(assess: Assess) -> None:
    outcome = assess(CRAFT, MODULES, {"E.m1": "full", "E.m2": "full"})
    assert (outcome.outcome, outcome.best_level) == ("unknown", "affiliate")


PROGRESS = rules_yaml(
    {
        "core": {"rank": "0", "gate_min": "full"},
        "progress1": {"rank": "1", "gate_min": "full", "modules": "[climate]"},
        "progress2": {"rank": "2", "gate_min": "full", "modules": "[climate, sourcing]"},
    },
    kind=("modules", "code"),
)


def test_progress_levels_stand_on_the_core(assess: Assess) -> None:
    site = {"core": subject("core", 2, core=2), "climate": subject("climate", 1), "sourcing": subject("sourcing", 1)}
    answers = {"E.core": "full", "E.climate": "none", "E.sourcing": "full"}
    assert assess(PROGRESS, site, answers).level == "core"
    assert assess(PROGRESS, site, {**answers, "E.climate": "full"}).level == "progress2"
    assert assess(PROGRESS, site, {**answers, "E.climate": "full", "E.core": "partial"}).level == ""


LIGHT = rules_yaml(
    {
        "yellow": {"rank": "0", "outcome": "candidate", "gate_min": "full"},
        "green": {"rank": "1", "gate_min": "full", "floor": "full"},
    }
)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"E.site": "full"}, "green"),
        ({"E.site": "full", "E.site.C2": "partial"}, "yellow"),
        ({"E.site": "full", "E.site.C1": "partial"}, ""),
        ({"E.site.C1": "full"}, ""),
    ],
)
def test_a_traffic_light_is_two_levels_and_nothing_is_red(
    assess: Assess, answers: dict[str, Any], outcome: str
) -> None:
    assert assess(LIGHT, {"site": subject("site", 2, core=1)}, answers).level == outcome


ALIGNED = rules_yaml(
    {
        "partially": {"rank": "0", "outcome": "candidate", "gate_min": "none", "floor": "partial"},
        "fully": {"rank": "1", "gate_min": "none", "floor": "full"},
    }
)


@pytest.mark.parametrize(
    ("ratings", "level"), [(["full", "full"], "fully"), (["full", "partial"], "partially"), (["full", "none"], "")]
)
def test_alignment_is_full_partial_or_none(assess: Assess, ratings: list[str], level: str) -> None:
    assert assess(ALIGNED, {"due": subject("due", 2)}, spread("E.due", ratings)).level == level


DIMENSIONS = {"one": subject("one", 2), "two": subject("two", 2, dimension="S")}
HALF = {"half": {"rank": "1", "gate_min": "none", "threshold_percent": "50"}}


@pytest.mark.parametrize(
    ("aggregation", "share"),
    [
        ("minimum_of_dimensions", "1/4"),
        ("mean_of_dimensions", "5/8"),
        ("minimum_of_subjects", "1/4"),
        ("mean_of_phases", "5/8"),
        ("minimum_of_phases", "5/8"),
        ("mean_of_requirements", "5/8"),
        ("minimum_of_requirements", "0/1"),
    ],
)
def test_every_aggregation_is_reached_from_a_pack(assess: Assess, aggregation: str, share: str) -> None:
    rules = rules_yaml(HALF, aggregation=(aggregation, "code"))
    outcome = assess(rules, DIMENSIONS, {"E.one": "full", **spread("S.two", ["partial", "none"])})
    assert outcome.aggregate is not None
    assert outcome.aggregate.share == share


def test_a_weighted_mean_weighs_its_dimensions(assess: Assess) -> None:
    rules = rules_yaml(HALF, aggregation=("weighted_mean_of_dimensions", "code"), weights=("{E: 1, S: 2}", "map"))
    outcome = assess(rules, DIMENSIONS, {"E.one": "full", **spread("S.two", ["partial", "none"])})
    assert outcome.aggregate is not None
    assert outcome.aggregate.share == "1/2"
    assert outcome.level == "half"


def test_an_overlay_is_named_in_the_outcome_and_its_stricter_reading_counts(tmp_path: Path) -> None:
    overlay = """\
overlay: drc
title: {en: In the DRC}
about: {en: Stricter on water.}
status: pilot
countries: [CD]
requirements:
  TST.E.water.A1: {criticality: core, source: own choice, clause: "-", verified: false}
"""
    pack = require(write_pack(tmp_path, {"overlays/drc.yaml": overlay}))
    answers = {one.id: "full" for one in pack.standard("TST").requirements} | {"TST.E.water.A1": "partial"}
    here = evaluate(pack, "TST", profile={**PROFILE, "country": "CD"}, answers=answers, on=DAY)
    there = evaluate(pack, "TST", profile={**PROFILE, "country": "RW"}, answers=answers, on=DAY)
    assert (here.overlays, here.gates_failed) == (("drc",), ("TST.E.water.A1",))
    assert here.reasons[-1].code == "scheme.overlay.holds"
    assert (there.overlays, there.gates_failed) == ((), ())


def block(**values: Any) -> Rules:
    good: dict[str, Any] = {
        "rating.scale": {"full": "1", "partial": "0.5", "none": "0"},
        "rating.aggregation": "minimum_of_dimensions",
        "rating.levels.one.rank": 1,
        "rating.levels.one.gate_min": "full",
    }
    changed = {f"rating.{name.replace('__', '.')}": value for name, value in values.items()}
    return Rules(
        {
            path: Parameter(path=path, value=value, unit="", source="", clause="", verified=False)
            for path, value in {**good, **changed}.items()
        }
    )


BAD = {
    "unknown key": ({"agregation": "x"}, "rating.agregation"),
    "unknown kind": ({"kind": "stars"}, "rating.kind"),
    "unknown key of a level": ({"levels__one__thresold_percent": 5}, "rating.levels.one.thresold_percent"),
    "award without a floor": ({"kind": "award"}, "rating.levels"),
    "points without points": ({"kind": "points"}, "rating.levels"),
    "both kinds of points": (
        {"levels__one__points_min": 5, "levels__one__points_by_year": [1]},
        "rating.levels.one.points_min",
    ),
    "points of nothing": ({"levels__one__points_min": 0}, "rating.levels.one.points_min"),
    "points in words": ({"levels__one__points_min": "many"}, "rating.levels.one.points_min"),
    "points that fall": ({"levels__one__points_by_year": [3, 2]}, "rating.levels.one.points_by_year"),
    "points for no year": ({"levels__one__points_by_year": []}, "rating.levels.one.points_by_year"),
    "modules in one word": ({"levels__one__modules": "water"}, "rating.levels.one.modules"),
    "weights that nobody uses": ({"weights": {"E": 1}}, "rating.weights"),
    "weights as a list": ({"aggregation": "weighted_mean_of_dimensions", "weights": ["E"]}, "rating.weights"),
    "a weight of nothing": ({"aggregation": "weighted_mean_of_dimensions", "weights": {"E": 0}}, "rating.weights.E"),
    "words as a list": ({"words": ["yes"]}, "rating.words"),
    "words beside the scale": ({"words": {"water": ["yes"]}}, "rating.words.water"),
    "letters without kind": ({"scale": {"AAA": 1, "C": 0}}, "rating.scale"),
    "letters that lack an end": ({"kind": "letters", "scale": {"AAA": 1, "B": 0}}, "rating.scale"),
    "yes worth less": (
        {"kind": "letters", "scale": {"AAA": 1, "C": 0, "yes": "0.5", "no": 0}, "levels__one__floor": "C"},
        "rating.scale",
    ),
}


@pytest.mark.parametrize(("values", "path"), BAD.values(), ids=BAD)
def test_a_rating_block_that_cannot_be_used_is_refused_with_its_place(values: dict[str, Any], path: str) -> None:
    with pytest.raises(BadRating) as refused:
        rating_of(block(**values))
    assert refused.value.path == path
    assert refused.value.suggestion


def test_names_that_the_standard_does_not_have_are_told() -> None:
    rating = rating_of(
        block(
            levels__one__modules=["water", "watr"],
            words={"*": ["full"], "wates": ["full", "none"]},
            aggregation="weighted_mean_of_dimensions",
            weights={"E": 1, "X": 1},
        )
    )
    found = list(unfit(rating, {"subject": ["water"], "dimension": ["E", "S"], "phase": []}))
    assert [(bad.path, bad.value) for bad in found] == [
        ("rating.levels.one.modules", "watr"),
        ("rating.words", "wates"),
        ("rating.weights", "X"),
    ]


def test_a_level_without_points_asks_none_and_the_highest_has_none_above() -> None:
    level = Level(name="one", rank=1, outcome="conforms", gate="none", least=Fraction(0))
    rating = Rating({"full": Fraction(1), "none": Fraction(0)}, "mean_of_phases", (level,))
    assert level.points_in(None) == 0
    assert (rating.next_above(None), rating.next_above(level)) == (level, None)


def test_of_an_unknown_year_the_most_points_count_and_hopefully_the_least() -> None:
    points = (Fraction(1), Fraction(5))
    level = Level(name="one", rank=1, outcome="conforms", gate="none", least=Fraction(0), points=points)
    assert [level.points_in(None), level.points_in(None, hopeful=True), level.points_in(1), level.points_in(9)] == [
        5,
        1,
        1,
        5,
    ]
