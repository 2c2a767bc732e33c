"""Answers to the requirements: the client's, saved as drafts, and the auditor's own after seeing for themselves."""

from datetime import datetime
from enum import StrEnum

import msgspec
from django.db import connection

from orepass.assurance.actions.file import open_file, require_candidate_time, require_independent, require_state
from orepass.assurance.models import Answer, Application, AuditTeamMember
from orepass.assurance.queries.cards import AnswerCard
from orepass.assurance.queries.case import answer_of, application_row
from orepass.assurance.queries.evaluation import standard_of
from orepass.assurance.rules.impartiality import Duty
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.scheme.rules.answering import require_word

FIRST, THIRD = "first", "third"


class Rating(StrEnum):
    """How far a requirement is met, in the words of all scales; the standard says which of them it takes."""

    FULL = "full"
    SUBSTANTIAL = "substantial"
    PARTIAL = "partial"
    NONE = "none"
    AAA = "AAA"
    AA = "AA"
    A = "A"
    B = "B"
    C = "C"
    YES = "yes"
    NO = "no"
    NOT_RELEVANT = "not_relevant"
    UNKNOWN = "unknown"


class EvidenceClass(StrEnum):
    """What kind of evidence stands behind an answer; none leaves it unproved."""

    NONE = ""
    DOCUMENT = "document"
    PHOTO = "photo"
    ORAL = "oral"
    OBSERVATION = "observation"
    MEASUREMENT = "measurement"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One answer as given: the rating, the evidence by digest, its class and a note."""

    requirement: str
    answer: Rating
    evidence: tuple[str, ...] = ()
    evidence_class: EvidenceClass = EvidenceClass.NONE
    note: str = ""


class Credited(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that rests on another scheme's certificate: the rating, how it was shown there, and the credit."""

    requirement: str
    answer: Rating
    evidence_class: EvidenceClass
    reference: str
    note: str = ""


class NotOnTheTeam(Denied):
    """The actor is not in the audit team of this file."""

    code = "assurance.audit.not_on_team"
    message = _("You are not in the audit team of this file.")
    what_to_do = _("Ask whoever plans the audit to put you into the team.")


def open_own(actor: Actor, application: str, at: datetime) -> Application:
    """Open a file in which the client may still answer.

    Raises:
        NotFound: there is no such file, or the actor does not act for its client.
        WrongState: the self-assessment is with the provider, or the file has ended.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    row = open_file(actor, application, of="client")
    require_state(row, "draft", "submitted", "returned", "accepted", "offered", "contracted")
    require_candidate_time(row, at)
    return row


def open_evaluation(actor: Actor, application: str, at: datetime) -> Application:
    """Open a file in which a member of the audit team may record what was found.

    Raises:
        NotFound: there is no such file, or the actor does not act for its provider.
        WrongState: there is no evaluation going on.
        CandidateTimeOver: the file is undecided and its time is over.
        NotOnTheTeam: the actor is not in the audit team.
        NotIndependent: the actor has a tie to the client.
    """
    row = open_file(actor, application, of="provider")
    require_state(row, "planned", "evaluated", "granted")
    require_candidate_time(row, at)
    require_on_team(actor, row)
    require_independent(row, actor.pseudonym, Duty.EVALUATE, at)
    return row


def open_either(actor: Actor, application: str, at: datetime) -> Application:
    """Open a file to answer on the side that the actor is on.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    row = application_row(actor, application)
    return (open_own if actor.is_in(row.client_id) else open_evaluation)(actor, application, at)


@action("assurance.answer.record", begins=open_own)
def record_answer(
    actor: Actor,
    *,
    application: Identifier,
    requirement: str,
    answer: Rating,
    evidence: tuple[str, ...] = (),
    evidence_class: EvidenceClass = EvidenceClass.NONE,
    note: str = "",
    at: datetime,
) -> AnswerCard:
    """Save the client's answer to one requirement as a draft; the latest one counts.

    Raises:
        WrongState: the self-assessment is with the provider, or the file has ended.
        RequirementUnknown: the standard has no such requirement.
        RatingUnknown: the standard does not rate it with this word.
        NotFound: no file is stored under one of the digests.
    """
    given = Given(requirement=requirement, answer=answer, evidence=evidence, evidence_class=evidence_class, note=note)
    return _save(actor, open_own(actor, application, at), [given], FIRST, at)[0]


@action("assurance.answer.record_all", begins=open_own)
def record_answers(actor: Actor, *, application: Identifier, answers: list[Given], at: datetime) -> list[AnswerCard]:
    """Save several of the client's answers as drafts, all or none."""
    return _save(actor, open_own(actor, application, at), answers, FIRST, at)


def credit_answers(actor: Actor, *, application: str, answers: list[Credited], at: datetime) -> list[AnswerCard]:
    """Save answers that rest on a certificate of another scheme, inside the action of the room that credits it.

    They count only on days on which that room says that the credit stands (`queries.carried`).
    """
    assert connection.in_atomic_block, "a credit belongs to the transaction of its action"
    row = open_own(actor, application, at)
    given = [
        Given(requirement=one.requirement, answer=one.answer, evidence_class=one.evidence_class, note=one.note)
        for one in answers
    ]
    return _saved(actor, row, given, FIRST, at, [one.reference for one in answers])


@action("assurance.answer.verify", begins=open_evaluation)
def verify_answer(
    actor: Actor,
    *,
    application: Identifier,
    requirement: str,
    answer: Rating,
    evidence: tuple[str, ...] = (),
    evidence_class: EvidenceClass = EvidenceClass.NONE,
    note: str = "",
    at: datetime,
) -> AnswerCard:
    """Record what the auditor found for one requirement; it counts before the client's answer.

    Raises:
        NotOnTheTeam: the actor is not in the audit team.
        NotIndependent: the actor has a tie to the client.
        RatingUnknown: the standard does not rate it with this word.
        WrongState: there is no evaluation going on.
    """
    given = Given(requirement=requirement, answer=answer, evidence=evidence, evidence_class=evidence_class, note=note)
    return _save(actor, open_evaluation(actor, application, at), [given], THIRD, at)[0]


@action("assurance.answer.verify_all", begins=open_evaluation)
def verify_answers(actor: Actor, *, application: Identifier, answers: list[Given], at: datetime) -> list[AnswerCard]:
    """Record what the auditor found for several requirements, all or none."""
    return _save(actor, open_evaluation(actor, application, at), answers, THIRD, at)


def save_answers(actor: Actor, row: Application, answers: list[Given], *, at: datetime) -> list[AnswerCard]:
    """Save answers of whichever side the actor is on, the client's as drafts, inside the action that brought them."""
    party = FIRST if actor.is_in(row.client_id) else THIRD
    return _save(actor, open_either(actor, row.pk, at), answers, party, at)


def require_on_team(actor: Actor, row: Application, *, part: str = "") -> None:
    """Refuse whoever is in no audit team of the file (or does not play the part in one).

    Raises:
        NotOnTheTeam: the actor is not.
    """
    places = AuditTeamMember.objects.filter(audit__application=row, person=actor.pseudonym)
    if part:
        places = places.filter(part=part)
    if not places.exists():
        raise NotOnTheTeam(where=row.pk)


def _save(actor: Actor, row: Application, answers: list[Given], party: str, at: datetime) -> list[AnswerCard]:
    require_evidence(sorted({sha256 for given in answers for sha256 in given.evidence}))
    return _saved(actor, row, answers, party, at, [""] * len(answers))


def _saved(
    actor: Actor, row: Application, answers: list[Given], party: str, at: datetime, references: list[str]
) -> list[AnswerCard]:
    standard = standard_of(row)
    for given in answers:
        require_word(standard, given.requirement, given.answer)
    made = [
        Answer(
            application=row,
            requirement=given.requirement,
            party=party,
            answer=given.answer,
            evidence=list(given.evidence),
            evidence_class=given.evidence_class,
            note=given.note,
            reference=reference,
            at=at,
            by=actor.pseudonym,
        )
        for given, reference in zip(answers, references, strict=True)
    ]
    return [answer_of(answer) for answer in Answer.objects.bulk_create(made)]
