"""Pages that list checks give the code of each reason beside it, as programs and the browser's verifier do."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from orepass.custody.actions import open_account
from orepass.custody.queries.closing import check_statement
from orepass.passport import checking
from orepass.platform import clock
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.certification import PACK
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def codes_in(html: str) -> list[str]:
    return re.findall(r'<p class="muted code">([^<]+)</p>', html)


def test_passport_page_gives_the_code_of_each_reason(client: Client, chain: Chain) -> None:
    card = chain.passport()
    place_queued()
    with clock.frozen_at(chain.at):
        html = client.get(reverse("web:passport", args=[card.id])).content.decode()
        found = checking.check_own(card.credential.id, at=chain.at)
    assert len(found.checks) > 5
    assert codes_in(html) == [check.code for check in found.checks]


def test_statement_of_a_period_gives_the_code_of_each_reason_of_its_signature(chain: Chain, logged_in: Browse) -> None:
    opened = open_account(
        chain.operator, site=chain.world.sites[0], element="Li", opened_on=date(2025, 10, 1), pack=PACK, at=chain.at
    )
    browser = logged_in(chain.operator)
    with clock.frozen_at(chain.at):
        sent = browser.post(
            reverse("web:account", args=[opened.id]), {"step": "custody.period.close", "counted_kg": "0", "cause": ""}
        )
        html = browser.get(sent["Location"]).content.decode()
        found = check_statement(chain.operator, sent["Location"].rstrip("/").rpartition("/")[2])
    assert len(found.signature) > 2
    assert codes_in(html) == [check.code for check in found.signature]
