"""Claims without a right: of accounts whose keeper is suspended, and of hands and places that nobody looked at."""

from datetime import timedelta
from decimal import Decimal

import pytest

from orepass.assurance.actions.certificate import suspend_certificate
from orepass.custody.actions import issue_credits, open_account, withdraw
from orepass.custody.actions.covering import NotCovered
from orepass.custody.queries.claims import claims_for
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import (
    HERE,
    KG,
    Buyer,
    account,
    in_account,
    lot,
    made,
    moved,
    ore,
    quantity,
    refused,
)

pytestmark = pytest.mark.django_db
__all__ = ["lot"]
SUSPENDED = {"grounds": "nonconformity", "note": "Open."}


def uncertified(chain: Chain, out: str, kg: str) -> None:
    """Hydroxide of 36 per cent at the plant, of ore that nobody certified."""
    name, pit = "https://other.example/lots/o", {"bizLocation": {"id": "https://other.example/pit"}}
    begun = ore(chain, name, "10000", certificationInfo=[], **pit)
    came = moved(chain, "receiving", 2, name, giver="https://other.example/org")
    chain.capture(chain.smelting, begun, came, made(chain, 3, [quantity(name)], out, kg))


# --- accounts of those whose certificate is suspended ---


def test_account_gives_nothing_while_the_custody_of_its_keeper_is_suspended(chain: Chain, lot: str) -> None:
    name, buyer, out = account(chain), Buyer(chain), HERE + "X"
    chain.capture(chain.miner, moved(chain, "shipping", 1, lot))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, lot))
    uncertified(chain, out, "100")
    since = chain.at - timedelta(days=8)
    suspend_certificate(chain.smelting_world.certifier, certificate=chain.custody.id, at=since, **SUSPENDED)
    hands = {"giver": chain.smelter, "taker": buyer.organisation, "place": chain.plant, "ore:model": "mass_balance"}
    assert refused(chain, chain.smelting, moved(chain, "shipping", 26, out, **hands)) == ["custody.account.not_covered"]
    told = {"account": name, "amount_kg": Decimal(1), "note": "told", "at": chain.at}
    for day in (chain.at, since - timedelta(days=1)):
        with pytest.raises(NotCovered):
            withdraw(chain.smelting, on=day.date(), **told)
    # what was dispatched before stays what it was, and is told late
    chain.capture(chain.smelting, moved(chain, "shipping", 4, out, **hands))
    assert in_account(chain, name) == 4 * KG
    assert claims_for(out, holder=buyer.organisation).model == "mass_balance"


def test_no_credits_are_issued_while_the_certificate_of_the_site_is_suspended(chain: Chain) -> None:
    opened = {"element": "Co", "method": "book", "opened_on": chain.day, "at": chain.at}
    book = open_account(chain.miner, site=chain.pit, **opened).id
    chain.capture(chain.miner, ore(chain, "https://miner.example/lots/K", "1000"))
    asked = {"account": book, "each_kg": Decimal(20), "on": chain.at.date(), "at": chain.at}
    issue_credits(chain.miner, **asked)
    suspend_certificate(chain.world.certifier, certificate=chain.certificate.id, at=chain.at, **SUSPENDED)
    with pytest.raises(NotCovered):
        issue_credits(chain.miner, **asked)
    assert in_account(chain, book) == 20 * KG
