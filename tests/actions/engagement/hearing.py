"""A world in which people complain: the certification world with scheme staff and a panel from outside."""

from datetime import date

from orepass.assurance.queries import CertificateCard
from orepass.engagement.actions import (
    About,
    Contact,
    acknowledge_complaint,
    assess_complaint,
    assign_complaint,
    lodge_complaint,
)
from orepass.engagement.queries import ReceiptCard
from orepass.party.actions.people import declare_interest
from orepass.party.rules.kinds import InterestKind
from orepass.platform.access import STRANGER, Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.people import register_person
from tests.certification import STEWARD, World

NAME, EMAIL, PHONE = "Wivine Kabange", "wivine@village.example", "+243 999 000 111"
STATEMENT = "The road to the pit is closed at night and guards ask for money."


class Hearing(World):
    """Scheme staff, a second certifier who knows nothing of the file, and three people for a panel."""

    known: CertificateCard

    def __init__(self) -> None:
        super().__init__()
        self.staff = self._actor(self.stranger, Role.SCHEME_STAFF)
        self.handler = self._actor(self.provider, Role.CERTIFIER)
        self.declare_none(self.handler)
        self.panel = [self._actor(self.stranger, Role.BUYER) for _ in range(3)]
        for person in (*self.panel, self.staff):
            self.declare_none(person)

    def tied_person(self) -> Actor:
        """Somebody who advised the client."""
        person = register_person(STEWARD, name="Adviser", purpose="certification").id
        grant_membership(STEWARD, person=person, organisation=self.stranger, role=Role.BUYER, at=self.at)
        declare_interest(
            STEWARD,
            person=person,
            client=self.client,
            kind=InterestKind.CONSULTED,
            valid_from=date(2026, 1, 1),
            at=self.at,
        )
        return Actor(person, self.stranger, frozenset({Role.BUYER}))

    def lodged(self, subject: str = "", *, about: About = About.SITE, protect: bool = True) -> ReceiptCard:
        """Have somebody complain with name and address."""
        return lodge_complaint(
            STRANGER,
            about=about,
            subject=subject,
            statement=STATEMENT,
            contact=Contact(consent=True, name=NAME, email=EMAIL, phone=PHONE),
            protect_identity=protect,
            at=self.at,
        )

    def investigated(self, certificate: CertificateCard, *, protect: bool = True) -> ReceiptCard:
        """Have a complaint about a certificate acknowledged, assigned and admitted."""
        receipt = self.lodged(certificate.id, protect=protect)
        assign_complaint(self.handler, complaint=receipt.id, at=self.at)
        acknowledge_complaint(self.handler, complaint=receipt.id, told="It has arrived.", at=self.at)
        assess_complaint(self.handler, complaint=receipt.id, admissible=True, told="We look into it.", at=self.at)
        return receipt
