"""Who admitted the assessor: what it says of itself counts for nothing, what a trusted accreditor signed does."""

from typing import Any

import pytest

from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.presented import digest_of, read
from orepass.credentials.rules.status import Fetched
from orepass.passport import checking
from orepass.passport.actions import Part
from tests.actions.passport.chain import Chain
from tests.actions.passport.strangers import CAB, MINE, OTHER_CAB, STATE, Party, declared, party, told

pytestmark = pytest.mark.django_db
ENDED = {"validFrom": "2024-01-01T00:00:00Z", "validUntil": "2024-12-01T00:00:00Z"}
EVIDENCE = "https://state.example/accreditations/7"
SCHEME = "https://scheme.example/responsible-copper"
FOR_THE_SCHEME = {"conformityAssessment": [{"referenceStandard": [{"id": SCHEME}], "conformance": True}]}


def certificate(chain: Chain, *named: dict[str, Any], by: Party = CAB, **changes: Any) -> str:
    """A conformity credential whose assessor names who admitted it."""
    subject = {"id": "urn:x:attestation", "referenceScheme": {"id": SCHEME}, "authorisation": list(named)}
    return by.signed("DigitalConformityCredential", subject, chain.at, **changes)


def named(authority: str, evidence: str = EVIDENCE, digest: str = "") -> dict[str, Any]:
    link = {"linkURL": evidence, **({"digestMultibase": digest} if digest else {})}
    return {"name": "Accreditation", "issuingAuthority": {"id": authority}, "endorsementEvidence": link}


def endorsement(chain: Chain, by: Party, of: str, *above: dict[str, Any], **changes: Any) -> str:
    subject = {"id": "urn:x:accreditation", "issuedToParty": {"id": of}, "authorisation": list(above)} | FOR_THE_SCHEME
    return by.signed("SomeAccreditation", subject, chain.at, **{"id": EVIDENCE, **changes})


def recognition(chain: Chain, text: str, *alongside: str) -> tuple[str, str]:
    found = told(chain, text, *alongside, name="recognition")
    assert len(found) == 1
    return found[0]


def test_endorsement_that_a_trusted_accreditor_signed_recognises_the_assessor(chain: Chain) -> None:
    text, signed = certificate(chain, named(STATE.did)), endorsement(chain, STATE, CAB.did)
    assert recognition(chain, text, signed) == (
        "undetermined",
        f"The assessor is endorsed by {STATE.did}, which nobody known here trusts to accredit.",
    )
    declared(chain, STATE.did, Part.ACCREDITOR)
    assert recognition(chain, text, signed) == (
        "passed",
        f"The register, whom this home trusts to accredit (By law.), endorses {CAB.did} for {SCHEME}.",
    )


def test_own_word_that_it_is_accredited_counts_for_nothing_even_of_a_known_issuer(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    declared(chain, CAB.did, Part.ISSUER)
    bare = {"name": "Accreditation", "issuingAuthority": {"id": STATE.did}}
    result, reason = recognition(chain, certificate(chain, bare))
    assert (result, "shows no evidence" in reason) == ("undetermined", True)
    result, reason = recognition(chain, certificate(chain, named(STATE.did)))
    assert (result, "nobody is asked offline" in reason) == ("undetermined", True)
    assert recognition(chain, certificate(chain))[1] == "No accreditation of the assessor is known here."


@pytest.mark.parametrize(
    ("signer", "of", "changes", "why"),
    [
        (CAB, CAB.did, {}, "endorses itself"),
        (MINE, CAB.did, {}, f"was signed by {MINE.did}, not by"),
        (STATE, OTHER_CAB.did, {}, "does not endorse"),
        (STATE, CAB.did, {"validFrom": "2026-12-01T00:00:00Z"}, "does not hold: It is not valid before"),
        (
            STATE,
            CAB.did,
            {"validFrom": "2024-01-01T00:00:00Z", "validUntil": "2024-12-01T00:00:00Z"},
            "does not hold: It was valid until",
        ),
        (STATE, CAB.did, {"issuer": MINE.did}, "does not hold"),
        (STATE, CAB.did, {"id": "https://state.example/another"}, "could not be had"),
    ],
)
def test_endorsement_that_does_not_bear_the_weight_is_told_with_the_reason(
    chain: Chain, signer: Party, of: str, changes: dict[str, Any], why: str
) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    signed = endorsement(chain, signer, of, **changes)
    result, reason = recognition(chain, certificate(chain, named(STATE.did)), signed, "nonsense")
    assert (result, why in reason) == ("undetermined", True), reason


def test_accreditor_that_is_trusted_does_not_accredit_itself(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ACCREDITOR)
    assert (
        "endorses itself" in recognition(chain, certificate(chain, named(CAB.did)), endorsement(chain, CAB, CAB.did))[1]
    )


def test_two_that_endorse_each_other_lead_nowhere(chain: Chain) -> None:
    declared(chain, CAB.did, Part.ACCREDITOR)
    back = "https://other.example/back"
    first = endorsement(chain, OTHER_CAB, CAB.did, named(CAB.did, back))
    second = endorsement(chain, CAB, OTHER_CAB.did, id=back)
    result, reason = recognition(chain, certificate(chain, named(OTHER_CAB.did)), first, second)
    assert (result, "nobody known here trusts" in reason) == ("undetermined", True)


def test_endorsement_that_has_expired_since_counts_for_what_was_attested_before(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    signed = endorsement(chain, STATE, CAB.did, validUntil="2025-06-01T00:00:00Z")
    assert recognition(chain, certificate(chain, named(STATE.did)), signed)[0] == "passed"
    later = certificate(chain, named(STATE.did), validFrom="2025-07-01T00:00:00Z")
    assert recognition(chain, later, signed)[0] == "undetermined"


def test_chain_of_endorsements_is_followed_up_to_three(chain: Chain) -> None:
    parties = [CAB, *(party(number) for number in range(10, 14))]
    declared(chain, STATE.did, Part.ACCREDITOR)
    for length, answer in ((3, "passed"), (4, "undetermined")):
        ways = []
        for place in range(length):
            below, above = parties[place], parties[place + 1] if place + 1 < length else STATE
            further = [named(parties[place + 2].did if place + 2 < length else STATE.did, f"urn:x:{place + 1}")]
            ways.append(endorsement(chain, above, below.did, *further, id=f"urn:x:{place}"))
        text = certificate(chain, named(parties[1].did, "urn:x:0"))
        assert recognition(chain, text, *ways)[0] == answer, length


def test_linked_digest_binds_the_endorsement(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    signed = endorsement(chain, STATE, CAB.did)
    digest = multibase_digest(digest_of(read(signed).credential))
    assert recognition(chain, certificate(chain, named(STATE.did, digest=digest)), signed)[0] == "passed"
    assert recognition(chain, certificate(chain, named(STATE.did, digest="zOther")), signed)[0] == "undetermined"


def test_credential_of_another_with_the_address_of_an_endorsement_hides_it_for_nobody(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    text, signed = certificate(chain, named(STATE.did)), endorsement(chain, STATE, CAB.did)
    fake = endorsement(chain, MINE, CAB.did)
    for ways in ((fake, signed), (signed, fake)):
        assert recognition(chain, text, *ways)[0] == "passed"
    assert recognition(chain, text, fake)[0] == "undetermined"


def test_endorsement_is_fetched_online_once_and_held_against_what_was_linked(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    asked: list[str] = []
    answers = {
        EVIDENCE: Fetched(endorsement(chain, STATE, CAB.did).encode(), "state.example"),
        "https://state.example/page": Fetched(b"<html>", "state.example"),
    }

    def ask(url: str, **_wanted: Any) -> Fetched:
        asked.append(url)
        return answers[url]

    monkeypatch.setattr("orepass.credentials.outside.asking", lambda **_how: ask)

    def online(*links: dict[str, Any]) -> tuple[str, str]:
        found = checking.check(certificate(chain, *links), at=chain.at, offline=False)
        one = next(check for check in found.checks if check.name == "recognition")
        return one.result.value, one.reason

    assert online(named(STATE.did), named(STATE.did))[0] == "passed"
    assert asked == [EVIDENCE]
    assert "is not the document that was linked" in online(named(STATE.did, digest="zOther"))[1]
    assert "could not be had" in online(named(STATE.did, "https://state.example/page"))[1]


def test_endorsement_from_the_place_of_the_authority_speaks_for_it(chain: Chain) -> None:
    """A did:web cannot be resolved here, so that its signature stays open and nothing is recognised."""
    declared(chain, "https://accreditor.example", Part.ACCREDITOR)
    signed = endorsement(chain, STATE, CAB.did)
    result, reason = recognition(chain, certificate(chain, named("https://accreditor.example")), signed)
    assert (result, f"was signed by {STATE.did}, not by https://accreditor.example" in reason) == ("undetermined", True)


def test_accreditation_of_our_own_provider_is_on_record(chain: Chain) -> None:
    found = {check.name: check for check in checking.check_own(chain.credential().id, at=chain.at).checks}
    assert found["recognition"].result == "passed"
