"""Hand-overs from before their words were noted are told by their events: what departs was shipped already."""

import json
from importlib import import_module

import pytest
from django.apps import apps

from orepass.custody.models import Movement
from orepass.custody.queries.folding import fold
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import KG, moved, ore

pytestmark = pytest.mark.django_db
LOT = "https://pit.example/lots/L"


def parts(chain: Chain) -> list[int | None]:
    """What the pit and the plant have of the lot, and what was taken of it that was not there."""
    stock = fold([LOT]).get(LOT).stock
    return [stock.has(chain.miner.organisation), stock.has(chain.smelter), stock.missing]


def test_a_hand_over_told_in_two_words_long_ago_counts_once(chain: Chain) -> None:
    chain.capture(chain.miner, ore(chain, LOT, "100"), moved(chain, "shipping", 1, LOT, "60"))
    chain.capture(chain.miner, moved(chain, "departing", 2, LOT, "60"))
    chain.capture(chain.smelting, moved(chain, "arriving", 3, LOT, "60"), moved(chain, "receiving", 4, LOT, "60"))
    told, noted = parts(chain), sorted(Movement.objects.values_list("pk", "claim"))
    assert told == [40 * KG, 60 * KG, 0]
    for row in Movement.objects.exclude(claim=""):
        kept = {name: value for name, value in json.loads(row.claim).items() if name != "word"}
        Movement.objects.filter(pk=row.pk).update(claim=json.dumps(kept, separators=(",", ":")) if kept else "")
    assert parts(chain) != told
    migration = import_module("orepass.custody.migrations.0014_words_of_hand_overs")
    for _ in range(2):
        migration.words_of_hand_overs(apps, None)
        assert parts(chain) == told
        assert [json.loads(claim or "{}") for _, claim in sorted(Movement.objects.values_list("pk", "claim"))] == [
            json.loads(claim or "{}") for _, claim in noted
        ]
