"""A file: one page where client and provider see where it stands and take the next step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import ApplicationCard, AuditCard, CaseFile, NonconformityCard, RecommendationCard
from orepass.assurance.rules.lifecycles import CANDIDATE_STATES
from orepass.inclusion.groups import queries as groups
from orepass.party import queries as party
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.people import people_with_role
from orepass.scheme import queries as scheme
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work, opens
from orepass.web.components import Cell, Column, Moment, Table, day, marked, words
from orepass.web.components import Step as Stage
from orepass.web.forms import audits as audit_forms
from orepass.web.forms import files as forms
from orepass.web.forms.profile import ProfileForm
from orepass.web.kept_findings import said_of
from orepass.web.marks import file_mark, finding_mark, outcome_mark
from orepass.web.people import names_of
from orepass.web.words import day_text, in_language

CLIENT_ROLES = (Role.OPERATOR, Role.GROUP_MANAGER)

PLAN = "audit.plan"
AMENDABLE = frozenset({"draft", "returned"})
PILOT = "pilot"
STAGES: tuple[tuple[str, frozenset[str]], ...] = (
    ("application", frozenset({"draft", "submitted", "returned"})),
    ("agreement", frozenset({"accepted", "offered"})),
    ("assessment", frozenset({"contracted"})),
    ("visit", frozenset({"assessed", "planned"})),
    ("recommendation", frozenset({"evaluated"})),
    ("review", frozenset({"recommended"})),
    ("decision", frozenset({"reviewed"})),
    ("certificate", frozenset({"granted"})),
)


@at_work(*CLIENT_ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Open a file: choose the provider, the standard and the sites."""
    actor = actor_of(request)
    today = clock.today()
    standards = [
        (f"{pack.ref}:{standard.code}", f"{standard.code} – {in_language(standard.title)}")
        for pack, standard in scheme.open_standards(today)
    ]
    piloted = [
        (
            f"{pack.ref}:{standard.code}",
            _("%(name)s: pilot, without a certificate") % {"name": f"{standard.code} – {in_language(standard.title)}"},
        )
        for pack, standard in scheme.open_standards(today, pilot=True)
    ]
    sites = party.sites_of(actor.organisation)
    own = party.organisation_card(actor.organisation)
    options = {
        "providers": [(card.id, card.name) for card in party.organisations(kind=OrganisationKind.PROVIDER)],
        "standards": standards,
        "piloted": piloted,
        "sites": [(site.id, site.name) for site in sites],
        "country": own.country or (sites[0].country if sites else ""),
    }
    step = Step(
        tag="assurance.application.draft",
        form=forms.DraftForm,
        options=options,
        done=_("The file is open. Nothing is sent before you send it."),
        next_href=lambda card: reverse("web:file", args=[card.id]),
    )
    return work_page(request, "desk/file_new.html", {"sites": sites}, steps=[step])


@at_work()
def file(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a file and the steps that are open to whoever looks at it."""
    actor = actor_of(request)
    case = assurance.case_for(actor, identifier)
    application = case.application
    parties = party.organisation_cards([application.client, application.provider])
    sites = party.site_cards(application.sites)
    names = names_of([step.by for step in case.steps])
    page = {
        "application": application,
        "client": parties[application.client],
        "provider": parties[application.provider],
        "sites": [sites[site] for site in application.sites if site in sites],
        "interpretations": _interpretations(application),
        "mark": file_mark(application.state),
        "candidate": _candidate(application),
        "stages": _stages(application),
        "moments": [
            Moment(on=step.at.date(), said=vocabulary.file_step(step.action), by=names.get(step.by, ""))
            for step in case.steps
        ],
        "case": case,
        "submission_mark": outcome_mark(case.submission.outcome) if case.submission else None,
        "reasons": _reasons(case.recommendation) if case.recommendation else [],
        "recommended": vocabulary.decision(case.recommendation.decision) if case.recommendation else "",
        "decided": vocabulary.decision(case.decision.decision) if case.decision else "",
        "is_client": actor.is_in(application.client),
        "appeal_href": opens(actor, "appeal-new"),
        "is_drawn": actor.is_in(application.provider) and _is_drawn(application),
    }
    tables = [_audits_table(case), findings_table("findings", case.nonconformities)]
    return work_page(request, "desk/file.html", page, steps=_steps(actor, case), tables=tables)


def _interpretations(application: ApplicationCard) -> list[str]:
    """Return the titles of the interpretations that are laid over the standard of a file."""
    held = assurance.overlays_of(application.id)
    overlays = scheme.pack_by_digest(application.pack_digest).overlays if held else ()
    return [in_language(overlay.title) for overlay in overlays if overlay.name in held]


def _candidate(application: ApplicationCard) -> str:
    """Say until when the client is a candidate, or since when no longer."""
    period = application.candidate
    if period is None:
        return ""
    if application.state not in CANDIDATE_STATES:
        return _("no longer, since %(day)s") % {"day": day_text(period.valid_before)}
    if period.valid_to is None:
        return _("until the decision")
    if not period.holds(clock.today()):
        return _("until %(day)s, which is over; only a new application goes on") % {"day": day_text(period.valid_to)}
    return _("until %(day)s; after that the file starts again") % {"day": day_text(period.valid_to)}


def _is_drawn(application: ApplicationCard) -> bool:
    """Say whether whom to visit is drawn: the holder has members under this standard."""
    return any(card.standard == application.standard for card in groups.groups_of(application.client))


def _reasons(card: RecommendationCard) -> list[str]:
    return said_of(card.coded_reasons) if card.coded_reasons else list(card.reasons)


def _stages(application: ApplicationCard) -> list[Stage]:
    said = {
        "application": _("Application"),
        "agreement": _("Agreement"),
        "assessment": _("Self-assessment"),
        "visit": _("Visit"),
        "recommendation": _("Recommendation"),
        "review": _("Review"),
        "decision": _("Decision"),
        "certificate": _("Certificate"),
    }
    stages = [one for one in STAGES if application.kind != PILOT or one[0] not in {"decision", "certificate"}]
    now = next((at for at, (_name, states) in enumerate(STAGES) if application.state in states), -1)
    if now < 0:
        return []
    return [
        Stage(said[name], "past" if at < now else "now" if at == now else "ahead")
        for at, (name, _states) in enumerate(stages)
    ]


def _steps(actor: Actor, case: CaseFile) -> list[Step]:
    application = case.application
    fixed = {"application": application.id}
    is_client = actor.is_in(application.client)
    side = _client_steps(case) if is_client else []
    side += _provider_steps(actor, case) if actor.is_in(application.provider) else []
    done = _("Done, and written to the record.")
    open_now = [
        Step(tag=tag, form=form, fixed={**fixed, **more}, options=options, done=done)
        for step, tag, form, more, options in side
        if step in application.next_steps and not (step == PLAN and _is_drawn(application))
    ]
    amendable = is_client and application.state in AMENDABLE
    if application.certificate and not is_client and not _is_drawn(application):
        open_now += _watching(actor, case)
    return [_amend(application), *open_now] if amendable else open_now


def _watching(actor: Actor, case: CaseFile) -> list[Step]:
    """Return the planning of a surveillance or follow-up visit, to the provider that holds the certificate."""
    certificate = case.decision.certificate if case.decision else None
    if certificate is None or not actor.is_in(certificate.watched_by):
        return []
    return [
        Step(
            tag="assurance.audit.plan",
            form=audit_forms.PlanAuditForm,
            fixed={"application": case.application.id},
            options=_planning(actor, case, audit_forms.WATCHING),
            done=_("Done, and written to the record."),
        )
    ]


def _planning(actor: Actor, case: CaseFile, kinds: tuple[str, ...]) -> dict[str, Any]:
    sites = party.site_cards(case.application.sites)
    return {
        "people": auditors(actor, case),
        "sites": [(site.id, site.name) for site in sites.values()],
        "kinds": kinds,
    }


def _amend(application: ApplicationCard) -> Step:
    sites = [(str(site.id), site.name) for site in party.sites_of(application.client)]
    return Step(
        tag="assurance.application.amend",
        form=ProfileForm,
        fixed={"application": application.id},
        options={"pack": scheme.pack_by_digest(application.pack_digest), "application": application, "sites": sites},
        done=_("Saved. Nothing is sent before you send it."),
    )


_Offer = tuple[str, str, type[Any], dict[str, Any], dict[str, Any]]


def _client_steps(case: CaseFile) -> list[_Offer]:
    terms = {"terms_digest": case.agreement.terms_digest} if case.agreement else {}
    return [
        ("application.submit", "assurance.application.submit", forms.SubmitApplicationForm, {}, {}),
        ("agreement.sign", "assurance.agreement.sign", forms.SignForm, terms, {}),
        ("assessment.submit", "assurance.assessment.submit", forms.SubmitAssessmentForm, {}, {}),
        ("application.withdraw", "assurance.application.withdraw", forms.WithdrawForm, {}, {}),
    ]


def _provider_steps(actor: Actor, case: CaseFile) -> list[_Offer]:
    plan = _planning(actor, case, audit_forms.BEFORE_A_CERTIFICATE)
    return [
        ("application.accept", "assurance.application.accept", forms.AcceptForm, {}, {}),
        ("application.return", "assurance.application.return", forms.ReturnForm, {}, {}),
        ("application.refuse", "assurance.application.refuse", forms.RefuseForm, {}, {}),
        ("agreement.offer", "assurance.agreement.offer", forms.OfferForm, {}, {}),
        ("audit.plan", "assurance.audit.plan", audit_forms.PlanAuditForm, {}, plan),
        ("assessment.return", "assurance.assessment.return", forms.ReturnForm, {}, {}),
        ("audit.recommend", "assurance.audit.recommend", forms.RecommendForm, {}, _against(actor, case)),
        ("review.complete", "assurance.review.complete", forms.CompleteReviewForm, {}, {}),
        ("review.return", "assurance.review.return", forms.ReturnForm, {}, {}),
        ("decision.grant", "assurance.decision.take", forms.DecideForm, {}, _against(actor, case)),
    ]


def _against(actor: Actor, case: CaseFile) -> dict[str, Any]:
    """Return what stands against each decision that could be recommended or taken now."""
    ask = {"evaluated": assurance.against_recommendations, "reviewed": assurance.against_decisions}
    file = case.application
    return {"against": ask[file.state](actor, file.id, clock.today())} if file.state in ask else {}


def auditors(actor: Actor, case: CaseFile) -> list[tuple[str, str]]:
    """Return whom a visit can be planned with: whoever plans it, the auditors of the house, and earlier teams."""
    known = {member.person for audit in case.audits for member in audit.team}
    house = set(people_with_role(Role.AUDITOR, actor.organisation)) if actor.organisation else set()
    names = names_of([actor.pseudonym, *sorted((known | house) - {actor.pseudonym})])
    return list(names.items())


def _audits_table(case: CaseFile) -> Table:
    return Table(
        id="audits",
        caption=_("Visits"),
        columns=(Column(_("Visit")), Column(_("Kind")), Column(_("From"), "day"), Column(_("Ended"), "day")),
        rows=tuple(_audit_row(card) for card in case.audits),
        empty=_("No visit is planned yet. The auditor plans it once the self-assessment is in."),
    )


def _audit_row(card: AuditCard) -> tuple[Cell, ...]:
    return (
        words(card.id, href=reverse("web:audit", args=[card.id])),
        words(vocabulary.audit_kind(card.kind), note=_("stage %(stage)s") % {"stage": card.stage}),
        day(card.planned_from),
        day(card.ended_on),
    )


def findings_table(name: str, found: tuple[NonconformityCard, ...]) -> Table:
    """List nonconformities with their grade, state and due day."""
    today = clock.today()
    return Table(
        id=name,
        caption=_("Nonconformities"),
        columns=(Column(_("Nonconformity")), Column(_("Grade")), Column(_("State")), Column(_("Due"), "day")),
        rows=tuple(
            (
                words(card.statement[:120], href=reverse("web:finding", args=[card.id]), note=card.requirement),
                words(vocabulary.grade(card.grade_on(today))),
                marked(finding_mark(card, today)),
                day(card.due_on()),
            )
            for card in found
        ),
        empty=_(
            "None was raised. What a visit finds wrong will stand here with its clocks, and stay after it is closed."
        ),
    )
