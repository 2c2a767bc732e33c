"""Write the next version of an identity's history (did:webvh), with keys committed to in advance.

Each version is signed by an update key that the version before committed to, and commits to the next one: whoever gets
hold of a key that was used can write nothing with it. What is written is read back before it is kept.
"""

from datetime import datetime

from orepass.credentials.actions.made import new_update_key
from orepass.credentials.models import HistoryEntry, Identity, Key
from orepass.credentials.queries import UPDATE, history_did, identity_named, state_of
from orepass.credentials.rules import webvh, webvh_writing
from orepass.credentials.rules.did import web_url
from orepass.credentials.rules.strict_json import BadDocument, Document, parse_object
from orepass.kernel.digest import digest_bytes
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.signer import Signer
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.key_holder import signer_of
from orepass.transparency.actions import queue_leaf


class IdentityEnded(Conflict):
    """The identity was ended, and nothing more is written for it."""

    code = "credentials.identity.ended"
    message = _("The DID {did} was ended.")
    what_to_do = _("Make another identity; an ended one does not come back.")


def identity_in_force(actor: Actor, did: str) -> Identity:
    """Return an identity that the actor may write for, locked until the action ends.

    Raises:
        NotFound: the DID is not in the home's store.
        IdentityEnded: it was ended.
    """
    named = identity_named(did)
    if named is None:
        raise NotFound(what=did[:80])
    found = Identity.objects.select_for_update().get(pk=named.pk)
    actor.must_be_in(found.organisation, did)
    if found.deactivated_at is not None:
        raise IdentityEnded(did=found.did)
    return found


def write(identity: Identity, *, at: datetime, last: bool = False, more: Document | None = None) -> HistoryEntry | None:
    """Write the next version: the document as it is now, and the parameters that change.

    An identity on a host that nobody can ask (a machine of one's own) has no history; ``None`` then.
    """
    if not _published(identity.did):
        return None
    Identity.objects.select_for_update().get(pk=identity.pk)  # two at once wait for each other
    before = HistoryEntry.objects.filter(identity=identity).order_by("number").last()
    if before is not None:
        entry = _following(identity, parse_object(before.line), at=at, last=last, more=more or {})
        return _kept(identity, entry, at=at)
    first = _genesis(identity, at=at, more=more or {})
    identity.scid = str(first["parameters"]["scid"])
    identity.save(update_fields=["scid"])
    kept = _kept(identity, first, at=at)
    return write(identity, at=at, last=True) if last else kept


def _genesis(identity: Identity, *, at: datetime, more: Document) -> Document:
    first, second = (new_update_key(identity, at=at) for _place in range(2))
    state = state_of(identity, webvh_writing.placeholder_did(identity.did))
    parameters = _parameters(first, second) | {"portable": False} | more
    entry = webvh_writing.genesis(state, parameters, at=at, signer=_signer(first))
    _spend(first, at)
    return entry


def _following(identity: Identity, before: Document, *, at: datetime, last: bool, more: Document) -> Document:
    committed = Key.objects.get(identity=identity, purpose=UPDATE, retired_at=None)
    after = None if last else new_update_key(identity, at=at)
    parameters = _parameters(committed, after) | ({"deactivated": True} if last else {}) | more
    state = state_of(identity, history_did(identity))
    entry = webvh_writing.following(before, state, parameters, at=at, signer=_signer(committed))
    _spend(committed, at)
    return entry


def _parameters(now: Key, after: Key | None) -> Document:
    hashes = [webvh_writing.commitment(after.public_multibase)] if after else []
    return {"updateKeys": [now.public_multibase], "nextKeyHashes": hashes}


def _kept(identity: Identity, entry: Document, *, at: datetime) -> HistoryEntry:
    """Keep an entry, once the whole history with it has been read back; the log names its digest."""
    line = webvh_writing.line(entry)
    lines = [*HistoryEntry.objects.filter(identity=identity).order_by("number").values_list("line", flat=True), line]
    written_at = datetime.fromisoformat(str(entry["versionTime"]))
    webvh.chain(history_did(identity), "\n".join(lines), at=written_at)
    kept = HistoryEntry.objects.create(
        identity=identity, number=len(lines), version_id=str(entry["versionId"]), line=line, at=written_at
    )
    content = digest_bytes(line.encode())
    queue_leaf(kind="credentials.identity.history", subject=identity.scid, content_digest=content, at=at)
    return kept


def _signer(key: Key) -> Signer:
    return signer_of(key.id, webvh_writing.update_key_id(key.public_multibase))


def _spend(key: Key, at: datetime) -> None:
    key.retired_at = at
    key.save(update_fields=["retired_at"])


def _published(did: str) -> bool:
    try:
        web_url(did)
    except BadDocument:
        return False
    return True
