"""A passport says what is in a product, from where and how sure; it rests on certificates and is checked with them."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from orepass.assurance.actions.certificate import suspend_certificate, withdraw_certificate
from orepass.credentials import queries as credentials
from orepass.credentials.rules import jose
from orepass.credentials.rules.keys import of_public
from orepass.credentials.rules.status import Fetched
from orepass.kernel.refusal import NotFound
from orepass.passport import checking, queries
from orepass.passport.actions import BadProduct, revoke_product
from orepass.passport.models import IssuedCredential, Passport
from orepass.transparency.actions import place_queued
from orepass.transparency.models import Entry
from tests.actions.passport.chain import Chain, results

pytestmark = pytest.mark.django_db


def test_passport_tells_origins_classes_and_certainty_exactly(chain: Chain) -> None:
    card = chain.passport()
    shares = {line.site_name: (line.share_exact, line.claim_class, line.certificate) for line in card.origins}
    assert shares["Pit 1"][0] == "3/4"
    assert shares["Pit 1"][2] == chain.certificate.id
    assert shares["Other pit"] == ("1/4", "uncertified", "")
    assert (card.certainty.certified, card.certainty.uncertified, card.certainty.unknown) == ("3/4", "1/4", "0")
    assert [state.status_now for state in card.certificates] == ["active"]


def test_passport_says_what_may_be_claimed_apart_from_where_it_came_from(chain: Chain) -> None:
    claim = chain.passport().claim
    assert (claim.model, claim.share_exact, claim.percent) == ("controlled_blending", "3/4", 75)
    assert (claim.certificates, dict(claim.lost)) == ((chain.certificate.id,), {"uncertified": "1/4"})
    assert "75 %" in claim.wordings["contains_percent"]["fr"]
    subject = queries.embedded(chain.passport().id)["credentialSubject"]
    said, origin = subject["performanceClaim"]
    assert said["claimedPerformance"][0]["measure"]["value"] == 75
    assert (said["name"], origin["name"]) == ("Claim: controlled blending, 75 %, 300 kg", "Where it came from")


def test_passport_passes_every_check_and_names_the_certificate_beneath(chain: Chain) -> None:
    card = chain.passport()
    verification = checking.check_own(card.id, at=chain.at)
    assert verification.verified is True, [(c.name, c.result, c.reason) for c in verification.checks]
    assert set(results(verification).values()) == {"passed"}
    beneath = next(check for check in verification.checks if check.name == "underlying")
    assert chain.certificate.id in beneath.reason


def test_certificate_suspended_later_shows_then_and_now_and_opens_a_question(chain: Chain) -> None:
    card = chain.passport()
    chain.later(days=2)
    suspend_certificate(
        chain.certifier, certificate=chain.certificate.id, grounds="nonconformity", note="Open.", at=chain.at
    )
    state = queries.passport_card(card.id, on=chain.at.date()).certificates[0]
    assert (state.status_then, state.status_now) == ("active", "suspended")
    verification = checking.check_own(card.id, at=chain.at)
    assert (verification.verified, results(verification)["underlying"]) == (True, "undetermined")


def test_certificate_withdrawn_later_fails_the_check(chain: Chain) -> None:
    card = chain.passport()
    chain.later(days=2)
    withdraw_certificate(chain.certifier, certificate=chain.certificate.id, grounds="fraud", note="Found.", at=chain.at)
    verification = checking.check_own(card.id, at=chain.at)
    assert (verification.verified, results(verification)["underlying"]) == (False, "failed")


def test_certificate_without_a_credential_is_checked_in_the_register(chain: Chain) -> None:
    IssuedCredential.objects.all().delete()
    card = chain.passport()
    checks = checking.check_own(card.id, at=chain.at).checks
    last = next(check for check in checks if check.name == "underlying")
    assert (last.name, last.result.value, card.certificates[0].line.credential) == ("underlying", "passed", "")
    assert chain.certificate.id in last.reason


def test_issued_again_it_gets_a_second_version_and_the_first_stays_readable(chain: Chain) -> None:
    first = chain.passport()
    second = chain.later(days=1).passport(name="Traction battery, corrected")
    assert (first.id, second.version, second.versions) == (second.id, 2, 2)
    assert queries.passport_card(first.id, version=1).product.name == "Traction battery"


def test_the_version_before_is_told_to_be_superseded_and_is_not_revoked(chain: Chain) -> None:
    first = chain.passport()
    second = chain.later(days=1).passport(name="Traction battery 2")
    told = [
        {status.purpose: (status.is_set, status.message) for status in credentials.status_of(one.url, at=chain.at)}
        for one in (first.credential, second.credential)
    ]
    assert told[0] == {"revocation": (False, ""), "message": (True, "superseded")}
    assert told[1] == {"revocation": (False, ""), "message": (False, "")}
    assert not queries.passport_card(first.id, version=1).revoked
    assert checking.check_own(first.credential.id, at=chain.at).verified is True
    answer = Client().get(f"/api/v1/credentials/{first.credential.id}/status").json()
    assert answer["messages"] == ["superseded"]
    assert [entry["statusPurpose"] for entry in answer["credentialStatus"]] == ["revocation", "message"]
    assert checking.check_own(first.credential.id, at=chain.at).verified is True


def test_revoked_passport_fails_its_status_for_good(chain: Chain) -> None:
    card = chain.passport()
    assert revoke_product(chain.operator, passport=card.id, grounds="recalled", at=chain.at).revoked
    verification = checking.check_own(card.id, at=chain.at)
    assert (verification.verified, results(verification)["status"]) == (False, "failed")


def test_stranger_gets_no_passport_for_a_lot_and_cannot_revoke(chain: Chain) -> None:
    card = chain.passport()
    chain.operator, owner = chain.stranger, chain.operator
    with pytest.raises(NotFound):
        chain.passport()
    with pytest.raises(NotFound):
        revoke_product(chain.stranger, passport=card.id, grounds="", at=chain.at)
    chain.operator = owner
    assert not queries.passport_card(card.id, on=chain.at.date()).revoked
    assert (Passport.objects.count(), IssuedCredential.objects.filter(kind="product").count()) == (1, 1)


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"name": "x" * 300}, {"category_code": "8507"}, {"category_code": "85O760"}]
)
def test_product_that_cannot_be_named_is_refused_and_nothing_is_signed(chain: Chain, change: dict[str, str]) -> None:
    entries = Entry.objects.count()
    with pytest.raises(BadProduct):
        chain.passport(**change)
    assert (Passport.objects.count(), Entry.objects.count()) == (0, entries)


def test_passport_whose_certificate_link_was_changed_fails(chain: Chain) -> None:
    card = chain.passport()
    document = queries.embedded(card.id)
    document["credentialSubject"]["performanceClaim"][0]["evidence"][0]["digestMultibase"] = "zQm1"
    outcome = results(checking.check(json.dumps(document), at=chain.at, offline=True))
    assert (outcome["proof"], outcome["underlying"], outcome["log"]) == ("failed", "failed", "failed")


def test_passport_that_waits_for_the_log_is_undetermined_not_verified(chain: Chain) -> None:
    card = chain.passport()
    Entry.objects.filter(content_digest=card.credential.digest).update(index=None)
    verification = checking.check_own(card.id, at=chain.at)
    assert (verification.verified, results(verification)["log"]) == (None, "undetermined")
    place_queued()


class _Abroad:
    """An issuer that this home knows nothing of but its key."""

    algorithm = "EdDSA"

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
        text = of_public(self.key.public_key()).multibase
        self.did = f"did:key:{text}"
        self.key_id = f"{self.did}#{text}"

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data)


@pytest.mark.parametrize(
    ("change", "offline", "result"),
    [
        ({}, False, "passed"),
        ({}, True, "undetermined"),
        ({"validUntil": "2020-01-01T00:00:00Z"}, False, "failed"),
        ({"issuer": "did:web:elsewhere.example"}, False, "failed"),
        ({"credentialStatus": {"type": "BitstringStatusListEntry"}}, False, "failed"),
        ({"credentialStatus": {"type": "https://example.org/#Other", "id": "urn:x:1"}}, False, "undetermined"),
    ],
)
def test_foreign_certificate_beneath_counts_with_all_its_own_checks(
    chain: Chain, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], *, offline: bool, result: str
) -> None:
    abroad = _Abroad()
    foreign = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://abroad.example/crt-1",
        "type": ["VerifiableCredential"],
        "issuer": abroad.did,
        "credentialSubject": {"id": "https://abroad.example/mine"},
        **change,
    }
    token = jose.sign(foreign, abroad)
    monkeypatch.setattr("orepass.credentials.fetching.fetch", lambda _url, **_how: Fetched(token, "abroad.example"))
    document = queries.embedded(chain.passport().id)
    link = document["credentialSubject"]["performanceClaim"][0]["evidence"][0]
    link["linkURL"] = "https://abroad.example/crt-1"
    del link["digestMultibase"]
    found = checking.check(json.dumps(document), at=chain.at, offline=offline)
    assert results(found)["underlying"] == result
