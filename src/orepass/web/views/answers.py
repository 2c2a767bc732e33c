"""The answers of a file: the grid of subjects by phase, and the form of one subject, for client and auditor."""

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.assurance import queries as assurance
from orepass.assurance.queries import AnswerCard, CaseFile
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.scheme import queries as scheme
from orepass.scheme.rules.answering import words_of
from orepass.scheme.rules.asking.applying import When
from orepass.scheme.rules.cards import RequirementCard, SubjectCard, standard_card
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.applicable import Applicable, applicable
from orepass.web.forms.answers import AnswersForm
from orepass.web.forms.taking_in import SheetForm, SubmissionsForm
from orepass.web.pictures.phases import phase_bar
from orepass.web.words import day_text, language

MET = frozenset({"full", "substantial", "AAA", "AA", "A", "yes"})
OUT = frozenset({"not_relevant"})
OPEN = "contracted"
"""The client is answering: what was not handed in yet is its own."""


@at_work()
def grid(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show how far each subject is of what applies, phase by phase; every cell leads to its form."""
    actor = actor_of(request)
    case = assurance.case_for(actor, identifier)
    application = case.application
    card = standard_card(scheme.pack(application.pack), application.standard, language())
    applying = applicable(actor, application, clock.today())
    best = _best(case)
    last = max((answer.at.date() for answer in case.answers), default=None)
    by_subject = [
        (listed.title, [found for phase in listed.phases.values() for found in phase]) for listed in card.subjects
    ]
    every = [found for _title, cards in by_subject for found in cards]
    asked = applying.asked(every)
    page: dict[str, Any] = {
        "application": application,
        "file_id": application.id,
        "standard": card,
        "rows": [(listed.title, _cells(application.id, listed, applying, best)) for listed in card.subjects],
        "is_client": actor.is_in(application.client),
        "is_open": application.state == OPEN and not actor.is_in(application.client),
        "answered": sum(found.id in best for found in asked),
        "asked": len(asked),
        "later": len(applying.of(When.LATER, every)),
        "unknown": len(applying.of(When.UNKNOWN, every)),
        "open_groups": applying.grouped(When.UNKNOWN, by_subject),
        "left_out": len(every) - len(asked),
        "left_out_groups": applying.grouped(When.NOT, by_subject),
    }
    if last:
        page["phases_source"] = _("Answers up to %(day)s") % {"day": day_text(last)}
    return work_page(request, "desk/answers.html", page, steps=_taken_in(application.id))


def _taken_in(application: str) -> list[Step]:
    """Offer to send in a filled workbook, or what was collected with a form."""
    forms = {"assurance.answer.import_sheet": SheetForm, "assurance.answer.import_submissions": SubmissionsForm}
    return [
        Step(
            tag=tag,
            form=form,
            fixed={"application": application},
            done=_("Saved; what was already so stays as it is."),
            next_href=reverse("web:answers", args=[application]),
        )
        for tag, form in forms.items()
    ]


@at_work()
def subject(request: HttpRequest, identifier: str, name: str) -> HttpResponse:
    """Show the form of one subject and save what was answered; who may not answer now reads what was."""
    actor = actor_of(request)
    case = assurance.case_for(actor, identifier)
    application = case.application
    pack = scheme.pack(application.pack)
    card = standard_card(pack, application.standard, language())
    order = [listed.code for listed in card.subjects]
    if name not in order:
        raise NotFound(what=name)
    chosen = card.subjects[order.index(name)]
    following = order[order.index(name) + 1 :][:1]
    client = actor.is_in(application.client)
    answers = _by_party(case)
    applying = applicable(actor, application, clock.today())
    options = {
        "requirements": tuple(listed for phase in chosen.phases.values() for listed in phase),
        "words": words_of(pack.standard(application.standard)),
        "own": answers["first" if client else "third"],
        "other": answers["third" if client else "first"],
        "here": applying.here,
        "verb": _("Save draft") if client else _("Record what we saw"),
    }
    step = Step(
        tag="assurance.answer.record_all" if client else "assurance.answer.verify_all",
        form=AnswersForm,
        fixed={"application": application.id},
        options=options,
        done=_("Saved on %(subject)s.") % {"subject": chosen.title},
        next_href=reverse("web:answers-subject", args=[application.id, following[0]])
        if following
        else reverse("web:answers", args=[application.id]),
        name="answers",
    )
    page = {
        "application": application,
        "file_id": application.id,
        "answers_of": True,
        "subject": chosen,
        "dimension": vocabulary.dimension(chosen.dimension),
        "rows": AnswersForm(**options).rows,
        "asked": bool(applying.asked(listed for phase in chosen.phases.values() for listed in phase)),
    }
    return work_page(request, "desk/answers_subject.html", page, steps=[step])


def _by_party(case: CaseFile) -> dict[str, dict[str, AnswerCard]]:
    found: dict[str, dict[str, AnswerCard]] = {"first": {}, "third": {}}
    for answer in case.answers:
        found[answer.party][answer.requirement] = answer
    return found


def _best(case: CaseFile) -> dict[str, AnswerCard]:
    """Return the answer that counts for each requirement: the auditor's over the client's."""
    parties = _by_party(case)
    return {**parties["first"], **parties["third"]}


def _cells(
    file: str, card: SubjectCard, applying: Applicable, best: dict[str, AnswerCard]
) -> list[tuple[Any, str, str]]:
    href = reverse("web:answers-subject", args=[file, card.code])
    return [(*_cell(listed, applying, best), href if listed else "") for listed in card.phases.values()]


def _cell(listed: tuple[RequirementCard, ...], applying: Applicable, best: dict[str, AnswerCard]) -> tuple[Any, str]:
    """Draw and say how far what applies of a subject is in one phase; unknown is neither met nor left out."""
    asked = applying.asked(listed)
    if not asked:
        return "", _("does not apply") if listed else _("nothing required")
    answers = [best[requirement.id] for requirement in asked if requirement.id in best]
    open_ = [found for found in applying.of(When.UNKNOWN, asked) if found.id not in best]
    if not answers and len(open_) == len(asked):
        return "", _("not known whether it applies")
    relevant = [found for found in asked if found.id not in best or best[found.id].answer not in OUT]
    met = sum(answer.answer in MET for answer in answers)
    seen = answers and all(answer.party == "third" for answer in answers)
    said = _("%(met)s of %(all)s met") % {"met": met, "all": len(relevant)} if answers else _("not answered")
    if open_:
        more = ngettext(
            "; of %(count)s it is not known whether it applies",
            "; of %(count)s it is not known whether they apply",
            len(open_),
        )
        said += more % {"count": len(open_)}
    share = Fraction(met, len(relevant)) if relevant else Fraction(0)
    return phase_bar(share, "verified" if seen else "declared", said), said
