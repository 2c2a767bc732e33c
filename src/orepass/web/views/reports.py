"""The public report behind a certificate, and what its holder needs to choose among its parts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import CertificateCard, CertificateStatus, ReportCard
from orepass.platform.access import Actor
from orepass.scheme import queries as scheme
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.parameters import Parameter as Written
from orepass.scheme.rules.publication import PARTS, ReportStatus
from orepass.web.act import Step
from orepass.web.components import Mark, Parameter, Why, export
from orepass.web.forms.reports import ChooseReportForm
from orepass.web.marks import certificate_mark
from orepass.web.views.report_parts import part_tables, parts_shown
from orepass.web.vocabulary.reports import report_part, report_part_shows, report_reason, report_rule
from orepass.web.vocabulary.rules import rule_unit
from orepass.web.words import day_text, in_language


def report(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show everybody what is public of the report behind a certificate, and what is kept back."""
    found = assurance.report_card(identifier)
    card = assurance.certificate_card(identifier)
    standard = scheme.pack_by_digest(card.pack_digest).standard(card.standard)
    tables = part_tables(found, standard)
    exported = export(request, tables.values())
    if exported is not None:
        return exported
    page = {
        "report": found,
        "standard_title": in_language(standard.title),
        "certificate": card,
        "mark": certificate_mark(CertificateStatus(found.certificate_status)),
        "parts": parts_shown(request, found, tables),
        "status_words": status_words(found),
        "withheld": said(found.withheld),
        "to_come": said(found.to_come),
        "reason": report_reason(found.reason) if found.reason else "",
        "choices": _choices(found),
        "why": why(found, standard, card),
    }
    return render(request, "public/report.html", page)


def said(parts: tuple[str, ...]) -> str:
    """Say several parts, one after another."""
    return ", ".join(map(report_part, parts))


def status_words(found: ReportCard) -> str:
    """Say where the publication stands."""
    return {
        ReportStatus.DUE: _("The holder may choose until %(day)s; until then, this much is always public.")
        % {"day": day_text(found.due_on)},
        ReportStatus.BY_DEFAULT: _("The holder has not chosen; what the scheme publishes by default is public."),
        ReportStatus.CHOSEN: _("The holder chose what is public beyond what always is."),
    }[found.status]


def _choices(found: ReportCard) -> list[dict[str, str]]:
    """List the choices of the holder, the last one first, where there was more than one."""
    made = [
        {
            "day": day_text(choice.on),
            "parts": said(choice.parts) or _("nothing beyond what is always public"),
            "reason": report_reason(choice.reason) if choice.reason else "",
        }
        for choice in found.choices
    ]
    return made[::-1]


def why(found: ReportCard, standard: Standard, card: CertificateCard) -> Why:
    """Say which rule decides on what is public, and that it is ours."""
    whose = _("This edition does not say what of a report is public. The rule of this house holds, by its own choice.")
    written = _(
        "Which parts are public is our own choice; the owner says that reports are, to an extent set case by case."
    )
    return Why(
        rule=whose if found.own_rule else written,
        reasons=(
            _("Always public: %(parts)s.") % {"parts": said(found.minimum)},
            _("Public by default: %(parts)s.") % {"parts": said(found.default)},
            _("No name of a person, no text of the file and no figure of trade is ever part of a report."),
        ),
        parameters=tuple(
            Parameter(
                report_rule(name),
                said(tuple(one.value)) if isinstance(one.value, list) else f"{one.value} {rule_unit(one.unit)}",
                one.source,
                one.clause,
                one.verified,
            )
            for name, one in standard.rules.under("publication").items()
        ),
        edition=f"{card.pack} · {card.standard}",
        summary=_("Why is this public?"),
    )


def _written(one: Written) -> str:
    return said(tuple(one.value)) if isinstance(one.value, list) else f"{one.value} {rule_unit(one.unit)}"


def choosing(actor: Actor, card: CertificateCard) -> tuple[Step, ReportCard] | None:
    """Return the step by which a holder chooses, with what every part would show; nothing to anybody else."""
    if not actor.is_in(card.client):
        return None
    whole = assurance.whole_report(actor, card.id)
    free = [part for part in PARTS if part not in whole.minimum]
    step = Step(
        tag="assurance.report.choose",
        form=ChooseReportForm,
        fixed={"certificate": card.id},
        initial={"parts": [part for part in _today(whole) if part in free]},
        options={"parts": [(part, _choice(part)) for part in free]},
        done=_("The report shows what you chose from today, and the choice goes on the public log."),
    )
    return step, whole


def _today(whole: ReportCard) -> tuple[str, ...]:
    return whole.default if whole.status is ReportStatus.DUE else whole.parts


def _choice(part: str) -> str:
    return f"{report_part(part)} – {report_part_shows(part)}"


def preview(request: HttpRequest, card: CertificateCard, whole: ReportCard) -> dict[str, Any]:
    """Return what each choice would show, with whether it is public today."""
    standard = scheme.pack_by_digest(card.pack_digest).standard(card.standard)
    tables = part_tables(whole, standard)
    return {
        "report": whole,
        "report_words": status_words(whole),
        "preview": [(part, _standing(part.code, whole)) for part in parts_shown(request, whole, tables)],
        "report_tables": tuple(tables.values()),
    }


def _standing(part: str, whole: ReportCard) -> Mark:
    if part in whole.minimum:
        return Mark("verified", _("always public"))
    if part in whole.parts:
        return Mark("declared", _("public today"))
    if part in whole.to_come:
        return Mark("due", _("public from %(day)s on") % {"day": day_text(whole.public_from)})
    return Mark("none", _("not public today"))
