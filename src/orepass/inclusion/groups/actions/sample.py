"""Draw the external sample of a group, and hand it to the audit plan (domain rules A5 and B2)."""

from datetime import date, datetime

import msgspec

from orepass.assurance.actions.audit import VisitPlan, plan_audit
from orepass.assurance.queries import AuditCard
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.inclusion.groups.actions.register import file_of_group
from orepass.inclusion.groups.models import Draw, Group
from orepass.inclusion.groups.queries.cards import DrawCard
from orepass.inclusion.groups.queries.reading import draw_card_of, draw_digest, member_card_of, terms_of
from orepass.inclusion.groups.rules.drawing import DrawKind, draw, plan_draw, seed_of
from orepass.inclusion.groups.rules.membership import COUNTED
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf

SUSPENDED, WARNED, UNINSPECTED, FAILED = 4, 3, 2, 1
"""Points of risk: who stands worse is visited first when chance has had its part."""


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


class NoBeacon(Invalid):
    """A draw needs a public value that nobody could choose."""

    code = "groups.sample.beacon"
    message = _("A draw needs a public value that nobody could choose.")
    what_to_do = _("Take the root of the latest checkpoint of the public log, or a published lottery draw.")


@action("groups.sample.draw")
def draw_sample(
    actor: Actor,
    *,
    group: Identifier,
    application: Identifier,
    kind: DrawKind,
    visit_on: date,
    beacon: str,
    risk: str = "regular",
    at: datetime,
) -> DrawCard:
    """Draw the members to be visited: by chance from a public seed, then by risk; the draw stands on the public log.

    Raises:
        NotFound: the actor's organisation holds no file of this group.
        NoBeacon: no public value is named.
        RiskUnknown: the scheme knows no such class of risk.
        NothingToDraw: nobody counts as a member.
    """
    row = file_of_group(actor, group, application)
    terms = terms_of(row)
    if not beacon.strip():
        raise NoBeacon(where="beacon")
    if risk not in terms.risk:
        raise RiskUnknown(where="risk", value=risk[:40], known=", ".join(terms.risk))
    points = _risk_points(row, day_of(at))
    if not points:
        raise NothingToDraw(where=group, state="empty")
    plan = plan_draw(len(points), kind=kind, risk=terms.risk[risk], terms=terms)
    population = sorted(points)
    seed = seed_of(
        pack_digest=row.pack_digest,
        application=application,
        visit_on=visit_on,
        beacon=beacon,
        population=population,
    )
    drawn = msgspec.to_builtins(draw(population, plan, seed=seed, risk_points=points))
    made = Draw.objects.create(
        id=mint("drw"),
        group=row,
        application_id=application,
        kind=kind,
        risk=risk,
        visit_on=visit_on,
        beacon=beacon[:200],
        seed=seed,
        population=population,
        drawn=drawn,
        random_size=plan.random,
        explanation=list(plan.explanation),
        at=at,
        by=actor.pseudonym,
    )
    queue_leaf(kind="groups.sample.draw", subject=made.pk, content_digest=draw_digest(seed, drawn), at=at)
    return draw_card_of(made)


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


@action("groups.audit.plan")
def plan_group_audit(
    actor: Actor,
    *,
    draw: Identifier,
    visit: VisitPlan,
    team: list[TeamMember],
    also: tuple[Subject, ...] = (),
    at: datetime,
) -> AuditCard:
    """Plan the visit of a drawn sample: every drawn member is in it, more may be named, none can be left out.

    Raises:
        NotFound: no such draw, or the file is not the actor's.
        NotIndependent: somebody of the team is tied to the group.
    """
    row = Draw.objects.filter(pk=draw).first()
    if row is None:
        raise NotFound(where="draw", what=draw)
    file_of_group(actor, row.group_id, row.application_id)
    card = draw_card_of(row)
    sample = [*(Subject(drawn.member, drawn.chosen) for drawn in card.drawn), *also]
    bound = msgspec.structs.replace(visit, draw=card.digest)
    return plan_audit(actor, application=card.application, visit=bound, team=team, sample=sample, at=at)
