"""What a lot is accorded where it begins: for the minerals that were judged, for a group's members, and if claimed."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.rules.according import Why, accorded
from orepass.custody.rules.asking import subject_of
from orepass.custody.rules.case import Case, Rights, SiteRight
from orepass.custody.rules.checks import claim_in_part, lot_weightless, member_suspended, mineral_outside
from orepass.custody.rules.forms import forms_of, minerals_told
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.terms import PREFIX, Facts, Reader
from orepass.custody.rules.texts import is_formula
from orepass.kernel.finding import Finding
from orepass.kernel.verdict import no, yes
from tests.rules.custody.happened import DAY, SITE, event

MakeRights = Callable[..., Rights]
DAYS = ("2026-06-09", "2026-06-11")


def classes(ledger: Any, *lots: str) -> list[str]:
    return [ledger.lots.get(lot).claim_class for lot in lots]


# --- minerals ---


def test_a3_a_certificate_covers_the_minerals_that_were_judged_and_no_other(ledger: Any, certified: MakeRights) -> None:
    ledger.rights = certified(site="RIDGE", certificate="CRT-1", days=DAYS, minerals=("cobalt", "copper"))
    ledger.play("""
        2026-06-09  mine  LOT-A  50 kg ore 4 % Co          at RIDGE
        2026-06-09  mine  LOT-B  50 kg heterogenite 9 % Co  at RIDGE
        2026-06-09  mine  LOT-C  50 kg copper_ore           at RIDGE
        2026-06-09  mine  LOT-D  50 kg cassiterite 60 % Sn  at RIDGE
        expect      custody.mineral.outside  LOT-D
        2026-06-09  mine  LOT-E  50 kg spodumene 5 % Li     at RIDGE
        expect      custody.mineral.outside  LOT-E
        2026-06-09  mine  LOT-F  50 kg dore                 at RIDGE
        expect      custody.mineral.outside  LOT-F
        2026-06-09  mine  LOT-G  50 kg nickel_ore           at RIDGE
        expect      custody.mineral.outside  LOT-G
        2026-06-09  mine  LOT-H  50 kg unobtainium          at RIDGE
        expect      custody.material.unknown  LOT-H
        2026-06-09  mine  LOT-I  50 kg                      at RIDGE
        expect      custody.material.unknown  LOT-I
        2026-06-09  mine  LOT-J  50 kg cobalt_stuff         at RIDGE
        expect      custody.material.unknown  LOT-J
    """)
    assert classes(ledger, "LOT-A", "LOT-B", "LOT-C") == ["certified"] * 3
    assert classes(ledger, "LOT-D", "LOT-E", "LOT-F", "LOT-G") == ["uncertified"] * 4
    assert classes(ledger, "LOT-H", "LOT-I", "LOT-J") == ["unknown"] * 3
    assert ledger.lots.get("LOT-D").certificate == ledger.lots.get("LOT-H").certificate == ""


def test_a3_a_certificate_that_is_cited_for_another_mineral_is_refused(ledger: Any, certified: MakeRights) -> None:
    ledger.rights = certified(site="RIDGE", certificate="CRT-1", days=DAYS)
    ledger.play("""
        2026-06-09  mine  LOT-A  50 kg ore 4 % Co          at RIDGE under CRT-1
        2026-06-09  mine  LOT-D  50 kg cassiterite 60 % Sn  at RIDGE under CRT-1
        expect      custody.mineral.not_covered
        2026-06-09  mine  LOT-H  50 kg unobtainium          at RIDGE under CRT-1
        expect      custody.material.unclaimable
        2026-06-09  mine  LOT-D  50 kg cassiterite 60 % Sn  at RIDGE under CRT-1  not claimed
        2026-06-09  mine  LOT-I  50 kg cassiterite 60 % Sn  at RIDGE under https://other.example/crt
        expect      custody.certificate.unverified
    """)
    assert classes(ledger, "LOT-A", "LOT-D", "LOT-H", "LOT-I") == ["certified", "uncertified", "", "unverified"]


def test_an_unknown_form_is_only_noted_where_nothing_is_certified(ledger: Any) -> None:
    ledger.play("""
        2026-06-09  mine  LOT-A  50 kg cassiterit   at NOWHERE
        expect      custody.material.unfamiliar  here
        2026-06-09  mine  LOT-B  50 kg unobtainium  at NOWHERE  not claimed
        expect      custody.material.unfamiliar  here
        2026-06-09  mine  LOT-C  50 kg nickel_ore   at NOWHERE
    """)
    assert classes(ledger, "LOT-A", "LOT-B", "LOT-C") == ["uncertified"] * 3


@pytest.mark.parametrize(
    ("material", "element", "told"),
    [
        ("cobalt_ore", "", {"cobalt"}),
        ("cobalt_ore", "Co", {"cobalt"}),
        ("cobalt_ore", "Cu", {"cobalt", "copper"}),
        ("cassiterite", "Co", {"tin", "cobalt"}),
        ("cobalt_ore", "Xx", None),
        ("neodymium_oxide", "", {"rare_earths"}),
        ("copper", "", {"copper"}),
        ("copper_matte", "", {"copper"}),
        ("copperas", "", None),
        ("coloured_stones", "", {"coloured_stones"}),
        ("cocoa_beans", "", {"cocoa"}),
        ("tea", "", None),
        ("cobalt", "", None),
        ("cobalt_stuff", "Co", None),
        ("", "Co", {"cobalt"}),
        ("", "", None),
    ],
)
def test_what_a_form_and_an_element_speak_of(material: str, element: str, told: set[str] | None) -> None:
    assert minerals_told(material, element, {"cobalt", "cocoa"}) == told


def test_forms_of_a_mineral_are_named_for_whoever_used_another() -> None:
    assert forms_of({"tin", "copper"}) == ["tin_ore", "tin_concentrate", "cassiterite", "tin_metal", "copper_ore"]
    assert forms_of(()) == []


@pytest.mark.parametrize(
    ("element", "why"), [("Co", Why.GRANTED), ("Cu", Why.OUTSIDE), ("Xx", Why.FORM_UNKNOWN), ("", Why.GRANTED)]
)
def test_of_an_ore_with_several_elements_those_count_that_were_judged(element: str, why: Why) -> None:
    rights = Rights(sites={(SITE, DAY): SiteRight(yes(), "crt-1", "certified", minerals=frozenset({"cobalt"}))})
    lot = Portion(uri="A", facts=Facts(material="cobalt_ore", element=element))
    assert accorded(Case(event=event(Happening.BEGINS), lots=Lots(), rights=rights), lot).why is why


def site_right(name: str, *minerals: str, group: str = "") -> SiteRight:
    return SiteRight(yes(), name, "certified", minerals=frozenset(minerals), group=group)


def case_of(right: SiteRight, lot: Portion, *certificates: str, **rights: Any) -> Case:
    known = Rights(sites={(SITE, DAY): right}, **rights)
    return Case(event=event(Happening.BEGINS, begun=(lot,), certificates=certificates), lots=Lots(), rights=known)


def test_of_several_certificates_the_one_is_taken_that_covers_the_lot() -> None:
    right = SiteRight(
        yes(), "crt-1", "certified", minerals=frozenset({"tin"}), besides=(site_right("crt-2", "cobalt"),)
    )
    for material, certificate in (("cobalt_ore", "crt-2"), ("tin_ore", "crt-1"), ("gold_ore", "")):
        lot = Portion(uri="A", facts=Facts(material=material))
        assert accorded(case_of(right, lot), lot).certificate == certificate
    lot = Portion(uri="A", facts=Facts(material="gold_ore"))
    (asked,) = mineral_outside.check(case_of(right, lot))
    assert (asked.code, asked.params["judged"]) == ("custody.mineral.outside", "cobalt, tin")


def test_a_form_that_the_scheme_judged_by_its_word_is_not_strange() -> None:
    lot = Portion(uri="A", facts=Facts(material="cocoa_beans"))
    case = case_of(site_right("crt-1", "cocoa"), lot)
    assert accorded(case, lot).certificate == "crt-1"
    assert list(mineral_outside.check(case)) == []


def test_a_certificate_that_names_no_mineral_covers_nothing_for_certain() -> None:
    lot = Portion(uri="A", facts=Facts(material="cobalt_ore"))
    case = case_of(site_right("crt-1"), lot)
    assert accorded(case, lot).claim_class == "unknown"
    assert [(found.code, found.params["judged"]) for found in mineral_outside.check(case)] == [
        ("custody.material.unknown", "–")
    ]
    lapsed = case_of(SiteRight(no("gone"), "crt-1", minerals=frozenset({"tin"})), lot)
    assert accorded(lapsed, lot).why is Why.NO_RIGHT
    assert list(mineral_outside.check(lapsed)) == []


def test_a_lapsed_certificate_is_not_asked_what_it_covers() -> None:
    lot = Portion(uri="A", facts=Facts(material="cassiterite"))
    cited = {("CRT", DAY): SiteRight(no("lapsed"), "crt-1", minerals=frozenset({"cobalt"}))}
    assert list(mineral_outside.check(case_of(SiteRight(no("lapsed")), lot, "CRT", certificates=cited))) == []
    moved = event(Happening.TRANSFORMS, begun=(lot,), certificates=("CRT",))
    assert list(mineral_outside.check(Case(event=moved, lots=Lots(), rights=Rights(certificates=cited)))) == []


# --- members of a group ---


def test_a4_at_a_groups_site_a_suspended_member_delivers_nothing_and_silence_gives_no_more_than_a_name(
    ledger: Any, certified: MakeRights
) -> None:
    members = {"MBR-7": "2026-06-10", "MBR-8": "9999-01-01"}
    ledger.rights = certified(site="DEPOT", certificate="CRT-G", suspended=members, days=DAYS, group="GRP-1")
    ledger.play("""
        2026-06-09  mine  BAG-1  50 kg ore 4 % Co  at DEPOT member MBR-7
        2026-06-09  mine  BAG-2  50 kg ore 4 % Co  at DEPOT
        expect      custody.member.not_named  BAG-2
        2026-06-11  mine  BAG-3  50 kg ore 4 % Co  at DEPOT member MBR-7
        expect      custody.member.suspended
        2026-06-11  mine  BAG-4  50 kg ore 4 % Co  at DEPOT under CRT-G member MBR-7
        expect      custody.member.suspended
        2026-06-11  mine  BAG-5  50 kg ore 4 % Co  at DEPOT under CRT-G
        expect      custody.member.missing
        2026-06-11  mine  BAG-6  50 kg ore 4 % Co  at DEPOT under CRT-G member MBR-8
        2026-06-11  mine  BAG-7  50 kg ore 4 % Co  at DEPOT  not claimed
        2026-06-11  mine  BAG-8  50 kg ore 4 % Co  at DEPOT under CRT-G  not claimed
        2026-06-11  mine  BAG-9  50 kg ore 4 % Co  at DEPOT under CRT-G member MBR-7  not claimed
        expect      custody.member.suspended
    """)
    named = [f"BAG-{number}" for number in range(1, 10)]
    assert classes(ledger, *named) == [
        *("certified", "uncertified", "", "", "", "certified"),
        *("uncertified", "uncertified", ""),
    ]


def test_a_member_of_another_group_speaks_for_no_certificate_of_this_one() -> None:
    lot = Portion(uri="A", facts=Facts(material="cobalt_ore", member="M"))
    approved = {"members": {("M", DAY): yes()}, "groups": {"M": "GRP-2"}}
    case = case_of(site_right("crt-1", "cobalt", group="GRP-1"), lot, **approved)
    assert accorded(case, lot).claim_class == "uncertified"
    assert [found.code for found in member_suspended.check(case)] == ["custody.member.not_named"]
    alone = case_of(site_right("crt-1", "cobalt"), lot, **approved)
    assert accorded(alone, lot).claim_class == "certified"
    assert list(member_suspended.check(alone)) == []


def test_where_one_certificate_is_a_groups_and_one_is_not_a_lot_without_a_member_begins_under_the_other() -> None:
    right = SiteRight(
        *(yes(), "crt-1", "certified"),
        minerals=frozenset({"cobalt"}),
        group="GRP-1",
        besides=(site_right("crt-2", "cobalt"),),
    )
    lot = Portion(uri="A", facts=Facts(material="cobalt_ore"))
    assert accorded(case_of(right, lot), lot).certificate == "crt-2"
    assert list(member_suspended.check(case_of(right, lot))) == []


# --- what is claimed ---


@pytest.mark.parametrize(
    ("percent", "refused"), [(None, False), ("0", False), ("100", False), ("50", True), ("0.01", True)]
)
def test_a_lot_begins_claimed_or_not_and_never_in_part(percent: str | None, refused: bool) -> None:
    said = {} if percent is None else {f"{PREFIX}:claimed_pct": Decimal(percent)}
    terms = Reader({PREFIX: "https://orepass.example/ns/custody/"}).event_terms(said, "", [])
    for happening, expected in ((Happening.BEGINS, refused), (Happening.SENDS, False)):
        case = Case(event=event(happening, begun=(Portion(uri="A"),), terms=terms), lots=Lots())
        assert [found.code for found in claim_in_part.check(case)] == ["custody.claim.in_part"] * expected


def test_a5_what_is_not_claimed_begins_uncertified_and_nobody_is_asked(ledger: Any, certified: MakeRights) -> None:
    ledger.rights = certified(site="RIDGE", certificate="CRT-1", days=DAYS)
    ledger.play("""
        2026-06-09  mine  LOT-A  50 kg ore 4 % Co          at RIDGE  not claimed
        2026-06-09  mine  LOT-B  50 kg ore 4 % Co          at RIDGE
        2026-06-09  mine  LOT-C  50 kg cassiterite 60 % Sn  at RIDGE  not claimed
    """)
    assert classes(ledger, "LOT-A", "LOT-B", "LOT-C") == ["uncertified", "certified", "uncertified"]


# --- masses, texts, questions ---


def weightless(*masses: int | None) -> Iterator[Finding]:
    begun = tuple(Portion(uri=f"LOT-{at}", mass_mg=part) for at, part in enumerate(masses))
    return lot_weightless.check(Case(event=event(Happening.BEGINS, begun=begun), lots=Lots()))


def test_a_lot_that_begins_weighs_something_or_was_not_weighed() -> None:
    assert [found.params["lot"] for found in weightless(0, 1, None, 0)] == ["LOT-0", "LOT-3"]


@pytest.mark.parametrize(
    "said", ["=cmd|x", "+x", "@SUM(A1)", "\t=x", "\rx", "-cmd|x", "-", "-1e999999999999999999999999"]
)
def test_a_text_that_a_spreadsheet_would_run_is_a_formula(said: str) -> None:
    assert is_formula(said)
    found: list[Finding] = []
    Reader({PREFIX: "https://orepass.example/ns/custody/"}).facts({f"{PREFIX}:material": said}, "/ilmd", found)
    assert len(found) == 1


@pytest.mark.parametrize("said", ["", "B 1", "-12.5", "7=8", "cobalt_ore"])
def test_other_texts_and_numbers_below_zero_are_none(said: str) -> None:
    assert not is_formula(said)


def test_one_bag_told_by_several_doors_is_one_subject_and_two_bags_are_two() -> None:
    said = {"lot": "https://a.example/id/sit-1/lots/B1", "day": "2026-03-01"}
    kind = {"site": "S", "on": date(2026, 3, 1)}
    first = subject_of("custody.mineral.outside", said, lots=[said["lot"]], **kind)  # type: ignore[arg-type]
    other = "urn:x:lots:B1"
    assert subject_of("custody.mineral.outside", said | {"lot": other}, lots=[other], **kind) == first  # type: ignore[arg-type]
    for change in ({"site": "T"}, {"on": date(2026, 3, 2)}, {"lots": ["urn:x:lots:B2"]}):
        assert subject_of("custody.mineral.outside", said, **({"lots": [said["lot"]]} | kind | change)) != first  # type: ignore[arg-type]
    assert subject_of("custody.event.late", said, lots=[said["lot"]], **kind) != first  # type: ignore[arg-type]
    assert subject_of("custody.mineral.outside", {}, lots=["bare"], **kind)[3] == ("bare",)  # type: ignore[arg-type]
