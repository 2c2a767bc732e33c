"""What credentials prove together: coverage needs the same thing and a yes, identity a way to somebody trusted."""

from typing import Any

import pytest

from orepass.passport.rules.trust_graph import Known, known, trust_graph

PIT, LOT = "https://example.org/sites/1", "urn:example:lot"


def passport(**claim: Any) -> dict[str, Any]:
    said = {"id": "urn:c:1", "referenceCriteria": [{"id": "urn:k:1"}], **claim}
    subject = {"id": LOT, "producedAtFacility": {"id": PIT}, "performanceClaim": [said]}
    return {"id": "urn:p", "type": ["DigitalProductPassport"], "issuer": "did:web:maker", "credentialSubject": subject}


def certificate(**assessment: Any) -> dict[str, Any]:
    said = {"assessmentCriteria": [{"id": "urn:k:1"}], "conformance": True, **assessment}
    return {
        "id": "urn:d",
        "type": ["DigitalConformityCredential"],
        "issuer": {"id": "did:web:cab"},
        "credentialSubject": {"conformityAssessment": [said, said]},
    }


def anchor(of: str, by: str, name: str = "") -> dict[str, Any]:
    subject = {"id": of, **({"registeredName": name} if name else {})}
    return {"id": f"urn:a:{of}:{by}", "type": "DigitalIdentityAnchor", "issuer": by, "credentialSubject": subject}


@pytest.mark.parametrize(
    ("claim", "assessment", "by"),
    [
        ({}, {"assessedFacility": [{"facility": {"id": PIT}}]}, ("urn:d",)),
        ({}, {"assessedProduct": [{"product": {"id": LOT}}]}, ("urn:d",)),
        ({"evidence": [{"linkURL": "urn:d"}]}, {}, ("urn:d",)),
        ({"conformityEvidence": {"linkURL": "urn:d"}}, {}, ("urn:d",)),
        ({}, {}, ()),
        ({}, {"assessedFacility": [{"facility": {"id": "urn:elsewhere"}}]}, ()),
        ({}, {"assessedFacility": [{"facility": {"id": PIT}}], "conformance": False}, ()),
        ({}, {"assessedFacility": [{"facility": {"id": PIT}}], "conformance": "true"}, ()),
        ({}, {"assessedFacility": [{"facility": {"id": PIT}}], "assessmentCriteria": [{"id": "urn:k:2"}]}, ()),
        ({}, {"assessedFacility": "nonsense", "assessedProduct": [None, {"product": 5}]}, ()),
    ],
)
def test_criterion_is_covered_only_by_a_yes_about_the_same_thing(
    claim: dict[str, Any], assessment: dict[str, Any], by: tuple[str, ...]
) -> None:
    found = trust_graph([passport(**claim), certificate(**assessment)]).claims
    assert [one.by for one in found[0].criteria] == [by]
    assert found[0].is_covered is bool(by)


def test_claim_without_a_criterion_is_not_covered() -> None:
    found = trust_graph([passport(referenceCriteria=[{"id": ""}, {}, 5]), certificate()]).claims
    assert (found[0].criteria, found[0].is_covered) == ((), False)


def test_identity_goes_by_the_shortest_way_and_keeps_its_name() -> None:
    anchors = [anchor("did:a", "did:b"), anchor("did:b", "did:root"), anchor("did:a", "did:root", "A Ltd")]
    found = known("did:a", anchors, roots={"did:root"})
    assert found == Known("did:a", "A Ltd", ("urn:a:did:a:did:root",), ("did:b", "did:root"))


def test_credential_of_another_type_anchors_nobody() -> None:
    warning = {**anchor("did:a", "did:root", "A Ltd"), "type": ["SomeWarning", "VerifiableCredential"]}
    assert known("did:a", [warning], roots={"did:root"}) == Known("did:a", "", (), ())


def test_circle_of_anchors_leads_nowhere() -> None:
    anchors = [anchor("did:a", "did:b"), anchor("did:b", "did:a"), anchor("did:a", "did:a")]
    assert known("did:a", anchors, roots={"did:root"}).is_known is False


def test_what_is_none_of_the_three_proves_nothing() -> None:
    found = trust_graph([{"type": None}, {"type": "Other", "issuer": 5}, {"credentialSubject": []}])
    assert found.claims == ()
    assert [(one.did, one.is_known) for one in found.issuers] == [("", False)]
