"""A project's study documents are reviewed at a desk: planned, concluded and decided without a day on site."""

from decimal import Decimal
from typing import Any

import pytest

from orepass.assurance.actions import application, audit
from orepass.assurance.actions.agreement import DaysUnusable
from orepass.assurance.actions.reckoning import PlanUnusable
from orepass.assurance.models import Audit, AuditConclusion
from orepass.assurance.queries import AuditCard, certificate_card, delivery_right
from orepass.assurance.rules.planning import PlanBasis, RiskLevel
from orepass.kernel.verdict import Unknown
from orepass.scheme.rules.outcome import Profile
from tests.certification import World, refuses

STUDY = {"study_scoping": True, "study_prefeasibility": True, "study_feasibility": False, "study_bankable": False}
NOBODY = {"indigenous_peoples": False, "resettlement": False, "artisanal_miners_nearby": False}
PROJECT = Profile(
    stage="exploration",
    activities=("exploration",),
    size="small",
    minerals=("cobalt",),
    country="CD",
    personnel=24,
    flags={**NOBODY, **STUDY},
)


class Project(World):
    """A client whose project is in exploration."""

    def __init__(self) -> None:
        super().__init__(standard="CRS")

    def inputs(self, **changes: Any) -> dict[str, Any]:
        scope = application.Scope(sites=self.sites, text="Exploration for cobalt", profile=PROJECT)
        return super().inputs(**{"scope": scope, **changes})

    def read(self, remote: str, **basis: Any) -> AuditCard:
        return self.planned(days=Decimal(4), basis=PlanBasis(remote_days=Decimal(remote), **basis))

    def finished(self, card: AuditCard, on_site: str) -> AuditCard:
        return audit.conclude_audit(
            self.auditor,
            audit=card.id,
            ended_on=self.at.date(),
            on_site_days=Decimal(on_site),
            summary="The study was read with its models and minutes.",
            at=self.at,
        )


def test_a_whole_review_of_documents_is_planned_and_concluded_without_a_day_on_site(db: None) -> None:
    project = Project()
    card = project.read("4")
    assert {kept.rule: kept.value for kept in card.computed}["remote-share"] == "allowed"
    assert {kept.rule: kept.value for kept in card.computed}["audit-plan-days"] == "4"
    assert project.finished(card, "0").on_site_days == 0
    certificate = project.certified(card.application)
    assert certificate_card(certificate.id).right(project.at.date()).is_yes


def test_a_certificate_of_a_project_gives_no_right_to_deliver(db: None) -> None:
    project = Project()
    card = project.finished(project.read("4"), "0")
    project.certified(card.application)
    right = delivery_right(project.sites[0], project.at.date())
    assert right.verdict.unknown is Unknown.MISSING


def test_neither_risk_nor_area_calls_a_reader_to_the_site(db: None) -> None:
    card = Project().read("4", risk=RiskLevel.HIGH, high_risk_area=True)
    assert {kept.rule: kept.value for kept in card.computed}["remote-share"] == "allowed"


@pytest.mark.parametrize("remote", ["0", "3.5"])
def test_where_days_on_site_were_planned_none_is_not_believed(db: None, remote: str) -> None:
    project = Project()
    card = project.read(remote)
    with refuses(DaysUnusable, "assurance.agreement.days"):
        project.finished(card, "0")
    assert not AuditConclusion.objects.filter(audit=card.id).exists()
    assert project.finished(card, "0.5").on_site_days == Decimal("0.5")


def test_a_day_below_zero_is_refused_at_a_desk_too(db: None) -> None:
    project = Project()
    card = project.read("4")
    with refuses(DaysUnusable, "assurance.agreement.days"):
        project.finished(card, "-0.5")
    assert not AuditConclusion.objects.filter(audit=card.id).exists()


def test_a_mine_is_not_judged_from_afar(db: None) -> None:
    world = World(standard="ASM")
    file = world.assessed()
    with refuses(PlanUnusable, "assurance.plan.refused"):
        world.planned(file, basis=PlanBasis(remote_days=Decimal(4)))
    assert not Audit.objects.exists()
