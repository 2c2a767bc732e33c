"""A group: where it stands, its members with their right to deliver, and each member's life."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.inclusion.groups import queries as groups
from orepass.inclusion.groups.queries import GroupCard, GroupStanding, InspectionCard, MemberCard, OutgrowerCard
from orepass.inclusion.groups.rules.membership import DELIVERING
from orepass.inclusion.groups.rules.outgrowers import BUYERS
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.scheme import queries as scheme
from orepass.scheme.rules.cards import requirement_card
from orepass.scheme.rules.parameters import CURRENCIES
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Mark, Moment, Table, Why, day, marked, words
from orepass.web.forms import members as forms
from orepass.web.marks import verdict_mark
from orepass.web.people import names_of
from orepass.web.views.commitments import commitments, committing
from orepass.web.words import (
    finding_text,
    finding_way_out,
    language,
    number_text,
    percent_text,
    source_text,
    translated,
)

GROUP_ROLES = (Role.GROUP_MANAGER, Role.INSPECTOR, Role.OPERATOR)
SHOWN = 500
MASS_UNITS = {"KGM": "kg", "GRM": "g", "TNE": "t"}
GRADES = ("minor", "major", "critical")


@at_work()
def mine(request: HttpRequest) -> HttpResponse:
    """Lead to the group of the organisation acted for."""
    found = groups.groups_of(actor_of(request).organisation)
    if len(found) == 1:
        return redirect("web:group", found[0].id)
    table = Table(
        id="groups",
        caption=_("Groups"),
        columns=(Column(_("Group")), Column(_("Standard")), Column(_("Area"))),
        rows=tuple(
            (words(card.id, href=reverse("web:group", args=[card.id])), words(card.standard), words(card.area or "–"))
            for card in found
        ),
        empty=_("Your organisation holds no group yet. A group lets many small producers share one certificate."),
    )
    return work_page(request, "desk/groups.html", {}, tables=[table])


@at_work()
def group(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a group: the share of members that comply, its own control, and its members."""
    actor = actor_of(request)
    today = clock.today()
    standing = groups.standing_for(actor, identifier, today)
    members = groups.members_for(actor, identifier, today, limit=SHOWN).items
    declared = groups.outgrowers_for(actor, identifier)
    buys = standing.group.holder_type in BUYERS
    page = {
        "group": standing.group,
        "holder": party.organisation_card(standing.group.organisation),
        "standing": standing,
        "right": verdict_mark(standing.right),
        "why": _why(standing),
        "control": _control(standing),
        "accountability": vocabulary.accountability(standing.group.accountability),
        "findings": [finding_text(found) for found in standing.control.findings],
        "drawn": bool(groups.draws_for(actor, identifier)),
        "buys": buys,
        "declared": [_why_outgrowers(card) for card in declared if not card.corrected_by],
    }
    sites = [(site.id, site.name) for site in party.sites_of(standing.group.organisation)]
    step = Step(
        tag="groups.member.apply",
        form=forms.ApplyForm,
        fixed={"group": identifier},
        options={"sites": sites, "today": today},
        done=_("The applicant is written down. Next: register, inspect, admit."),
    )
    tables = [_members(members), _outgrowers(declared), commitments(actor, identifier)]
    steps = [step, committing(identifier), *([_declaring(identifier, today)] if buys else [])]
    return work_page(request, "desk/group.html", page, steps=steps, tables=tables)


def _declaring(group: str, today: date) -> Step:
    choices = {
        "basis": [("volume", _("volume")), ("value", _("value"))],
        "unit": [("KGM", "kg"), ("TNE", "t"), *((currency, currency) for currency in CURRENCIES)],
    }
    return Step(
        tag="groups.outgrowers.declare",
        form=forms.OutgrowersForm,
        fixed={"group": group},
        initial={"year": today.year - 1},
        options={"choices": choices},
        done=_("Declared; the page says whether it is enough."),
    )


def _outgrowers(declared: list[OutgrowerCard]) -> Table:
    return Table(
        id="outgrowers",
        caption=_("Bought from outgrowers"),
        columns=(
            Column(_("Year"), "number"),
            Column(_("Bought in all"), "number"),
            Column(_("From outgrowers"), "number"),
            Column(_("Share"), "number"),
            Column(_("Enough")),
        ),
        rows=tuple(
            (
                Cell(str(card.year), key=card.year, raw=str(card.year)),
                words(_amount(card.total, card.unit)),
                words(_amount(card.from_outgrowers, card.unit)),
                words(f"{number_format(card.share_percent)} %"),
                words(_("replaced by a later declaration"))
                if card.corrected_by
                else marked(Mark("verified", _("enough")) if card.met else Mark("due", _("too little"))),
            )
            for card in declared
        ),
        empty=_("Nothing is declared yet. The first declared year is year one."),
    )


def _amount(amount: Decimal, unit: str) -> str:
    return f"{number_text(amount)} {MASS_UNITS.get(unit, unit)}"


def _why_outgrowers(card: OutgrowerCard) -> Why:
    return Why(
        working=tuple(card.explanation),
        edition=" · ".join(source_text(source) for source in card.sources),
        summary=_("Why is %(year)s enough, or not?") % {"year": card.year},
    )


def _why(standing: GroupStanding) -> Why:
    return Why(
        rule=_("A group stands while enough of its members may deliver. A suspended member still counts as one."),
        reasons=(
            ngettext(
                "%(compliant)s of %(counted)s member complies; the scheme asks for %(share)s.",
                "%(compliant)s of %(counted)s members comply; the scheme asks for %(share)s.",
                standing.counted,
            )
            % {
                "compliant": standing.compliant,
                "counted": standing.counted,
                "share": percent_text(standing.compliance_share),
            },
            # Whether it is a yes or a no, the line above has said; what is not known has a reason of its own.
            *(translated(reason) for reason in standing.right.reasons if standing.right.is_unknown),
        ),
        edition=f"{standing.group.pack} · {standing.group.standard}",
        summary=_("Why does the group stand?") if standing.right.is_yes else _("Why does the group not stand?"),
    )


def _control(standing: GroupStanding) -> list[tuple[str, str]]:
    control, per = standing.control, standing.control.members_per_inspector
    return [
        (_("Members at work"), number_text(control.active)),
        (_("Inspected within the rhythm"), _share(control.coverage)),
        (_("Faults that the group's own inspectors found too"), _share(control.detection_rate)),
        (_("Register and reality differ by"), _share(control.register_drift)),
        (_("Sanctions followed through in time"), _share(control.sanctions_followed)),
        (_("Members per inspector"), number_text(_tenths(per)) if per else "–"),
    ]


def _tenths(value: Fraction) -> Decimal:
    return Decimal(round(value * 10)) / 10


def _share(value: Fraction | None) -> str:
    return percent_text(value) if value is not None else _("no figure yet")


def _members(members: tuple[MemberCard, ...]) -> Table:
    names = names_of(card.person for card in members)
    return Table(
        id="members",
        caption=_("Members"),
        columns=(
            Column(_("Member")),
            Column(_("Unit")),
            Column(_("State")),
            Column(_("May deliver")),
            Column(_("Inspected"), "day"),
            Column(_("Next due"), "day"),
        ),
        rows=tuple(_member_row(card, names) for card in members),
        empty=_("No member yet. Write down the first applicant below."),
    )


def _member_row(card: MemberCard, names: dict[str, str]) -> tuple[Cell, ...]:
    dues = [due for due in (card.deadline, card.inspection_due) if due]
    return (
        words(names.get(card.person, card.id), href=reverse("web:member", args=[card.id])),
        words(card.unit, note=_("far from the others") if card.near and card.near.findings else ""),
        marked(member_mark(card.state)),
        marked(verdict_mark(card.right)),
        day(card.last_inspection),
        day(min(dues) if dues else None),
    )


def member_mark(state: str) -> Mark:
    """Mark where a member stands."""
    kinds = {
        "approved": "active",
        "advised": "due",
        "warned": "due",
        "conditional": "due",
        "suspended": "suspended",
        "expelled": "failed",
        "refused": "failed",
        "resigned": "skipped",
    }
    return Mark(kinds.get(state, "missing"), vocabulary.member_state(state))


@at_work()
def member(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a member's life, right to deliver and inspections, with the steps open now."""
    actor = actor_of(request)
    today = clock.today()
    card = groups.member_for(actor, identifier, today)
    held = groups.group_card(card.group)
    inspections = groups.inspections_for(actor, identifier)
    names = names_of([card.person, *(step.by for step in card.steps), *(found.inspector for found in inspections)])
    page = {
        "member": card,
        "name": names.get(card.person, card.id),
        "group": held,
        "mark": member_mark(card.state),
        "right": verdict_mark(card.right),
        "reasons": [translated(reason) for reason in card.right.reasons],
        "moments": _moments(card, names, today),
        "distance": _distance(card),
        "asked": [(finding_text(found), finding_way_out(found)) for found in (card.near.findings if card.near else ())],
    }
    table = Table(
        id="inspections",
        caption=_("Internal inspections"),
        columns=(Column(_("Day"), "day"), Column(_("Inspector")), Column(_("Result")), Column(_("What was seen"))),
        rows=tuple(
            (
                day(found.inspected_on),
                words(names.get(found.inspector, ""), note=_reviewed(found)),
                marked(Mark("verified", _("passed")) if found.passed else Mark("failed", _("not passed"))),
                words(found.note or "–", note=", ".join(each.requirement for each in found.findings)),
            )
            for found in inspections
        ),
        empty=_("Not inspected yet. Nobody is admitted before an inspection."),
    )
    return work_page(request, "desk/member.html", page, steps=_steps(actor, card, held), tables=[table])


def _distance(card: MemberCard) -> str:
    """Say how far a member works from the others, where both places are known."""
    if card.near is None or card.near.distance_km is None:
        return ""
    return _("%(distance)s km") % {"distance": number_format(card.near.distance_km)}


def _reviewed(found: InspectionCard) -> str:
    """Say by how many a member was reviewed, when it was by peers."""
    if found.kind != "peer_review":
        return ""
    counts = {"peers": len(found.reviewers), "outsiders": found.outsiders}
    said = ngettext(
        "peer review: %(peers)s member, %(outsiders)s from outside",
        "peer review: %(peers)s members, %(outsiders)s from outside",
        len(found.reviewers),
    )
    return said % counts


def _steps(actor: Actor, card: MemberCard, held: GroupCard) -> list[Step]:
    done = _("Done, and written to the record.")
    fixed = {"member": card.id}
    steps = [
        Step(tag=f"groups.member.{name}", form=form, fixed=fixed, done=done)
        for name, form in forms.STEPS
        if f"member.{name}" in card.next_steps
    ]
    if actor.roles & {Role.INSPECTOR, Role.GROUP_MANAGER}:
        requirements = [
            (listed.id, f"{listed.id} – {requirement_card(listed, language()).statement}"[:140])
            for listed in scheme.pack(held.pack).standard(held.standard).requirements
        ]
        options = {"requirements": requirements, "grades": vocabulary.choices(GRADES, vocabulary.grade)}
        reviewing = {"choices": {"peers": _peers(actor, card), "requirement": requirements, "grade": options["grades"]}}
        steps = [
            Step(tag="groups.inspection.record", form=forms.InspectionForm, fixed=fixed, options=options, done=done),
            Step(tag="groups.review.record", form=forms.ReviewForm, fixed=fixed, options=reviewing, done=done),
            *steps,
        ]
    return steps


def _peers(actor: Actor, card: MemberCard) -> list[tuple[str, str]]:
    """Return the members who may review another one: admitted, and not of the same working unit."""
    members = groups.members_for(actor, card.group, card.on, limit=SHOWN).items
    peers = [peer for peer in members if peer.state in DELIVERING and peer.unit != card.unit]
    names = names_of(peer.person for peer in peers)
    return [(peer.id, f"{names.get(peer.person, peer.id)} – {peer.unit}") for peer in peers]


def _moments(card: MemberCard, names: dict[str, str], today: date) -> list[Moment]:
    kinds = {"member.approve": "verified", "member.restore": "verified", "member.suspend": "suspended"}
    moments = [
        Moment(
            on=step.on,
            said=": ".join(filter(None, [vocabulary.member_step(step.action), step.note])),
            kind=kinds.get(step.action, "none"),
            by=names.get(step.by, ""),
        )
        for step in card.steps
    ]
    moments.append(Moment(on=today, said="", today=True))
    if card.deadline:
        moments.append(
            Moment(on=card.deadline, said=_("Last day to settle it"), kind="due", future=card.deadline > today)
        )
    if card.inspection_due:
        due = card.inspection_due
        moments.append(Moment(on=due, said=_("Next inspection due"), kind="due", future=due > today))
    return sorted(moments, key=lambda moment: moment.on)
