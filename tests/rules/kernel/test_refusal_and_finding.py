"""Refusals and findings carry a code, a place, a filled-in sentence and a way out."""

import pytest

from orepass.kernel.finding import Finding, FindingKind, Severity, has_errors
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound, Refusal
from orepass.kernel.text import fill, marked


@pytest.mark.parametrize(("kind", "status"), [(NotFound, 404), (Denied, 403), (Conflict, 409), (Invalid, 422)])
def test_each_kind_of_refusal_has_its_status(kind: type[Refusal], status: int) -> None:
    assert kind.status == status
    assert Refusal.catalogue[kind.code] is kind


def test_refusal_fills_in_its_sentence_and_way_out() -> None:
    refusal = Denied("certificate", action="assurance.certificate.issue", roles="certifier")
    assert str(refusal) == "You may not do this (assurance.certificate.issue)."
    assert refusal.way_out == "Ask someone who holds one of these roles: certifier."
    assert (refusal.where, refusal.findings) == ("certificate", [])


def test_missing_value_shows_as_an_ellipsis() -> None:
    assert fill("{a} and {b}", {"a": 1}) == "1 and …"
    assert marked("unchanged {x}") == "unchanged {x}"


def test_code_cannot_be_declared_twice() -> None:
    with pytest.raises(AssertionError, match="declared twice"):
        type("Again", (Refusal,), {"code": NotFound.code})
    taken = next(iter(FindingKind.catalogue), None) or FindingKind("kernel.test.taken", Severity.NOTE, "x").code
    with pytest.raises(AssertionError, match="declared twice"):
        FindingKind(taken, Severity.NOTE, "x")


def test_finding_carries_place_severity_and_values() -> None:
    kind = FindingKind("kernel.test.heavy", Severity.WARNING, "{mass} is heavy.", what_to_do="Weigh {lot} again.")
    try:
        found = kind.at("/lots/0", mass=5, lot="L1")
    finally:
        del FindingKind.catalogue["kernel.test.heavy"]
    assert found == Finding(
        code="kernel.test.heavy",
        severity=Severity.WARNING,
        message="5 is heavy.",
        where="/lots/0",
        what_to_do="Weigh L1 again.",
        params={"mass": "5", "lot": "L1"},
    )
    assert found.summary() == {
        "code": "kernel.test.heavy",
        "severity": "warning",
        "message": "5 is heavy.",
        "where": "/lots/0",
    }
    assert not has_errors([found])
    assert has_errors([found, Finding(code="x", severity=Severity.ERROR, message="y")])


def test_a_refusal_without_a_code_of_its_own_answers_under_that_of_its_parent() -> None:
    before = dict(Refusal.catalogue)
    narrower = type("Narrower", (NotFound,), {})
    assert (narrower.code, Refusal.catalogue) == (NotFound.code, before)
