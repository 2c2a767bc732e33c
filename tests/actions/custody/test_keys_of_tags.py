"""A bag is one bag, however its tag or its GS1 key is written, also where it was written down long ago."""

from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from orepass.custody.models import Movement
from orepass.custody.queries.lots import lot_cards

pytestmark = pytest.mark.django_db

URN = "urn:epc:id:sgtin:0614141.112345.400"
LINK = "https://id.gs1.org/01/10614141123459/21/400"
ORE = {"ore:material": "cobalt_ore", "ore:mass_kg": Decimal(10), "ore:grade_pct": Decimal(4)}


def begun(chain: Any, uri: str, **more: str) -> list[str]:
    told = chain.event(action="ADD", epcList=[uri], site=chain.pit, hours=1, ilmd=ORE | more)
    return [finding.code for finding in chain.capture(chain.miner, told).findings]


def test_one_object_in_both_forms_of_gs1_stops_both_lots(chain: Any) -> None:
    assert begun(chain, URN) == []
    assert begun(chain, LINK) == ["custody.tag.reused"]
    assert [card.on_hold for card in lot_cards([URN, LINK])] == [True, True]


def test_what_was_written_down_before_is_found_by_its_key(chain: Any) -> None:
    begun(chain, URN)
    begun(chain, "urn:x:bag", **{"ore:tag": "T-17"})
    begun(chain, "urn:x:plain")
    keys = Movement.objects.filter(move="begun").order_by("lot__uri").values_list("tag", flat=True)
    assert list(keys) == ["gs1:01:1061414112345:400", "t-17", ""]
    Movement.objects.filter(lot__uri=URN).update(tag="")
    Movement.objects.filter(lot__uri="urn:x:bag").update(tag="T-17")
    import_module("orepass.custody.migrations.0013_keys_of_tags").keyed(apps, None)
    assert list(keys.all()) == ["gs1:01:1061414112345:400", "t-17", ""]
    assert begun(chain, "urn:x:other", **{"ore:tag": "t \u2011 17"}) == ["custody.tag.reused"]
