"""Write to the log: entries are queued inside the caller's transaction, one sequencer places them and signs."""

import base64
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.home import is_demonstration
from orepass.platform.keystore import KeyType, load_key, make_key
from orepass.transparency import queries, stored_tree
from orepass.transparency.models import Checkpoint, Entry, Log, Tile
from orepass.transparency.queries import HeadCard
from orepass.transparency.rules import checkpoint, merkle
from orepass.transparency.rules.leaf import Leaf, may_enter
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.tile import Growth

DEMONSTRATION_ORIGIN = "demo.orepass.example/log"
ENTRIES_MAX = 100_000
"""Entries placed in one transaction at most; the rest waits for the next."""


class UnfitLeaf(Invalid):
    """The leaf may not enter the log."""

    code = "transparency.leaf.unfit"
    message = _("“{kind}” of “{subject}” may not enter the log.")
    what_to_do = _("Name a thing by its identifier, never a person, and give the SHA-256 of its content.")


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
    queued = list(Entry.objects.filter(index=None).order_by("id")[: min(max(0, limit), ENTRIES_MAX)])
    if queued:
        _place(queued, size)
        _sign(log, size + len(queued), at)
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
    key = make_key(name, KeyType.ED25519)
    assert isinstance(key, Ed25519PrivateKey), "checkpoints are signed with Ed25519"
    origin = DEMONSTRATION_ORIGIN if is_demonstration() else f"{urlsplit(settings.PUBLIC_URL).netloc}/log"
    verifier = VerifierKey(origin, key.public_key().public_bytes_raw())
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


def _place(queued: list[Entry], size: int) -> None:
    edge = stored_tree.tiles(stored_tree.edge_of(size))
    growth = Growth(size, lambda level, number: edge[level, number])
    for entry in queued:
        entry.index = growth.size
        growth.append(merkle.leaf_hash(bytes(entry.data)))
    Entry.objects.bulk_update(queued, ["index"], batch_size=500)
    changed = [Tile(level=level, number=number, hashes=data) for (level, number), data in growth.changed.items()]
    Tile.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["level", "number"], update_fields=["hashes"]
    )


def _sign(log: Log, size: int, at: datetime) -> None:
    root = stored_tree.computed(lambda nodes: merkle.root_hash(size, nodes))
    key = load_key(log.key_name)
    assert isinstance(key, Ed25519PrivateKey), "checkpoints are signed with Ed25519"
    head = checkpoint.Checkpoint(log.origin, size, root)
    Checkpoint.objects.create(
        size=size,
        root=base64.b64encode(root).decode(),
        note=checkpoint.sign_checkpoint(head, key),
        signed_at=at,
    )
