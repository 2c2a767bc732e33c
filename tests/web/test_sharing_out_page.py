"""The credit of an input is shared out among its products on the page of its account, by the rules of the scheme."""

import pytest
from django.test import Client
from django.urls import reverse

from orepass.custody.models import Account, Transfer
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.people import register_person
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_transferring import Sides, Step
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def steps(tell: Teller) -> Told[Step]:
    return tell(lambda: Step(Sides(Chain())))


@pytest.fixture
def step(steps: Told[Step], db: None) -> Step:
    return steps.again()


@pytest.fixture
def browser(step: Step, logged_in: Browse) -> Client:
    chain = step.sides.chain
    person = register_person(STEWARD, name="Somebody", purpose="trade").id
    grant_membership(STEWARD, person=person, organisation=chain.smelter, role=Role.OPERATOR, at=chain.world.at)
    return logged_in(Actor(person, chain.smelter, frozenset({Role.OPERATOR})))


def sent(step: Step, **changes: str) -> dict[str, str]:
    told = {"step": "custody.account.allocate", "amount_kg": "30", "on": step.sides.today.isoformat(), "basis": "mass"}
    return told | {step.tantalum: "2", step.tin: "1"} | changes


def test_credit_is_shared_out_on_the_page_by_a_number_for_each_product(step: Step, browser: Client) -> None:
    where = reverse("web:account", args=[step.source])
    with clock.frozen_at(step.sides.chain.at):
        html = browser.get(where).content.decode()
        assert "Share credit out among products" in html
        assert f'name="{step.tantalum}"' in html
        assert browser.post(where, sent(step)).status_code == 302
    assert step.stand() == [10, 16, 5]


def test_product_without_a_number_takes_no_part(step: Step, browser: Client) -> None:
    where = reverse("web:account", args=[step.source])
    with clock.frozen_at(step.sides.chain.at):
        assert browser.post(where, sent(step, **{step.tin: ""})).status_code == 302
    assert step.stand() == [10, 24, 0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount_kg": "41"}, "more than the account can give"),
        ({"basis": "feeling"}, "feeling"),
        ({"nothing": ""}, "one number each"),
    ],
)
def test_what_cannot_be_shared_out_is_refused_on_the_page_and_nothing_moves(
    step: Step, browser: Client, changes: dict[str, str], said: str
) -> None:
    if "nothing" in changes:
        changes = {step.tantalum: "", step.tin: ""}
    with clock.frozen_at(step.sides.chain.at):
        answer = browser.post(reverse("web:account", args=[step.source]), sent(step, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert step.stand() == [40, 0, 0]
    assert not Transfer.objects.exists()


def test_contained_metal_is_not_shared_out(step: Step, browser: Client) -> None:
    Account.objects.update(unit="contained_metal", pack="cera-4in1@2026.1", scheme="cera-4in1")
    with clock.frozen_at(step.sides.chain.at):
        html = browser.get(reverse("web:account", args=[step.source])).content.decode()
    assert "custody.account.allocate" not in html
