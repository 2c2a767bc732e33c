"""The parts of a public report, each as the page shows it: a few facts or one table."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

import msgspec
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance.queries import ReportCard
from orepass.assurance.queries.reports import ReportFinding, ReportResult
from orepass.kernel.identifier import Identifier
from orepass.party import queries as party
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.outcome import GroupScore
from orepass.scheme.rules.publication import PARTS
from orepass.web import vocabulary
from orepass.web.components import Cell, Column, Mark, ShownTable, Table, day, marked, number, shown, words
from orepass.web.marks import outcome_mark, verdict_mark
from orepass.web.vocabulary.reports import report_part, report_part_shows, subject_unit
from orepass.web.words import day_text, in_language, number_text, percent_text

type Facts = tuple[tuple[str, Cell], ...]
type Rows = Iterable[tuple[Cell, ...]]

HUNDRED = 100


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part as it is shown: its title, and facts or a table."""

    code: str
    title: str
    shows: str
    facts: Facts = ()
    table: ShownTable | None = None


def part_tables(report: ReportCard, standard: Standard) -> dict[str, Table]:
    """Return the tables of the parts that a report holds, by part."""
    makers: dict[str, Callable[[], tuple[tuple[Column, ...], Rows]]] = {
        "sampling": lambda: _visits(report),
        "scores_by_dimension": lambda: _scores(_("Dimension"), report.scores_by_dimension or (), vocabulary.dimension),
        "scores_by_subject": lambda: _scores(
            _("Subject"), report.scores_by_subject or (), lambda code: _subject(standard, code)
        ),
        "core_results": lambda: _results(report.core_results or (), standard),
        "nonconformities": lambda: _findings(report.nonconformities or (), standard),
        "requirement_results": lambda: _results(report.requirement_results or (), standard),
        "plan": lambda: _plans(report, standard),
        "indicators": lambda: _indicators(report, standard),
    }
    return {part: _table(part, *make()) for part, make in makers.items() if getattr(report, part) is not None}


def parts_shown(request: HttpRequest, report: ReportCard, tables: dict[str, Table]) -> list[Part]:
    """Return the parts that a report holds, in the order in which it is read."""
    facts = _facts(report)
    return [
        Part(
            code=part,
            title=report_part(part),
            shows=report_part_shows(part),
            facts=facts.get(part, ()),
            table=shown(request, tables[part]) if part in tables else None,
        )
        for part in PARTS
        if getattr(report, part) is not None
    ]


def _table(part: str, columns: tuple[Column, ...], rows: Rows) -> Table:
    empty = {
        "nonconformities": _("No nonconformity was raised."),
        "plan": _("No improvement plan is on file."),
        "indicators": _("No indicator is on file."),
    }
    return Table(
        id=f"report-{part.replace('_', '-')}",
        caption=report_part_shows(part),
        columns=columns,
        rows=tuple(rows),
        empty=empty.get(part, _("Nothing is on file.")),
    )


def _facts(report: ReportCard) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    if report.scope is not None:
        said = report.scope
        standard = reverse("web:standard", args=[said.pack, said.standard])
        found["scope"] = (
            (_("Standard"), words(f"{said.pack} · {said.standard}", href=standard)),
            (_("Unit"), words(subject_unit(said.unit))),
            (_("Scope"), words(said.text)),
            (_("Sites"), words(_names(said.sites))),
        )
    if report.dates is not None:
        period = _("%(first)s to %(last)s") % {
            "first": day_text(report.dates.valid_from),
            "last": day_text(report.dates.last_day),
        }
        found["dates"] = (
            (_("Decided"), day(report.dates.decided_on)),
            (_("Certificate valid"), words(period)),
        )
    if report.provider is not None:
        found["provider"] = ((_("Assurance provider"), words(report.provider)),)
    if report.outcome is not None:
        kinds = {"full": _("full certificate"), "provisional": _("provisional certificate")}
        granted = kinds.get(report.outcome.certificate, report.outcome.certificate)
        found["outcome"] = (
            (_("Evaluation"), marked(outcome_mark(report.outcome.outcome))),
            (_("Granted"), words(granted)),
        )
    if report.level is not None:
        found["level"] = ((_("Level"), words(vocabulary.level(report.level) or _("none"))),)
    return found


def _names(sites: Iterable[Identifier]) -> str:
    wanted = tuple(sites)
    cards = party.site_cards(wanted)
    return ", ".join(cards[site].name for site in wanted if site in cards)


def _visits(report: ReportCard) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(_("Visit")),
        Column(_("From"), "day"),
        Column(_("To"), "day"),
        Column(_("Days"), "number"),
        Column(_("Of these on site"), "number"),
        Column(_("Announced")),
        Column(_("Sites"), sortable=False),
        Column(_("Members"), "number"),
    )
    rows = [
        (
            words(_visit(visit.kind, visit.stage)),
            day(visit.began_on),
            day(visit.ended_on),
            _days(visit.days),
            _days(visit.on_site_days),
            words(_("yes") if visit.announced else _("no")),
            words(_names(visit.sites) or "–"),
            number(visit.members),
        )
        for visit in report.sampling or ()
    ]
    return columns, rows


def _days(value: Decimal) -> Cell:
    return Cell(number_text(value), key=Fraction(value), raw=str(value))


def _visit(kind: str, stage: int) -> str:
    said = vocabulary.audit_kind(kind)
    return _("%(kind)s, stage %(stage)s") % {"kind": said, "stage": number_text(stage)} if kind == "initial" else said


def _scores(label: str, scores: Iterable[GroupScore], say: Callable[[str], str]) -> tuple[tuple[Column, ...], Rows]:
    columns = (Column(label), Column(_("Score"), "number"), Column(_("Requirements counted"), "number"))
    return columns, [(words(say(one.group)), _score(one), number(one.counted)) for one in scores]


def _score(one: GroupScore) -> Cell:
    if one.score is None:
        return Cell(_("nothing counts"), mark="none")
    share = Fraction(one.score.percent) / HUNDRED
    return Cell(percent_text(share), key=share, raw=str(one.score.percent))


def _subject(standard: Standard, code: str) -> str:
    title = next((each.title for each in standard.subjects if each.code == code), {})
    return in_language(title) if title else vocabulary.named(code)


def _results(results: Iterable[ReportResult], standard: Standard) -> tuple[tuple[Column, ...], Rows]:
    columns = (Column(_("Requirement")), Column(_("Subject")), Column(_("Met")), Column(_("Core requirement holds")))
    rows = []
    for one in results:
        asked = standard.requirement(one.requirement)
        rows.append(
            (
                words(one.requirement, note=in_language(asked.statement)),
                words(_subject(standard, asked.subject)),
                words(_met(one)),
                marked(verdict_mark(one.gate)) if one.gate is not None else words("–"),
            )
        )
    return columns, rows


def _met(one: ReportResult) -> str:
    if one.applies.is_no:
        return _("does not apply here")
    return vocabulary.rating(one.rating or "unknown")


def _findings(findings: Iterable[ReportFinding], standard: Standard) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(_("Grade")),
        Column(_("Subject")),
        Column(_("State")),
        Column(_("Raised"), "day"),
        Column(_("To be closed by"), "day"),
        Column(_("Closed"), "day"),
    )
    rows = [
        (
            words(vocabulary.grade(one.grade)),
            words(_subject(standard, one.subject)),
            marked(Mark("due", _("open")) if one.is_open else Mark("verified", _("closed"))),
            day(one.raised_on),
            day(one.due_on),
            day(one.closed_on),
        )
        for one in findings
    ]
    return columns, rows


def _plans(report: ReportCard, standard: Standard) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(_("Subject")),
        Column(_("From"), "day"),
        Column(_("To"), "day"),
        Column(_("Actions"), "number"),
        Column(_("Done"), "number"),
    )
    rows = [
        (
            words(_subject(standard, one.subject)),
            day(one.period.valid_from),
            day(one.period.valid_to),
            number(one.actions),
            number(one.done),
        )
        for one in report.plan or ()
    ]
    return columns, rows


def _indicators(report: ReportCard, standard: Standard) -> tuple[tuple[Column, ...], Rows]:
    columns = (Column(_("Indicator")), Column(_("Subject")), Column(_("Target met")), Column(_("As of"), "day"))
    rows = [
        (words(one.name), words(_subject(standard, one.subject)), marked(verdict_mark(one.meets)), day(one.observed_on))
        for one in report.indicators or ()
    ]
    return columns, rows
