"""Write to the log: entries are queued inside the caller's transaction, one sequencer places them and signs."""

import base64
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.home import is_demonstration
from orepass.transparency import queries, stored_tree
from orepass.transparency.log_key import LogKey, make_log_key
from orepass.transparency.models import Checkpoint, Cosignature, Entry, Log, Tile, Witness
from orepass.transparency.queries import HeadCard, WitnessCard
from orepass.transparency.rules import checkpoint, merkle
from orepass.transparency.rules.address import may_be_asked
from orepass.transparency.rules.cosignature import cosigned_at, parse_witness_key
from orepass.transparency.rules.leaf import Leaf, may_enter
from orepass.transparency.rules.note import VerifierKey, parse_note, signature_line, signatures_under
from orepass.transparency.rules.tile import Growth

DEMONSTRATION_ORIGIN = "demo.orepass.example/log"
ENTRIES_MAX = 100_000
"""Entries placed in one transaction at most; the rest waits for the next."""

TILES_AT_ONCE = 100
PLACE = """
    UPDATE transparency_entry SET "index" = next.place
    FROM (
        SELECT id, %s + ROW_NUMBER() OVER (ORDER BY id) - 1 AS place
        FROM transparency_entry WHERE "index" IS NULL ORDER BY id LIMIT %s
    ) AS next
    WHERE transparency_entry.id = next.id
    RETURNING transparency_entry."index", transparency_entry.data
"""


class UnfitLeaf(Invalid):
    """The leaf may not enter the log."""

    code = "transparency.leaf.unfit"
    message = _("“{kind}” of “{subject}” may not enter the log.")
    what_to_do = _("Name a thing by its identifier, never a person, and give the SHA-256 of its content.")


class WitnessKnown(Conflict):
    """The witness is asked already."""

    code = "transparency.witness.known"
    message = _("The witness {name} is asked already.")
    what_to_do = _("Dismiss it first if its address is to change.")


class UnfitAddress(Invalid):
    """A witness is asked over https only."""

    code = "transparency.witness.address"
    message = _("A witness is not asked at “{value}”.")
    what_to_do = _("Give an https address without name, password or question, or http on this machine.")


class NotCosigned(Invalid):
    """The lines hold no cosignature of the witness."""

    code = "transparency.cosignature.missing"
    message = _("{name} did not cosign the checkpoint of size {size} with these lines.")
    what_to_do = _("Send the witness the request again and keep every line of its answer.")


class LogInconsistent(Conflict):
    """The stored tree does not lead to what the log signed: nothing more is signed."""

    code = "transparency.log.inconsistent"
    message = _("The stored tree differs from the checkpoint signed at size {size}.")
    what_to_do = _("Stop working in this home and restore the log from a backup; the signed checkpoint is the truth.")


def queue_leaf(*, kind: str, subject: str, content_digest: str, at: datetime) -> None:
    """Queue a leaf inside the caller's transaction; it is placed right after the commit, or lost with it.

    Raises:
        UnfitLeaf: malformed, or it names a person.
    """
    assert connection.in_atomic_block, "a leaf is queued inside the transaction of its action"
    leaf = Leaf(kind=kind, subject=subject, content_digest=content_digest, at=at)
    if not may_enter(leaf):
        raise UnfitLeaf(kind=kind[:80], subject=subject[:80])
    Entry.objects.create(kind=kind, subject=subject, content_digest=content_digest, at=at, data=leaf.data)
    transaction.on_commit(place_queued, robust=True)


def place_queued() -> None:
    """Run the sequencer when something is queued."""
    if Entry.objects.filter(index=None).exists():
        sequence(Actor.system("sequencer"), at=clock.now())


@action("transparency.log.sequence")
def sequence(actor: Actor, *, limit: int = 10_000, at: datetime) -> HeadCard:  # noqa: ARG001 - actions name their actor
    """Place queued entries in order and sign a checkpoint; two at once wait for each other.

    Raises:
        LogInconsistent: the stored tree no longer leads to the last signed root.
    """
    log = _locked_log(at)
    size = _signed_size(log, at)
    placed = _place(size, min(max(0, limit), ENTRIES_MAX))
    if placed:
        _sign(log, size + placed, at)
    return queries.head()


@action("transparency.witness.accept")
def accept_witness(actor: Actor, *, verifier_key: str, url: str = "", at: datetime) -> WitnessCard:  # noqa: ARG001 - actions name their actor
    """Ask someone else's witness to cosign the checkpoints of this log.

    Raises:
        BadVerifierKey: it is not the public key of a witness.
        UnfitAddress: the address is neither https nor one of this machine.
        WitnessKnown: a witness with this key is asked already.
    """
    key = parse_witness_key(verifier_key)
    if url and not may_be_asked(url):
        raise UnfitAddress(where="url", value=url[:80])
    row = Witness.objects.filter(verifier_key=str(key)).first()
    if row is not None and row.dismissed_at is None:
        raise WitnessKnown(name=key.name)
    row = row or Witness(id=mint("wit"), verifier_key=str(key), accepted_at=at)
    row.name, row.url, row.dismissed_at = key.name, url, None
    row.save()
    return queries.witness_card(row.pk)


@action("transparency.witness.dismiss")
def dismiss_witness(actor: Actor, *, witness: str, at: datetime) -> WitnessCard:  # noqa: ARG001 - as above
    """Stop asking a witness; what it cosigned stays.

    Raises:
        NotFound: no such witness is asked.
    """
    card = queries.witness_card(witness)
    Witness.objects.filter(pk=witness).update(dismissed_at=at)
    return card


@action("transparency.cosignature.add")
def add_cosignature(actor: Actor, *, witness: str, size: int, lines: str) -> HeadCard:  # noqa: ARG001 - as above
    """Keep what a witness answered about the checkpoint of a size; lines under other keys are passed over.

    Raises:
        NotFound: no such witness is asked.
        NoSuchSize: nothing was signed at that size.
        BadNote: the lines are no signature lines, or a cosignature does not belong to that checkpoint.
        NotCosigned: none of the lines is of that witness.
    """
    card = queries.witness_card(witness)
    row = Checkpoint.objects.filter(size=size).first()
    if row is None:
        raise queries.NoSuchSize(size=size)
    # Answers are pasted from letters and pages: their line ends are put right, nothing else.
    key, cosigned = parse_witness_key(card.verifier_key), row.note + lines.replace("\r\n", "\n").strip("\n") + "\n"
    instant = cosigned_at(cosigned, key)
    # Lines that hold a blank one would make a longer text of the checkpoint, and its signatures are those of another.
    if instant is None or parse_note(cosigned).text != parse_note(row.note).text:
        raise NotCosigned(name=card.name, size=size)
    own = "".join(signature_line(key, signature) for signature in signatures_under(parse_note(cosigned), key))
    Cosignature.objects.get_or_create(
        checkpoint=row, witness_id=witness, defaults={"line": own, "cosigned_at": datetime.fromtimestamp(instant, UTC)}
    )
    return queries.head()


def _locked_log(at: datetime) -> Log:
    # Locking the one row makes a second sequencer wait (PostgreSQL); on SQLite every write transaction waits anyway.
    log = Log.objects.select_for_update().filter(pk=1).first()
    if log is None:
        Log.objects.get_or_create(pk=1, defaults=_new_log(at))
        log = Log.objects.select_for_update().get(pk=1)
    return log


def _new_log(at: datetime) -> dict[str, object]:
    name = mint("log")
    origin = DEMONSTRATION_ORIGIN if is_demonstration() else f"{urlsplit(settings.PUBLIC_URL).netloc}/log"
    verifier = VerifierKey(origin, make_log_key(name))
    return {"origin": origin, "verifier_key": str(verifier), "key_name": name, "opened_at": at}


def _signed_size(log: Log, at: datetime) -> int:
    """Return the size signed last, after checking that the stored tree still leads to the signed root."""
    newest = Checkpoint.objects.first()
    if newest is None:
        _sign(log, 0, at)
        return 0
    size = newest.size
    try:
        root = stored_tree.computed(lambda nodes: merkle.root_hash(size, nodes))
    except (KeyError, AssertionError):
        root = b""
    if base64.b64encode(root).decode() != newest.root:
        raise LogInconsistent(size=size)
    return size


def _place(size: int, limit: int) -> int:
    """Give queued entries the next indices in the order in which they were queued; return how many were placed."""
    with connection.cursor() as cursor:
        # One statement takes the entries and numbers them: nothing queued meanwhile can slip in between.
        cursor.execute(PLACE, [size, limit])
        placed = sorted(cursor.fetchall())
    edge = stored_tree.tiles(stored_tree.edge_of(size))
    growth = Growth(size, lambda level, number: edge[level, number])
    growth.extend([merkle.leaf_hash(bytes(data)) for _index, data in placed])
    changed = [Tile(level=level, number=number, hashes=data) for (level, number), data in growth.changed.items()]
    Tile.objects.bulk_create(
        changed,
        batch_size=TILES_AT_ONCE,
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["hashes"],
    )
    return len(placed)


def _sign(log: Log, size: int, at: datetime) -> None:
    root = stored_tree.computed(lambda nodes: merkle.root_hash(size, nodes))
    head = checkpoint.Checkpoint(log.origin, size, root)
    Checkpoint.objects.create(
        size=size,
        root=base64.b64encode(root).decode(),
        note=checkpoint.sign_checkpoint(head, LogKey(log)),
        signed_at=at,
    )
