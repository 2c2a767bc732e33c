"""A claim is covered by a certificate that holds, of an issuer that is known or admitted, in force on its day."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from orepass.assurance.actions.certificate import Grounds, suspend_certificate, withdraw_certificate
from orepass.assurance.models import CertificateSite
from orepass.credentials import queries as credentials
from orepass.passport import checking, queries, trust
from orepass.passport.actions import Part, issue_anchor
from orepass.passport.actions.anchors import challenge_for
from orepass.passport.models import IssuedCredential
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain
from tests.actions.passport.strangers import CAB, MINE, OTHER_CAB, REGISTRY, STATE, Party, attestation, declared, told
from tests.actions.passport.test_identity_anchors import presented
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
LOT, PIT, CRITERION = "urn:x:lot", "https://mine.example/pit", "urn:x:criterion"
DCC = "urn:x:certificate"
DAY = "2026-01-15"
COVERED = [("passed", "Each criterion of its 1 claims is covered by a certificate.")]


def passport(chain: Chain, by: Party = MINE, criterion: str = CRITERION, **claim: Any) -> str:
    said = {"id": "urn:x:claim", "referenceCriteria": [{"id": criterion}], "claimDate": DAY, **claim}
    subject = {"id": LOT, "producedAtFacility": {"id": PIT}, "performanceClaim": [said]}
    return by.signed("DigitalProductPassport", subject, chain.at)


def facility(name: str) -> dict[str, Any]:
    return {"assessedFacility": [{"facility": {"type": ["Facility"], "id": name, "name": "x"}}]}


def product(name: str) -> dict[str, Any]:
    return {"assessedProduct": [{"product": {"type": ["Product"], "id": name, "name": "x"}}]}


def certificate(chain: Chain, by: Party = CAB, about: dict[str, Any] | None = None, **changes: Any) -> str:
    criterion = {"type": ["Criterion"], "id": CRITERION, "name": "x"}
    assessment = {"assessmentCriteria": [criterion], "conformance": True, **(about or product(LOT))}
    subject = attestation(assessment, **changes.pop("subject", {}))
    return by.signed("DigitalConformityCredential", subject, chain.at, **{"id": DCC, **changes})


def admitted(authority: str) -> dict[str, Any]:
    """An attestation whose assessor names who admitted it, and links to the evidence."""
    evidence = {"linkURL": "urn:x:accreditation", "linkName": "x"}
    named = {"type": ["Party"], "id": authority, "name": "x"}
    return {"authorisation": [{"name": "x", "issuingAuthority": named, "endorsementEvidence": evidence}]}


def refused(chain: Chain, text: str, *alongside: str) -> str:
    """The reason why the one certificate does not count; the claim stays open and the whole is none the worse."""
    found = checking.check(text, at=chain.at, offline=True, alongside=alongside)
    claims = [check for check in found.checks if check.name == "claims"]
    assert [(check.result.value, check.required) for check in claims] == [("undetermined", False)] * 2
    assert claims[-1].reason.startswith("0 of 1 claims")
    return claims[0].reason


def test_certificate_of_a_trusted_issuer_about_the_same_product_covers_the_claim(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    assert told(chain, passport(chain), certificate(chain)) == COVERED


def test_certificate_of_a_pit_covers_what_comes_from_there_by_the_word_of_a_known_issuer_only(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    assert "the word of an unknown issuer" in refused(chain, passport(chain), certificate(chain, about=facility(PIT)))
    declared(chain, MINE.did, Part.ISSUER)
    assert told(chain, passport(chain), certificate(chain, about=facility(PIT))) == COVERED


def test_certificate_of_an_issuer_that_the_reader_relies_upon_covers_the_claim(chain: Chain) -> None:
    text, brought, elsewhere = passport(chain), certificate(chain), "did:web:elsewhere.example"
    for relied, covered in (([CAB.did], "passed"), ([elsewhere], "undetermined"), ([], "undetermined")):
        found = checking.check(text, at=chain.at, offline=True, alongside=[brought], relied=relied)
        assert [check.result.value for check in found.checks if check.name == "claims"][-1] == covered
    assert {check.name: check.result for check in found.checks}["identity"] == "undetermined"


def test_reader_names_over_the_api_whom_to_rely_upon(chain: Chain) -> None:
    anchors = {"format": "orepass-anchors", "version": 1, "issuers": [{"did": MINE.did, "keys": []}]}
    credential = json.loads(MINE.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at))
    for given, status, identity in (
        (anchors, 200, "passed"),
        (None, 200, "undetermined"),
        ({}, 422, ""),
        ([], 400, ""),
    ):
        body = {"verifiableCredential": credential, "options": {"anchors": given}}
        response = Client().post("/api/v1/credentials/verify", json.dumps(body), content_type="application/json")
        checks = {check["name"]: check["result"] for check in response.json().get("checks", ())}
        assert (response.status_code, checks.get("identity", "")) == (status, identity)


def test_certificate_of_an_issuer_anchored_by_a_trusted_register_covers_the_claim(chain: Chain) -> None:
    declared(chain, REGISTRY.did, Part.REGISTER)
    assert told(chain, passport(chain), certificate(chain), REGISTRY.anchors(CAB, chain.at)) == COVERED


def anchored(chain: Chain, party: Party) -> None:
    """Take somebody elsewhere into the register of this home, as one of its members."""
    name, home = chain.world.client, credentials.own_did()
    asked = {"challenge": challenge_for(name, chain.at.date()), "domain": home}
    text = presented(party.did, party, chain.at, **asked)
    issue_anchor(STEWARD, organisation=name, did=party.did, presentation=text, at=chain.at)
    place_queued()


def test_member_of_our_register_does_not_certify_itself(chain: Chain) -> None:
    anchored(chain, MINE)
    told_why = refused(chain, passport(chain), certificate(chain, by=MINE))
    assert "says who its issuer" in told_why
    assert "no trusted accreditor endorses it" in told_why
    declared(chain, MINE.did, Part.ISSUER)
    assert told(chain, passport(chain), certificate(chain, by=MINE)) == COVERED


def test_word_of_a_member_of_our_register_joins_the_certificate_of_another_to_its_goods(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    anchored(chain, MINE)
    assert told(chain, passport(chain), certificate(chain, about=facility(PIT))) == COVERED


def test_certificate_of_an_assessor_that_a_trusted_accreditor_endorses_covers_the_claim(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    text = certificate(chain, subject=admitted(STATE.did))
    assert "is not known here" in refused(chain, passport(chain), text)
    for scope, counts in (({}, False), ({"registrationScope": ["urn:x:scheme"]}, True)):
        signed = STATE.signed("SomeAccreditation", {"id": CAB.did, **scope}, chain.at, id="urn:x:accreditation")
        assert (told(chain, passport(chain), text, signed) == COVERED) is counts


def test_certificate_of_an_unknown_issuer_that_a_stranger_brings_along_covers_nothing(chain: Chain) -> None:
    reason = refused(chain, passport(chain), certificate(chain))
    assert reason == (
        f"{DCC} does not count: its issuer {CAB.did} is not known here, and no trusted accreditor endorses it."
    )


def test_issuer_that_recognises_itself_is_unknown_still(chain: Chain) -> None:
    signed = CAB.signed("SomeAccreditation", {"id": CAB.did}, chain.at, id="urn:x:accreditation")
    brought = (certificate(chain, subject=admitted(CAB.did)), signed, CAB.anchors(CAB, chain.at))
    assert "is not known here" in refused(chain, passport(chain), *brought)


def test_maker_that_certifies_itself_is_unknown_still(chain: Chain) -> None:
    assert "is not known here" in refused(chain, passport(chain), certificate(chain, by=MINE))


@pytest.mark.parametrize(
    "about",
    [
        facility("https://mine.example/other-pit"),
        product("urn:x:other-lot"),
    ],
    ids=["another site", "another product"],
)
def test_certificate_about_something_else_covers_nothing(chain: Chain, about: dict[str, Any]) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    assert "about another product or site" in refused(chain, passport(chain), certificate(chain, about=about))


def test_link_of_an_unknown_issuer_joins_no_certificate_of_another_site_and_that_of_a_known_one_does(
    chain: Chain,
) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    elsewhere = certificate(chain, about=facility("urn:x:elsewhere"))
    linked = passport(chain, evidence=[{"linkURL": DCC}])
    assert "the word of an unknown issuer" in refused(chain, linked, elsewhere)
    declared(chain, MINE.did, Part.ISSUER)
    assert told(chain, linked, elsewhere) == COVERED
    bound = passport(chain, evidence=[{"linkURL": DCC, "digestMultibase": "zOther"}])
    assert "not the document that the claim links to" in refused(chain, bound, elsewhere)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"validUntil": "2026-01-01T00:00:00Z"}, "It was valid until 2026-01-01"),
        ({"validFrom": "2026-02-01T00:00:00Z"}, "It is not valid before 2026-02-01"),
        ({"credentialStatus": {"type": "BitstringStatusListEntry"}}, "“status”"),
    ],
)
def test_certificate_that_was_not_in_force_on_the_day_covers_nothing(
    chain: Chain, changes: dict[str, Any], why: str
) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    assert why in refused(chain, passport(chain), certificate(chain, **changes))


def test_certificate_that_has_expired_since_covers_what_was_claimed_while_it_was_in_force(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    assert told(chain, passport(chain), certificate(chain, validUntil="2026-01-16T00:00:00Z")) == COVERED


def test_claim_of_a_day_to_come_is_held_against_today(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    ahead = passport(chain, claimDate="2999-01-01")
    assert told(chain, ahead, certificate(chain)) == COVERED
    ended = (chain.at - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "It was valid until" in refused(chain, ahead, certificate(chain, validUntil=ended))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "never", 5, None])
def test_claim_of_an_odd_day_is_answered(chain: Chain, day: Any) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    answer = told(chain, passport(chain, claimDate=day), certificate(chain))[-1][0]
    assert answer == ("undetermined" if day == "0001-01-01" else "passed")


def test_token_that_had_ended_by_the_day_covers_nothing(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    assert "It was valid until" in refused(chain, passport(chain), certificate(chain, exp=1_700_000_000))


def test_forged_certificate_covers_nothing(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    forged = json.loads(certificate(chain, about=product("urn:x:other-lot")))
    forged["credentialSubject"]["conformityAssessment"][0]["assessedProduct"][0]["product"]["id"] = LOT
    assert "because of its check “proof”" in refused(chain, passport(chain), json.dumps(forged))


def test_what_does_not_say_that_the_criterion_is_met_covers_nothing(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ISSUER)
    about = {**product(LOT), "conformance": False}
    assert "does not say that the criterion is met" in refused(chain, passport(chain), certificate(chain, about=about))


def test_two_certificates_are_each_told_of_and_the_good_one_covers(chain: Chain) -> None:
    bad, good = certificate(chain), certificate(chain, by=OTHER_CAB, id="urn:x:good")
    declared(chain, OTHER_CAB.did, Part.ISSUER)
    assert told(chain, passport(chain), bad, good) == COVERED


def test_claims_without_a_certificate_at_hand_are_told_by_criterion(chain: Chain) -> None:
    found = told(chain, passport(chain))
    assert found == [
        ("undetermined", f"0 of 1 claims are covered by certificates; no certificate at hand covers {CRITERION}.")
    ]


def ours(chain: Chain, **claim: Any) -> str:
    """A passport of a maker that is known, which says what our certificate says of our own pit."""
    if not trust.trusted_at(chain.at):
        declared(chain, MINE.did, Part.ISSUER)
    assessment = queries.document(chain.certificate.id)["credentialSubject"]["conformityAssessment"][0]
    subject = {
        "id": LOT,
        "producedAtFacility": {"id": assessment["assessedFacility"][0]["facility"]["id"]},
        "performanceClaim": [
            {
                "id": "urn:x:claim",
                "referenceCriteria": [{"id": assessment["assessmentCriteria"][0]["id"]}],
                "claimDate": chain.at.date().isoformat(),
                **claim,
            }
        ],
    }
    return MINE.signed("DigitalProductPassport", subject, chain.at)


def test_claims_of_our_passport_are_covered_by_the_certificates_it_links_to(chain: Chain) -> None:
    name = chain.passport().id
    assert told(chain, queries.token(name))[-1][0] == "passed"


def test_certificate_that_was_withdrawn_covers_nothing_any_more(chain: Chain) -> None:
    name = chain.passport().id
    stranger, own = ours(chain), chain.certificate.id
    withdraw_certificate(chain.certifier, certificate=own, grounds=Grounds.MISUSE, note="Forged.", at=chain.at)
    found = told(chain, queries.token(name))
    assert found[-1][0] == "undetermined"
    assert "it was withdrawn" in found[0][1]
    assert "it was withdrawn" in refused(chain, stranger, queries.token(own))


def test_certificate_that_is_suspended_covers_what_our_passport_relied_upon_and_no_new_claim(chain: Chain) -> None:
    name, before = chain.passport().id, ours(chain)
    own, later = chain.certificate.id, chain.later(days=2).at
    suspend_certificate(chain.certifier, certificate=own, grounds=Grounds.NONCONFORMITY, note="x", at=later)
    token = queries.token(own)
    assert told(chain, queries.token(name))[-1][0] == "passed"
    assert told(chain, before, token)[-1][0] == "passed"
    assert "it was suspended" in refused(chain, ours(chain), token)


def test_site_that_left_the_scope_is_covered_by_no_older_version(chain: Chain) -> None:
    before, token = ours(chain), queries.token(chain.certificate.id)
    day = chain.later(days=2).at.date()
    CertificateSite.objects.filter(certificate=chain.certificate.id).update(valid_before=day)
    assert told(chain, before, token)[-1][0] == "passed"
    assert "had left its scope" in refused(chain, ours(chain), token)


def test_version_whose_certificate_is_not_in_the_register_covers_nothing(chain: Chain) -> None:
    asked, token = ours(chain), queries.token(chain.certificate.id)
    IssuedCredential.objects.filter(about=chain.certificate.id).update(about="crt-GONE")
    assert "not in the register" in refused(chain, asked, token)
