"""Record a delivery by a simple form: a bag or lot that begins at a site, handed in by a member or not.

Cooperatives record deliveries one by one at the depot; each becomes one EPCIS event and goes the way of all events.
Sent twice, it is the same event and counts once.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

import msgspec

from orepass.custody.actions.asking import is_member
from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture, told
from orepass.custody.actions.writing import Source
from orepass.custody.rules.checks.member_suspended import UNKNOWN
from orepass.custody.rules.terms import TERM, TEXT_MAX, Facts, uri_of
from orepass.custody.rules.texts import FORMULA, SHOWN, is_formula
from orepass.custody.rules.writing import Amount, Saying, document, event, lot_uri
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import add_months, day_of
from orepass.kernel.quantity import mass
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.platform.access import Actor
from orepass.platform.actions import action

ABOUT: Final = {
    "custody.member.": "member",
    "custody.certificate.": "certificate",
    "custody.material.": "material",
    "custody.mineral.": "material",
    "custody.grade.": "grade_pct",
    "custody.mass.": "mass_kg",
    "custody.site.": "site",
    "custody.lot.": "bag",
    "custody.event.conflict": "bag",
}
"""The field of the form that a finding about the event is about, by the beginning of its code."""
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


class DeliveryRefused(CaptureRefused):
    """What was told of one delivery cannot be taken."""

    code = "custody.delivery.refused"
    message = _("The delivery was not recorded: {first}.")
    what_to_do = _("Correct what is named and record the delivery again.")


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


FIELDS: Final = frozenset(Delivery.__struct_fields__)


@action("custody.delivery.record")
def record_delivery(actor: Actor, *, site: Identifier, delivery: Delivery, at: datetime) -> CaptureCard:
    """Record one bag or lot that begins at a site; with a certificate it is claimed under that one.

    Raises:
        BadQuantity: the mass is negative, or finer than a milligram.
        DeliveryRefused: the certificate or the member gave no right on the day, or the delivery is impossible.
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
    try:
        return capture(actor, whole, Source("form"), proceed=False, at=at)
    except CaptureRefused as refused:
        raise _refused([_at_its_field(finding) for finding in refused.findings]) from None


def _refused(findings: list[Finding]) -> DeliveryRefused:
    first = next(finding for finding in findings if finding.severity is Severity.ERROR)
    return DeliveryRefused(where=first.where, findings=findings, refused=1, count=1, first=told(first))


def _at_its_field(finding: Finding) -> Finding:
    """Name the field that a finding about the event is about, where one field says it."""
    last = finding.where.rpartition("/")[2].rpartition(":")[2]
    about = next((field for prefix, field in ABOUT.items() if finding.code.startswith(prefix)), "")
    return msgspec.structs.replace(finding, where=about or (last if last in FIELDS else ""))


def _must_be_texts(delivery: Delivery) -> None:
    """Refuse what a table refuses: names that would run as a formula somewhere, or that nobody can read."""
    found = []
    for name in ("bag", "material", "member", "certificate", "model"):
        said = getattr(delivery, name)
        if is_formula(said.strip()):
            found.append(FORMULA.at(name, value=said[:SHOWN]))
        elif not said.isprintable() or len(said) > TEXT_MAX or (name == "bag" and not said.strip()):
            found.append(TERM.at(name, name=name, value=said[:SHOWN]))
    if not found and delivery.member and not is_member(delivery.member, delivery.delivered_on):
        found.append(UNKNOWN.at("member", member=delivery.member[:SHOWN]))
    if found:
        raise _refused(found)
