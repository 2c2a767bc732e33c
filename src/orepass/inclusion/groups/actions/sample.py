"""Commit a list, draw from it, add to it, and hand the sample to the audit plan (domain rules A5 and B2)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import msgspec

from orepass.assurance.actions.audit import VisitPlan, add_to_drawn, plan_visit
from orepass.assurance.actions.drawn import holds_for_members
from orepass.assurance.queries import AuditCard
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.assurance.queries.facts import audit_draws
from orepass.inclusion.groups.actions.register import file_of_group
from orepass.inclusion.groups.models import Draw, DrawAddition, Group, Member, MemberList
from orepass.inclusion.groups.queries.cards import DrawCard, MemberListCard
from orepass.inclusion.groups.queries.drawing import committed_of, draw_card_of, member_list_card_of
from orepass.inclusion.groups.queries.reading import member_card_of, terms_of
from orepass.inclusion.groups.rules.drawing import Committed, DrawKind, Listed, seed_of
from orepass.inclusion.groups.rules.membership import COUNTED
from orepass.inclusion.groups.rules.proving import COMMIT, DRAW
from orepass.kernel.identifier import Identifier, mint, random_bits
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.sentences import kept_sentence
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf
from orepass.transparency.queries import first_beacon

SUSPENDED, WARNED, UNINSPECTED, FAILED = 4, 3, 2, 1
"""Points of risk: who stands worse is visited first when chance has had its part."""

REASON_MAX: Final = 2000


class RiskUnknown(Invalid):
    """The scheme knows no such class of risk."""

    code = "groups.sample.risk"
    message = _("The scheme knows no risk “{value}”.")
    what_to_do = _("Choose one of: {known}.")


class NothingToDraw(Conflict):
    """The group has nobody to draw."""

    code = "groups.sample.empty"
    message = _("The group has no approved member to draw from.")
    what_to_do = _("Inspect and approve members first.")


class ListPending(Conflict):
    """The last list of this file has not led to a visit yet."""

    code = "groups.sample.pending"
    message = _("A list of this file, {member_list}, is committed and no visit has been planned from it.")
    what_to_do = _("Draw from that list and plan the visit; nobody commits again until a draw pleases.")


class DrawnAlready(Conflict):
    """One list is drawn from once."""

    code = "groups.sample.drawn"
    message = _("The list was drawn from already: {draw}.")
    what_to_do = _("Plan the visit from that draw; members may be added to it, with a reason.")


class ListAltered(Conflict):
    """The stored list is not what the log bound."""

    code = "groups.sample.altered"
    message = _("The stored list {member_list} is not what was committed on the log.")
    what_to_do = _("Do not draw from it; compare with a backup, then commit the list anew.")


class AdditionUnusable(Invalid):
    """The member cannot be added."""

    code = "groups.sample.addition"
    message = _("The member cannot be added: {reason}.")
    what_to_do = _("Name a member of this group who is not in the draw, and say why; nobody is ever taken out.")


@holds_for_members
def holds_a_group(organisation: str, standard: str) -> bool:
    """Say whether an organisation holds, or wants to hold, a certificate for members under a standard."""
    return Group.objects.filter(organisation=organisation, standard=standard).exists()


@action("groups.sample.commit")
def commit_list(
    actor: Actor,
    *,
    group: Identifier,
    application: Identifier,
    kind: DrawKind,
    visit_on: date,
    risk: str = "regular",
    at: datetime,
) -> MemberListCard:
    """Commit the list to draw from on the public log; the checkpoint that covers it gives the draw its chance.

    Raises:
        NotFound: the actor's organisation holds no file of this group.
        RiskUnknown: the scheme knows no such class of risk.
        NothingToDraw: nobody counts as a member.
        ListPending: an earlier list of this file has led to no visit.
    """
    row = file_of_group(actor, group, application)
    terms = terms_of(row)
    if risk not in terms.risk:
        raise RiskUnknown(where="risk", value=risk[:40], known=", ".join(terms.risk))
    _require_none_pending(application)
    points = _risk_points(row, day_of(at))
    if not points:
        raise NothingToDraw(where=group, state="empty")
    entries = sorted((f"{random_bits(128):032x}", member) for member in points)
    committed = Committed(
        group=row.pk,
        number=row.lists.count() + 1,
        pack=row.pack,
        pack_digest=row.pack_digest,
        standard=row.standard,
        rule=terms.sample_rule,
        kind=kind,
        risk=risk,
        multiplier=str(terms.risk[risk]),
        random_share=str(terms.random_share),
        visit_on=visit_on,
        members=tuple(Listed(alias, points[member]) for alias, member in entries),
    )
    made = MemberList.objects.create(
        id=mint("lst"),
        group=row,
        application_id=application,
        number=committed.number,
        entries=[{"alias": alias, "member": member} for alias, member in entries],
        committed=msgspec.to_builtins(committed),
        content_digest=committed.digest,
        at=at,
        by=actor.pseudonym,
    )
    queue_leaf(kind=COMMIT, subject=made.pk, content_digest=committed.digest, at=at)
    return member_list_card_of(made)


def _require_none_pending(application: str) -> None:
    planned = audit_draws(application)
    for row in MemberList.objects.filter(application=application).select_related("draw"):
        draw = getattr(row, "draw", None)
        if draw is None or draw_card_of(draw).digest not in planned:
            raise ListPending(where=application, member_list=row.pk, state="pending")


@action("groups.sample.draw")
def draw_sample(actor: Actor, *, member_list: Identifier, at: datetime) -> DrawCard:
    """Draw from a committed list: by chance from the log's next checkpoint, then by risk; the draw becomes a leaf.

    Raises:
        NotFound: no such list, or the file is not the actor's.
        DrawnAlready: the list was drawn from.
        NotYetLogged: no checkpoint covers the commitment yet.
        ListAltered: the stored list is not what the log bound.
    """
    row = MemberList.objects.select_for_update().filter(pk=member_list).first()
    if row is None:
        raise NotFound(where="member_list", what=member_list)
    group = file_of_group(actor, row.group_id, row.application_id)
    before = Draw.objects.filter(member_list=row).first()
    if before is not None:
        raise DrawnAlready(where=member_list, draw=before.pk, state="drawn")
    committed = committed_of(row)
    if committed.digest != row.content_digest:
        raise ListAltered(where=member_list, member_list=member_list, state="altered")
    beacon = first_beacon(row.pk, kind=COMMIT, content_digest=row.content_digest)
    members = {entry["alias"]: entry["member"] for entry in row.entries}
    plan = committed.plan
    made = Draw.objects.create(
        id=mint("drw"),
        group=group,
        application_id=row.application_id,
        member_list=row,
        kind=committed.kind,
        risk=committed.risk,
        visit_on=committed.visit_on,
        beacon=beacon,
        seed=seed_of(committed.digest, beacon),
        population=sorted(members.values()),
        drawn=[{"member": members[one.member], "chosen": one.chosen} for one in committed.drawn(beacon)],
        random_size=plan.random,
        explanation=[kept_sentence(line) for line in plan.explanation],
        at=at,
        by=actor.pseudonym,
    )
    card = draw_card_of(made)
    queue_leaf(kind=DRAW, subject=made.pk, content_digest=card.digest, at=at)
    return card


@action("groups.sample.add")
def add_to_draw(actor: Actor, *, draw: Identifier, member: Identifier, reason: str, at: datetime) -> DrawCard:
    """Add a member to a draw, with a reason; a visit planned from it grows along. Nobody is ever taken out.

    Raises:
        NotFound: no such draw, or the file is not the actor's.
        AdditionUnusable: no reason, a stranger to the group, or somebody who is in the sample already.
    """
    row = _open_draw(actor, draw)
    if not reason.strip():
        raise AdditionUnusable(where="reason", reason=_("it is not said why"))
    if not Member.objects.filter(pk=member, group=row.group_id).exists():
        raise AdditionUnusable(where="member", reason=_("it is no member of this group"))
    if member in {subject.subject for subject in _sample(row)}:
        raise AdditionUnusable(where="member", reason=_("it is in the sample already"))
    DrawAddition.objects.create(draw=row, member_id=member, reason=reason[:REASON_MAX], at=at, by=actor.pseudonym)
    add_to_drawn(actor, application=Identifier(row.application_id), draw=draw_card_of(row).digest, subject=member)
    return draw_card_of(row)


def _risk_points(row: Group, on: date) -> dict[str, int]:
    members = row.members.select_related("group").prefetch_related("steps", "inspections")
    cards = [member_card_of(member, on) for member in members]
    return {
        card.id: SUSPENDED * (card.state == "suspended")
        + WARNED * (card.state == "warned")
        + UNINSPECTED * (card.inspection_due is None or on > card.inspection_due)
        + FAILED * (not card.right.is_yes)
        for card in cards
        if card.state in COUNTED
    }


def _open_draw(actor: Actor, draw: str) -> Draw:
    row = Draw.objects.select_for_update().filter(pk=draw).first()
    if row is None:
        raise NotFound(where="draw", what=draw)
    file_of_group(actor, row.group_id, row.application_id)
    return row


def _sample(row: Draw) -> Sequence[Subject]:
    card = draw_card_of(row)
    return [
        *(Subject(drawn.member, drawn.chosen) for drawn in card.drawn),
        *(Subject(added.member, "added") for added in card.added),
    ]


@action("groups.audit.plan")
def plan_group_audit(
    actor: Actor,
    *,
    draw: Identifier,
    visit: VisitPlan,
    team: list[TeamMember],
    also: tuple[Identifier, ...] = (),
    at: datetime,
) -> AuditCard:
    """Plan the visit of a drawn sample: everybody drawn or added is in it, sites may be named too, nobody is left out.

    Raises:
        NotFound: no such draw, or the file is not the actor's.
        NotIndependent: somebody of the team is tied to the group.
        AdditionUnusable: something else than a site is named; members are added to the draw, with a reason.
    """
    row = _open_draw(actor, draw)
    if not all(site.startswith("sit-") for site in also):
        raise AdditionUnusable(where="also", reason=_("members are added to the draw, with a reason"))
    sample = [*_sample(row), *(Subject(site, "added") for site in also)]
    bound = msgspec.structs.replace(visit, draw=draw_card_of(row).digest)
    return plan_visit(actor, application=Identifier(row.application_id), visit=bound, team=team, sample=sample, at=at)
