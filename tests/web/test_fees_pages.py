"""Fees on their pages: what it would cost, what is due, the steps of each side, and nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from orepass.inclusion.fees.queries import account_for, accounts_for, quotes_for
from orepass.kernel.money import money
from orepass.platform import clock
from orepass.platform.models import Record
from tests.actions.fees.conftest import Counter
from tests.beginnings import Teller, Told
from tests.certification import PACK
from tests.web.conftest import Browse

STANDARD = f"{PACK}:ASM"


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Counter]:
    return tell(Counter)


@pytest.fixture
def counter(told: Told[Counter], db: None) -> Counter:
    """Return who owes, who charges and who helps."""
    return told.again()


@pytest.fixture(autouse=True)
def at_the_worlds_time(counter: Counter) -> Iterator[None]:
    with clock.frozen_at(counter.at):
        yield


def page(identifier: str = "") -> str:
    return reverse("web:money", args=[identifier]) if identifier else reverse("web:fees")


def sent(client: Any, where: str, step: str, **inputs: object) -> int:
    return int(client.post(where, {"step": step, **inputs}).status_code)


def test_a_client_works_out_what_it_would_cost_and_reads_why(counter: Counter, logged_in: Browse) -> None:
    browser = logged_in(counter.operator)
    assert "Nobody has worked it out yet" in browser.get(page()).content.decode()
    inputs = {"standard": STANDARD, "sites": 1, "members": 40, "artisanal": "on", "days": 3, "travel": 200}
    assert sent(browser, page(), "fees.quote.make", **inputs) == 302
    html = browser.get(page()).content.decode()
    assert [quote.total for quote in quotes_for(counter.operator)] == [money("2690", "EUR")]
    assert "80 per cent off 350.00\u202fEUR leave 70.00\u202fEUR." in html
    assert "own choice" in html


def test_the_scheme_charges_and_records_a_payment_on_the_pages(counter: Counter, logged_in: Browse) -> None:
    browser = logged_in(counter.staff)
    inputs = {"standard": STANDARD, "sites": 1, "members": 40, "artisanal": "on"}
    charge = {"organisation": counter.client, "fee": "registration"}
    assert sent(browser, page(), "fees.charge.raise", **inputs, **charge) == 302
    card = accounts_for(counter.staff, counter.at.date())[0]
    html = browser.get(page(card.id)).content.decode()
    assert "70.00\u202fEUR" in html
    payment = {"amount": "70", "paid_on": "2026-03-02", "reference": "receipt 7"}
    assert sent(browser, page(card.id), "fees.payment.record", **payment) == 302
    paid = account_for(counter.operator, card.id, counter.at.date())
    assert paid.open.minor == 0
    assert "settled" in browser.get(page(card.id)).content.decode()


def test_a_client_signs_sells_and_sees_the_deduction(counter: Counter, logged_in: Browse) -> None:
    where = page(counter.charged().id)
    browser = logged_in(counter.operator)
    assert sent(browser, where, "fees.instalment_agreement.sign", signatory="Shaft 1") == 302
    sale = {"signatory": "Shaft 1", "amount": "250", "sold_on": "2026-03-02"}
    assert sent(browser, where, "fees.sale.report", **sale) == 302
    html = browser.get(where).content.decode()
    assert "taken from a sale" in html
    assert "10 per cent of 250.00\u202fEUR are 25.00\u202fEUR; 70.00\u202fEUR is still owed." in html


def test_a_plan_is_started_missed_and_refused_until_its_day_on_the_pages(counter: Counter, logged_in: Browse) -> None:
    where = page(counter.charged().id)
    client, staff = logged_in(counter.operator), logged_in(counter.staff)
    assert sent(client, where, "fees.instalment_agreement.sign", signatory="Shaft 1") == 302
    other = {"certified_by": "Kenya organic", "number": "KE-7", "valid_before": "2027-01-01"}
    assert sent(client, where, "fees.plan.start", **other) == 302
    html = client.get(where).content.decode()
    assert "the certificate can be handed over from 2 May 2026" in html
    assert "2 calendar months from 2 March 2026" in html
    early = staff.post(where, {"step": "fees.plan.confirm"})
    assert early.status_code == 422
    assert "2 May 2026" in early.content.decode()
    miss = {"signatory": "Shaft 1", "missed_on": "2026-03-02", "note": "sold, not reported"}
    assert sent(staff, where, "fees.plan.miss", **miss) == 302
    card = account_for(counter.staff, where.strip("/").rpartition("/")[2], counter.at.date())
    assert card.plan is not None
    assert sent(staff, where, "fees.plan.excuse", missed=card.plan.steps[-1].id, note="it had arrived") == 302
    assert "taken back, and no longer counts" in staff.get(where).content.decode()
    with clock.frozen_at(counter.at.replace(month=5)):
        assert sent(staff, where, "fees.plan.confirm") == 302
        assert "The plan was found kept on 2 May 2026" in client.get(where).content.decode()


def test_a_client_writes_down_what_it_cost_and_is_asked_what_it_brings(counter: Counter, logged_in: Browse) -> None:
    browser = logged_in(counter.operator)
    assert "Complying often costs more than the audit" in browser.get(page()).content.decode()
    costs = {"year": 2025, "currency": "USD", "fees": "500", "audit": "1500", "compliance": "6000"}
    assert sent(browser, page(), "fees.cost_sheet.record", **costs, benefit="none") == 302
    html = browser.get(page()).content.decode()
    assert "8,000.00\u202fUSD" in html
    assert "2025: This certification costs something and names no benefit." in html
    assert "Fees 500.00\u202fUSD, audit 1,500.00\u202fUSD, complying 6,000.00\u202fUSD" in html
    assert sent(browser, page(), "fees.cost_sheet.record", **costs, benefit="market_access") == 302
    html = browser.get(page()).content.decode()
    assert "names no benefit" not in html
    assert "replaced by a later sheet" in html


def test_a_refusal_stands_beside_the_form_and_leaves_nothing(counter: Counter, logged_in: Browse) -> None:
    card = counter.charged()
    browser = logged_in(counter.staff)
    before = Record.objects.count()
    payment = {"step": "fees.payment.record", "amount": "71", "paid_on": "2026-03-02", "reference": "receipt 7"}
    answer = browser.post(page(card.id), payment)
    assert (answer.status_code, Record.objects.count()) == (422, before)
    assert "That is more than is open on this account." in answer.content.decode()


def test_a_sponsor_pledges_pays_and_the_group_spends_a_premium(counter: Counter, logged_in: Browse) -> None:
    fee = counter.charged()
    buyer, operator = logged_in(counter.buyer), logged_in(counter.operator)
    pledge = {"standard": STANDARD, "purpose": "registration", "value": "50", "currency": "EUR"}
    assert sent(buyer, page(), "fees.sponsor.pledge", **pledge) == 302
    pot = accounts_for(counter.buyer, counter.at.date())[0]
    assert sent(buyer, page(pot.id), "fees.sponsor.pay", account=fee.id, amount="50") == 302
    assert account_for(counter.operator, fee.id, counter.at.date()).open == money("20", "EUR")
    delivery = {"producer": counter.client, "mass_kg": "2", "per_kg": "100", "currency": "USD"}
    assert sent(buyer, page(), "fees.premium.owe", standard=STANDARD, delivered_on="2026-03-02", **delivery) == 302
    premium = accounts_for(counter.operator, counter.at.date())[-1]
    received = {"buyer": counter.house, "amount": "200", "received_on": "2026-03-02"}
    assert sent(operator, page(premium.id), "fees.premium.receive", **received) == 302
    vote = {"members": 40, "present": 20, "in_favour": 11, "held_on": "2026-03-02", "purpose": "a well"}
    assert sent(operator, page(premium.id), "fees.premium.spend", amount="150", **vote) == 302
    assert account_for(counter.operator, premium.id, counter.at.date()).in_hand == money("50", "USD")


def test_an_entry_is_corrected_on_its_page_and_the_old_one_stays(counter: Counter, logged_in: Browse) -> None:
    card = counter.paid(counter.charged(), "60")
    browser = logged_in(counter.staff)
    inputs = {"entry": card.entries[-1].id, "amount": "16", "note": "misread"}
    assert sent(browser, page(card.id), "fees.entry.correct", **inputs) == 302
    html = browser.get(page(card.id)).content.decode()
    assert "no longer counts: corrected by" in html
    assert "misread" in html


def test_an_advance_is_given_and_repaid_on_its_page(counter: Counter, logged_in: Browse) -> None:
    browser = logged_in(counter.buyer)
    given = {"borrower": counter.client, "purpose": "pumps", "amount": "800", "currency": "USD"}
    assert sent(browser, page(), "fees.advance.grant", standard=STANDARD, **given) == 302
    card = accounts_for(counter.buyer, counter.at.date())[0]
    repaid = {"sale": "1000", "percent": "100", "sold_on": "2026-03-02"}
    assert sent(browser, page(card.id), "fees.advance.repay", **repaid) == 302
    assert account_for(counter.operator, card.id, counter.at.date()).open.minor == 0


def test_those_who_assess_or_decide_open_no_page_of_fees(counter: Counter, logged_in: Browse) -> None:
    card = counter.charged()
    for actor in (counter.auditor, counter.certifier):
        browser = logged_in(actor)
        assert browser.get(page()).status_code == 403
        assert browser.get(page(card.id)).status_code == 403
    assert logged_in(counter.outsider).get(page(card.id)).status_code == 404
