"""What this home's status lists say: entries, their status at an instant, and the lists as signed credentials."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.credentials.models import StatusEntry, StatusFact, StatusList
from orepass.credentials.queries.identities import keeper_for, public_base
from orepass.credentials.rules import jose, status_list
from orepass.credentials.rules.status import Kept
from orepass.credentials.rules.status_message import MESSAGE, listed, told
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.kernel.refusal import NotFound
from orepass.platform.asked_often import asked_often
from orepass.platform.reading import once
from orepass.platform.rows import can_be_kept, columns_of, objects_of

LIST_VALID = status_list.VALID
LIST_TTL_MS = 3_600_000
FACT = ("entry__index", "is_set", "value")


Lapsed = Callable[[list[str]], set[str]]
"""Of things with a status of their own, return those that are not in force."""


class StatusCard(msgspec.Struct, frozen=True):
    """What one list says of one credential at an instant."""

    id: str
    purpose: str
    status_list: str
    index: int
    is_set: bool
    since: datetime | None
    message: str = ""


def status_entries(subject: str) -> list[Document]:
    """Return the ``credentialStatus`` of a credential: one entry per purpose."""
    entries = StatusEntry.objects.filter(subject=subject).select_related("status_list").order_by("id")
    return [_entry(entry) for entry in entries]


def terms_were_checked(subject: str, digest: str) -> bool:
    """Say whether the names of a credential, by its digest, were held against its contexts when it was signed here."""
    if not can_be_kept(subject):
        return False
    return StatusEntry.objects.filter(subject=subject, terms_digest=digest).exclude(terms_digest="").exists()


def status_of(subject: str, *, at: datetime) -> list[StatusCard]:
    """Return what the lists say of a credential at an instant, from the facts up to then."""
    entries = StatusEntry.objects.filter(subject=subject).select_related("status_list").order_by("id")
    return [status_card(entry, at=at) for entry in entries]


def message_of(subject: str, *, at: datetime) -> str:
    """Return the word of what is told of a credential at an instant; empty where nothing is."""
    return _word(_last(StatusFact.objects.filter(entry__subject=subject, entry__status_list__purpose=MESSAGE), at))


def status_card(entry: StatusEntry, *, at: datetime) -> StatusCard:
    """Return one entry's status at an instant."""
    last = _last(StatusFact.objects.filter(entry=entry), at)
    is_set = bool(last and last.is_set)
    return StatusCard(
        id=entry.subject,
        purpose=entry.status_list.purpose,
        status_list=entry.status_list_id,
        index=entry.index,
        is_set=is_set,
        since=last.at if last else None,
        message=_word(last) if entry.status_list.purpose == MESSAGE else "",
    )


def _last(facts: "QuerySet[StatusFact]", at: datetime) -> StatusFact | None:
    return facts.filter(at__lte=at).order_by("-at", "-id").first()


def _word(last: StatusFact | None) -> str:
    """Return the word that the last fact of a list of messages tells; empty where it took one back."""
    return told(last.value) if last is not None and last.is_set else ""


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
    values = {index: value if is_set else 0 for index, is_set, value in facts.values_list(*FACT)}
    values |= dict.fromkeys(_indices_lapsed(found, lapsed), 1)
    encoded = status_list.encode(values, length=found.length, size=found.size)
    return jose.sign(_list_document(found, encoded, at), keeper_for(found.identity_id))


def _entry(entry: StatusEntry) -> Document:
    found: Document = {
        "id": f"{list_url(entry.status_list_id)}#{entry.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": entry.status_list.purpose,
        "statusListIndex": str(entry.index),
        "statusListCredential": list_url(entry.status_list_id),
    }
    if entry.status_list.purpose == MESSAGE:
        found |= {"statusSize": entry.status_list.size, "statusMessage": listed()}
    return found


def _indices_lapsed(found: StatusList, lapsed: Lapsed | None) -> set[int]:
    if lapsed is None or found.purpose == MESSAGE:
        return set()
    pairs = list(found.entries.exclude(about="").values_list("about", "index"))
    gone = lapsed(sorted({about for about, _index in pairs}))
    return {index for about, index in pairs if about in gone}


def list_at_url(url: str, *, at: datetime, lapsed: Lapsed | None = None) -> str | None:
    """Return the status list published under an address, when it is one of this home's; ``None`` otherwise."""
    known = _list_at(url)
    return status_list_credential(known.id, at=at, lapsed=lapsed) if known else None


def kept_at_url(url: str, *, at: datetime, source: str, lapsed: Lapsed | None = None) -> Kept | None:
    """Return how to ask the status list published under an address, when it is one of this home's, entry by entry.

    What it says of an entry is what the list itself would say.
    """
    known = _list_at(url)
    if known is None:
        return None

    def value(index: int) -> int:
        told = _told(status_list=known.pk, index=index)
        about = told[0][0] if told else ""
        if about and lapsed is not None and known.purpose != MESSAGE and about in lapsed([about]):
            return 1
        facts = [number if is_set else 0 for _about, since, is_set, number in told if since and since <= at]
        return facts[-1] if facts else 0

    return Kept(known.identity_id, known.purpose, known.size, known.length, value, source)


def list_issuer(url: str) -> str | None:
    """Return the DID that issues the status list under an address; ``None`` when it is none of this home's."""
    known = _list_at(url)
    return known.identity_id if known is not None else None


def _list_at(url: str) -> StatusList | None:
    prefix = list_url("")
    return _list(url.removeprefix(prefix)[:24]) if url.startswith(prefix) else None


@once
def _list(status_list_id: str) -> StatusList | None:
    rows = _lists(name=status_list_id) if can_be_kept(status_list_id) else []
    return next(iter(objects_of(StatusList, rows)), None)


@asked_often
def _lists(name: str) -> "QuerySet[StatusList, Any]":
    return StatusList.objects.filter(pk=name).values_list(*columns_of(StatusList))


@asked_often
def _told(status_list: str, index: int) -> "QuerySet[StatusEntry, Any]":
    entry = StatusEntry.objects.filter(status_list=status_list, index=index).order_by("facts__at", "facts__id")
    return entry.values_list("about", "facts__at", "facts__is_set", "facts__value")


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
