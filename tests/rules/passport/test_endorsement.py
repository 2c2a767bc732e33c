"""Who endorses an assessor: only who signed for it, in a document that names it, from where the authority lies."""

from typing import Any

import pytest

from orepass.credentials.rules.bundled import Link
from orepass.passport.rules.endorsement import ENDORSEMENTS_MAX, Endorsement, endorsements, names, speaks_for

CAB = "did:web:cab.example"


def certificate(*authorisation: Any) -> dict[str, Any]:
    return {"credentialSubject": {"authorisation": list(authorisation)}}


def test_endorsement_comes_with_its_evidence_where_it_names_one() -> None:
    link = {"linkURL": "https://a.example/1", "digestMultibase": "zQ"}
    named = {"issuingAuthority": {"id": "https://a.example"}, "endorsementEvidence": link}
    bare = {"issuingAuthority": {"id": "did:web:b.example"}}
    assert endorsements(certificate(named, bare)) == [
        Endorsement("https://a.example", Link("https://a.example/1", "zQ")),
        Endorsement("did:web:b.example", None),
    ]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"credentialSubject": 5},
        {"credentialSubject": {"authorisation": "x"}},
        certificate(None, {}, {"issuingAuthority": "x"}, {"issuingAuthority": {"id": 5}}, {"issuingAuthority": {}}),
    ],
    ids=str,
)
def test_what_is_no_endorsement_is_passed_over(document: dict[str, Any]) -> None:
    assert endorsements(document) == []


def test_more_endorsements_than_anyone_needs_are_left_out() -> None:
    many = [{"issuingAuthority": {"id": f"urn:{number}"}} for number in range(ENDORSEMENTS_MAX + 1)]
    assert len(endorsements(certificate(*many))) == ENDORSEMENTS_MAX


@pytest.mark.parametrize(
    ("did", "authority", "answer"),
    [
        ("did:web:a.example", "did:web:a.example", True),
        ("did:key:z6Mk", "did:key:z6Mk", True),
        ("did:web:a.example", "https://a.example", True),
        ("did:web:a.example", "https://a.example/", True),
        ("did:web:a.example", "https://a.example/bodies/7", True),
        ("did:web:a.example:bodies:7", "https://a.example/bodies/7", True),
        ("did:web:a.example:bodies:7", "https://a.example/bodies/77", False),
        ("did:web:a.example:bodies:7", "https://a.example", False),
        ("did:web:a.example%3A8443", "https://a.example:8443/bodies/7", True),
        ("did:web:a.example:bod.well-known", "https://a.example/bodies/7", False),
        ("did:web:a.example:bodies:.well-known", "https://a.example/bodies/7", False),
        ("did:web:a.example", "https://a.example.evil/", False),
        ("did:web:a.example", "https://a.example@evil.example/", False),
        ("did:web:a.example", "http://a.example/", False),
        ("did:web:evil.example", "https://a.example", False),
        ("did:key:z6Mk", "https://a.example", False),
        ("did:web:a.example:..", "https://a.example", False),
        ("", "", False),
        ("", "https://a.example", False),
    ],
)
def test_authority_speaks_by_its_own_name_or_from_its_own_place(did: str, authority: str, answer: bool) -> None:
    assert speaks_for(did, authority) is answer


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ({"id": CAB}, True),
        ({"id": "urn:x", "issuedToParty": {"id": CAB}}, True),
        ({"id": CAB, "conformityAssessment": [{"conformance": True}]}, True),
        ({"id": CAB, "conformityAssessment": [{"conformance": True}, {"conformance": False}]}, False),
        ({"id": "urn:x", "issuedToParty": {"id": "did:web:other.example"}}, False),
        ({"id": "urn:x", "issuedToParty": CAB}, False),
        ({"id": [CAB]}, False),
        ([{"id": CAB}], False),
        (None, False),
    ],
    ids=str,
)
def test_endorsement_names_the_one_it_endorses_and_refuses_nothing(subject: Any, answer: bool) -> None:
    assert names({"credentialSubject": subject}, CAB) is answer


@pytest.mark.parametrize(
    ("register", "answer"), [("accreditation", True), ("Accreditation", True), ("business", False), (None, False)]
)
def test_identity_anchor_endorses_only_out_of_a_register_of_accreditations(register: Any, answer: bool) -> None:
    kinds = ["DigitalIdentityAnchor", "VerifiableCredential"]
    assert names({"type": kinds, "credentialSubject": {"id": CAB, "registerType": register}}, CAB) is answer


def test_nobody_is_endorsed_without_a_name() -> None:
    assert names({"credentialSubject": {"id": ""}}, "") is False
