"""Write events and their movements in one go: numbers in commit order, a few statements per thousand rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from orepass.custody.actions.taken import Taken
from orepass.custody.models import CaptureJob, Entry, EventParty, JournalEvent, JournalHead, Lot, Movement, Question
from orepass.custody.queries.folding import CHUNK
from orepass.custody.rules import lots as rules
from orepass.custody.rules.epcis.naming import text_of
from orepass.custody.rules.epcis.reading import Document
from orepass.custody.rules.terms import NOTHING
from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.identifier import Identifier, mint
from orepass.platform.access import Actor

ROWS: Final = 2_000
_FACTS: Final = msgspec.json.Encoder()


class Source(msgspec.Struct, frozen=True):
    """Which door a document came through, and its name there."""

    door: str
    name: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a document beside its events."""

    source: Source
    document: Document
    digest: Digest
    proceeded: bool


def write(
    actor: Actor,
    job: Identifier,
    receipt: Receipt,
    good: Sequence[Taken],
    *,
    counts: tuple[int, int, int],
    at: datetime,
) -> None:
    """Add events to the journal, inside the action's transaction."""
    head = JournalHead.objects.select_for_update().get_or_create(pk=1)[0]
    _write_job(actor, job, receipt, counts, at)
    numbered = list(enumerate(good, head.events + 1))
    JournalEvent.objects.bulk_create(
        [_event_row(sequence, taken, job, at) for sequence, taken in numbered], batch_size=ROWS
    )
    lots = _lots(head, {name for _, taken in numbered for move in taken.movements for name in _names(move)})
    Movement.objects.bulk_create(
        [_movement_row(sequence, move, lots) for sequence, taken in numbered for move in taken.movements],
        batch_size=ROWS,
    )
    _write_bookings(actor, numbered, at)
    _write_parties(actor, numbered)
    _write_questions(numbered, at)
    head.events += len(numbered)
    head.save()


def _write_job(actor: Actor, job: Identifier, receipt: Receipt, counts: tuple[int, int, int], at: datetime) -> None:
    captured, duplicates, refused = counts
    body = receipt.document.body
    CaptureJob.objects.create(
        id=job,
        organisation=actor.organisation,
        captured_by=actor.pseudonym,
        captured_at=at,
        source=receipt.source.door,
        name=receipt.source.name[:200],
        proceeded=receipt.proceeded,
        document_digest=receipt.digest,
        kind=receipt.document.kind,
        context=text_of(receipt.document.context),
        header=text_of(body["epcisHeader"]) if "epcisHeader" in body else "",
        captured=captured,
        duplicates=duplicates,
        refused=refused,
    )


def _event_row(sequence: int, taken: Taken, job: Identifier, at: datetime) -> JournalEvent:
    event = taken.event
    return JournalEvent(
        sequence=sequence,
        key=taken.name.key,
        event_id=taken.name.event_id,
        is_declaration=taken.name.is_declaration,
        type=taken.body["type"],
        happening=event.happening,
        happened_at=event.happened_at,
        recorded_at=at,
        business_step=event.business_step,
        site=event.site,
        sender=event.sender,
        receiver=event.receiver,
        campaign=event.campaign,
        body=text_of({name: part for name, part in taken.body.items() if name != "recordTime"}),
        job_id=job,
    )


def _names(move: rules.Movement) -> Iterable[str]:
    return (move.lot, move.parent) if move.parent else (move.lot,)


def _lots(head: JournalHead, names: set[str]) -> Mapping[str, int]:
    wanted = sorted(names)
    known: dict[str, int] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Lot.objects.filter(uri__in=wanted[start : start + CHUNK])
        known.update(rows.values_list("uri", "sequence"))
    fresh = [uri for uri in wanted if uri not in known]
    numbered = {uri: sequence for sequence, uri in enumerate(fresh, head.lots + 1)}
    Lot.objects.bulk_create(
        [Lot(sequence=sequence, identifier=mint("lot"), uri=uri) for uri, sequence in numbered.items()], batch_size=ROWS
    )
    head.lots += len(fresh)
    return known | numbered


def _movement_row(sequence: int, move: rules.Movement, lots: Mapping[str, int]) -> Movement:
    return Movement(
        event_id=sequence,
        lot_id=lots[move.lot],
        move=move.move,
        at=move.at,
        mass_mg=move.mass_mg,
        content_mg=move.content_mg,
        instance=move.instance,
        site=move.site,
        holder=move.holder,
        parent_id=lots[move.parent] if move.parent else None,
        facts="" if move.facts is NOTHING else _FACTS.encode(move.facts).decode(),
        tag=move.facts.tag,
        claim_class=move.claim_class,
        certificate=move.certificate,
        model=move.model,
        origin=move.origin,
    )


def _write_bookings(actor: Actor, numbered: Sequence[tuple[int, Taken]], at: datetime) -> None:
    rows = [
        Entry(
            account_id=booking.account,
            event_id=sequence,
            kind=booking.entry.kind,
            amount_mg=booking.entry.amount_mg,
            on=booking.entry.on,
            lot=booking.lot,
            recorded_by=actor.pseudonym,
            recorded_at=at,
        )
        for sequence, taken in numbered
        for booking in taken.bookings
    ]
    Entry.objects.bulk_create(rows, batch_size=ROWS)


def _write_parties(actor: Actor, numbered: Sequence[tuple[int, Taken]]) -> None:
    rows = [
        EventParty(event_id=sequence, organisation=organisation)
        for sequence, taken in numbered
        for organisation in sorted({*taken.parties, actor.organisation} - {""})
    ]
    EventParty.objects.bulk_create(rows, batch_size=ROWS)


def _write_questions(numbered: Sequence[tuple[int, Taken]], at: datetime) -> None:
    rows = [
        _question(sequence, finding, at)
        for sequence, taken in numbered
        for finding in taken.findings
        if finding.severity is Severity.WARNING and taken.event.ours
    ]
    Question.objects.bulk_create(rows, batch_size=ROWS)


def _question(sequence: int, finding: Finding, at: datetime) -> Question:
    return Question(
        id=mint("que"),
        event_id=sequence,
        code=finding.code,
        severity=finding.severity,
        where=finding.where[:200],
        params=finding.params,
        message=finding.message,
        raised_at=at,
    )
