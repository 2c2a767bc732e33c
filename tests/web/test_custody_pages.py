"""Pages of material: what was so on the day and is so now, the way it went, accounts, holds; strangers see nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.custody.actions import hold_lots
from orepass.custody.queries import lot_card
from orepass.party.actions.sites import SiteChange, Whereabouts, correct_site
from orepass.platform import clock
from tests.actions.passport.chain import BATTERY, Chain
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def chains(tell: Teller) -> Told[Chain]:
    def begun() -> Chain:
        chain = Chain()
        chain.battery()
        return chain

    return tell(begun)


@pytest.fixture
def chain(chains: Told[Chain], db: None) -> Iterator[Chain]:
    found = chains.again()
    with clock.frozen_at(found.at + timedelta(days=2)):
        yield found


def page(client: Client, name: str, *arguments: str) -> str:
    answer = client.get(reverse(f"web:{name}", args=arguments))
    assert answer.status_code == 200
    assert len(answer.content) < 40_000
    html = answer.content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script", html)
    return html


def cells(html: str, table: str) -> list[str]:
    body = html.partition(f'id="{table}"')[2].partition("</table>")[0].partition("<tbody>")[2]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if "<t" in row]


def battery(chain: Chain) -> str:
    return str(lot_card(BATTERY).id)


def test_lot_says_what_its_certificate_was_on_the_day_of_delivery_and_is_today(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    before = page(client, "lot", battery(chain))
    assert [row.count("active") for row in cells(before, "composition")] == [2, 0]
    assert "do not stand today" not in before
    suspend_certificate(
        chain.certifier,
        certificate=chain.certificate.id,
        grounds=Grounds.MISUSE,
        note="A dam broke.",
        at=chain.at + timedelta(days=1),
    )
    after = page(client, "lot", battery(chain))
    certified, other = cells(after, "composition")
    assert "certificate: active" in certified
    assert re.search(r"suspended since \d+ \w+", certified)
    assert "none was claimed" in other
    assert "do not stand today" in after
    assert "75" in after.partition("do not stand today")[2].partition("rests on it")[0]


def test_route_is_a_picture_for_the_parties_to_the_lot_and_nothing_for_strangers(
    chain: Chain, logged_in: Browse
) -> None:
    where = reverse("web:lot-route", args=[battery(chain), "dark-narrow"])
    own = logged_in(chain.operator)
    assert own.get(where).status_code == 404
    place = Whereabouts(country="CD", latitude=Decimal("-10.7123"), longitude=Decimal("25.4"))
    change = SiteChange(whereabouts=place)
    correct_site(STEWARD, site=chain.other_pit, change=change, reason="Measured there.")
    drawn = own.get(where)
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
    assert "private" in drawn["Cache-Control"]
    assert own.get(where.replace("dark-narrow", "pink")).status_code == 404
    assert logged_in(chain.world.outsider).get(where).status_code == 404
    assert Client().get(where).status_code == 302


def test_lot_on_hold_says_so_first_with_who_stopped_it_and_why(chain: Chain, logged_in: Browse) -> None:
    hold_lots(chain.operator, lots=[BATTERY], reason="The seal was broken.", at=chain.at)
    html = page(logged_in(chain.operator), "lot", battery(chain))
    assert "mark-suspended" in html.partition("<figure")[0]
    assert "The seal was broken." in html
    assert "Release this lot" in html
    assert "Stop this lot" not in html


def test_lot_is_stopped_from_its_page(chain: Chain, logged_in: Browse) -> None:
    client = logged_in(chain.operator)
    sent: dict[str, Any] = {"step": "custody.lot.hold", "reason": "A tag is missing."}
    answer = client.post(reverse("web:lot", args=[battery(chain)]), sent)
    assert answer.status_code == 302
    assert "A tag is missing." in page(client, "lot", battery(chain))
