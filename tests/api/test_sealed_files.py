"""Evidence sealed for one reader, and the credential that links to it: its signature binds the sealed file."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from django.test import Client

from orepass.credentials import queries
from orepass.credentials.actions import create_identity, make_agreement_key, share_evidence
from orepass.credentials.rules.keys import multibase_digest
from orepass.platform.access import Actor, Role
from orepass.platform.actions import perform_from_json
from orepass.platform.files import store_evidence
from orepass.platform.home import mark_as_demonstration
from orepass.transparency.actions import place_queued
from tests.api.reading import client_for
from tests.api.test_credentials_api import SYSTEM, credential, member, post, told
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def certifier(own_home_for_each_test: object, db: None) -> Actor:
    mark_as_demonstration("x")
    inputs = {"path": "vc", "organisation": "org-VC", "name": "Issuer"}
    perform_from_json(SYSTEM, "credentials.identity.create", inputs)
    return member("org-VC", Role.CERTIFIER)


def test_credential_binds_sealed_evidence_by_its_link_and_digest(certifier: Actor) -> None:
    owner = Actor("per-A", "org-MINE", frozenset({Role.OPERATOR}))
    create_identity(STEWARD, path="reader", organisation="org-READER", name="Reader", at=NOW)
    make_agreement_key(STEWARD, did=f"{queries.own_did()}:reader", role="buyer", at=NOW)
    content = base64.b64encode(b"%PDF-1.7 assay").decode()
    file = store_evidence(owner, name="assay.pdf", media_type="application/pdf", content_base64=content)
    card = share_evidence(owner, evidence=file.id, organisation="org-READER", role="buyer", at=NOW)
    written = credential(relatedResource=[card.link])
    response = post(client_for(certifier), "credentials/issue", {"credential": written, "options": {}})
    assert response.status_code == 201, response.content
    place_queued()
    found = told(Client(), response.json()["verifiableCredential"])
    assert found["verified"] is True
    assert {one["name"]: one["code"] for one in found["checks"]}["related"] == "related.as_named"
    assert found["document"]["relatedResource"] == [card.link]
    fetched = Client().get(f"/api/v1/sealed/{card.id}")
    digest = multibase_digest(hashlib.sha256(fetched.content).hexdigest())
    assert digest == found["document"]["relatedResource"][0]["digestMultibase"]
