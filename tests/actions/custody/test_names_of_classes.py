"""A class of a lot has one GS1 key: under whichever of its names it is told, it is one lot."""

from importlib import import_module

import pytest
from django.apps import apps

from orepass.custody.actions.holding import hold_lots, release_lots
from orepass.custody.models import Lot
from orepass.custody.queries import holds, lot_cards
from orepass.custody.queries.journal import events
from orepass.custody.queries.lots import lot_uri
from orepass.platform.access import Actor
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import HERE, KG, account, in_account, made, moved, ore, refused

pytestmark = pytest.mark.django_db
URN = "urn:epc:class:lgtin:4012345.012345.998877"
LINK = "https://id.gs1.org/01/04012345123456/10/998877"
OWN = "https://smelter.example/01/04012345123456/10/998877"


def test_one_class_under_a_urn_and_two_domains_is_one_lot(chain: Chain) -> None:
    name = account(chain)
    chain.capture(chain.miner, ore(chain, URN, "1000"), moved(chain, "shipping", 1, LINK, "600"))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, OWN, "600"))
    assert list(Lot.objects.values_list("uri", flat=True)) == [URN]
    assert in_account(chain, name) == 24 * KG
    assert [lot_uri(told) for told in (URN, LINK, OWN)] == [URN] * 3
    assert [len(events(chain.smelting, lot=told).items) for told in (URN, OWN)] == [2, 2]
    # no more of it than was received goes into a step, under whatever name
    assert refused(
        chain, chain.smelting, made(chain, 3, [{"epcClass": LINK, "quantity": 601, "uom": "KGM"}], HERE + "H")
    )
    used = [{"epcClass": LINK, "quantity": 200, "uom": "KGM"}, {"epcClass": OWN, "quantity": 100, "uom": "KGM"}]
    chain.capture(chain.smelting, made(chain, 3, used, HERE + "H", "30"))
    assert lot_cards([URN])[0].remaining_mg == 700 * KG


def test_a_hold_under_one_name_binds_under_the_others(chain: Chain) -> None:
    chain.capture(chain.miner, ore(chain, URN, "1000"))
    hold = hold_lots(chain.miner, lots=[LINK], reason="looks wet", at=chain.at)
    assert [one.id for one in holds(chain.miner, lot=OWN)] == [hold.id]
    assert "custody.lot.held" in refused(chain, chain.miner, moved(chain, "shipping", 1, OWN, "600"))
    colleague = Actor("per-COLLEAGUE", chain.miner.organisation, chain.miner.roles)
    release_lots(colleague, hold=hold.id, lots=[OWN], note="dry", at=chain.at)
    chain.capture(chain.miner, moved(chain, "shipping", 1, OWN, "600"))


def test_a_class_begins_again_only_with_whoever_began_it_under_another_name_too(chain: Chain) -> None:
    chain.capture(chain.miner, ore(chain, LINK, "1000"))
    told = {"ore:material": "cobalt_ore", "ore:grade_pct": 4}
    parcel = [{"epcClass": URN, "quantity": 5, "uom": "KGM"}]
    again = chain.event(action="ADD", site=chain.plant, quantityList=parcel, ilmd=told)
    assert "custody.lot.of_another" in refused(chain, chain.smelting, again)


def test_what_was_recorded_before_is_found_by_its_key_and_stays_under_the_names_it_has(chain: Chain) -> None:
    chain.capture(chain.miner, ore(chain, URN, "1000"))
    Lot.objects.filter(uri=URN).update(class_key="")
    chain.capture(chain.miner, ore(chain, LINK, "500"))
    assert Lot.objects.count() == 2
    Lot.objects.update(class_key="")
    import_module("orepass.custody.migrations.0015_keys_of_classes").keyed(apps, None)
    assert set(Lot.objects.values_list("class_key", flat=True)) == {"gs1:01:0401234512345:998877"}
    chain.capture(chain.miner, moved(chain, "shipping", 1, LINK, "500"), moved(chain, "shipping", 1, OWN, "1000"))
    assert [card.remaining_mg for card in lot_cards([URN, LINK])] == [1000 * KG, 500 * KG]
    assert Lot.objects.count() == 2
