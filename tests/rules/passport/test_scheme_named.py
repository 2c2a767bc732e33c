"""What a certificate was assessed against, and what an endorsement was given for, read out of any document."""

from typing import Any

import pytest

from orepass.passport.rules.scheme_named import (
    EditionNamed,
    SchemeNamed,
    edition_at,
    given_for,
    scheme_named,
)

BASE = "https://home.example"
SCHEME = {"id": "urn:x:scheme"}


def certificate(**subject: Any) -> dict[str, Any]:
    return {"type": ["DigitalConformityCredential"], "credentialSubject": subject}


def test_scheme_profile_standards_and_criteria_are_named_each_once() -> None:
    found = scheme_named(
        certificate(
            referenceScheme=SCHEME,
            referenceProfile={"id": "urn:x:profile"},
            conformityAssessment=[
                {
                    "referenceStandard": [{"id": "urn:x:a"}],
                    "assessmentCriteria": [{"id": "urn:x:b"}, {"id": "urn:x:a"}],
                },
                {"referenceStandard": {"id": "urn:x:c"}},
            ],
        )
    )
    assert found == SchemeNamed("urn:x:scheme", ("urn:x:profile", "urn:x:a", "urn:x:b", "urn:x:c"))


def test_older_version_calls_the_scheme_its_scope() -> None:
    assert scheme_named(certificate(scope=SCHEME)).scheme == "urn:x:scheme"
    assert scheme_named(certificate(scope={"id": "urn:x:other"}, referenceScheme=SCHEME)).scheme == "urn:x:scheme"


@pytest.mark.parametrize(
    "subject", [{}, {"referenceScheme": "urn:x:scheme"}, {"referenceScheme": {"id": 5}}, {"referenceScheme": [SCHEME]}]
)
def test_what_is_no_identifier_names_no_scheme(subject: dict[str, Any]) -> None:
    assert scheme_named(certificate(**subject)) == SchemeNamed()
    assert scheme_named({"credentialSubject": "x"}) == SchemeNamed()


@pytest.mark.parametrize(
    ("named", "said", "by"),
    [
        (SchemeNamed("urn:x:s", ("urn:x:a",)), ("urn:x:s",), "urn:x:s"),
        (SchemeNamed("urn:x:s", ("urn:x:a",)), ("urn:x:t", "urn:x:s"), "urn:x:s"),
        (SchemeNamed("urn:x:s", ("urn:x:a",)), ("urn:x:a",), ""),
        (SchemeNamed("urn:x:s", ("urn:x:s#a",)), ("urn:x:s#a",), "urn:x:s#a"),
        (SchemeNamed("https://s.example/", ("https://s.example/a",)), ("https://s.example/a",), "https://s.example/a"),
        (SchemeNamed("https://s.example", ("https://s.example.evil/a",)), ("https://s.example.evil/a",), ""),
        (SchemeNamed("urn:x:s", ("urn:x:s#a", "urn:x:s#b")), ("urn:x:s#a",), ""),
        (SchemeNamed("urn:x:s", ("urn:x:s#a", "urn:x:b")), ("urn:x:s#a", "urn:x:b"), ""),
        (SchemeNamed("", ("urn:x:a", "urn:x:b")), ("urn:x:a", "urn:x:b"), "urn:x:a"),
        (SchemeNamed("", ("urn:x:a", "urn:x:b")), ("urn:x:a",), ""),
        (SchemeNamed("urn:x:s"), ("urn:x:t",), ""),
        (SchemeNamed(), ("urn:x:t",), ""),
        (SchemeNamed(), (), ""),
        (SchemeNamed("urn:x:s", ("urn:x:a",)), (), ""),
    ],
    ids=str,
)
def test_an_endorsement_covers_a_certificate_by_its_scheme_or_by_every_part_inside_it(
    named: SchemeNamed, said: tuple[str, ...], by: str
) -> None:
    assert named.covered_by(frozenset(said)) == by


def test_a_certificate_tells_what_it_was_assessed_against_by_any_identifier() -> None:
    assert SchemeNamed("urn:x:s").is_told
    assert SchemeNamed("", ("urn:x:a",)).is_told
    assert not SchemeNamed().is_told


def test_an_endorsement_is_given_for_its_scope_its_standards_and_its_criteria_and_not_for_its_own_scheme() -> None:
    anchor = certificate(registrationScope=["urn:x:scheme", 5])
    assert given_for(anchor) == {"urn:x:scheme"}
    accreditation = certificate(
        referenceScheme={"id": "urn:x:iso17065"}, conformityAssessment=[{"referenceStandard": [SCHEME]}]
    )
    assert given_for(accreditation) == {"urn:x:scheme"}
    for scope in ("urn:x:scheme", SCHEME, [SCHEME], [[], None, "urn:x:scheme"]):
        assert given_for(certificate(registrationScope=scope)) == {"urn:x:scheme"}
    for standard in ("urn:x:scheme", ["urn:x:scheme"], SCHEME):
        assert given_for(certificate(conformityAssessment=[{"referenceStandard": standard}])) == {"urn:x:scheme"}
    assert given_for(certificate(registrationScope=[5, {}, ""])) == frozenset()
    assert given_for(certificate(registrationScope=["copper mines", "urn:x:scheme", "urn:in words"])) == {
        "urn:x:scheme"
    }
    assert given_for({}) == frozenset()


@pytest.mark.parametrize(
    ("identifier", "named"),
    [
        (f"{BASE}/standards/cera@1/", EditionNamed("cera@1")),
        (f"{BASE}/standards/cera@1", EditionNamed("cera@1")),
        (f"{BASE}/standards/cera@1/CPS/", EditionNamed("cera@1", "CPS")),
        (f"{BASE}/standards/cera@1/CPS/more", EditionNamed("cera@1", "CPS/more")),
        (f"{BASE}/standards/", EditionNamed("")),
        (f"{BASE}/standards/cera@1//", None),
        (f"{BASE}/standards//cera@1/", None),
        (f"{BASE}/standards/cera@1//CPS/", None),
        (f"{BASE}/standards/cera@1/CPS//", None),
        (f"{BASE}/standard/cera@1/", None),
        ("https://home.example.evil/standards/cera@1/", None),
        ("", None),
    ],
)
def test_address_of_an_edition_or_a_standard_of_this_home_is_read(identifier: str, named: EditionNamed | None) -> None:
    assert edition_at(BASE, identifier) == named
