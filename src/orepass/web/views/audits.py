"""A visit and its nonconformities: plan, checklist, findings with their clocks, and the way to their closing."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import AuditCard, CaseFile, NonconformityCard
from orepass.assurance.rules.planning import RiskLevel
from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.applying import When
from orepass.scheme.rules.cards import StandardCard, SubjectCard, requirement_card, standard_card
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work, opens
from orepass.web.applicable import Applicable, Group, applicable
from orepass.web.components import Cell, Column, Moment, Parameter, Table, Why, number, words
from orepass.web.forms import audits as forms
from orepass.web.marks import finding_mark
from orepass.web.people import names_of
from orepass.web.views.files import findings_table
from orepass.web.views.planned import reckoned, told
from orepass.web.vocabulary import planning
from orepass.web.vocabulary.rules import rule_value
from orepass.web.words import language


def _case_of(actor: Actor, identifier: str) -> tuple[CaseFile, AuditCard]:
    for application in assurance.applications_for(actor, limit=500).items:
        case = assurance.case_for(actor, application.id)
        for card in case.audits:
            if card.id == identifier:
                return case, card
    raise NotFound(what=identifier)


def _finding_of(actor: Actor, identifier: str) -> tuple[CaseFile, NonconformityCard]:
    for application in assurance.applications_for(actor, limit=500).items:
        case = assurance.case_for(actor, application.id)
        for card in case.nonconformities:
            if card.id == identifier:
                return case, card
    raise NotFound(what=identifier)


@at_work()
def audit(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a visit: its plan and team, the checklist by subject, what was found, and how it ends."""
    actor = actor_of(request)
    case, card = _case_of(actor, identifier)
    application = case.application
    places = {str(site.id): site.name for site in party.site_cards(s.subject for s in card.subjects).values()}
    names = names_of(member.person for member in card.team)
    standard = standard_card(scheme.pack(application.pack), application.standard, language())
    seen = {answer.requirement for answer in case.answers if answer.party == "third"}
    page = {
        "audit": card,
        "kind": vocabulary.audit_kind(card.kind),
        "file_id": application.id,
        "client": party.organisation_card(application.client),
        "team": [(names.get(member.person, ""), vocabulary.team_part(member.part)) for member in card.team],
        "subjects": [(places.get(s.subject, s.subject), vocabulary.chosen(s.chosen)) for s in card.subjects],
        "is_provider": actor.is_in(application.provider),
        "reckoned": reckoned(card),
        "told": told(card),
        "basis": _basis(card, places),
    }
    checklist = _checklist(standard, applicable(actor, application, clock.today()), seen, application.id)
    raised = tuple(found for found in case.nonconformities if found.audit == card.id)
    tables = [findings_table("findings", raised), checklist]
    steps = _audit_steps(case, card, places) if _holds(actor, case) else []
    return work_page(request, "desk/audit.html", page, steps=steps, tables=tables)


def _checklist(standard: StandardCard, applying: Applicable, seen: set[str], file: str) -> Table:
    """List the subjects with what of each is to be seen: what applies, and what may for all that is known."""
    columns = (
        Column(_("Subject")),
        Column(_("Seen"), "number"),
        Column(_("To be seen"), "number"),
        Column(_("Not known whether they apply"), "number"),
        Column(_("Do not apply"), "number"),
    )
    return Table(
        id="checklist",
        caption=_("Checklist, subject by subject"),
        columns=columns,
        rows=tuple(_to_be_seen(subject, applying, seen, file) for subject in standard.subjects),
        empty=_("The standard has no subject."),
    )


def _to_be_seen(subject: SubjectCard, applying: Applicable, seen: set[str], file: str) -> tuple[Cell, ...]:
    listed = [found for phase in subject.phases.values() for found in phase]
    asked = applying.asked(listed)
    note = "" if asked else _why_not(applying.grouped(When.NOT, [(subject.title, listed)]))
    counts = (
        sum(found.id in seen for found in asked),
        len(asked),
        len(applying.of(When.UNKNOWN, asked)),
        len(listed) - len(asked),
    )
    href = reverse("web:answers-subject", args=[file, subject.code])
    return (words(subject.title, href=href, note=note), *map(number, counts))


def _why_not(reasons: list[Group]) -> str:
    """Say in one line why nothing of a subject applies; where there are several reasons, each stands on its page."""
    if len(reasons) > 1:
        return _("does not apply, for more than one reason; they stand with the subject")
    return _("does not apply: %(why)s") % {"why": reasons[0].why} if reasons else ""


def _holds(actor: Actor, case: CaseFile) -> bool:
    """Say whether an actor acts for the provider that holds the file today."""
    certificate = case.decision.certificate if case.decision else None
    return actor.is_in(certificate.watched_by if certificate else case.application.provider)


def _basis(card: AuditCard, places: dict[str, str]) -> list[tuple[str, str]]:
    """Return what the planner stated, as far as it says anything."""
    basis = card.basis
    stated = [
        (_("Risk"), planning.risk_level(basis.risk) if basis.risk != RiskLevel.REGULAR else ""),
        (_("Effective personnel"), str(basis.personnel or "")),
        (_("Central function"), places.get(basis.central, basis.central)),
        (_("Language of the interviews"), basis.language),
        (_("Reduction"), f"{basis.reduction_percent} %: {basis.reduction_reason}" if basis.reduction_percent else ""),
        (_("Days from afar"), f"{basis.remote_days:f}" if basis.remote_days else ""),
        (_("Why fewer days"), basis.deviation),
        (_("Why no rotation"), basis.rotation_explanation),
    ]
    return [(name, said) for name, said in stated if said]


def _audit_steps(case: CaseFile, card: AuditCard, places: dict[str, str]) -> list[Step]:
    application = case.application
    fixed = {"audit": card.id}
    done = _("Done, and written to the record.")
    if card.ended_on is not None:
        if card.kind != "surveillance" or card.maintained is not None:
            return []
        return [Step(tag="assurance.surveillance.conclude", form=forms.SurveillanceForm, fixed=fixed, done=done)]
    pack = scheme.pack(application.pack)
    requirements = [
        (listed.id, f"{listed.id} – {requirement_card(listed, language()).statement}"[:140])
        for listed in pack.standard(application.standard).requirements
    ]
    others = [(site.id, site.name) for site in party.site_cards(application.sites).values() if site.id not in places]
    raising = {"requirements": requirements, "places": list(places.items())}
    steps = [Step(tag="assurance.finding.raise", form=forms.RaiseForm, fixed=fixed, options=raising, done=done)]
    if others:
        adding = {"sites": others}
        steps.append(
            Step(tag="assurance.sample.add", form=forms.AddToSampleForm, fixed=fixed, options=adding, done=done)
        )
    steps.append(Step(tag="assurance.audit.conclude", form=forms.ConcludeForm, fixed=fixed, done=done))
    return steps


@at_work()
def finding(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a nonconformity: what was found, its clocks and why, what was done, and the next step."""
    actor = actor_of(request)
    case, card = _finding_of(actor, identifier)
    application = case.application
    pack = scheme.pack(application.pack)
    standard = pack.standard(application.standard)
    today = clock.today()
    names = names_of([card.raised_by, *(step.by for step in card.steps)])
    page = {
        "finding": card,
        "is_client": actor.is_in(application.client),
        "appeal_href": opens(actor, "appeal-new"),
        "grade": vocabulary.grade(card.grade_on(today)),
        "mark": finding_mark(card, today),
        "file_id": application.id,
        "requirement": requirement_card(standard.requirement(card.requirement), language()),
        "moments": _moments(card, names, today),
        "why": _clocks(standard, card),
    }
    return work_page(request, "desk/finding.html", page, steps=_finding_steps(actor, case, card))


def _finding_steps(actor: Actor, case: CaseFile, card: NonconformityCard) -> list[Step]:
    mine = {
        True: [
            ("finding.plan", "assurance.finding.plan", forms.PlanCorrectionForm),
            ("finding.prove", "assurance.finding.prove", forms.ProveForm),
        ],
        False: [
            ("finding.accept", "assurance.finding.accept", forms.AcceptPlanForm),
            ("finding.close", "assurance.finding.close", forms.CloseForm),
            ("finding.return", "assurance.finding.return", forms.ReturnCorrectionForm),
        ],
    }[actor.is_in(case.application.client)]
    fixed = {"finding": card.id}
    done = _("Done, and written to the record.")
    steps = [Step(tag=tag, form=form, fixed=fixed, done=done) for step, tag, form in mine if step in card.next_steps]
    if card.is_open and actor.is_in(case.application.provider):
        steps.append(Step(tag="assurance.finding.extend", form=forms.ExtendForm, fixed=fixed, done=done))
    return steps


def _moments(card: NonconformityCard, names: dict[str, str], today: date) -> list[Moment]:
    past = [
        Moment(on=card.raised_at.date(), said=_("Raised"), kind="failed", by=names.get(card.raised_by, "")),
        *(
            Moment(
                on=step.at.date(),
                said=": ".join(filter(None, [vocabulary.finding_step(step.action), step.note])),
                kind="verified" if step.action == "finding.close" else "none",
                by=names.get(step.by, ""),
            )
            for step in card.steps
        ),
    ]
    if not card.is_open:
        return past
    due = card.due_on()
    ahead = [Moment(on=due, said=_("Due"), kind="due", future=due >= today)] if due else []
    return sorted([*past, Moment(on=today, said="", today=True), *ahead], key=lambda moment: moment.on)


def _clocks(standard: Any, card: NonconformityCard) -> Why:  # noqa: ANN401 - the scheme's standard
    block = standard.rules.under(f"nonconformity.{card.grade}") or standard.rules.under("nonconformity")
    return Why(
        rule=_("The grade of a nonconformity starts two clocks on the last day of the visit: plan and closure."),
        parameters=tuple(
            Parameter(
                vocabulary.named(path),
                rule_value(found.value, found.unit),
                found.source,
                found.clause,
                found.verified,
            )
            for path, found in block.items()
            if not isinstance(found.value, dict | list)
        ),
        summary=_("Why these days?"),
    )
