"""Make an identity, rotate its keys, end it: each step also a version of its public history."""

from datetime import datetime
from typing import Final

from orepass.credentials import queries
from orepass.credentials.actions import history
from orepass.credentials.actions.made import leaf_subject, new_key, retire
from orepass.credentials.models import Identity, Key
from orepass.credentials.queries import IdentityCard
from orepass.credentials.rules.did import web_url
from orepass.kernel.digest import digest
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.home import is_demonstration
from orepass.platform.keystore import KeyType
from orepass.transparency.actions import queue_leaf

PATH_MAX: Final = 100
DID_MAX: Final = 255
"""As long as the tables of identities and of what they signed keep one."""


class IdentityExists(Conflict):
    """The DID is already in the home's store."""

    code = "credentials.identity.exists"
    message = _("The DID {did} is already here.")
    what_to_do = _("Make a key for it, or choose another path.")


class PathTooLong(Invalid):
    """The path makes a longer DID than everybody can keep."""

    code = "credentials.identity.path_length"
    message = _("The path has {length} characters; at most {limit} fit.")
    what_to_do = _("Choose a shorter one, such as a word or two with a hyphen between them.")


@action("credentials.identity.create")
def create_identity(actor: Actor, *, path: str, organisation: str, name: str, at: datetime) -> IdentityCard:
    """Make a DID below the installation's own for an organisation, with a key of each kind.

    Raises:
        IdentityExists: the DID is already here.
        PathTooLong: the path makes a longer DID than everybody can keep.
        BadDocument: the path is none.
    """
    own = queries.own_did()
    did, limit = f"{own}:{path}", min(PATH_MAX, DID_MAX - len(own) - 1)
    if len(path) > limit:
        raise PathTooLong(where="path", length=len(path), limit=limit)
    web_url(f"did:web:host.example:{path}")
    if Identity.objects.filter(pk=did).exists():
        raise IdentityExists(did=did)
    actor.must_be_in(organisation)
    return _new_identity(did, organisation=organisation, name=name, at=at)


@action("credentials.identity.rotate")
def rotate_identity(actor: Actor, *, did: str, at: datetime) -> IdentityCard:
    """Make new keys of each kind that sign from now on; what the older ones signed stays valid.

    Raises:
        NotFound: the DID is not in the home's store.
        IdentityEnded: it was ended.
    """
    identity = history.identity_in_force(actor, did)
    before = list(Key.objects.filter(identity=identity, purpose=queries.ASSERTION, retired_at=None).order_by("id"))
    for kind in KeyType:
        new_key(identity, kind, at=at)
    for key in before:
        retire(key, compromised=False, at=at)
    history.write(identity, at=at)
    return queries.identity_card(identity.did)


@action("credentials.identity.deactivate")
def deactivate_identity(actor: Actor, *, did: str, at: datetime) -> IdentityCard:
    """End an identity for good: its document lists no key any more, and it signs nothing more.

    What the log took up before is confirmed by that; whose keys were stolen retires them as compromised besides.

    Raises:
        NotFound: the DID is not in the home's store.
        IdentityEnded: it was ended before.
    """
    identity = history.identity_in_force(actor, did)
    identity.deactivated_at = at
    identity.save(update_fields=["deactivated_at"])
    history.write(identity, at=at, last=True)
    state = {"did": identity.did, "deactivated_at": at}
    queue_leaf(
        kind="credentials.identity.deactivate", subject=leaf_subject(identity), content_digest=digest(state), at=at
    )
    return queries.identity_card(identity.did)


def ensure_own_identity(at: datetime) -> str:
    """Return the installation's own DID, made with a key of each kind when it is first needed.

    Two that need it at once make one: the second waits for the row of the first.
    """
    did = queries.own_did()
    if not Identity.objects.filter(pk=did).exists():
        name = "Orepass demonstration" if is_demonstration() else did.rpartition(":")[2]
        Identity.objects.bulk_create([Identity(did=did, name=name, created_at=at)], ignore_conflicts=True)
        identity = Identity.objects.select_for_update().get(pk=did)
        if not identity.keys.exists():
            _furnish(identity, at=at)
    return did


def wait_for_identity(did: str) -> None:
    """Let whoever does something under an identity wait for whoever does so now; to be asked inside an action."""
    Identity.objects.select_for_update().get(pk=did)


def _new_identity(did: str, *, organisation: str, name: str, at: datetime) -> IdentityCard:
    identity = Identity.objects.create(did=did, organisation=organisation, name=name, created_at=at)
    _furnish(identity, at=at)
    return queries.identity_card(did)


def _furnish(identity: Identity, *, at: datetime) -> None:
    for kind in KeyType:
        new_key(identity, kind, at=at)
    history.write(identity, at=at)
