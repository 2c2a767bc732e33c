"""What an organisation issued in time stays checkable after its identity has ended, here and from its bundle."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from orepass.credentials import queries as credentials
from orepass.credentials.actions import create_identity, deactivate_identity, retire_key, rotate_identity
from orepass.credentials.rules import jose
from orepass.credentials.rules.anchors import read_anchors, write_anchors
from orepass.credentials.rules.bundle import read_bundle, write_bundle
from orepass.credentials.rules.verification import Verification
from orepass.custody.actions import hold_lots
from orepass.party.actions import record_number
from orepass.passport import bundling, checking, queries
from orepass.passport.queries import PassportCard
from orepass.platform import home
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain, results
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["with a history", "without one"])
def passport(chain: Chain, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> PassportCard:
    if request.param == "without one":
        monkeypatch.setattr("orepass.credentials.actions.history._published", lambda _did: False)
    assert home.is_demonstration()
    create_identity(STEWARD, path="mine", organisation=chain.world.client, name="Mine", at=chain.at)
    made = chain.passport()
    assert made.credential.issuer == mine()
    assert bool(credentials.identity_card(mine()).history_did) is (request.param == "with a history")
    return made


def mine() -> str:
    return f"{credentials.own_did()}:mine"


def end(chain: Chain) -> None:
    deactivate_identity(STEWARD, did=mine(), at=chain.later(days=1).at)
    place_queued()


def from_bundle(name: str, chain: Chain) -> Verification:
    """Write the bundle and what its readers rely upon, and read both, as a reader elsewhere does."""
    anchors = read_anchors(json.dumps(write_anchors(bundling.own_anchors())))
    bundle = read_bundle(json.dumps(write_bundle(bundling.bundle_of(name, at=chain.at))))
    return bundling.check_bundle(bundle, anchors=anchors, at=chain.at)


def code(found: Verification, name: str) -> str:
    return next(check.code for check in found.checks if check.name == name)


def test_passport_issued_in_time_is_confirmed_after_the_end_here_and_from_its_bundle(
    chain: Chain, passport: PassportCard
) -> None:
    known_before = bundling.own_anchors()
    end(chain)
    here, there = checking.check_own(passport.id, at=chain.at), from_bundle(passport.id, chain)
    for found in (here, there):
        assert found.verified is True, [one for one in found.checks if one.result != "passed"]
        assert code(found, "key_authorised") == "key.in_time"
    older = bundling.check_bundle(bundling.bundle_of(passport.id, at=chain.at), anchors=known_before, at=chain.at)
    assert older.verified is True
    assert Client().get(f"/api/v1/credentials/{passport.id}/bundle").status_code == 200


def test_status_and_lot_are_told_after_the_end(chain: Chain, passport: PassportCard) -> None:
    end(chain)
    status = queries.document(passport.credential.id)["credentialStatus"]["statusListCredential"]
    assert Client().get(status.removeprefix(credentials.public_base())).status_code == 200
    hold_lots(chain.operator, lots=[passport.product.lot], reason="A doubt.", at=chain.at)
    found = from_bundle(passport.id, chain)
    assert (results(found)["lot"], found.verified) == ("undetermined", None)


def test_certificate_of_a_provider_whose_identity_ended_bears_passports_still(chain: Chain) -> None:
    create_identity(STEWARD, path="mine", organisation=chain.world.provider, name="Provider", at=chain.at)
    record_number(STEWARD, organisation=chain.world.provider, number="506700GE1G29325QX363", at=chain.at)
    certificate = chain.credential()
    passport = chain.passport()
    end(chain)
    assert queries.document(certificate.id)["issuer"]["id"] == mine()
    for found in (checking.check_own(passport.id, at=chain.at), from_bundle(passport.id, chain)):
        assert (results(found)["underlying"], found.verified) == ("passed", True)


def test_key_that_is_told_to_be_compromised_confirms_nothing_though_the_identity_had_ended_before(
    chain: Chain, passport: PassportCard
) -> None:
    end(chain)
    for key in credentials.identity_card(mine()).keys:
        retire_key(STEWARD, key=key.id, compromised=True, at=chain.later(hours=1).at)
    assert checking.check_own(passport.id, at=chain.at).verified is False
    with pytest.raises(credentials.NoKey):
        bundling.bundle_of(passport.id, at=chain.at)


def test_what_an_older_key_signed_is_confirmed_too(chain: Chain, passport: PassportCard) -> None:
    rotate_identity(STEWARD, did=mine(), at=chain.later(hours=1).at)
    end(chain)
    assert checking.check_own(passport.id, at=chain.at).verified is True
    assert from_bundle(passport.id, chain).verified is True


def test_what_the_log_did_not_take_up_before_the_end_is_confirmed_by_no_date_in_it(
    chain: Chain, passport: PassportCard
) -> None:
    end(chain)
    forged = queries.document(passport.credential.id) | {"name": "Signed later, dated back"}
    found = checking.check(jose.sign(forged, credentials.keeper_for(mine())), at=chain.at, offline=True)
    assert found.verified is False
    assert (code(found, "key_authorised"), results(found)["log"]) == ("key.not_shown_in_time", "failed")


def test_document_on_the_web_lists_no_key_after_the_end_and_nobody_signs_with_it(
    chain: Chain, passport: PassportCard
) -> None:
    before = credentials.did_document(mine())
    assert credentials.last_document(mine()) == before
    end(chain)
    after = credentials.did_document(mine())
    assert before is not None
    assert after is not None
    assert (bool(before["verificationMethod"]), after["verificationMethod"]) == (True, [])
    assert credentials.ended_at(mine()) == chain.at
    assert credentials.last_document("did:web:other.example") is None
    with pytest.raises(credentials.NoKey):
        credentials.signer_for(mine())
    assert chain.later(days=1).passport(name="Another name").credential.issuer != mine()
    assert passport.credential.issuer == mine()


def test_embedded_proof_is_made_after_the_end_and_is_that_from_before(chain: Chain, passport: PassportCard) -> None:
    before = queries.embedded(passport.credential.id)
    end(chain)
    assert queries.embedded(passport.credential.id) == before
    assert checking.check(json.dumps(before), at=chain.at + timedelta(days=1), offline=True).verified is True


def test_list_of_an_ended_identity_is_confirmed_in_its_home(chain: Chain, passport: PassportCard) -> None:
    end(chain)
    url = queries.document(passport.credential.id)["credentialStatus"]["statusListCredential"]
    text = credentials.list_at_url(url, at=chain.at)
    assert text is not None
    found = checking.check(text, at=chain.at, offline=True)
    assert (results(found)["key_authorised"], results(found)["log"]) == ("passed", "not_checked")
