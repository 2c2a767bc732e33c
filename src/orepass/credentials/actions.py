"""Make identities and keys, allot places in status lists, and set or lift a status; facts are added, never changed."""

from datetime import datetime

from django.db import connection

from orepass.credentials import queries
from orepass.credentials.models import Identity, Key, StatusEntry, StatusFact, StatusList
from orepass.credentials.queries import IdentityCard, KeyCard, StatusCard
from orepass.credentials.rules.did import web_url
from orepass.credentials.rules.keys import of_public
from orepass.credentials.rules.status_list import LENGTH_MIN, free_index
from orepass.kernel.digest import digest
from orepass.kernel.identifier import mint, random_bits
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.home import is_demonstration
from orepass.platform.keystore import KeyType, make_key
from orepass.transparency.actions import queue_leaf

PURPOSES = ("revocation", "suspension")
ASSERTION = "assertion"
# Half full, a random free place is found in two tries on average; then a new list is begun.
FULL_AT = LENGTH_MIN // 2


class IdentityExists(Conflict):
    """The DID is already in the home's store."""

    code = "credentials.identity.exists"
    message = _("The DID {did} is already here.")
    what_to_do = _("Make a key for it, or choose another path.")


class UnknownKeyKind(Invalid):
    """Keys of this kind are not made here."""

    code = "credentials.key.kind"
    message = _("“{kind}” is no kind of key that is made here.")
    what_to_do = _("Choose P-256 (ES256) or Ed25519 (EdDSA).")


class RevokedForGood(Conflict):
    """A revocation is not lifted."""

    code = "credentials.status.final"
    message = _("“{subject}” is revoked, and a revocation is not lifted.")
    what_to_do = _("Issue a new credential that names the old one.")


@action("credentials.identity.create")
def create_identity(actor: Actor, *, path: str, organisation: str, name: str, at: datetime) -> IdentityCard:
    """Make a DID below the installation's own for an organisation, with a key of each kind.

    Raises:
        IdentityExists: the DID is already here.
        BadDocument: the path is none.
    """
    did = f"{queries.own_did()}:{path}"
    web_url(f"did:web:host.example:{path}")
    if Identity.objects.filter(pk=did).exists():
        raise IdentityExists(did=did)
    actor.must_be_in(organisation)
    return _new_identity(did, organisation=organisation, name=name, at=at)


@action("credentials.key.create")
def create_key(actor: Actor, *, did: str, kind: str = KeyType.P256.value, at: datetime) -> KeyCard:
    """Make a further key for an identity; from now on the newest one signs, the older ones still verify.

    Raises:
        NotFound: the DID is not in the home's store.
        UnknownKeyKind: neither P-256 nor Ed25519.
    """
    identity = _identity(actor, did)
    if kind not in {one.value for one in KeyType}:
        raise UnknownKeyKind(kind=kind[:40])
    return _new_key(identity, KeyType(kind), at=at)


@action("credentials.key.retire")
def retire_key(actor: Actor, *, key: str, compromised: bool = False, at: datetime) -> KeyCard:
    """Stop signing with a key; a compromised one also leaves the DID document, so that nothing it signed verifies.

    Raises:
        NotFound: there is no such key.
    """
    found = Key.objects.select_related("identity").filter(pk=key).first()
    if found is None:
        raise NotFound(what=key[:40])
    actor.must_be_in(found.identity.organisation, key)
    found.retired_at = found.retired_at or at
    found.compromised = found.compromised or compromised
    found.save(update_fields=["retired_at", "compromised"])
    state = {"key": found.public_multibase, "retired_at": at, "compromised": found.compromised}
    queue_leaf(kind="credentials.key.retire", subject=found.id, content_digest=digest(state), at=at)
    return queries.key_card(found)


@action("credentials.status.set")
def set_credential_status(
    actor: Actor, *, subject: str, purpose: str, is_set: bool, grounds: str = "", at: datetime
) -> StatusCard:
    """Set or lift the status of a credential, at once visible in its list.

    Raises:
        NotFound: the credential has no place in a list of that purpose.
        RevokedForGood: it was revoked.
    """
    entry = _entry(subject, purpose)
    actor.must_be_in(entry.status_list.identity.organisation, subject)
    return record_status(actor, subject=subject, purpose=purpose, is_set=is_set, grounds=grounds, at=at)


def record_status(
    actor: Actor, *, subject: str, purpose: str, is_set: bool, grounds: str = "", at: datetime
) -> StatusCard:
    """Add a status fact inside the caller's transaction; setting what is set already changes nothing.

    Raises:
        NotFound: the credential has no place in a list of that purpose.
        RevokedForGood: it was revoked.
    """
    assert connection.in_atomic_block, "a status changes inside the transaction of its action"
    entry = _entry(subject, purpose)
    present = queries.status_card(entry, at=at)
    if present.is_set is is_set:
        return present
    if purpose == "revocation" and present.is_set:
        raise RevokedForGood(subject=subject[:80])
    StatusFact.objects.create(entry=entry, is_set=is_set, at=at, grounds=grounds[:200], set_by=actor.pseudonym)
    state = {"subject": subject, "purpose": purpose, "is_set": is_set, "at": at}
    queue_leaf(kind="credentials.status.set", subject=subject, content_digest=digest(state), at=at)
    return queries.status_card(entry, at=at)


def allot_status(
    did: str, *, subject: str, purposes: tuple[str, ...] = PURPOSES, about: str = "", at: datetime
) -> None:
    """Give a credential a random place in one list per purpose, inside the caller's transaction; once only.

    ``about`` names a thing with a status of its own (a certificate): while that is not in force the bit is set too.
    """
    assert connection.in_atomic_block, "a place is allotted inside the transaction of its action"
    for purpose in purposes:
        if not StatusEntry.objects.filter(subject=subject, status_list__purpose=purpose).exists():
            status_list = _open_list(did, purpose, at)
            taken = set(status_list.entries.values_list("index", flat=True))
            StatusEntry.objects.create(
                status_list=status_list,
                index=free_index(taken, random_bits),
                subject=subject,
                about=about,
                allotted_at=at,
            )


def ensure_own_identity(at: datetime) -> str:
    """Return the installation's own DID, made with a key of each kind when it is first needed."""
    did = queries.own_did()
    if not Identity.objects.filter(pk=did).exists():
        name = "Orepass demonstration" if is_demonstration() else did.rpartition(":")[2]
        _new_identity(did, organisation="", name=name, at=at)
    return did


def _new_identity(did: str, *, organisation: str, name: str, at: datetime) -> IdentityCard:
    identity = Identity.objects.create(did=did, organisation=organisation, name=name, created_at=at)
    for kind in KeyType:
        _new_key(identity, kind, at=at)
    return queries.identity_card(did)


def _new_key(identity: Identity, kind: KeyType, *, at: datetime) -> KeyCard:
    name = mint("key")
    public = of_public(make_key(name, kind).public_key())
    key = Key.objects.create(
        id=name,
        identity=identity,
        fragment=name,
        purpose=ASSERTION,
        kind=kind.value,
        public_multibase=public.multibase,
        demonstration=is_demonstration(),
        created_at=at,
    )
    queue_leaf(kind="credentials.key.create", subject=name, content_digest=digest(public.multibase), at=at)
    return queries.key_card(key)


def _identity(actor: Actor, did: str) -> Identity:
    found = Identity.objects.filter(pk=did).first()
    if found is None:
        raise NotFound(what=did[:80])
    actor.must_be_in(found.organisation, did)
    return found


def _entry(subject: str, purpose: str) -> StatusEntry:
    entries = StatusEntry.objects.select_related("status_list__identity")
    found = entries.filter(subject=subject, status_list__purpose=purpose).first()
    if found is None:
        raise NotFound(what=subject[:80])
    return found


def _open_list(did: str, purpose: str, at: datetime) -> StatusList:
    newest = StatusList.objects.filter(identity=did, purpose=purpose).order_by("-created_at", "-id").first()
    if newest is None or newest.entries.count() >= FULL_AT:
        newest = StatusList.objects.create(
            id=mint("stl"), identity_id=did, purpose=purpose, length=LENGTH_MIN, created_at=at
        )
    return newest
