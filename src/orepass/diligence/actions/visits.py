"""Record what was seen at a site, one visit at a time or a published table at once."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from orepass.diligence.models import Visit
from orepass.diligence.queries import VisitCard, visit_of_row
from orepass.diligence.rules.ipis import CREDIT, KIND, LICENCE, PublishedVisit, read_visits
from orepass.diligence.rules.observation import QUESTIONS
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer
from orepass.party.actions.published import ROWS_AT_ONCE, Counts, ImportOutcome, outcome_of, put_sites, remember
from orepass.party.queries import published_sites, site_card
from orepass.party.rules.progress import report
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify

FIELDS = (
    "site",
    "publisher",
    "project",
    "observed_on",
    "on_site",
    "answers",
    "grounds",
    "workers",
    "status_text",
    "colour",
    "details",
    "findings",
    "source_digest",
)


class QuestionUnknown(Invalid):
    """A visit answers the questions that there are."""

    code = "diligence.visit.question_unknown"
    message = _("There is no question “{value}”.")
    what_to_do = _("Answer some of these: {known}.")


class WorkersUnusable(Invalid):
    """A count of people is a number of people."""

    code = "diligence.visit.workers_unusable"
    message = _("{value} people cannot have been counted at one site.")
    what_to_do = _("Give how many people worked there, from 0 to {most}.")


class VisitInFuture(Invalid):
    """A visit is recorded after it happened."""

    code = "diligence.visit.in_future"
    message = _("The visit of {day} lies in the future.")
    what_to_do = _("Give the day on which somebody was there.")


@action("diligence.visit.record")
def record_visit(
    actor: Actor,
    *,
    site: Identifier,
    observed_on: date,
    on_site: bool,
    answers: dict[str, Answer],
    note: str = "",
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> VisitCard:
    """Record what was seen at a site; unanswered questions stay unknown, and a red flag is told to the site's operator.

    Raises:
        NotFound: no such site, or evidence that was never stored.
        QuestionUnknown: an answer to no question of ours.
        VisitInFuture: the day has not come yet.
    """
    card = site_card(site)
    for question in answers:
        if question not in QUESTIONS:
            raise QuestionUnknown(where="answers", value=question[:60], known=", ".join(QUESTIONS))
    if observed_on > at.date():
        raise VisitInFuture(where="observed_on", day=observed_on)
    require_evidence(list(evidence))
    known = {question: answer for question, answer in answers.items() if answer is not Answer.UNKNOWN}
    row = Visit.objects.create(
        id=mint("vis"),
        site_id=site,
        source="declared",
        observed_on=observed_on,
        on_site=Answer.YES if on_site else Answer.NO,
        answers=known,
        evidence=list(evidence),
        note=fitting("note", note, NOTE_MAX),
        recorded_by=actor.pseudonym,
        recorded_for=actor.organisation,
        recorded_at=at,
    )
    flagged = any(answer is Answer.YES and QUESTIONS[question].risk for question, answer in known.items())
    if flagged and card.organisation:
        notify(organisation=card.organisation, kind="diligence.risk.flagged", subject=site)
    return visit_of_row(row)


WORKERS_MAX = 1_000_000


@action("diligence.workers.count")
def count_workers(
    actor: Actor, *, site: Identifier, counted_on: date, workers: int, note: str = "", at: datetime
) -> VisitCard:
    """Record how many people were counted at work at a site; what they can have won is reckoned from the last count.

    Raises:
        NotFound: no such site.
        VisitInFuture: the day has not come yet.
        WorkersUnusable: no number of people that can be at one site.
    """
    site_card(site)
    if counted_on > at.date():
        raise VisitInFuture(where="counted_on", day=counted_on)
    if not 0 <= workers <= WORKERS_MAX:
        raise WorkersUnusable(where="workers", value=workers, most=WORKERS_MAX)
    row = Visit.objects.create(
        id=mint("vis"),
        site_id=site,
        source="declared",
        observed_on=counted_on,
        on_site=Answer.YES,
        workers=workers,
        note=fitting("note", note, NOTE_MAX),
        recorded_by=actor.pseudonym,
        recorded_for=actor.organisation,
        recorded_at=at,
    )
    return visit_of_row(row)


@action("diligence.import.ipis")
def import_visits(actor: Actor, *, text: str, at: datetime) -> ImportOutcome:
    """Load the IPIS table of visits and its sites; a second run of the same file changes nothing.

    Raises:
        Invalid: the table as a whole cannot be trusted; nothing of it is used.
    """
    read = read_visits(text)
    total = len(read.sites) + len(read.visits)
    sites = Counts()
    for start in range(0, len(read.sites), ROWS_AT_ONCE):
        sites = sites.plus(put_sites(actor, KIND, read.sites[start : start + ROWS_AT_ONCE], at))
        report(start, total)
    identifiers = published_sites(KIND)
    visits = Counts()
    for start in range(0, len(read.visits), ROWS_AT_ONCE):
        visits = visits.plus(_put_visits(actor, read.visits[start : start + ROWS_AT_ONCE], identifiers, at))
        report(len(read.sites) + start, total)
    report(total, total)
    visits = msgspec.structs.replace(visits, unchanged=visits.unchanged + len(read.findings))
    marks = [finding for part in (read.sites, read.visits) for each in part for finding in each.findings]
    outcome = outcome_of(KIND, read.digest, {"sites": sites, "visits": visits}, read.findings + marks)
    return remember(outcome, (CREDIT, LICENCE), actor, at)


def _put_visits(actor: Actor, visits: Sequence[PublishedVisit], sites: dict[str, Identifier], at: datetime) -> Counts:
    names = [visit.external_id for visit in visits]
    known = {row.external_id: row for row in Visit.objects.filter(source=KIND, external_id__in=names)}
    fresh: list[Visit] = []
    changed: list[Visit] = []
    for visit in visits:
        row = known.get(visit.external_id)
        if row is None:
            row = Visit(id=mint("vis"), source=KIND, external_id=visit.external_id, public=True)
            row.recorded_by, row.recorded_at = actor.pseudonym, at
            fresh.append(row)
        elif row.source_digest != visit.digest:
            changed.append(row)
        else:
            continue
        _fill(row, visit, sites[visit.site])
    Visit.objects.bulk_create(fresh, batch_size=ROWS_AT_ONCE)
    Visit.objects.bulk_update(changed, FIELDS, batch_size=ROWS_AT_ONCE)
    return Counts(len(fresh), len(changed), len(visits) - len(fresh) - len(changed))


def _fill(row: Visit, visit: PublishedVisit, site: Identifier) -> None:
    row.site_id = site
    row.publisher = visit.source
    row.project = visit.project
    row.observed_on = visit.observed_on
    row.on_site = visit.on_site
    row.answers = {question: str(answer) for question, answer in visit.answers.items()}
    row.grounds = visit.grounds
    row.workers = visit.workers
    row.status_text = visit.status_text
    row.colour = visit.colour or ""
    row.details = visit.details
    row.findings = msgspec.to_builtins(visit.findings)
    row.source_digest = visit.digest
