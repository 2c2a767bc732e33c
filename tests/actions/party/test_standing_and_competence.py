"""A provider is suspended and restored from a day; people's competence is recorded and taken back, never erased."""

from datetime import UTC, date, datetime

import pytest

from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.party import queries
from orepass.party.actions import (
    accredit_provider,
    end_competence,
    record_competence,
    register_organisation,
    restore_accreditation,
    suspend_accreditation,
    withdraw_accreditation,
)
from orepass.party.actions.competence import AlreadyEnded
from orepass.party.actions.people import PeriodBackwards
from orepass.party.actions.providers import StandingRefused
from orepass.party.models import AccreditationStep, Competence, CompetenceWithdrawal
from orepass.party.rules.competence import Field
from orepass.party.rules.kinds import OrganisationKind
from orepass.party.rules.provider_standing import Standing
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.people import register_person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))


def provider(name: str = "Prüfstelle") -> Identifier:
    return register_organisation(STEWARD, name=name, kind=OrganisationKind.PROVIDER, country="DE", at=AT).id


def accreditation(of: Identifier) -> Identifier:
    card = accredit_provider(
        STEWARD, provider=of, standard="CPS", accreditor="National body", valid_from=date(2025, 1, 1), at=AT
    )
    return card.id


def person(of: Identifier, *roles: Role) -> Actor:
    made = register_person(STEWARD, name="Somebody", purpose="certification").id
    for role in roles:
        grant_membership(STEWARD, person=made, organisation=of, role=role, at=AT)
    return Actor(made, of, frozenset(roles))


def test_n14_a_suspension_holds_from_its_day_until_it_is_lifted() -> None:
    of = provider()
    found = accreditation(of)
    card = suspend_accreditation(
        STEWARD, accreditation=found, suspended_from=date(2026, 3, 1), reason="Late reports.", at=AT
    )
    assert [(step.action, step.on) for step in card.steps] == [("provider.suspend", date(2026, 3, 1))]
    assert queries.standing_of_provider(of, "CPS", date(2026, 2, 28)) is Standing.APPROVED
    assert queries.standing_of_provider(of, "CPS", date(2026, 3, 1)) is Standing.SUSPENDED
    assert queries.accreditation_of(of, "CPS", date(2026, 3, 1)).is_no
    restore_accreditation(STEWARD, accreditation=found, restored_from=date(2026, 5, 1), reason="Settled.", at=AT)
    assert queries.standing_of_provider(of, "CPS", date(2026, 4, 30)) is Standing.SUSPENDED
    assert queries.accreditation_of(of, "CPS", date(2026, 5, 1)).is_yes


def test_a_step_that_the_table_does_not_allow_is_refused_and_nothing_changes() -> None:
    of = provider()
    found = accreditation(of)
    with pytest.raises(StandingRefused):
        restore_accreditation(STEWARD, accreditation=found, restored_from=date(2026, 5, 1), reason="None.", at=AT)
    suspend_accreditation(STEWARD, accreditation=found, suspended_from=date(2026, 3, 1), reason="Late.", at=AT)
    with pytest.raises(StandingRefused):
        suspend_accreditation(STEWARD, accreditation=found, suspended_from=date(2026, 4, 1), reason="Again.", at=AT)
    with pytest.raises(StandingRefused):
        suspend_accreditation(STEWARD, accreditation=found, suspended_from=date(2026, 2, 1), reason="Before.", at=AT)
    with pytest.raises(StandingRefused):
        suspend_accreditation(STEWARD, accreditation=found, suspended_from=date(2024, 2, 1), reason="Long ago.", at=AT)
    withdraw_accreditation(STEWARD, accreditation=found, withdrawn_from=date(2026, 4, 1), reason="Lost.", at=AT)
    with pytest.raises(StandingRefused):
        restore_accreditation(STEWARD, accreditation=found, restored_from=date(2026, 4, 1), reason="No.", at=AT)
    assert AccreditationStep.objects.count() == 1


def test_only_the_scheme_suspends_and_restores() -> None:
    of = provider()
    found = accreditation(of)
    certifier = person(of, Role.CERTIFIER)
    with pytest.raises(Denied):
        suspend_accreditation(certifier, accreditation=found, suspended_from=date(2026, 3, 1), reason="x", at=AT)
    with pytest.raises(NotFound):
        suspend_accreditation(
            STEWARD, accreditation=Identifier("acc-0000000000000"), suspended_from=AT.date(), reason="x", at=AT
        )
    assert not AccreditationStep.objects.exists()


def test_a_provider_records_what_its_people_can_and_takes_it_back() -> None:
    of = provider()
    certifier, auditor = person(of, Role.CERTIFIER), person(of, Role.AUDITOR)
    card = record_competence(
        certifier,
        person=auditor.pseudonym,
        field=Field.MINERAL,
        of="cobalt",
        shown_by="Three audits under supervision",
        valid_from=date(2026, 1, 1),
        at=AT,
    )
    assert queries.competences_at(of) == [card]
    assert queries.competences_at(of, people=[certifier.pseudonym]) == []
    ended = end_competence(certifier, competence=card.id, ended_from=date(2026, 6, 1), reason="Not kept up.", at=AT)
    assert ended.ended_from == date(2026, 6, 1)
    assert ended.fact.ended_from == date(2026, 6, 1)
    with pytest.raises(AlreadyEnded):
        end_competence(certifier, competence=card.id, ended_from=date(2026, 7, 1), reason="Again.", at=AT)
    assert CompetenceWithdrawal.objects.count() == 1


def test_people_see_their_own_records_and_a_certifier_all_of_the_house() -> None:
    of = provider()
    certifier, auditor, other = person(of, Role.CERTIFIER), person(of, Role.AUDITOR), person(of, Role.AUDITOR)
    for whom in (auditor, other):
        record_competence(
            certifier,
            person=whom.pseudonym,
            field=Field.LANGUAGE,
            of="fr",
            shown_by="Test",
            valid_from=AT.date(),
            at=AT,
        )
    assert {card.person for card in queries.competences_for(certifier)} == {auditor.pseudonym, other.pseudonym}
    assert {card.person for card in queries.competences_for(certifier, other.pseudonym)} == {other.pseudonym}
    assert {card.person for card in queries.competences_for(auditor, other.pseudonym)} == {auditor.pseudonym}


def test_nobody_records_competence_of_other_peoples_staff_or_for_an_empty_period() -> None:
    of, elsewhere = provider(), provider("Another")
    certifier, stranger = person(of, Role.CERTIFIER), person(elsewhere, Role.CERTIFIER)
    auditor = person(of, Role.AUDITOR)
    inputs = {"person": auditor.pseudonym, "field": Field.STANDARD, "of": "CPS", "shown_by": "Exam", "at": AT}
    with pytest.raises(NotFound):
        record_competence(stranger, **inputs, valid_from=AT.date())
    with pytest.raises(Denied):
        record_competence(auditor, **inputs, valid_from=AT.date())
    with pytest.raises(PeriodBackwards):
        record_competence(certifier, **inputs, valid_from=AT.date(), valid_before=AT.date())
    assert not Competence.objects.exists()
    card = record_competence(certifier, **inputs, valid_from=AT.date())
    with pytest.raises(NotFound):
        end_competence(stranger, competence=card.id, ended_from=AT.date(), reason="x", at=AT)
    with pytest.raises(NotFound):
        end_competence(certifier, competence=Identifier("cmp-0000000000000"), ended_from=AT.date(), reason="x", at=AT)
    assert not CompetenceWithdrawal.objects.exists()
