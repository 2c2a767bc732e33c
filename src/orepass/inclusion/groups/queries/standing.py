"""Where a group stands on a day: the share that complies, and how well its own control works."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from orepass.assurance.queries import NonconformityCard, nonconformities_about
from orepass.assurance.rules.terms import Grade
from orepass.inclusion.groups.models import Draw, Group, Inspection, RegisterCheck
from orepass.inclusion.groups.queries.cards import GroupStanding, MemberCard
from orepass.inclusion.groups.queries.reading import group_card_of, inspectors_of, member_card_of, steps_of, terms_of
from orepass.inclusion.groups.queries.register import group_row
from orepass.inclusion.groups.rules.control import (
    Control,
    Followed,
    Visited,
    control_of,
    follow_through,
    share_rule,
)
from orepass.inclusion.groups.rules.inspecting import InspectorFact
from orepass.inclusion.groups.rules.membership import COUNTED
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Verdict
from orepass.platform.access import Actor


def group_right(group: str, on: date) -> Verdict:
    """Say whether enough members of a group comply on a day for the group to keep its right (for rooms above).

    Raises:
        NotFound: there is no such group.
    """
    row = Group.objects.filter(pk=group).first()
    if row is None:
        raise NotFound(what=group)
    return _share_rule(row, _cards(row, on))


def standing_for(actor: Actor, group: str, on: date) -> GroupStanding:
    """Return where a group stands on a day, to its people and its auditors.

    Raises:
        NotFound: there is no such group, or it is not for the actor.
    """
    row = group_row(actor, group)
    cards = _cards(row, on)
    counted = [card for card in cards if card.state in COUNTED]
    return GroupStanding(
        group=group_card_of(row),
        on=on,
        members=len(cards),
        counted=len(counted),
        compliant=sum(card.right.is_yes for card in counted),
        right=_share_rule(row, cards),
        compliance_share=terms_of(row).compliance_share,
        by_state=dict(Counter(card.state for card in cards)),
        control=_control(row, counted, on),
    )


def _cards(row: Group, on: date) -> list[MemberCard]:
    members = row.members.select_related("group").prefetch_related("steps", "inspections")
    return [member_card_of(member, on) for member in members]


def _share_rule(row: Group, cards: Sequence[MemberCard]) -> Verdict:
    return share_rule([card.right for card in cards if card.state in COUNTED], terms_of(row))


def _control(row: Group, counted: Sequence[MemberCard], on: date) -> Control:
    check = RegisterCheck.objects.filter(group=row, checked_on__lte=on).last()
    in_time = [card for card in counted if card.inspection_due is not None and on <= card.inspection_due]
    return control_of(
        active=len(counted),
        inspected=len(in_time),
        inspectors=len({fact.person for fact in inspectors_of(row) if _serves(fact, on)}),
        differences=None if check is None else len(check.not_found) + check.unlisted,
        visits=_visits(row, on),
        terms=terms_of(row),
        sanctions=_sanctions(row, on),
    )


def _sanctions(row: Group, on: date) -> Followed:
    """Count over everybody who is or was on the register: leaving does not hide a forgotten sanction."""
    parts = [follow_through(steps_of(member), on, terms_of(row)) for member in row.members.prefetch_related("steps")]
    return Followed(sum(part.all for part in parts), sum(part.followed for part in parts))


def _serves(fact: InspectorFact, on: date) -> bool:
    return fact.valid_from <= on and (fact.valid_before is None or on < fact.valid_before)


def _visits(row: Group, on: date) -> list[Visited]:
    """Compare the latest external sample with what the group's own inspectors had found before."""
    draw = Draw.objects.filter(group=row, visit_on__lte=on).last()
    if draw is None:
        return []
    found = [card for card in nonconformities_about(draw.application_id) if card.raised_at.date() >= draw.visit_on]
    return [_visited(str(drawn["member"]), found, draw.visit_on) for drawn in draw.drawn]


def _visited(member: str, found: Sequence[NonconformityCard], visit_on: date) -> Visited:
    mine = [card for card in found if card.subject == member]
    internal = Inspection.objects.filter(member=member, inspected_on__lt=visit_on)
    return Visited(
        member=member,
        by_auditors=frozenset(card.requirement for card in mine),
        by_inspectors=frozenset(str(finding["requirement"]) for row in internal for finding in row.findings),
        failing=any(card.grade is not Grade.MINOR for card in mine),
    )
