"""Allot places in status lists, set or lift a status, tell a message; facts are added, never changed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from orepass.credentials import queries
from orepass.credentials.models import StatusEntry, StatusFact, StatusList
from orepass.credentials.queries import StatusCard
from orepass.credentials.rules.status_list import LENGTH_MIN, free_index
from orepass.credentials.rules.status_message import BITS, MESSAGE, WORDS, StatusMessage
from orepass.kernel.digest import digest
from orepass.kernel.identifier import mint, random_bits
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf

PURPOSES = ("revocation", "suspension")
# Half full, a random free place is found in two tries on average; then a new list is begun.
FULL_AT = LENGTH_MIN // 2


class RevokedForGood(Conflict):
    """A revocation is not lifted."""

    code = "credentials.status.final"
    message = _("“{subject}” is revoked, and a revocation is not lifted.")
    what_to_do = _("Issue a new credential that names the old one.")


class UnknownMessage(Invalid):
    """The message is none that a list of this home can tell."""

    code = "credentials.status.message"
    message = _("“{text}” is no message that a status list tells here.")
    what_to_do = _("Choose one of: {known}.")


@action("credentials.status.set")
def set_credential_status(
    actor: Actor, *, subject: str, purpose: str, is_set: bool, grounds: str = "", at: datetime
) -> StatusCard:
    """Set or lift the status of a credential, at once visible in its list.

    Raises:
        NotFound: the credential has no place in a list of that purpose.
        RevokedForGood: it was revoked.
        UnknownMessage: the purpose is to tell a message, which has an action of its own.
    """
    entry = _entry(subject, purpose)
    actor.must_be_in(entry.status_list.identity.organisation, subject)
    return record_status(actor, subject=subject, purpose=purpose, is_set=is_set, grounds=grounds, at=at)


@action("credentials.status.tell")
def tell_credential_status(actor: Actor, *, subject: str, text: str, grounds: str = "", at: datetime) -> StatusCard:
    """Tell a message about a credential that stands: superseded, contested, corrected, or nothing any more.

    Raises:
        NotFound: the credential has no place in a list of messages.
        UnknownMessage: none of these.
    """
    entry = _entry(subject, MESSAGE)
    actor.must_be_in(entry.status_list.identity.organisation, subject)
    return record_message(actor, subject=subject, text=text, grounds=grounds, at=at)


def record_status(
    actor: Actor, *, subject: str, purpose: str, is_set: bool, grounds: str = "", at: datetime
) -> StatusCard:
    """Add a status fact inside the caller's transaction; setting what is set already changes nothing.

    Raises:
        NotFound: the credential has no place in a list of that purpose.
        RevokedForGood: it was revoked.
        UnknownMessage: the purpose is to tell a message.
    """
    entry = _entry(subject, purpose)
    if purpose == MESSAGE:
        raise UnknownMessage(text=purpose, known=", ".join(WORDS))
    present = queries.status_card(entry, at=at)
    if present.is_set is is_set:
        return present
    if purpose == "revocation" and present.is_set:
        raise RevokedForGood(subject=subject[:80])
    return _added(actor, entry, int(is_set), grounds=grounds, at=at)


def record_message(
    actor: Actor, *, subject: str, text: str = StatusMessage.SUPERSEDED.word, grounds: str = "", at: datetime
) -> StatusCard:
    """Add a message inside the caller's transaction; telling what is told already changes nothing.

    Raises:
        NotFound: the credential has no place in a list of messages.
        UnknownMessage: none that a list of this home tells.
    """
    entry = _entry(subject, MESSAGE)
    if text not in WORDS:
        raise UnknownMessage(text=text[:40], known=", ".join(WORDS))
    present = queries.status_card(entry, at=at)
    if (present.message or StatusMessage.NOTHING.word) == text:
        return present
    return _added(actor, entry, WORDS[text].value, grounds=grounds, at=at)


def record_superseded(actor: Actor, subjects: Iterable[str], *, at: datetime) -> None:
    """Tell inside the caller's transaction that newer credentials took the place of some, where they have a place."""
    for subject in subjects:
        if StatusEntry.objects.filter(subject=subject, status_list__purpose=MESSAGE).exists():
            record_message(actor, subject=subject, text=StatusMessage.SUPERSEDED.word, at=at)


def _added(actor: Actor, entry: StatusEntry, value: int, *, grounds: str, at: datetime) -> StatusCard:
    assert connection.in_atomic_block, "a status changes inside the transaction of its action"
    is_set, purpose = value > 0, entry.status_list.purpose
    StatusFact.objects.create(
        entry=entry, is_set=is_set, value=value, at=at, grounds=grounds[:200], set_by=actor.pseudonym
    )
    name = leaf_name(entry)
    state = {"subject": name, "purpose": purpose, "is_set": is_set, "at": at}
    if purpose == MESSAGE:
        state["value"] = value
    queue_leaf(kind="credentials.status.set", subject=name, content_digest=digest(state), at=at)
    return queries.status_card(entry, at=at)


def leaf_name(entry: StatusEntry) -> str:
    """Return the name under which the log tells of an entry: our own of the credential, or its place in the list.

    The credential's own identifier may be any text that its issuer chose, an address of a person among them, and what
    stands on the log stays there. A digest of it would hide nothing: texts can be tried out.
    """
    return entry.name or f"{entry.status_list_id}:{entry.index}"


def allot_status(
    did: str, *, subject: str, name: str = "", purposes: tuple[str, ...] = PURPOSES, about: str = "", at: datetime
) -> None:
    """Give a credential a random place in one list per purpose, inside the caller's transaction; once only.

    ``subject`` is the identifier that the credential bears, ``name`` our own of it, which the log tells. ``about``
    names a thing with a status of its own (a certificate): while that is not in force the bit is set too.
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
                name=name,
                about=about,
                allotted_at=at,
            )


def record_terms_checked(subject: str, terms_digest: str) -> None:
    """Keep inside the caller's transaction that the names of a credential, by its digest, have a meaning."""
    assert connection.in_atomic_block, "what was checked is kept inside the transaction of the action that signs"
    StatusEntry.objects.filter(subject=subject).update(terms_digest=terms_digest)


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
            id=mint("stl"),
            identity_id=did,
            purpose=purpose,
            size=BITS if purpose == MESSAGE else 1,
            length=LENGTH_MIN,
            created_at=at,
        )
    return newest
