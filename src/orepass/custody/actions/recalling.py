"""Announce a recall, answer it, end it: what was found that day is kept with its digest, and everybody is told.

A recall is announced by whoever holds the suspected certificate or site, the scheme or the provider behind it, or a
steward. Registered holders and past holders get a notice at once; those who are only names in events are listed for the
recaller to reach, who writes down what they said.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from orepass.custody.actions.holding import ROWS, place, reason_of
from orepass.custody.models import JournalHead, Lot, Recall, RecallLot, RecallParty
from orepass.custody.queries.announced import END, AnnouncedRecall, recall_of, visible_recalls
from orepass.custody.queries.reaching import Asked
from orepass.custody.queries.recalled import ReachedLot, ToTell
from orepass.custody.queries.recalls import may_recall, recall_found
from orepass.custody.rules.recall_steps import ANSWER_DAYS, RECALL, RecallOutcome, recall_answer_by
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify

ANSWER: Final = "recall.answer"


class NothingFound(Invalid):
    """A recall reaches something."""

    code = "custody.recall.nothing_found"
    message = _("No lot began under what is suspected, so that there is nothing to recall.")
    what_to_do = _("Check the certificate, site, member or lot, and the day since when.")


class NotTold(Denied):
    """Only who was told answers, or the recaller for somebody who is not registered."""

    code = "custody.recall.not_told"
    message = _("Only a party that was told can answer this recall.")
    what_to_do = _("The recaller writes down what a party said that is not registered here.")


class RecallEnded(Conflict):
    """A recall that ended takes no more steps."""

    code = "custody.recall.state"
    message = _("This recall is “{state}”.")
    what_to_do = _("Look at how it ended; announce another one when more came to light.")


class NotYoursToEnd(Denied):
    """Only who announced a recall ends it."""

    code = "custody.recall.not_yours"
    message = _("Only whoever announced this recall can end it, or a steward.")
    what_to_do = _("Answer it, and ask the recaller to end it.")


@action("custody.recall.announce")
def announce_recall(
    actor: Actor,
    *,
    suspected: Asked,
    reason: str,
    hold: bool = False,
    at: datetime,
) -> AnnouncedRecall:
    """Recall what began under a certificate, at a site, by a member or as a lot, with everything made from it.

    With ``hold``, whatever is left of it is stopped at once.

    Raises:
        NothingSuspected: nothing is named.
        HoldReasonMissing: no reason is given.
        NotFound: there is nothing of the actor's under one of the names.
        NothingFound: nothing began there.
    """
    said = reason_of(reason, "reason")
    if suspected and not may_recall(actor, suspected):
        named = suspected.certificate or suspected.site or suspected.member or suspected.lot
        raise NotFound(where="suspected", what=named[:200])
    JournalHead.objects.select_for_update().get_or_create(pk=1)
    found = recall_found(suspected)
    if not found.began:
        raise NothingFound(where="suspected")
    row = Recall.objects.create(
        id=mint("rcl"),
        **msgspec.structs.asdict(suspected),
        reason=said,
        digest=found.digest,
        exact=found.exact,
        answer_days=ANSWER_DAYS,
        organisation=actor.organisation,
        announced_by=actor.pseudonym,
        announced_at=at,
    )
    numbers = write_lots(row, found.lots)
    write_parties(row, found.tell)
    if hold:
        left = [numbers[one.uri] for one in found.lots if not one.gone]
        if left:
            place(actor, left, reason=said, recall=row, at=at)
    tell_of_recall(row, found.tell, at=at)
    return recall_of(actor, row)


@action("custody.recall.answer")
def answer_recall(
    actor: Actor,
    *,
    recall: Identifier,
    outcome: RecallOutcome,
    note: str,
    party: str = "",
    evidence: list[str] | None = None,
    at: datetime,
) -> AnnouncedRecall:
    """Say what became of the lots one was told about; the recaller says it for a party that is not registered.

    Raises:
        NotFound: there is no such recall, or it is not for the actor.
        NotTold: the actor was not told, or the party is not one that the recaller answers for.
        RecallEnded: it has ended.
        HoldReasonMissing: nothing is said.
    """
    row = _locked(actor, recall)
    told = party or actor.organisation
    one = RecallParty.objects.filter(recall=row, party=told).first()
    speaks = one is not None and (told == actor.organisation if one.registered else actor.is_in(row.organisation))
    if not speaks:
        raise NotTold(where="party")
    _require(row, ANSWER)
    said = reason_of(note, "note")
    require_evidence(list(evidence or ()))
    _step(actor, row, ANSWER, note=said, party=told, outcome=outcome, evidence=list(evidence or ()), at=at)
    if row.organisation and row.organisation != actor.organisation:
        notify(organisation=row.organisation, kind="custody.recall.answered", subject=row.pk)
    return recall_of(actor, row)


@action("custody.recall.end")
def end_recall(actor: Actor, *, recall: Identifier, note: str, at: datetime) -> AnnouncedRecall:
    """End a recall one announced; holds that were placed with it stay until another person releases them.

    Raises:
        NotFound: there is no such recall, or it is not for the actor.
        NotYoursToEnd: somebody else announced it.
        RecallEnded: it has ended.
        HoldReasonMissing: nothing is said.
    """
    row = _locked(actor, recall)
    if not actor.is_in(row.organisation):
        raise NotYoursToEnd(where="recall")
    _require(row, END)
    _step(actor, row, END, note=reason_of(note, "note"), at=at)
    for party in row.parties.filter(registered=True).exclude(party=actor.organisation).order_by("party"):
        notify(organisation=party.party, kind="custody.recall.ended", subject=row.pk)
    return recall_of(actor, row)


def _locked(actor: Actor, recall: str) -> Recall:
    row = visible_recalls(actor).select_for_update().filter(pk=recall).first()
    if row is None:
        raise NotFound(where="recall", what=recall[:60])
    return row


def _require(row: Recall, step: str) -> None:
    state = RECALL.state_after(row.steps.values_list("action", flat=True))
    if step not in RECALL.allowed(state):
        raise RecallEnded(where="recall", state=state)


def _step(
    actor: Actor,
    row: Recall,
    step: str,
    *,
    note: str,
    party: str = "",
    outcome: str = "",
    evidence: Sequence[str] = (),
    at: datetime,
) -> None:
    row.steps.create(
        action=step,
        party=party,
        outcome=outcome,
        note=note,
        evidence=list(evidence),
        organisation=actor.organisation,
        at=at,
        by=actor.pseudonym,
    )


def write_lots(row: Recall, lots: Sequence[ReachedLot], *, found_at: datetime | None = None) -> dict[str, int]:
    """Keep lots that a recall reaches, and since when if that was later; returns the number of each."""
    numbers = {identifier: number for number, identifier in _numbers(lots)}
    rows = [
        RecallLot(
            recall=row,
            lot_id=numbers[lot.id],
            began=lot.began,
            holder=lot.holder,
            share=lot.share_exact,
            share_most=lot.share_most_exact,
            suspect_mg=lot.suspect_mg,
            certified_mg=lot.certified_mg,
            found_at=found_at,
        )
        for lot in lots
    ]
    RecallLot.objects.bulk_create(rows, batch_size=ROWS)
    return {lot.uri: numbers[lot.id] for lot in lots}


def write_parties(row: Recall, parties: Sequence[ToTell]) -> None:
    """Keep whom a recall has to tell."""
    rows = [RecallParty(recall=row, party=one.party, registered=one.registered, lots=one.lots) for one in parties]
    RecallParty.objects.bulk_create(rows, batch_size=ROWS)


def _numbers(lots: Sequence[ReachedLot]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    names = [lot.id for lot in lots]
    for start in range(0, len(names), ROWS):
        rows = Lot.objects.filter(identifier__in=names[start : start + ROWS])
        found += rows.values_list("sequence", "identifier")
    return found


def tell_of_recall(row: Recall, parties: Sequence[ToTell], *, at: datetime) -> None:
    """Tell those who are registered here, but for whoever announced the recall; from then on their days count."""
    due = recall_answer_by(announced_on=day_of(at), days=row.answer_days).value
    for one in parties:
        if one.registered and one.party != row.organisation:
            notify(organisation=one.party, kind="custody.recall.announced", subject=row.pk, due_on=due)
