"""What is issued here, held against the checklist of a conformant issuer where no other test holds a clause of it.

Where a clause is met in part, or by something else, docs/conformance.yaml says so, and this shows what stands there.
"""

import json
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from orepass.credentials import queries as credentials
from orepass.credentials.actions import create_identity
from orepass.credentials.rules import jose, status_list
from orepass.credentials.rules.keys import multibase_digest
from orepass.kernel.digest import digest_bytes
from orepass.party.actions import record_number, withdraw_accreditation
from orepass.party.queries import accreditations_of
from orepass.passport import checking, queries
from orepass.passport.actions import NotIssuable, ReservedType, issue_anchor, issue_document
from orepass.passport.models import IssuedCredential
from orepass.passport.paper import printing
from orepass.passport.paper.certificate import certificate_paper
from orepass.passport.untp.v0_7_0.product_writing import product_passport
from orepass.web.views.papers import PRINTED
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.certification import STEWARD

W3C, UNTP = "https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/"
PROVIDERS_LEI, MAKERS_LEI = "506700GE1G29325QX363", "5493001KJTIIGC8Y1R12"
pytestmark = [pytest.mark.conformance, pytest.mark.django_db]


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def signed(name: str) -> dict[str, Any]:
    """Return the payload of the token that is published."""
    return jose.parse_token(queries.token(name)).payload


def issued(chain: Chain) -> dict[str, tuple[Any, dict[str, Any]]]:
    passport = chain.passport().credential
    return {card.kind: (card, signed(card.id)) for card in (chain.credential(), queries.credential_for(passport.id))}


def test_contexts_stand_in_their_order_and_none_catches_all(chain: Chain) -> None:
    found = issued(chain)
    assert set(found) == {"certificate", "product"}
    for _card, document in found.values():
        assert document["@context"] == [W3C, UNTP]
        assert "@vocab" not in json.dumps(document)


def test_issuer_is_an_object_with_its_did_and_its_entry_in_the_register(chain: Chain) -> None:
    for card, document in issued(chain).values():
        assert (document["id"], document["issuer"]["id"]) == (card.url, card.issuer)
        assert document["issuer"]["id"].startswith("did:web:")
        (also,) = document["issuer"]["issuerAlsoKnownAs"]
        assert (also["registeredId"], also["name"]) == (card.organisation, document["issuer"]["name"])
        assert document["name"]
        assert datetime.fromisoformat(document["validFrom"]) <= chain.at


def test_numbers_of_other_registers_are_told_of_the_issuer_and_change_the_credential(chain: Chain) -> None:
    before = chain.credential()
    for organisation, number in ((chain.world.provider, PROVIDERS_LEI), (chain.world.client, MAKERS_LEI)):
        create_identity(STEWARD, path=organisation, organisation=organisation, name="Own", at=chain.at)
        record_number(STEWARD, organisation=organisation, number=number, at=chain.at)
    for card, document in issued(chain).values():
        own, lei = document["issuer"]["issuerAlsoKnownAs"]
        assert own["registeredId"] == card.organisation
        assert (
            lei["registeredId"]
            == {chain.world.provider: PROVIDERS_LEI, chain.world.client: MAKERS_LEI}[card.organisation]
        )
        assert lei["idScheme"]["name"] == "Legal Entity Identifier (ISO 17442)"
        assert checking.check_own(card.id, at=chain.at).verified is True
    after = chain.credential()
    assert (after.version, chain.credential().id) == (before.version + 1, after.id)


def test_home_that_signs_for_an_organisation_takes_none_of_its_numbers_for_its_own_did(chain: Chain) -> None:
    for organisation, number in ((chain.world.provider, PROVIDERS_LEI), (chain.world.client, MAKERS_LEI)):
        record_number(STEWARD, organisation=organisation, number=number, at=chain.at)
    for card, document in issued(chain).values():
        assert document["issuer"]["id"] == credentials.own_did()
        assert [one["registeredId"] for one in document["issuer"]["issuerAlsoKnownAs"]] == [card.organisation]
    assert chain.credential().version == 1


def test_anchor_of_this_register_links_the_did_of_an_issuer_with_its_entry(chain: Chain) -> None:
    create_identity(STEWARD, path="provider", organisation=chain.world.provider, name="P", at=chain.at)
    anchor = signed(issue_anchor(STEWARD, organisation=chain.world.provider, at=chain.at).id)
    record_number(STEWARD, organisation=chain.world.provider, number=PROVIDERS_LEI, at=chain.at)
    certificate = signed(chain.credential().id)
    subject = anchor["credentialSubject"]
    assert subject["id"] == certificate["issuer"]["id"] == f"{credentials.own_did()}:provider"
    assert subject["registeredId"] == certificate["issuer"]["issuerAlsoKnownAs"][0]["registeredId"]
    assert anchor["issuer"]["id"] == credentials.own_did()


def test_each_fault_is_named_by_its_place_before_anything_is_signed(chain: Chain) -> None:
    create_identity(STEWARD, path="provider", organisation=chain.world.provider, name="P", at=chain.at)
    faulty = {
        "@context": [W3C],
        "type": ["VerifiableCredential"],
        "name": 5,
        "validFrom": "yesterday",
        "credentialSubject": [{"id": "urn:x:mine"}, {}],
    }
    with pytest.raises(NotIssuable) as refusal:
        issue_document(chain.certifier, document=json.dumps(faulty), at=chain.at)
    assert {found.where for found in refusal.value.findings} == {"/name", "/validFrom", "/credentialSubject/1"}


def test_name_that_the_contexts_drop_is_refused_by_its_place_before_anything_is_signed(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a writer had a name of its own: the subject's schema is open, and takes any."""

    def spoilt(*args: Any, **named: Any) -> dict[str, Any]:
        made = product_passport(*args, **named)
        return made | {"credentialSubject": made["credentialSubject"] | {"comment": "x"}}

    before = IssuedCredential.objects.count()
    monkeypatch.setattr("orepass.passport.actions.products.product_passport", spoilt)
    with pytest.raises(NotIssuable) as refusal:
        chain.passport(name="Another name")
    assert [found.where for found in refusal.value.findings] == ["/credentialSubject/comment"]
    assert IssuedCredential.objects.count() == before


def test_whose_a_did_is_only_a_register_says(chain: Chain) -> None:
    anchor = {"@context": [W3C, UNTP], "type": ["DigitalIdentityAnchor", "VerifiableCredential"]}
    create_identity(STEWARD, path="provider", organisation=chain.world.provider, name="P", at=chain.at)
    with pytest.raises(ReservedType):
        issue_document(chain.certifier, document=json.dumps(anchor), at=chain.at)


def test_status_has_an_entry_for_every_purpose_of_which_the_schema_takes_one(chain: Chain) -> None:
    for card, document in issued(chain).values():
        entries = credentials.status_entries(card.url)
        purpose = "suspension" if card.kind == "certificate" else "revocation"
        assert [one["statusPurpose"] for one in entries] == [purpose, "message"]
        assert {one["type"] for one in entries} == {"BitstringStatusListEntry"}
        assert all(one["statusListIndex"].isdecimal() for one in entries)
        inside = document["credentialStatus"]
        assert (inside["type"], inside["statusPurpose"]) == ("BitstringStatusListEntry", purpose)
        assert (inside["statusListIndex"], str(inside["statusListIndex"])) == (
            int(entries[0]["statusListIndex"]),
            entries[0]["statusListIndex"],
        )


def test_list_is_a_signed_credential_with_its_own_period_and_is_long_enough(chain: Chain) -> None:
    for card, document in issued(chain).values():
        address = document["credentialStatus"]["statusListCredential"]
        answer = Client().get(urlsplit(address).path)
        assert answer.status_code == 200
        token = answer.content.decode()
        listed = jose.parse_token(token).payload
        told = checking.check(token, at=datetime.fromisoformat(listed["validFrom"]), offline=True).checks
        found = {check.name: check.result.value for check in told}
        assert {found[name] for name in ("proof", "key_authorised", "issuer_controls_key", "dates", "schema")} == {
            "passed"
        }
        assert (listed["id"], listed["issuer"]) == (address, card.issuer)
        begins, ends = (datetime.fromisoformat(listed[name]) for name in ("validFrom", "validUntil"))
        assert ends - begins == timedelta(hours=24)
        assert listed["credentialSubject"]["ttl"] == 3_600_000
        assert len(status_list.decode(listed["credentialSubject"]["encodedList"])) * 8 >= 131_072


def test_another_end_gets_another_credential_that_the_first_one_leads_to(chain: Chain) -> None:
    first = chain.credential()
    before = signed(first.id)["validUntil"]
    chain.later(days=1)
    (accreditation,) = accreditations_of(chain.world.provider)
    withdrawn_from = date(chain.at.year, chain.at.month, chain.at.day)
    withdraw_accreditation(
        STEWARD, accreditation=accreditation.id, withdrawn_from=withdrawn_from, reason="Lapsed.", at=chain.at
    )
    second = chain.credential()
    assert second.version == first.version + 1
    assert signed(second.id)["validUntil"] < before
    version = {check.name: check for check in checking.check_own(first.id, at=chain.at).checks}["version"]
    assert second.url in version.reason
    told = {one.purpose: one.message for one in credentials.status_of(first.url, at=chain.at)}
    assert told["message"] == "superseded"


def test_each_version_names_the_one_before_it_by_address_and_digest_and_the_first_names_none(chain: Chain) -> None:
    chain.passport()
    again = chain.later(hours=1).passport(description="Another word for it.")
    create_identity(STEWARD, path="provider", organisation=chain.world.provider, name="P", at=chain.at)
    record_number(STEWARD, organisation=chain.world.provider, number=PROVIDERS_LEI, at=chain.at)
    chain.credential()
    for about in (again.id, chain.certificate.id):
        second, first = queries.credentials_about(about)
        assert "relatedResource" not in signed(first.id)
        (before,) = signed(second.id)["relatedResource"]
        served = Client().get(urlsplit(before["id"]).path)
        assert (before["id"], before["mediaType"]) == (first.url, served["Content-Type"])
        assert before["digestMultibase"] == multibase_digest(digest_bytes(served.content))
        changed = served.content[:-1] + (b"A" if served.content[-1:] != b"A" else b"B")
        assert before["digestMultibase"] != multibase_digest(digest_bytes(changed))
        assert checking.check_own(second.id, at=chain.at).verified is True


def test_evidence_is_bound_by_the_digest_of_what_is_linked(chain: Chain) -> None:
    certificate = chain.credential()
    claims = signed(chain.passport().credential.id)["credentialSubject"]["performanceClaim"]
    (link,) = next(claim["evidence"] for claim in claims if "evidence" in claim)
    assert (link["linkURL"], link["digestMultibase"]) == (certificate.url, multibase_digest(certificate.digest))


def test_views_for_people_are_named_and_are_made_from_what_was_signed(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []
    PRINTED.forget()
    monkeypatch.setattr(printing, "_pdf", lambda text: pages.append(text) or b"%PDF-")
    card = chain.credential()
    document = signed(card.id)
    views = {view["mediaType"]: urlsplit(view["url"]).path for view in document["renderMethod"]}
    assert set(views) == {"text/html", "application/pdf"}
    for kind, path in views.items():
        answer = Client().get(path)
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)
    certificate_paper(chain.certificate.id, at=chain.at).pdf()
    subject = document["credentialSubject"]
    assert IssuedCredential.objects.get(pk=card.id).digest in pages[-1]
    assert printing.qr_picture(subject["id"]) in pages[-1]
    assert subject["issuedToParty"]["name"] in pages[-1]
