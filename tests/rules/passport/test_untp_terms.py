"""The table of names that the contexts of UNTP 0.7.0 map: what is not in it, at its place, is told by its place."""

import copy
from typing import Any

import pytest

from orepass.credentials import contexts
from orepass.passport.untp.terms import dropped, table
from orepass.passport.untp.v0_7_0.nodes import CONTEXTS

PARTY = {"type": ["Party"], "id": "urn:x:party", "name": "Mine"}
SITE = {"facility": {"type": ["Facility"], "id": "urn:x:site", "name": "Pit"}, "idVerifiedByCAB": True}
CERTIFICATE: dict[str, Any] = {
    "@context": list(CONTEXTS),
    "id": "urn:x:credential",
    "type": ["VerifiableCredential", "DigitalConformityCredential"],
    "issuer": {"type": ["CredentialIssuer"], "id": "did:web:x.example", "name": "Assurer"},
    "credentialSubject": {
        "type": ["ConformityAttestation"],
        "id": "urn:x:attestation",
        "issuedToParty": PARTY,
        "conformityAssessment": [
            {"type": ["ConformityAssessment"], "id": "urn:x:1", "name": "One"},
            {
                "type": ["ConformityAssessment"],
                "id": "urn:x:2",
                "assessedFacility": [SITE],
                "specifiedCondition": ["x"],
            },
        ],
    },
    "relatedResource": [
        {"id": "https://x.example/before", "mediaType": "application/vc+jwt", "digestMultibase": "zQm"}
    ],
}


def told(document: dict[str, Any]) -> list[tuple[str, str]]:
    found = dropped(document)
    assert {one.code for one in found} <= {"credentials.structure.term"}
    return [(one.where, one.params["term"]) for one in found]


def changed(*path: Any, to: Any) -> dict[str, Any]:
    document = copy.deepcopy(CERTIFICATE)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


def test_names_of_the_contexts_are_all_known() -> None:
    assert told(CERTIFICATE) == []


SECOND = ("credentialSubject", "conformityAssessment", 1)


@pytest.mark.parametrize(
    ("path", "value", "where", "term"),
    [
        (("comment",), "x", "/comment", "comment"),
        (("comment",), {"type": "Comment"}, "/comment", "comment"),
        (("credentialSubject", "issuedTo"), "x", "/credentialSubject/issuedTo", "issuedTo"),
        (
            (*SECOND, "idVerifiedByCAB"),
            True,
            "/credentialSubject/conformityAssessment/1/idVerifiedByCAB",
            "idVerifiedByCAB",
        ),
        (
            (*SECOND, "specifiedCondition"),
            [{"text": "x"}],
            "/credentialSubject/conformityAssessment/1/specifiedCondition/0",
            "specifiedCondition",
        ),
        (
            (*SECOND, "assessedFacility"),
            ["x"],
            "/credentialSubject/conformityAssessment/1/assessedFacility/0",
            "assessedFacility",
        ),
        (
            ("credentialSubject", "issuedToParty", "type"),
            ["Person"],
            "/credentialSubject/issuedToParty/type",
            "['Person']",
        ),
        (("credentialSubject", "issuedToParty", "id"), "mine", "/credentialSubject/issuedToParty/id", "mine"),
        (("relatedResource", 0, "id"), "before", "/relatedResource/0/id", "before"),
        (("id",), 5, "/id", "5"),
        (("type",), ["DigitalConformityCredential"], "/type", "['DigitalConformityCredential']"),
        (("@context",), [*CONTEXTS, "https://x.example/more"], "/@context", "https://x.example/more"),
    ],
    ids=str,
)
def test_name_or_type_without_a_meaning_is_told_by_its_place(path: Any, value: Any, where: str, term: str) -> None:
    assert told(changed(*path, to=value)) == [(where, term)]


def test_contexts_in_another_order_are_told() -> None:
    assert [where for where, _term in told(changed("@context", to=list(reversed(CONTEXTS))))] == ["/@context"] * 2


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"@context": [CONTEXTS[0]], "type": ["VerifiableCredential"], "comment": "x"},
        {
            "@context": [CONTEXTS[0], "https://test.uncefact.org/vocabulary/untp/dcc/0.6.1/"],
            "type": ["DigitalConformityCredential"],
            "comment": "x",
        },
    ],
    ids=["nothing", "another type", "another version"],
)
def test_other_documents_are_not_judged_by_it(document: dict[str, Any]) -> None:
    assert told(document) == []


def test_table_is_of_the_contexts_that_are_pinned() -> None:
    assert table().contexts == {url: contexts.pins()[url].digest for url in CONTEXTS}
