"""Draws: for everyone under aliases with their proof; for the provider the way from the list to the visit."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import CaseFile
from orepass.inclusion.groups import queries as groups
from orepass.inclusion.groups.queries import DrawCard, GroupCard, MemberCard, MemberListCard
from orepass.inclusion.groups.rules.proving import DrawDocument, prove
from orepass.kernel.check import Check, Result, verified
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import fill
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.scheme import queries as scheme
from orepass.transparency.queries import head
from orepass.transparency.rules.note import VerifierKey, parse_verifier_key
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, Why, marked, words
from orepass.web.forms import draws as forms
from orepass.web.forms.audits import BEFORE_A_CERTIFICATE, WATCHING
from orepass.web.people import names_of
from orepass.web.views.files import auditors
from orepass.web.vocabulary.rules import draw_check, draw_kind, drawn_by, risk_class
from orepass.web.words import translated

SHOWN = 500
MARKS = {
    Result.PASSED: "verified",
    Result.FAILED: "failed",
    Result.UNDETERMINED: "missing",
    Result.NOT_CHECKED: "missing",
}


def draw(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a draw to anyone: what was committed, where chance came from, who was drawn, each with its check."""
    found = groups.public_draw(identifier)
    document = found.document
    checks = prove(document, key=_own_key())
    page = {
        "draw": found,
        "document": document,
        "committed": document.committed,
        "kind": draw_kind(document.committed.kind),
        "risk": risk_class(document.committed.risk),
        "organisation": party.organisation_card(found.organisation),
        "commitment": document.committed.digest,
        "proved": verified(checks),
        "members": len(document.committed.members),
    }
    return work_page(request, "public/draw.html", page, tables=[_checks(checks), _listed(document)])


def document(request: HttpRequest, identifier: str) -> HttpResponse:  # noqa: ARG001 - the address says it all
    """Answer with the file of a draw, to be proved offline."""
    text = msgspec.json.format(msgspec.json.encode(groups.public_draw(identifier).document), indent=1)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{identifier}.json"'
    return response


def _own_key() -> VerifierKey | None:
    key = head().verifier_key
    return parse_verifier_key(key) if key else None


def _checks(checks: list[Check]) -> Table:
    said = {
        Result.PASSED: _("holds"),
        Result.FAILED: _("does not hold"),
        Result.UNDETERMINED: _("open"),
        Result.NOT_CHECKED: _("not checked"),
    }
    return Table(
        id="checks",
        caption=_("Checked just now, from the file alone"),
        columns=(Column(_("Check")), Column(_("Result")), Column(_("What was seen"))),
        rows=tuple(
            (
                words(draw_check(check.name)),
                marked(Mark(MARKS[check.result], said[check.result])),
                words(fill(translated(check.template), check.params)),
            )
            for check in checks
        ),
        empty=_("Nothing was checked."),
    )


def _listed(document: DrawDocument) -> Table:
    chosen = {one.member: one.chosen for one in document.drawn}
    ordered = sorted(document.committed.members, key=lambda member: (member.alias not in chosen, member.alias))
    return Table(
        id="members",
        caption=_("The committed list, drawn members first"),
        columns=(Column(_("Alias")), Column(_("Points of risk"), "number"), Column(_("In the sample"))),
        rows=tuple(
            (
                words(member.alias),
                words(member.points),
                words(drawn_by(chosen[member.alias]) if member.alias in chosen else "–"),
            )
            for member in ordered
        ),
        empty=_("The list is empty."),
    )


@at_work()
def sample(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show the provider the way of a sample: commit the list, draw, add with a reason, plan the visit."""
    actor = actor_of(request)
    case = assurance.case_for(actor, identifier)
    application = case.application
    if not actor.is_in(application.provider):
        raise NotFound(what=identifier)
    group = next((card for card in groups.groups_of(application.client) if card.standard == application.standard), None)
    if group is None:
        raise NotFound(what=identifier)
    lists = groups.member_lists_for(actor, identifier)
    draws = {card.id: card for card in groups.draws_for(actor, group.id) if card.application == application.id}
    members = groups.members_for(actor, group.id, clock.today(), limit=SHOWN).items
    page = {
        "application": application,
        "client": party.organisation_card(application.client),
        "group": group,
        "lists": [
            {
                "card": listed,
                "kind": draw_kind(listed.kind),
                "risk": risk_class(listed.risk),
                "draw": draws.get(listed.draw) if listed.draw else None,
            }
            for listed in lists
        ],
    }
    steps = _steps(actor, case, group, lists, draws, members)
    newest = list(draws.values())[-1:]
    page["whys"] = [_why(card) for card in newest]
    tables = [_drawn_table(card, members) for card in newest]
    return work_page(request, "desk/sample.html", page, steps=steps, tables=tables)


def _steps(
    actor: Actor,
    case: CaseFile,
    group: GroupCard,
    lists: list[MemberListCard],
    draws: dict[Identifier, DrawCard],
    members: tuple[MemberCard, ...],
) -> list[Step]:
    application = case.application
    newest = lists[-1] if lists else None
    drawn = draws.get(newest.draw) if newest and newest.draw else None
    planned = {audit.draw for audit in case.audits}
    if newest is None or (drawn is not None and drawn.digest in planned):
        return [_commit_step(case, group), *([_add_step(drawn, members)] if drawn else [])]
    if drawn is None:
        done = _("Drawn. The draw is on the public log, where anyone can prove it.")
        return [Step(tag="groups.sample.draw", form=forms.DrawForm, fixed={"member_list": newest.id}, done=done)]
    sites = [(site.id, site.name) for site in party.site_cards(application.sites).values()]
    kinds = WATCHING if application.certificate else BEFORE_A_CERTIFICATE
    plan = Step(
        tag="groups.audit.plan",
        form=forms.PlanDrawnForm,
        fixed={"draw": drawn.id},
        options={"people": auditors(actor, case), "sites": sites, "kinds": kinds},
        done=_("The visit is planned. Everybody drawn is in it."),
        next_href=lambda card: reverse("web:audit", args=[card.id]),
    )
    return [plan, _add_step(drawn, members)]


def _commit_step(case: CaseFile, group: GroupCard) -> Step:
    rules = scheme.pack_by_digest(group.pack_digest).standard(group.standard).rules
    return Step(
        tag="groups.sample.commit",
        form=forms.CommitForm,
        fixed={"group": group.id, "application": case.application.id},
        options={"risks": list(rules.value("sampling.risk_multiplier", {"regular": 1}))},
        done=_("The list is committed. The log's next checkpoint decides who is drawn by chance."),
    )


def _add_step(drawn: DrawCard, members: tuple[MemberCard, ...]) -> Step:
    inside = {one.member for one in drawn.drawn} | {one.member for one in drawn.added}
    names = names_of(member.person for member in members)
    others = [(member.id, names.get(member.person, member.id)) for member in members if member.id not in inside]
    return Step(
        tag="groups.sample.add",
        form=forms.AddMemberForm,
        fixed={"draw": drawn.id},
        options={"members": others},
        done=_("Added, with your reason. A visit that was planned from the draw grows along."),
    )


def _why(card: DrawCard) -> Why:
    """Say how it came out how many are drawn, in the words that were kept with the draw."""
    return Why(working=card.explanation, summary=_("Why so many?"))


def _drawn_table(card: DrawCard, members: tuple[MemberCard, ...]) -> Table:
    names = names_of(member.person for member in members)
    people = {member.id: (names.get(member.person, member.id), member.unit) for member in members}
    rows = [(one.member, drawn_by(one.chosen)) for one in card.drawn]
    rows += [(one.member, f"{drawn_by('added')}: {one.reason}") for one in card.added]
    return Table(
        id="drawn",
        caption=_("In the newest sample"),
        columns=(Column(_("Member")), Column(_("Unit")), Column(_("How"))),
        rows=tuple(
            (
                words(people.get(member, (member, ""))[0], href=reverse("web:member", args=[member])),
                words(people.get(member, ("", "–"))[1]),
                words(how),
            )
            for member, how in rows
        ),
        empty=_("Nobody is drawn yet."),
    )
