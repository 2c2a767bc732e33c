"""A stranger who fetches what this home publishes comes to the same answer as the home itself."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from orepass.credentials.actions import create_identity, tell_credential_status
from orepass.credentials.rules import did
from orepass.credentials.rules.authority import Resolution
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import parse_object
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.refusal import NotFound
from orepass.passport import checking
from orepass.passport.publishing import published
from orepass.platform import home
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import place_queued
from orepass.transparency.models import Entry
from orepass.transparency.queries import entries
from orepass.transparency.rules.leaf import Leaf
from tests.actions.passport.chain import Chain
from tests.beginnings import Teller, Told
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(Chain)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    home.mark_as_demonstration("7")
    return told.again()


def test_stranger_verifies_a_certificate_from_what_is_published(chain: Chain) -> None:
    card = chain.credential()

    def fetch(url: str) -> bytes:
        return published(urlsplit(url).path, at=chain.at).body

    stranger = Outside(
        resolver=lambda name: Resolution(parse_object(fetch(did.web_url(name))), "the net"),
        status_fetcher=lambda url: Fetched(fetch(url), "the net"),
    )
    assert verify_credential(fetch(card.url), stranger, at=chain.at).verified is True


def test_did_of_an_organisation_is_published_under_its_path(chain: Chain) -> None:
    made = create_identity(STEWARD, path="provider", organisation=chain.world.provider, name="P", at=chain.at)
    assert json.loads(published("provider/did.json", at=chain.at).body)["id"] == made.id
    card = chain.credential()
    assert card.issuer == made.id


@pytest.mark.parametrize(
    "path", ["", "/", "did.json/x", "x/did.json", "status/stl-0", "credentials/crd-0", "../keys/x", "status/a/b"]
)
def test_anything_else_is_not_found(chain: Chain, path: str) -> None:
    chain.credential()
    with pytest.raises(NotFound):
        published(path, at=chain.at)


def test_log_page_hands_out_a_proof_of_every_entry_also_of_what_an_address_names(chain: Chain) -> None:
    """That a version was superseded is told of the credential by its identifier; older leaves named its address."""
    chain.battery()
    first, _second = chain.passport().credential, chain.passport()
    old = Leaf("credentials.status.set", first.url, "ab" * 32, chain.at)
    Entry.objects.create(kind=old.kind, subject=old.subject, content_digest="ab" * 32, at=old.at, data=old.data)
    place_queued()
    html = Client().get("/log/").content.decode()
    hrefs = re.findall(r'href="(/log/proof/[^"]+)"', html)
    assert first.url in html
    assert [entry.subject for entry in entries(subject=first.id)] == [first.id]
    assert len(hrefs) == len(entries())
    assert {Client().get(href).status_code for href in hrefs} == {200}
    (digest,) = (entry.content_digest for entry in entries() if "/" in entry.subject)
    assert Client().get(f"/api/v1/log/inclusion/{digest}").content.startswith(b"c2sp.org/tlog-proof")
    assert Client().get(f"/log/proof/{'0' * 64}/").status_code == 404


def test_message_is_told_by_the_home_until_it_is_taken_back_and_revokes_nothing(chain: Chain) -> None:
    """The schema of UNTP takes one entry, and that is the one of suspension: no list of messages is named in it."""
    card, before = chain.credential(), chain.at
    actor = Actor("per-desk", chain.certificate.provider, frozenset({Role.STEWARD}))

    def told_of() -> tuple[str, str]:
        found = checking.check_own(card.id, at=chain.at)
        (one,) = (check for check in found.checks if check.name == "status")
        assert (found.verified, one.result) == (True, "passed")
        return one.code, one.reason

    for text, says in (("contested", "Somebody disputes it"), ("corrected", "It held an error"), ("nothing", "")):
        tell_credential_status(actor, subject=card.url, text=text, at=chain.later(hours=1).at)
        place_queued()
        code, reason = told_of()
        assert (code, says in reason) == ("status.clear_with_message" if says else "status.clear", True)
    chain.at = before
    assert told_of()[0] == "status.clear"
