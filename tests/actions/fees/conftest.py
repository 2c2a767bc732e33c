"""A client that owes, a scheme that charges, a buyer that helps; all inside the world of certification."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.fees.actions import charge, pot
from orepass.inclusion.fees.actions.pot import Sum
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.rules.pricing import Measure
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Role
from tests.beginnings import Teller, Told
from tests.certification import PACK, World

SMALL = Measure(sites=1, members=40, artisanal=True)


class Counter(World):
    """The world with a scheme's office and a buyer."""

    def __init__(self) -> None:
        super().__init__()
        self.scheme = self._organisation("Scheme office", OrganisationKind.SCHEME_OWNER)
        self.house = self._organisation("Cathode works", OrganisationKind.MANUFACTURER)
        self.staff = self._actor(self.scheme, Role.SCHEME_STAFF)
        self.buyer = self._actor(self.house, Role.BUYER)

    def charged(self, fee: str = "registration", **changes: Any) -> AccountCard:
        """Charge the client a fee; the registration of a small group comes to 70.00."""
        inputs = {
            "organisation": self.client,
            "pack_ref": PACK,
            "standard": "ASM",
            "fee": fee,
            "measure": SMALL,
            "at": self.at,
            **changes,
        }
        return charge.raise_charge(self.staff, **inputs)

    def paid(self, account: AccountCard, amount: str, **changes: Any) -> AccountCard:
        """Record a payment of the client's."""
        inputs = {
            "account": account.id,
            "amount": Decimal(amount),
            "paid_on": self.at.date(),
            "reference": "receipt 1",
            "at": self.at,
            **changes,
        }
        return charge.record_payment(self.staff, **inputs)

    def pledged(self, amount: str = "100", purpose: str = "registration", ends_on: date | None = None) -> AccountCard:
        """Pledge a pot of the buyer's."""
        return pot.pledge(
            self.buyer,
            pack_ref=PACK,
            standard="ASM",
            purpose=purpose,
            amount=Sum(value=Decimal(amount), currency="EUR"),
            ends_on=ends_on,
            at=self.at,
        )


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Counter]:
    return tell(Counter)


@pytest.fixture
def world(told: Told[Counter], db: None) -> Counter:
    """Return who owes, who charges and who helps."""
    return told.again()
