from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from orepass.scheme.rules.comparing.compared import Change, Comparison, Kind, Reach, RequirementChange, Way
from orepass.scheme.rules.comparing.comparison import PLACES, TEXTS, compare
from orepass.scheme.rules.comparing.facts import HEAD
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Indicator, Pack, Requirement, Standard, Subject
from orepass.scheme.rules.overlaying import Asked
from tests.rules.scheme.packs import FILES, PACK, RULES, SAFETY, WATER, requirement, write_pack
from tests.rules.scheme.packs_wide import ADDED, NATIONAL, WIDE

WATER_FILE, SAFETY_FILE = "TST/subjects/01-water.yaml", "TST/subjects/02-safety.yaml"
WORDED = "".join(
    part.replace("A fact.", f"Fact {number}.") if "A fact." in part else part
    for number, part in enumerate(WATER.splitlines(keepends=True))
)
"""The water subject with words that tell its requirements apart."""


def compared(
    tmp_path: Path, changes: Mapping[str, str | bytes | None], base: Mapping[str, str | bytes | None] | None = None
) -> Comparison:
    old = require(write_pack(tmp_path / "old", base))
    return compare(old, require(write_pack(tmp_path / "new", {**(base or {}), **changes})))


def bent(tmp_path: Path, old: str, new: str, count: int = 1) -> RequirementChange:
    """Bend the water subject and return the only requirement that changed."""
    assert old in WORDED, "the text to bend is there"
    found = compared(tmp_path, {WATER_FILE: WORDED.replace(old, new, count)}, {WATER_FILE: WORDED})
    (changed,) = found.changed
    assert not found.facts
    assert not found.parameters
    return changed


def ways(changes: tuple[Change, ...]) -> list[tuple[str, Way, str, str]]:
    return [(change.part, change.way, change.old, change.new) for change in changes]


def test_an_edition_does_not_differ_from_itself(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path, WIDE))
    found = compare(pack, pack)
    assert found.is_empty
    assert set(found.counts) == set(Kind)
    assert found.counts["unchanged"] == len(found.requirements) > 0
    assert not found.languages


@pytest.mark.parametrize(
    ("before", "after", "part", "old", "new"),
    [
        ("criticality: progress", "criticality: core", "core", "no", "yes"),
        ('weight: "2"', 'weight: "3"', "weight", "2", "3"),
        ("due_year: 1", "due_year: 0", "due_year", "1", "0"),
        ("accepts: [document, photo]", "accepts: [document]", "accepts", "document, photo", "document"),
    ],
)
def test_what_is_asked_more_strictly_is_tightened_and_the_other_way_round_relaxed(
    tmp_path: Path, before: str, after: str, part: str, old: str, new: str
) -> None:
    there = bent(tmp_path / "there", before, after)
    assert (there.kind, ways(there.changes)) == (Kind.TIGHTENED, [(part, Way.STRICTER, old, new)])
    back = compared(tmp_path / "back", {WATER_FILE: WORDED}, {WATER_FILE: WORDED.replace(before, after, 1)})
    (changed,) = back.changed
    assert (changed.kind, ways(changed.changes)) == (Kind.RELAXED, [(part, Way.LOOSER, new, old)])


def test_other_evidence_is_neither_stricter_nor_looser_and_its_order_is_nothing(tmp_path: Path) -> None:
    found = bent(tmp_path / "a", "accepts: [document, photo]", "accepts: [document, oral]")
    assert (found.kind, found.changes[0].way) == (Kind.CHANGED, Way.UNDECIDED)
    turned = WORDED.replace("accepts: [document, photo]", "accepts: [photo, document]")
    assert not compared(tmp_path / "b", {WATER_FILE: turned}, {WATER_FILE: WORDED}).changed


def test_what_moves_to_both_sides_is_changed(tmp_path: Path) -> None:
    assert bent(tmp_path, 'weight: "1"\n    due_year: 1', 'weight: "2"\n    due_year: 2').kind is Kind.CHANGED


def test_other_words_are_no_tightening_and_are_told_by_language(tmp_path: Path) -> None:
    found = bent(tmp_path / "a", "fails_when: {en: It is absent.}", "fails_when: {en: Gone.}")
    assert (found.kind, found.languages) == (Kind.REWORDED, ("en",))
    assert ways(found.changes) == [("fails_when", Way.WORDING, "It is absent.", "Gone.")]
    text = {"texts/fr.yaml": 'TST.title: "Norme d’essai"\nTST.E.water.C1.statement: "Un fait."\n'}
    translated = compared(tmp_path / "b", text)
    (changed,) = translated.changed
    assert (changed.kind, changed.languages) == (Kind.REWORDED, ("fr",))
    (french,) = translated.languages
    assert (french.language, french.new, french.changed) == ("fr", ("TST.E.water.C1.statement",), ())


@pytest.mark.parametrize(
    ("before", "after", "kind", "reach"),
    [
        ("flags.mercury", 'flags.mercury || site.size == "large"', Kind.TIGHTENED, Reach.WIDER),
        ("flags.mercury", 'flags.mercury && site.size == "large"', Kind.RELAXED, Reach.NARROWER),
        ("flags.mercury", "true", Kind.TIGHTENED, Reach.WIDER),
        ("flags.mercury", "!flags.mercury", Kind.CHANGED, Reach.OTHER),
        ("flags.mercury", "flags.mercury == true", Kind.REWORDED, Reach.SAME),
    ],
)
def test_whom_a_requirement_reaches_is_told(tmp_path: Path, before: str, after: str, kind: Kind, reach: Reach) -> None:
    found = bent(tmp_path, f"applies_when: '{before}'", f"applies_when: '{after}'")
    (change,) = found.changes
    assert (found.kind, change.part, change.reach) == (kind, "applies_when", reach)


def test_a_requirement_under_another_identifier_is_moved_not_gone_and_new(tmp_path: Path) -> None:
    found = bent(tmp_path, "TST.E.water.A1", "TST.E.water.A2")
    assert (found.kind, found.moved, found.old_id, found.new_id) == (
        Kind.MOVED,
        True,
        "TST.E.water.A1",
        "TST.E.water.A2",
    )
    assert ways(found.changes) == [("id", Way.PLACE, "TST.E.water.A1", "TST.E.water.A2")]


def test_a_renumbered_subject_is_told_by_its_words(tmp_path: Path) -> None:
    old = WORDED
    new = old.replace("water.C1", "water.C2") + requirement("TST.E.water.C1", "commitment").replace("A fact", "Another")
    found = compared(tmp_path, {WATER_FILE: new}, {WATER_FILE: old})
    kinds = {one.id: (one.kind, one.old_id) for one in found.changed}
    assert kinds == {
        "TST.E.water.C2": (Kind.MOVED, "TST.E.water.C1"),
        "TST.E.water.C1": (Kind.NEW, ""),
    }


def test_what_moved_and_is_asked_more_strictly_says_both(tmp_path: Path) -> None:
    new = WORDED.replace("TST.E.water.A1", "TST.E.water.A2").replace('weight: "2"', 'weight: "3"')
    (found,) = compared(tmp_path, {WATER_FILE: new}, {WATER_FILE: WORDED}).changed
    assert (found.kind, found.moved) == (Kind.TIGHTENED, True)


def test_new_and_gone_requirements_are_told_in_the_later_order_with_gone_ones_last(tmp_path: Path) -> None:
    new = SAFETY.replace("  - id: TST.S.safety.D1", "  - id: TST.S.safety.M2").replace(
        "phase: disclosure\n    statement: {en: A fact.}", "phase: monitoring\n    statement: {en: It is new.}"
    )
    found = compared(tmp_path, {SAFETY_FILE: new})
    assert [(one.id, one.kind) for one in found.changed] == [
        ("TST.S.safety.M2", Kind.NEW),
        ("TST.S.safety.D1", Kind.GONE),
    ]
    assert (found.counts["new"], found.counts["gone"], found.counts["unchanged"]) == (1, 1, 7)
    safety = next(one for one in found.subjects if one.subject == "safety")
    assert (safety.counts["new"], safety.counts["gone"], safety.counts["unchanged"]) == (1, 1, 3)
    assert [one.new + one.gone for one in found.languages] == [
        ("TST.S.safety.M2.statement", "TST.S.safety.D1.statement")
    ]


def test_an_indicator_that_came_is_a_change_beside_what_is_asked(tmp_path: Path) -> None:
    said = "accepts: [document, photo]\n    indicator: {id: ph, unit: pH, better: higher, title: {en: Acidity}}"
    found = bent(tmp_path, "accepts: [document, photo]", said)
    assert found.kind is Kind.REWORDED
    assert {change.part for change in found.changes} == {
        "indicator.id",
        "indicator.unit",
        "indicator.better",
        "indicator.title",
    }
    mapped = bent(tmp_path / "b", "accepts: [document, photo]", "accepts: [document, photo]\n    maps_to: [ilo.c182]")
    assert (mapped.kind, ways(mapped.changes)) == (Kind.CHANGED, [("maps_to", Way.BESIDE, "", "ilo.c182")])


@pytest.mark.parametrize(
    ("before", "after", "path", "way"),
    [
        ("candidate_months: {value: 12", "candidate_months: {value: 11", "lifecycle.candidate_months", Way.STRICTER),
        ("candidate_months: {value: 12", "candidate_months: {value: 13", "lifecycle.candidate_months", Way.LOOSER),
        (
            "threshold_percent: {value: 60",
            "threshold_percent: {value: 61",
            "rating.levels.certified.threshold_percent",
            Way.STRICTER,
        ),
        ("gate_min: {value: full", "gate_min: {value: substantial", "rating.gate_min", Way.LOOSER),
        ("missed: {value: suspend", "missed: {value: withdraw", "nonconformity.major.missed", Way.UNDECIDED),
        ("minimum_of_dimensions", "mean_of_dimensions", "rating.aggregation", Way.UNDECIDED),
    ],
)
def test_a_number_is_stricter_looser_or_neither(tmp_path: Path, before: str, after: str, path: str, way: Way) -> None:
    assert before in RULES
    found = compared(tmp_path, {"rules.yaml": RULES.replace(before, after, 1)})
    assert [(one.where, one.part, one.way) for one in found.parameters] == [("", path, way)]


def test_a_number_of_another_source_is_a_change_beside_the_rule(tmp_path: Path) -> None:
    (found,) = compared(
        tmp_path,
        {
            "rules.yaml": RULES.replace(
                "source: own choice, clause: none, verified: false", "source: A book, clause: p. 1, verified: true"
            )
        },
    ).parameters[:1]
    assert found.way is Way.BESIDE
    assert (found.old.endswith("(own choice, none, not verified)"), found.new.endswith("(A book, p. 1)")) == (
        True,
        True,
    )


def test_numbers_that_come_go_or_are_a_standards_own_are_told(tmp_path: Path) -> None:
    line = "  candidate_months: {value: 12, unit: months, source: own choice, clause: none, verified: false}\n"
    cycle = line.replace("candidate_months: {value: 12", "cycle_months: {value: 36")
    came = compared(tmp_path / "came", {"rules.yaml": RULES.replace(line, line + cycle)})
    assert [(one.part, one.way, one.old) for one in came.parameters] == [("lifecycle.cycle_months", Way.NEW, "")]
    assert came.parameters[0].new.startswith("36 months (")
    went = compared(tmp_path / "went", {"rules.yaml": RULES}, {"rules.yaml": RULES.replace(line, line + cycle)})
    assert [(one.part, one.way, one.new) for one in went.parameters] == [("lifecycle.cycle_months", Way.GONE, "")]
    own = FILES["TST/standard.yaml"] + f"rules:\n  lifecycle:\n  {line.replace('12', '6')}"
    standard = compared(tmp_path / "own", {"TST/standard.yaml": own})
    assert [(one.where, one.part, one.way) for one in standard.parameters] == [
        ("TST", "lifecycle.candidate_months", Way.STRICTER)
    ]
    undone = compared(
        tmp_path / "undone", {"TST/standard.yaml": FILES["TST/standard.yaml"]}, {"TST/standard.yaml": own}
    )
    assert [(one.where, one.way) for one in undone.parameters] == [("TST", Way.LOOSER)]


def test_the_edition_itself_its_flags_and_cases_are_compared(tmp_path: Path) -> None:
    pack = PACK.replace("2026-01-01", "2027-01-01\nvalid_before: 2029-01-01").replace(
        "title: {en: Tiny standard", "title: {en: Small standard"
    )
    pack = pack.replace("minerals: [cobalt, gold]", "minerals: [cobalt, tin]")
    pack = pack.replace("mercury: {en: Is mercury used?}", "cyanide: {en: Is cyanide used?}\n  mercury: {en: Mercury?}")
    case = FILES["cases/all-full.yaml"]
    changes = {
        "pack.yaml": pack,
        "cases/all-full.yaml": case.replace("met.", "met!"),
        "cases/b.yaml": case.replace("all-full", "b"),
    }
    found = compared(tmp_path, changes)
    assert {(one.part, one.way, one.language) for one in found.facts} == {
        ("valid_from", Way.BESIDE, ""),
        ("valid_before", Way.BESIDE, ""),
        ("vocabulary", Way.BESIDE, ""),
        ("title", Way.WORDING, "en"),
        ("flags.cyanide", Way.NEW, ""),
        ("flags.cyanide", Way.WORDING, "en"),
        ("flags.mercury", Way.WORDING, "en"),
        ("cases.all-full", Way.BESIDE, ""),
        ("cases.b", Way.NEW, ""),
    }
    words = next(one for one in found.facts if one.part == "vocabulary")
    assert words.new.endswith("minerals: cobalt, tin")


def test_standards_and_subjects_that_come_or_go_are_told(tmp_path: Path) -> None:
    second = {
        "SEC/standard.yaml": FILES["TST/standard.yaml"].replace("code: TST", "code: SEC"),
        "SEC/subjects/01-water.yaml": WATER.replace("TST.", "SEC."),
        "cases/second.yaml": FILES["cases/all-full.yaml"].replace("all-full", "second").replace("TST", "SEC"),
    }
    found = compared(tmp_path, {**second, WATER_FILE: WATER.replace("title: {en: Subject}", "title: {en: Waters}")})
    facts = {(one.where, one.part, one.way, one.new) for one in found.facts}
    assert {("SEC", "standard", Way.NEW, "SEC"), ("TST", "subject.water.title", Way.WORDING, "Waters")} <= facts
    assert found.counts["new"] == 4
    back = compare(require(tmp_path / "new"), require(tmp_path / "old"))
    assert ("SEC", "standard", Way.GONE, "SEC") in {(one.where, one.part, one.way, one.old) for one in back.facts}
    gone = compared(tmp_path / "b", {SAFETY_FILE: None})
    assert ("TST", "subject.safety", Way.GONE, "safety") in {
        (one.where, one.part, one.way, one.old) for one in gone.facts
    }


def test_readings_are_compared_word_by_word_and_number_by_number(tmp_path: Path) -> None:
    name = next(name for name in WIDE if name.startswith("overlays/") and WIDE[name] == NATIONAL)
    bent_text = NATIONAL.replace("{en: ", "{en: Now ", 1)
    found = compared(tmp_path, {name: bent_text}, WIDE)
    assert [(one.where, one.way, one.language) for one in found.facts] == [("overlays.congo", Way.WORDING, "en")]
    gone = compared(
        tmp_path / "gone",
        {name: None},
        {key: text for key, text in WIDE.items() if key.count("overlays") == 0 or key == name},
    )
    assert ("", "overlays.congo", Way.GONE) in {(one.where, one.part, one.way) for one in gone.facts}
    assert ADDED


def test_a_drawing_and_its_sentence_are_compared(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    standard = pack.standards[0]
    first = msgspec.structs.replace(standard.requirements[0], spoken={"en": "Say it."}, pictogram="<svg/>")
    changed = msgspec.structs.replace(standard, requirements=(first, *standard.requirements[1:]))
    (found,) = compare(pack, msgspec.structs.replace(pack, standards=(changed,))).changed
    assert [(one.part, one.old, bool(one.new)) for one in found.changes] == [
        ("spoken", "", True),
        ("pictogram", "", True),
    ]
    assert found.kind is Kind.REWORDED


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (
            Requirement,
            {*PLACES, *TEXTS, *Asked._fields, "applies_when", "indicator", "maps_to", "overlay", "pictogram"}
            | {"interpretations"},
        ),
        (Indicator, {"id", "unit", "better", "title"}),
        (Subject, {"code", "standard", "dimension", "title", "why", "requirements"}),
        (
            Standard,
            {"code", "title", "purpose", "status", "applies_when", "subject_unit", "subjects", "requirements", "rules"},
        ),
        (
            Pack,
            {*HEAD, "title", "notice", "flags", "standards", "rules", "cases", "overlays", "scheme", "edition"}
            | {"digest", "findings", "files", "completeness"},
        ),
    ],
)
def test_whatever_an_edition_learns_to_say_is_compared(kind: type[msgspec.Struct], known: set[str]) -> None:
    """Interpretations stand under their overlays; the names, digest and files of an edition stand above it."""
    assert {field.name for field in msgspec.structs.fields(kind)} == known
