"""The DIDs of this home: their cards, their documents, and what signs for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import F, QuerySet

from orepass.credentials.models import Identity, Key
from orepass.credentials.rules import did, webvh_mirror
from orepass.credentials.rules.keys import ED25519, P256, from_multibase
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.signer import Signer
from orepass.kernel.text import marked as _
from orepass.platform.asked_often import asked_often
from orepass.platform.home import is_demonstration
from orepass.platform.key_holder import signer_of
from orepass.platform.reading import once
from orepass.platform.rows import can_be_kept, columns_of, objects_of

DEMONSTRATION_HOST = "demo.orepass.example"
ASSERTION, UPDATE, AGREEMENT = "assertion", "update", "agreement"
"""What a key of an identity is for: signing credentials, writing its history, or opening what was sealed for a role."""


class NoKey(Conflict):
    """The identity has no key in force that could sign."""

    code = "credentials.key.none"
    message = _("“{did}” has no {kind} key in force.")
    what_to_do = _("Make one with the action credentials.key.create.")


class KeyCard(msgspec.Struct, frozen=True):
    """The public half of a key."""

    id: str
    did: str
    key_id: str
    kind: str
    public_multibase: str
    purpose: str
    demonstration: bool
    created_at: datetime
    retired_at: datetime | None
    compromised: bool = False
    role: str = ""


class IdentityCard(msgspec.Struct, frozen=True):
    """A DID of this home with the keys that sign or signed credentials for it."""

    id: str
    organisation: str
    name: str
    demonstration: bool
    keys: list[KeyCard]
    history_did: str = ""
    deactivated_at: datetime | None = None


def public_base() -> str:
    """Return the address under which this home publishes; a demonstration has one that nobody can reach."""
    return f"https://{DEMONSTRATION_HOST}" if is_demonstration() else str(settings.PUBLIC_URL).rstrip("/")


def own_did() -> str:
    """Return the DID of the installation itself."""
    host = public_base().partition("://")[2].partition("/")[0]
    return did.web_did(host.replace("127.0.0.1", "localhost"))


def identity_card(name: str) -> IdentityCard:
    """Return an identity of this home, by either of its names.

    Raises:
        NotFound: the DID is not in the home's store.
    """
    found = identity_named(name)
    if found is None:
        raise NotFound(what=name[:80])
    keys = [key_card(key) for key in _signing_keys(found)]
    return IdentityCard(
        id=found.did,
        organisation=found.organisation,
        name=found.name,
        demonstration=any(key.demonstration for key in keys),
        keys=keys,
        history_did=history_did(found),
        deactivated_at=found.deactivated_at,
    )


def identities() -> list[IdentityCard]:
    """Return every identity of this home."""
    return [identity_card(name) for name in Identity.objects.order_by("pk").values_list("pk", flat=True)]


def ended_among(names: Iterable[str]) -> dict[str, datetime]:
    """Return of some identities of this home, by did:web, when those that were ended were so."""
    rows = Identity.objects.filter(pk__in=set(filter(can_be_kept, names))).exclude(deactivated_at=None)
    return {row.did: row.deactivated_at for row in rows if row.deactivated_at is not None}


def identity_for(organisation: str) -> str:
    """Return the DID that issues for an organisation: its own where it has one, else the installation's."""
    own = Identity.objects.filter(organisation=organisation, deactivated_at=None).exclude(organisation="").first()
    return own.did if own else own_did()


@once
def identity_named(name: str) -> Identity | None:
    """Return the row of an identity by its did:web or its did:webvh; for this room only."""
    if did.method_of(name) != "webvh":
        return _identity(name)
    try:
        web = webvh_mirror.web_name(name)
    except BadDocument:
        return None
    found = _identity(web)
    return found if found is not None and history_did(found) == name else None


def _identity(name: str) -> Identity | None:
    rows = _identities(did=name) if can_be_kept(name) else []
    return next(iter(objects_of(Identity, rows)), None)


@asked_often
def _identities(did: str) -> "QuerySet[Identity, Any]":
    return Identity.objects.filter(pk=did).values_list(*columns_of(Identity))


def history_did(identity: Identity) -> str:
    """Return the did:webvh under which the whole history of an identity is published; empty where it has none."""
    return f"did:webvh:{identity.scid}:{identity.did.removeprefix('did:web:')}" if identity.scid else ""


@once
def did_document(name: str) -> Document | None:
    """Return the document of a DID of this home; a deactivated DID has one without keys; ``None`` for strangers.

    An identity with a history has two documents, equal but for the identifier.
    """
    found = identity_named(name)
    if found is None:
        return None
    if not found.scid:
        return did.document(found.did, keys_of(found), agreement=agreement_keys_of(found))
    state = state_of(found, history_did(found))
    return state if name != found.did else webvh_mirror.web_document(state)


def ended_at(name: str) -> datetime | None:
    """Return when an identity of this home was ended; nothing of one in force, and of strangers."""
    found = identity_named(name)
    return None if found is None else found.deactivated_at


def last_document(name: str) -> Document | None:
    """Return the document of an identity of this home as it stood until it was ended, or stands; not of strangers.

    Keys that were compromised are left out, also where that was told after the end.
    """
    found = identity_named(name)
    if found is None or found.deactivated_at is None:
        return did_document(name)
    return did.document(name, _listed(found))


def state_of(identity: Identity, name: str) -> Document:
    """Return the document of an identity under the name of its history, as the next entry states it."""
    also, agreement = [identity.did], agreement_keys_of(identity)
    return did.document(name, keys_of(identity), also_known_as=also, agreement=agreement)


def keys_of(identity: Identity) -> list[did.Key]:
    """Return the keys that the document of an identity lists: retired ones too, compromised ones never."""
    return [] if identity.deactivated_at else _listed(identity)


def _listed(identity: Identity) -> list[did.Key]:
    rows = _signing_keys(identity)
    return [did.Key(row.fragment, from_multibase(row.public_multibase)) for row in rows if not row.compromised]


def agreement_keys_of(identity: Identity) -> list[did.Key]:
    """Return the keys that files are sealed for now: the newest of each role."""
    if identity.deactivated_at:
        return []
    rows = objects_of(Key, _agreement_keys_of(identity=identity.pk))
    return [did.Key(row.fragment, from_multibase(row.public_multibase)) for row in rows if row.retired_at is None]


@asked_often
def _agreement_keys_of(identity: str) -> "QuerySet[Key, Any]":
    keys = Key.objects.filter(identity=identity, purpose=AGREEMENT).order_by("created_at", "id")
    return keys.values_list(*columns_of(Key))


@once
def _signing_keys(identity: Identity) -> list[Key]:
    return objects_of(Key, _keys_of(identity=identity.pk))


@asked_often
def _keys_of(identity: str) -> "QuerySet[Key, Any]":
    keys = Key.objects.filter(identity=identity, purpose=ASSERTION).order_by("created_at", "id")
    return keys.values_list(*columns_of(Key))


def signer_for(name: str, kind: str = P256) -> Signer:
    """Return a signer for a DID: ES256 by default, Ed25519 for embedded proofs.

    Raises:
        NoKey: none in force.
        DemonstrationKey: it is a demonstration's key and this home is none.
    """
    return _signer(Key.objects.filter(identity__deactivated_at=None, retired_at=None), name, kind)


def keeper_for(name: str, kind: str = P256) -> Signer:
    """Return a signer of what a DID tells of what it signed, lists of statuses above all, also after its end.

    Raises:
        NoKey: it never had a key, or each is compromised.
        DemonstrationKey: it is a demonstration's key and this home is none.
    """
    return _signer(Key.objects.filter(compromised=False), name, kind)


def _signer(among: "QuerySet[Key, Key]", name: str, kind: str) -> Signer:
    keys = among.filter(identity=name, kind=kind)
    in_force_first = F("retired_at").desc(nulls_first=True)
    key = keys.filter(purpose=ASSERTION).order_by(in_force_first, "-created_at", "-id").first()
    if key is None:
        raise NoKey(did=name, kind="Ed25519" if kind == ED25519 else "ES256")
    return signer_of(key.id, f"{key.identity_id}#{key.fragment}")


def key_card(key: Key) -> KeyCard:
    """Return the card of a key."""
    return KeyCard(
        id=key.id,
        did=key.identity_id,
        key_id=f"{key.identity_id}#{key.fragment}",
        kind=key.kind,
        public_multibase=key.public_multibase,
        purpose=key.purpose,
        demonstration=key.demonstration,
        created_at=key.created_at,
        retired_at=key.retired_at,
        compromised=key.compromised,
        role=key.role,
    )
