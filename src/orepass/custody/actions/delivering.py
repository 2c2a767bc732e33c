"""Record a delivery by a simple form: a bag or lot that begins at a site, handed in by a member or not.

Cooperatives record deliveries one by one at the depot; each becomes one EPCIS event and goes the way of all events.
Sent twice, it is the same event and counts once.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import msgspec

from orepass.custody.actions.capturing import CaptureCard, capture
from orepass.custody.actions.writing import Source
from orepass.custody.rules.terms import Facts, uri_of
from orepass.custody.rules.writing import Amount, Saying, document, event, lot_uri
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.platform.access import Actor
from orepass.platform.actions import action


class DayInFuture(Invalid):
    """A delivery cannot lie in the future."""

    code = "custody.delivery.future"
    message = _("{day} lies in the future.")
    what_to_do = _("Give the day on which the material was handed in.")


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What was handed in.

    Attributes:
        bag: the number on the tag, or the URI of the bag or lot.
        material: the form, such as ``cobalt_ore``.
        member: the member who handed it in, for a group.
        certificate: the certificate it is claimed under; empty for uncertified material.
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


@action("custody.delivery.record")
def record_delivery(actor: Actor, *, site: Identifier, delivery: Delivery, at: datetime) -> CaptureCard:
    """Record one bag or lot that begins at a site; with a certificate it is claimed as certified.

    Raises:
        CaptureRefused: the certificate or the member gave no right on the day, or the delivery is impossible.
        DayInFuture: the day has not come yet.
    """
    place = site_card(site)
    actor.must_be_in(place.organisation, site)
    if delivery.delivered_on > day_of(at):
        raise DayInFuture(where="delivered_on", day=delivery.delivered_on)
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
    )
    whole = document([event(saying)], created_at=at)
    return capture(actor, whole, Source("form"), proceed=False, at=at)
