"""Write events and their movements in one go: numbers in commit order, a few statements per thousand rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db.models import QuerySet

from orepass.custody.actions import bulk, correcting, questioning
from orepass.custody.actions.standings import forget
from orepass.custody.actions.taken import Taken
from orepass.custody.models import CaptureJob, Entry, EventParty, JournalEvent, JournalHead, Lot, Movement
from orepass.custody.queries.told import numbers_of
from orepass.custody.rules import lots as rules
from orepass.custody.rules.claims.facts import NO_FACTS
from orepass.custody.rules.epcis.naming import text_of
from orepass.custody.rules.epcis.reading import Document
from orepass.custody.rules.epcis.spelling import carried, class_key
from orepass.custody.rules.terms import NOTHING
from orepass.kernel.digest import Digest
from orepass.kernel.identifier import Identifier, mint
from orepass.platform.access import Actor
from orepass.platform.asked_often import asked_often

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
) -> tuple[Identifier, ...]:
    """Add events to the journal, inside the action's transaction; return the questions that were opened."""
    head = _locked_head()
    _write_job(actor, job, receipt, counts, at)
    numbered = list(enumerate(good, head.events + 1))
    bulk.insert(JournalEvent, EVENT_FIELDS, [_event_row(sequence, taken, job, at) for sequence, taken in numbered])
    lots = _lots(head, {name for _, taken in numbered for move in taken.movements for name in _names(move)})
    moves = [_movement_row(sequence, move, lots) for sequence, taken in numbered for move in taken.movements]
    bulk.insert(Movement, MOVEMENT_FIELDS, moves)
    corrected = {booking.account for taken in good for booking in taken.bookings if booking.corrects}
    declared = [taken.name.event_id for taken in good if taken.name.is_declaration]
    forget(declared, also=corrected)
    _write_bookings(actor, numbered, at)
    _write_parties(actor, numbered)
    opened = questioning.open_questions(actor, numbered, at)
    correcting.begin([(sequence, taken) for sequence, taken in numbered if taken.name.is_declaration], at)
    correcting.tell_holders(corrected)
    correcting.tell_of_uncovered(declared, corrected, at)
    JournalHead.objects.filter(pk=1).update(events=head.events + len(numbered), lots=head.lots)
    return opened


def _locked_head() -> JournalHead:
    """Return the end of the journal, locked until the transaction ends."""
    for events, lots in _head():
        return JournalHead(events=events, lots=lots)
    return JournalHead.objects.select_for_update().get_or_create(pk=1)[0]


@asked_often
def _head() -> "QuerySet[JournalHead, Any]":
    return JournalHead.objects.select_for_update().filter(pk=1).values_list("events", "lots")


def _write_job(actor: Actor, job: Identifier, receipt: Receipt, counts: tuple[int, int, int], at: datetime) -> None:
    captured, duplicates, refused = counts
    body = receipt.document.body
    row = {
        "id": str(job),
        "organisation": actor.organisation,
        "captured_by": actor.pseudonym,
        "captured_at": bulk.instant(at),
        "source": receipt.source.door,
        "name": "".join(filter(str.isprintable, receipt.source.name))[:200],
        "proceeded": receipt.proceeded,
        "document_digest": str(receipt.digest),
        "kind": str(receipt.document.kind),
        "context": text_of(receipt.document.context),
        "header": text_of(body["epcisHeader"]) if "epcisHeader" in body else "",
        "captured": captured,
        "duplicates": duplicates,
        "refused": refused,
    }
    bulk.insert(CaptureJob, tuple(row), [tuple(row.values())])


EVENT_FIELDS: Final = (
    *("sequence", "key", "event_id", "is_declaration", "type", "happening", "happened_at", "recorded_at"),
    *("business_step", "site", "sender", "receiver", "campaign", "body", "job"),
)


def _event_row(sequence: int, taken: Taken, job: Identifier, at: datetime) -> tuple[Any, ...]:
    event, name = taken.event, taken.name
    return (
        sequence,
        name.key,
        name.event_id,
        name.is_declaration,
        taken.body["type"],
        str(event.happening),
        bulk.instant(event.happened_at),
        bulk.instant(at),
        event.business_step,
        event.site,
        event.sender,
        event.receiver,
        event.campaign,
        text_of({field: part for field, part in taken.body.items() if field != "recordTime"}),
        str(job),
    )


def _names(move: rules.Movement) -> Iterable[str]:
    return (move.lot, move.parent) if move.parent else (move.lot,)


def _lots(head: JournalHead, names: set[str]) -> Mapping[str, int]:
    wanted = sorted(names)
    known = numbers_of(wanted)
    fresh = [uri for uri in wanted if uri not in known]
    numbered = {uri: sequence for sequence, uri in enumerate(fresh, head.lots + 1)}
    named = [(sequence, mint("lot"), uri, class_key(uri)) for uri, sequence in numbered.items()]
    bulk.insert(Lot, ("sequence", "identifier", "uri", "class_key"), named)
    head.lots += len(fresh)
    return known | numbered


MOVEMENT_FIELDS: Final = (
    *("event", "lot", "move", "at", "mass_mg", "content_mg", "most", "instance", "site", "holder", "parent"),
    *("facts", "tag", "claim_class", "certificate", "model", "origin", "bound", "claim"),
)


def _movement_row(sequence: int, move: rules.Movement, lots: Mapping[str, int]) -> tuple[Any, ...]:
    return (
        sequence,
        lots[move.lot],
        str(move.move),
        bulk.instant(move.at),
        move.mass_mg,
        move.content_mg,
        _FACTS.encode(dict(move.most)).decode() if move.most else "",
        move.instance,
        move.site,
        move.holder,
        lots[move.parent] if move.parent else None,
        "" if move.facts is NOTHING else _FACTS.encode(move.facts).decode(),
        carried(move.lot, move.facts.tag, instance=move.instance) if move.move is rules.Move.BEGUN else "",
        move.claim_class,
        move.certificate,
        move.model,
        move.origin,
        move.bound,
        "" if move.claim is NO_FACTS else _FACTS.encode(move.claim).decode(),
    )


ENTRY_FIELDS: Final = (
    *("account", "event", "corrects", "kind", "amount_mg", "total_mg", "on", "of_on", "lot", "note"),
    *("recorded_by", "recorded_at"),
)


def _write_bookings(actor: Actor, numbered: Sequence[tuple[int, Taken]], at: datetime) -> None:
    now = bulk.instant(at)
    rows = [
        (
            booking.account,
            None if booking.corrects else sequence,
            booking.corrects,
            str(booking.entry.kind),
            booking.entry.amount_mg,
            booking.entry.total_mg,
            bulk.day(booking.entry.on),
            bulk.day(booking.entry.of_on) if booking.entry.of_on else None,
            booking.lot,
            "",
            actor.pseudonym,
            now,
        )
        for sequence, taken in numbered
        for booking in taken.bookings
    ]
    bulk.insert(Entry, ENTRY_FIELDS, rows)


def _write_parties(actor: Actor, numbered: Sequence[tuple[int, Taken]]) -> None:
    rows = [
        (sequence, organisation)
        for sequence, taken in numbered
        for organisation in sorted({*taken.parties, actor.organisation} - {""})
    ]
    bulk.insert(EventParty, ("event", "organisation"), rows)
