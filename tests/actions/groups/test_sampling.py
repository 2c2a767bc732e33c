"""Draw, plan and compare: the external view of a group."""

from datetime import timedelta
from fractions import Fraction

import pytest

from orepass.assurance.actions import application, audit, nonconformity
from orepass.assurance.actions.drawn import DrawNeeded
from orepass.assurance.actions.file import NotIndependent
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.assurance.rules.terms import Grade
from orepass.inclusion.groups.actions import register, sample, sanction
from orepass.inclusion.groups.actions.member import resign_membership
from orepass.inclusion.groups.actions.register import CheckUnusable
from orepass.inclusion.groups.actions.sample import (
    DrawnAlready,
    ListAltered,
    ListPending,
    NothingToDraw,
    RiskUnknown,
)
from orepass.inclusion.groups.models import MemberList
from orepass.inclusion.groups.queries import (
    members_for,
    public_draw,
    standing_for,
)
from orepass.inclusion.groups.rules.drawing import DrawKind
from orepass.inclusion.groups.rules.inspecting import MemberGrade
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import sequence
from orepass.transparency.models import Checkpoint, Entry
from orepass.transparency.queries import NotYetLogged
from tests.certification import codes, refuses
from tests.cooperative import SEQUENCER, Cooperative


def test_the_drawn_members_are_the_plans_sample_and_sites_may_be_named_too(coop: Cooperative) -> None:
    card = coop.drawn(coop.assessed())
    visit = coop.planned_from(card, also=(coop.sites[0],))
    assert {subject.subject for subject in visit.subjects} == {*coop.members, coop.sites[0]}
    assert visit.draw == card.digest


def test_a_visit_of_a_group_cannot_be_planned_past_the_draw(coop: Cooperative) -> None:
    file = coop.assessed()
    team = [TeamMember(coop.auditor.pseudonym, "lead")]
    chosen = [Subject(coop.members[0], "risk")]
    for draw in ("", "d" * 64):
        with refuses(DrawNeeded):
            audit.plan_audit(
                coop.auditor, application=file, visit=coop.visit(draw=draw), team=team, sample=chosen, at=coop.at
            )
    visit = coop.planned_from(coop.drawn(file))
    applicant = coop.applicant().id
    with refuses(DrawNeeded):
        audit.add_to_sample(coop.auditor, audit=visit.id, subject=applicant)
    assert coop.sites[0] in {
        one.subject for one in audit.add_to_sample(coop.auditor, audit=visit.id, subject=coop.sites[0]).subjects
    }


def test_there_is_no_draw_before_a_checkpoint_covers_the_list(coop: Cooperative) -> None:
    listed = coop.listed(coop.assessed())
    assert not listed.covered
    with refuses(NotYetLogged):
        sample.draw_sample(coop.auditor, member_list=listed.id, at=coop.at)
    sequence(SEQUENCER, at=coop.at)
    beacon = Checkpoint.objects.latest("size").root
    register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    sequence(SEQUENCER, at=coop.at)
    assert Checkpoint.objects.count() == 3
    card = sample.draw_sample(coop.auditor, member_list=listed.id, at=coop.at)
    assert card.beacon == beacon
    with refuses(DrawnAlready):
        sample.draw_sample(coop.auditor, member_list=listed.id, at=coop.at)


def test_nobody_commits_again_until_a_draw_pleases(coop: Cooperative) -> None:
    file = coop.assessed()
    card = coop.drawn(file)
    with refuses(ListPending):
        coop.listed(file)
    coop.planned_from(card)
    assert coop.listed(file, kind=DrawKind.SURVEILLANCE).number == 2


def test_a_list_that_was_altered_after_its_commitment_is_not_drawn_from(coop: Cooperative) -> None:
    listed = coop.listed(coop.assessed())
    sequence(SEQUENCER, at=coop.at)
    row = MemberList.objects.get(pk=listed.id)
    row.committed["members"] = row.committed["members"][1:]
    row.save()
    with refuses(ListAltered):
        sample.draw_sample(coop.auditor, member_list=listed.id, at=coop.at)


def test_what_nobody_knows_cannot_be_drawn_from_or_added_to(coop: Cooperative) -> None:
    nothing = Identifier("drw-NOTHING")
    with refuses(NotFound):
        sample.draw_sample(coop.auditor, member_list=nothing, at=coop.at)
    with refuses(NotFound):
        sample.add_to_draw(coop.auditor, draw=nothing, member=coop.members[0], reason="x", at=coop.at)
    with pytest.raises(NotFound):
        public_draw(nothing)


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
        sample.commit_list(
            coop.operator,
            group=coop.group.id,
            application=file,
            kind=DrawKind.INITIAL,
            visit_on=coop.at.date(),
            at=coop.at,
        )
    coop.auditor = auditor_of_theirs
    with refuses(NotFound):
        coop.drawn(file)


def test_a_list_needs_a_known_risk_and_members(coop: Cooperative) -> None:
    file = coop.assessed()
    with refuses(RiskUnknown):
        coop.drawn(file, risk="terrible")
    for who in coop.members:
        resign_membership(coop.operator, member=who, at=coop.at)
    with refuses(NothingToDraw):
        coop.drawn(file)


def test_the_providers_people_see_the_register_of_their_file(coop: Cooperative) -> None:
    with pytest.raises(NotFound):
        members_for(coop.auditor, coop.group.id, coop.at.date())
    file = coop.draft()
    with pytest.raises(NotFound):
        members_for(coop.auditor, coop.group.id, coop.at.date())
    application.submit_application(coop.operator, application=file.id, at=coop.at)
    assert len(members_for(coop.auditor, coop.group.id, coop.at.date()).items) == 3


def test_the_register_is_fixed_by_its_digest_and_changes_with_its_members(coop: Cooperative) -> None:
    before = register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    assert (before.members, len(before.digest), len(before.salt)) == (3, 64, 32)
    again = register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    assert again.digest != before.digest, "nobody sees from outside that nothing has changed"
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
    file = coop.submitted().id
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
