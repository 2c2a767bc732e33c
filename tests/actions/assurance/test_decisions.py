"""Recommendation, review, decision: impartiality in every path, and what stands against a certificate."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from orepass.assurance.actions import decision as decisions
from orepass.assurance.actions import nonconformity, recommendation
from orepass.assurance.actions.decision import CannotGrant
from orepass.assurance.actions.file import NotIndependent, WrongState
from orepass.assurance.queries import CertificateStatus, case_for, certificates_count
from orepass.assurance.rules.decision import Decision
from orepass.assurance.rules.terms import Grade
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied
from orepass.party.actions.people import declare_interest
from orepass.party.actions.providers import withdraw_accreditation
from orepass.party.queries import accreditations_of
from orepass.party.rules.kinds import InterestKind
from orepass.platform.access import Role
from orepass.platform.accounts import grant_membership
from orepass.scheme.queries import pack
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD, World, codes, refuses


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World().having("planned"))


def decide(world: World, file: Identifier, decision: Decision = Decision.GRANT, **changes: object) -> object:
    actor = changes.pop("actor", world.certifier)
    return decisions.take_decision(actor, application=file, decision=decision, grounds="x", at=world.at)


def with_finding(world: World, grade: Grade) -> Identifier:
    visit = world.planned()
    nonconformity.raise_nonconformity(
        world.auditor,
        audit=visit.id,
        requirement=pack(PACK).standard(world.standard).requirements[0].id,
        grade=grade,
        statement="x",
        at=world.at,
    )
    world.concluded(visit)
    return world.reviewed(visit.application)


@pytest.fixture
def evaluated_by_both(world: World) -> World:
    """One person is auditor and certifier at the provider, and has led the visit."""
    world.auditor = world.both
    return world


def test_n11_who_evaluated_may_not_review(evaluated_by_both: World) -> None:
    world = evaluated_by_both
    file = world.recommended(world.concluded(world.planned()).application)
    with refuses(NotIndependent) as refusal:
        recommendation.complete_review(world.both, application=file, at=world.at)
    assert codes(refusal) == ["assurance.impartiality.same_file"]
    with refuses(NotIndependent):
        recommendation.return_evaluation(world.both, application=file, note="x", at=world.at)


def test_n11_who_evaluated_may_not_decide(evaluated_by_both: World) -> None:
    world = evaluated_by_both
    file = world.reviewed()
    for decision in Decision:
        with refuses(NotIndependent) as refusal:
            decide(world, file, decision, actor=world.both)
        assert codes(refusal) == ["assurance.impartiality.same_file"]


def test_n11_someone_else_may_review_and_decide(world: World) -> None:
    assert world.certified().status(world.at.date()) is CertificateStatus.ACTIVE


def _advised(world: World) -> None:
    declare_interest(
        STEWARD,
        person=world.certifier.pseudonym,
        client=world.client,
        kind=InterestKind.CONSULTED,
        valid_from=world.at.date() - timedelta(days=400),
        valid_before=world.at.date() - timedelta(days=300),
        at=world.at,
    )


def _joined(world: World) -> None:
    grant_membership(
        STEWARD, person=world.certifier.pseudonym, organisation=world.client, role=Role.OPERATOR, at=world.at
    )


def _declaration_lapsed(world: World) -> None:
    world.later(days=364)
    world.certifier = world._actor(world.provider, Role.CERTIFIER)


@pytest.mark.parametrize(
    ("tie", "code"),
    [(_advised, "tied"), (_joined, "staff"), (_declaration_lapsed, "undeclared")],
    ids=["advised", "joined", "undeclared"],
)
def test_a_tie_to_the_client_or_silence_about_it_keeps_from_deciding(
    world: World, tie: Callable[[World], None], code: str
) -> None:
    file = world.reviewed()
    tie(world)
    with refuses(NotIndependent) as refusal:
        decide(world, file)
    assert codes(refusal) == [f"assurance.impartiality.{code}"]


def test_an_auditor_without_the_certifiers_role_cannot_decide(world: World) -> None:
    file = world.reviewed()
    with refuses(Denied):
        decide(world, file, actor=world.auditor)


def test_a_file_that_was_not_reviewed_is_not_decided(world: World) -> None:
    file = world.recommended(world.concluded(world.planned()).application)
    with refuses(WrongState):
        decide(world, file)


def test_a_returned_evaluation_is_recommended_anew(world: World) -> None:
    file = world.recommended(world.concluded(world.planned()).application)
    review = recommendation.return_evaluation(
        world.certifier, application=file, note="The sample is not explained.", at=world.at
    )
    assert not review.complete
    assert world.certified(file).application == file


@pytest.mark.parametrize(
    ("grade", "code"),
    [(Grade.CRITICAL, "critical_open"), (Grade.MAJOR, "major_open"), (Grade.MINOR, "minor_unplanned")],
)
def test_an_open_nonconformity_stands_against_the_full_certificate(world: World, grade: Grade, code: str) -> None:
    file = with_finding(world, grade)
    with refuses(CannotGrant) as refusal:
        decide(world, file)
    assert codes(refusal) == [f"assurance.decision.{code}"]


def test_an_open_major_allows_the_provisional_certificate_of_this_pack(world: World) -> None:
    taken = decisions.take_decision(
        world.certifier,
        application=with_finding(world, Grade.MAJOR),
        decision=Decision.GRANT_PROVISIONAL,
        grounds="Correction under way.",
        at=world.at,
    )
    assert taken.certificate is not None
    assert taken.certificate.kind == "provisional"
    assert taken.certificate.valid_before == date(2027, 3, 2)


def test_an_open_critical_allows_no_certificate(world: World) -> None:
    file = with_finding(world, Grade.CRITICAL)
    with refuses(CannotGrant):
        decide(world, file, Decision.GRANT_PROVISIONAL)
    decide(world, file, Decision.DECLINE)
    case = case_for(world.operator, file)
    assert (case.application.state, certificates_count()) == ("declined", 0)


def test_an_outcome_that_is_not_a_yes_stands_against_a_certificate(world: World) -> None:
    world.given = lambda rating="partial": World.given(world, rating)  # type: ignore[method-assign]
    file = world.recommended(world.concluded(world.planned()).application, Decision.DECLINE)
    world.reviewed_by_certifier(file)
    with refuses(CannotGrant) as refusal:
        decide(world, file)
    assert codes(refusal) == ["assurance.decision.outcome_not_met"]


def test_a_provider_that_lost_its_accreditation_grants_nothing(world: World) -> None:
    file = world.reviewed()
    withdraw_accreditation(
        STEWARD,
        accreditation=accreditations_of(world.provider)[0].id,
        withdrawn_from=world.at.date(),
        reason="x",
        at=world.at,
    )
    with refuses(CannotGrant) as refusal:
        decide(world, file)
    assert codes(refusal) == ["assurance.decision.provider_not_accredited"]


def test_a_candidate_whose_time_is_over_is_not_certified_but_can_be_declined(world: World) -> None:
    file = world.reviewed()
    world.later(days=365).declare_none(world.certifier)
    with refuses(CannotGrant) as refusal:
        decide(world, file)
    assert codes(refusal) == ["assurance.decision.candidate_ended"]
    decide(world, file, Decision.DECLINE)
    assert case_for(world.operator, file).application.state == "declined"


def test_a_file_is_decided_once(world: World) -> None:
    card = world.certified()
    with refuses(WrongState):
        decide(world, card.application)
