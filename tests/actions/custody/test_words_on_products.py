"""Words on a product are kept with their day where so much may be said of the lot; others leave nothing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import hold_lots, keep_words
from orepass.custody.actions.delivering import Delivery, record_delivery
from orepass.custody.actions.wording import NothingSaid, NotInHand, WordsNotOffered, WordsUnaudited
from orepass.custody.models import ProductWords
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.product_words import WordsCard, words_on
from orepass.custody.rules.product_words import WordsKind, WordsLanguage
from orepass.custody.rules.terms import uri_of
from orepass.diligence.actions.areas import record_step
from orepass.diligence.rules.steps import OecdStep
from orepass.kernel.refusal import NotFound
from orepass.party.actions.organisations import CountryUnknown
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.models import Record
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db

PHRASE = "DRC conflict free"
TAGGED = "Sustainable cobalt, tagged at the mine"


def keep(chain: Any, actor: Actor, lot: str, text: str, *, at: Any = None, **more: Any) -> WordsCard:
    inputs = {"language": WordsLanguage.EN, "market": "US"} | more
    instant = at or chain.at
    with clock.frozen_at(instant):
        return keep_words(actor, lot=lot, text=text, at=instant, **inputs)


def refused(refusal: type[Exception], chain: Any, actor: Actor, lot: str, text: str, **more: Any) -> None:
    before = ProductWords.objects.count(), Record.objects.count()
    with pytest.raises(refusal):
        keep(chain, actor, lot, text, **more)
    assert (ProductWords.objects.count(), Record.objects.count()) == before


def audited(chain: Any, on: date) -> None:
    record_step(chain.smelting, step=OecdStep.AUDIT, done_on=on, note="An auditor from outside came.", at=chain.at)


def offered(chain: Any, lot: str, language: str = "en") -> dict[str, str]:
    claim = claims_for(lot, on=chain.at.date())
    return {each.claim: each.wording[language] for each in claim.offered}


def unclaimed(chain: Any, number: str) -> str:
    """A bag from the certified pit of which nothing is claimed."""
    delivery = Delivery(bag=number, mass_kg=Decimal(1000), material="cobalt_ore", delivered_on=chain.day, claimed=False)
    record_delivery(chain.miner, site=chain.pit, delivery=delivery, at=chain.at)
    return f"{uri_of(chain.pit)}/lots/{number}"


def test_a_sentence_that_the_lot_is_offered_is_kept_with_its_day_and_its_claim(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    said = offered(chain, bag, "fr")["names_mine"]
    card = keep(chain, chain.smelting, bag, f" {said} ", language=WordsLanguage.FR, market="France")
    assert (card.text, card.language, card.market, card.kept_on) == (said, "fr", "FR", chain.at.date())
    assert (card.kind, card.claim, card.pack, card.label) == (WordsKind.CLAIM, "names_mine", "cera-4in1@2026.1", "")
    assert words_on(chain.smelting, bag) == [card]
    assert Record.objects.filter(action="custody.words.keep").count() == 1


def test_words_that_say_more_leave_nothing_nor_does_a_sentence_of_another_day_or_language(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    said = offered(chain, bag)["names_mine"]
    refused(WordsNotOffered, chain, chain.smelting, bag, TAGGED)
    refused(WordsNotOffered, chain, chain.smelting, bag, f"{said} {TAGGED}")
    refused(WordsNotOffered, chain, chain.smelting, bag, said, language=WordsLanguage.FR)
    refused(WordsNotOffered, chain, chain.smelting, bag, said, at=chain.at + timedelta(days=1))


def test_of_a_lot_without_a_claim_no_claim_is_kept(chain: Any) -> None:
    bag, sound = unclaimed(chain, "B1"), chain.bag("B2")
    chain.hand_over(bag, sound)
    assert offered(chain, bag) == {}
    refused(WordsNotOffered, chain, chain.smelting, bag, offered(chain, sound)["names_mine"])


def test_the_phrase_on_conflict_minerals_needs_an_audit_within_the_year_and_gives_no_label(chain: Any) -> None:
    bag = unclaimed(chain, "B1")
    chain.hand_over(bag)
    refused(WordsUnaudited, chain, chain.smelting, bag, PHRASE, discloses=True)
    refused(WordsUnaudited, chain, chain.smelting, bag, PHRASE)
    audited(chain, chain.at.date())
    refused(WordsNotOffered, chain, chain.smelting, bag, f"{PHRASE} and sustainable", discloses=True)
    card = keep(chain, chain.smelting, bag, PHRASE, discloses=True)
    assert (card.kind, card.label, card.ruling, card.claim, card.pack) == (
        WordsKind.DUE_DILIGENCE,
        "none",
        "allowed",
        "",
        "",
    )
    assert keep(chain, chain.smelting, bag, PHRASE).ruling == "no_duty"
    refused(WordsUnaudited, chain, chain.smelting, bag, PHRASE, discloses=True, at=chain.at + timedelta(days=366))


def test_of_a_lot_on_hold_nothing_is_said_also_after_an_audit(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    audited(chain, chain.at.date())
    said = offered(chain, bag)["names_mine"]
    hold_lots(chain.miner, lots=[bag], reason="The seal is broken", at=chain.at)
    refused(WordsNotOffered, chain, chain.smelting, bag, said)
    refused(WordsNotOffered, chain, chain.smelting, bag, PHRASE)


def test_only_whoever_has_the_lot_keeps_words_and_only_they_and_a_steward_read_them(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    said = offered(chain, bag)["names_mine"]
    refused(NotInHand, chain, chain.miner, bag, said)
    refused(NotFound, chain, chain.outsider, bag, said)
    refused(NotFound, chain, chain.smelting, "urn:x:nothing", said)
    card = keep(chain, chain.smelting, bag, said)
    assert words_on(chain.miner, bag) == []
    assert words_on(STEWARD, bag) == [card]
    with pytest.raises(NotFound):
        words_on(chain.outsider, bag)


def test_words_without_a_text_or_a_market_are_none(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    said = offered(chain, bag)["names_mine"]
    refused(NothingSaid, chain, chain.smelting, bag, " ")
    refused(NothingSaid, chain, chain.smelting, bag, said, market=" ")
    refused(CountryUnknown, chain, chain.smelting, bag, said, market="Atlantis")
