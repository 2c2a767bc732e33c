"""An overlay moves a parameter to its stricter side only, and never out of step with the others."""

from pathlib import Path

import pytest

from orepass.scheme.rules.evaluate import profile_of
from orepass.scheme.rules.load import require
from orepass.scheme.rules.overlays import overlaid
from tests.rules.scheme.overlays_bent import CONGO, bent, mineral
from tests.rules.scheme.packs import parameter, write_pack
from tests.rules.scheme.packs_wide import MINERAL, NATIONAL, WIDE, WIDE_RULES


@pytest.mark.parametrize(
    ("path", "base", "new", "looser"),
    [
        ("nonconformity.extension_days", ("90", "days"), ("89", "days"), False),
        ("nonconformity.extension_days", ("90", "days"), ("90", "days"), False),
        ("nonconformity.extension_days", ("90", "days"), ("91", "days"), True),
        ("separation.cooling_off_months", ("24", "months"), ("25", "months"), False),
        ("separation.cooling_off_months", ("24", "months"), ("23", "months"), True),
        ("separation.reviewer_may_decide", ("false", "boolean"), ("false", "boolean"), False),
        ("separation.reviewer_may_decide", ("false", "boolean"), ("true", "boolean"), True),
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
