"""Exclusions that no tier lifts, where a decision is taken (scenarios A-05, A-08, M-14)."""

import pytest

from orepass.assurance.actions import decision as decisions
from orepass.assurance.actions.decision import CannotGrant
from orepass.assurance.models import Application
from orepass.assurance.queries.excluded import exclusions_of
from orepass.assurance.rules.decision import Decision
from orepass.diligence.actions import identify_risk, record_legal_status
from orepass.diligence.rules.standing import LegalStatus
from tests.certification import World, codes, refuses

GRANTS = (Decision.GRANT, Decision.GRANT_PROVISIONAL)


def decide(world: World, file: str, decision: Decision) -> object:
    return decisions.take_decision(world.certifier, application=file, decision=decision, grounds="x", at=world.at)


@pytest.mark.parametrize("decision", GRANTS)
def test_a08_an_illegal_site_is_refused_whatever_was_answered(world: World, decision: Decision) -> None:
    file = world.reviewed()
    record_legal_status(
        world.auditor,
        site=world.sites[0],
        status=LegalStatus.ILLEGAL,
        valid_from=world.at.date(),
        authority="Mining cadastre",
        at=world.at,
    )
    with refuses(CannotGrant) as refusal:
        decide(world, file, decision)
    assert [(found.code, found.where) for found in refusal.value.findings] == [
        ("scheme.exclusion.holds", "illegal_status")
    ]


@pytest.mark.parametrize("risk", ["R1b", "R1c", "R2"])
def test_a05_an_identified_stop_risk_refuses_every_certificate(world: World, risk: str) -> None:
    file = world.reviewed()
    identify_risk(world.auditor, site=world.sites[0], risk=risk, known=True, grounds="Seen twice.", at=world.at)
    with refuses(CannotGrant) as refusal:
        decide(world, file, Decision.GRANT)
    assert codes(refusal) == ["scheme.exclusion.holds"]
    assert decide(world, file, Decision.DECLINE) is not None


def test_facts_the_file_answers_are_known_and_grant(world: World) -> None:
    file = world.reviewed()
    facts = exclusions_of(Application.objects.get(pk=file), world.at.date())
    assert facts
    assert all(verdict.is_no for verdict in facts.values())
    assert decide(world, file, Decision.GRANT) is not None
