"""Record a delivery by a simple form: a bag or lot that begins at a site, handed in by a member or not.

Cooperatives record deliveries one by one at the depot; each becomes one EPCIS event and goes the way of all events.
Sent twice, it is the same event and counts once.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

import msgspec

from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture
from orepass.custody.actions.writing import Source
from orepass.custody.rules.terms import TERM, TEXT_MAX, Facts, uri_of
from orepass.custody.rules.texts import FORMULA, SHOWN, is_formula
from orepass.custody.rules.writing import Amount, Saying, document, event, lot_uri
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import add_months, day_of
from orepass.kernel.quantity import mass
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.platform.access import Actor
from orepass.platform.actions import action

YEARS_MAX: Final = 10
"""How far back a delivery by the form may lie (our own choice); more is a slip of the pen."""


class DayInFuture(Invalid):
    """A delivery cannot lie in the future."""

    code = "custody.delivery.future"
    message = _("{day} lies in the future.")
    what_to_do = _("Give the day on which the material was handed in.")


class DayLongAgo(Invalid):
    """What was handed in so long ago is no delivery of this depot any more."""

    code = "custody.delivery.long_ago"
    message = _("{day} is more than {years} years ago.")
    what_to_do = _("Give the day on which it was handed in; what is older is told by a document of events.")


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What was handed in.

    Attributes:
        bag: the number on the tag, or the URI of the bag or lot.
        material: the form, such as ``cobalt_ore``.
        member: the member who handed it in, for a group.
        certificate: the certificate it is claimed under; empty where none is named: then it begins under the right
            that its site has on the day, if any.
        claimed: false where nothing is claimed of it: then it begins uncertified.
    """

    bag: str
    mass_kg: Decimal
    material: str
    delivered_on: date
    grade_pct: Decimal | None = None
    moisture_pct: Decimal | None = None
    member: str = ""
    certificate: str = ""
    model: str = ""
    claimed: bool = True


@action("custody.delivery.record")
def record_delivery(actor: Actor, *, site: Identifier, delivery: Delivery, at: datetime) -> CaptureCard:
    """Record one bag or lot that begins at a site; with a certificate it is claimed under that one.

    Raises:
        BadQuantity: the mass is negative, or finer than a milligram.
        CaptureRefused: the certificate or the member gave no right on the day, or the delivery is impossible.
        DayInFuture: the day has not come yet.
        DayLongAgo: it is a day of another time.
    """
    place = site_card(site)
    actor.must_be_in(place.organisation, site)
    if delivery.delivered_on > day_of(at):
        raise DayInFuture(where="delivered_on", day=delivery.delivered_on)
    if delivery.delivered_on < add_months(day_of(at), -12 * YEARS_MAX):
        raise DayLongAgo(where="delivered_on", day=delivery.delivered_on, years=YEARS_MAX)
    mass(delivery.mass_kg, "KGM", where="mass_kg")
    _must_be_texts(delivery)
    facts = Facts(
        material=delivery.material,
        mass_kg=delivery.mass_kg,
        moisture_pct=delivery.moisture_pct,
        grade_pct=delivery.grade_pct,
        member=uri_of(delivery.member) if delivery.member else "",
    )
    saying = Saying(
        what="begin",
        when=datetime.combine(delivery.delivered_on, time(12), tzinfo=UTC),
        lots=[(Amount(lot_uri(delivery.bag, site)), facts)],
        site=uri_of(site),
        certificate=uri_of(delivery.certificate) if delivery.certificate else "",
        model=delivery.model,
        claimed_pct=None if delivery.claimed else Decimal(0),
    )
    whole = document([event(saying)], created_at=at)
    return capture(actor, whole, Source("form"), proceed=False, at=at)


def _must_be_texts(delivery: Delivery) -> None:
    """Refuse what a table refuses: names that would run as a formula somewhere, or that nobody can read."""
    found = []
    for name in ("bag", "material", "member", "certificate", "model"):
        said = getattr(delivery, name)
        if is_formula(said.strip()):
            found.append(FORMULA.at(name, value=said[:SHOWN]))
        elif not said.isprintable() or len(said) > TEXT_MAX or (name == "bag" and not said.strip()):
            found.append(TERM.at(name, name=name, value=said[:SHOWN]))
    if found:
        first = f"{found[0].code} ({found[0].message})"
        raise CaptureRefused(where=found[0].where, findings=found, refused=1, count=1, first=first)
