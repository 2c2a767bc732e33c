"""Due diligence at work: the risks and red flags of a site, and an organisation's areas and five steps."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.diligence import queries as diligence
from orepass.diligence.queries import AreaCard, CaseCard, SignalCard
from orepass.diligence.rules.areas import AreaLevel
from orepass.diligence.rules.cases import Change
from orepass.diligence.rules.red_flags import RED_FLAGS
from orepass.diligence.rules.risks import ANNEX_II
from orepass.diligence.rules.standing import LEGAL_TEXT
from orepass.diligence.rules.steps import STEP_TEXT
from orepass.kernel.period import Period
from orepass.kernel.verdict import Answer
from orepass.party import queries as party
from orepass.party.queries import SiteCard
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.people import people_with_role
from orepass.scheme import queries as scheme
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.forms import risks as forms
from orepass.web.marks import verdict_mark
from orepass.web.people import names_of
from orepass.web.views.imported import goods_step, imports_table, why_scope
from orepass.web.words import translated

OFFICES = frozenset({Role.AUDITOR, Role.CERTIFIER, Role.SCHEME_STAFF, Role.STEWARD})
DILIGENT = (Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, Role.CERTIFIER, Role.SCHEME_STAFF)


@at_work(*DILIGENT, Role.AUDITOR, Role.STEWARD)
def site_risks(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show the identified risks and reckoned red flags of a site, with the steps open to the reader."""
    actor = actor_of(request)
    today = clock.today()
    card = party.site_card(identifier) if actor.roles & OFFICES else party.site_for(actor, identifier)
    cases = diligence.cases_for(actor, card.id, today)
    signals = diligence.signals_for(actor, card.id)
    depth = diligence.depth_for(actor, card.id, today)
    legal = diligence.legal_status(card.id, today)
    page = {
        "site": card,
        "trade": verdict_mark(diligence.trade_right(card.id, today)),
        "depth": vocabulary.depth(depth.level),
        "duties": [translated(duty) for duty in depth.duties],
        "unknown": [translated(RED_FLAGS[rule].text) for rule in depth.unknown],
        "legal": translated(LEGAL_TEXT[legal.status]) if legal else _("nobody has put it on record"),
        "legal_note": legal.authority if legal else "",
    }
    steps = _own(card, actor, cases) if actor.is_in(card.organisation) else _steps(card, cases, signals)
    return work_page(request, "desk/risks.html", page, steps=steps, tables=[_cases(cases), _signals(signals)])


def _own(card: SiteCard, actor: Actor, cases: list[CaseCard]) -> list[Step]:
    """Offer the people of a site what they may do: plan, and reckon; others decide."""
    steward = Role.STEWARD in actor.roles
    return _steps(card, cases, []) if steward else [*_planning(cases), _reckoning(card)]


def _steps(card: SiteCard, cases: list[CaseCard], signals: list[SignalCard]) -> list[Step]:
    fixed = {"site": card.id}
    sure = [(str(Answer.YES), _("known")), (str(Answer.NO), _("suspected, on good grounds"))]
    judged = [(str(Answer.YES), _("confirmed")), (str(Answer.NO), _("refuted, with the evidence below"))]
    risks = [(risk.code, f"{risk.code} – {translated(risk.name)}") for risk in ANNEX_II.values()]
    standing = [(each.id, translated(each.text)) for each in signals if each.value == "flag" and each.answered is None]
    steps = [
        Step(
            tag="diligence.risk.identify",
            form=forms.IdentifyForm,
            fixed=fixed,
            initial=_newest(),
            options={"choices": {"risk": risks, "known": sure, "pack": _editions()}},
            done=_("The risk is on record; what it calls for follows from Annex II."),
        ),
        *_planning(cases),
        *_deciding(cases),
        _reckoning(card),
        Step(
            tag="diligence.legal.record",
            form=forms.LegalForm,
            fixed=fixed,
            options={"choices": {"status": [(str(code), translated(text)) for code, text in LEGAL_TEXT.items()]}},
            done=_("How the law stands to the site is on record."),
        ),
    ]
    if standing:
        answer = Step(
            tag="diligence.signal.answer",
            form=forms.SignalAnswerForm,
            options={"choices": {"signal": standing, "confirmed": judged}},
            done=_("Your answer stands beside the flag, with your reasons."),
        )
        steps.insert(0, answer)
    return steps


def _planning(cases: list[CaseCard]) -> list[Step]:
    waiting = [case for case in cases if "risk.plan" in case.next_steps and case.standing.state == "identified"]
    done = _("The plan is on record; by its day an improvement has to be measured.")
    options = {"choices": {"case": _named(waiting)}}
    return [Step(tag="diligence.risk.plan", form=forms.PlanForm, options=options, done=done)] if waiting else []


def _deciding(cases: list[CaseCard]) -> list[Step]:
    done = _("Done, and written to the record.")
    mending = [case for case in cases if case.standing.state in {"planned", "halted"}]
    settled = [case for case in cases if "risk.reassess" in case.next_steps]
    open_ = [case for case in cases if any(f"risk.{change}" in case.next_steps for change in Change)]
    offered = [change for change in Change if any(f"risk.{change}" in case.next_steps for case in open_)]
    choices = {"case": _named(open_), "decision": vocabulary.choices(offered, vocabulary.risk_decision)}
    parts = (
        (mending, "diligence.risk.measure", forms.MeasureForm, {"case": _named(mending)}),
        (open_, "diligence.risk.decide", forms.DecideForm, choices),
        (settled, "diligence.risk.reassess", forms.ReassessForm, {"case": _named(settled)}),
    )
    return [
        Step(tag=tag, form=form, options={"choices": offered_now}, done=done)
        for found, tag, form, offered_now in parts
        if found
    ]


def _reckoning(card: SiteCard) -> Step:
    rules = [(flag.rule, translated(flag.text)) for flag in RED_FLAGS.values()]
    return Step(
        tag="diligence.signal.record",
        form=forms.SignalForm,
        fixed={"site": card.id},
        initial=_newest(),
        options={"choices": {"rule": rules, "pack": _editions()}},
        done=_("The red flag is reckoned and kept with its figures."),
    )


def _editions() -> list[tuple[str, str]]:
    """List the editions in force, the newest first, whose thresholds may count."""
    today = clock.today()
    published = sorted(scheme.editions(), key=lambda edition: edition.published_at, reverse=True)
    return [(found.ref, found.ref) for found in published if Period(found.valid_from, found.valid_before).holds(today)]


def _newest() -> dict[str, str]:
    return {"pack": _editions()[0][0]} if _editions() else {}


def _named(cases: list[CaseCard]) -> list[tuple[str, str]]:
    return [(case.id, f"{case.risk} – {translated(ANNEX_II[case.risk].name)}") for case in cases]


def case_mark(state: str) -> Mark:
    """Mark where an identified risk stands."""
    kinds = {
        "identified": "missing",
        "stopped": "suspended",
        "planned": "due",
        "improved": "verified",
        "halted": "suspended",
        "resumed": "verified",
        "refuted": "verified",
        "terminated": "failed",
    }
    return Mark(kinds.get(state, "none"), vocabulary.risk_state(state))


def _cases(cases: list[CaseCard], *, with_site: bool = False) -> Table:
    sites = party.site_cards([case.site for case in cases])
    return Table(
        id="cases",
        caption=_("Identified risks"),
        columns=(
            Column(_("Site") if with_site else _("Risk")),
            Column(_("Where it stands")),
            Column(_("Since"), "day"),
            Column(_("Due"), "day"),
            Column(_("Trade may go on")),
        ),
        rows=tuple(
            (
                words(
                    sites[case.site].name if with_site else translated(ANNEX_II[case.risk].name),
                    href=reverse("web:site-risks", args=[case.site]) if with_site else "",
                    note=f"{case.risk} · {case.grounds[:120]}",
                ),
                marked(case_mark(case.standing.state)),
                day(case.standing.since),
                day(case.standing.due_on),
                marked(verdict_mark(case.standing.trade)),
            )
            for case in cases
        ),
        empty=_("No risk stands identified here."),
    )


def signal_mark(card: SignalCard) -> Mark:
    """Mark a reckoned red flag; an answered one shows the answer."""
    if card.answered is not None:
        return Mark("failed", _("confirmed")) if card.answered else Mark("verified", _("refuted"))
    kinds = {"flag": "due", "none": "verified", "unknown": "missing"}
    return Mark(kinds[card.value], vocabulary.signal_value(card.value))


def _signals(signals: list[SignalCard]) -> Table:
    return Table(
        id="signals",
        caption=_("Reckoned red flags"),
        columns=(Column(_("Red flag")), Column(_("Came to")), Column(_("Day"), "day"), Column(_("Figures"))),
        rows=tuple(
            (
                words(translated(card.text), note=card.source),
                marked(signal_mark(card)),
                day(card.recorded_on),
                words(", ".join(f"{name}={value}" for name, value in card.computed["inputs"].items()) or "–"),
            )
            for card in signals
        ),
        empty=_("No red flag was reckoned yet. What nobody looked at is not clean, only not known."),
    )


@at_work(*DILIGENT)
def organisation(request: HttpRequest) -> HttpResponse:
    """Show an organisation's own due diligence: the five steps, its areas, and the risks it looks after."""
    actor = actor_of(request)
    today = clock.today()
    steps = diligence.five_steps_for(actor, today)
    areas = diligence.areas_for(actor, today)
    imported = diligence.imports_for(actor)
    page = {
        "all_covered": verdict_mark(steps.all_covered),
        "steps": [
            (int(each.step), translated(STEP_TEXT[each.step]), verdict_mark(each.covered), each.done_on, each.note)
            for each in steps.steps
        ],
        "imported": why_scope(imported),
    }
    offered = [*_organising(actor, areas), goods_step(today)]
    tables = [_areas(areas), _cases(diligence.cases_of(actor, today), with_site=True), imports_table(imported)]
    return work_page(request, "desk/due_diligence.html", page, steps=offered, tables=tables)


def _organising(actor: Actor, areas: list[AreaCard]) -> list[Step]:
    people = {who for role in DILIGENT for who in people_with_role(role, actor.organisation, clock.today())}
    colleagues = [(who, name) for who, name in names_of(sorted(people)).items() if who != actor.pseudonym]
    named = [(card.id, f"{card.country} · {card.area} · {card.decided_on:%Y-%m-%d}") for card in areas]
    levels = vocabulary.choices(AreaLevel, vocabulary.area_level)
    numbered = [(str(int(step)), f"{int(step)} – {translated(text)}") for step, text in STEP_TEXT.items()]
    steps = [
        Step(
            tag="diligence.step.record",
            form=forms.StepForm,
            options={"choices": {"oecd_step": numbered}},
            done=_("The step counts for a year."),
        ),
        Step(
            tag="diligence.area.decide",
            form=forms.AreaForm,
            initial=_newest(),
            options={"choices": {"level": levels, "reviewer": colleagues, "pack": _editions()}},
            done=_("The decision holds for a year, or until an event."),
        ),
    ]
    if named:
        ending = Step(
            tag="diligence.area.reopen",
            form=forms.ReopenForm,
            options={"choices": {"decision": named}},
            done=_("The decision no longer holds; decide on the area anew."),
        )
        steps.append(ending)
    return steps


def _areas(areas: list[AreaCard]) -> Table:
    names = names_of(who for card in areas for who in (card.reviewer, card.decided_by))
    return Table(
        id="areas",
        caption=_("Decisions on areas"),
        columns=(
            Column(_("Area")),
            Column(_("Decided")),
            Column(_("Harmless")),
            Column(_("Holds until"), "day"),
            Column(_("Reviewed by")),
        ),
        rows=tuple(
            (
                words(f"{card.area} ({card.country})", note=card.reasons[:120]),
                words(vocabulary.area_level(card.level), note=vocabulary.area_level(card.computed["value"])),
                marked(verdict_mark(card.harmless)),
                day(card.valid_before),
                words(names.get(card.reviewer, "–")),
            )
            for card in areas
        ),
        empty=_("Nobody has decided on an area yet. Where nobody decided, nothing is harmless."),
    )
