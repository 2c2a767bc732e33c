"""Add to the record and check it; see docs/decisions/0004-record-format.md."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from orepass.kernel.digest import Digest, canonical, digest, digest_bytes
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.identifier import random_bits
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.models import Record, RecordHead, RecordSalt

BROKEN = FindingKind(
    "platform.record.broken",
    Severity.ERROR,
    _("Record {sequence} does not follow from the one before: the record was altered."),
    what_to_do=_("Compare with a backup and with the public log; do not go on working in this home."),
)


def append(actor: Actor, action: str, inputs: Mapping[str, Any], outcome: object, at: datetime) -> Record:
    """Add one link to the chain, inside the action's transaction."""
    assert connection.in_atomic_block, "a record belongs to the transaction of its action"
    head = RecordHead.objects.select_for_update().get(pk=1)
    salt = f"{random_bits(128):032x}"
    record = Record(
        sequence=head.sequence + 1,
        action=action,
        actor=actor.pseudonym,
        organisation=actor.organisation,
        subject=str(getattr(outcome, "id", ""))[:64],
        at=at,
        inputs=salted(salt, inputs),
        outcome=digest(outcome),
        previous=head.digest,
    )
    record.digest = link(record)
    record.save(force_insert=True)
    RecordSalt.objects.create(record=record, salt=salt)
    head.sequence, head.digest = record.sequence, record.digest
    head.save()
    return record


def salted(salt: str, inputs: Mapping[str, Any]) -> Digest:
    """Return the digest of the inputs that only the holder of the salt can confirm."""
    return digest_bytes(salt.encode() + canonical(dict(inputs)))


def link(record: Record) -> Digest:
    """Return the digest that ties a record to the one before."""
    return digest(
        {
            "sequence": record.sequence,
            "action": record.action,
            "actor": record.actor,
            "organisation": record.organisation,
            "subject": record.subject,
            "at": record.at.astimezone(UTC).isoformat(),
            "inputs": record.inputs,
            "outcome": record.outcome,
            "previous": record.previous,
        },
    )


def is_empty() -> bool:
    """Say whether nothing was ever done in this home."""
    return not Record.objects.exists()


def check_chain() -> list[Finding]:
    """Walk the whole record and report the first link that does not hold, and a missing end."""
    previous, count = "", 0
    for record in Record.objects.iterator():
        count += 1
        if record.sequence != count or record.previous != previous or record.digest != link(record):
            return [BROKEN.at(f"record {record.sequence}", sequence=record.sequence)]
        previous = record.digest
    head = RecordHead.objects.get(pk=1)
    if (head.sequence, head.digest) != (count, previous):
        return [BROKEN.at(f"record {count + 1}", sequence=count + 1)]
    return []
