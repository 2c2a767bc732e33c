"""Events are taken whole or not at all; what is impossible or another's is refused, and nothing changes."""

import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.assurance.actions.certificate import suspend_certificate
from orepass.custody.actions import CaptureRefused, capture_events, raise_dispute
from orepass.custody.actions.capturing import DocumentRefused, capture
from orepass.custody.actions.disputing import ReasonMissing
from orepass.custody.actions.writing import Source
from orepass.custody.models import CaptureJob, Entry, JournalEvent, Lot, Movement, Question
from orepass.custody.queries import (
    by_class,
    classes_of_all_lots,
    composition,
    disputes,
    event_for,
    events,
    lot_card,
    lot_flow,
    lot_for,
    lots,
    questions,
    recall,
)
from orepass.custody.rules.terms import EPCIS_CONTEXT, uri_of
from orepass.kernel.refusal import NotFound, Refusal
from orepass.platform.access import Actor, Role
from orepass.platform.models import Notice, Record

HYDROXIDE = "https://smelter.example/lots/H1"


def counts() -> list[int]:
    return [table.objects.count() for table in (JournalEvent, Lot, Movement, CaptureJob, Question, Entry, Record)]


def refused(function: Any, *args: Any, **inputs: Any) -> set[str]:
    before = counts()
    with pytest.raises(CaptureRefused) as caught:
        function(*args, **inputs)
    assert counts() == before
    assert all(finding.what_to_do for finding in caught.value.findings)
    return {finding.code for finding in caught.value.findings}


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, "<epcis/>", '{"a":' * 200 + "1" + "}" * 200, "no document"])
def test_what_is_no_document_is_refused_as_a_whole_without_counting_events(sent: Any) -> None:
    with pytest.raises(DocumentRefused) as caught:
        capture_events(Actor("psn-1", "org-1", frozenset({Role.OPERATOR})), document=sent)
    assert caught.value.code == "custody.document.refused"
    assert caught.value.findings[0].message in str(caught.value)
    assert "good events" not in caught.value.way_out
    assert not re.search(r"\d+ of \d+", str(caught.value))


def test_good_events_are_spoken_of_where_there_are_some(chain: Any) -> None:
    bad = chain.event(action="ADD", epcList=["https://x.example/1"], bizLocation={"id": 5})
    good = chain.event(action="ADD", epcList=["https://x.example/2"], bizLocation={"id": "https://x.example/pit"})
    for events_sent, spoken_of in (([bad], False), ([bad, good], True)):
        with pytest.raises(CaptureRefused) as caught:
            chain.capture(chain.miner, *events_sent)
        assert ("good events" in caught.value.way_out) is spoken_of
        assert str(caught.value).startswith(f"Events that cannot be taken: 1 of {len(events_sent)}.")


def test_certified_ore_becomes_hydroxide_of_known_composition(chain: Any) -> None:
    first, second = chain.bag("B1"), chain.bag("B2", kg="3000", claimed=False)
    other = chain.event(
        action="ADD",
        epcList=["https://other.example/bags/9"],
        bizLocation={"id": "https://other.example/pit"},
        ilmd={"ore:material": "cobalt_ore", "ore:mass_kg": 1000, "ore:grade_pct": 4},
    )
    chain.capture(chain.smelting, other)
    chain.hand_over(first, second)
    chain.smelt(first, second, "https://other.example/bags/9", out=HYDROXIDE, kg="500", grade="36")
    card = lot_card(HYDROXIDE)
    assert (card.mass_mg, card.content_mg, card.holder) == (500 * 10**6, 180 * 10**6, chain.smelter)
    parts = composition(HYDROXIDE)
    assert sum(part.share for part in parts) == 1
    assert sum(part.mass_mg or 0 for part in parts) == card.mass_mg
    assert {(part.site or part.origin, part.share) for part in parts} == {
        (chain.pit, Fraction(4, 5)),
        ("https://other.example/pit", Fraction(1, 5)),
    }
    assert [(part.claim_class, part.share) for part in by_class(parts)] == [
        (chain.certificate.claim_class, Fraction(4, 5)),
        ("uncertified", Fraction(1, 5)),
    ]
    flow = lot_flow(HYDROXIDE)
    assert {node.kind for node in flow.nodes} == {"origin", "step", "lot"}
    step = next(node for node in flow.nodes if node.kind == "step")
    assert step.loss_mg == 20 * 10**6
    assert max(node.level for node in flow.nodes) == 2


def test_delivery_under_a_suspended_certificate_is_refused_and_without_the_claim_taken_as_uncertified(
    chain: Any,
) -> None:
    suspend_certificate(
        chain.world.certifier,
        certificate=chain.certificate.id,
        grounds="surveillance_missed",
        note="",
        at=chain.at - timedelta(days=15),
    )
    assert refused(chain.bag, "B1") == {"custody.certificate.lapsed"}
    bag = chain.bag("B1", claimed=False)
    assert lot_card(bag).claim_class == "uncertified"


def test_delivery_before_the_certificate_is_not_certified(chain: Any) -> None:
    chain.day = chain.certificate.valid_from - timedelta(days=1)
    assert refused(chain.bag, "B1") == {"custody.certificate.lapsed"}


def test_delivery_of_somebody_who_is_no_member_is_refused(chain: Any) -> None:
    assert refused(chain.bag, "B1", member="mem-0000000000000") == {"custody.member.unknown"}


def test_rollback_keeps_nothing_and_proceed_keeps_the_good_events(chain: Any) -> None:
    good = chain.event(action="ADD", epcList=["https://a.example/1"])
    bad = chain.event(action="CREATE", epcList=["https://a.example/2"])
    assert refused(chain.capture, chain.miner, good, bad) == {"custody.event.word"}
    card = chain.capture(chain.miner, good, bad, proceed=True)
    assert (card.captured, card.refused, card.findings[0].where) == (1, 1, "/epcisBody/eventList/1/action")
    assert JournalEvent.objects.count() == 1


def test_same_event_twice_counts_once_and_another_of_the_same_name_is_refused(chain: Any) -> None:
    event = chain.event(action="ADD", epcList=["https://a.example/1"], eventID="urn:uuid:1")
    assert chain.capture(chain.miner, event).captured == 1
    before = counts()[:-1]
    assert chain.capture(chain.miner, event, event).duplicates == 2
    assert counts()[:-1] == before
    changed = event | {"epcList": ["https://a.example/2"]}
    assert refused(chain.capture, chain.miner, changed) == {"custody.event.conflict"}


def test_other_parties_lots_sites_and_events_are_not_for_strangers(chain: Any) -> None:
    bag = chain.bag("B1")
    event_id = events(chain.miner).items[0].event_id
    shipping = chain.event(hours=1, action="OBSERVE", bizStep="shipping", epcList=[bag])
    assert refused(chain.capture, chain.outsider, shipping) == {"custody.lot.not_held"}
    plain = chain.document(shipping) | {"@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"]}
    assert refused(capture_events, chain.outsider, document=plain, at=chain.at) == {"custody.lot.not_held"}
    begin = chain.event(
        action="ADD", epcList=["https://a.example/7"], site=chain.pit, ilmd={"ore:material": "cobalt_ore"}
    )
    assert refused(chain.capture, chain.outsider, begin) == {"custody.site.not_yours"}
    declared = {"declarationTime": chain.time(5), "reason": "did_not_occur"}
    declaration = chain.event(
        action="ADD", epcList=["https://x.example/1"], eventID=event_id, errorDeclaration=declared
    )
    assert refused(chain.capture, chain.outsider, declaration) == {"custody.event.not_yours"}
    assert events(chain.outsider).items == ()
    assert lots(chain.outsider).items == ()
    for query, name in ((lot_for, bag), (event_for, event_id)):
        with pytest.raises(NotFound):
            query(chain.outsider, name)
    with pytest.raises(NotFound):
        raise_dispute(chain.outsider, event=event_id, reason="mine", at=chain.at)
    assert lot_for(chain.miner, bag).uri == bag


def test_partner_in_a_hand_over_sees_the_event_and_others_do_not(chain: Any) -> None:
    bag = chain.bag("B1")
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    chain.capture(
        chain.miner,
        chain.event(hours=1, action="OBSERVE", bizStep="shipping", epcList=[bag], site=chain.pit, **parties),
    )
    assert [card.happening for card in events(chain.smelting).items] == ["sends"]
    assert lot_for(chain.smelting, bag).holder == chain.smelter
    assert events(Actor("per-X", chain.world.provider, frozenset({Role.AUDITOR}))).items == ()


def test_error_declaration_takes_the_event_back_and_a_corrected_one_counts(chain: Any) -> None:
    bag = chain.bag("B1", kg="1000")
    (original,) = events(chain.miner).items
    declared = {"declarationTime": chain.time(5), "reason": "incorrect_data"}
    declaration = {name: part for name, part in original.value.items() if name not in {"recordTime", "@context"}}
    corrective = dict(declaration)
    corrective.pop("eventID")
    corrective["ilmd"] = corrective["ilmd"] | {"ore:mass_kg": 900}
    card = chain.capture(chain.miner, declaration | {"errorDeclaration": declared}, corrective)
    assert card.captured == 2
    assert lot_card(bag).mass_mg == 900 * 10**6
    assert not lot_card(bag).on_hold
    both = event_for(chain.miner, original.event_id)
    assert [(part.is_declaration, part.taken_back) for part in both] == [(False, True), (True, False)]


def test_reused_tag_opens_a_question_holds_both_lots_and_is_freed_by_a_declaration(chain: Any) -> None:
    bag = chain.bag("B1")
    card = chain.capture(
        chain.miner,
        chain.event(
            action="ADD", epcList=[bag], site=chain.pit, ilmd={"ore:material": "cobalt_ore"}, eventID="urn:x:2"
        ),
    )
    assert [finding.code for finding in card.findings] == ["custody.tag.reused"]
    assert [question.code for question in questions(chain.miner)] == ["custody.tag.reused"]
    assert lot_card(bag).on_hold
    shipping = chain.event(hours=1, action="OBSERVE", bizStep="shipping", epcList=[bag], site=chain.pit)
    assert refused(chain.capture, chain.miner, shipping) == {"custody.lot.held"}
    second = event_for(chain.miner, "urn:x:2")[0].value
    second.pop("recordTime")
    second["errorDeclaration"] = {"declarationTime": chain.time(5), "reason": "did_not_occur"}
    capture_events(chain.miner, document=second, at=chain.at)
    assert not lot_card(bag).on_hold
    assert chain.capture(chain.miner, shipping).captured == 1


def test_recall_by_certificate_and_site_reaches_what_was_made_from_it(chain: Any) -> None:
    first, second = chain.bag("B1"), chain.bag("B2")
    chain.hand_over(first)
    chain.smelt(first, out=HYDROXIDE)
    found = recall(certificate=chain.certificate.id)
    assert {card.uri for card in found.began} == {first, second}
    assert [card.uri for card in found.affected] == [HYDROXIDE]
    assert recall(site=chain.pit) == found
    assert recall(site=chain.pit, since=chain.day + timedelta(days=1)).began == ()
    assert recall(certificate="crt-other").affected == ()


def test_campaign_of_two_events_at_one_time_is_one_blend(chain: Any) -> None:
    first, second = chain.bag("B1"), chain.bag("B2", kg="3000")
    chain.hand_over(first, second)
    chain.smelt(first, out=HYDROXIDE, transformationID="urn:x:campaign")
    chain.smelt(second, out="https://smelter.example/lots/H2", kg="300", transformationID="urn:x:campaign")
    assert composition(HYDROXIDE) != []
    one, two = composition(HYDROXIDE), composition("https://smelter.example/lots/H2")
    assert [(part.site, part.share) for part in one] == [(part.site, part.share) for part in two]


def test_container_is_the_mixture_of_its_bags(chain: Any) -> None:
    first, second = chain.bag("B1"), chain.bag("B2", kg="3000")
    box = "https://a.example/boxes/1"
    pack = chain.event(
        "AggregationEvent", hours=1, action="ADD", parentID=box, childEPCs=[first, second], site=chain.pit
    )
    chain.capture(chain.miner, pack)
    assert lot_card(box).contents == (first, second)
    assert [part.share for part in composition(box)] == [1]


def test_disputed_event_stays_and_shows(chain: Any) -> None:
    chain.bag("B1")
    (event,) = events(chain.miner).items
    card = raise_dispute(chain.miner, event=event.event_id, reason="Weighed wrongly", at=chain.at)
    assert card.event == event.event_id
    assert events(chain.miner).items[0].disputed
    (shown,) = disputes(chain.miner)
    assert shown.reason == "Weighed wrongly"
    with pytest.raises(ReasonMissing):
        raise_dispute(chain.miner, event=event.event_id, reason="  ", at=chain.at)


def test_other_party_is_told_of_a_dispute(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    event_id = events(chain.smelting).items[0].event_id
    card = raise_dispute(chain.smelting, event=event_id, reason="Short by ten kilograms", at=chain.at)
    told = Notice.objects.get(kind="custody.dispute.raised")
    assert (told.organisation, told.subject) == (chain.miner.organisation, card.id)


@pytest.mark.parametrize("uri", ["https://any.example/party/1", "did:web:nobody.example"])
def test_any_party_can_appear_in_an_event(chain: Any, uri: str) -> None:
    bag = chain.bag("B1")
    shipping = chain.event(hours=1, action="OBSERVE", bizStep="shipping", epcList=[bag], site=chain.pit)
    shipping["destinationList"] = [{"type": "owning_party", "destination": uri}]
    assert chain.capture(chain.miner, shipping).captured == 1
    assert lot_card(bag).holder == uri


def test_unregistered_buyer_uses_plain_epcis_and_lots_of_unknown_origin_stay_unknown(chain: Any) -> None:
    event = chain.event(
        "TransformationEvent",
        inputQuantityList=[{"epcClass": "https://a.example/lots/1", "quantity": 10, "uom": "KGM"}],
        outputQuantityList=[{"epcClass": "https://a.example/lots/2", "quantity": 9, "uom": "KGM"}],
    )
    plain = event | {"@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"]}
    capture_events(chain.smelting, document=plain, at=chain.at)
    (part,) = composition("https://a.example/lots/2")
    assert (part.claim_class, part.share, part.origin) == ("unknown", 1, "")


def test_lot_is_found_by_identifier_and_uri_and_nothing_else(chain: Any) -> None:
    bag = chain.bag("B1")
    assert lot_card(lot_card(bag).id).uri == bag
    with pytest.raises(NotFound):
        lot_card("lot-0000000000000")
    assert uri_of(chain.pit) in bag


def test_producing_event_that_arrives_late_explains_what_was_made_from_it(chain: Any) -> None:
    event = chain.event(
        "TransformationEvent",
        hours=5,
        site=chain.plant,
        inputEPCList=["https://a.example/1", "https://a.example/2"],
        outputQuantityList=[{"epcClass": HYDROXIDE, "quantity": 100, "uom": "KGM"}],
    )
    chain.capture(chain.smelting, event)
    assert [part.claim_class for part in composition(HYDROXIDE)] == ["unknown"]
    for number, kg in (("1", 300), ("2", 100)):
        chain.capture(
            chain.smelting,
            chain.event(
                action="ADD",
                epcList=[f"https://a.example/{number}"],
                bizLocation={"id": f"https://a.example/pits/{number}"},
                ilmd={"ore:material": "cobalt_ore", "ore:mass_kg": kg},
            ),
        )
    assert [(part.origin, part.share) for part in composition(HYDROXIDE)] == [
        ("https://a.example/pits/1", Fraction(3, 4)),
        ("https://a.example/pits/2", Fraction(1, 4)),
    ]


def test_late_event_that_closes_a_loop_is_refused(chain: Any) -> None:
    def step(source: str, target: str, hours: int) -> dict[str, Any]:
        made = chain.event(
            "TransformationEvent",
            hours=hours,
            site=chain.plant,
            inputEPCList=[f"https://a.example/{source}"],
            outputEPCList=[f"https://a.example/{target}"],
        )
        return dict(made)

    chain.capture(chain.smelting, step("1", "2", 3), step("2", "3", 4))
    assert refused(chain.capture, chain.smelting, step("3", "1", 5)) == {
        "custody.lineage.cycle",
        "custody.lot.used_before",
    }


@pytest.mark.parametrize(
    "document",
    [
        {"type": "ObjectEvent", "x": 2**60},
        {"type": "ObjectEvent", "x": float("nan")},
        {"type": "ObjectEvent", "x": "\ud800"},
        {"type": "EPCISDocument", "epcisBody": {"eventList": [[]]}},
        {},
        '{"type": "ObjectEvent", "x": "\ud800"}',
        "\ud800",
        "x" * 100,
    ],
)
def test_no_document_through_a_door_makes_a_crash(chain: Any, document: Any) -> None:
    before = counts()
    with pytest.raises(Refusal) as caught:
        capture_events(chain.miner, document=document, at=chain.at)
    assert caught.value.way_out
    assert counts() == before


def test_deeply_nested_objects_are_refused(chain: Any) -> None:
    document: dict[str, Any] = {"type": "ObjectEvent"}
    for _ in range(3000):
        document = {"type": "ObjectEvent", "own:x": document}
    found = refused(capture, chain.miner, document, Source("epcis"), proceed=False, at=chain.at)
    assert found == {"custody.document.too_deep"}


def test_tag_number_on_two_bags_in_two_documents_holds_both(chain: Any) -> None:
    for number in ("1", "2"):
        chain.capture(
            chain.smelting,
            chain.event(
                action="ADD",
                epcList=[f"https://a.example/bags/{number}"],
                ilmd={"ore:material": "cobalt_ore", "ore:mass_kg": 50, "ore:tag": "T-17"},
            ),
        )
    assert [question.code for question in questions(chain.smelting)] == ["custody.tag.reused"]
    for number in ("1", "2"):
        lot = f"https://a.example/bags/{number}"
        assert lot_card(lot).on_hold
        shipping = chain.event(hours=1, action="OBSERVE", bizStep="shipping", epcList=[lot])
        assert refused(chain.capture, chain.smelting, shipping) == {"custody.lot.held"}


def test_classes_of_all_lots_agree_with_each_lots_own_composition(chain: Any) -> None:
    first, second = chain.bag("B1"), chain.bag("B2", kg="3000")
    chain.hand_over(first, second)
    chain.smelt(first, second, out=HYDROXIDE, kg="300")
    chain.smelt("https://a.example/unknown", out="https://a.example/other", hours=6)
    found = classes_of_all_lots()
    assert found[HYDROXIDE] == {chain.certificate.claim_class: 1.0}
    assert found["https://a.example/other"] == {"unknown": 1.0}


def test_pages_of_lots_and_events_are_complete_and_without_repeats(chain: Any) -> None:
    bags = [chain.bag(f"B{number}") for number in range(5)]
    seen: list[str] = []
    after = 0
    while True:
        page = lots(chain.miner, after=after, limit=2)
        seen += [card.uri for card in page.items]
        after = page.after
        if not after:
            break
    assert seen == bags
    page_of_events = events(chain.miner, limit=3, site=uri_of(chain.pit))
    assert len(page_of_events.items) == 3
    assert len(events(chain.miner, after=page_of_events.after).items) == 2
    assert [card.uri for card in lots(chain.miner, holder=chain.miner.organisation).items] == bags


def test_event_of_a_type_of_ones_own_and_a_bare_event_are_kept(chain: Any) -> None:
    own = chain.event("https://mine.example/DrillingEvent")
    assert chain.capture(chain.miner, own).captured == 1
    assert events(chain.miner).items[0].happening == "nothing"


def test_no_part_of_a_campaign_yields_what_its_earlier_parts_have_yielded_already(chain: Any) -> None:
    first = chain.bag("B1")
    chain.hand_over(first)
    whole = Decimal(lot_card(first).content_mg or 0) / 10**6
    chain.smelt(first, out=HYDROXIDE, kg=str(whole), grade="60", transformationID="urn:x:campaign")
    held = chain.event(
        "TransformationEvent",
        hours=5,
        site=chain.plant,
        outputQuantityList=[{"epcClass": "https://smelter.example/lots/H2", "quantity": whole, "uom": "KGM"}],
        ilmd={"ore:material": "cobalt_hydroxide", "ore:grade_pct": Decimal(60)},
        transformationID="urn:x:campaign",
    )
    assert "custody.recovery.exceeded" in refused(chain.capture, chain.smelting, held)


def test_a_lot_told_without_its_assay_holds_what_went_in_also_for_another_document(chain: Any) -> None:
    first = chain.bag("B1", kg="100")
    chain.hand_over(first)
    bag = "https://smelter.example/lots/MOVED"
    whole = Decimal(lot_card(first).content_mg or 0) / 10**6
    chain.capture(
        chain.smelting,
        chain.event(
            "TransformationEvent",
            hours=3,
            site=chain.plant,
            inputEPCList=[first],
            outputQuantityList=[{"epcClass": bag, "quantity": Decimal(100), "uom": "KGM"}],
            ilmd={"ore:material": "cobalt_ore"},
        ),
    )
    assert "custody.recovery.exceeded" in refused(_smelted_whole, chain, bag, whole * Decimal("1.03"))
    assert _smelted_whole(chain, bag, whole).captured == 1


def _smelted_whole(chain: Any, lot: str, cobalt_kg: Decimal) -> Any:
    made = {"epcClass": HYDROXIDE, "quantity": cobalt_kg * 2, "uom": "KGM"}
    return chain.capture(
        chain.smelting,
        chain.event(
            "TransformationEvent",
            hours=6,
            site=chain.plant,
            inputQuantityList=[{"epcClass": lot, "quantity": Decimal(100), "uom": "KGM"}],
            outputQuantityList=[made],
            ilmd={"ore:material": "cobalt_hydroxide", "ore:grade_pct": Decimal(50)},
        ),
    )


def test_leaving_our_terms_out_opens_no_way_around_a_rule(chain: Any) -> None:
    bag = chain.bag("B1", kg="100")
    chain.hand_over(bag)

    def plainly(out: str, used: str, hours: int) -> dict[str, Any]:
        made = [{"epcClass": f"https://smelter.example/lots/{out}", "quantity": Decimal(100), "uom": "KGM"}]
        step = chain.event(
            "TransformationEvent", hours=hours, site=chain.plant, inputEPCList=[used], outputQuantityList=made
        )
        return chain.document(step) | {"@context": [EPCIS_CONTEXT]}

    capture_events(chain.smelting, document=plainly("Z1", bag, 3), at=chain.at)
    again = refused(capture_events, chain.smelting, document=plainly("Z2", bag, 4), at=chain.at)
    assert again == {"custody.lot.gone"}
    assert [(part.claim_class, part.share) for part in composition("https://smelter.example/lots/Z1")] == [("ASM", 1)]
    capture_events(chain.smelting, document=plainly("Z3", "https://smelter.example/lots/Z1", 5), at=chain.at)
    again = refused(
        capture_events, chain.smelting, document=plainly("Z4", "https://smelter.example/lots/Z1", 6), at=chain.at
    )
    assert again == {"custody.lot.gone"}
