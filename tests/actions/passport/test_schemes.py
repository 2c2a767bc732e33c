"""Whether the scheme of a certificate is recognised: an edition of this home, one on its list, one the reader named."""

import json
from typing import Any

import pytest
from django.test import Client

from orepass.assurance.models import Certificate
from orepass.credentials import queries as credentials
from orepass.credentials.rules.anchors import Anchors, write_anchors
from orepass.passport import bundling, checking, queries
from orepass.passport.actions import Part, end_trust
from tests.actions.passport.chain import Chain, results
from tests.actions.passport.strangers import CAB, MINE, OTHER_CAB, STATE, Party, attestation, declared, outcome, told
from tests.actions.passport.test_recognition import EVIDENCE, SCHEME, named, recognition
from tests.certification import STEWARD

OTHER = "https://scheme.example/other"
pytestmark = pytest.mark.django_db


def certificate(chain: Chain, scheme: str = SCHEME, *, by: Party = CAB, **subject: Any) -> str:
    says = attestation(referenceScheme={"type": ["ConformityScheme"], "id": scheme, "name": "S"}, **subject)
    return by.signed("DigitalConformityCredential", says, chain.at)


def scheme(chain: Chain, text: str) -> tuple[str, str]:
    (found,) = told(chain, text, name="scheme")
    return found


def profile(name: str) -> dict[str, Any]:
    return {"type": ["ConformityProfile"], "id": name, "name": "S"}


def edition(chain: Chain, inside: str = "") -> str:
    return f"{credentials.public_base()}/standards/{chain.certificate.pack}/{inside}"


def test_scheme_of_our_own_certificate_is_the_edition_it_was_decided_under(chain: Chain) -> None:
    card = chain.credential()
    found = next(one for one in checking.check_own(card.id, at=chain.at).checks if one.name == "scheme")
    assert (found.result, found.code) == ("passed", "scheme.of_this_home")
    assert chain.certificate.pack in found.reason


def test_certificate_decided_under_another_text_of_the_edition_is_told(chain: Chain) -> None:
    card = chain.credential()
    Certificate.objects.filter(pk=chain.certificate.id).update(pack_digest="0" * 64)
    found = next(one for one in checking.check_own(card.id, at=chain.at).checks if one.name == "scheme")
    assert (found.result, found.code, found.required) == ("undetermined", "scheme.other_edition", False)


def test_another_issuer_may_refer_to_our_edition_and_to_what_it_holds(chain: Chain) -> None:
    assert scheme(chain, certificate(chain, edition(chain)))[0] == "passed"
    standard = {"type": ["ConformityProfile"], "id": edition(chain, "ASM/"), "name": "ASM"}
    assert scheme(chain, certificate(chain, edition(chain), referenceProfile=standard))[0] == "passed"
    invented = standard | {"id": edition(chain, "NONE/")}
    result, reason = scheme(chain, certificate(chain, edition(chain), referenceProfile=invented))
    assert (result, "does not hold" in reason) == ("undetermined", True)
    elsewhere = standard | {"id": f"{credentials.public_base()}/standards/other@1/ASM/"}
    assert scheme(chain, certificate(chain, edition(chain), referenceProfile=elsewhere))[0] == "undetermined"


@pytest.mark.parametrize("criterion", ["https://evil.example/criteria/1", "urn:x:criterion"])
def test_stranger_borrows_our_edition_for_no_profile_or_criterion_of_its_own(chain: Chain, criterion: str) -> None:
    ours = certificate(chain, edition(chain), referenceProfile=profile(edition(chain, "ASM/")))
    assert scheme(chain, ours)[0] == "passed"
    foreign = certificate(chain, edition(chain), referenceProfile=profile("https://evil.example/p"))
    asked = {"assessmentCriteria": [{"type": ["Criterion"], "id": criterion, "name": "S"}], "conformance": True}
    says = attestation(asked, referenceScheme={"type": ["ConformityScheme"], "id": edition(chain), "name": "S"})
    for text in (foreign, CAB.signed("DigitalConformityCredential", says, chain.at)):
        result, reason = scheme(chain, text)
        assert (result, "does not hold" in reason) == ("undetermined", True)


def test_address_of_our_edition_counts_as_it_is_written_and_no_part_that_it_does_not_hold(chain: Chain) -> None:
    exact = edition(chain)
    assert scheme(chain, certificate(chain, exact.removesuffix("/")))[0] == "passed"
    assert scheme(chain, certificate(chain, edition(chain, "ASM/")))[0] == "passed"
    slashes = (exact + "/", exact + "///", exact.replace("/standards/", "/standards//"))
    for other in (*slashes, exact + "?x=1", edition(chain, "NONE/"), edition(chain, "ASM/more/")):
        assert scheme(chain, certificate(chain, other))[0] == "undetermined", other


def test_edition_that_was_not_published_here_is_none_of_ours(chain: Chain) -> None:
    unknown = f"{credentials.public_base()}/standards/cera-4in1@1999.1/"
    result, reason = scheme(chain, certificate(chain, unknown))
    assert (result, "was not published here" in reason) == ("undetermined", True)


def test_unknown_scheme_is_left_open_and_fails_nothing(chain: Chain) -> None:
    found = outcome(chain, certificate(chain))
    assert (found["scheme"].result, found["scheme"].required) == ("undetermined", False)
    assert SCHEME in found["scheme"].reason
    assert found["verified"] is True
    nameless = MINE.signed("DigitalConformityCredential", {"id": "urn:x:attestation"}, chain.at)
    assert scheme(chain, nameless) == ("undetermined", "It names no scheme by an identifier.")


def test_listed_scheme_is_recognised_until_its_end_and_no_other(chain: Chain) -> None:
    name = declared(chain, SCHEME, Part.SCHEME)
    assert scheme(chain, certificate(chain)) == ("passed", "This home recognises the scheme The register: By law.")
    for other in (OTHER, SCHEME + "/", SCHEME[:-1], SCHEME.upper()):
        assert scheme(chain, certificate(chain, other))[0] == "undetermined"
    end_trust(STEWARD, trusted=name, at=chain.later(hours=1).at)
    assert scheme(chain, certificate(chain))[0] == "undetermined"


def test_trust_in_an_issuer_register_or_accreditor_recognises_no_scheme(chain: Chain) -> None:
    for part in (Part.ISSUER, Part.REGISTER, Part.ACCREDITOR):
        declared(chain, SCHEME, part)
    assert scheme(chain, certificate(chain))[0] == "undetermined"
    declared(chain, CAB.did, Part.SCHEME)
    assert outcome(chain, certificate(chain))["identity"].result == "undetermined"


def test_reader_names_the_schemes_that_it_recognises_itself(chain: Chain) -> None:
    text = certificate(chain)
    for schemes, result in (([SCHEME], "passed"), ([OTHER], "undetermined"), ([], "undetermined")):
        found = checking.check(text, at=chain.at, offline=True, schemes=schemes)
        assert results(found)["scheme"] == result
    relied = checking.check(text, at=chain.at, offline=True, relied=[SCHEME])
    assert results(relied)["scheme"] == "undetermined"
    members = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    presented = json.dumps({**members, "verifiableCredential": [json.loads(text)]})
    among = checking.check_presentation(presented, at=chain.at, offline=True, schemes=[SCHEME])
    assert results(among.credentials[0])["scheme"] == "passed"


def test_verification_api_takes_the_schemes_of_a_reader(chain: Chain) -> None:
    anchors = write_anchors(Anchors(schemes=frozenset({SCHEME})))
    for given, result in ((anchors, "passed"), (write_anchors(Anchors()), "undetermined")):
        body = {"verifiableCredential": json.loads(certificate(chain)), "options": {"anchors": given}}
        answer = Client().post("/api/v1/credentials/verify", json.dumps(body), content_type="application/json")
        assert {one["name"]: one["result"] for one in answer.json()["checks"]}["scheme"] == result


def test_bundle_says_that_the_scheme_was_not_asked(chain: Chain) -> None:
    bundle = bundling.bundle_of(chain.credential().id, at=chain.at)
    found = bundling.check_bundle(bundle, anchors=bundling.own_anchors(), at=chain.at)
    assert "scheme" not in results(found)
    (unasked,) = (one for one in found.checks if one.name == "identity")
    assert (unasked.result, "its scheme is recognised" in unasked.reason) == ("not_checked", True)


def test_other_kinds_of_credentials_refer_to_no_scheme(chain: Chain) -> None:
    assert told(chain, queries.token(chain.passport().credential.id), name="scheme") == []


# --- accreditation for that very scheme ---


def endorsement(chain: Chain, scope: list[str]) -> str:
    standards = [{"type": ["Standard"], "id": one, "name": "S"} for one in scope]
    says = {"id": "urn:x:accreditation", "issuedToParty": {"id": CAB.did}}
    says["conformityAssessment"] = [{"referenceStandard": standards, "conformance": True}]
    return STATE.signed("SomeAccreditation", says, chain.at, id=EVIDENCE)


@pytest.mark.parametrize(
    ("scope", "result", "why"),
    [
        ([SCHEME], "passed", f"endorses {CAB.did} for {SCHEME}."),
        ([OTHER, SCHEME], "passed", f"for {SCHEME}."),
        ([OTHER], "undetermined", f"was given for another scheme, not for {SCHEME}"),
        (["https://iso.example/17065"], "undetermined", f"was given for another scheme, not for {SCHEME}"),
        ([], "undetermined", "cannot be compared"),
        (["Responsible copper"], "undetermined", "cannot be compared"),
    ],
    ids=str,
)
def test_accreditation_counts_for_the_scheme_that_it_names(
    chain: Chain, scope: list[str], result: str, why: str
) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    text = certificate(chain, authorisation=[named(STATE.did)])
    found = recognition(chain, text, endorsement(chain, scope))
    assert (found[0], why in found[1]) == (result, True), found


def test_accreditation_is_compared_with_no_certificate_that_names_nothing(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    says = {"id": "urn:x:attestation", "authorisation": [named(STATE.did)], "referenceScheme": {"name": "In words"}}
    text = CAB.signed("DigitalConformityCredential", says, chain.at)
    result, reason = recognition(chain, text, endorsement(chain, [SCHEME]))
    assert (result, "cannot be compared" in reason) == ("undetermined", True)


def test_accreditation_for_one_of_our_editions_is_none_for_another_scheme(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    signed = endorsement(chain, [edition(chain, "ASM/")])
    assert recognition(chain, certificate(chain, authorisation=[named(STATE.did)]), signed)[0] == "undetermined"
    profile = {"type": ["ConformityProfile"], "id": edition(chain, "ASM/"), "name": "ASM"}
    ours = certificate(chain, edition(chain), authorisation=[named(STATE.did)], referenceProfile=profile)
    assert recognition(chain, ours, signed)[0] == "passed"


def test_accreditation_for_another_scheme_is_none_here_whether_or_not_the_home_lists_that_scheme(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    cotton = "https://organic.example/cotton-scheme"
    text, ours = (certificate(chain, *one, authorisation=[named(STATE.did)]) for one in ((), (edition(chain),)))
    for is_listed in (False, True):
        if is_listed:
            declared(chain, cotton, Part.SCHEME)
        for one in (text, ours):
            assert recognition(chain, one, endorsement(chain, [cotton]))[0] == "undetermined"


def test_one_criterion_of_another_scheme_in_a_certificate_borrows_no_accreditation(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    cotton, copper = "https://organic.example/cotton/1", "https://scheme.example/copper/1"
    criteria = [{"type": ["Criterion"], "id": one, "name": "C"} for one in (cotton, copper)]
    refers = {"type": ["ConformityScheme"], "id": SCHEME, "name": "S"}
    for asked in (criteria, criteria[:1]):
        says = attestation(
            {"assessmentCriteria": asked, "conformance": True}, referenceScheme=refers, authorisation=[named(STATE.did)]
        )
        text = CAB.signed("DigitalConformityCredential", says, chain.at)
        assert recognition(chain, text, endorsement(chain, [cotton]))[0] == "undetermined"


def test_assessor_accredited_for_another_scheme_accredits_nobody_for_this_one(chain: Chain) -> None:
    declared(chain, STATE.did, Part.ACCREDITOR)
    above = {"id": "urn:x:above", "issuedToParty": {"id": OTHER_CAB.did}}
    here = {"id": "urn:x:here", "issuedToParty": {"id": CAB.did}, "authorisation": [named(STATE.did, "urn:x:up")]}
    here["registrationScope"] = [SCHEME]
    crony = OTHER_CAB.signed("SomeAccreditation", here, chain.at, id=EVIDENCE)
    text = certificate(chain, authorisation=[named(OTHER_CAB.did)])
    for scope, result in (([OTHER], "undetermined"), ([SCHEME], "passed")):
        standards = [{"type": ["Standard"], "id": one, "name": "S"} for one in scope]
        given = above | {"conformityAssessment": [{"referenceStandard": standards, "conformance": True}]}
        state = STATE.signed("SomeAccreditation", given, chain.at, id="urn:x:up")
        assert recognition(chain, text, crony, state)[0] == result
