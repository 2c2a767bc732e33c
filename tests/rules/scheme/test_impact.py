from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from orepass.scheme.rules.comparing.compared import Kind
from orepass.scheme.rules.comparing.impact import Effect, Held, Impact, impact
from orepass.scheme.rules.editions.transition import Phase, months_of, transition_ends, transition_phase
from orepass.scheme.rules.load import require
from orepass.scheme.rules.outcome import Answer, Profile
from tests.rules.scheme.packs import FILES, PACK, RULES, SAFETY, SUBJECT, WATER, parameter, requirement, write_pack

ON = date(2026, 6, 1)
ENDS = date(2028, 1, 1)
WATER_FILE, SAFETY_FILE = "TST/subjects/01-water.yaml", "TST/subjects/02-safety.yaml"
SITE = Profile(
    stage="mine",
    activities=("extraction",),
    size="asm",
    minerals=("cobalt",),
    flags={"mercury": False},
    personnel=4,
    entered_on=date(2026, 1, 1),
)
NAMES = [
    f"TST.{part}" for part in ("E.water.C1", "E.water.A1", "E.water.M1", "S.safety.C1", "S.safety.A1", "S.safety.D1")
]
FULL = {name: Answer(rating="full") for name in NAMES}
LISTED = "    listed:\n      rank: {rank}\n      threshold_percent: {least}\n"
NEW = SUBJECT.format(subject="people", dimension="S") + requirement("TST.S.people.C1", "commitment", criticality="core")
NEW = NEW.replace("A fact.", "A new fact.")


def held(answers: Mapping[str, Answer] | None = None, profile: Profile = SITE, standard: str = "TST") -> Held:
    return Held(
        holder="crt-1",
        client="org-1",
        name="Pit",
        standing="certificate",
        standard=standard,
        profile=profile,
        answers=FULL if answers is None else answers,
        answers_digest="d",
    )


def told(tmp_path: Path, changes: Mapping[str, str | bytes | None], *holders: Held) -> Impact:
    old, new = require(write_pack(tmp_path / "old")), require(write_pack(tmp_path / "new", changes))
    return impact(old, new, holders or (held(),), on=ON, ends_before=ENDS)


def test_who_meets_both_editions_stays_without_a_duty_or_an_hour(tmp_path: Path) -> None:
    found = told(tmp_path, {})
    (one,) = found.holders
    assert (one.effect, one.expected, one.duties, one.relieved, one.hours) == (
        Effect.STAYS,
        Effect.STAYS,
        (),
        (),
        Decimal(0),
    )
    assert (found.old, found.new, found.ends_before, found.hours) == ("tiny@2026.1", "tiny@2026.1", ENDS, Decimal(0))
    assert one.after is not None
    assert (one.before.outcome, one.after.outcome, one.after.level) == ("conforms", "conforms", "certified")
    assert one.before.inputs_digest == one.after.inputs_digest
    assert set(found.effects) == set(Effect)
    assert found.effects["stays"] == 1
    assert not found.hours_sources[0].verified


def test_a_new_requirement_that_nobody_was_asked_is_open_not_failed(tmp_path: Path) -> None:
    found = told(tmp_path, {"TST/subjects/03-people.yaml": NEW})
    (one,) = found.holders
    assert (one.effect, one.expected) == (Effect.OPEN, Effect.OPEN)
    (duty,) = one.duties
    assert (duty.requirement, duty.kind, duty.sure, duty.answered, duty.due_on) == (
        "TST.S.people.C1",
        Kind.NEW,
        True,
        False,
        ENDS,
    )
    assert one.after is not None
    assert (one.after.outcome, one.after.open, one.hours) == ("unknown", 1, Decimal("0.5"))
    assert (found.duties, found.small, found.small_open, found.small_falling_out) == ({"TST.S.people.C1": 1}, 1, 1, 0)


def test_a_small_producer_falls_out_where_no_open_answer_could_help(tmp_path: Path) -> None:
    core = WATER.replace("criticality: progress", "criticality: core", 1)
    answers = {**FULL, "TST.E.water.A1": Answer(rating="none")}
    rules = RULES.replace("threshold_percent: {value: 60", "threshold_percent: {value: 30")
    write_pack(tmp_path / "old", {"rules.yaml": rules})
    old, new = require(tmp_path / "old"), require(write_pack(tmp_path / "new", {"rules.yaml": rules, WATER_FILE: core}))
    large = msgspec.structs.replace(SITE, size="large")
    answered = {**answers, "TST.S.safety.M1": Answer(rating="full")}
    found = impact(old, new, [held(answers), held(answered, large)], on=ON, ends_before=ENDS)
    small, big = found.holders
    assert (small.effect, small.is_small, big.effect, big.is_small) == (Effect.FALLS_OUT, True, Effect.FALLS_OUT, False)
    assert "scheme.gate.failed" in {reason.code for reason in small.reasons}
    assert (found.small, found.small_falling_out, found.effects["falls_out"]) == (1, 1, 2)
    assert [(duty.requirement, duty.kind, duty.answered) for duty in small.duties] == [
        ("TST.E.water.A1", Kind.TIGHTENED, True)
    ]
    assert (small.hours, big.hours, found.hours) == (Decimal("0.5"), Decimal("0.5"), Decimal(1))


@pytest.mark.parametrize(
    ("answers", "effect"),
    [(FULL, Effect.STAYS), ({**FULL, "TST.E.water.A1": Answer(rating="none")}, Effect.DROPS)],
)
def test_a_level_is_found_again_by_its_name_where_another_comes_in_below_it(
    tmp_path: Path, answers: Mapping[str, Answer], effect: Effect
) -> None:
    lower = RULES.replace("{value: 60", "{value: 40")
    listed = LISTED.format(least=parameter("40", '"%"'), rank=parameter("1", "count"))
    higher = RULES.replace("    certified:\n      rank: {value: 1", f"{listed}    certified:\n      rank: {{value: 2")
    old, new = (
        require(write_pack(tmp_path / name, {"rules.yaml": text})) for name, text in (("a", lower), ("b", higher))
    )
    profile = msgspec.structs.replace(SITE, entered_on=date(2025, 1, 1))
    (one,) = impact(old, new, [held(answers, profile)], on=ON, ends_before=ENDS).holders
    assert (one.before.level, one.effect) == ("certified", effect)


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [(60, 40, Effect.RISES), (40, 60, Effect.DROPS), (40, 50, Effect.STAYS), (60, 60, Effect.STAYS)],
)
def test_a_moved_threshold_lifts_or_lowers_the_level_on_both_sides_of_its_edge(
    tmp_path: Path, before: int, after: int, effect: Effect
) -> None:
    """One half of the weight in the weakest dimension."""
    answers = {**FULL, "TST.E.water.A1": Answer(rating="none")}
    shares = [RULES.replace("{value: 60", f"{{value: {share}") for share in (before, after)]
    old, new = (
        require(write_pack(tmp_path / name, {"rules.yaml": text})) for name, text in zip("ab", shares, strict=True)
    )
    profile = msgspec.structs.replace(SITE, entered_on=date(2025, 1, 1))
    (one,) = impact(old, new, [held(answers, profile)], on=ON, ends_before=ENDS).holders
    assert one.effect is effect


def test_an_answer_follows_a_requirement_that_moved(tmp_path: Path) -> None:
    words = WATER.replace(
        "water.A1\n    phase: assessment\n    statement: {en: A fact.}",
        "water.A1\n    phase: assessment\n    statement: {en: Known.}",
    )
    old = require(write_pack(tmp_path / "old", {WATER_FILE: words}))
    new = require(write_pack(tmp_path / "new", {WATER_FILE: words.replace("water.A1", "water.A7")}))
    (one,) = impact(old, new, [held()], on=ON, ends_before=ENDS).holders
    assert (one.effect, one.duties, one.to_confirm, one.relieved) == (Effect.STAYS, (), (), ())


def test_an_answer_to_a_reworded_sentence_is_unknown_until_somebody_confirms_it(tmp_path: Path) -> None:
    words = WATER.replace("statement: {en: A fact.}", "statement: {en: The fact.}", 1)
    (one,) = told(tmp_path, {WATER_FILE: words}).holders
    assert (one.effect, one.expected, one.to_confirm) == (Effect.OPEN, Effect.STAYS, ("TST.E.water.C1",))
    assert (one.duties, one.hours) == ((), Decimal("0.5"))
    translated = {"texts/fr.yaml": 'TST.title: "Norme d’essai"\nTST.E.water.C1.statement: "Un fait."\n'}
    evidence = WATER.replace("small: {en: A photo.}", "small: {en: Two photos.}", 1)
    (two,) = told(tmp_path / "b", {WATER_FILE: evidence, **translated}).holders
    assert (two.effect, two.to_confirm) == (Effect.STAYS, ())


def test_an_answer_in_a_word_of_the_old_scale_alone_says_nothing(tmp_path: Path) -> None:
    scale = RULES.replace('substantial: "0.75", ', "")
    (one,) = told(
        tmp_path, {"rules.yaml": scale}, held({**FULL, "TST.E.water.A1": Answer(rating="substantial")})
    ).holders
    assert (one.effect, one.expected, one.to_confirm) == (Effect.OPEN, Effect.OPEN, ())


def test_staged_duties_fall_due_on_the_anniversary_or_at_the_end_of_the_transition(tmp_path: Path) -> None:
    staged = {"TST/subjects/03-people.yaml": NEW.replace("due_year: 0", "due_year: 3")}
    late, early = held(), held(profile=msgspec.structs.replace(SITE, entered_on=date(2024, 1, 1)))
    nobody_knows = held(profile=msgspec.structs.replace(SITE, entered_on=None))
    found = told(tmp_path, staged, late, early, nobody_knows)
    assert [one.duties[0].due_on for one in found.holders] == [date(2029, 1, 1), ENDS, None]
    assert [one.effect for one in found.holders] == [Effect.STAYS, Effect.STAYS, Effect.STAYS]


def test_who_is_newly_reached_gets_a_duty_and_who_is_not_any_more_is_relieved(tmp_path: Path) -> None:
    wider = WATER.replace("applies_when: 'flags.mercury'", "applies_when: 'true'")
    (one,) = told(tmp_path / "a", {WATER_FILE: wider}).holders
    assert [(duty.requirement, duty.kind) for duty in one.duties] == [("TST.E.water.D1", Kind.TIGHTENED)]
    using = held(
        {**FULL, "TST.E.water.D1": Answer(rating="full")}, msgspec.structs.replace(SITE, flags={"mercury": True})
    )
    (two,) = told(tmp_path / "b", {WATER_FILE: wider}, using).holders
    assert (two.duties, two.relieved) == ((), ())
    narrower = SAFETY.replace("TST.S.safety.D1\n", "TST.S.safety.D1\n").replace(
        "applies_when: 'true'", "applies_when: 'flags.mercury'"
    )
    (three,) = told(tmp_path / "c", {SAFETY_FILE: narrower}).holders
    assert three.relieved == ("TST.S.safety.C1", "TST.S.safety.A1", "TST.S.safety.D1")


def test_what_is_gone_relieves_and_an_unknown_fact_leaves_a_duty_unsure(tmp_path: Path) -> None:
    gone = SAFETY[: SAFETY.index("  - id: TST.S.safety.D1")]
    new = NEW.replace("applies_when: 'true'", "applies_when: 'site.country == \"CD\"'")
    (one,) = told(tmp_path, {SAFETY_FILE: gone, "TST/subjects/03-people.yaml": new}).holders
    assert one.relieved == ("TST.S.safety.D1",)
    assert [(duty.requirement, duty.sure) for duty in one.duties] == [("TST.S.people.C1", False)]


def test_a_standard_that_the_later_edition_does_not_have_ends(tmp_path: Path) -> None:
    renamed = {name: None for name in FILES if name.startswith("TST/")} | {
        name.replace("TST", "NEW"): text.replace("TST", "NEW")
        for name, text in FILES.items()
        if name.startswith(("TST/", "cases/"))
    }
    found = told(tmp_path, {**renamed, "texts/fr.yaml": ""})
    (one,) = found.holders
    assert (one.effect, one.expected, one.after, one.hours) == (Effect.ENDS, Effect.ENDS, None, None)
    assert (found.effects["ends"], found.hours) == (1, Decimal(0))


def test_who_was_unknown_before_stays_unknown_rises_or_falls_out(tmp_path: Path) -> None:
    partly = {name: answer for name, answer in FULL.items() if name != "TST.S.safety.D1"}
    without = SAFETY[: SAFETY.index("  - id: TST.S.safety.D1")]
    (same,) = told(tmp_path / "a", {}, held(partly)).holders
    (better,) = told(tmp_path / "b", {SAFETY_FILE: without}, held(partly)).holders
    assert (same.before.outcome, same.effect, better.effect) == ("unknown", Effect.STAYS, Effect.RISES)
    core = WATER.replace("criticality: progress", "criticality: core", 1)
    failing = {**partly, "TST.E.water.A1": Answer(rating="none"), "TST.E.water.C1": Answer(rating="full")}
    (out,) = told(tmp_path / "c", {WATER_FILE: core}, held(failing)).holders
    assert out.before.outcome in {"unknown", "does_not_conform"}
    none = {name: Answer(rating="none") for name in FULL}
    (never,) = told(tmp_path / "d", {}, held(none)).holders
    assert never.effect is Effect.STAYS


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2026, 12, 31), Phase.BEFORE),
        (date(2027, 1, 1), Phase.BOTH),
        (date(2027, 12, 31), Phase.BOTH),
        (date(2028, 1, 1), Phase.OVER),
    ],
)
def test_both_editions_hold_from_the_first_day_of_the_later_one_to_the_last_of_the_transition(
    on: date, phase: Phase
) -> None:
    begins = date(2027, 1, 1)
    ends = transition_ends(from_on=begins, months=12).value
    assert transition_phase(from_on=begins, ends_before=ends, on=on).value == phase


def test_the_months_of_a_transition_are_the_rules_or_the_heads(tmp_path: Path) -> None:
    assert months_of(require(write_pack(tmp_path / "a"))) == 12
    line = "  candidate_months: {value: 12, unit: months, source: own choice, clause: none, verified: false}\n"
    rules = RULES.replace(line, line + line.replace("candidate_months: {value: 12", "transition_months: {value: 18"))
    assert months_of(require(write_pack(tmp_path / "b", {"rules.yaml": rules, "pack.yaml": PACK}))) == 18
