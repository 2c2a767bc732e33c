"""The credential of a certificate tells its scope: per site, commodity, model of custody and level; and no longer."""

import json
from datetime import date
from typing import Any

import msgspec
import pytest

from orepass.assurance.actions import application
from orepass.assurance.actions.certificate import Grounds, reduce_scope, restore_certificate, suspend_certificate
from orepass.assurance.models import AuditConclusion, AuditSubject, CertificateSite
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.party.actions import suspend_accreditation
from orepass.party.actions.sites import Work, register_site
from orepass.party.queries import accreditations_of
from orepass.passport import checking, queries
from orepass.passport.actions import NoSiteCovered, issue_credential
from orepass.passport.attesting import attested
from orepass.passport.models import IssuedCredential
from orepass.passport.queries import CredentialCard
from orepass.platform import home
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain
from tests.beginnings import Teller, Told
from tests.certification import ASM_PROFILE, STEWARD, World, on, refuses

pytestmark = pytest.mark.django_db


class Custodian(World):
    """A trader that sells by mass balance, certified for its chain of custody at two sites of different goods."""

    def __init__(self) -> None:
        super().__init__(standard="CCS", sites=1)
        second = register_site(STEWARD, name="Depot", organisation=self.client, work=Work(minerals=("gold",)))
        self.sites.append(second.id)
        self.certificate = self.certified()

    def inputs(self, **changes: Any) -> dict[str, Any]:
        flags = {**ASM_PROFILE.flags, "mass_balance": True}
        profile = msgspec.structs.replace(ASM_PROFILE, flags=flags)
        return super().inputs(scope=application.Scope(sites=self.sites, text="Trade", profile=profile), **changes)

    def credential(self) -> CredentialCard:
        card = issue_credential(self.certifier, certificate=self.certificate.id, at=self.at)
        place_queued()
        return card

    def reduced(self, *sites: Identifier) -> None:
        reduce_scope(
            self.certifier,
            certificate=self.certificate.id,
            sites=list(sites),
            grounds=Grounds.NONCONFORMITY,
            note="Closed.",
            at=self.at,
        )


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Custodian]:
    return tell(Custodian)


@pytest.fixture
def world(told: Told[Custodian], db: None) -> Custodian:
    home.mark_as_demonstration("7")
    return told.again()


def subject(card: CredentialCard) -> dict[str, Any]:
    document = json.loads(IssuedCredential.objects.get(pk=card.id).document)
    return dict(document["credentialSubject"])


def test_each_site_has_its_own_assessment_with_its_commodities(world: Custodian) -> None:
    said = subject(world.credential())
    found = {
        one["assessedFacility"][0]["facility"]["registeredId"]: [
            product["product"]["name"] for product in one.get("assessedProduct", ())
        ]
        for one in said["conformityAssessment"]
    }
    assert found == {world.sites[0]: ["cobalt"], world.sites[1]: []}


def verified_by_the_assessor(card: CredentialCard) -> dict[str, object]:
    found = [one["assessedFacility"][0] for one in subject(card)["conformityAssessment"]]
    return {one["facility"]["registeredId"]: one.get("idVerifiedByCAB") for one in found}


def test_the_assessor_verified_which_site_it_is_where_a_concluded_visit_saw_it(world: Custodian) -> None:
    AuditSubject.objects.filter(subject=world.sites[1]).delete()
    assert verified_by_the_assessor(world.credential()) == {world.sites[0]: True, world.sites[1]: None}


@pytest.mark.parametrize("change", [{"on_site_days": 0}, {"ended_on": date(2999, 1, 1)}], ids=str)
def test_a_visit_that_was_at_no_site_or_is_not_over_verified_none(world: Custodian, change: dict[str, Any]) -> None:
    AuditConclusion.objects.update(**change)
    assert verified_by_the_assessor(world.credential()) == dict.fromkeys(world.sites)


def test_a_visit_that_was_concluded_since_makes_a_further_version(world: Custodian) -> None:
    ended = AuditConclusion.objects.get().ended_on
    AuditConclusion.objects.update(ended_on=date(2999, 1, 1))
    first = world.credential()
    AuditConclusion.objects.update(ended_on=ended)
    second = world.credential()
    assert (first.version, second.version) == (1, 2)
    assert verified_by_the_assessor(second) == dict.fromkeys(world.sites, True)


def test_model_level_and_who_stands_behind_it_are_told_in_closed_words(world: Custodian) -> None:
    said = subject(world.credential())
    assert {tuple(one["specifiedCondition"]) for one in said["conformityAssessment"]} == {
        ("Custody model: mass balance",)
    }
    assert (said["assessorLevel"], said["assessmentLevel"], said["attestationType"]) == (
        "3rdParty",
        "scheme-cab",
        "certification",
    )
    assert [one["issuingAuthority"]["name"] for one in said["authorisation"]] == ["DAkkS"]
    assert said["profileScore"] == {"code": world.certificate.level, "rank": 4}
    assert {topic["name"] for topic in said["conformityAssessment"][0]["conformityTopic"]} >= {
        "Supply Chain Traceability"
    }


def test_accreditation_suspended_on_the_day_of_the_decision_endorses_nobody(world: Custodian) -> None:
    card = world.certificate
    assert [one.standard for one in attested(card, card.valid_from).admissions] == ["CCS"]
    for one in accreditations_of(card.provider):
        suspend_accreditation(
            STEWARD, accreditation=one.id, suspended_from=day_of(card.decided_at), reason="Late.", at=world.at
        )
    found = attested(card, card.valid_from)
    assert (found.admissions, found.assessment_level) == ((), "no-endorsement")


def test_standard_that_is_not_about_the_chain_names_no_model(db: None, told: Told[Custodian]) -> None:
    card = World().certified()
    assert attested(card, card.valid_from).models == ()


def test_credential_that_names_a_site_taken_out_since_fails_and_the_next_one_leaves_it_out(world: Custodian) -> None:
    first = world.credential()
    world.later(days=1).reduced(world.sites[1])
    checked = {check.name: check for check in checking.check_own(first.id, at=world.at).checks}
    assert (checked["status"].result, checked["version"].result) == ("failed", "passed")
    second = world.credential()
    assert second.version == 2
    assert len(subject(second)["conformityAssessment"]) == 1
    assert checking.check_own(second.id, at=world.at).verified is True
    superseded = {check.name: check for check in checking.check_own(first.id, at=world.at).checks}["version"]
    assert (superseded.result, superseded.required) == ("undetermined", False)
    assert second.url in superseded.reason


def test_before_the_reduction_the_first_credential_held(world: Custodian) -> None:
    first, then = world.credential(), world.at
    world.later(days=1).reduced(world.sites[1])
    assert checking.check_own(first.id, at=then).verified is True


def test_certificate_without_any_site_left_gets_no_credential(world: Custodian) -> None:
    world.credential()
    world.later(days=1)
    CertificateSite.objects.filter(certificate=world.certificate.id).update(valid_before=world.at.date())
    with refuses(NoSiteCovered):
        world.credential()
    assert IssuedCredential.objects.count() == 1


def test_restored_certificate_needs_no_new_credential(world: Custodian) -> None:
    card = world.credential()
    world.later(days=1)
    suspend_certificate(
        world.certifier, certificate=world.certificate.id, grounds=Grounds.NONCONFORMITY, note="Open.", at=world.at
    )
    assert checking.check_own(card.id, at=world.at).verified is False
    restore_certificate(world.certifier, certificate=world.certificate.id, note="Closed.", at=world.at)
    assert checking.check_own(card.id, at=world.at).verified is True
    assert world.credential() == queries.credential_for(card.id)


def test_credential_says_where_people_and_papers_show_the_same(world: Custodian) -> None:
    document = json.loads(IssuedCredential.objects.get(pk=world.credential().id).document)
    assert [view["mediaType"] for view in document["renderMethod"]] == ["text/html", "application/pdf"]
    assert all(world.certificate.id in view["url"] for view in document["renderMethod"])


def test_day_of_the_reduction_is_the_first_without_the_site(world: Custodian) -> None:
    card = world.credential()
    world.later(days=3).reduced(world.sites[1])
    day = world.at.date()
    lapsed = queries.lapsed_at(on(day))([card.id, str(world.certificate.id)])
    assert lapsed == {card.id}
    assert queries.lapsed_at(on(day.replace(day=day.day - 1)))([card.id]) == set()


def test_chain_has_one_site_and_its_credential_names_it(db: None) -> None:
    home.mark_as_demonstration("7")
    chain = Chain()
    said = subject(chain.credential())
    assert [one["name"] for one in said["conformityAssessment"]] == ["ASM at Pit 1"]
