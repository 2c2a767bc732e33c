"""The page of a box says what is packed into it, and how much of what is there by quantity."""

from decimal import Decimal

import pytest

from orepass.custody.queries import lot_card
from orepass.platform import clock
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_boxes_by_quantity import BOX, packed
from tests.actions.custody.test_over_claims_by_senders import ore
from tests.beginnings import Teller, Told
from tests.web.conftest import Browse
from tests.web.test_custody_pages import page

pytestmark = pytest.mark.django_db
LOTS = [f"https://miner.example/lots/L{number:02}" for number in range(14)]


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(Chain)


def test_box_shows_what_is_in_it_and_how_many_more(told: Told[Chain], logged_in: Browse) -> None:
    chain = told.again()
    chain.capture(chain.miner, *(ore(chain, lot, "100") for lot in LOTS))
    chain.capture(chain.miner, packed(chain, BOX, LOTS[0], "40.5"))
    with clock.frozen_at(chain.at):
        client, box = logged_in(chain.miner), str(lot_card(BOX).id)
        assert "L00 (40.5\u202fkg)" in page(client, "lot", box)
        chain.capture(chain.miner, *(packed(chain, BOX, lot, str(Decimal(1)), hours=2) for lot in LOTS[1:]))
        assert "2 more" in page(client, "lot", box)
