"""Draw, plan and compare: the external view of a group."""

from datetime import timedelta
from fractions import Fraction

import pytest

from orepass.assurance.actions import nonconformity
from orepass.assurance.actions.file import NotIndependent
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.assurance.rules.terms import Grade
from orepass.inclusion.groups.actions import register, sample, sanction
from orepass.inclusion.groups.actions.register import CheckUnusable
from orepass.inclusion.groups.actions.sample import NoBeacon, NothingToDraw, RiskUnknown
from orepass.inclusion.groups.queries import draws_for, members_for, standing_for
from orepass.inclusion.groups.rules.drawing import ranked, seed_of
from orepass.inclusion.groups.rules.inspecting import MemberGrade
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.access import Actor, Role
from orepass.transparency.models import Entry
from tests.certification import codes, refuses
from tests.cooperative import Cooperative


@pytest.fixture
def group_of_40(db: None) -> Cooperative:
    """A cooperative of forty members."""
    return Cooperative(members=40)


def test_ten_of_forty_are_drawn_and_a_quarter_by_chance(group_of_40: Cooperative) -> None:
    coop = group_of_40
    file = coop.assessed()
    worst = coop.members[7]
    sanction.suspend_member(coop.operator, member=worst, note="x", at=coop.at)
    card = coop.drawn(file)
    assert (len(card.population), len(card.drawn), card.random_size) == (40, 10, 3)
    seed = seed_of(
        pack_digest=coop.group.pack_digest,
        application=file,
        visit_on=card.visit_on,
        beacon=card.beacon,
        population=card.population,
    )
    assert seed == card.seed
    by_chance = [drawn.member for drawn in card.drawn if drawn.chosen == "random"]
    assert by_chance == ranked(card.population, seed)[:3]
    assert worst in {drawn.member for drawn in card.drawn}
    assert Entry.objects.filter(kind="groups.sample.draw", content_digest=card.digest).count() == 1
    assert draws_for(coop.operator, coop.group.id) == [card]


def test_the_drawn_members_are_the_plans_sample_and_more_may_be_added(coop: Cooperative) -> None:
    file = coop.assessed()
    card = coop.drawn(file)
    visit = sample.plan_group_audit(
        coop.auditor,
        draw=card.id,
        visit=coop.visit(),
        team=[TeamMember(coop.auditor.pseudonym, "lead")],
        also=(Subject(coop.sites[0], "named"),),
        at=coop.at,
    )
    assert {subject.subject for subject in visit.subjects} == {*coop.members, coop.sites[0]}
    assert visit.draw == card.digest


def test_a_conflict_of_interest_refuses_the_group_plan_too(coop: Cooperative) -> None:
    card = coop.drawn(coop.assessed())
    silent = coop._actor(coop.provider, Role.AUDITOR)
    with refuses(NotIndependent) as refusal:
        sample.plan_group_audit(
            coop.auditor,
            draw=card.id,
            visit=coop.visit(),
            team=[TeamMember(silent.pseudonym, "lead")],
            at=coop.at,
        )
    assert codes(refusal) == ["assurance.impartiality.undeclared"]


def test_the_client_does_not_draw_its_own_sample(coop: Cooperative) -> None:
    file = coop.assessed()
    auditor_of_theirs = Actor(coop.operator.pseudonym, coop.client, frozenset({Role.AUDITOR}))
    with refuses(Denied):
        sample.draw_sample(
            coop.operator,
            group=coop.group.id,
            application=file,
            kind="initial",
            visit_on=coop.at.date(),
            beacon="x",
            at=coop.at,
        )
    coop.auditor = auditor_of_theirs
    with refuses(NotFound):
        coop.drawn(file)


def test_a_draw_needs_a_public_value_a_known_risk_and_members(coop: Cooperative) -> None:
    file = coop.assessed()
    with refuses(NoBeacon):
        coop.drawn(file, beacon=" ")
    with refuses(RiskUnknown):
        coop.drawn(file, risk="terrible")
    for who in coop.members:
        sanction.suspend_member(coop.operator, member=who, note="x", at=coop.at)
        sanction.expel_member(coop.operator, member=who, note="x", at=coop.at)
    with refuses(NothingToDraw):
        coop.drawn(file)


def test_the_providers_people_see_the_register_of_their_file(coop: Cooperative) -> None:
    with pytest.raises(NotFound):
        members_for(coop.auditor, coop.group.id, coop.at.date())
    coop.draft()
    assert len(members_for(coop.auditor, coop.group.id, coop.at.date()).items) == 3


def test_the_register_is_fixed_by_its_digest_and_changes_with_its_members(coop: Cooperative) -> None:
    before = register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    assert (before.members, len(before.digest)) == (3, 64)
    assert register.commit_register(coop.operator, group=coop.group.id, at=coop.at).digest == before.digest
    sanction.suspend_member(coop.operator, member=coop.members[0], note="x", at=coop.at)
    after = register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    assert after.digest != before.digest
    assert Entry.objects.filter(kind="groups.register.commit").count() == 3


def test_what_the_auditors_found_measures_the_groups_own_control(coop: Cooperative) -> None:
    seen, missed, _clean = coop.members
    coop.inspected(seen, MemberGrade.MINOR)
    coop.later(days=5)
    file = coop.assessed()
    card = coop.drawn(file)
    visit = sample.plan_group_audit(
        coop.auditor,
        draw=card.id,
        visit=coop.visit(),
        team=[TeamMember(coop.auditor.pseudonym, "lead")],
        at=coop.at,
    )
    for who in (seen, missed):
        nonconformity.raise_nonconformity(
            coop.auditor,
            audit=visit.id,
            requirement=coop.requirement(),
            grade=Grade.MAJOR,
            statement="x",
            subject=who,
            at=coop.at,
        )
    register.check_register(
        coop.auditor, group=coop.group.id, application=file, checked_on=coop.at.date(), unlisted=1, at=coop.at
    )
    control = standing_for(coop.auditor, coop.group.id, coop.at.date()).control
    assert (control.detection_rate, control.register_drift, control.coverage) == (
        Fraction(1, 2),
        Fraction(1, 3),
        1,
    )
    assert {finding.code for finding in control.findings} == {
        "groups.control.failing_share",
        "groups.control.missed_share",
        "groups.control.register_drift",
    }


def test_a_comparison_names_members_and_a_day_that_has_come(coop: Cooperative) -> None:
    file = coop.draft().id
    for change in (
        {"not_found": (Identifier("mem-STRANGER"),)},
        {"unlisted": -1},
        {"checked_on": coop.at.date() + timedelta(days=1)},
    ):
        inputs = {"group": coop.group.id, "application": file, "checked_on": coop.at.date(), "at": coop.at, **change}
        with refuses(CheckUnusable):
            register.check_register(coop.auditor, **inputs)


def test_the_standing_of_a_group_counts_the_suspended_as_members(coop: Cooperative) -> None:
    sanction.suspend_member(coop.operator, member=coop.members[0], note="x", at=coop.at)
    coop.applicant()
    standing = standing_for(coop.operator, coop.group.id, coop.at.date())
    assert (standing.members, standing.counted, standing.compliant) == (4, 3, 2)
    assert standing.by_state == {"approved": 2, "suspended": 1, "applied": 1}
    assert standing.right.is_no
