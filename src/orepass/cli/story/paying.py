"""Chapter eight: what it costs. A cooperative pays its audit from sales, a buyer helps, members vote on a premium."""

from datetime import timedelta
from typing import Any

from orepass.cli.story.certification import PACK
from orepass.cli.story.teller import Strand, Teller

QUOTED, SIGNED, HELPED, PREMIUM, SUMMED = 398, 380, 360, 130, 40
"""Days before the story's end: the quote, the agreement to pay from sales, the buyer's help, premium and costs."""
SCHEDULE = {"pack_ref": PACK, "standard": "ASM"}
MEASURE = {
    "sites": 1,
    "members": 40,
    "artisanal": True,
    "days": "3",
    "travel": "200",
    "foreign_travel": "1800",
}


def pay_from_sales(teller: Teller) -> Strand[None]:
    """Quote, charge, sign, and deduct from two sales; one shaft leaves and the others' shares rise, with a warning."""
    yield QUOTED
    teller.act("manager", "fees.quote.make", **SCHEDULE, measure=MEASURE)
    registration = _charge(teller, "registration")
    audit = _charge(teller, "audit")
    yield SIGNED
    for shaft in ("Shaft 1", "Shaft 2", "Shaft 3"):
        teller.act("manager", "fees.instalment_agreement.sign", account=audit, signatory=shaft)
    for shaft, amount in (("Shaft 1", "4200"), ("Shaft 2", "3100")):
        day = teller.today.isoformat()
        teller.act("manager", "fees.sale.report", account=audit, signatory=shaft, amount=amount, sold_on=day)
    note = "The shaft is exhausted."
    teller.act("manager", "fees.instalment_agreement.leave", account=audit, signatory="Shaft 3", note=note)
    yield HELPED
    _help(teller, registration)


def _charge(teller: Teller, fee: str) -> str:
    group = teller.organisation("coop")
    account: str = teller.act("scheme", "fees.charge.raise", organisation=group, **SCHEDULE, fee=fee, measure=MEASURE)[
        "id"
    ]
    return account


def _help(teller: Teller, account: str) -> None:
    """Let a buyer pay most of the registration, and a payment be misread and corrected by a new entry."""
    amount = {"value": "500", "currency": "EUR"}
    pot = teller.act("buyer", "fees.sponsor.pledge", **SCHEDULE, purpose="registration", amount=amount)["id"]
    teller.act("buyer", "fees.sponsor.pay", pot=pot, account=account, amount="50")
    paid = {"amount": "10", "paid_on": teller.today.isoformat(), "reference": "Receipt 17"}
    entries: list[dict[str, Any]] = teller.act("scheme", "fees.payment.record", account=account, **paid)["entries"]
    note = "The receipt was read wrongly."
    teller.act("scheme", "fees.entry.correct", entry=entries[-1]["id"], amount="20", note=note)


def vote_on_the_premium(teller: Teller) -> Strand[None]:
    """Let a buyer owe a premium on a delivery, and the members decide what it is for."""
    yield PREMIUM
    today = teller.today.isoformat()
    delivery = {"mass_kg": "1250", "per_kg": "0.80", "currency": "USD", "delivered_on": today}
    group = teller.organisation("coop")
    account = teller.act("buyer", "fees.premium.owe", producer=group, **SCHEDULE, delivery=delivery)["id"]
    yield PREMIUM - 20
    received = {"amount": "800", "received_on": teller.today.isoformat()}
    teller.act("manager", "fees.premium.receive", account=account, buyer=teller.organisation("buyer"), **received)
    held = (teller.today - timedelta(days=2)).isoformat()
    ballot = {"members": 40, "present": 26, "in_favour": 22, "held_on": held}
    teller.act(
        "manager",
        "fees.premium.spend",
        account=account,
        amount="300",
        purpose="Helmets and lamps for the night shift",
        ballot=ballot,
    )


def write_down_the_costs(teller: Teller) -> Strand[None]:
    """Let the cooperative write down what certification cost: a year without a benefit, which asks, and one with."""
    yield SUMMED
    year = teller.today.year
    first = {"currency": "USD", "fees": "120", "audit": "2400", "compliance": "3900"}
    second = {"currency": "USD", "fees": "120", "audit": "900", "compliance": "1100", "other": "80"}
    note = "Helmets, lamps and the days of the internal inspectors."
    teller.act("manager", "fees.cost_sheet.record", year=year - 1, costs=first, note=note)
    teller.act("manager", "fees.cost_sheet.record", year=year, costs=second, benefit="market_access")
