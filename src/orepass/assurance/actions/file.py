"""Open a file for one of its parties, take a recorded step in it, and keep out whoever is not independent."""

from datetime import datetime

from django.db import connection
from django.db.models import Model, QuerySet

from orepass.assurance.models import Application, ApplicationStep
from orepass.assurance.queries.evaluation import terms_of_file
from orepass.assurance.queries.facts import candidate_ended_before, independence_of, state_of, was_sent
from orepass.assurance.queries.transfers import provider_today
from orepass.assurance.rules.impartiality import Duty
from orepass.assurance.rules.lifecycles import APPLICATION
from orepass.assurance.rules.terms import Terms
from orepass.kernel.finding import Finding
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor

ENDINGS = frozenset({"application.withdraw", "decision.decline"})
"""Steps that stay possible when the candidate's time is over."""


class NotIndependent(Denied):
    """The person may not take this part in the file."""

    code = "assurance.impartiality.refused"
    message = _("Impartiality forbids {person} to {duty} this file.")
    what_to_do = _("Let someone act who took no part in the evaluation and has no tie to the client.")


class CandidateTimeOver(Conflict):
    """The candidate's time has ended before a decision."""

    code = "assurance.candidate.ended"
    message = _("The time as a candidate ended on {ended}; the file cannot go on.")
    what_to_do = _("Withdraw this application and apply anew; evidence that is still fresh may be used again.")


class WrongState(Conflict):
    """The file does not stand where this step is possible."""

    code = "assurance.file.state"
    message = _("This is not possible while the file is “{state}”.")
    what_to_do = _("The steps possible now: {allowed}.")


def open_file(actor: Actor, application: str, *, of: str) -> Application:
    """Lock a file and return it to an actor of one side (``client`` or ``provider``, whoever holds it today).

    Raises:
        NotFound: there is none, the actor does not act for that side, or its client has not sent it to the provider.
    """
    row = locked(Application.objects.filter(pk=application)).first()
    if row is None:
        raise NotFound(where="application", what=application)
    theirs = of == "client" or not was_sent(row)
    actor.must_be_in(row.client_id if theirs else provider_today(row), application)
    return row


def locked[M: Model](rows: QuerySet[M]) -> QuerySet[M]:
    """Lock rows for an action; a page that only asks what would be refused runs in no transaction and locks nothing."""
    return rows.select_for_update() if connection.in_atomic_block else rows


def open_for_step(actor: Actor, application: str, step: str, *, of: str, at: datetime) -> Application:
    """Open a file for a step of its life cycle that is possible now.

    Raises:
        NotFound: there is no such file, or the actor does not act for that side.
        WrongState: the table has no such step from the present state.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    row = open_file(actor, application, of=of)
    require_step(row, step, at)
    return row


def terms_for(row: Application) -> Terms:
    """Return the numbers of the file's standard, as it is read where the site is."""
    return terms_of_file(row)


def require_state(row: Application, *states: str) -> str:
    """Refuse unless the file is in one of these states, and return it.

    Raises:
        WrongState: it is in another.
    """
    state = state_of(row)
    if state not in states:
        raise WrongState(where=row.pk, state=state, allowed=", ".join(APPLICATION.allowed(state)) or "—")
    return state


def require_candidate_time(row: Application, at: datetime) -> None:
    """Refuse when the candidate's time is over and the file undecided.

    Raises:
        CandidateTimeOver: it is.
    """
    ended = candidate_ended_before(row, terms_for(row))
    if ended is not None and day_of(at) >= ended:
        raise CandidateTimeOver(where=row.pk, ended=ended.isoformat())


def require_step(row: Application, action: str, at: datetime) -> None:
    """Refuse a step of the life cycle that is not possible now.

    Raises:
        WrongState: the table has no such step from the present state.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    state = state_of(row)
    if action not in APPLICATION.allowed(state):
        raise WrongState(where=row.pk, state=state, allowed=", ".join(APPLICATION.allowed(state)) or "—")
    if action not in ENDINGS:
        require_candidate_time(row, at)


def advance(actor: Actor, row: Application, action: str, *, at: datetime, note: str = "") -> None:
    """Take a step of the file's life cycle and record it.

    Raises:
        WrongState: the table has no such step from the present state.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    require_step(row, action, at)
    ApplicationStep.objects.create(
        application=row, action=action, at=at, by=actor.pseudonym, organisation=actor.organisation, note=note
    )


def independence(row: Application, person: str, duty: Duty, at: datetime) -> list[Finding]:
    """Return why a person may not take on a duty in a file."""
    return independence_of(row, person, duty, day_of(at), terms_for(row))


def require_independent(row: Application, person: str, duty: Duty, at: datetime) -> None:
    """Refuse a person who is not independent for a duty; every path to the duty passes here.

    Raises:
        NotIndependent: with every reason as a finding.
    """
    findings = independence(row, person, duty, at)
    if findings:
        raise NotIndependent(where=row.pk, findings=findings, person=person, duty=duty)


def require_independent_of(actor: Actor, application: str, duty: Duty, at: datetime) -> None:
    """Refuse an actor of the provider who is not independent for a duty in a file (for rooms above).

    Raises:
        NotFound: there is no such file, or the actor does not act for its provider.
        NotIndependent: with every reason as a finding.
    """
    require_independent(open_file(actor, application, of="provider"), actor.pseudonym, duty, at)
