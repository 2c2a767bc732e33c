"""What a home puts into a bundle answers alone what the home answers, and nobody's word but the home's is taken."""

import json
from datetime import timedelta

import msgspec
import pytest
from django.test import Client

from orepass.assurance.actions.certificate import suspend_certificate
from orepass.credentials.actions import retire_key
from orepass.credentials.queries import identities
from orepass.credentials.rules.anchors import Anchors, read_anchors, write_anchors
from orepass.credentials.rules.bundle import Bundle, read_bundle, write_bundle
from orepass.credentials.rules.bundle_frames import frames, joined
from orepass.custody.actions import hold_lots
from orepass.kernel.refusal import NotFound
from orepass.passport import bundling, checking
from orepass.passport.actions import revoke_product
from orepass.platform import clock
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain, results
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
UNASKED = {"terms": "not_checked", "version": "not_checked", "identity": "not_checked"}
"""What only the home knows."""
LESS = UNASKED | {"underlying": "not_checked"}
"""A certificate rests on none: only the home itself knows more of it than its own list says."""


def made(chain: Chain, name: str) -> Bundle:
    place_queued()
    return bundling.bundle_of(name, at=chain.at)


def test_bundle_answers_alone_what_the_home_answers(chain: Chain) -> None:
    passport = chain.passport()
    for name in (passport.id, chain.certificate.id):
        place_queued()
        at_home = checking.check_own(name, at=chain.at)
        alone = bundling.check_bundle(made(chain, name), anchors=bundling.own_anchors(), at=chain.at)
        assert at_home.verified is alone.verified is True
        own = results(at_home)
        assert {name: result for name, result in results(alone).items() if own.get(name) != result} in (UNASKED, LESS)


def test_passport_brings_the_certificate_it_rests_on(chain: Chain) -> None:
    passport = chain.passport()
    bundle = made(chain, passport.id)
    assert len(bundle.credentials) == 2
    assert all(held.proof for held in bundle.credentials)
    assert [issuer.did for issuer in bundle.issuers] == [card.id for card in identities()]
    assert bundle.issuers[0].history


def test_bundle_survives_its_file_and_its_codes(chain: Chain) -> None:
    bundle = made(chain, chain.passport().id)
    text = json.dumps(write_bundle(bundle), ensure_ascii=False)
    assert read_bundle(text) == bundle == read_bundle(joined(frames(text)))


def test_suspended_certificate_fails_alone_too(chain: Chain) -> None:
    name = chain.certificate.id
    chain.passport()
    suspend_certificate(chain.certifier, certificate=name, grounds="nonconformity", note="Open.", at=chain.at)
    found = bundling.check_bundle(made(chain, name), anchors=bundling.own_anchors(), at=chain.at)
    assert (found.verified, results(found)["status"]) == (False, "failed")


def test_bundle_of_before_a_revocation_stands_for_its_day_and_no_longer(chain: Chain) -> None:
    passport = chain.passport()
    bundle, anchors = made(chain, passport.id), bundling.own_anchors()
    revoke_product(chain.operator, passport=passport.id, grounds="error", at=chain.at)
    assert bundling.check_bundle(bundle, anchors=anchors, at=chain.at).verified is True
    later = bundling.check_bundle(bundle, anchors=anchors, at=chain.at + timedelta(days=2))
    assert (later.verified, results(later)["status"]) == (None, "undetermined")
    again = bundling.check_bundle(made(chain, passport.id), anchors=anchors, at=chain.at)
    assert (again.verified, results(again)["status"]) == (False, "failed")


def test_bundle_says_how_the_lot_stood_that_day_and_not_on_a_later_one(chain: Chain) -> None:
    card = chain.passport()
    anchors = bundling.own_anchors()
    before = made(chain, card.id)
    hold_lots(chain.operator, lots=[card.product.lot], reason="SECRET REASON", at=chain.at)
    held = made(chain, card.id)
    told = {check.name: check for check in bundling.check_bundle(held, anchors=anchors, at=chain.at).checks}["lot"]
    assert (told.result, told.code) == ("undetermined", "lot.was_on_hold")
    assert "SECRET" not in json.dumps(write_bundle(held))
    earlier = bundling.check_bundle(before, anchors=anchors, at=chain.at)
    assert (earlier.verified, results(earlier)["lot"]) == (True, "passed")
    later = bundling.check_bundle(before, anchors=anchors, at=chain.at + timedelta(days=2))
    assert results(later)["lot"] == "undetermined"


def test_statement_of_another_passport_or_none_at_all_leaves_the_lot_open(chain: Chain) -> None:
    bundle, anchors = made(chain, chain.passport().id), bundling.own_anchors()
    other = msgspec.structs.replace(bundle, statement=made(chain, chain.passport(name="Another name").id).statement)
    for changed in (other, msgspec.structs.replace(bundle, statement="")):
        found = bundling.check_bundle(changed, anchors=anchors, at=chain.at)
        assert (found.verified, results(found)["lot"]) == (None, "undetermined")
    assert made(chain, chain.certificate.id).statement == ""


def test_stranger_relies_on_what_the_home_wrote_and_on_nothing_else(chain: Chain) -> None:
    bundle = made(chain, chain.passport().id)
    handed_over = read_anchors(json.dumps(write_anchors(bundling.own_anchors())))
    assert bundling.check_bundle(bundle, anchors=handed_over, at=chain.at).verified is True
    alone = bundling.check_bundle(bundle, anchors=Anchors(), at=chain.at)
    assert (alone.verified, results(alone)["key_authorised"]) == (None, "undetermined")


def test_key_known_to_be_compromised_opens_every_older_bundle(chain: Chain) -> None:
    bundle = made(chain, chain.passport().id)
    key = next(key for key in identities()[0].keys if key.kind == "P-256")
    retire_key(STEWARD, key=key.id, compromised=True, at=chain.at)
    found = bundling.check_bundle(bundle, anchors=bundling.own_anchors(), at=chain.at)
    assert found.verified is None


def test_nothing_is_bundled_of_what_is_not_there(chain: Chain) -> None:
    with pytest.raises(NotFound):
        bundling.bundle_of("crt-nothing", at=chain.at)


def test_codes_and_file_get_the_same_answer_over_the_api_check_by_check(chain: Chain) -> None:
    bundle = made(chain, chain.passport().id)
    alone = bundling.check_bundle(bundle, anchors=bundling.own_anchors(), at=chain.at)
    text = json.dumps(write_bundle(bundle), ensure_ascii=False)
    codes = "\n\n".join(reversed(frames(text)))
    asked: list[tuple[str, dict[str, object]]] = [("check", {"credential": given}) for given in (text, codes)]
    asked += [("credentials/verify", {"verifiableCredential": given}) for given in (text, codes, json.loads(text))]
    for address, body in asked:
        with clock.frozen_at(chain.at):
            response = Client().post(f"/api/v1/{address}", json.dumps(body), content_type="application/json")
        assert response.status_code == 200, response.content
        answer = response.json()
        assert (answer["verified"], answer["checks"]) == (
            True,
            [
                {"name": one.name, "result": one.result.value, "reason": one.reason, "code": one.code}
                for one in alone.checks
            ],
        )


def test_codes_of_which_one_is_missing_are_refused_over_the_api(chain: Chain) -> None:
    lines = frames(json.dumps(write_bundle(made(chain, chain.passport().id)), ensure_ascii=False))
    for address, name in (("check", "credential"), ("credentials/verify", "verifiableCredential")):
        body = json.dumps({name: "\n".join(lines[1:])})
        response = Client().post(f"/api/v1/{address}", body, content_type="application/json")
        assert (response.status_code, "frames are missing" in response.json()["detail"]) == (422, True)


def test_credentials_beside_a_bundle_do_not_count_and_are_refused(chain: Chain) -> None:
    text = json.dumps(write_bundle(made(chain, chain.passport().id)))
    body = {"verifiableCredential": text, "options": {"alongside": [text]}}
    response = Client().post("/api/v1/credentials/verify", json.dumps(body), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "api.credentials.request")
