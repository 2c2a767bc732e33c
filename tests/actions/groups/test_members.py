"""The register and the ladder of sanctions."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from orepass.inclusion.groups.actions import estimate, group, inspection, inspector, member, sanction
from orepass.inclusion.groups.actions.file import MemberState
from orepass.inclusion.groups.actions.group import (
    EditionNotPublished,
    GroupExists,
    HolderType,
    NoAccountability,
    NoRepresentative,
)
from orepass.inclusion.groups.actions.inspection import InspectionDay, MayNotInspect, NotInspectable
from orepass.inclusion.groups.actions.inspector import AlreadyAppointed
from orepass.inclusion.groups.actions.member import (
    AlreadyMember,
    GroupFull,
    InspectorDecides,
    NotInspected,
    NoUnit,
    TooSoon,
)
from orepass.inclusion.groups.models import Group
from orepass.inclusion.groups.queries import (
    estimate_for,
    group_behind,
    group_card,
    group_right,
    group_tasks,
    groups_of,
    inspections_for,
    member_card,
    member_for,
    member_right,
    members_at,
    members_for,
)
from orepass.inclusion.groups.queries.cards import MemberDetails
from orepass.inclusion.groups.queries.reading import terms_of
from orepass.inclusion.groups.rules.inspecting import MemberFinding, MemberGrade
from orepass.kernel.identifier import Identifier
from orepass.kernel.quantity import BadQuantity
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.actions import refused_beforehand
from orepass.platform.notices import notices_for
from orepass.scheme.rules.model import RequirementUnknown
from tests.certification import PACK, codes, refuses
from tests.cooperative import Cooperative


def test_a_group_stands_behind_the_certificates_of_its_standard_from_the_day_it_is_registered(
    coop: Cooperative,
) -> None:
    day = coop.group.registered_at.date()
    assert group_behind(coop.client, PACK, "ASM", day) == coop.group.id
    assert group_behind(coop.client, "cera-4in1@2027.1", "ASM", day) == coop.group.id
    assert group_behind(coop.client, PACK, "ASM", day - timedelta(days=1)) == ""
    assert group_behind(coop.client, PACK, "CPS", day) == ""
    assert group_behind(coop.client, "other@2026.1", "ASM", day) == ""
    assert group_behind(coop.stranger, PACK, "ASM", day) == ""


def test_an_approved_and_inspected_member_may_deliver(coop: Cooperative) -> None:
    card = member_card(coop.members[0], coop.at.date())
    assert (card.state, card.right.is_yes, card.inspection_due) == ("approved", True, date(2027, 3, 2))
    assert member_right(coop.members[0], coop.at.date()).is_yes
    assert member_right(coop.members[0], coop.at.date() - timedelta(days=1)).is_no


def test_somebody_on_no_register_is_unknown(coop: Cooperative) -> None:
    assert member_right("mem-NOBODY", coop.at.date()).is_unknown


def test_a_suspended_member_may_not_deliver_and_the_group_goes_on(db: None) -> None:
    coop = Cooperative(members=5)
    card = sanction.suspend_member(coop.operator, member=coop.members[0], note="Tags reused.", at=coop.at)
    today = coop.at.date()
    assert (card.state, card.deadline) == ("suspended", date(2026, 9, 2))
    assert member_right(coop.members[0], today).is_no
    assert all(member_right(other, today).is_yes for other in coop.members[1:])
    assert group_right(coop.group.id, today).is_yes
    sanction.suspend_member(coop.operator, member=coop.members[1], note="Tags reused.", at=coop.at)
    assert group_right(coop.group.id, today).is_no


def test_a_suspension_is_told_to_the_person(coop: Cooperative) -> None:
    card = sanction.suspend_member(coop.operator, member=coop.members[0], note="x", at=coop.at)
    told = notices_for(Actor(card.person))
    assert [(notice.kind, notice.due_on) for notice in told] == [("groups.member.suspended", date(2026, 9, 2))]


def test_a_suspension_is_lifted_only_after_a_new_passed_inspection(coop: Cooperative) -> None:
    who = coop.members[0]
    coop.later(days=10)
    sanction.suspend_member(coop.operator, member=who, note="x", at=coop.at)
    with refuses(NotInspected):
        sanction.restore_member(coop.operator, member=who, at=coop.at)
    coop.later(days=5).inspected(who, MemberGrade.MAJOR)
    with refuses(NotInspected):
        sanction.restore_member(coop.operator, member=who, at=coop.at)
    coop.later(days=5).inspected(who)
    assert sanction.restore_member(coop.operator, member=who, at=coop.at).right.is_yes


def test_whoever_may_not_lift_a_suspension_yet_is_told_before_filling_in_a_form(coop: Cooperative) -> None:
    who = coop.members[0]
    coop.later(days=10)
    sanction.suspend_member(coop.operator, member=who, note="x", at=coop.at)
    with clock.frozen_at(coop.at):
        told = refused_beforehand(coop.operator, "groups.member.restore", {"member": who})
    assert isinstance(told, NotInspected)
    coop.later(days=5).inspected(who)
    with clock.frozen_at(coop.at):
        assert refused_beforehand(coop.operator, "groups.member.restore", {"member": who}) is None


def test_after_its_limit_a_suspension_cannot_be_lifted(coop: Cooperative) -> None:
    who = coop.members[0]
    sanction.suspend_member(coop.operator, member=who, note="x", at=coop.at)
    coop.later(days=190)
    assert member_card(who, coop.at.date()).state == "expelled"
    with refuses(NotInspectable):
        coop.inspected(who)
    with refuses(NotInspected):
        sanction.restore_member(coop.operator, member=who, at=coop.at)


def test_a_critical_finding_suspends_the_member_at_once(coop: Cooperative) -> None:
    who = coop.inspected(coop.members[0], MemberGrade.CRITICAL)
    assert member_card(who, coop.at.date()).state == "suspended"
    assert inspections_for(coop.operator, who)[-1].passed is False
    assert member_right(coop.members[1], coop.at.date()).is_yes


def test_a_major_finding_leaves_the_right_unknown_until_somebody_decides(coop: Cooperative) -> None:
    who = coop.inspected(coop.members[0], MemberGrade.MAJOR)
    assert member_right(who, coop.at.date()).is_unknown
    sanction.warn_member(coop.operator, member=who, note="Helmets within a month.", at=coop.at)
    assert member_right(who, coop.at.date()).is_yes
    assert member_right(who, coop.at.date() + timedelta(days=31)).is_no


def test_a_warning_is_settled_in_time_or_not_at_all(coop: Cooperative) -> None:
    first, second = coop.members[:2]
    for who in (first, second):
        sanction.warn_member(coop.operator, member=who, note="x", at=coop.at)
    coop.later(days=30)
    assert sanction.clear_warning(coop.operator, member=first, note="Done.", at=coop.at).state == "approved"
    coop.later(days=1)
    with refuses(MemberState):
        sanction.clear_warning(coop.operator, member=second, note="Late.", at=coop.at)


def test_an_inspection_comes_before_approval(coop: Cooperative) -> None:
    who = coop.registered().id
    with refuses(NotInspected):
        member.approve_member(coop.operator, member=who, at=coop.at)
    coop.inspected(who, MemberGrade.MAJOR)
    with refuses(NotInspected):
        member.approve_member(coop.operator, member=who, at=coop.at)
    coop.inspected(who)
    assert member.approve_member(coop.operator, member=who, at=coop.at).state == "approved"


def test_whoever_inspected_does_not_approve(coop: Cooperative) -> None:
    who = coop.inspected(coop.registered().id)
    double = Actor(coop.inspector.pseudonym, coop.client, frozenset({Role.GROUP_MANAGER, Role.INSPECTOR}))
    with refuses(InspectorDecides):
        member.approve_member(double, member=who, at=coop.at)


def test_conditions_give_no_right_until_they_are_met(coop: Cooperative) -> None:
    who = coop.inspected(coop.registered().id)
    card = member.set_conditions(coop.operator, member=who, note="Fence the shaft.", at=coop.at)
    assert (card.state, card.right.is_no) == ("conditional", True)
    coop.later(days=20).inspected(who)
    assert member.approve_member(coop.operator, member=who, at=coop.at).right.is_yes


def test_the_excluded_wait_and_are_inspected_anew(coop: Cooperative) -> None:
    who = coop.members[0]
    with refuses(MemberState):
        sanction.expel_member(coop.operator, member=who, note="Child labour.", at=coop.at)
    sanction.suspend_member(coop.operator, member=who, note="Child labour.", at=coop.at)
    sanction.expel_member(coop.operator, member=who, note="Child labour.", at=coop.at)
    with refuses(TooSoon):
        member.reenter_group(coop.operator, member=who, at=coop.at)
    coop.later(days=365)
    card = member.reenter_group(coop.operator, member=who, at=coop.at)
    assert (card.state, card.right.is_yes) == ("registered", False)
    with refuses(NotInspected):
        member.approve_member(coop.operator, member=who, at=coop.at)
    coop.inspected(who)
    assert member.approve_member(coop.operator, member=who, at=coop.at).right.is_yes


def test_who_resigned_or_was_refused_may_come_back_at_once(coop: Cooperative) -> None:
    left = member.resign_membership(coop.operator, member=coop.members[0], at=coop.at)
    refused = member.refuse_member(
        coop.operator, member=coop.inspected(coop.registered().id), note="Not our area.", at=coop.at
    )
    for who in (left.id, refused.id):
        assert member.reenter_group(coop.operator, member=who, at=coop.at).state == "registered"


def test_steps_the_machine_does_not_know_are_refused(coop: Cooperative) -> None:
    for step in (member.register_member, member.reenter_group, sanction.restore_member):
        with refuses(MemberState):
            step(coop.operator, member=coop.members[0], at=coop.at)


def test_a_person_is_in_one_group_once(coop: Cooperative) -> None:
    card = member_card(coop.members[0], coop.at.date())
    with refuses(AlreadyMember):
        member.apply_for_membership(coop.operator, group=coop.group.id, person=card.person, unit="Shaft 7", at=coop.at)


def test_an_applicant_needs_a_person_and_a_unit(coop: Cooperative) -> None:
    with refuses(NoUnit):
        member.apply_for_membership(coop.operator, group=coop.group.id, person="per-X", unit=" ", at=coop.at)
    with refuses(NotFound):
        member.apply_for_membership(coop.operator, group=coop.group.id, person="Marie", unit="Shaft", at=coop.at)
    with refuses(NotFound):
        member.apply_for_membership(
            coop.operator, group=coop.group.id, person="per-X", unit="x", site=Identifier("sit-NONE"), at=coop.at
        )


def test_what_is_known_of_a_member_is_kept_without_a_name(coop: Cooperative) -> None:
    card = member.apply_for_membership(
        coop.operator,
        group=coop.group.id,
        person="per-NEW",
        unit="Shaft 7",
        details=MemberDetails(trade="family", women=2, men=3, mercury_used=False),
        at=coop.at,
    )
    assert card.details.women == 2


def test_inspectors_keep_away_from_their_own_unit(coop: Cooperative) -> None:
    who = coop.registered("Inspector's shaft").id
    with refuses(MayNotInspect) as refusal:
        coop.inspected(who)
    assert codes(refusal) == ["groups.inspection.own_unit"]


def test_only_appointed_inspectors_inspect(coop: Cooperative) -> None:
    with refuses(AlreadyAppointed):
        inspector.appoint_inspector(coop.operator, group=coop.group.id, person=coop.inspector.pseudonym, at=coop.at)
    inspector.dismiss_inspector(coop.operator, group=coop.group.id, person=coop.inspector.pseudonym, at=coop.at)
    with refuses(MayNotInspect):
        coop.inspected(coop.members[0])
    with refuses(NotFound):
        inspector.dismiss_inspector(coop.operator, group=coop.group.id, person=coop.inspector.pseudonym, at=coop.at)


def test_an_inspection_is_not_recorded_for_tomorrow_or_out_of_order(coop: Cooperative) -> None:
    for days in (1, -1):
        with refuses(InspectionDay):
            inspection.record_inspection(
                coop.inspector,
                member=coop.members[0],
                inspected_on=coop.at.date() + timedelta(days=days),
                at=coop.at,
            )


def test_findings_name_requirements_of_the_standard(coop: Cooperative) -> None:
    with refuses(RequirementUnknown):
        inspection.record_inspection(
            coop.inspector,
            member=coop.members[0],
            inspected_on=coop.at.date(),
            findings=(MemberFinding(requirement="ASM.X", grade=MemberGrade.MINOR),),
            at=coop.at,
        )


def test_applicants_are_registered_before_they_are_inspected(coop: Cooperative) -> None:
    who = coop.applicant().id
    with refuses(NotInspectable):
        coop.inspected(who)


def test_a_stranger_finds_no_register(coop: Cooperative) -> None:
    outsider = Actor(coop.outsider.pseudonym, coop.stranger, frozenset({Role.GROUP_MANAGER}))
    with refuses(NotFound):
        sanction.suspend_member(outsider, member=coop.members[0], note="x", at=coop.at)
    for look in (
        lambda: members_for(outsider, coop.group.id, coop.at.date()),
        lambda: member_for(outsider, coop.members[0], coop.at.date()),
        lambda: inspections_for(outsider, coop.members[0]),
    ):
        with pytest.raises(NotFound):
            look()


def test_an_operator_without_the_managers_role_cannot_suspend(coop: Cooperative) -> None:
    operator = Actor(coop.operator.pseudonym, coop.client, frozenset({Role.OPERATOR}))
    with refuses(Denied):
        sanction.suspend_member(operator, member=coop.members[0], note="x", at=coop.at)


def test_a_member_sees_the_own_card(coop: Cooperative) -> None:
    card = member_card(coop.members[0], coop.at.date())
    assert member_for(Actor(card.person), card.id, coop.at.date()) == card


def test_the_register_comes_in_pages_and_by_site(coop: Cooperative) -> None:
    today = coop.at.date()
    first = members_for(coop.operator, coop.group.id, today, limit=2)
    second = members_for(coop.operator, coop.group.id, today, limit=2, after=first.after)
    assert [card.id for card in (*first.items, *second.items)] == sorted(coop.members)
    assert {card.id for card in members_at(coop.sites[0], today)} == set(coop.members)
    member.resign_membership(coop.operator, member=coop.members[0], at=coop.at)
    assert {card.id for card in members_at(coop.sites[0], today)} == set(coop.members[1:])


def test_the_estimate_of_the_day_holds(coop: Cooperative) -> None:
    who = coop.members[0]
    for value in ("1200", "900.5"):
        estimate.record_estimate(coop.operator, member=who, mineral="cobalt", value=Decimal(value), at=coop.at)
        coop.later(days=10)
    earlier = estimate_for(who, "cobalt", date(2026, 3, 11))
    later = estimate_for(who, "cobalt", date(2026, 3, 12))
    assert earlier is not None
    assert later is not None
    assert (earlier.mass_mg, later.mass_mg) == (1_200_000_000, 900_500_000)
    assert estimate_for(who, "gold", date(2026, 3, 12)) is None
    with refuses(BadQuantity):
        estimate.record_estimate(coop.operator, member=who, mineral="cobalt", value=Decimal(-1), at=coop.at)


def test_a_group_has_a_known_form_an_edition_and_somebody_who_answers_for_it(coop: Cooperative) -> None:
    assert [card.id for card in groups_of(coop.client)] == [coop.group.id]
    good = {
        "pack": PACK,
        "standard": "CPS",
        "holder_type": "group",
        "accountability": "owns",
        "representative": coop.operator.pseudonym,
        "at": coop.at,
    }
    for refusal, change in (
        (EditionNotPublished, {"pack": "cera-4in1@1999.1"}),
        (HolderType, {"holder_type": "clan"}),
        (NoAccountability, {"accountability": ""}),
        (NoRepresentative, {"representative": ""}),
        (GroupExists, {"standard": "ASM"}),
    ):
        with refuses(refusal):
            group.register_group(coop.operator, **{**good, **change})
    assert group.register_group(coop.operator, **good).standard == "CPS"


def test_tasks_of_a_group_name_role_and_day(coop: Cooperative) -> None:
    coop.registered()
    sanction.warn_member(coop.operator, member=coop.members[0], note="x", at=coop.at)
    managers = [(task.action, task.due_on) for task in group_tasks(coop.operator, coop.at.date())]
    assert managers == [("groups.member.clear", date(2026, 4, 1))]
    inspectors = [(task.action, task.due_on) for task in group_tasks(coop.inspector, coop.at.date())]
    assert inspectors == [("groups.inspection.record", date(2027, 3, 2))] * 3 + [("groups.inspection.record", None)]


def test_a_group_has_no_more_members_than_the_scheme_allows(coop: Cooperative, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = msgspec.structs.replace(terms_of(Group.objects.get()), members_max=3)
    monkeypatch.setattr("orepass.inclusion.groups.actions.member.terms_of", lambda _group: terms)
    with refuses(GroupFull):
        member.apply_for_membership(coop.operator, group=coop.group.id, person="per-NEW", unit="Shaft 9", at=coop.at)
    member.resign_membership(coop.operator, member=coop.members[0], at=coop.at)
    assert coop.applicant().state == "applied"


def test_unknown_members_and_groups_are_not_found(coop: Cooperative) -> None:
    today = coop.at.date()
    for look in (
        lambda: member_card("mem-NONE", today),
        lambda: member_for(coop.operator, "mem-NONE", today),
        lambda: members_for(coop.operator, "grp-NONE", today),
        lambda: group_card("grp-NONE"),
        lambda: group_right("grp-NONE", today),
    ):
        with pytest.raises(NotFound):
            look()
    assert group_card(coop.group.id) == coop.group
