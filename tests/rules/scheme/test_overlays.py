"""Overlays: they explain and tighten where they hold; whatever loosens, deletes or goes in a circle is refused."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from orepass.kernel.digest import digest
from orepass.kernel.finding import Finding
from orepass.scheme.rules.archive import ArchiveDamaged, packed, unpacked
from orepass.scheme.rules.cards import standard_card
from orepass.scheme.rules.cases import run_all
from orepass.scheme.rules.evaluate import evaluate, profile_of
from orepass.scheme.rules.load import load, require
from orepass.scheme.rules.model import Pack, Requirement
from orepass.scheme.rules.outcome import Outcome
from orepass.scheme.rules.overlays import overlaid
from tests.rules.scheme.packs import parameter, write_pack
from tests.rules.scheme.packs_wide import MINERAL, NATIONAL, WIDE, WIDE_RULES

DAY = date(2026, 6, 1)
SITE: dict[str, Any] = {
    "stage": "mine",
    "activities": ["extraction"],
    "size": "asm",
    "minerals": ["cobalt"],
    "flags": {"mercury": False},
    "entered_on": DAY,
}
CONGO = {**SITE, "country": "CD"}
ZAMBIA = {**SITE, "country": "ZM"}
GOLD = {**CONGO, "minerals": ["gold"]}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return require(write_pack(tmp_path_factory.mktemp("wide"), WIDE))


def read(pack: Pack, site: Mapping[str, Any], requirement: str = "TST.E.water.A1") -> Requirement:
    return overlaid(pack, "TST", profile_of(site)).standard.requirement(requirement)


def judged(pack: Pack, site: Mapping[str, Any], **answers: Any) -> Outcome:
    given = {requirement.id: "full" for requirement in pack.standard("TST").requirements}
    return evaluate(pack, "TST", profile=site, answers={**given, **answers}, on=DAY)


def test_an_overlay_holds_in_its_country_and_one_that_extends_it_only_for_its_mineral(pack: Pack) -> None:
    assert overlaid(pack, "TST", profile_of(CONGO)).overlays == ("congo-cobalt", "congo")
    assert overlaid(pack, "TST", profile_of(GOLD)).overlays == ("congo",)
    assert overlaid(pack, "TST", profile_of(ZAMBIA)).overlays == ()


def test_where_none_holds_the_standard_is_the_very_same(pack: Pack) -> None:
    assert overlaid(pack, "TST", profile_of(ZAMBIA)).standard is pack.standard("TST")


def test_the_same_overlays_give_the_very_same_reading(pack: Pack) -> None:
    one, two = (overlaid(pack, "TST", profile_of({**CONGO, "personnel": count})) for count in (4, 5))
    assert one.standard is two.standard


def test_what_is_asked_is_the_strictest_of_all_that_hold(pack: Pack) -> None:
    plain, gold, cobalt = read(pack, ZAMBIA), read(pack, GOLD), read(pack, CONGO)
    assert (plain.core, str(plain.weight), plain.accepts) == (False, "2", ("document", "photo"))
    assert (gold.core, str(gold.weight), gold.accepts) == (True, "3", ("document",))
    assert (cobalt.core, str(cobalt.weight), cobalt.accepts) == (True, "4.5", ("document",))
    assert [(said.overlay, said.explanation["en"]) for said in cobalt.interpretations] == [
        ("congo-cobalt", "And at the river."),
        ("congo", "Ask the women at the well."),
    ]
    assert cobalt.interpretations[1].also_fails_when == {"en": "The well is dry."}


def test_an_earlier_year_makes_a_requirement_due(pack: Pack) -> None:
    assert judged(pack, ZAMBIA, **{"TST.E.water.M1": "none"}).result("TST.E.water.M1").due.is_no
    assert judged(pack, CONGO, **{"TST.E.water.M1": "none"}).result("TST.E.water.M1").due.is_yes


def test_what_an_overlay_made_core_is_a_gate(pack: Pack) -> None:
    answers = {"TST.E.water.A1": "partial"}
    assert judged(pack, ZAMBIA, **answers).outcome == "conforms"
    congo = judged(pack, CONGO, **answers)
    assert (congo.outcome, congo.gates_failed) == ("candidate", ("TST.E.water.A1",))


def test_evidence_that_an_overlay_no_longer_accepts_leaves_the_outcome_unknown(pack: Pack) -> None:
    answers = {"TST.E.water.A1": {"rating": "full", "evidence": ("photo",)}}
    assert judged(pack, ZAMBIA, **answers).outcome == "conforms"
    assert judged(pack, CONGO, **answers).outcome == "unknown"


def test_an_added_requirement_applies_where_its_overlay_holds(pack: Pack) -> None:
    answers = {"TST.E.water.A2": "none"}
    congo, zambia = judged(pack, CONGO, **answers), judged(pack, ZAMBIA, **answers)
    assert zambia.result("TST.E.water.A2").applies.is_no
    assert congo.result("TST.E.water.A2").applies.is_yes
    assert congo.aggregate != zambia.aggregate
    added = pack.standard("TST").requirement("TST.E.water.A2")
    assert (added.overlay, added.applies_when) == ("congo", 'site.country == "CD"')


def test_a_parameter_that_was_tightened_holds_there_only(pack: Pack) -> None:
    def plan(site: Mapping[str, Any]) -> Any:
        return overlaid(pack, "TST", profile_of(site)).standard.rules.value("nonconformity.major.plan_days")

    assert (plan(CONGO), plan(ZAMBIA)) == (14, 30)


def test_the_outcome_names_its_overlays_and_says_why(pack: Pack) -> None:
    outcome = judged(pack, CONGO)
    assert outcome.overlays == ("congo-cobalt", "congo")
    said = {reason.where: reason.message for reason in outcome.reasons if reason.code == "scheme.overlay.holds"}
    assert "site.country = CD" in said["congo"]
    assert judged(pack, ZAMBIA).overlays == ()


def test_where_it_is_not_known_the_stricter_reading_is_used_and_said(pack: Pack) -> None:
    outcome = judged(pack, SITE, **{"TST.E.water.A1": "partial"})
    assert "TST.E.water.A1" in outcome.gates_failed
    (said,) = [reason for reason in outcome.reasons if reason.where == "congo"]
    assert (said.code, said.what_to_do) == ("scheme.overlay.may_hold", "Complete the profile: site.country.")
    assert not outcome.grants


def test_cases_may_expect_overlays(pack: Pack) -> None:
    assert {result.case: result.state.value for result in run_all(pack.cases, pack)} == {
        "all-full": "passed",
        "congo": "passed",
    }


@pytest.mark.parametrize(
    ("listed", "state"), [("[congo, congo-cobalt]", "passed"), ("[congo]", "failed"), ("[]", "failed")]
)
def test_a_case_fails_when_other_overlays_hold_than_it_expects(tmp_path: Path, listed: str, state: str) -> None:
    case = WIDE["cases/congo.yaml"].replace("gates_failed: []", f"gates_failed: [], overlays: {listed}")
    pack = require(write_pack(tmp_path, {**WIDE, "cases/congo.yaml": case}))
    assert {result.case: result.state.value for result in run_all(pack.cases, pack)}["congo"] == state


def test_a_draft_is_shown_and_never_applied(tmp_path: Path) -> None:
    drafts = {"overlays/congo.yaml": NATIONAL.replace("pilot", "draft"), "overlays/congo-cobalt.yaml": None}
    pack = require(write_pack(tmp_path, {**WIDE, **drafts}))
    assert [overlay.status for overlay in pack.overlays] == ["draft"]
    assert overlaid(pack, "TST", profile_of(CONGO)).overlays == ()
    assert "TST.E.water.A2" not in {requirement.id for requirement in pack.standard("TST").requirements}


def test_an_archive_gives_back_the_overlays(pack: Pack) -> None:
    again = unpacked(packed(pack), pack.digest)
    assert msgspec.structs.replace(again, findings=()) == msgspec.structs.replace(pack, findings=())


def test_a_generic_standard_serves_the_ninth_country_of_eight(tmp_path: Path) -> None:
    """R-01: eight countries have an interpretation; everywhere else the generic standard holds."""
    eight = ["BR", "CO", "SV", "HN", "KE", "PE", "VN", "TZ"]
    national = NATIONAL.replace("[CD]", f"[{', '.join(eight)}]")
    pack = require(write_pack(tmp_path, {**WIDE, "overlays/congo.yaml": national}))
    for country in eight:
        assert "congo" in overlaid(pack, "TST", profile_of({**SITE, "country": country})).overlays
    assert overlaid(pack, "TST", profile_of({**SITE, "country": "GT"})).overlays == ()


def test_a_mineral_without_its_annex_runs_on_the_baseline(pack: Pack) -> None:
    """L-08: an annex per mineral adds and interprets; a new mineral runs on the baseline."""
    assert read(pack, {**ZAMBIA, "minerals": ["gold"]}).interpretations == ()


def bent(tmp_path: Path, changes: Mapping[str, str | bytes | None]) -> list[Finding]:
    pack, findings = load(write_pack(tmp_path, {**WIDE, **changes}))
    wrong = [finding for finding in findings if finding.severity != "note"]
    assert (pack is None) == any(finding.severity == "error" for finding in findings)
    return wrong


def national(old: str, new: str) -> dict[str, str | bytes | None]:
    assert NATIONAL.count(old) == 1, old
    return {"overlays/congo.yaml": NATIONAL.replace(old, new)}


def mineral(old: str, new: str) -> dict[str, str | bytes | None]:
    assert MINERAL.count(old) == 1, old
    return {"overlays/congo-cobalt.yaml": MINERAL.replace(old, new)}


FULL = "value: 14, unit: days"
REFUSED: dict[str, tuple[dict[str, str | bytes | None], str, str, str]] = {
    "core made progress": (
        national("  TST.E.water.M1:\n", "  TST.E.water.C1: {criticality: progress}\n  TST.E.water.M1:\n"),
        "scheme.overlay.loosens",
        "congo.yaml:13",
        "Write core.",
    ),
    "a later year": (
        national("due_year: 0\nparameters", "due_year: 2\nparameters"),
        "scheme.overlay.loosens",
        "congo.yaml:14",
        "Write at most 1.",
    ),
    "a lower weight": (national("weight: 3", 'weight: "1.9"'), "scheme.overlay.loosens", "congo.yaml:11", "at least 2"),
    "more kinds of evidence": (
        national("accepts: [document]", "accepts: [document, oral]"),
        "scheme.overlay.loosens",
        "congo.yaml:12",
        "Choose from: document, photo.",
    ),
    "looser than the overlay it extends": (
        mineral('weight: "4.5"', 'weight: "2.9"'),
        "scheme.overlay.loosens",
        "congo-cobalt.yaml:15",
        "Write at least 3.",
    ),
    "core by the overlay above, and progress again": (
        mineral('weight: "4.5"', "criticality: progress"),
        "scheme.overlay.loosens",
        "congo-cobalt.yaml:15",
        "Write core.",
    ),
    "evidence that the overlay above took out": (
        mineral('weight: "4.5"', "accepts: [photo]"),
        "scheme.overlay.loosens",
        "congo-cobalt.yaml:15",
        "Choose from: document.",
    ),
    "a requirement deleted": (
        national("  TST.E.water.M1:\n", "  TST.E.water.C1: null\n  TST.E.water.M1:\n"),
        "scheme.overlay.forbidden",
        "congo.yaml:13",
        "Explain it",
    ),
    "a requirement switched off": (
        national("due_year: 0\nparameters", "applies_when: 'false'\nparameters"),
        "scheme.overlay.forbidden",
        "congo.yaml:14",
        "Explain it",
    ),
    "a requirement written anew": (
        national("due_year: 0\nparameters", "statement: {en: Something easier.}\nparameters"),
        "scheme.overlay.forbidden",
        "congo.yaml:14",
        "Explain it",
    ),
    "a word nobody knows": (
        national("    weight: 3", "    wieght: 3"),
        "scheme.key.unknown",
        "congo.yaml:11",
        "Write “weight”.",
    ),
    "a requirement that is not there": (
        national("  TST.E.water.M1:", "  TST.E.water.M9:"),
        "scheme.overlay.unknown",
        "congo.yaml:13",
        "Write “TST.E.water.M1”.",
    ),
    "a requirement of a standard it leaves out": (
        national("countries: [CD]", "countries: [CD]\nstandards: [TSX]"),
        "scheme.overlay.unknown",
        "congo.yaml:6",
        "Write “TST”.",
    ),
    "an overlay that is not there": (
        mineral("extends: [congo]", "extends: [cogno]"),
        "scheme.overlay.unknown",
        "congo-cobalt.yaml:5",
        "Write “congo”.",
    ),
    "a circle of two": (
        national("countries: [CD]", "countries: [CD]\nextends: [congo-cobalt]"),
        "scheme.overlay.cycle",
        "congo.yaml:6",
        "Take one of them out of extends.",
    ),
    "a circle of one": (
        national("countries: [CD]", "countries: [CD]\nextends: [congo]"),
        "scheme.overlay.cycle",
        "congo.yaml:6",
        "Take one",
    ),
    "nowhere said where": (
        national("countries: [CD]\n", ""),
        "scheme.overlay.everywhere",
        "congo.yaml:1",
        "Add countries",
    ),
    "a country outside the one it extends": (
        mineral("extends: [congo]", "extends: [congo]\ncountries: [ZM]"),
        "scheme.overlay.nowhere",
        "congo-cobalt.yaml:6",
        "Name countries",
    ),
    "a condition about nothing": (
        mineral("site.minerals", "site.mineral"),
        "scheme.expression.broken",
        "congo-cobalt.yaml:6",
        "Known after “site.”",
    ),
    "a name that is not the file's": (
        {"overlays/congo-gold.yaml": MINERAL.replace("overlay: congo-cobalt", "overlay: congo-glod")},
        "scheme.id.shape",
        "congo-gold.yaml:1",
        "Write “congo-gold”.",
    ),
    "an added requirement outside every subject": (
        national("id: TST.E.water.A2", "id: TST.E.watr.A2"),
        "scheme.id.shape",
        "congo.yaml:21",
        "Write “TST.E.water.A<number>”.",
    ),
    "an added requirement that is there": (
        national("id: TST.E.water.A2", "id: TST.E.water.A1"),
        "scheme.id.duplicate",
        "congo.yaml:21",
        "its own identifier",
    ),
    "an added condition about nothing": (
        national("applies_when: 'true'", "applies_when: flags.lead"),
        "scheme.expression.broken",
        "congo.yaml:30",
        "Known after “flags.”: mercury.",
    ),
    "a clock made longer": (
        national(FULL, "value: 31, unit: days"),
        "scheme.overlay.loosens",
        "congo.yaml:18",
        "Write 30 or stricter",
    ),
    "a clock that is none": (
        national(FULL, "value: 900, unit: days"),
        "scheme.parameter.range",
        "congo.yaml:18",
        "Write from 0 to 730.",
    ),
    "a parameter the edition does not set": (
        national(f"      plan_days: {{{FULL}", "      plan_months: {value: 1, unit: months"),
        "scheme.overlay.unknown",
        "congo.yaml:18",
        "Set it in rules.yaml first",
    ),
    "a parameter without a stricter side": (
        national("  nonconformity:\n    major:\n      plan_days", "  lifecycle:\n    appeal_days"),
        "scheme.overlay.parameter",
        "congo.yaml:17",
        "Leave it to the edition",
    ),
    "a parameter nobody knows": (
        national("plan_days", "plan_dyas"),
        "scheme.parameter.unknown",
        "congo.yaml:18",
        "Write “nonconformity.major.plan_days”.",
    ),
    "released without anybody at the table": (
        national("status: pilot", "status: released"),
        "scheme.overlay.undiscussed",
        "congo.yaml:1",
        "set its status to pilot",
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_an_overlay_may_not_do_is_refused_in_its_place(
    tmp_path: Path, case: tuple[dict[str, str | bytes | None], str, str, str]
) -> None:
    changes, code, where, way_out = case
    found = [finding for finding in bent(tmp_path, changes) if finding.code == code]
    assert found[0].where == f"overlays/{where}"
    assert found[0].severity == "error"
    assert way_out in found[0].what_to_do


def test_a_circle_is_named_whole_and_once(tmp_path: Path) -> None:
    def one(name: str, above: str) -> str:
        return f"overlay: {name}\ntitle: {{en: x}}\nabout: {{en: x}}\nstatus: draft\nextends: [{above}]\n"

    changes = {
        f"overlays/{name}.yaml": one(name, above) for name, above in [("b", "c"), ("c", "a"), ("a", "b"), ("d", "a")]
    }
    found = [finding for finding in bent(tmp_path, changes) if finding.code == "scheme.overlay.cycle"]
    assert [finding.params["cycle"] for finding in found] == ["a → b → c → a"]


@pytest.mark.parametrize(
    ("path", "base", "new", "looser"),
    [
        ("nonconformity.extension_days", ("90", "days"), ("89", "days"), False),
        ("nonconformity.extension_days", ("90", "days"), ("90", "days"), False),
        ("nonconformity.extension_days", ("90", "days"), ("91", "days"), True),
        ("separation.cooling_off_months", ("24", "months"), ("25", "months"), False),
        ("separation.cooling_off_months", ("24", "months"), ("23", "months"), True),
        ("separation.evaluator_may_decide", ("false", "boolean"), ("false", "boolean"), False),
        ("separation.evaluator_may_decide", ("false", "boolean"), ("true", "boolean"), True),
        ("nonconformity.repeat_raises_grade", ("false", "boolean"), ("true", "boolean"), False),
        ("nonconformity.repeat_raises_grade", ("true", "boolean"), ("false", "boolean"), True),
        ("sampling.surveillance_factor", ('"0.6"', "share"), ("70", '"%"'), False),
        ("sampling.surveillance_factor", ('"0.6"', "share"), ("59", '"%"'), True),
        ("custody.models_allowed", ("[segregated, mass_balance]", "list"), ("[segregated]", "list"), False),
        ("custody.models_allowed", ("[segregated]", "list"), ("[segregated, mass_balance]", "list"), True),
        ("diligence.stop_at_once", ("[R1a]", "list"), ("[R1a, R2]", "list"), False),
        ("diligence.stop_at_once", ("[R1a, R2]", "list"), ("[R1a]", "list"), True),
        ("rating.levels.certified.gate_min", ("substantial", "code"), ("full", "code"), False),
        ("rating.levels.certified.gate_min", ("full", "code"), ("substantial", "code"), True),
        ("custody.credit_life_months", ("null", "months"), ("24", "months"), False),
        ("custody.credit_life_months", ("24", "months"), ("null", "months"), True),
    ],
)
def test_a_parameter_moves_to_its_stricter_side_only(
    tmp_path: Path, path: str, base: tuple[str, str], new: tuple[str, str], *, looser: bool
) -> None:
    def nested(value: tuple[str, str]) -> str:
        text = parameter(*value)
        for part in reversed(path.split(".")):
            text = f"{{{part}: {text}}}"
        return text

    standard = WIDE["TST/standard.yaml"] + f"rules: {nested(base)}\n"
    overlay = NATIONAL[: NATIONAL.index("parameters:")] + f"parameters: {nested(new)}\n"
    changes = {"TST/standard.yaml": standard, "overlays/congo.yaml": overlay, "cases/congo.yaml": None}
    codes = {finding.code for finding in bent(tmp_path, changes) if finding.severity == "error"}
    assert codes == ({"scheme.overlay.loosens"} if looser else set())
    if not looser:
        pack = require(tmp_path)
        read = overlaid(pack, "TST", profile_of(CONGO)).standard.rules[path]
        assert read.value == pack.overlays[1].rules[path].value


def test_two_overlays_of_lists_give_what_both_allow_and_either_forbids(tmp_path: Path) -> None:
    rules = WIDE_RULES.replace("value: [R1a, R2]", "value: [R1a]").replace(
        "value: [site, group]", "value: [site, group, community]"
    )

    def with_lists(text: str, types: str, stop: str) -> str:
        holders = f"  holders:\n    types: {parameter(types, 'list')}\n"
        return text + "parameters:\n" + holders + f"  diligence:\n    stop_at_once: {parameter(stop, 'list')}\n"

    plain = NATIONAL[: NATIONAL.index("parameters:")]
    changes = {
        "rules.yaml": rules,
        "overlays/congo.yaml": with_lists(plain, "[site, group]", "[R1a, R1b]"),
        "overlays/other.yaml": with_lists(
            plain.replace("overlay: congo", "overlay: other"), "[group, community]", "[R1a, R1c]"
        ),
        "overlays/congo-cobalt.yaml": None,
    }
    pack = require(write_pack(tmp_path, {**WIDE, **changes}))
    rules_read = overlaid(pack, "TST", profile_of(CONGO)).standard.rules
    assert rules_read["holders.types"].value == ["group"]
    assert rules_read["diligence.stop_at_once"].value == ["R1a", "R1b", "R1c"]


def test_a_parameter_may_loosen_no_standard_it_touches(tmp_path: Path) -> None:
    own = WIDE["TST/standard.yaml"] + (
        f"rules:\n  nonconformity:\n    major:\n      plan_days: {parameter('10', 'days')}\n"
    )
    codes = [finding.code for finding in bent(tmp_path, {"TST/standard.yaml": own}) if finding.severity == "error"]
    assert codes == ["scheme.overlay.loosens"]


def test_parameters_that_no_longer_fit_together_are_refused_in_the_overlay(tmp_path: Path) -> None:
    tight = parameter("11", "months")
    overlay = NATIONAL.replace("parameters:\n", f"parameters:\n  lifecycle:\n    cycle_months: {tight}\n")
    found = [finding for finding in bent(tmp_path, {"overlays/congo.yaml": overlay}) if finding.severity == "error"]
    assert {finding.code for finding in found} == {"scheme.parameter.contradiction"}
    assert all(finding.where.startswith("overlays/congo.yaml:") for finding in found)


def test_a_parameter_is_compared_with_the_overlay_it_extends(tmp_path: Path) -> None:
    def with_plan(days: int) -> dict[str, str | bytes | None]:
        clock = f"parameters:\n  nonconformity:\n    major:\n      plan_days: {parameter(str(days), 'days')}\n"
        return {"overlays/congo-cobalt.yaml": MINERAL + clock}

    assert [found.code for found in bent(tmp_path / "less", with_plan(13)) if found.severity == "error"] == []
    (found,) = [found for found in bent(tmp_path / "more", with_plan(15)) if found.severity == "error"]
    assert (found.code, found.params["base"]) == ("scheme.overlay.loosens", "14")


def test_an_overlay_says_something_of_a_requirement_that_the_one_it_extends_leaves_alone(tmp_path: Path) -> None:
    clock = f"parameters:\n  lifecycle:\n    candidate_months: {parameter('11', 'months')}\n"
    more = mineral('weight: "4.5"\n', f'weight: "4.5"\n  TST.E.water.D1: {{weight: 2}}\n{clock}')
    assert {finding.severity for finding in bent(tmp_path, more)} == {"warning"}


def test_a_gate_above_that_of_the_next_level_is_refused_in_the_overlay(tmp_path: Path) -> None:
    gate = f"{{levels: {{candidate: {{gate_min: {parameter('full', 'code')}}}}}}}"
    rules = WIDE_RULES.replace(
        f"gate_min: {parameter('full', 'code')}", f"gate_min: {parameter('substantial', 'code')}"
    )
    overlay = NATIONAL.replace("parameters:\n", f"parameters:\n  rating: {gate}\n")
    found = bent(tmp_path, {"rules.yaml": rules, "overlays/congo.yaml": overlay})
    wrong = [(finding.code, finding.where) for finding in found if finding.severity == "error"]
    assert ("scheme.parameter.contradiction", "overlays/congo.yaml:16") in wrong
    assert ("scheme.parameter.value", "overlays/congo.yaml:16") in wrong


def test_what_is_wrong_with_the_standard_is_not_said_of_the_overlay(tmp_path: Path) -> None:
    broken = WIDE_RULES.replace("minimum_of_dimensions", "guess")
    found = bent(tmp_path, {"rules.yaml": broken})
    assert {finding.where.partition(":")[0] for finding in found if finding.severity == "error"} == {"rules.yaml"}
    scale = WIDE_RULES.replace('none: "0"', 'none: "1"')
    found = bent(tmp_path, {"rules.yaml": scale})
    assert {finding.where.partition(":")[0] for finding in found if finding.severity == "error"} == {"rules.yaml"}
    unit = WIDE_RULES.replace(f"cycle_months: {parameter('36', 'months')}", f"cycle_months: {parameter('0', 'months')}")
    found = bent(tmp_path, {"rules.yaml": unit})
    assert {finding.where.partition(":")[0] for finding in found if finding.severity == "error"} == {"rules.yaml"}


def test_two_overlays_that_leave_no_evidence_are_refused_unless_they_never_meet(tmp_path: Path) -> None:
    def other(country: str) -> dict[str, str | bytes | None]:
        said = "requirements: {TST.E.water.A1: {accepts: [photo]}}"
        text = f"overlay: other\ntitle: {{en: x}}\nabout: {{en: x}}\nstatus: pilot\n{country}\n{said}\n"
        return {"overlays/other.yaml": text}

    meet = bent(tmp_path / "meet", other("applies_when: site.size == 'asm'"))
    assert [finding.where for finding in meet if finding.code == "scheme.overlay.clash"] == ["overlays/other.yaml:6"]
    apart = bent(tmp_path / "apart", other("countries: [ZM, TZ]"))
    assert [finding.code for finding in apart if finding.severity == "error"] == []


def test_an_entry_that_says_nothing_and_few_or_lopsided_workshops_are_warnings(tmp_path: Path) -> None:
    changes = {
        **national("due_year: 0\nparameters", "verified: true\nparameters"),
        **mineral("    - {on: 2025-03-10, participants: {miners: 4, state: 4}}\n", ""),
    }
    lopsided = str(changes["overlays/congo-cobalt.yaml"]).replace(
        "{miners: 4, buyers: 4}}\n    - {on: 2025-02", "{miners: 5, buyers: 4}}\n    - {on: 2025-02"
    )
    found = bent(tmp_path, {**changes, "overlays/congo-cobalt.yaml": lopsided})
    assert {(finding.code, finding.where) for finding in found} == {
        ("scheme.overlay.empty", "overlays/congo.yaml:13"),
        ("scheme.overlay.workshops_few", "overlays/congo.yaml:1"),
        ("scheme.overlay.workshops_few", "overlays/congo-cobalt.yaml:7"),
        ("scheme.overlay.unbalanced", "overlays/congo-cobalt.yaml:7"),
    }
    assert all(finding.severity == "warning" for finding in found)


def test_three_workshops_with_a_balanced_table_are_enough(tmp_path: Path) -> None:
    assert {finding.where.partition(":")[0] for finding in bent(tmp_path, {})} == {"overlays/congo.yaml"}


def test_what_is_not_verified_is_counted(tmp_path: Path) -> None:
    _pack, findings = load(
        write_pack(
            tmp_path, {**WIDE, **national("due_year: 0\nparameters", "due_year: 0\n    verified: true\nparameters")}
        )
    )
    notes = {finding.where: finding.message for finding in findings if finding.code == "scheme.overlay.unverified"}
    assert notes["overlays/congo.yaml:1"].startswith("2 of 3 entries")


def test_an_overlay_without_entries_has_nothing_to_verify(tmp_path: Path) -> None:
    text = "overlay: plain\ntitle: {en: x}\nabout: {en: x}\nstatus: draft\ncountries: [ZM]\n"
    assert [finding for finding in bent(tmp_path, {"overlays/plain.yaml": text}) if "plain" in finding.where] == []


def test_texts_of_overlays_are_translated_and_counted(tmp_path: Path) -> None:
    keys = ("overlay.congo.title", "overlay.congo.TST.E.water.A1.explanation", "TST.E.water.A2.statement")
    french = WIDE["texts/fr.yaml"] + "".join(f'{key}: "Texte"\n' for key in keys)
    pack = require(write_pack(tmp_path, {**WIDE, "texts/fr.yaml": french}))
    report = next(one for one in pack.completeness if one.language == "fr")
    (file,) = [part for part in report.files if part.file == "overlays/congo.yaml"]
    assert (file.present, file.total) == (3, 8)
    assert "overlay.congo.TST.E.water.A1.also_fails_when" in file.missing
    assert report.total == sum(part.total for part in report.files)
    assert pack.overlays[1].title["fr"] == "Texte"
    assert pack.overlays[1].tightenings[0].explanation["fr"] == "Texte"


@pytest.mark.parametrize("text", ["- a\n", "requirements: [a]\n", "requirements: {TST.E.water.A1: [a]}\n", ""])
def test_an_overlay_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    wrong = bent(tmp_path, {"overlays/congo.yaml": text, "overlays/congo-cobalt.yaml": None})
    assert {finding.where.partition(":")[0] for finding in wrong} == {"overlays/congo.yaml"}


def test_a_reader_sees_what_overlays_say_beside_the_requirement(pack: Pack) -> None:
    cards = {
        card.id: card
        for subject in standard_card(pack, "TST").subjects
        for phase in subject.phases.values()
        for card in phase
    }
    assert [(said.title, said.explanation, said.also_fails_when) for said in cards["TST.E.water.A1"].readings] == [
        ("Cobalt in Congo", "And at the river.", ""),
        ("Congo", "Ask the women at the well.", "The well is dry."),
    ]
    assert cards["TST.E.water.M1"].readings == ()
    assert cards["TST.S.safety.C1"].readings == ()


def test_more_overlays_than_anybody_could_read_are_refused(tmp_path: Path) -> None:
    text = "overlay: o{n}\ntitle: {{en: x}}\nabout: {{en: x}}\nstatus: draft\ncountries: [ZM]\n"
    many: dict[str, str | bytes | None] = {f"overlays/o{n}.yaml": text.format(n=n) for n in range(200)}
    assert "scheme.file.too_many" in {finding.code for finding in bent(tmp_path, many)}


def test_a_published_edition_is_read_again_whatever_later_checks_would_say(pack: Pack) -> None:
    """A parameter that no rule reads any more is refused in a new pack, and does not take an old edition away."""
    old = {**pack.files["rules.yaml"], "old": pack.files["rules.yaml"]["own"]}
    before = msgspec.structs.replace(pack, files={**pack.files, "rules.yaml": old})
    name = digest(before.files)
    again = unpacked(packed(before), name)
    assert again.digest == name
    assert again.rules["old.anything"].value == 7


def test_an_archive_that_lost_a_requirement_is_refused(pack: Pack) -> None:
    files = {name: value for name, value in pack.files.items() if name != "TST/subjects/01-water.yaml"}
    with pytest.raises(ArchiveDamaged):
        unpacked(packed(msgspec.structs.replace(pack, files=files)), pack.digest)
