"""Lots that are held, recalled or gone: what their pages, and those of their passports, offer and say."""

import html as markup
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from orepass.custody.actions import announce_recall, hold_lots, open_account
from orepass.custody.queries import lot_card
from orepass.custody.queries.reaching import Asked
from orepass.custody.rules.claims.offering import REASONS
from orepass.passport.actions import ProductInput, issue_product
from orepass.platform import clock, home
from orepass.platform.access import Actor
from orepass.transparency.actions import place_queued
from tests.actions.custody.conftest import Chain
from tests.beginnings import Teller, Told
from tests.untouched import rows_of
from tests.web.conftest import Browse

pytestmark = pytest.mark.django_db
HYDROXIDE = "https://smelter.example/lots/H1"
ISSUE = {"name": "Cobalt", "category_code": "260500", "category_name": "Cobalt ores"}


def a_pit() -> Chain:
    home.mark_as_demonstration("7")
    return Chain()


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(a_pit)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Iterator[Chain]:
    found = told.again()
    with clock.frozen_at(found.at + timedelta(days=1)):
        yield found


def where(lot: str) -> str:
    return reverse("web:lot", args=[lot_card(lot).id])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup.unescape(html)).split())


def claim(client: Client, lot: str) -> str:
    html = client.get(where(lot)).content.decode()
    return words(html.partition('id="claim"')[2].partition("</section>")[0])


def passport(chain: Chain, lot: str, actor: Actor) -> str:
    card = issue_product(
        actor,
        lot=lot,
        product=ProductInput(name="Cobalt", category_code="260500", category_name="Cobalt ores"),
        at=chain.at,
    )
    place_queued()
    return str(card.id)


def stopped(chain: Chain, lot: str, how: str) -> None:
    if how == "held":
        hold_lots(chain.miner, lots=[lot], reason="The seal is broken", at=chain.at)
    else:
        announce_recall(chain.miner, suspected=Asked(lot=lot), reason="Wrong pit", at=chain.at)


@pytest.mark.parametrize(("how", "code"), [("held", "passport.lot.on_hold"), ("recalled", "passport.lot.recalled")])
def test_a_lot_that_was_stopped_offers_neither_claim_nor_passport_and_a_form_of_before_is_refused(
    chain: Chain, logged_in: Browse, how: str, code: str
) -> None:
    client, bag = logged_in(chain.miner), chain.bag("B1")
    assert "names_mine" not in claim(client, bag)
    assert "Pit 1" in claim(client, bag)
    assert "Issue the passport" in client.get(where(bag)).content.decode()
    stopped(chain, bag, how)
    shown = claim(client, bag)
    assert "No claim of a scheme may be made" in shown
    assert shown.count(REASONS[how]) == 1
    assert "Issue the passport" not in client.get(where(bag)).content.decode()
    before = rows_of("passport", "custody", "transparency", "credentials")
    answer = client.post(where(bag), {"step": "passport.product.issue", **ISSUE})
    assert (answer.status_code, code in answer.content.decode()) == (422, True)
    assert rows_of("passport", "custody", "transparency", "credentials") == before


def test_a_lot_that_was_used_up_says_where_it_was_last_and_offers_nothing(chain: Chain, logged_in: Browse) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    client = logged_in(chain.smelting_world.operator)
    there = words(client.get(where(bag)).content.decode())
    assert ("Now at" in there, "Held by" in there, "Last" in there) == (True, True, False)
    chain.smelt(bag, out=HYDROXIDE)
    html = client.get(where(bag)).content.decode()
    gone = words(html)
    assert ("Now at" in gone, "Last at" in gone, "Last held by" in gone) == (False, True, True)
    assert "Issue the passport" not in html
    assert REASONS["used_up"] in claim(client, bag)
    answer = client.post(where(bag), {"step": "passport.product.issue", **ISSUE})
    assert "passport.lot.used_up" in answer.content.decode()


@pytest.mark.parametrize(("how", "said"), [("held", "on hold"), ("recalled", "recalled")])
def test_a_passport_says_to_everybody_that_its_lot_was_stopped_and_not_why(chain: Chain, how: str, said: str) -> None:
    bag = chain.bag("B1")
    name = passport(chain, bag, chain.miner)
    before = words(Client().get(f"/passports/{name}/").content.decode())
    assert "Every required check passed" in before
    stopped(chain, bag, how)
    after = words(Client().get(f"/passports/{name}/").content.decode())
    assert "Every required check passed" not in after
    part = after.partition("The lot as it is today")[2].partition("Newest version")[0]
    assert said in part
    assert said in after.partition("Made by")[0]
    assert said not in before.partition("Made by")[0]
    assert not {"seal", "Wrong pit"} & {word for word in ("seal", "Wrong pit") if word in after}


def test_what_was_certified_what_an_account_covers_and_what_is_lost_add_up(chain: Chain, logged_in: Browse) -> None:
    """Three bags certified, one not: the account of the smelter gives nine tenths of what is made of them."""
    opened_on = chain.day - timedelta(days=20)
    open_account(chain.smelting, site=chain.plant, element="Co", opened_on=opened_on, at=chain.at)
    bags = [chain.bag(f"B{number}", kg="4000") for number in (1, 2, 3)]
    plain = "https://other.example/bags/plain"
    facts = {"ore:material": "cobalt_ore", "ore:mass_kg": 4000, "ore:grade_pct": 4}
    pit = {"id": "https://other.example/pit"}
    chain.capture(chain.smelting, chain.event(action="ADD", epcList=[plain], bizLocation=pit, ilmd=facts))
    chain.hand_over(*bags)
    chain.smelt(*bags, plain, out=HYDROXIDE, kg="1000", grade="40")
    moved: dict[str, Any] = {"quantityList": [{"epcClass": HYDROXIDE, "quantity": 1000, "uom": "KGM"}]}
    parties: dict[str, Any] = {"sender": chain.smelter, "receiver": chain.miner.organisation}
    given: dict[str, Any] = {"ore:model": "mass_balance", "ore:claimed_pct": 90}
    sent = chain.event(hours=5, action="OBSERVE", bizStep="shipping", site=chain.plant, **moved, **parties, **given)
    chain.capture(chain.smelting, sent)
    shown = claim(logged_in(chain.smelting_world.operator), HYDROXIDE).replace("\u202f", " ")
    assert "90 % of it" in shown
    assert "22.5 % – It was not certified where it began, and is covered by the account" in shown
    assert "2.5 % – It was not certified where it began." in shown


def test_what_its_sender_did_not_claim_is_told_to_who_received_it(chain: Chain, logged_in: Browse) -> None:
    bag = chain.bag("B1")
    moved = {"action": "OBSERVE", "epcList": [bag], "sender": chain.miner.organisation, "receiver": chain.smelter}
    shipped = chain.event(hours=1, bizStep="shipping", site=chain.pit, **moved)
    chain.capture(chain.miner, shipped | {"ore:claimed_pct": 40})
    chain.capture(chain.smelting, chain.event(hours=2, bizStep="receiving", site=chain.plant, **moved))
    shown = claim(logged_in(chain.smelting_world.operator), bag).replace("\u202f", " ")
    assert "40 % of it" in shown
    assert f"60 % – {REASONS['unclaimed']}" in shown


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_why_nothing_may_be_claimed_has_french_words(reason: str) -> None:
    with translation.override("fr"):
        assert translation.gettext(REASONS[reason]) != REASONS[reason]


def test_the_passport_of_a_bought_lot_says_who_issued_it_and_of_ones_own_who_made_it(chain: Chain) -> None:
    bag = chain.bag("B1")
    mine = passport(chain, bag, chain.miner)
    chain.hand_over(bag)
    theirs = passport(chain, bag, chain.smelting)
    own, bought = (words(Client().get(f"/passports/{name}/").content.decode()) for name in (mine, theirs))
    assert ("Made by" in own, "Made on" in own, "Issued by" in own) == (True, True, False)
    assert ("Made by" in bought, "Made on" in bought, "Issued by" in bought) == (False, False, True)
