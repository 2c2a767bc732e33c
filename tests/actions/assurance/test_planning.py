"""A visit is reckoned when it is planned: sites, days, remote part, with every value kept for replay."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.assurance.actions import audit
from orepass.assurance.actions.audit import AuditKind, SampleUnusable
from orepass.assurance.actions.reckoning import PlanUnusable
from orepass.assurance.models import Application, Audit
from orepass.assurance.queries import AuditCard
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.assurance.rules.planning import PlanBasis, RiskLevel
from orepass.kernel.computed import InputRefused
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import recomputed
from orepass.platform.replaying import Result, replay
from orepass.scheme.queries import parameters_by_digest
from tests.certification import World, codes, refuses


@pytest.fixture
def five(db: None) -> World:
    """A client with five pits."""
    return World(sites=5)


def plan(world: World, file: Identifier, sites: list[Identifier], **basis: Any) -> AuditCard:
    chosen = basis.pop("chosen", "named")
    visit = world.visit(basis=PlanBasis(**basis), days=Decimal(7))
    return audit.plan_audit(
        world.auditor,
        application=file,
        visit=visit,
        team=[TeamMember(world.auditor.pseudonym, "lead")],
        sample=[Subject(site, chosen) for site in sites],
        at=world.at,
    )


def told(card: AuditCard) -> list[str]:
    return sorted(finding.code for finding in card.told)


def values(card: AuditCard) -> dict[str, str]:
    return {kept.rule: kept.value for kept in card.computed}


def test_the_plan_keeps_what_the_scheme_asks_and_it_recomputes(five: World) -> None:
    card = plan(five, five.assessed(), five.sites[:3])
    assert values(card) == {"sample": "3", "sample-random-part": "1", "audit-plan-days": "7"}
    sample = card.computed[0]
    assert sample.inputs == {"rule": "md1", "n": "5", "kind": "initial", "risk": "1", "factor": "1"}
    assert sample.parameters == {
        "rule": "sampling.rule",
        "factor": "sampling.initial_factor",
        "risk": "sampling.risk_multiplier/regular",
    }
    of_pack = parameters_by_digest(sample.pack_digest, "ASM")
    assert [recomputed(kept, of_pack) for kept in card.computed] == [[], [], []]
    assert "assurance.plan.too_little_chance" in told(card)


def test_fewer_sites_than_the_scheme_asks_are_refused(five: World) -> None:
    file = five.assessed()
    with refuses(PlanUnusable, "assurance.plan.refused") as refusal:
        plan(five, file, five.sites[:2])
    assert codes(refusal) == ["assurance.plan.fewer_sites"]
    assert "assurance.plan.too_little_chance" not in told(plan(five, file, five.sites[:3], chosen="random"))


def test_more_risk_asks_for_more_sites(five: World) -> None:
    file = five.assessed()
    with refuses(PlanUnusable) as refusal:
        plan(five, file, five.sites[:4], risk=RiskLevel.HIGH)
    assert codes(refusal) == ["assurance.plan.fewer_sites"]
    assert values(plan(five, file, five.sites, risk=RiskLevel.HIGH))["sample"] == "5"


def test_the_central_function_is_visited_and_not_counted(five: World) -> None:
    file, centre = five.assessed(), five.sites[0]
    with refuses(PlanUnusable) as refusal:
        plan(five, file, five.sites[1:3], central=centre)
    assert codes(refusal) == ["assurance.plan.central_left_out"]
    card = plan(five, file, five.sites[:3], central=centre)
    assert card.computed[0].inputs["n"] == "4"
    assert card.basis.central == centre


def test_a_central_function_outside_of_the_scope_is_refused(five: World) -> None:
    file = five.assessed()
    with refuses(SampleUnusable):
        plan(five, file, five.sites[:3], central="sit-ELSEWHERE")


def test_a_sample_is_extended_by_the_auditor_and_never_shrunk(five: World) -> None:
    card = plan(five, five.assessed(), five.sites[:3])
    more = audit.add_to_sample(five.auditor, audit=card.id, subject=five.sites[3])
    assert [subject.subject for subject in more.subjects] == five.sites[:4]
    with refuses(SampleUnusable):
        audit.add_to_sample(five.auditor, audit=card.id, subject=five.sites[3])
    assert more.computed == card.computed


def test_fewer_days_are_told_and_a_reason_stands_with_them(world: World) -> None:
    file = world.assessed()
    first = world.planned(file)
    assert "assurance.plan.short_of_days" in told(first)
    world.concluded(first)
    explained = world.planned(file, basis=PlanBasis(deviation="One team, two shafts."), days=Decimal("0.5"))
    assert "assurance.plan.days_explained" in told(explained)
    enough = world.planned(file, days=Decimal(3))
    assert not [code for code in told(enough) if code.startswith("assurance.plan.")]


def test_a_reduction_needs_a_reason_and_keeps_its_limit(world: World) -> None:
    file = world.assessed()
    with refuses(PlanUnusable) as refusal:
        world.planned(file, basis=PlanBasis(reduction_percent=30))
    assert codes(refusal) == ["assurance.plan.reduction_unexplained"]
    with refuses(InputRefused):
        world.planned(file, basis=PlanBasis(reduction_percent=31, reduction_reason="Known processes."))
    card = world.planned(file, basis=PlanBasis(reduction_percent=30, reduction_reason="Known processes."))
    assert values(card)["audit-plan-days"] == "5"


def test_t8_above_the_table_days_are_set_by_judgement(world: World) -> None:
    card = world.planned(basis=PlanBasis(personnel=20_000))
    assert values(card)["audit-plan-days"] == "manual"
    assert "assurance.plan.days_by_judgement" in told(card)


def test_without_personnel_no_days_are_reckoned_and_the_planner_is_told(world: World) -> None:
    file = world.assessed()
    row = Application.objects.get(pk=file)
    row.profile["personnel"] = None
    row.save()
    card = world.planned(file)
    assert "audit-plan-days" not in values(card)
    assert "assurance.plan.personnel_unknown" in told(card)


def test_a_document_stage_reckons_days_and_no_sample(five: World) -> None:
    file = five.assessed()
    card = five.planned(file, stage=1, days=Decimal(2))
    assert values(card) == {"audit-plan-days": "7"}
    second = plan(five, file, five.sites[:3])
    assert "assurance.plan.short_of_days" not in told(second)


def test_too_much_from_afar_is_refused_and_what_is_allowed_is_kept(world: World) -> None:
    file = world.assessed()
    with refuses(PlanUnusable) as refusal:
        world.planned(file, basis=PlanBasis(remote_days=Decimal(1)))
    assert codes(refusal) == ["assurance.plan.remote_refused"]
    with refuses(PlanUnusable):
        world.planned(file, basis=PlanBasis(remote_days=Decimal("0.5"), high_risk_area=True))
    with refuses(PlanUnusable):
        world.planned(file, basis=PlanBasis(remote_days=Decimal("0.5"), risk=RiskLevel.HIGH))
    card = world.planned(file, basis=PlanBasis(remote_days=Decimal("0.5"), high_risk_area=True, local_verifier=True))
    assert values(card)["remote-share"] == "allowed"


def test_a_follow_up_reckons_no_sample_and_a_surveillance_a_third(world: World) -> None:
    certificate = world.certified()
    world.later(days=200)
    world.declare_none(world.auditor)
    follow = world.planned(certificate.application, kind=AuditKind.FOLLOW_UP)
    assert follow.computed == ()
    yearly = world.planned(certificate.application, kind=AuditKind.SURVEILLANCE, days=Decimal("2.5"))
    assert values(yearly)["audit-plan-days"] == "2.5"
    assert yearly.computed[0].inputs["kind"] == "surveillance"
    assert told(yearly) == []


def test_what_was_told_and_reckoned_is_a_record_of_the_day(five: World) -> None:
    card = plan(five, five.assessed(), five.sites[:3])
    row = Audit.objects.get(pk=card.id)
    assert [kept["rule"] for kept in row.computed] == ["sample", "sample-random-part", "audit-plan-days"]
    assert {finding["code"] for finding in row.told} == set(told(card))
    assert row.planned_from == date(2026, 3, 2)


def test_a_plan_replays_equal_and_a_changed_value_shows(five: World) -> None:
    card = plan(five, five.assessed(), five.sites[:3])
    assert {one.result for one in replay(card.id) if one.kind == "assurance.plan"} == {Result.EQUAL}
    row = Audit.objects.get(pk=card.id)
    row.computed[0]["value"] = "2"
    row.save()
    found = [one for one in replay(card.application) if one.kind == "assurance.plan"]
    assert [one.result for one in found] == [Result.DIFFERENT, Result.EQUAL, Result.EQUAL]
