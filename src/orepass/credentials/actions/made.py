"""Make and retire a key inside an action's transaction, each with its leaf on the log; the history is not touched."""

from datetime import datetime

from orepass.credentials import queries
from orepass.credentials.models import Identity, Key
from orepass.credentials.rules.keys import of_public
from orepass.kernel.digest import digest
from orepass.kernel.identifier import mint
from orepass.platform.home import is_demonstration
from orepass.platform.key_holder import make_held
from orepass.platform.keystore import KeyType
from orepass.transparency.actions import queue_leaf


def new_key(identity: Identity, kind: KeyType, *, at: datetime) -> Key:
    """Make a key that signs credentials."""
    key = _kept(identity, kind, purpose=queries.ASSERTION, at=at)
    queue_leaf(kind="credentials.key.create", subject=key.id, content_digest=digest(key.public_multibase), at=at)
    return key


def new_update_key(identity: Identity, *, at: datetime) -> Key:
    """Make a key that writes one version of the identity's history; the history itself tells of it."""
    return _kept(identity, KeyType.ED25519, purpose=queries.UPDATE, at=at)


def new_agreement_key(identity: Identity, *, role: str, at: datetime) -> Key:
    """Make a key that opens what is sealed for a role; its fragment tells which."""
    key = _kept(identity, KeyType.P256, purpose=queries.AGREEMENT, at=at, role=role)
    queue_leaf(kind="credentials.key.create", subject=key.id, content_digest=digest(key.public_multibase), at=at)
    return key


def retire(key: Key, *, compromised: bool, at: datetime) -> None:
    """Let a key sign no more; a compromised one stays so for good."""
    key.retired_at = key.retired_at or at
    key.compromised = key.compromised or compromised
    key.save(update_fields=["retired_at", "compromised"])
    state = {"key": key.public_multibase, "retired_at": at, "compromised": key.compromised}
    queue_leaf(kind="credentials.key.retire", subject=key.id, content_digest=digest(state), at=at)


def leaf_subject(identity: Identity) -> str:
    """Return the name under which the log tells of an identity: its DID, the colon before a port written plainly."""
    return identity.did.replace("%3A", ":")


def _kept(identity: Identity, kind: KeyType, *, purpose: str, at: datetime, role: str = "") -> Key:
    name = mint("key")
    public = of_public(make_held(name, kind.value))
    return Key.objects.create(
        id=name,
        identity=identity,
        fragment=f"{role}-{name}" if role else name,
        purpose=purpose,
        kind=kind.value,
        role=role,
        public_multibase=public.multibase,
        demonstration=is_demonstration(),
        created_at=at,
    )
