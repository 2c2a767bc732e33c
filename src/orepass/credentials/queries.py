"""What this home signs with and says about its credentials: DID documents, signers, status lists."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
from django.conf import settings

from orepass.credentials.file_signer import FileSigner
from orepass.credentials.models import Identity, Key, StatusEntry, StatusFact, StatusList
from orepass.credentials.rules import did, jose, status_list
from orepass.credentials.rules.keys import ED25519, P256, from_multibase
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.home import is_demonstration

DEMONSTRATION_HOST = "demo.orepass.example"
LIST_VALID = timedelta(hours=24)
LIST_TTL_MS = 3_600_000


Lapsed = Callable[[list[str]], set[str]]
"""Of things with a status of their own, return those that are not in force."""


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


class IdentityCard(msgspec.Struct, frozen=True):
    """A DID of this home with its keys."""

    id: str
    organisation: str
    name: str
    demonstration: bool
    keys: list[KeyCard]


class StatusCard(msgspec.Struct, frozen=True):
    """What one list says of one credential at an instant."""

    id: str
    purpose: str
    status_list: str
    index: int
    is_set: bool
    since: datetime | None


def public_base() -> str:
    """Return the address under which this home publishes; a demonstration has one that nobody can reach."""
    return f"https://{DEMONSTRATION_HOST}" if is_demonstration() else str(settings.PUBLIC_URL).rstrip("/")


def own_did() -> str:
    """Return the DID of the installation itself."""
    host = public_base().partition("://")[2].partition("/")[0]
    return did.web_did(host.replace("127.0.0.1", "localhost"))


def identity_card(name: str) -> IdentityCard:
    """Return an identity of this home.

    Raises:
        NotFound: the DID is not in the home's store.
    """
    found = Identity.objects.prefetch_related("keys").filter(pk=name).first()
    if found is None:
        raise NotFound(what=name[:80])
    keys = [key_card(key) for key in found.keys.all().order_by("created_at", "id")]
    return IdentityCard(found.did, found.organisation, found.name, any(key.demonstration for key in keys), keys)


def identities() -> list[IdentityCard]:
    """Return every identity of this home."""
    return [identity_card(name) for name in Identity.objects.order_by("pk").values_list("pk", flat=True)]


def identity_for(organisation: str) -> str:
    """Return the DID that issues for an organisation: its own where it has one, else the installation's."""
    own = Identity.objects.filter(organisation=organisation, deactivated_at=None).exclude(organisation="").first()
    return own.did if own else own_did()


def did_document(name: str) -> Document | None:
    """Return the document of a DID of this home; a deactivated DID has one without keys; ``None`` for strangers."""
    found = Identity.objects.filter(pk=name).first()
    if found is None:
        return None
    rows = [] if found.deactivated_at else found.keys.filter(compromised=False).order_by("created_at", "id")
    return did.document(name, [did.Key(row.fragment, from_multibase(row.public_multibase)) for row in rows])


def signer_for(name: str, kind: str = P256) -> FileSigner:
    """Return a signer for a DID: ES256 by default, Ed25519 for embedded proofs.

    Raises:
        NoKey: none in force.
        DemonstrationKey: it is a demonstration's key and this home is none.
    """
    keys = Key.objects.filter(identity=name, identity__deactivated_at=None, kind=kind, retired_at=None)
    key = keys.order_by("-created_at", "-id").first()
    if key is None:
        raise NoKey(did=name, kind="Ed25519" if kind == ED25519 else "ES256")
    return FileSigner(key.id, f"{key.identity_id}#{key.fragment}")


def status_entries(subject: str) -> list[Document]:
    """Return the ``credentialStatus`` of a credential: one entry per purpose."""
    entries = StatusEntry.objects.filter(subject=subject).select_related("status_list").order_by("id")
    return [
        {
            "id": f"{list_url(entry.status_list_id)}#{entry.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": entry.status_list.purpose,
            "statusListIndex": str(entry.index),
            "statusListCredential": list_url(entry.status_list_id),
        }
        for entry in entries
    ]


def status_of(subject: str, *, at: datetime) -> list[StatusCard]:
    """Return what the lists say of a credential at an instant, from the facts up to then."""
    entries = StatusEntry.objects.filter(subject=subject).select_related("status_list").order_by("id")
    return [status_card(entry, at=at) for entry in entries]


def status_card(entry: StatusEntry, *, at: datetime) -> StatusCard:
    """Return one entry's status at an instant."""
    last = StatusFact.objects.filter(entry=entry, at__lte=at).order_by("-at", "-id").first()
    return StatusCard(
        id=entry.subject,
        purpose=entry.status_list.purpose,
        status_list=entry.status_list_id,
        index=entry.index,
        is_set=bool(last and last.is_set),
        since=last.at if last else None,
    )


def list_url(status_list_id: str) -> str:
    """Return the address under which a status list is published."""
    return f"{public_base()}/status/{status_list_id}"


def status_list_credential(status_list_id: str, *, at: datetime, lapsed: Lapsed | None = None) -> str:
    """Return a status list as a signed credential for the hour of an instant.

    ``lapsed`` says which of the things that entries are about were not in force then: their bits are set as well.

    Raises:
        NotFound: there is no such list.
    """
    found = StatusList.objects.filter(pk=status_list_id).first()
    if found is None:
        raise NotFound(what=status_list_id[:80])
    facts = StatusFact.objects.filter(entry__status_list=found, at__lte=at).order_by("at", "id")
    bits = dict(facts.values_list("entry__index", "is_set"))
    indices = {index for index, is_set in bits.items() if is_set} | _indices_lapsed(found, lapsed)
    encoded = status_list.encode(indices, length=found.length)
    return jose.sign(_list_document(found, encoded, at), signer_for(found.identity_id))


def _indices_lapsed(found: StatusList, lapsed: Lapsed | None) -> set[int]:
    if lapsed is None:
        return set()
    pairs = list(found.entries.exclude(about="").values_list("about", "index"))
    gone = lapsed(sorted({about for about, _index in pairs}))
    return {index for about, index in pairs if about in gone}


def list_at_url(url: str, *, at: datetime, lapsed: Lapsed | None = None) -> str | None:
    """Return the status list published under an address, when it is one of this home's; ``None`` otherwise."""
    prefix = list_url("")
    known = StatusList.objects.filter(pk=url.removeprefix(prefix)[:24]).first() if url.startswith(prefix) else None
    return status_list_credential(known.id, at=at, lapsed=lapsed) if known else None


def _list_document(found: StatusList, encoded: str, at: datetime) -> Document:
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    url = list_url(found.id)
    return {
        "@context": [BASE_CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": found.identity_id,
        "validFrom": hour.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "validUntil": (hour + LIST_VALID).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": found.purpose,
            "encodedList": encoded,
            "ttl": LIST_TTL_MS,
        },
    }


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
    )
