"""Events are read as what happens to lots of mineral; other events are kept and nothing happens."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orepass.custody.rules import happening, writing
from orepass.custody.rules.case import Case, Setting
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.epcis import events, naming, reading
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.judge import judge
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.materials import step_of
from orepass.custody.rules.movements import movements
from orepass.custody.rules.terms import CONTEXT, Facts, Reader, identifier_in, uri_of
from orepass.custody.rules.writing import Amount, Saying
from orepass.kernel.finding import Finding, Severity, has_errors
from orepass.kernel.identifier import mint

AT = datetime(2026, 3, 1, tzinfo=UTC)


def event(kind: str = "ObjectEvent", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "eventTime": "2026-03-01T00:00:00Z", "eventTimeZoneOffset": "+00:00"} | fields


def read(value: dict[str, Any], out: list[Finding] | None = None) -> Event:
    assert not has_errors(events.check_event(value, ""))
    return happening.read(value, "", Reader(CONTEXT), [] if out is None else out)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (event(action="ADD", epcList=["urn:x:1"]), Happening.BEGINS),
        (event(action="DELETE", epcList=["urn:x:1"]), Happening.ENDS),
        (event(action="OBSERVE", epcList=["urn:x:1"], disposition="stolen"), Happening.ENDS),
        (event(action="OBSERVE", epcList=["urn:x:1"], bizStep="shipping"), Happening.SENDS),
        (event(action="OBSERVE", epcList=["urn:x:1"], bizStep="https://ref.gs1.org/cbv/BizStep-receiving"), "receives"),
        (event(action="OBSERVE", epcList=["urn:x:1"], bizStep="sampling"), Happening.LOOKS),
        (event("AggregationEvent", action="ADD", parentID="urn:x:p", childEPCs=["urn:x:1"]), Happening.PACKS),
        (event("AggregationEvent", action="DELETE", parentID="urn:x:p"), Happening.UNPACKS),
        (event("AggregationEvent", action="OBSERVE", childEPCs=["urn:x:1"]), Happening.NOTHING),
        (event("AssociationEvent", action="ADD", parentID="urn:x:p", childEPCs=["urn:x:1"]), Happening.NOTHING),
        (event("TransformationEvent", inputEPCList=["urn:x:1"], outputEPCList=["urn:x:2"]), Happening.TRANSFORMS),
    ],
)
def test_each_kind_of_event_is_read_as_what_it_does(value: dict[str, Any], expected: str) -> None:
    assert read(value).happening == expected


def test_event_of_a_type_of_ones_own_is_kept_and_nothing_happens() -> None:
    value = event("https://mine.example/DrillingEvent")
    found = happening.foreign(value, "/e")
    assert (found.happening, judge(Case(event=found, lots=Lots()))) == (Happening.NOTHING, [])


def test_facts_are_read_for_all_lots_and_for_single_ones() -> None:
    value = event(
        "TransformationEvent",
        inputEPCList=["urn:x:1"],
        outputQuantityList=[
            {"epcClass": "urn:x:2", "quantity": Decimal("1.5"), "uom": "TNE"},
            {"epcClass": "urn:x:3", "quantity": 7, "uom": "EA"},
            {"epcClass": "urn:x:4"},
        ],
        ilmd={
            "ore:material": "cobalt_hydroxide",
            "ore:grade_pct": 30,
            "ore:moisture_pct": 50,
            "ore:lots": [{"ore:lot": "urn:x:3", "ore:material": "slag", "ore:mass_kg": Decimal("12.345678")}],
        },
    )
    first, second, third = read(value).begun
    assert (first.mass_mg, first.content_mg, first.facts.element) == (1_500_000_000, 225_000_000, "Co")
    assert (second.mass_mg, second.facts.material, second.facts.grade_pct) == (12_345_678, "slag", Decimal(30))
    assert (third.mass_mg, third.content_mg) == (None, None)


@pytest.mark.parametrize(("said", "element"), [("cobalt", "Co"), ("Cu", "Cu"), ("Xy", "Co")])
def test_a_measured_form_is_told_in_an_element_that_there_is(said: str, element: str) -> None:
    ilmd = {"ore:material": "cobalt_hydroxide", "ore:element": said}
    value = event(action="ADD", epcList=["urn:x:1"], ilmd=ilmd)
    assert [portion.facts.element for portion in read(value).begun] == [element]


@pytest.mark.parametrize(
    ("ilmd", "place"),
    [
        ({"ore:mass_kg": -1}, "/ilmd/mass_kg"),
        ({"ore:grade_pct": 101}, "/ilmd/grade_pct"),
        ({"ore:moisture_pct": "wet"}, "/ilmd/moisture_pct"),
        ({"ore:material": 7}, "/ilmd/material"),
        ({"ore:tag": "a\x07b"}, "/ilmd/tag"),
        ({"ore:tag": "x" * 300}, "/ilmd/tag"),
        ({"ore:lots": "urn:x:1"}, "/ilmd/lots/0"),
        ({"ore:lots": [{"ore:material": "slag"}]}, "/ilmd/lots/0"),
    ],
)
def test_term_that_cannot_be_used_is_named_with_its_place(ilmd: dict[str, Any], place: str) -> None:
    out: list[Finding] = []
    read(event(action="ADD", epcList=["urn:x:1"], ilmd=ilmd), out)
    assert [(finding.where, finding.code) for finding in out] == [(place, "custody.term.invalid")]


def test_terms_count_only_where_the_context_declares_them() -> None:
    value = event(action="ADD", epcList=["urn:x:1"], ilmd={"ore:mass_kg": 5})
    other = happening.read(value, "", Reader([{"ore": "https://other.example/"}]), [])
    assert (other.ours, other.begun[0].mass_mg) == (False, None)
    assert read(value).begun[0].mass_mg == 5_000_000


def test_mass_finer_than_a_milligram_is_not_known_rather_than_rounded() -> None:
    value = event(action="ADD", quantityList=[{"epcClass": "urn:x:1", "quantity": Decimal("0.5"), "uom": "MGM"}])
    assert read(value).begun[0].mass_mg is None


def test_foreign_sender_is_noted_and_never_refused_but_holders_are_guarded() -> None:
    lots = Lots()
    lots.apply([Movement(lot="urn:x:1", move=Move.BEGUN, at=AT, mass_mg=5, holder="org-A")])
    value = event(
        action="OBSERVE", bizStep="shipping", quantityList=[{"epcClass": "urn:x:1", "quantity": 9, "uom": "MGM"}]
    )
    foreign = happening.read(value, "", Reader(None), [])
    noted = judge(Case(event=foreign, lots=lots))
    assert [(finding.code, finding.severity) for finding in noted] == [("custody.balance.overdrawn", Severity.WARNING)]
    guarded = judge(Case(event=foreign, lots=lots, setting=Setting(actor="org-B")))
    assert ("custody.lot.not_held", Severity.ERROR) in {(finding.code, finding.severity) for finding in guarded}


def test_receiver_may_take_what_the_sender_named_holds() -> None:
    lots = Lots()
    lots.apply([Movement(lot="urn:x:1", move=Move.BEGUN, at=AT - timedelta(hours=1), mass_mg=5, holder="org-A")])
    value = event(
        action="OBSERVE",
        bizStep="receiving",
        epcList=["urn:x:1"],
        sourceList=[{"type": "owning_party", "source": "urn:x:seller"}],
    )
    case = Case(event=read(value), lots=lots, setting=Setting(actor="org-B", owners={"urn:x:seller": "org-A"}))
    assert [finding.code for finding in judge(case)] == ["custody.receipt.undispatched"]
    lots.apply(movements(case))
    assert lots.get("urn:x:1").holder == "org-A"
    sent = Movement(lot="urn:x:1", move=Move.SENT, at=AT, mass_mg=5, holder="org-B", claim=ClaimFacts(by="org-A"))
    lots.apply([msgspec.structs.replace(sent, at=case.event.happened_at - timedelta(minutes=1))])
    assert lots.get("urn:x:1").holder == "org-B"


def test_partial_shipment_leaves_the_lot_in_more_than_one_place() -> None:
    lots = Lots()
    lots.apply(
        [
            Movement(lot="L", move=Move.BEGUN, at=AT, mass_mg=10, content_mg=4, holder="org-A"),
            Movement(lot="L", move=Move.SENT, at=AT, mass_mg=3, holder="org-B"),
            Movement(lot="L", move=Move.ENDED, at=AT, mass_mg=2, content_mg=1),
            Movement(lot="L", move=Move.SEEN, at=AT, site="urn:x:lab"),
        ]
    )
    lot = lots.get("L")
    assert (lot.shared, lot.holder, lot.remaining_mg, lot.remaining_content_mg) == (True, "org-A", 8, 3)
    assert lot.site == "urn:x:lab"


def test_class_that_begins_again_grows_and_an_unpacked_bag_leaves_its_box() -> None:
    lots = Lots()
    lots.apply(
        [
            Movement(lot="L", move=Move.BEGUN, at=AT, mass_mg=10),
            Movement(lot="L", move=Move.BEGUN, at=AT, mass_mg=5),
            Movement(lot="M", move=Move.BEGUN, at=AT, mass_mg=10),
            Movement(lot="M", move=Move.BEGUN, at=AT),
            Movement(lot="L", move=Move.PACKED, at=AT, parent="BOX"),
            Movement(lot="BOX", move=Move.PACKED, at=AT, parent="SHIP"),
        ]
    )
    assert (lots.get("L").mass_mg, lots.get("M").mass_mg) == (15, None)
    assert lots.contents("SHIP") == ["L"]
    lots.apply(
        [Movement(lot="L", move=Move.UNPACKED, at=AT), Movement(lot="SHIP", move=Move.PACKED, at=AT, parent="BOX")]
    )
    assert lots.contents("BOX") == []


def test_step_is_named_as_packs_name_it() -> None:
    assert step_of("cobalt_hydroxide") == "cobalt.hydroxide"
    assert step_of("spodumene_concentrate") == "lithium.concentrate"
    assert step_of("gravel") == ""


def test_our_identifiers_are_read_at_the_end_of_any_uri() -> None:
    site = mint("sit")
    for uri in (uri_of(site), f"urn:any:{site}", f"https://any.example/sites/{site}"):
        assert identifier_in(uri, "sit") == site
    assert identifier_in(uri_of(site), "org") == ""
    assert identifier_in("https://any.example/sit-0000000000000", "sit") == ""


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("begin", {"site": "urn:x:pit", "certificate": "urn:x:crt", "model": "segregated"}),
        ("transform", {"made_from": [Amount("urn:x:2", Decimal(5))]}),
        ("send", {"sender": "urn:x:a", "receiver": "urn:x:b"}),
        ("receive", {}),
        ("weigh", {}),
        ("destroy", {}),
        ("pack", {"packed_into": "urn:x:box"}),
        ("unpack", {"packed_into": "urn:x:box"}),
    ],
)
def test_everything_a_person_can_say_is_a_valid_event(what: str, more: dict[str, Any]) -> None:
    lots = [(Amount("urn:x:1", Decimal(3)), Facts(material="cobalt_ore")), (Amount("urn:x:3"), Facts())]
    said = writing.event(Saying(what=what, when=AT, lots=lots, **more))
    whole = reading.read(naming.text_of(writing.document([said], created_at=AT)))
    assert events.check_envelope(whole) == []
    assert events.check_event(whole.events[0], "") == []


def test_names_of_people_become_uris() -> None:
    crt = mint("crt")
    assert writing.named_uri(crt) == uri_of(crt)
    assert writing.named_uri("urn:x:1") == "urn:x:1"
    assert writing.lot_uri("bag 7/8", "sit-X") == f"{uri_of('sit-X')}/lots/bag%207%2F8"
    assert writing.lot_uri("urn:x:1", "sit-X") == "urn:x:1"


def test_equal_numbers_make_the_same_name_and_a_missing_identifier_is_minted() -> None:
    first = naming.name_of(event(action="ADD", **{"own:a": Decimal("1.0")}))
    second = naming.name_of(event(action="ADD", **{"own:a": 1}, recordTime="2026-01-01T00:00:00Z"))
    assert first == second
    assert first.event_id.startswith("urn:uuid:")
    assert naming.name_of(event(action="ADD", **{"own:a": Decimal("1.01")})).key != first.key
    assert naming.text_of({"a": Decimal("1.10")}) == '{"a":1.10}'
