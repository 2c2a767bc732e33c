"""A delivery is recorded in the browser: whom and what one can choose, and where one is when it is refused."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from orepass.custody.queries import lots
from orepass.custody.rules.terms import uri_of
from orepass.inclusion.groups.actions.sanction import suspend_member
from orepass.inclusion.groups.models import Member
from orepass.platform import clock
from orepass.platform.models import Person
from orepass.web import delivering
from orepass.web.words import day_text
from tests.beginnings import Teller, Told
from tests.cooperative import Depot
from tests.web.conftest import Browse

PAGE = "/desk/lots/"


class Suspended(Depot):
    """The depot, of whose members one is suspended."""

    def __init__(self) -> None:
        super().__init__()
        suspend_member(self.operator, member=self.members[0], note="Bags of others.", at=self.at - timedelta(days=3))


@pytest.fixture(scope="module")
def depots(tell: Teller) -> Told[Suspended]:
    return tell(Suspended)


@pytest.fixture
def depot(depots: Told[Suspended], db: None) -> Iterator[Suspended]:
    found = depots.again()
    with clock.frozen_at(found.at):
        yield found


@pytest.fixture
def browser(depot: Suspended, logged_in: Browse) -> Client:
    return logged_in(depot.operator)


def sent(browser: Client, depot: Suspended, **said: Any) -> tuple[int, str]:
    day = (depot.at - timedelta(days=2)).date().isoformat()
    form = {"step": "custody.delivery.record", "site": depot.sites[0], "bag": "B-7", "mass_kg": "50"}
    form |= {"material": "Cobalt ore", "delivered_on": day, "certificate": depot.certificate.id} | said
    answer = browser.post(PAGE, form, follow=True)
    return answer.status_code, unescape(answer.content.decode())


def named(member: str, name: str) -> None:
    Person.objects.filter(pseudonym=Member.objects.get(pk=member).person).update(name=name)


def test_the_members_of_the_group_are_offered_by_name_with_their_right_of_today(
    depot: Suspended, browser: Client
) -> None:
    named(depot.members[1], "Déborah Numbi")
    html = unescape(browser.get(PAGE).content.decode())
    offered = re.search(r'<select name="member".*?</select>', html, re.DOTALL)
    assert offered
    may, _heading, may_not = offered[0].partition("Members who may not deliver as certified today")
    assert f'value="{depot.members[1]}">Déborah Numbi · Shaft 2 · {depot.members[1]}<' in may
    assert re.search(rf'value="{depot.members[0]}">[^<]*: the member is suspended', may_not)
    assert re.search(rf'value="{depot.newcomer}">[^<]*: the member is not approved yet', may_not)
    assert '<option value="cobalt ore"></option>' in html


def test_what_was_recorded_is_led_to_and_stands_first(depot: Suspended, browser: Client) -> None:
    for bag in ("Z-1", "A-1"):
        status, html = sent(browser, depot, bag=bag, member=depot.members[1])
        assert status == 200
    newest = lots(depot.operator, newest=True).items[0]
    assert newest.uri.endswith("/A-1")
    assert newest.claim_class == depot.certificate.claim_class
    assert newest.material == "cobalt_ore"
    done = html.partition('class="notice notice-done"')[2].partition("</div>")[0]
    assert f'<a href="/desk/lots/{newest.id}/">A-1</a>' in done
    assert html.index(">A-1</a>", html.index('id="lots"')) < html.index(">Z-1</a>")


def test_a_refused_delivery_comes_first_with_the_reason_beside_its_field(depot: Suspended, browser: Client) -> None:
    for certificate in (depot.certificate.id, ""):
        status, html = sent(browser, depot, member=depot.members[0], certificate=certificate)
        assert status == 422
        assert html.index('name="member"') < html.index('<section class="table" id="lots">')
        assert re.search(r'id="refusal"\s+tabindex="-1"\s+autofocus', html)
        said = html.partition('id="custody-delivery-record-member_error">')[2].partition("</p>")[0]
        assert said == (
            f"The delivery was not recorded: {depot.members[0]} may deliver nothing to the group on "
            f"{day_text((depot.at - timedelta(days=2)).date())}: the member is suspended."
        )
        assert '<a href="#custody-delivery-record-member">Member</a>' in html
        assert "orepass.example/id/mem" not in html.partition("</form>")[0]
    assert not lots(depot.operator).items


def test_no_mass_below_zero_is_taken_by_a_form(depot: Suspended, browser: Client) -> None:
    status, html = sent(browser, depot, mass_kg="-5")
    assert status == 422
    assert html.partition('id="custody-delivery-record-mass_kg_error">')[2].startswith("Give a mass above zero.")


def test_in_a_large_group_a_name_is_written_and_has_to_be_of_one_member(
    depot: Suspended, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "LISTED", 1)
    named(depot.members[0], "Déborah Numbi")
    named(depot.members[1], "Jean Ilunga")
    assert re.search(r'<input type="text" name="member"', browser.get(PAGE).content.decode())
    assert "has no such member today" in sent(browser, depot, member="Nobody")[1]
    assert "the member is suspended" in sent(browser, depot, member="deborah  numbi")[1]
    named(depot.members[0], "Jean Ilunga")
    both = sent(browser, depot, member="Jean Ilunga")[1]
    assert "Several members are called so" in both
    assert all(member in both for member in depot.members)
    assert sent(browser, depot, member=depot.members[1])[0] == 200
    assert [card.member for card in lots(depot.operator).items] == [uri_of(depot.members[1])]


def test_who_has_no_group_names_no_member_and_writes_any_material(depot: Suspended) -> None:
    assert delivering.deliverers(depot.certifier, depot.at.date()).groups == ()
    offered = delivering.materials({"cobalt"})
    assert next(iter(offered)).startswith("cobalt") or next(iter(offered)) == "heterogenite"
    assert offered["copper_ore"] == "copper ore"
    assert "spodumene" in offered
