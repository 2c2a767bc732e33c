"""What a group declares of its outgrowers and how far a member works, on their pages."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from django.urls import reverse

from orepass.inclusion.groups.actions import member
from orepass.inclusion.groups.actions.register import commit_register
from orepass.inclusion.groups.models import Group
from orepass.inclusion.groups.queries import commitments_for, outgrowers_for
from orepass.kernel.check import verified
from orepass.party.actions.sites import Whereabouts, register_site
from orepass.platform import clock
from orepass.platform.people import register_person
from orepass.transparency.actions import place_queued
from orepass.transparency.queries import head
from orepass.transparency.rules.note import parse_verifier_key
from orepass.transparency.rules.verification import verify_file
from orepass.web.views import members
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.cooperative import Cooperative
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(lambda: Cooperative(members=1))


@pytest.fixture
def coop(told: Told[Cooperative], db: None) -> Cooperative:
    """A group with a member."""
    return told.again()


@pytest.fixture(autouse=True)
def at_the_worlds_time(coop: Cooperative) -> Iterator[None]:
    with clock.frozen_at(coop.at):
        yield


def test_a_buying_group_declares_its_outgrowers_and_reads_whether_it_is_enough(
    coop: Cooperative, logged_in: Browse
) -> None:
    where = reverse("web:group", args=[coop.group.id])
    browser = logged_in(coop.operator)
    assert "Bought from outgrowers" not in browser.get(where).content.decode()
    Group.objects.filter(pk=coop.group.id).update(holder_type="supply_chain_group")
    bought = {"year": 2025, "basis": "volume", "unit": "TNE", "total": "100", "from_outgrowers": "9.99"}
    sent = browser.post(where, {"step": "groups.outgrowers.declare", **bought})
    assert sent.status_code == 302
    html = browser.get(where).content.decode()
    assert "too little" in html
    assert "9.99 per cent bought; at least 10 are asked in year 1." in html
    refused = browser.post(where, {"step": "groups.outgrowers.declare", **bought, "from_outgrowers": "101"})
    assert refused.status_code == 422
    assert "the part is not within a total above zero" in refused.content.decode()
    assert len(outgrowers_for(coop.operator, coop.group.id)) == 1


def test_figures_of_the_group_s_control_are_written_as_the_reader_writes_them(
    coop: Cooperative, logged_in: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = members.groups.standing_for(coop.operator, coop.group.id, coop.at.date())
    control = msgspec.structs.replace(seen.control, active=1_234, members_per_inspector=Fraction(37, 3))
    standing = msgspec.structs.replace(seen, control=control)
    monkeypatch.setattr(members.groups, "standing_for", lambda *_asked: standing)
    where, browser = reverse("web:group", args=[coop.group.id]), logged_in(coop.operator)
    for language, said in {"en": ("1,234", "12.3"), "fr": ("1\xa0234", "12,3")}.items():
        html = browser.get(where, headers={"Accept-Language": language}).content.decode()
        shown = re.findall(r'<dd class="num">\s*(.*?)\s*</dd>', html)
        assert (shown[0], shown[-1]) == said


def test_the_manager_fixes_the_register_and_downloads_what_opens_it(coop: Cooperative, logged_in: Browse) -> None:
    where = reverse("web:group", args=[coop.group.id])
    browser = logged_in(coop.operator)
    assert "The register was never fixed." in browser.get(where).content.decode()
    assert browser.post(where, {"step": "groups.register.commit"}).status_code == 302
    place_queued()
    (card,) = commitments_for(coop.operator, coop.group.id)
    file = reverse("web:group-commitment", args=[coop.group.id, card.digest])
    html = browser.get(where).content.decode()
    assert file in html
    response = browser.get(file)
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    key = parse_verifier_key(head().verifier_key)
    assert verified(verify_file(response.content.decode(), key=key)) is True


def test_the_auditor_sees_that_the_register_was_fixed_and_is_not_shown_what_it_bound(
    coop: Cooperative, logged_in: Browse
) -> None:
    coop.submitted()
    card = commit_register(coop.operator, group=coop.group.id, at=coop.at)
    place_queued()
    file = reverse("web:group-commitment", args=[coop.group.id, card.digest])
    auditor = logged_in(coop.auditor)
    html = auditor.get(reverse("web:group", args=[coop.group.id])).content.decode()
    assert card.digest[:12] in html
    assert file not in html
    for browser in (auditor, logged_in(coop.inspector), logged_in(coop.outsider)):
        response = browser.get(file)
        assert response.status_code in {403, 404}
        assert card.salt not in response.content.decode()


def test_a_member_far_away_is_marked_on_the_pages_with_a_way_out(coop: Cooperative, logged_in: Browse) -> None:
    sites = [
        register_site(
            STEWARD,
            name=name,
            organisation=coop.client,
            whereabouts=Whereabouts(latitude=Decimal(latitude), longitude=Decimal(longitude)),
        ).id
        for name, latitude, longitude in (("Kolwezi", "-10.7167", "25.4667"), ("Lubumbashi", "-11.6642", "27.4826"))
    ]
    for site in sites:
        person = register_person(STEWARD, name="A miner", purpose="membership", at=coop.at).id
        who = member.apply_for_membership(
            coop.operator, group=coop.group.id, person=person, unit="Shaft 9", site=site, at=coop.at
        )
        member.register_member(coop.operator, member=who.id, at=coop.at)
    browser = logged_in(coop.operator)
    page = browser.get(reverse("web:member", args=[who.id])).content.decode()
    assert "This member works 243.8 km from the others" in page
    assert "a distance alone refuses nobody" in page
    assert "far from the others" in browser.get(reverse("web:group", args=[coop.group.id])).content.decode()
