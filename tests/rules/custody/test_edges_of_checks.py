"""Where a check turns: a milligram more, a second earlier, the second lot of an event."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orepass.custody.rules.according import accorded
from orepass.custody.rules.case import Case, Rights, Setting, SiteRight
from orepass.custody.rules.checks import (
    balance_overdrawn,
    certificate_lapsed,
    grade_impossible,
    lot_gone,
    lot_held,
    lot_not_held,
    lot_time,
    member_suspended,
    model_upgraded,
    place_missing,
    recovery_exceeded,
    site_not_yours,
    tag_reused,
)
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.materials import Limits, Range
from orepass.custody.rules.movements import movements
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.kernel.verdict import Unknown, no, unknown, yes
from tests.rules.custody.happened import AT, DAY, SITE, event, made

# --- checks ---

Check = Callable[[Case], Any]


def found(check: Check, happened: Event, lots: Lots | None = None, **setting: Any) -> list[str]:
    known = {name: setting.pop(name) for name in ("rights", "limits") if name in setting}
    case = Case(event=happened, lots=lots or Lots(), setting=Setting(**setting), **known)
    return [" ".join(str(part.params.get(name, "")) for name in ("lot", "tag", "member", "certificate", "site")).strip()
            for part in check(case)]  # fmt: skip


def both(happening: Happening, **fields: Any) -> Event:
    return event(happening, Portion(uri="A"), Portion(uri="B"), **fields)


def test_a_tag_that_one_lot_carries_holds_nothing_and_one_that_two_carry_holds_both() -> None:
    lots = made(("A", {"facts": Facts(tag="7")}), ("B", {"facts": Facts(tag="7")}))
    for happening in (Happening.SENDS, Happening.TRANSFORMS):
        assert found(lot_held.check, both(happening), lots, tags={"7": frozenset("A")}) == []
        assert found(lot_held.check, both(happening), lots, tags={"7": frozenset("AB")}) == ["A", "B"]
    assert found(lot_held.check, both(Happening.RECEIVES), lots, tags={"7": frozenset("AB")}) == []
    assert found(lot_held.check, both(Happening.SENDS), lots) == []


def test_an_object_that_began_twice_is_held_and_a_class_is_not() -> None:
    lots = made(("A", {"instance": True, "begun": 2}), ("B", {"instance": False, "begun": 2}))
    assert found(lot_held.check, both(Happening.SENDS), lots) == ["A"]
    assert not made(("A", {"instance": True, "begun": 1})).get("A").held


def test_of_two_lots_only_the_one_in_other_hands_is_named() -> None:
    lots = made(("A", {"holder": "org-1"}), ("B", {"holder": "org-2"}))
    for happening in (Happening.SENDS, Happening.ENDS, Happening.PACKS, Happening.UNPACKS, Happening.TRANSFORMS):
        assert found(lot_not_held.check, both(happening), lots, actor="org-1") == ["B"]
    assert found(lot_not_held.check, both(Happening.LOOKS), lots, actor="org-1") == []
    assert found(lot_not_held.check, both(Happening.SENDS), lots) == []


def test_what_the_sender_held_is_received_and_what_another_held_is_named() -> None:
    lots = made(("A", {"holder": "org-2"}), ("B", {"holder": "org-3"}))
    received = both(Happening.RECEIVES, sender="urn:x:seller")
    assert found(lot_not_held.check, received, lots, actor="org-1", owners={"urn:x:seller": "org-2"}) == ["B"]
    sent = both(Happening.SENDS, sender="urn:x:seller")
    assert found(lot_not_held.check, sent, lots, actor="org-1", owners={"urn:x:seller": "org-2"}) == ["A", "B"]


def test_a_shared_lot_may_be_moved_by_each_who_has_a_part() -> None:
    lots = made(("A", {"holder": "org-2"}), ("B", {"holder": "org-2"}))
    lots.get("A").stock.begin("org-2", 9)
    lots.get("A").stock.begin("org-1", 1)
    lots.get("B").stock.begin("org-2", 9)
    assert found(lot_not_held.check, both(Happening.SENDS), lots, actor="org-1") == ["B"]
    assert found(lot_not_held.check, both(Happening.SENDS), lots, actor="org-3") == ["A", "B"]


def test_each_lot_that_is_gone_is_named_wherever_it_is_used() -> None:
    lots = made(("A", {"used_up": True}), ("B", {"ended": True}))
    for happening in (Happening.TRANSFORMS, Happening.SENDS, Happening.RECEIVES, Happening.PACKS):
        assert found(lot_gone.check, both(happening), lots) == ["A", "B"]
    assert found(lot_gone.check, event(Happening.TRANSFORMS, used=(Portion(uri="A"),)), lots) == ["A"]
    for happening in (Happening.LOOKS, Happening.ENDS, Happening.UNPACKS):
        assert found(lot_gone.check, both(happening), lots) == []


def test_a_lot_may_be_used_in_the_moment_it_began_and_not_before() -> None:
    lots = made(("A", {"began_at": AT}), ("B", {"began_at": AT + timedelta(seconds=1)}))
    for happening in (Happening.TRANSFORMS, Happening.SENDS):
        assert found(lot_time.check, both(happening), lots) == ["B"]
    assert found(lot_time.check, both(Happening.RECEIVES), lots) == []


def test_all_of_a_lot_may_be_taken_and_not_a_milligram_more() -> None:
    lots = made(("A", {"used_mass_mg": 30}), ("B", {"mass_mg": None}))
    for happening in (Happening.SENDS, Happening.ENDS):
        assert found(balance_overdrawn.check, event(happening, Portion(uri="A", mass_mg=70)), lots) == []
        assert found(balance_overdrawn.check, event(happening, Portion(uri="A", mass_mg=71)), lots) == ["A"]
        assert found(balance_overdrawn.check, event(happening, Portion(uri="B", mass_mg=71)), lots) == []
    assert found(balance_overdrawn.check, event(Happening.RECEIVES, Portion(uri="A", mass_mg=71)), lots) == []
    more = [event(Happening.TRANSFORMS, used=(Portion(uri="A", mass_mg=mass),)) for mass in (70, 71)]
    assert [found(balance_overdrawn.check, used, lots) for used in more] == [[], ["A"]]


def test_whom_the_group_suspended_delivers_nothing_claimed_or_not() -> None:
    begun = (Portion(uri="L", facts=Facts(member="M3")),)
    barred = Rights(members={("M3", DAY): no("left")}, groups={"M3": "GRP"}, barred=frozenset({("M3", DAY)}))
    for certificates in ((), ("crt",)):
        case = Case(event=event(Happening.BEGINS, begun=begun, certificates=certificates), lots=Lots(), rights=barred)
        assert [part.code for part in member_suspended.check(case)] == ["custody.member.suspended"]


def test_each_member_who_was_not_approved_is_named() -> None:
    rights = Rights(members={("M1", DAY): yes(), ("M3", DAY): no("left"), ("M4", DAY): unknown(Unknown.MISSING)})
    begun = tuple(Portion(uri=member, facts=Facts(member=member)) for member in ("", "M1", "M2", "M3", "M4"))
    rights = msgspec.structs.replace(rights, groups={"M3": "GRP", "M1": "GRP"})
    unclaimed, claimed = ["not_approved"] * 3, ["unknown", "no_right", "unknown"]
    for certificates, codes in (((), unclaimed), (("crt",), claimed)):
        case = Case(event=event(Happening.BEGINS, begun=begun, certificates=certificates), lots=Lots(), rights=rights)
        told = list(member_suspended.check(case))
        assert [part.code.rpartition(".")[2] for part in told] == codes
        assert [(part.params["member"], part.params["reason"]) for part in told] == [
            ("M2", "unknown"),
            ("M3", "left"),
            ("M4", "unknown"),
        ]


def test_each_certificate_that_gave_no_right_is_named_with_the_reason() -> None:
    known = {("C1", DAY): SiteRight(yes()), ("C2", DAY): SiteRight(no("it was suspended", "twice")),
             ("C3", DAY): SiteRight(unknown(Unknown.MISSING))}  # fmt: skip
    for happening in (Happening.BEGINS, Happening.SENDS, Happening.TRANSFORMS):
        happened = event(happening, certificates=("C0", "C1", "C2", "C3"))
        told = list(certificate_lapsed.check(Case(event=happened, lots=Lots(), rights=Rights(certificates=known))))
        assert [(part.params["certificate"], part.params.get("reason")) for part in told] == [
            ("C0", None),
            ("C2", "it was suspended; twice"),
            ("C3", "unknown"),
        ]
    assert found(certificate_lapsed.check, event(Happening.RECEIVES, certificates=("C0",))) == []


def test_a_model_is_compared_only_where_lots_are_made_or_sent() -> None:
    lots = made(("A", {"model": "mass_balance"}), ("B", {"model": "segregated"}))
    terms = EventTerms(model="segregated")
    assert len(found(model_upgraded.check, event(Happening.SENDS, Portion(uri="A"), terms=terms), lots)) == 1
    assert found(model_upgraded.check, event(Happening.SENDS, Portion(uri="B"), terms=terms), lots) == []
    assert found(model_upgraded.check, event(Happening.RECEIVES, Portion(uri="A"), terms=terms), lots) == []
    assert found(model_upgraded.check, event(Happening.SENDS, terms=terms), lots) == []
    assert (
        len(found(model_upgraded.check, event(Happening.RECEIVES, Portion(uri="A"), terms=EventTerms(model="x")))) == 1
    )


def test_lots_of_two_sites_may_be_sent_as_what_each_is_but_not_made_into_one() -> None:
    identity = "identity_preserved"
    lots = made(("A", {"model": identity, "site": "M1"}), ("B", {"model": identity, "site": "M2"}))
    terms = EventTerms(model=identity)
    assert found(model_upgraded.check, both(Happening.SENDS, terms=terms), lots) == []
    used = (Portion(uri="A"), Portion(uri="B"))
    assert len(found(model_upgraded.check, event(Happening.TRANSFORMS, used=used, terms=terms), lots)) == 1
    assert found(model_upgraded.check, event(Happening.TRANSFORMS, used=used[:1], terms=terms), lots) == []


def test_the_site_of_origin_is_guarded_as_the_site_of_the_event() -> None:
    owners = {SITE: "org-1", "M1": "org-2", "M2": "org-1"}
    for happening in (Happening.BEGINS, Happening.TRANSFORMS):
        for origin, named in (("M1", ["M1"]), ("M2", []), ("", []), ("M9", [])):
            begun = (Portion(uri="A", facts=Facts(origin_site=origin)),)
            assert found(site_not_yours.check, event(happening, begun=begun), actor="org-1", owners=owners) == named
    assert found(site_not_yours.check, event(Happening.BEGINS, site="M1"), owners=owners) == []


@pytest.mark.parametrize(
    ("scheme", "refused", "ours", "code"),
    [
        ("tin@1", {("tin", DAY)}, True, "custody.tag.refused"),
        ("tin", {("tin", DAY)}, False, "custody.tag.reused"),
        ("tin", {("gold", DAY)}, True, "custody.tag.reused"),
        ("", {("tin", DAY)}, True, "custody.tag.reused"),
    ],
)
def test_a_used_tag_is_refused_where_its_scheme_says_so_and_a_question_else(
    scheme: str, refused: set[tuple[str, date]], ours: bool, code: str
) -> None:
    portion = Portion(uri="B", instance=False, facts=Facts(tag="7", tag_scheme=scheme))
    happened = event(Happening.BEGINS, begun=(portion,), ours=ours)
    tags = {"7": frozenset("A")}
    case = Case(event=happened, lots=Lots(), setting=Setting(tags=tags, reuse_refused=frozenset(refused)))
    assert [one.code for one in tag_reused.check(case)] == [code]


def test_a_tag_on_another_lot_and_an_object_that_begins_again_are_told() -> None:
    def begun(name: str, *, instance: bool, tag: str = "") -> Event:
        return event(Happening.BEGINS, begun=(Portion(uri=name, instance=instance, facts=Facts(tag=tag)),))

    lots = made(("A", {}))
    assert found(tag_reused.check, begun("A", instance=True), lots) == ["A"]
    assert found(tag_reused.check, begun("A", instance=False), lots) == []
    assert found(tag_reused.check, begun("B", instance=True), lots) == []
    tags = {"7": frozenset("A"), "": frozenset("Z")}
    assert found(tag_reused.check, begun("A", instance=False, tag="7"), lots, tags=tags) == []
    assert found(tag_reused.check, begun("B", instance=False, tag="7"), lots, tags=tags) == ["7"]
    assert found(tag_reused.check, begun("B", instance=False), lots, tags=tags) == []


@pytest.mark.parametrize(("grade", "possible"), [("63.41", True), ("63.42", False)])
def test_a_grade_may_be_the_highest_there_is(grade: str, possible: bool) -> None:
    told = list(grade_impossible.check_grade("cobalt_hydroxide", Decimal(grade)))
    assert [part.params["basis"] for part in told] == ["Co"] * (not possible)
    assert list(grade_impossible.check_grade("gravel", Decimal(100))) == []
    assert list(grade_impossible.check_grade("cobalt_hydroxide", None)) == []


# --- recovery ---

USUAL = Limits(assay_tolerance=Decimal("0.02"), recovery={"cobalt.hydroxide": Range(Decimal("0.85"), Decimal("0.97"))})


def smelted(*contents: int | None, **fields: Any) -> list[tuple[str, dict[str, str]]]:
    facts = Facts(element="Co", material="cobalt_hydroxide")
    begun = tuple(Portion(uri=f"H{at}", content_mg=part, facts=facts) for at, part in enumerate(contents))
    used = (Portion(uri="A", mass_mg=100),)
    lots = made(
        ("A", {"content_mg": 1000, "facts": Facts(element="Co", material=fields.pop("material", "cobalt_ore"))})
    )
    happened = event(fields.pop("happening", Happening.TRANSFORMS), used=used, begun=begun, **fields)
    case = Case(event=happened, lots=lots, limits=USUAL)
    return [(part.code.rpartition(".")[2], part.params) for part in recovery_exceeded.check(case)]


@pytest.mark.parametrize(
    ("out", "code"),
    [(849, "unusual"), (850, ""), (970, ""), (971, "unusual"), (1020, "unusual"), (1021, "exceeded")],
)
def test_recovery_is_usual_between_its_bounds_and_impossible_beyond_the_tolerance(out: int, code: str) -> None:
    assert [part[0] for part in smelted(out)] == ([code] if code else [])
    assert [part[0] for part in smelted(out - 100, 100)] == ([code] if code else [])


def test_what_is_told_of_a_recovery() -> None:
    assert smelted(2000) == [("exceeded", {"out_kg": "0.002", "in_kg": "0.001", "element": "Co", "limit": "102.0"})]
    told = {"percent": "80.0", "element": "Co", "step": "cobalt.hydroxide", "low": "85.0", "high": "97.0"}
    assert smelted(800) == [("unusual", told)]


def test_what_cannot_be_compared_is_not() -> None:
    assert smelted(800, campaign="urn:x:campaign") == []
    assert smelted(800, None) == []
    assert smelted(2000, happening=Happening.BEGINS) == []
    assert smelted(500, material="cobalt_hydroxide") == []
    assert smelted(500, terms=EventTerms(step="cobalt.drying")) == []
    assert [part[0] for part in smelted(900, terms=EventTerms(step="cobalt.hydroxide"))] == []


# --- what a lot begins under, and who has it ---

COBALT = frozenset({"cobalt"})


def test_a_lot_begins_under_the_right_of_its_place_of_origin() -> None:
    rights = Rights(
        sites={
            ("M1", DAY): SiteRight(yes(), "crt-1", "certified", minerals=COBALT),
            (SITE, DAY): SiteRight(no("suspended")),
        }
    )

    def class_of(**facts: Any) -> tuple[str, str]:
        portion = Portion(uri="A", facts=Facts(material="cobalt_ore", **facts))
        accord = accorded(Case(event=event(Happening.BEGINS), lots=Lots(), rights=rights), portion)
        return accord.claim_class, accord.certificate

    assert class_of(origin_site="M1") == ("certified", "crt-1")
    assert class_of() == ("uncertified", "")
    assert class_of(origin_site="M1", member="M") == ("uncertified", "")


def test_who_has_a_lot_afterwards() -> None:
    setting = Setting(actor="org-1", owners={"urn:x:buyer": "org-2", SITE: "org-3"})

    def holder(happened: Event) -> list[str]:
        return [part.holder for part in movements(Case(event=happened, lots=Lots(), setting=setting))]

    lot = Portion(uri="A")
    assert holder(event(Happening.SENDS, lot, receiver="urn:x:buyer")) == ["org-2"]
    assert holder(event(Happening.SENDS, lot, receiver="urn:x:any")) == ["urn:x:any"]
    assert holder(event(Happening.SENDS, lot)) == [""]
    assert holder(event(Happening.RECEIVES, lot, receiver="urn:x:buyer")) == ["org-2"]
    assert holder(event(Happening.RECEIVES, lot)) == ["org-3"]
    assert holder(event(Happening.RECEIVES, lot, site="urn:x:elsewhere")) == ["org-1"]
    assert holder(event(Happening.BEGINS, begun=(lot,))) == ["org-3"]
    assert holder(event(Happening.LOOKS, lot, receiver="urn:x:buyer")) == [""]
    assert holder(event(Happening.NOTHING, lot)) == []


def test_a_container_is_moved_with_what_is_in_it_and_packed_without() -> None:
    lots = made(("A", {}))
    lots.get("BOX").children = {"A": None}
    for happening, moved in (
        (Happening.SENDS, [("BOX", 7, ""), ("A", None, "")]),
        (Happening.PACKS, [("BOX", 7, "SHIP")]),
        (Happening.UNPACKS, [("BOX", 7, "SHIP")]),
    ):
        case = Case(event=event(happening, Portion(uri="BOX", mass_mg=7), parent="SHIP"), lots=lots)
        assert [(part.lot, part.mass_mg, part.parent) for part in movements(case)] == moved


def test_a_claim_needs_a_place_unless_every_lot_says_where_it_was_won() -> None:
    def missing(*portions: Portion, happening: Happening = Happening.BEGINS, **fields: Any) -> list[str]:
        begun = event(happening, begun=portions, **{"site": "", "terms": EventTerms(model="segregated")} | fields)
        return found(place_missing.check, begun)

    placed, lost = Portion(uri="A", facts=Facts(origin_site="urn:x:pit")), Portion(uri="B")
    assert missing(placed, lost) == missing(lost, placed) == ["B"]
    assert missing(placed) == missing() == []
    assert missing(lost, site=SITE) == missing(lost, terms=EventTerms()) == []
    assert missing(lost, happening=Happening.LOOKS) == []
