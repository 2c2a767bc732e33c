"""What credentials prove together: coverage needs the same thing and a yes, identity a way to somebody trusted."""

from datetime import date
from typing import Any

import pytest

from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.presented import digest_of
from orepass.passport.rules.trust_graph import (
    BARE_WORD,
    NOT_CONFORMING,
    OTHER_THING,
    OTHER_VERSION,
    Doubt,
    Judge,
    Known,
    claims_covered,
    known,
    trust_graph,
)

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


LINK = {"linkURL": "urn:d"}
HERE = {"assessedFacility": [{"facility": {"id": PIT}}]}


@pytest.mark.parametrize(
    ("claim", "assessment", "why"),
    [
        ({}, {}, OTHER_THING),
        ({}, {"assessedFacility": [{"facility": {"id": "urn:elsewhere"}}]}, OTHER_THING),
        ({}, {"assessedProduct": [{"product": {"id": "urn:another:lot"}}]}, OTHER_THING),
        ({}, {**HERE, "conformance": False}, NOT_CONFORMING),
        ({"evidence": [{**LINK, "digestMultibase": "zOther"}]}, {}, OTHER_VERSION),
    ],
    ids=str,
)
def test_certificate_that_names_the_criterion_and_does_not_count_is_told_with_the_reason(
    claim: dict[str, Any], assessment: dict[str, Any], why: Doubt
) -> None:
    found = claims_covered(passport(**claim), [certificate(**assessment)])[0].criteria[0]
    assert (found.by, found.refused) == ((), (("urn:d", why),))


def test_linked_digest_that_fits_counts() -> None:
    one = certificate()
    fits = {"evidence": [{**LINK, "digestMultibase": multibase_digest(digest_of(one))}]}
    assert claims_covered(passport(**fits), [one])[0].is_covered


def test_word_of_an_unknown_issuer_joins_no_certificate_to_its_product() -> None:
    nobody = Judge(lambda _certificate, _day: None, lambda _passport: False)
    linked = passport(evidence=[LINK])
    for named, about in ((linked, {}), (passport(), HERE)):
        assert claims_covered(named, [certificate(**about)], nobody)[0].criteria[0].refused == (("urn:d", BARE_WORD),)
    product = {"assessedProduct": [{"product": {"id": LOT}}]}
    assert claims_covered(passport(), [certificate(**product)], nobody)[0].is_covered


def test_judge_is_asked_for_the_day_that_the_claim_names_else_that_of_the_passport() -> None:
    asked: list[date | None] = []
    doubt = Doubt("{certificate} is doubted.")

    def doubted(_certificate: object, on: date | None) -> Doubt:
        asked.append(on)
        return doubt

    judge = Judge(doubted, lambda _passport: True)
    dated = {**passport(), "validFrom": "2026-03-02T10:00:00Z"}
    for one in (
        passport(claimDate="2026-02-01"),
        passport(assessmentDate="2026-01-31"),
        dated,
        passport(claimDate="x"),
    ):
        found = claims_covered(one, [certificate(**HERE)], judge)[0]
        assert (found.on, found.criteria[0].refused) == (asked[-1], (("urn:d", doubt),))
    assert asked == [date(2026, 2, 1), date(2026, 1, 31), date(2026, 3, 2), None]


def test_certificate_is_judged_once_for_a_day_however_many_criteria_it_names() -> None:
    asked: list[date | None] = []
    judge = Judge(lambda _certificate, on: asked.append(on), lambda _passport: True)
    criteria = [{"id": f"urn:k:{number}"} for number in range(30)]
    claim = {"referenceCriteria": criteria, "claimDate": "2026-02-01"}
    found = claims_covered(passport(**claim), [certificate(assessmentCriteria=criteria, **HERE)], judge)
    assert (found[0].is_covered, len(found[0].criteria), asked) == (True, 30, [date(2026, 2, 1)])


def test_most_that_a_certificate_says_of_a_criterion_counts() -> None:
    one = certificate()
    product, no = {"assessedProduct": [{"product": {"id": LOT}}]}, {"conformance": False}
    said = one["credentialSubject"]["conformityAssessment"][0]
    for assessments in ([no, product], [product, no], [HERE, product, {}], [{}, HERE]):
        one["credentialSubject"]["conformityAssessment"] = [{**said, **each} for each in assessments]
        assert claims_covered(passport(), [one])[0].is_covered
    one["credentialSubject"]["conformityAssessment"] = [{**said, **no, **product}, said]
    assert claims_covered(passport(), [one])[0].criteria[0].refused == (("urn:d", OTHER_THING),)


def test_claim_without_a_criterion_is_not_covered() -> None:
    found = trust_graph([passport(referenceCriteria=[{"id": ""}, {}, 5]), certificate()]).claims
    assert (found[0].criteria, found[0].is_covered) == ((), False)


def test_identity_goes_by_the_shortest_way_and_keeps_its_name() -> None:
    anchors = [anchor("did:a", "did:b"), anchor("did:b", "did:root"), anchor("did:a", "did:root", "A Ltd")]
    found = known("did:a", anchors, roots={"did:root"})
    assert found == Known("did:a", "A Ltd", ("urn:a:did:a:did:root",), ("did:b", "did:root"))


def test_anchor_that_leads_nowhere_gives_no_name() -> None:
    own = anchor("did:a", "did:a", "Somebody Else Ltd")
    for anchors in ([own, anchor("did:a", "did:root", "A Ltd")], [anchor("did:a", "did:root", "A Ltd"), own]):
        assert known("did:a", anchors, roots={"did:root"}).name == "A Ltd"
    assert known("did:a", [own], roots={"did:root"}).name == ""


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
