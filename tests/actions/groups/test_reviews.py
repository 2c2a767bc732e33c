"""Peer reviews as internal inspection, the first rung of the ladder, and the kept drift of the register."""

import pytest

from orepass.inclusion.groups.actions import member, register, review, sanction
from orepass.inclusion.groups.actions.file import MemberState
from orepass.inclusion.groups.actions.inspection import InspectionDay, NotInspectable
from orepass.inclusion.groups.actions.member import InspectorDecides
from orepass.inclusion.groups.actions.review import ReviewUnusable
from orepass.inclusion.groups.models import Member, RegisterCheck
from orepass.inclusion.groups.queries import member_card, reviews_for, standing_for
from orepass.inclusion.groups.rules.inspecting import MemberFinding, MemberGrade
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor
from orepass.platform.replaying import Result, replay
from tests.certification import codes, refuses
from tests.cooperative import Cooperative


def reviewed(coop: Cooperative, who: str, **changes: object) -> object:
    inputs = {"reviewed_on": coop.at.date(), "peers": tuple(coop.members[:2]), "outsiders": 1, "at": coop.at}
    return review.record_review(coop.operator, member=who, **{**inputs, **changes})


def test_g03_peers_admit_a_member_and_somebody_else_approves(coop: Cooperative) -> None:
    who = coop.registered().id
    card = reviewed(coop, who)
    assert (card.kind, card.passed, len(card.reviewers), card.outsiders) == ("peer_review", True, 2, 1)
    with refuses(InspectorDecides):
        member.approve_member(coop.operator, member=who, at=coop.at)
    peer = Actor(card.reviewers[0], coop.client, coop.operator.roles)
    with refuses(InspectorDecides):
        member.approve_member(peer, member=who, at=coop.at)
    another = Actor("per-ANOTHER", coop.client, coop.operator.roles)
    assert member.approve_member(another, member=who, at=coop.at).right.is_yes


def test_g04_every_member_reads_the_reviews_and_strangers_find_nothing(coop: Cooperative) -> None:
    reviewed(coop, coop.members[2])
    someone = Actor(Member.objects.get(pk=coop.members[0]).person)
    assert [card.member for card in reviews_for(someone, coop.group.id)] == [coop.members[2]]
    with pytest.raises(NotFound):
        reviews_for(coop.outsider, coop.group.id)


def test_a_review_needs_peers_somebody_from_outside_and_another_plot(coop: Cooperative) -> None:
    who = coop.members[2]
    for changes, found in (
        ({"peers": (coop.members[0],)}, ["groups.review.too_few_peers"]),
        ({"outsiders": 0}, ["groups.review.no_outsider"]),
        ({"peers": (coop.members[0], who)}, ["groups.review.own_plot"]),
        ({"outsiders": 5_000}, []),
    ):
        with refuses(ReviewUnusable) as refusal:
            reviewed(coop, who, **changes)
        assert codes(refusal) == found
    newcomer = coop.registered("Shaft 8").id
    with refuses(NotFound):
        reviewed(coop, who, peers=(coop.members[0], newcomer))
    with refuses(InspectionDay):
        reviewed(coop, who, reviewed_on=coop.at.date().replace(year=2030))


def test_an_applicant_is_not_reviewed(coop: Cooperative) -> None:
    who = coop.applicant("Shaft 8").id
    with refuses(NotInspectable):
        reviewed(coop, who)


def test_a_critical_finding_of_peers_suspends_at_once(coop: Cooperative) -> None:
    grave = (MemberFinding(requirement=coop.requirement(), grade=MemberGrade.CRITICAL),)
    reviewed(coop, coop.members[2], findings=grave)
    assert member_card(coop.members[2], coop.at.date()).state == "suspended"


def test_b4_advice_comes_before_a_warning_and_has_no_end(coop: Cooperative) -> None:
    who = coop.members[0]
    card = sanction.advise_member(coop.operator, member=who, note="Wear a helmet.", at=coop.at)
    assert (card.state, card.deadline, card.right.is_yes) == ("advised", None, True)
    with refuses(MemberState):
        sanction.advise_member(coop.operator, member=who, note="Again.", at=coop.at)
    coop.later(days=300)
    assert sanction.warn_member(coop.operator, member=who, note="No helmet.", at=coop.at).state == "warned"
    coop.later(days=31)
    standing = standing_for(coop.operator, coop.group.id, coop.at.date())
    assert standing.control.sanctions_followed == 0


def test_how_far_register_and_field_differ_is_kept_and_recomputed(coop: Cooperative) -> None:
    file = coop.assessed()
    check = register.check_register(
        coop.auditor,
        group=coop.group.id,
        application=file,
        checked_on=coop.at.date(),
        not_found=(coop.members[0],),
        unlisted=2,
        at=coop.at,
    )
    assert (check.computed["rule"], check.computed["value"]) == ("group-register-drift", "1")
    assert [one.result for one in replay(check.id)] == [Result.EQUAL]
    RegisterCheck.objects.update(computed={**check.computed, "value": "1/2"})
    assert [one.result for one in replay(check.id)] == [Result.DIFFERENT]
