"""What an overlay may not say is refused in its place; what it says thinly is a warning."""

from pathlib import Path

import pytest

from orepass.scheme.rules.load import load
from tests.rules.scheme.overlays_bent import bent, mineral, national
from tests.rules.scheme.packs import write_pack
from tests.rules.scheme.packs_wide import MINERAL, WIDE

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


@pytest.mark.parametrize("text", ["- a\n", "requirements: [a]\n", "requirements: {TST.E.water.A1: [a]}\n", ""])
def test_an_overlay_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    wrong = bent(tmp_path, {"overlays/congo.yaml": text, "overlays/congo-cobalt.yaml": None})
    assert {finding.where.partition(":")[0] for finding in wrong} == {"overlays/congo.yaml"}


def test_more_overlays_than_anybody_could_read_are_refused(tmp_path: Path) -> None:
    text = "overlay: o{n}\ntitle: {{en: x}}\nabout: {{en: x}}\nstatus: draft\ncountries: [ZM]\n"
    many: dict[str, str | bytes | None] = {f"overlays/o{n}.yaml": text.format(n=n) for n in range(200)}
    assert "scheme.file.too_many" in {finding.code for finding in bent(tmp_path, many)}
