from pathlib import Path

from orepass.scheme.rules.comparing.cards import comparison_card
from orepass.scheme.rules.comparing.comparison import compare
from orepass.scheme.rules.load import require
from tests.rules.scheme.packs import FILES, SAFETY, WATER, write_pack

CHANGES = {
    "TST/subjects/01-water.yaml": WATER.replace('weight: "2"', 'weight: "3"').replace(
        "fails_when: {en: It is absent.}", "fails_when: {en: It is missing., fr: Absent.}", 1
    ),
    "TST/subjects/02-safety.yaml": SAFETY.replace("safety.A1", "safety.A9").replace(
        "applies_when: 'site.size == \"large\"'", "applies_when: 'true'"
    ),
}


def test_a_card_tells_what_changed_in_a_language_and_of_a_kind(tmp_path: Path) -> None:
    found = compare(require(write_pack(tmp_path / "a")), require(write_pack(tmp_path / "b", {**FILES, **CHANGES})))
    whole = comparison_card(found)
    assert {one["id"]: one["kind"] for one in whole["requirements"]} == {
        "TST.E.water.C1": "reworded",
        "TST.E.water.A1": "tightened",
        "TST.S.safety.A9": "moved",
        "TST.S.safety.M1": "tightened",
    }
    assert (whole["moved"], len(whole["unchanged"])) == (1, 4)
    (moved,) = comparison_card(found, kind="moved")["requirements"]
    assert (moved["old_id"], moved["statement"]) == ("TST.S.safety.A1", "A fact.")
    (reworded,) = comparison_card(found, "fr", "reworded")["requirements"]
    assert [(one.language, one.new) for one in reworded["changes"]] == [("fr", "Absent.")]
    assert [one.language for one in comparison_card(found, "fr")["languages"]] == ["fr"]
