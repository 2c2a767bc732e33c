"""A number that was ended: nothing issued since carries it, and what was issued before says so."""

from typing import Any

import pytest

from orepass.credentials import queries as credentials
from orepass.credentials.actions import create_identity
from orepass.credentials.rules.verification import Verification
from orepass.party.actions import end_number, record_number
from orepass.passport import bundling, checking, queries
from orepass.platform import clock
from tests.actions.passport.chain import Chain, results
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
LEI = "506700GE1G29325QX363"


@pytest.fixture
def lei(chain: Chain) -> str:
    create_identity(STEWARD, path="mine", organisation=chain.world.client, name="Mine", at=chain.at)
    return record_number(STEWARD, organisation=chain.world.client, number=LEI, at=chain.at).id


def end(chain: Chain, number: str) -> None:
    end_number(STEWARD, number=number, reason="It was another company's.", at=chain.later(hours=1).at)


def named(name: str) -> list[str]:
    return [one["registeredId"] for one in queries.document(name)["issuer"]["issuerAlsoKnownAs"]]


def from_bundle(name: str, chain: Chain) -> Verification:
    with clock.frozen_at(chain.at):
        bundle, anchors = bundling.bundle_of(name, at=chain.at), bundling.own_anchors()
        return bundling.check_bundle(bundle, anchors=anchors, at=chain.at)


def code(found: Verification) -> Any:
    return next((check.code for check in found.checks if check.name == "numbers"), None)


def test_passport_that_names_a_number_since_ended_is_left_open_here_and_in_bundles(chain: Chain, lei: str) -> None:
    passport = chain.passport()
    assert LEI in named(passport.credential.id)
    before, there = checking.check_own(passport.id, at=chain.at), from_bundle(passport.id, chain)
    assert (before.verified, code(before)) == (True, "numbers.on_record")
    assert (there.verified, code(there)) == (True, None)
    began = chain.at
    end(chain, lei)
    for found in (checking.check_own(passport.id, at=chain.at), from_bundle(passport.id, chain)):
        assert (found.verified, code(found)) == (None, "numbers.ended")
    assert checking.check_own(passport.id, at=began).verified is True


def test_further_version_names_no_number_that_was_ended_and_holds(chain: Chain, lei: str) -> None:
    passport = chain.passport()
    end(chain, lei)
    again = chain.later(hours=1).passport()
    assert (again.version, named(again.credential.id)) == (2, [chain.world.client])
    assert passport.credential.id != again.credential.id
    for found in (checking.check_own(again.id, at=chain.at), from_bundle(again.id, chain)):
        assert (found.verified, code(found)) == (True, None)


def test_number_recorded_again_for_the_same_holds_and_for_another_does_not(chain: Chain, lei: str) -> None:
    passport = chain.passport()
    end(chain, lei)
    again = record_number(STEWARD, organisation=chain.world.client, number=LEI, at=chain.at)
    assert checking.check_own(passport.id, at=chain.at).verified is True
    assert from_bundle(passport.id, chain).verified is True
    end(chain, again.id)
    record_number(STEWARD, organisation=chain.world.provider, number=LEI, at=chain.at)
    assert code(checking.check_own(passport.id, at=chain.at)) == "numbers.ended"
    assert code(from_bundle(passport.id, chain)) == "numbers.ended"


def test_certificate_of_a_provider_is_asked_the_same(chain: Chain) -> None:
    create_identity(STEWARD, path="provider", organisation=chain.world.provider, name="P", at=chain.at)
    number = record_number(STEWARD, organisation=chain.world.provider, number=LEI, at=chain.at)
    certificate = chain.credential()
    assert LEI in named(certificate.id)
    end(chain, number.id)
    assert results(checking.check_own(certificate.id, at=chain.at))["numbers"] == "undetermined"
    assert LEI not in named(chain.credential().id)
    assert credentials.identity_for(chain.world.provider).endswith(":provider")


def test_credential_that_names_no_number_has_no_such_check(chain: Chain) -> None:
    assert code(checking.check_own(chain.passport().id, at=chain.at)) is None
