"""What the log says: its head, its entries, and proofs anyone can check without us."""

from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.asked_often import asked_often
from orepass.platform.reading import once
from orepass.transparency import proving, stored_tree
from orepass.transparency.models import Checkpoint, Entry, Log, Witness
from orepass.transparency.rules import merkle
from orepass.transparency.rules.leaf import DIGEST
from orepass.transparency.rules.proof import ConsistencyProof, InclusionProof, write_consistency, write_inclusion
from orepass.transparency.rules.tile import WIDTH


class NotYetLogged(Conflict):
    """The entry waits for the sequencer."""

    code = "transparency.entry.queued"
    message = _("The entry for “{subject}” is queued and not yet on the log.")
    what_to_do = _("Ask again in a minute; if it stays so, run “orepass log sequence”.")


class NoSuchSize(Invalid):
    """The log has not been that large, or signed nothing at that size."""

    code = "transparency.size.unknown"
    message = _("The log signed no checkpoint at size {size}.")
    what_to_do = _("Choose a size that was signed: “orepass log sizes” and the page of the log list them.")


class CosignatureCard(msgspec.Struct, frozen=True):
    """A witness that cosigned a checkpoint, and when."""

    witness: str
    name: str
    cosigned_at: datetime


class WitnessCard(msgspec.Struct, frozen=True):
    """A witness that this log asks; ``size`` is the largest checkpoint it cosigned."""

    id: str
    name: str
    verifier_key: str
    url: str
    accepted_at: datetime
    size: int | None
    cosigned_at: datetime | None


class HeadCard(msgspec.Struct, frozen=True):
    """The head of the log: the newest signed checkpoint and what waits behind it."""

    id: str
    origin: str
    size: int
    root: str
    checkpoint: str
    signed_at: datetime | None
    queued: int
    verifier_key: str
    cosignatures: tuple["CosignatureCard", ...] = ()


class SizeCard(msgspec.Struct, frozen=True):
    """A size at which the log signed a checkpoint, so that a proof can begin or end there."""

    size: int
    root: str
    signed_at: datetime


class EntryCard(msgspec.Struct, frozen=True):
    """One entry; ``index`` is empty while it is queued."""

    id: str
    kind: str
    subject: str
    content_digest: str
    at: datetime
    index: int | None
    leaf_hash: str


def head() -> HeadCard:
    """Return the head of the log; a log that was never opened has size 0 and no checkpoint."""
    log = Log.objects.filter(pk=1).first()
    newest = Checkpoint.objects.first()
    queued = Entry.objects.filter(index=None).count()
    if log is None or newest is None:
        return HeadCard("", "", 0, "", "", None, queued, "")
    return HeadCard(
        id=f"{log.origin}/{newest.size}",
        origin=log.origin,
        size=newest.size,
        root=newest.root,
        checkpoint=_with_cosignatures(newest),
        signed_at=newest.signed_at,
        queued=queued,
        verifier_key=log.verifier_key,
        cosignatures=tuple(
            CosignatureCard(row.witness_id, row.witness.name, row.cosigned_at)
            for row in newest.cosignatures.select_related("witness")
        ),
    )


@once
def verifier_key() -> str:
    """Return the public key of the log; empty before it is opened."""
    return next((str(key) for (key,) in _verifier_keys()), "")


@asked_often
def _verifier_keys() -> "QuerySet[Log, Any]":
    return Log.objects.filter(pk=1).values_list("verifier_key")


def published_checkpoint() -> str:
    """Return the newest checkpoint with the cosignatures of witnesses; empty before the log is opened."""
    newest = Checkpoint.objects.first()
    return _with_cosignatures(newest) if newest else ""


def witnesses() -> list[WitnessCard]:
    """Return the witnesses that are asked, with the largest checkpoint each cosigned."""
    return [_witness(row) for row in Witness.objects.filter(dismissed_at=None)]


def witness_card(witness: str) -> WitnessCard:
    """Return one witness that is asked.

    Raises:
        NotFound: no such witness is asked.
    """
    return _witness(_asked(witness))


def witness_request(witness: str) -> str:
    """Return what to send to a witness for a cosignature of the newest checkpoint; empty when it has cosigned it.

    Raises:
        NotFound: no such witness is asked.
    """
    row = _asked(witness)
    newest, last = Checkpoint.objects.first(), row.cosignatures.order_by("-checkpoint_id").first()
    if newest is None or (last and last.checkpoint_id == newest.size):
        return ""
    return consistency_file(last.checkpoint_id if last else 0)


def sizes(*, limit: int = 50) -> list[SizeCard]:
    """Return the sizes that were signed, newest first."""
    found = Checkpoint.objects.all()[:limit]
    return [SizeCard(each.size, each.root, each.signed_at) for each in found]


def entries(*, subject: str = "", before: int | None = None, limit: int = 50) -> list[EntryCard]:
    """Return entries on the log, newest first; of one subject when named; a page ends before an index."""
    found = Entry.objects.exclude(index=None).order_by("-index")
    if subject:
        found = found.filter(subject=subject)
    if before is not None:
        found = found.filter(index__lt=before)
    return [_card(entry) for entry in found[:limit]]


def entry_of(subject: str, *, kind: str = "", content_digest: str = "") -> EntryCard | None:
    """Return the newest entry of a subject, queued ones first."""
    entry = _newest(subject, kind=kind, content_digest=content_digest)
    return _card(entry) if entry else None


def inclusion_proof(subject: str = "", *, kind: str = "", content_digest: str = "") -> InclusionProof:
    """Return the proof that the newest entry of a subject, or of a content, is on the log.

    It is under the newest checkpoint that a witness cosigned where one covers the entry, else under the newest.

    Raises:
        NotFound: there is no such entry.
        NotYetLogged: its entry waits for the sequencer.
    """
    entry = proving.newest_covered(subject=subject, kind=kind, content_digest=content_digest)
    if entry is None:
        raise NotFound(what=(subject or content_digest)[:80])
    index, size = entry.index, entry.size
    if index is None or size is None:
        raise NotYetLogged(subject=entry.subject)
    hashes = stored_tree.computed(lambda nodes: merkle.inclusion_proof(index, size, nodes))
    return InclusionProof(entry.data, index, tuple(hashes), entry.note)


def first_inclusion_proof(subject: str, *, kind: str, content_digest: str) -> InclusionProof:
    """Return the proof of an entry under the first checkpoint that covers it, whatever was signed since.

    Raises:
        NotFound: there is no such entry.
        NotYetLogged: no checkpoint covers it yet.
    """
    entry = _newest(subject, kind=kind, content_digest=content_digest)
    if entry is None:
        raise NotFound(what=subject[:80])
    index = entry.index
    covering = Checkpoint.objects.filter(size__gt=index).last() if index is not None else None
    if index is None or covering is None:
        raise NotYetLogged(subject=entry.subject)
    size = covering.size
    hashes = stored_tree.computed(lambda nodes: merkle.inclusion_proof(index, size, nodes))
    return InclusionProof(bytes(entry.data), index, tuple(hashes), covering.note)


def first_beacon(subject: str, *, kind: str, content_digest: str) -> str:
    """Return the root of the first checkpoint that covers an entry: a value nobody could choose.

    Raises:
        NotFound: there is no such entry.
        NotYetLogged: no checkpoint covers it yet.
    """
    note = first_inclusion_proof(subject, kind=kind, content_digest=content_digest).checkpoint
    return note.split("\n")[2]


def inclusion_file(subject: str = "", *, kind: str = "", content_digest: str = "") -> str:
    """Return the same proof as a file that can be checked offline."""
    return write_inclusion(inclusion_proof(subject, kind=kind, content_digest=content_digest))


def proof_file(name: str) -> str:
    """Return the proof file of the newest entry about a subject, or of a content by its SHA-256.

    Some subjects are addresses, which fit into no address themselves: their contents are named instead.
    """
    return inclusion_file(content_digest=name) if DIGEST.match(name) else inclusion_file(name)


def consistency_proof(old: int, new: int | None = None) -> ConsistencyProof:
    """Return the proof that the log only grew from one signed size to another (the newest when not named).

    Raises:
        NoSuchSize: nothing was signed at one of the sizes, or the old one is the larger.
    """
    newer = Checkpoint.objects.filter(size=new).first() if new is not None else Checkpoint.objects.first()
    if newer is None:
        raise NoSuchSize(size=new or 0)
    if old > newer.size or not Checkpoint.objects.filter(size=old).exists():
        raise NoSuchSize(size=old)
    size = newer.size
    hashes = stored_tree.computed(lambda nodes: merkle.consistency_proof(old, size, nodes)) if old else []
    return ConsistencyProof(old, tuple(hashes), newer.note)


def consistency_file(old: int, new: int | None = None) -> str:
    """Return the same proof as a file that can be checked offline."""
    return write_consistency(consistency_proof(old, new))


def checkpoint_at(size: int) -> str:
    """Return the checkpoint signed at a size.

    Raises:
        NoSuchSize: nothing was signed at that size.
    """
    found = Checkpoint.objects.filter(size=size).first()
    if found is None:
        raise NoSuchSize(size=size)
    return _with_cosignatures(found)


def tile(level: int, number: int, width: int = WIDTH) -> bytes:
    """Return a tile for mirrors and auditors (C2SP tlog-tiles), cut to a width.

    Raises:
        NotFound: the tree has no such tile of that width.
    """
    data = stored_tree.tiles({(level, number)}).get((level, number), b"")[: width * merkle.HASH_BYTES]
    if not 0 < width <= WIDTH or len(data) < width * merkle.HASH_BYTES:
        raise NotFound(what=f"{level}/{number}")
    return data


def _newest(subject: str, *, kind: str, content_digest: str) -> Entry | None:
    found = Entry.objects.filter(subject=subject) if subject else Entry.objects.filter(content_digest=content_digest)
    if kind:
        found = found.filter(kind=kind)
    if content_digest:
        found = found.filter(content_digest=content_digest)
    return found.order_by("-id").first()


def _with_cosignatures(checkpoint: Checkpoint) -> str:
    return checkpoint.note + "".join(row.line for row in checkpoint.cosignatures.all())


def _asked(witness: str) -> Witness:
    row = Witness.objects.filter(pk=witness, dismissed_at=None).first()
    if row is None:
        raise NotFound(what=witness[:80])
    return row


def _witness(row: Witness) -> WitnessCard:
    last = row.cosignatures.order_by("-checkpoint_id").first()
    return WitnessCard(
        id=row.pk,
        name=row.name,
        verifier_key=row.verifier_key,
        url=row.url,
        accepted_at=row.accepted_at,
        size=last.checkpoint_id if last else None,
        cosigned_at=last.cosigned_at if last else None,
    )


def _card(entry: Entry) -> EntryCard:
    return EntryCard(
        id=entry.subject,
        kind=entry.kind,
        subject=entry.subject,
        content_digest=entry.content_digest,
        at=entry.at,
        index=entry.index,
        leaf_hash=merkle.leaf_hash(bytes(entry.data)).hex(),
    )
