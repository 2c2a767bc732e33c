"""What a sender who cheats would tell: of each ledger the honest one is taken, and the other changes nothing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused, open_account
from orepass.custody.models import Entry, JournalEvent, Question
from orepass.custody.queries import balance, lot_cards
from orepass.custody.queries.claims import claims_for
from orepass.custody.rules.terms import uri_of
from orepass.kernel.identifier import Identifier
from orepass.platform.access import Actor, Role
from tests.actions.custody.conftest import Chain
from tests.certification import World

pytestmark = pytest.mark.django_db
KG = 10**6
HERE = "https://smelter.example/lots/"
CAMPAIGN = "urn:x:campaign"


def quantity(lot: str, kg: str = "") -> dict[str, Any]:
    return {"epcClass": lot} | ({"quantity": Decimal(kg), "uom": "KGM"} if kg else {})


def ore(chain: Chain, name: str, kg: str, **more: Any) -> dict[str, Any]:
    """A class of ore begins at the pit under its certificate."""
    told = {"ore:material": "cobalt_ore", "ore:grade_pct": Decimal(4)}
    named = {"certificationInfo": [uri_of(chain.certificate.id)], "ilmd": told, "quantityList": [quantity(name, kg)]}
    return chain.event(action="ADD", site=chain.pit, **named) | more


def made(chain: Chain, hours: int, inputs: list[dict[str, Any]], out: str = "", kg: str = "100", **more: Any) -> Any:
    """Something goes into a step at the plant, or comes out of it as hydroxide of 36 per cent."""
    sides: dict[str, Any] = {"inputQuantityList": inputs} if inputs else {}
    if out:
        told = {"ore:material": "cobalt_hydroxide", "ore:grade_pct": Decimal(36)}
        sides |= {"outputQuantityList": [quantity(out, kg)], "ilmd": told}
    return chain.event("TransformationEvent", hours=hours, site=chain.plant, **({"ilmd": {}} | sides)) | more


def moved(chain: Chain, step: str, hours: int, lot: str, kg: str = "", **more: Any) -> Any:
    """A lot goes from the pit to the plant; ``giver``, ``taker`` and ``place`` are others where they are named."""
    parties = {"sender": more.pop("giver", chain.miner.organisation), "receiver": more.pop("taker", chain.smelter)}
    place = more.pop("place", chain.pit if step in {"shipping", "departing"} else chain.plant)
    named = {"quantityList": [quantity(lot, kg)]}
    return chain.event(hours=hours, bizStep=step, site=place, action="OBSERVE", **named, **parties) | more


def taken_back(event: dict[str, Any], chain: Chain, hours: int = 20) -> dict[str, Any]:
    return event | {"errorDeclaration": {"declarationTime": chain.time(hours)}}


def refused(chain: Chain, actor: Actor, *events: dict[str, Any]) -> list[str]:
    """The codes of what refuses a document; nothing is kept."""
    before = JournalEvent.objects.count(), Entry.objects.count()
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(actor, *events)
    assert (JournalEvent.objects.count(), Entry.objects.count()) == before
    return sorted({found.code for found in caught.value.findings if found.severity == "error"})


def asked(chain: Chain, actor: Actor, *events: dict[str, Any]) -> list[str]:
    """The codes of what is asked about a document that is taken."""
    card = chain.capture(actor, *events)
    return sorted(Question.objects.filter(pk__in=card.questions).values_list("code", flat=True))


def account(chain: Chain, site: str = "", who: Actor | None = None) -> Identifier:
    opened = chain.day - timedelta(days=20)
    return open_account(who or chain.smelting, site=site or chain.plant, element="Co", opened_on=opened, at=chain.at).id


def in_account(chain: Chain, name: Identifier) -> int:
    return balance(name, on=chain.at.date()).balance_mg


@pytest.fixture
def lot(chain: Chain) -> str:
    """1,000 kg of ore with 40 kg of cobalt in it, at the pit."""
    name = f"{uri_of(chain.pit)}/lots/L"
    chain.capture(chain.miner, ore(chain, name, "1000"))
    return name


class Buyer:
    """A second buyer with an account of its own."""

    def __init__(self, chain: Chain) -> None:
        world = World(standard="CCS")
        world.certified()
        self.organisation, self.site = world.client, world.sites[0]
        self.actor = Actor("per-SECOND", world.client, frozenset({Role.OPERATOR}))
        self.account = account(chain, self.site, self.actor)


# --- parts of a lot that are sent ---


@pytest.mark.parametrize("word", ["shipping", "departing"])
@pytest.mark.parametrize(("second", "honest"), [("400", True), ("400.001", False), ("600", False), ("1000", False)])
def test_two_buyers_together_are_sent_no_more_than_there_is(
    chain: Chain, lot: str, second: str, honest: bool, word: str
) -> None:
    first, other = account(chain), Buyer(chain)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot, "600"))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, "600"))
    sent = moved(chain, word, 3, lot, second, taker=other.organisation)
    received = moved(chain, "receiving", 4, lot, second, taker=other.organisation, place=other.site)
    if honest:
        chain.capture(chain.miner, sent)
        assert asked(chain, other.actor, received) == []
    else:
        assert refused(chain, chain.miner, sent) == ["custody.balance.overdrawn"]
        assert refused(chain, chain.miner, sent | {"type": "TransactionEvent"} | BUSINESS) == [
            "custody.balance.overdrawn"
        ]
        assert "custody.receipt.undispatched" in asked(chain, other.actor, received)
    assert (in_account(chain, first), in_account(chain, other.account)) == (24 * KG, 16 * KG if honest else 0)


BUSINESS = {"bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:0614141073467:1152"}]}


def test_what_was_sent_is_not_used_by_who_sent_it_and_all_of_a_lot_is_all_one_has(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot, "600"))
    mixed = {"bizLocation": {"id": uri_of(chain.pit)}}
    assert refused(chain, chain.miner, made(chain, 2, [quantity(lot, "1000")], HERE + "X", **mixed)) == [
        "custody.balance.overdrawn"
    ]
    assert refused(chain, chain.miner, made(chain, 2, [quantity(lot, "401")], HERE + "X", "9", **mixed)) == [
        "custody.balance.overdrawn"
    ]
    chain.capture(chain.miner, made(chain, 2, [quantity(lot)], HERE + "X", "40", **mixed))
    (card,) = lot_cards([lot])
    assert card.remaining_mg == 600 * KG
    chain.capture(chain.smelting, moved(chain, "receiving", 3, lot, "600"))
    assert claims_for(lot, holder=chain.smelter).mass_mg == 600 * KG
    assert refused(chain, chain.smelting, made(chain, 4, [quantity(lot, "607")], HERE + "Y", "60")) != []
    chain.capture(chain.smelting, made(chain, 4, [quantity(lot, "600")], HERE + "Y", "60"))


@pytest.mark.parametrize("word", ["arriving", "receiving", "accepting"])
def test_one_delivery_is_credited_once_in_whatever_words_it_is_told(chain: Chain, lot: str, word: str) -> None:
    name = account(chain)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot, "100"), moved(chain, "departing", 1, lot, "100"))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, "100"))
    more = asked(chain, chain.smelting, moved(chain, word, 3, lot, "100"))
    assert in_account(chain, name) == 4 * KG
    assert more == (["custody.receipt.undispatched"] if word == "receiving" else [])
    chain.capture(chain.smelting, moved(chain, "receiving", 4, lot, "5000"))
    assert in_account(chain, name) == 4 * KG


# --- receipts that nobody dispatched ---


def test_stranger_who_tells_a_receipt_takes_nothing_from_the_holder(chain: Chain, lot: str) -> None:
    name = account(chain)
    assert asked(chain, chain.smelting, moved(chain, "receiving", 1, lot)) == ["custody.receipt.undispatched"]
    assert in_account(chain, name) == 0
    (card,) = lot_cards([lot])
    assert card.holder == chain.miner.organisation
    chain.capture(chain.smelting, made(chain, 2, [quantity(lot)], HERE + "A"))
    assert [part.reason for part in claims_for(HERE + "A").lost] == ["undispatched"]
    (card,) = lot_cards([lot])
    assert (card.remaining_mg, card.used_up) == (1000 * KG, False)
    assert refused(chain, chain.outsider, moved(chain, "shipping", 3, lot, giver=chain.world.stranger)) == [
        "custody.lot.not_held"
    ]
    chain.capture(chain.miner, moved(chain, "shipping", 3, lot, taker=chain.world.stranger))
    assert claims_for(HERE + "A").model == ""


def test_dispatch_that_is_told_after_the_receipt_brings_the_claim_and_the_receipt_told_anew_the_credit(
    chain: Chain, lot: str
) -> None:
    name = account(chain)
    received = moved(chain, "receiving", 2, lot, eventID="urn:uuid:received")
    chain.capture(chain.smelting, received)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot))
    assert (claims_for(lot).model, in_account(chain, name)) == ("identity_preserved", 0)
    anew = received | {"eventID": "urn:uuid:received-anew"}
    chain.capture(chain.smelting, taken_back(received, chain), anew)
    assert (claims_for(lot).model, in_account(chain, name)) == ("", 40 * KG)


def test_gram_that_is_sent_frees_nothing_for_others(chain: Chain, lot: str) -> None:
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot, "0.001"))
    for step in (
        made(chain, 3, [quantity(lot, "900")], HERE + "A", "90"),
        made(chain, 3, [quantity(lot)], HERE + "A", "9"),
    ):
        outsiders = step | {"bizLocation": {"id": "https://stranger.example/plant"}}
        assert refused(chain, chain.outsider, outsiders)[-1] == "custody.lot.not_held"
    assert refused(chain, chain.smelting, made(chain, 3, [quantity(lot, "900")], HERE + "A", "90")) == [
        "custody.balance.overdrawn"
    ]
    destroyed = chain.event(hours=3, action="DELETE", bizStep="destroying", quantityList=[quantity(lot)])
    assert refused(chain, chain.outsider, destroyed) == ["custody.lot.not_held"]


@pytest.mark.parametrize("plain", [False, True], ids=["in our terms", "plain"])
def test_nobody_makes_more_of_what_another_began(chain: Chain, lot: str, plain: bool) -> None:
    elsewhere = {"bizLocation": {"id": "https://stranger.example/plant"}}
    more = ore(chain, lot, "900", eventTime=chain.time(5), certificationInfo=[], **elsewhere)
    if plain:
        more = {name: value for name, value in more.items() if name not in {"ilmd", "certificationInfo"}}
    assert "custody.lot.of_another" in refused(chain, chain.outsider, more)
    bag = {name: value for name, value in more.items() if name != "quantityList"} | {"epcList": [lot]}
    assert "custody.lot.of_another" in refused(chain, chain.outsider, bag)
    chain.capture(chain.miner, ore(chain, lot, "10", eventTime=chain.time(5)))
    (card,) = lot_cards([lot])
    assert (card.mass_mg, card.holder) == (1010 * KG, chain.miner.organisation)


# --- told late ---


@pytest.mark.parametrize("kg", ["", "1000", "10"])
def test_use_that_is_dated_before_the_receipt_is_not_told_beside_it(chain: Chain, lot: str, kg: str) -> None:
    name = account(chain)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot))
    chain.capture(chain.smelting, moved(chain, "receiving", 3, lot))
    early = made(chain, 2, [quantity(lot, kg)], HERE + "A", "1")
    assert "custody.lot.not_received" in refused(chain, chain.smelting, early)
    onwards = moved(chain, "shipping", 2, lot, kg, giver=chain.smelter, taker=chain.world.stranger, place=chain.plant)
    assert "custody.lot.not_received" in refused(chain, chain.smelting, onwards)
    chain.capture(chain.smelting, made(chain, 4, [quantity(lot)], HERE + "A"))
    assert (in_account(chain, name), claims_for(HERE + "A").model) == (40 * KG, "")


def test_what_went_on_before_its_receipt_was_told_keeps_its_claim_and_is_not_credited(chain: Chain, lot: str) -> None:
    name = account(chain)
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot))
    chain.capture(chain.smelting, made(chain, 4, [quantity(lot)], HERE + "A"))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot))
    assert (in_account(chain, name), claims_for(HERE + "A").model) == (0, "identity_preserved")


@pytest.mark.parametrize("kg", ["", "100"])
def test_nothing_is_claimed_of_what_was_used_before_it_was_told_until_the_use_is_told_anew(
    chain: Chain, kg: str
) -> None:
    name = f"{uri_of(chain.plant)}/lots/U"
    used = made(chain, 5, [quantity(name, kg)], HERE + "A", "200", eventID="urn:uuid:used")
    chain.capture(chain.smelting, used)
    begins = ore(chain, name, "100", certificationInfo=[], eventTime=chain.time(1))
    begins |= {"bizLocation": {"id": uri_of(chain.pit)}, "certificationInfo": [uri_of(chain.certificate.id)]}
    assert "custody.lot.told_after_use" in asked(chain, chain.miner, begins)
    chain.capture(chain.miner, moved(chain, "shipping", 2, name))
    chain.capture(chain.smelting, moved(chain, "receiving", 3, name))
    assert [part.reason for part in claims_for(HERE + "A").lost] == ["untold"]
    anew = used | {"eventID": "urn:uuid:used-anew"}
    (code,) = refused(chain, chain.smelting, taken_back(used, chain), anew)
    assert code in {"custody.recovery.exceeded", "custody.balance.overdrawn"}
    honest = made(chain, 5, [quantity(name, kg)], HERE + "A", "10", eventID="urn:uuid:used-anew")
    chain.capture(chain.smelting, taken_back(used, chain), honest)
    assert claims_for(HERE + "A").model == "identity_preserved"


# --- taken back ---


@pytest.fixture
def campaign(chain: Chain, lot: str) -> dict[str, Any]:
    """1,000 kg and 1 kg went into a campaign, and 36 kg of cobalt came out; returns the event of the 1,000 kg."""
    little = f"{uri_of(chain.pit)}/lots/K"
    chain.capture(chain.miner, ore(chain, little, "1"))
    for name in (lot, little):
        chain.capture(chain.miner, moved(chain, "shipping", 1, name))
        chain.capture(chain.smelting, moved(chain, "receiving", 2, name))
    fed = made(chain, 3, [quantity(lot)], transformationID=CAMPAIGN, eventID="urn:uuid:fed")
    out = made(chain, 4, [], HERE + "A", transformationID=CAMPAIGN, eventID="urn:uuid:out")
    chain.capture(chain.smelting, fed, made(chain, 3, [quantity(little)], transformationID=CAMPAIGN), out)
    return {"fed": fed, "out": out, "lot": lot}


def test_what_went_into_a_campaign_is_not_taken_back_from_under_what_came_out(chain: Chain, campaign: Any) -> None:
    fed, out, lot = campaign["fed"], campaign["out"], campaign["lot"]
    gone = taken_back(fed, chain)
    assert refused(chain, chain.smelting, gone) == ["custody.declaration.leaves_too_much"]
    disguised = {name: value for name, value in gone.items() if name not in {"inputQuantityList", "transformationID"}}
    disguised |= {"inputQuantityList": [quantity("urn:x:other")], "outputQuantityList": [quantity("urn:x:another")]}
    assert refused(chain, chain.smelting, disguised) == ["custody.declaration.leaves_too_much"]
    again = made(chain, 6, [quantity(lot)], HERE + "B")
    assert "custody.declaration.leaves_too_much" in refused(chain, chain.smelting, gone, again)
    card = chain.capture(chain.smelting, gone, again, proceed=True)
    assert (card.captured, card.refused) == (0, 2)
    fed_anew = fed | {"eventID": "urn:uuid:fed-anew", "eventTime": chain.time(3).replace(":00:00+", ":10:00+")}
    assert chain.capture(chain.smelting, gone, fed_anew).captured == 2
    assert claims_for(HERE + "A").model == "identity_preserved"
    # what came out is taken back as well, and the ore is free for another step
    both = (taken_back(fed_anew, chain), taken_back(out, chain), again)
    assert chain.capture(chain.smelting, *both).captured == 3
    assert (claims_for(HERE + "A").model, claims_for(HERE + "B").model) == ("", "identity_preserved")


def test_beginning_is_not_taken_back_from_under_what_was_sent_of_it(chain: Chain, lot: str) -> None:
    more = ore(chain, lot, "500", eventID="urn:uuid:more")
    sent = moved(chain, "shipping", 1, lot, "1500", eventID="urn:uuid:sent")
    chain.capture(chain.miner, more, sent)
    name = account(chain)
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot, "1500"))
    assert in_account(chain, name) == 60 * KG
    gone = taken_back(more, chain)
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(chain.miner, gone)
    (found,) = caught.value.findings
    assert (found.code, found.params["missing_kg"]) == ("custody.declaration.leaves_short", "500")
    assert found.params["events"] == "urn:uuid:sent"
    less = moved(chain, "shipping", 1, lot, "1000", eventID="urn:uuid:sent-anew")
    chain.capture(chain.miner, gone, taken_back(sent, chain), less)
    assert in_account(chain, name) <= 60 * KG
    less = ore(chain, lot, "400", eventID="urn:uuid:more-anew")
    assert chain.capture(chain.miner, less).captured == 1


def test_lot_that_is_told_anew_holds_what_was_taken_out_of_it(chain: Chain, lot: str) -> None:
    little = f"{uri_of(chain.pit)}/lots/K"
    chain.capture(chain.miner, ore(chain, little, "1"))
    for name in (lot, little):
        chain.capture(chain.miner, moved(chain, "shipping", 1, name))
        chain.capture(chain.smelting, moved(chain, "receiving", 2, name))
    first = made(chain, 3, [quantity(lot)], HERE + "A", eventID="urn:uuid:first")
    metal = {"ore:material": "cobalt_metal", "ore:grade_pct": Decimal(99)}
    out = {"outputQuantityList": [quantity(HERE + "M", "36")], "ilmd": metal}
    chain.capture(chain.smelting, first, made(chain, 5, [quantity(HERE + "A", "100")], **out))
    chain.capture(chain.smelting, taken_back(first, chain))
    assert claims_for(HERE + "M").model == ""
    poor = made(chain, 3, [quantity(little)], HERE + "A") | {"ilmd": {"ore:material": "cobalt_hydroxide"}}
    assert "custody.balance.overdrawn" in refused(chain, chain.smelting, poor)
    assert chain.capture(chain.smelting, first | {"eventID": "urn:uuid:first-anew"}).captured == 1


def test_dispatch_that_is_taken_back_takes_claim_and_credit_of_its_receipt_along(chain: Chain, lot: str) -> None:
    name = account(chain)
    sent = moved(chain, "shipping", 1, lot, eventID="urn:uuid:sent")
    chain.capture(chain.miner, sent)
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot))
    chain.capture(chain.smelting, made(chain, 3, [quantity(lot)], HERE + "A"))
    assert in_account(chain, name) == 40 * KG
    chain.capture(chain.miner, taken_back(sent, chain))
    assert (in_account(chain, name), claims_for(HERE + "A").model) == (0, "")
    (card,) = lot_cards([lot])
    assert (card.remaining_mg, card.holder) == (1000 * KG, chain.miner.organisation)
