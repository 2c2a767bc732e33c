"""What a lot is after each movement, what it is made of, and how an event is read: at the edges."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from orepass.custody.rules import happening, lineage
from orepass.custody.rules.case import Case, Rights, Setting
from orepass.custody.rules.graph import Making, Source, Use
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lot, Lots, Move, Movement
from orepass.custody.rules.movements import movements
from orepass.custody.rules.settling import QUESTION, answer_by
from orepass.custody.rules.terms import CONTEXT, NAMESPACE, TEXT_MAX, EventTerms, Facts, Reader, identifier_in, uri_of
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import mint
from tests.rules.custody.happened import AT, made
from tests.rules.custody.happened import event as happened

# --- a lot ---


def moved(*steps: tuple[Move, dict[str, Any]]) -> Lot:
    lots = Lots()
    base: dict[str, Any] = {"lot": "L", "at": AT}
    lots.apply(Movement(**base | {"move": move} | fields) for move, fields in steps)
    return lots.get("L")


BEGUN = (Move.BEGUN, {"mass_mg": 10, "content_mg": 4, "holder": "org-A", "site": "S", "model": "segregated"})


def test_a_lot_is_what_was_said_when_it_began() -> None:
    facts = Facts(material="cobalt_ore")
    fields = {"facts": facts, "claim_class": "certified", "certificate": "crt", "origin": True, "instance": True}
    lot = moved((Move.BEGUN, BEGUN[1] | fields))
    assert (lot.mass_mg, lot.content_mg, lot.holder, lot.site, lot.model) == (10, 4, "org-A", "S", "segregated")
    assert (lot.facts, lot.claim_class, lot.certificate, lot.origin, lot.instance) == (
        facts,
        *list(fields.values())[1:],
    )
    assert (lot.begun, lot.began_at, lot.last_at, lot.was_used, lot.held) == (1, AT, AT, False, False)


@pytest.mark.parametrize(
    ("used", "left", "content_left", "was_used"),
    [
        ({"mass_mg": 9, "content_mg": 3}, 1, 1, True),
        ({"mass_mg": 10, "content_mg": 3}, 0, 0, True),
        ({"mass_mg": 9}, 1, 4, True),
        ({"content_mg": 4}, 10, 0, True),
        ({}, 0, 0, True),
    ],
)
def test_what_is_left_of_a_lot_after_a_use(used: dict[str, int], left: int, content_left: int, was_used: bool) -> None:
    lot = moved(BEGUN, (Move.USED, used))
    assert (lot.remaining_mg, lot.remaining_content_mg, lot.was_used) == (left, content_left, was_used)


def test_a_lot_that_was_used_up_stays_so() -> None:
    lot = moved(BEGUN, (Move.USED, {}), (Move.USED, {"mass_mg": 1}))
    assert (lot.used_up, lot.remaining_mg) == (True, 0)


def test_nothing_is_left_of_a_lot_that_was_destroyed_and_the_rest_of_one_in_part() -> None:
    whole = moved(BEGUN, (Move.ENDED, {}))
    assert (whole.ended, whole.remaining_mg, whole.remaining_content_mg) == (True, 0, 0)
    part = moved(BEGUN, (Move.ENDED, {"mass_mg": 3}))
    assert (part.ended, part.remaining_mg, part.remaining_content_mg) == (False, 7, 4)
    unweighed = moved((Move.BEGUN, {}), (Move.ENDED, {"mass_mg": 3}))
    assert (unweighed.ended, unweighed.remaining_mg) == (True, 0)


def test_of_a_lot_nobody_told_of_nothing_is_known() -> None:
    lot = Lots().get("L")
    assert (lot.begun, lot.began_at, lot.mass_mg, lot.content_mg, lot.was_used, lot.held) == (
        0,
        None,
        None,
        None,
        False,
        False,
    )
    assert (lot.used_up, lot.ended, lot.instance, lot.shared, lot.origin) == (False, False, False, False, False)


def test_what_was_never_known_of_a_lot_is_not_known_after_a_use() -> None:
    lot = moved((Move.BEGUN, {}), (Move.USED, {"mass_mg": 3, "content_mg": 1}))
    assert (lot.remaining_mg, lot.remaining_content_mg, lot.used_up) == (None, None, False)


@pytest.mark.parametrize(
    ("mass", "content"),
    [(0, 0), (1, 0), (5, 2), (10, 4), (None, None)],
    ids=["none", "rounded", "half", "all", "unsaid"],
)
def test_a_part_of_a_lot_contains_its_share(mass: int | None, content: int | None) -> None:
    assert moved(BEGUN).content_of(mass) == content
    assert moved((Move.BEGUN, {"mass_mg": 10})).content_of(mass) is None
    assert moved((Move.BEGUN, {"content_mg": 4})).content_of(mass) is None


@pytest.mark.parametrize(
    ("mass", "shared", "holder"),
    [(None, False, "org-B"), (10, False, "org-B"), (9, True, "org-A"), (11, True, "org-A")],
)
def test_a_lot_sent_whole_changes_hands_and_a_part_of_one_is_in_two(
    mass: int | None, shared: bool, holder: str
) -> None:
    handed = {"mass_mg": mass, "holder": "org-B"}
    for moves in ([(Move.SENT, handed)], [(Move.SENT, handed), (Move.RECEIVED, handed)]):
        lot = moved(BEGUN, *moves)
        assert (lot.shared, lot.holder) == (shared, holder)


def test_a_lot_nobody_weighed_is_handed_over_whole() -> None:
    lot = moved((Move.BEGUN, {"holder": "org-A"}), (Move.SENT, {"mass_mg": 5, "holder": "org-B"}))
    assert (lot.shared, lot.holder) == (False, "org-B")


def test_a_shared_lot_stays_shared_and_one_sent_to_nobody_stays_where_it_is() -> None:
    lot = moved(BEGUN, (Move.SENT, {"mass_mg": 3, "holder": "org-B"}), (Move.SENT, {"holder": "org-C"}))
    assert (lot.shared, lot.holder) == (True, "org-A")
    assert moved(BEGUN, (Move.SENT, {})).holder == "org-A"


def test_a_place_changes_on_arrival_and_a_model_when_one_is_said() -> None:
    lot = moved(BEGUN, (Move.SENT, {"site": "T", "model": "mass_balance"}))
    assert (lot.site, lot.model) == ("S", "mass_balance")
    lot = moved(BEGUN, (Move.RECEIVED, {"site": "T"}))
    assert (lot.site, lot.model) == ("T", "segregated")
    assert moved(BEGUN, (Move.RECEIVED, {})).site == "S"
    assert [moved(BEGUN, (Move.SEEN, {"site": site})).site for site in ("T", "")] == ["T", "S"]


def test_an_object_that_begins_again_is_weighed_anew_and_held() -> None:
    lot = moved((Move.BEGUN, {"mass_mg": 10, "instance": True}), (Move.BEGUN, {"mass_mg": 5, "instance": True}))
    assert (lot.mass_mg, lot.held) == (5, True)
    grown = moved(BEGUN, BEGUN, (Move.USED, {"mass_mg": 20, "content_mg": 8}))
    assert (grown.mass_mg, grown.content_mg, grown.used_up, grown.held) == (20, 8, True, False)
    unassayed = moved(BEGUN, (Move.BEGUN, {"mass_mg": 5}))
    assert (unassayed.mass_mg, unassayed.content_mg) == (15, None)


def test_a_container_holds_what_is_in_it_in_order_and_itself_when_it_is_empty() -> None:
    lots = Lots()
    packed = {"A": "BOX", "B": "BOX", "BOX": "SHIP", "C": "SHIP"}
    lots.apply(Movement(lot=lot, move=Move.PACKED, at=AT, parent=box) for lot, box in packed.items())
    assert lots.contents("SHIP") == ["A", "B", "C"]
    lots.apply([Movement(lot="A", move=Move.UNPACKED, at=AT), Movement(lot="Z", move=Move.UNPACKED, at=AT)])
    assert (lots.contents("BOX"), lots.get("A").parent, lots.contents("A")) == (["B"], "", ["A"])


# --- what is drawn from it ---


def case(used: tuple[Portion, ...], *begun: Portion, lots: Lots | None = None) -> Case:
    event = happened(Happening.TRANSFORMS, used=used, begun=begun)
    return Case(event=event, lots=lots or made(("A", {}), ("B", {})))


def out(content: int | None, element: str = "Co") -> Portion:
    return Portion(uri=f"H{content}{element}", content_mg=content, facts=Facts(element=element))


def test_one_lot_used_without_a_quantity_gives_what_came_out_of_it() -> None:
    asked = case((Portion(uri="A"),), out(10))
    assert (asked.measured_by_output(), asked.went_in("Co")) == (10, None)
    assert [(lot.uri, mass, content) for lot, mass, content in asked.drawn()] == [("A", 25, 10)]
    assert case((Portion(uri="A"),), out(10), out(5)).measured_by_output() == 15


@pytest.mark.parametrize(
    ("used", "begun"),
    [
        ((Portion(uri="A", mass_mg=50),), (out(10),)),
        ((Portion(uri="A", instance=True),), (out(10),)),
        ((Portion(uri="A"), Portion(uri="B")), (out(10),)),
        ((Portion(uri="A"),), (out(10, "Cu"),)),
        ((Portion(uri="A"),), (out(10), out(5, "Cu"))),
        ((Portion(uri="A"),), (out(None),)),
        ((Portion(uri="A"),), ()),
        ((Portion(uri="NEW"),), (out(10),)),
    ],
    ids=["weighed", "an object", "two", "another element", "two elements", "no assay", "nothing came out", "unknown"],
)
def test_otherwise_what_was_drawn_is_what_was_said(used: tuple[Portion, ...], begun: tuple[Portion, ...]) -> None:
    asked = case(used, *begun)
    assert asked.measured_by_output() is None
    assert [(mass, content) for _lot, mass, content in asked.drawn()] == [
        (part.mass_mg, 20 if part.mass_mg else None) for part in used
    ]


def test_what_went_in_is_known_when_it_is_for_every_lot_of_the_element() -> None:
    lots = made(("A", {"used_content_mg": 5}), ("T", {"facts": Facts(element="Sn"), "content_mg": None}),
                ("U", {"content_mg": None}), ("V", {"facts": Facts(), "content_mg": None}))  # fmt: skip

    def content(asked: Case) -> int | None:
        amounts = asked.went_in("Co")
        return None if amounts is None else sum(amount.content_mg or 0 for amount in amounts)

    def going_in(*names: str) -> int | None:
        return content(case(tuple(Portion(uri=name, instance=True) for name in names), out(10), lots=lots))

    assert (going_in("A"), going_in("A", "T"), going_in("T", "A"), going_in("T")) == (35, 35, 35, None)
    assert (going_in("A", "U"), going_in("A", "V")) == (None, None)
    assert content(case((Portion(uri="A", mass_mg=50),), out(10), lots=lots)) == 20
    unweighed = made(("A", {"mass_mg": None}))
    assert case((Portion(uri="A", mass_mg=50),), out(10), lots=unweighed).went_in("Co") is None


def test_elements_of_what_comes_out() -> None:
    assert [case((), *parts).element_out() for parts in ((), (out(1),), (out(1), out(2)), (out(1), out(1, "Cu")))] == [
        "",
        "Co",
        "Co",
        "",
    ]


def test_a_container_is_used_bag_by_bag() -> None:
    lots = made(("A", {}), ("B", {}))
    lots.get("BOX").children = {"A": None, "B": None}
    used = case((Portion(uri="BOX", mass_mg=7),), out(10), lots=lots).used()
    assert [(part.uri, part.mass_mg, part.instance, lot.uri) for part, lot in used] == [
        ("A", None, True, "A"),
        ("B", None, True, "B"),
    ]


def test_a_step_uses_first_and_begins_then() -> None:
    asked = case((Portion(uri="A", mass_mg=50), Portion(uri="B", instance=True)), out(10))
    found = [(part.lot, part.move, part.mass_mg, part.content_mg, part.origin) for part in movements(asked)]
    assert found == [
        ("A", Move.USED, 50, 20, False),
        ("B", Move.USED, 100, 40, False),
        ("H10Co", Move.BEGUN, None, 10, False),
    ]


def test_rights_that_were_not_asked_are_not_known() -> None:
    rights = Rights()
    assert rights.of_site("S", date(2026, 3, 1)).verdict.is_unknown
    assert rights.of_member("M", date(2026, 3, 1)).is_unknown
    assert Setting(owners={"a": "b"}).organisation("a") == "b"


# --- what it is made of ---

ONE, TWO = Source("mine-1", "certified"), Source("mine-2", "uncertified")


def shares(uses: list[Use], *makings: Making) -> dict[Source | None, Fraction]:
    arrays = lineage.build(uses, makings)
    return lineage.exact(arrays, arrays.row_of["X"])


A, B = Making("A", 1, source=ONE), Making("B", 1, source=TWO)
X = Making("X", 1, step="S")


def test_a_single_input_is_all_there_is_whether_or_not_it_was_weighed() -> None:
    for weight in (None, 0, 7):
        assert shares([Use("S", "A", weight)], A, X) == {ONE: 1}


def test_an_input_of_no_weight_among_others_is_no_source() -> None:
    assert shares([Use("S", "A", 5), Use("S", "B", 0)], A, B, X) == {ONE: 1}
    assert shares([Use("S", "A", 0), Use("S", "B", 0)], A, B, X) == {None: 1}


def test_inputs_count_by_their_weight_also_through_further_steps() -> None:
    uses = [Use("S", "M", 3), Use("S", "B", 1), Use("R", "A", 1), Use("R", "B", 2)]
    assert shares(uses, A, B, Making("M", 3, step="R"), X) == {ONE: Fraction(1, 4), TWO: Fraction(3, 4)}


def test_a_lot_nobody_began_is_of_unknown_origin() -> None:
    assert shares([Use("S", "A", 1), Use("S", "?", 3)], A, X) == {ONE: Fraction(1, 4), None: Fraction(3, 4)}
    assert shares([], X) == {None: 1}


def test_a_lot_that_began_at_two_places_is_the_blend_of_both_and_at_one_twice_is_of_that_one() -> None:
    begun = [Making("X", 3, source=ONE), Making("X", 1, source=TWO)]
    assert shares([], *begun) == {ONE: Fraction(3, 4), TWO: Fraction(1, 4)}
    assert shares([], begun[0], begun[0]) == {ONE: 1}
    assert shares([], Making("X", None, source=ONE), begun[1]) == {None: 1}


def test_lots_that_would_be_made_from_each_other_are_of_unknown_origin_and_named() -> None:
    uses = [Use("S", "X", 1), Use("S", "A", 1), Use("R", "Y", 1), Use("T", "A", 1), Use("nothing", "A", 1)]
    arrays = lineage.build(uses, [A, Making("Y", 1, step="S"), Making("X", 1, step="R"), Making("Z", 1, step="T")])
    assert set(arrays.unsettled) == {"X", "Y"}
    assert [lineage.exact(arrays, arrays.row_of[lot]) for lot in "XYZ"] == [{None: 1}, {None: 1}, {ONE: 1}]


def test_blends_are_laid_out_level_by_level() -> None:
    uses = [Use("R", "A", 1), Use("R", "B", 1), Use("S", "M", 1), Use("S", "A", 1)]
    arrays = lineage.build(uses, [A, B, Making("M", 1, step="R"), X, Making("Y", 1, step="S")])
    assert (arrays.sources, arrays.rows, arrays.edges) == ((None, ONE, TWO), 5, 4)
    assert (arrays.levels, arrays.pointer.tolist()) == ((0, 1), [0, 2, 4])
    assert arrays.row_of == {"A": 1, "B": 2, "M": 3, "X": 4, "Y": 4}
    names, base = lineage.by_column(arrays, lambda source: source.claim_class if source else "unknown")
    assert names == ["unknown", "certified", "uncertified"]
    assert np.array_equal(lineage.forward(arrays, base)[3:], [[0, 0.5, 0.5], [0, 0.75, 0.25]])


def test_a_blend_of_two_blends_comes_after_both() -> None:
    uses = [Use(step, lot, weight) for step, (first, second) in {"P": (1, 1), "Q": (1, 3)}.items()
            for lot, weight in (("A", first), ("B", second))]  # fmt: skip
    uses += [Use("S", "M", 1), Use("S", "N", 1)]
    arrays = lineage.build(uses, [A, B, X, Making("M", 2, step="P"), Making("N", 4, step="Q")])
    assert (arrays.levels, arrays.row_of["X"]) == ((0, 2), 5)
    assert lineage.exact(arrays, 5) == {ONE: Fraction(3, 8), TWO: Fraction(5, 8)}


def test_without_a_single_blend_the_sources_are_all_there_is() -> None:
    arrays = lineage.build([], [A, B])
    assert lineage.forward(arrays, np.eye(3)).tolist() == np.eye(3).tolist()


def test_a_recall_reaches_what_the_lot_went_into_and_no_other_lot_of_its_source() -> None:
    uses = [Use("R", "A", 1), Use("S", "M", 1), Use("T", "B", 1)]
    makings = [A, B, Making("M", 1, step="R"), X, Making("Y", 1, step="T")]
    assert lineage.affected(uses, makings, ["A"]) == {"A", "M", "X"}
    assert lineage.affected(uses, makings, ["X"]) == {"X"}


# --- how an event is read ---


def read(out: Any = None, context: Any = CONTEXT, **fields: Any) -> Event:
    base: dict[str, Any] = {"type": "ObjectEvent", "eventTime": "2026-03-01T23:30:00-02:00", "action": "OBSERVE"}
    return happening.read(base | fields, "/e", Reader(context), [] if out is None else out)


def test_the_day_of_an_event_is_that_of_utc() -> None:
    assert read().on == date(2026, 3, 2)


def test_the_place_and_the_parties_of_an_event() -> None:
    where = {"bizLocation": {"id": "urn:x:smelter"}, "readPoint": {"id": "urn:x:gate"}}
    assert (read(**where).site, read(readPoint=where["readPoint"]).site, read().site) == (
        "urn:x:smelter",
        "urn:x:gate",
        "",
    )
    sources = [
        {"type": "location", "source": "urn:x:pit"},
        {"type": "possessing_party", "source": "urn:x:haulier"},
        {"type": "owning_party", "source": "urn:x:mine"},
    ]
    event = read(sourceList=sources, destinationList=[{"type": "possessing_party", "destination": "urn:x:haulier"}])
    assert (event.sender, event.receiver) == ("urn:x:mine", "urn:x:haulier")
    assert event.parties == ("urn:x:pit", "urn:x:haulier", "urn:x:mine")
    assert read(sourceList=sources[:1]).sender == ""


def test_a_certificate_is_read_alone_or_in_a_list() -> None:
    assert [read(certificationInfo=given).certificates for given in ("urn:x:1", ["urn:x:1", "urn:x:2"])] == [
        ("urn:x:1",),
        ("urn:x:1", "urn:x:2"),
    ]
    assert read().certificates == ()


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("departing", "sends"),
        ("accepting", "receives"),
        ("arriving", "receives"),
        ("destroying", "ends"),
        ("decommissioning", "ends"),
        ("inspecting", "looks"),
    ],
)
def test_each_step_of_business_is_something_that_happens(step: str, what: str) -> None:
    assert read(bizStep=step).happening == what
    assert read(bizStep=step, disposition="disposed").happening is Happening.ENDS
    assert read(type="TransactionEvent", action="DELETE", bizStep=step).happening == what


def test_what_an_event_names_are_its_lots_and_their_container() -> None:
    packed = read(type="AggregationEvent", action="ADD", parentID="urn:x:box", childEPCs=["urn:x:1"])
    assert list(packed.lots) == ["urn:x:1", "urn:x:box"]
    assert list(read(epcList=["urn:x:1"]).lots) == ["urn:x:1"]


def test_the_mass_of_a_lot_is_that_of_its_quantity_and_else_that_of_its_facts() -> None:
    ilmd = {"ore:mass_kg": 5, "ore:grade_pct": 10, "ore:material": "cobalt_ore"}
    quantity = [
        {"epcClass": "urn:x:2", "quantity": 1, "uom": "KGM"},
        {"epcClass": "urn:x:3", "quantity": 1, "uom": "EA"},
    ]
    begun = read(action="ADD", epcList=["urn:x:1"], quantityList=quantity, ilmd=ilmd).begun
    assert [(part.uri, part.instance, part.mass_mg, part.content_mg) for part in begun] == [
        ("urn:x:1", True, 5_000_000, 500_000),
        ("urn:x:2", False, 1_000_000, 100_000),
        ("urn:x:3", False, 5_000_000, 500_000),
    ]


def test_what_is_said_of_no_lot_leaves_the_lots_as_they_are() -> None:
    (begun,) = read(action="ADD", epcList=["urn:x:1"]).begun
    assert begun == Portion(uri="urn:x:1", instance=True)
    ilmd = {"ore:lots": [{"ore:lot": "urn:x:9", "ore:tag": "7"}]}
    assert read(action="ADD", epcList=["urn:x:1"], ilmd=ilmd).begun == (begun,)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("tag", "x" * TEXT_MAX, "x" * TEXT_MAX),
        ("tag", "x" * (TEXT_MAX + 1), ""),
        ("grade_pct", 100, Decimal(100)),
        ("grade_pct", Decimal("100.1"), None),
        ("grade_pct", 0, Decimal(0)),
        ("mass_kg", 101, Decimal(101)),
        ("mass_kg", Decimal("-0.1"), None),
        ("mass_kg", True, None),
    ],
)
def test_a_term_is_kept_up_to_its_bound(name: str, value: object, kept: object) -> None:
    out: list[Finding] = []
    (begun,) = read(out, action="ADD", epcList=["urn:x:1"], ilmd={f"ore:{name}": value}).begun
    assert getattr(begun.facts, name) == kept
    assert [finding.params["name"] for finding in out] == ([] if kept not in {None, ""} else [name])


def test_one_lot_of_several_says_more_than_is_said_of_all() -> None:
    ilmd = {"ore:material": "cobalt_ore", "ore:lots": {"ore:lot": "urn:x:2", "ore:tag": "7"}}
    first, second = read(action="ADD", epcList=["urn:x:1", "urn:x:2"], ilmd=ilmd).begun
    assert (first.facts.material, first.facts.tag) == ("cobalt_ore", "")
    assert (second.facts.material, second.facts.tag) == ("cobalt_ore", "7")


def test_terms_of_the_event_are_read_under_any_prefix_and_in_full() -> None:
    terms = EventTerms(model="segregated", step="cobalt.hydroxide")
    for prefix, context in (("ore:", CONTEXT), ("mine:", {"mine": NAMESPACE}), (NAMESPACE, CONTEXT)):
        named = {f"{prefix}model": "segregated", f"{prefix}step": "cobalt.hydroxide"}
        assert read(context=context, **named).terms == terms
    out: list[Finding] = []
    assert read(out, **{"ore:model": 5}).terms == EventTerms()
    assert [(finding.where, finding.params["value"]) for finding in out] == [("/e/model", "5")]
    in_full = read(context=None, **{f"{NAMESPACE}model": "segregated"})
    assert (in_full.ours, in_full.terms) == (True, EventTerms())
    assert not read(context=None).ours


def test_our_identifier_is_read_only_as_the_kind_it_is() -> None:
    site = mint("sit")
    assert (identifier_in(uri_of(site), "sit"), identifier_in(uri_of(site), "org"), identifier_in("", "sit")) == (
        site,
        "",
        "",
    )
    assert identifier_in(f"urn:x:sit-{site}", "sit") == ""


# --- by when it is answered ---


def test_the_days_of_an_answer_are_told() -> None:
    found = answer_by(asked_on=date(2026, 2, 28), days=1)
    assert (found.value, found.explanation) == (date(2026, 3, 1), ("2026-02-28 plus 1 days.",))
    assert QUESTION.state_after([]) == "open"
