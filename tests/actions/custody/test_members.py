"""A member is suspended, the group goes on: its deliveries are refused from that day, the others' are not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from orepass.custody.actions import CaptureRefused
from orepass.custody.actions.delivering import Delivery, record_delivery
from orepass.custody.models import JournalEvent
from orepass.custody.queries import lot_card
from orepass.custody.rules.terms import uri_of
from orepass.inclusion.groups.actions.sanction import suspend_member
from orepass.party.actions.sites import register_site
from tests.certification import STEWARD
from tests.cooperative import Cooperative


@pytest.mark.django_db
def test_suspended_member_cannot_deliver_under_the_groups_certificate_and_the_group_does_not_fall() -> None:
    group = Cooperative(members=2)
    certificate = group.certified()
    first, second = group.members
    at = datetime.combine(group.at.date(), datetime.min.time(), UTC) + timedelta(days=20, hours=12)
    day = at.date() - timedelta(days=2)

    def deliver(bag: str, member: str, *, claimed: bool = True, site: str = group.sites[0]) -> str:
        delivery = Delivery(
            bag=bag,
            mass_kg=Decimal(50),
            material="cobalt_ore",
            grade_pct=Decimal(4),
            delivered_on=day,
            member=member,
            certificate=certificate.id if claimed else "",
        )
        record_delivery(group.operator, site=site, delivery=delivery, at=at)
        return f"{uri_of(site)}/lots/{bag}"

    assert lot_card(deliver("B1", first)).claim_class == certificate.claim_class
    suspend_member(group.operator, member=first, note="delivered for others", at=at - timedelta(days=3))
    before = JournalEvent.objects.count()
    for claimed in (True, False):
        with pytest.raises(CaptureRefused) as caught:
            deliver("B2", first, claimed=claimed)
        assert [finding.code for finding in caught.value.findings] == ["custody.member.suspended"]
        assert caught.value.where == "member"
    assert JournalEvent.objects.count() == before
    assert lot_card(deliver("B3", second)).claim_class == certificate.claim_class
    assert lot_card(deliver("B2", group.registered().id, claimed=False)).claim_class == "uncertified"
    elsewhere = register_site(STEWARD, name="Not in the scope", organisation=group.client).id
    with pytest.raises(CaptureRefused) as caught:
        deliver("B4", second, site=elsewhere)
    assert [finding.code for finding in caught.value.findings] == ["custody.certificate.lapsed"]
