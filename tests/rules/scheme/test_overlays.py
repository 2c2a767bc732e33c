"""Overlays: they explain and tighten where they hold; whatever loosens, deletes or goes in a circle is refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from orepass.kernel.digest import digest
from orepass.scheme.rules.cards import standard_card
from orepass.scheme.rules.cases import run_all
from orepass.scheme.rules.editions.archive import ArchiveDamaged, packed, unpacked
from orepass.scheme.rules.evaluate import evaluate, profile_of
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack, Requirement
from orepass.scheme.rules.outcome import Outcome
from orepass.scheme.rules.overlays import overlaid
from tests.rules.scheme.overlays_bent import CONGO, DAY, SITE
from tests.rules.scheme.packs import write_pack
from tests.rules.scheme.packs_wide import NATIONAL, WIDE

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
