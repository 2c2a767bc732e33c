"""A team is competent, independent and not the same for ever; a suspended or withdrawn provider plans nothing new."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from orepass.assurance.actions import surveillance
from orepass.assurance.actions import team as team_of
from orepass.assurance.actions.audit import AuditKind
from orepass.assurance.actions.decision import CannotGrant, take_decision
from orepass.assurance.actions.file import NotIndependent
from orepass.assurance.actions.provider import ProviderNotApproved
from orepass.assurance.actions.team import NotCompetent
from orepass.assurance.models import Audit
from orepass.assurance.queries import AuditCard
from orepass.assurance.queries.evaluation import terms_of
from orepass.assurance.rules.decision import Decision
from orepass.assurance.rules.planning import PlanBasis
from orepass.assurance.rules.terms import Terms
from orepass.kernel.identifier import Identifier
from orepass.party.actions import (
    end_competence,
    record_competence,
    restore_accreditation,
    suspend_accreditation,
    withdraw_accreditation,
)
from orepass.party.queries import CompetenceCard, accreditations_of
from orepass.party.rules.competence import Field
from tests.certification import STEWARD, World, codes, refuses


def record(world: World, field: Field, of: str, **period: Any) -> CompetenceCard:
    since = {"valid_from": date(2025, 1, 1), **period}
    return record_competence(
        world.certifier, person=world.auditor.pseudonym, field=field, of=of, shown_by="Exam", **since, at=world.at
    )


def told(card: AuditCard) -> list[str]:
    return sorted(finding.code for finding in card.told if "competence" in finding.code or "rotation" in finding.code)


def strict(world: World, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    terms: Terms = terms_of(accreditation_pack(world), world.standard)
    monkeypatch.setattr(team_of, "terms_for", lambda _row: msgspec.structs.replace(terms, **changes))


def accreditation_pack(world: World) -> str:
    return str(world.draft().pack_digest)


@pytest.fixture
def unproven(db: None) -> World:
    """A world in which nobody's competence is on record."""
    return World(competent=False)


def test_competence_that_nobody_recorded_is_told_where_the_scheme_asks_for_no_records(
    unproven: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict(unproven, monkeypatch, competence_required=False)
    assert told(unproven.planned()) == ["assurance.competence.unrecorded"] * 2


def test_recorded_competence_is_enough(unproven: World) -> None:
    record(unproven, Field.STANDARD, "ASM")
    record(unproven, Field.MINERAL, "cobalt")
    assert told(unproven.planned()) == []


def test_a_scheme_that_asks_for_records_refuses_a_team_without(unproven: World) -> None:
    file = unproven.assessed()
    with refuses(NotCompetent) as refusal:
        unproven.planned(file)
    assert codes(refusal) == ["assurance.competence.not_shown", "assurance.competence.not_covered"]
    record(unproven, Field.STANDARD, "ASM")
    record(unproven, Field.MINERAL, "cobalt")
    assert told(unproven.planned(file)) == []


def test_a_record_that_ended_or_was_taken_back_is_refused_everywhere(unproven: World) -> None:
    file = unproven.assessed()
    record(unproven, Field.MINERAL, "cobalt")
    record(unproven, Field.STANDARD, "ASM", valid_before=date(2026, 1, 1))
    with refuses(NotCompetent) as refusal:
        unproven.planned(file)
    assert codes(refusal) == ["assurance.competence.not_shown"]
    anew = record(unproven, Field.STANDARD, "ASM")
    assert told(unproven.planned(file)) == []
    end_competence(
        unproven.certifier, competence=anew.id, ended_from=unproven.at.date(), reason="Not kept up.", at=unproven.at
    )
    with refuses(NotCompetent):
        unproven.planned(file)


def test_somebody_speaks_the_language_of_the_site_or_interprets(world: World) -> None:
    file = world.assessed()
    record(world, Field.LANGUAGE, "sw", valid_before=date(2026, 2, 1))
    with refuses(NotCompetent) as refusal:
        world.planned(file, basis=PlanBasis(language="sw"))
    assert codes(refusal) == ["assurance.competence.not_covered"]
    record(world, Field.LANGUAGE, "sw")
    assert world.planned(file, basis=PlanBasis(language="SW")).basis.language == "SW"


def age(world: World, file: Identifier, years: int) -> None:
    """Let every visit of a file have been planned years ago."""
    for row in Audit.objects.filter(application=file):
        row.planned_from = row.planned_from.replace(year=row.planned_from.year - years)
        row.save()


def test_n12_ten_years_with_one_provider_and_one_lead_need_an_explanation(world: World) -> None:
    certificate = world.certified()
    age(world, certificate.application, 10)
    world.later(days=30)
    file = world.assessed()
    with refuses(NotIndependent) as refusal:
        world.planned(file)
    assert codes(refusal) == ["assurance.impartiality.rotation_years", "assurance.impartiality.firm_rotation"]
    card = world.planned(file, basis=PlanBasis(rotation_explanation="Nobody else is accredited in the country."))
    assert "assurance.impartiality.rotation_explained" in told(card)
    assert card.basis.rotation_explanation == "Nobody else is accredited in the country."


def test_n12_nine_years_need_none(world: World) -> None:
    certificate = world.certified()
    age(world, certificate.application, 9)
    world.later(days=30)
    assert "assurance.impartiality.rotation_explained" not in told(world.planned(world.assessed()))


def suspend(world: World) -> Identifier:
    found = accreditations_of(world.provider)[0].id
    suspend_accreditation(
        STEWARD, accreditation=found, suspended_from=world.at.date(), reason="Late reports.", at=world.at
    )
    return found


def test_n14_a_suspended_provider_watches_over_its_certificates_and_audits_nobody_new(world: World) -> None:
    certificate = world.certified()
    world.later(days=200)
    world.declare_none(world.auditor)
    world.declare_none(world.certifier)
    file = world.assessed()
    found = suspend(world)
    with refuses(ProviderNotApproved, "assurance.provider.not_approved"):
        world.planned(file)
    yearly = world.planned(certificate.application, kind=AuditKind.SURVEILLANCE)
    world.concluded(yearly)
    done = surveillance.conclude_surveillance(world.certifier, audit=yearly.id, maintained=True, at=world.at)
    assert done.maintained is True
    restore_accreditation(STEWARD, accreditation=found, restored_from=world.at.date(), reason="Settled.", at=world.at)
    assert world.planned(file).application == file


def test_n14_a_file_audited_before_the_suspension_is_finished_but_no_certificate_is_granted(world: World) -> None:
    visit = world.planned()
    suspend(world)
    world.later(days=1)
    file = world.reviewed(world.concluded(visit).application)
    with refuses(CannotGrant) as refusal:
        take_decision(world.certifier, application=file, decision=Decision.GRANT, grounds="All met.", at=world.at)
    assert codes(refusal) == ["assurance.decision.provider_not_accredited"]


def test_n13_a_withdrawn_provider_neither_plans_nor_concludes(world: World) -> None:
    certificate = world.certified()
    world.later(days=200)
    world.declare_none(world.auditor)
    world.declare_none(world.certifier)
    visit = world.planned(certificate.application, kind=AuditKind.SURVEILLANCE)
    done = world.planned(certificate.application, kind=AuditKind.SURVEILLANCE)
    world.concluded(done)
    withdraw_accreditation(
        STEWARD,
        accreditation=accreditations_of(world.provider)[0].id,
        withdrawn_from=world.at.date() - timedelta(days=1),
        reason="Lost.",
        at=world.at,
    )
    with refuses(ProviderNotApproved):
        world.planned(certificate.application, kind=AuditKind.FOLLOW_UP)
    with refuses(ProviderNotApproved):
        world.concluded(visit)
    with refuses(ProviderNotApproved):
        surveillance.conclude_surveillance(world.certifier, audit=done.id, maintained=True, at=world.at)
