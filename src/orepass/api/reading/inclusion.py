"""Groups with their members, inspections and samples, and progress plans, for the parties to them."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import After, Day, Limit, actor_of, answer, day_of, plain
from orepass.inclusion.groups import queries as groups
from orepass.inclusion.stages import queries as stages

router = Router(tags=["inclusion"])


@router.get("/groups", operation_id="groups")
def own_groups(request: HttpRequest) -> HttpResponse:
    """Return the groups of the actor's organisation."""
    return answer({"items": groups.groups_of(actor_of(request).organisation)})


@router.get("/groups/{group}", operation_id="group")
def group(request: HttpRequest, group: str, *, on: Day = None) -> HttpResponse:
    """Return where a group stands on a day, to its people and its auditors."""
    plain(group=group)
    return answer(groups.standing_for(actor_of(request), group, day_of(on)))


@router.get("/groups/{group}/members", operation_id="group-members")
def members(request: HttpRequest, group: str, *, on: Day = None, after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return the register of a group as of a day; no name of a person stands in it."""
    plain(group=group, after=after)
    found = groups.members_for(actor_of(request), group, day_of(on), after=after, limit=limit)
    return answer({"items": found.items, "next": found.after})


@router.get("/groups/{group}/draws", operation_id="group-draws")
def draws(request: HttpRequest, group: str) -> HttpResponse:
    """Return the samples drawn from a group, each with all that is needed to draw it again."""
    plain(group=group)
    return answer({"items": groups.draws_for(actor_of(request), group)})


@router.get("/groups/{group}/register-commitments", operation_id="group-commitments")
def commitments(request: HttpRequest, group: str) -> HttpResponse:
    """Return when the register of a group was fixed on the public log, to its people and its auditors."""
    plain(group=group)
    return answer({"items": groups.commitments_for(actor_of(request), group)})


@router.get("/groups/{group}/register-commitments/{digest}", operation_id="group-commitment")
def commitment(request: HttpRequest, group: str, digest: str) -> HttpResponse:
    """Return what a commitment bound, salt included, to the group's managers: the file `orepass log verify` takes."""
    plain(group=group, digest=digest)
    return answer(groups.opening_for(actor_of(request), group, digest))


@router.get("/groups/{group}/outgrowers", operation_id="group-outgrowers")
def outgrowers(request: HttpRequest, group: str) -> HttpResponse:
    """Return what a group declared of its outgrowers year by year, each with whether it was enough and why."""
    plain(group=group)
    return answer({"items": groups.outgrowers_for(actor_of(request), group)})


@router.get("/groups/{group}/reviews", operation_id="group-reviews")
def reviews(request: HttpRequest, group: str) -> HttpResponse:
    """Return the peer reviews of a group to its people, its auditors and every member of it."""
    plain(group=group)
    return answer({"items": groups.reviews_for(actor_of(request), group)})


@router.get("/members/{member}", operation_id="member")
def member(request: HttpRequest, member: str, *, on: Day = None) -> HttpResponse:
    """Return a member as of a day: standing, right to deliver, and what is due."""
    plain(member=member)
    return answer(groups.member_for(actor_of(request), member, day_of(on)))


@router.get("/members/{member}/inspections", operation_id="member-inspections")
def inspections(request: HttpRequest, member: str) -> HttpResponse:
    """Return the internal inspections of a member, oldest first."""
    plain(member=member)
    return answer({"items": groups.inspections_for(actor_of(request), member)})


@router.get("/plans", operation_id="plans")
def plans(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Return the progress plans in which the actor's organisation is client or provider."""
    return answer({"items": stages.plans_for(actor_of(request), day_of(on))})


@router.get("/plans/{plan}", operation_id="plan")
def plan(request: HttpRequest, plan: str, *, on: Day = None) -> HttpResponse:
    """Return a progress plan as of a day: its stage, its steps and the next day that counts."""
    plain(plan=plan)
    return answer(stages.plan_for(actor_of(request), plan, day_of(on)))
