"""Agreements between schemes: requested as a mapping, assessed, consulted, decided; suspended, restored, renewed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from orepass.inclusion.recognition.models import Agreement, AgreementStep
from orepass.inclusion.recognition.queries.agreements import agreement_card, checked, digest_of, owner_of
from orepass.inclusion.recognition.queries.cards import AgreementCard
from orepass.inclusion.recognition.rules import lifecycles as machine
from orepass.inclusion.recognition.rules.credit import Worth
from orepass.inclusion.recognition.rules.mapping import Mapping, Scores
from orepass.inclusion.recognition.rules.validity import lapses_on
from orepass.kernel.digest import digest
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf


class MappingRefused(Invalid):
    """The mapping has errors and is not used at all."""

    code = "recognition.mapping.refused"
    message = _("The mapping has {count} errors; the first: {first}.")
    what_to_do = _("Correct each of them and send the whole mapping again.")


class NotOurScheme(Denied):
    """Neither side of the mapping is a scheme that the actor's organisation publishes."""

    code = "recognition.agreement.not_ours"
    message = _("{standard} is published by somebody else, or not here.")
    what_to_do = _("Whoever publishes a scheme here decides what it recognises.")


class AlreadyRequested(Conflict):
    """The same mapping is on the way or in force."""

    code = "recognition.agreement.exists"
    message = _("This mapping was requested before, as {agreement}.")
    what_to_do = _("Work with that one, or send a changed mapping, which then takes its place.")


class StepNotPossible(Conflict):
    """The agreement does not stand where this step is possible."""

    code = "recognition.agreement.state"
    message = _("This is not possible while the agreement is “{state}”.")
    what_to_do = _("The steps possible now: {allowed}.")


class ConsultationOpen(Conflict):
    """The consultation has not ended, or ends before it begins."""

    code = "recognition.agreement.consultation"
    message = _("A consultation from {begin} to {end} cannot be closed on {day}.")
    what_to_do = _("Close it when its last day is over.")


class AssessorDecides(Denied):
    """Whoever assessed an agreement does not decide on it."""

    code = "recognition.agreement.assessor"
    message = _("Whoever assessed an agreement does not decide on it.")
    what_to_do = _("Let somebody else of the scheme decide.")


class NotRecognisable(Conflict):
    """The assessment does not carry this decision."""

    code = "recognition.agreement.not_recognisable"
    message = _("{reason} So this cannot be recognised like that.")
    what_to_do = _("Recognise it with conditions where gaps are left, or refuse.")


class DatesUnusable(Invalid):
    """The days do not fit together."""

    code = "recognition.agreement.dates"
    message = _("From {begin}, before {end}: these days do not fit together or with the agreement.")
    what_to_do = _("Let the end lie after the beginning, and within what the scheme allows.")


class Decision(StrEnum):
    """What can be decided about an agreement."""

    RECOGNISED = "recognised"
    CONDITIONAL = "recognised_conditional"
    REFUSED = "refused"


_STEP = {
    Decision.RECOGNISED: machine.RECOGNISE,
    Decision.CONDITIONAL: machine.CONDITION,
    Decision.REFUSED: machine.REFUSE,
}


@action("recognition.agreement.request")
def request_agreement(actor: Actor, *, document: str, at: datetime) -> AgreementCard:
    """Put a mapping between two standards up for recognition; with one error it is refused whole, all of them told.

    Args:
        actor: staff of the scheme that is to recognise, or whose standard is to be recognised.
        document: the mapping as YAML or JSON.
        at: the server's clock.

    Raises:
        MappingRefused: it cannot be read, names unknown requirements, or contradicts itself.
        NotOurScheme: the actor's organisation publishes neither scheme.
        AlreadyRequested: the same mapping was requested before.
    """
    found = checked(document)
    if found.mapping is None:
        errors = [finding for finding in found.findings if finding.severity == "error"]
        first = f"{errors[0].where}: {errors[0].message}"
        raise MappingRefused("document", findings=list(found.findings), count=len(errors), first=first.rstrip("."))
    mapping = found.mapping
    owner = _owner(actor, mapping)
    kept = msgspec.to_builtins(mapping, str_keys=True)
    same = Agreement.objects.filter(mapping_digest=digest(kept)).first()
    if same is not None:
        raise AlreadyRequested(where="document", agreement=same.pk, state="requested")
    row = Agreement.objects.create(
        id=mint("rag"),
        owner_id=owner,
        from_scheme=mapping.theirs.scheme,
        from_edition=mapping.theirs.edition,
        from_standard=mapping.theirs.standard,
        to_scheme=mapping.ours.scheme,
        to_edition=mapping.ours.edition,
        to_standard=mapping.ours.standard,
        to_digest=digest_of(mapping.ours),
        mapping=kept,
        mapping_digest=digest(kept),
        requested_at=at,
        requested_by=actor.pseudonym,
    )
    return agreement_card(row.pk, day_of(at))


def _owner(actor: Actor, mapping: Mapping) -> str:
    """Return the scheme's organisation: of the recognising side where it is kept here, else of the recognised one."""
    owner = owner_of(mapping.ours) or owner_of(mapping.theirs)
    if not owner or not actor.is_in(owner):
        raise NotOurScheme(
            where="document", standard=mapping.ours.name, action="recognition.agreement.request", roles=""
        )
    return owner


def _open(actor: Actor, agreement: str) -> Agreement:
    row = Agreement.objects.select_for_update().filter(pk=agreement).first()
    if row is None:
        raise NotFound(where="agreement", what=agreement[:80])
    actor.must_be_in(row.owner_id, agreement)
    return row


def _take(
    actor: Actor, row: Agreement, name: str, *, at: datetime, on: date, facts: dict[str, Any], note: str
) -> AgreementCard:
    card = agreement_card(row.pk, day_of(at))
    if name not in card.next_steps:
        allowed = ", ".join(card.next_steps) or "—"
        raise StepNotPossible(where=row.pk, state=card.state, allowed=allowed)
    AgreementStep.objects.create(agreement=row, action=name, on=on, facts=facts, note=note, at=at, by=actor.pseudonym)
    return agreement_card(row.pk, day_of(at))


@action("recognition.agreement.assess")
def assess_agreement(actor: Actor, *, agreement: Identifier, scores: Scores, note: str, at: datetime) -> AgreementCard:
    """Score the assurance of the other scheme on six items; a later assessment counts instead of an earlier one.

    Raises:
        StepNotPossible: it was consulted on or decided already.
    """
    row = _open(actor, agreement)
    facts = {"scores": msgspec.to_builtins(scores)}
    return _take(actor, row, machine.ASSESS, at=at, on=day_of(at), facts=facts, note=note)


@action("recognition.agreement.consult")
def consult_on_agreement(
    actor: Actor, *, agreement: Identifier, opened_on: date, closed_on: date, summary: str, at: datetime
) -> AgreementCard:
    """Record a consultation that has ended: when it was open, and what was said and done about it.

    Raises:
        ConsultationOpen: its last day is not over, or lies before its first.
        StepNotPossible: nobody has assessed it yet, or it is decided.
    """
    row = _open(actor, agreement)
    if not opened_on <= closed_on < day_of(at):
        raise ConsultationOpen(where="closed_on", begin=opened_on, end=closed_on, day=day_of(at), state="consulted")
    facts = {"opened_on": opened_on.isoformat(), "closed_on": closed_on.isoformat()}
    return _take(actor, row, machine.CONSULT, at=at, on=day_of(at), facts=facts, note=summary)


@action("recognition.agreement.decide")
def decide_agreement(
    actor: Actor,
    *,
    agreement: Identifier,
    decision: Decision,
    grounds: str,
    valid_from: date | None = None,
    valid_before: date | None = None,
    conditions: tuple[str, ...] = (),
    at: datetime,
) -> AgreementCard:
    """Decide whether a scheme recognises the other standard: whole, with conditions, or not; it goes on the log.

    Without days it begins today and lasts as long as the scheme says.

    Raises:
        AssessorDecides: the actor assessed it.
        NotRecognisable: the assurance there is too weak, or gaps are left without conditions.
        DatesUnusable: the end does not lie after the beginning, or beyond what the scheme allows.
        StepNotPossible: it has not been assessed and consulted on, or is decided.
    """
    row = _open(actor, agreement)
    today = day_of(at)
    card = agreement_card(row.pk, today)
    if actor.pseudonym in card.assessed_by:
        raise AssessorDecides(where=row.pk, action="recognition.agreement.decide", roles="scheme_staff")
    facts: dict[str, Any] = {"decision": decision.value, "mapping": row.mapping_digest}
    if decision is not Decision.REFUSED:
        begin, end = _days(card, today, valid_from, valid_before)
        facts |= {"valid_from": begin.isoformat(), "valid_before": end.isoformat()}
        facts["conditions"] = list(conditions or card.mapping.conditions)
        if _STEP[decision] in card.next_steps:
            _require_recognisable(card, decision)
    taken = _take(actor, row, _STEP[decision], at=at, on=today, facts=facts, note=grounds)
    queue_leaf(kind="recognition.agreement.decide", subject=row.pk, content_digest=digest(facts), at=at)
    return taken


def _require_recognisable(card: AgreementCard, decision: Decision) -> None:
    reason = ""
    if card.assurance == Worth.NONE or (decision is Decision.RECOGNISED and card.assurance != Worth.FULL):
        reason = card.assurance_why[0]
    elif decision is Decision.RECOGNISED and not card.match.equivalent:
        words = _("{count} requirements are not covered, such as {code}.")
        reason = said(words, count=len(card.match.gaps), code=card.match.gaps[0])
    if reason:
        raise NotRecognisable(where=card.id, reason=reason, state=card.state)


def _days(card: AgreementCard, today: date, begin: date | None, end: date | None) -> tuple[date, date]:
    first = begin or today
    longest = lapses_on(valid_from=first, months=card.limits.validity_months).value
    last = end or longest
    theirs = card.mapping.theirs.valid_before
    if not first < last <= longest or first < today or (theirs is not None and first >= theirs):
        raise DatesUnusable(where="valid_before", begin=first, end=last)
    return first, last


@action("recognition.agreement.suspend")
def suspend_agreement(actor: Actor, *, agreement: Identifier, grounds: str, at: datetime) -> AgreementCard:
    """Suspend a recognition: every credit under it is on hold from today, and its users are asked for evidence.

    Raises:
        StepNotPossible: it is not in force.
    """
    row = _open(actor, agreement)
    taken = _take(actor, row, machine.SUSPEND, at=at, on=day_of(at), facts={}, note=grounds)
    _leaf("suspend", row, taken, at)
    return taken


@action("recognition.agreement.restore")
def restore_agreement(actor: Actor, *, agreement: Identifier, grounds: str, at: datetime) -> AgreementCard:
    """Restore a suspended recognition as it was, with or without conditions.

    Raises:
        StepNotPossible: it is not suspended.
    """
    row = _open(actor, agreement)
    conditional = row.steps.filter(action=machine.CONDITION).exists()
    name = machine.RESTORE_CONDITIONAL if conditional else machine.RESTORE
    taken = _take(actor, row, name, at=at, on=day_of(at), facts={}, note=grounds)
    _leaf("restore", row, taken, at)
    return taken


@action("recognition.agreement.renew")
def renew_agreement(
    actor: Actor, *, agreement: Identifier, grounds: str, valid_before: date | None = None, at: datetime
) -> AgreementCard:
    """Renew a recognition before it lapses, for as long as the scheme says or shorter.

    Raises:
        StepNotPossible: it has lapsed, is suspended or superseded.
        DatesUnusable: the new end is not later, or beyond what the scheme allows from today.
    """
    row = _open(actor, agreement)
    today = day_of(at)
    card = agreement_card(row.pk, today)
    longest = lapses_on(valid_from=today, months=card.limits.validity_months).value
    end = valid_before or longest
    if card.valid_before is not None and not card.valid_before < end <= longest:
        raise DatesUnusable(where="valid_before", begin=today, end=end)
    facts = {"valid_before": end.isoformat()}
    taken = _take(actor, row, machine.RENEW, at=at, on=today, facts=facts, note=grounds)
    _leaf("renew", row, taken, at)
    return taken


def _leaf(verb: str, row: Agreement, card: AgreementCard, at: datetime) -> None:
    content = {"agreement": row.pk, "mapping": row.mapping_digest, "state": card.state, "before": card.valid_before}
    queue_leaf(kind=f"recognition.agreement.{verb}", subject=row.pk, content_digest=digest(content), at=at)
