"""Continual improvement: the subjects of an organisation by their five elements, and each with all it rests on."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.improvement import queries as improvement
from orepass.improvement.papers import Papers, papers_for
from orepass.improvement.queries import SubjectCard
from orepass.improvement.rules.indicator import Better, IndicatorState
from orepass.improvement.rules.subject import Element, RiskFact
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Answer, Unknown, Verdict
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Mark, Table, Task, day, marked, words
from orepass.web.forms import improvement as forms
from orepass.web.forms.offered import OfferedForm
from orepass.web.marks import due_mark, verdict_mark
from orepass.web.pictures.series import Reading, Series, series_picture
from orepass.web.pictures.svg import Picture
from orepass.web.words import day_text, finding_text, finding_way_out, number_text

OWN = (Role.OPERATOR, Role.GROUP_MANAGER)
GIST = 80


def element_words(element: Element) -> str:
    """Say one of the five elements."""
    return {
        Element.POLICY: _("Policy"),
        Element.RISK_ASSESSMENT: _("Risks assessed"),
        Element.MITIGATION: _("Measures against risks"),
        Element.INDICATORS: _("Indicators"),
        Element.IMPROVEMENT_PLAN: _("Improvement plan"),
    }[element]


def element_mark(verdict: Verdict) -> Mark:
    """Mark an element: what an organisation says of itself is declared, never verified."""
    if verdict.is_yes:
        return Mark("declared", _("in place"))
    if verdict.unknown is Unknown.EXPIRED:
        return Mark("expired", _("out of date"))
    return Mark("missing", _("missing"))


def presence_mark(answer: Answer) -> Mark:
    """Mark whether a risk is there."""
    return {
        Answer.YES: Mark("failed", _("it is there")),
        Answer.NO: Mark("declared", _("not found")),
        Answer.UNKNOWN: Mark("undetermined", _("not known")),
    }[answer]


def presence_choices() -> list[tuple[str, str]]:
    """List the three answers, the honest default last."""
    return [
        (str(Answer.YES), _("yes, it is there")),
        (str(Answer.NO), _("no, we looked and did not find it")),
        (str(Answer.UNKNOWN), _("not known")),
    ]


@at_work(*OWN)
def subjects(request: HttpRequest) -> HttpResponse:
    """Show the subjects the organisation works on, each with its five elements, and what is due."""
    actor = actor_of(request)
    today = clock.today()
    found = [
        improvement.subject_for(actor, actor.organisation, name, today)
        for name in improvement.subjects_of(actor.organisation)
    ]
    table = Table(
        id="subjects",
        caption=_("Subjects and their five elements"),
        columns=(Column(_("Subject")), *(Column(element_words(element)) for element in Element)),
        rows=tuple(_subject_row(card) for card in found),
        empty=_("No subject yet. Each will stand here with its five elements; begin with a policy or a risk below."),
    )
    steps = [
        Step(
            tag="improvement.policy.adopt",
            form=forms.NewPolicyForm,
            done=_("The policy stands."),
            next_href=lambda card: reverse("web:improvement-subject", args=[card.subject]),
        ),
        Step(
            tag="improvement.risk.assess",
            form=forms.NewRiskForm,
            initial={"presence": Answer.UNKNOWN},
            options={"choices": {"presence": presence_choices()}},
            done=_("The risk is written down."),
            next_href=lambda card: reverse("web:improvement-subject", args=[card.subject]),
        ),
    ]
    page = {"tasks": _due(actor, today)}
    return work_page(request, "desk/improvement.html", page, steps=steps, tables=[table])


def _subject_row(card: SubjectCard) -> tuple[Cell, ...]:
    name = words(card.subject, href=reverse("web:improvement-subject", args=[card.subject]))
    return (name, *(marked(element_mark(card.state.elements[element])) for element in Element))


def _due(actor: Actor, today: date) -> list[Task]:
    return [
        Task(
            what=card.text,
            href=reverse("web:improvement-subject", args=[card.subject]),
            due_on=card.due_on,
            note=f"{card.subject} · {card.responsible}",
            mark=due_mark(card.due_on, today),
        )
        for card in improvement.due_measures(actor.organisation, today)
    ]


@at_work(*OWN)
def subject(request: HttpRequest, name: str) -> HttpResponse:
    """Show one subject: its elements, risks and measures, indicators against their targets, and its papers."""
    actor = actor_of(request)
    today = clock.today()
    if name not in improvement.subjects_of(actor.organisation):
        raise NotFound(what=name)
    card = improvement.subject_for(actor, actor.organisation, name, today)
    papers = papers_for(actor, actor.organisation, name, today)
    page = {
        "subject": card,
        "complete": element_mark(card.state.complete),
        "elements": [(element_words(element), element_mark(card.state.elements[element])) for element in Element],
        "findings": [(finding_text(found), finding_way_out(found)) for found in card.state.findings],
        "papers": papers,
        "pictures": [_picture(state, today) for state in card.indicators],
    }
    tables = [_risks(card, papers), _measures(card, papers, today), _values(card)]
    return work_page(request, "desk/improvement_subject.html", page, steps=_steps(card, papers), tables=tables)


def _risks(card: SubjectCard, papers: Papers) -> Table:
    return Table(
        id="risks",
        caption=_("Risks"),
        columns=(Column(_("Risk")), Column(_("Found?")), Column(_("Assessed"), "day"), Column(_("Measures"), "number")),
        rows=tuple(_risk_row(risk, papers) for risk in card.risks),
        empty=_("No risk assessed yet. Write down what may go wrong, and whether it is there."),
    )


def _risk_row(risk: RiskFact, papers: Papers) -> tuple[Cell, ...]:
    count = sum(served == risk.id for served in papers.serves.values())
    return (
        words(risk.hazard),
        marked(presence_mark(risk.presence)),
        day(risk.assessed_on),
        Cell(str(count), key=count, raw=str(count)),
    )


def _measures(card: SubjectCard, papers: Papers, today: date) -> Table:
    hazards = {risk.id: risk.hazard for risk in card.risks}
    goals = {plan.id: _("plan: %(goals)s") % {"goals": plan.title} for plan in papers.plans}
    purposes = {str(key): text for key, text in (hazards | goals).items()}
    return Table(
        id="measures",
        caption=_("Measures and actions"),
        columns=(
            Column(_("What")),
            Column(_("Serves")),
            Column(_("Who")),
            Column(_("Due"), "day"),
            Column(_("Where it stands")),
        ),
        rows=tuple(
            (
                words(each.text, note=each.effect),
                words(purposes.get(papers.serves.get(each.id, ""), "–")),
                words(each.responsible),
                day(each.due_on),
                marked(_measure_mark(each.done_on, each.due_on, today)),
            )
            for each in card.measures
        ),
        empty=_("Nothing planned yet. Each measure will stand here with who sees to it and by when."),
    )


def _measure_mark(done_on: date | None, due_on: date, today: date) -> Mark:
    if done_on:
        return Mark("declared", _("done on %(day)s") % {"day": day_text(done_on)})
    return due_mark(due_on, today) or Mark("none", _("planned"))


def _values(card: SubjectCard) -> Table:
    units = {state.indicator.id: state.indicator for state in card.indicators}
    rows = [(known, value) for known in units.values() for value in improvement.series(known.id)]
    return Table(
        id="values",
        caption=_("Values of the indicators"),
        columns=(Column(_("Indicator")), Column(_("Measured on"), "day"), Column(_("Value"), "number")),
        rows=tuple(
            (
                words(known.name),
                day(value.observed_on),
                _value(value.value, known.unit),
            )
            for known, value in rows
        ),
        empty=_("No value yet. Each will stand here with its day, and as a curve against the target."),
    )


def _value(value: Decimal, unit: str) -> Cell:
    return Cell(f"{number_text(value.normalize())} {unit}", key=Fraction(value), raw=str(value))


def _picture(state: IndicatorState, today: date) -> tuple[IndicatorState, Mark, Picture | None]:
    known = state.indicator
    titles = {
        Answer.YES: _("%(name)s meets its target"),
        Answer.NO: _("%(name)s misses its target"),
        Answer.UNKNOWN: _("%(name)s: whether the target is met is not known"),
    }
    readings = tuple(Reading(value.observed_on, value.value) for value in improvement.series(known.id))
    series = Series(
        title=titles[state.meets.answer] % {"name": known.name},
        source=_("Reported by the organisation itself, %(day)s") % {"day": day_text(today)},
        unit=known.unit,
        target=known.target,
        readings=readings,
        table_href="#values",
    )
    mark = Mark("declared", _("yes")) if state.meets.is_yes else verdict_mark(state.meets)
    return state, mark, series_picture(series)


def _steps(card: SubjectCard, papers: Papers) -> list[Step]:
    fixed = {"subject": card.subject}
    done = _("Written down.")
    better = [(str(Better.LOWER), _("lower is better")), (str(Better.HIGHER), _("higher is better"))]
    risks = [(str(risk.id), risk.hazard) for risk in card.risks]
    indicators = [(str(state.indicator.id), state.indicator.name) for state in card.indicators]
    plans = [(str(plan.id), plan.title) for plan in papers.plans]
    undone = [(str(each.id), each.text[:GIST]) for each in card.measures if each.done_on is None]
    steps = [
        Step(
            tag="improvement.risk.assess",
            form=forms.RiskForm,
            fixed=fixed,
            initial={"presence": Answer.UNKNOWN},
            options={"choices": {"presence": presence_choices()}},
            done=done,
        )
    ]
    if risks:
        steps.append(_choosing("improvement.mitigation.plan", forms.MitigationForm, risk=risks))
    if indicators:
        steps.append(_choosing("improvement.indicator.report", forms.ValueForm, indicator=indicators))
    if undone:
        steps.append(_choosing("improvement.measure.report_done", forms.DoneForm, measure=undone))
    if plans:
        steps.append(_choosing("improvement.action.add", forms.PlannedActionForm, plan=plans, indicator=indicators))
    return [
        *steps,
        Step(tag="improvement.policy.adopt", form=forms.PolicyForm, fixed=fixed, done=done),
        Step(
            tag="improvement.indicator.define",
            form=forms.IndicatorForm,
            fixed=fixed,
            options={"choices": {"better": better}},
            done=done,
        ),
        Step(tag="improvement.plan.adopt", form=forms.PlanForm, fixed=fixed, done=done),
    ]


def _choosing(tag: str, form: type[OfferedForm], **choices: list[tuple[str, str]]) -> Step:
    return Step(tag=tag, form=form, options={"choices": choices}, done=_("Written down."))
