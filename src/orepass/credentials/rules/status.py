"""Is it revoked or suspended: the status lists a credential names, each checked as the credential it is.

A list that cannot be fetched, is not signed by the credential's issuer, calls itself another than the one that was
asked for, or is out of date decides nothing: the answer is *undetermined*, never *valid*. A defective entry fails. A
list of messages (several bits for each entry) decides nothing about validity: what the issuer tells there stands in the
reason, for instance that a newer credential exists.
"""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from orepass.credentials.rules import status_list
from orepass.credentials.rules.authority import Resolver, check_signatures
from orepass.credentials.rules.presented import Presented, read, types_of
from orepass.credentials.rules.proofs.linked_data import NOBODY, LinkedData
from orepass.credentials.rules.status_message import MESSAGE
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.validity import check_dates
from orepass.kernel.check import Check, Result, failed, not_checked, passed, undetermined, verified
from orepass.kernel.text import marked as _

STATUS = "status"
CLEAR_WITH_MESSAGE = _("Neither revoked nor suspended ({source}). The issuer says: {text}")
ENTRY = "BitstringStatusListEntry"
LISTING, LIST = "BitstringStatusListCredential", "BitstringStatusList"
ENTRIES_MAX = 8
SIZE_MAX = 8
TEXT_MAX = 200
NOT_UNDERSTOOD = undetermined(STATUS, _("A status entry is of a kind that is not understood."))
OTHER_PURPOSE = undetermined(STATUS, _("The status list serves another purpose than the entry names."))
OTHER_ISSUER = _("The status list is issued by {other}, not by the issuer.")
SUSPENDED = _("The issuer has suspended or withdrawn the credential ({source}): its own register says which.")
DEFECTIVE = _("The status entry is defective: {reason}")


class Fetched(msgspec.Struct, frozen=True):
    """What an address gave, and where it came from; or why it gave nothing."""

    body: str | bytes | None
    source: str = ""
    reason: str = ""


class Kept(msgspec.Struct, frozen=True):
    """A list whose keeper is asked itself: it says one entry's value, so no list is made, signed and read for it."""

    issuer: str
    purpose: str
    size: int
    length: int
    value: Callable[[int], int]
    source: str


StatusFetcher = Callable[[str], Fetched | Kept]
SignedCheck = Callable[[Presented], bool]
"""Say whether a list is signed by its issuer, with a key that may sign."""


def check_status(
    presented: Presented, *, fetch: StatusFetcher, resolver: Resolver, at: datetime, linked_data: LinkedData = NOBODY
) -> Check:
    """Check every status entry of a credential: one that is set fails, one that is unknown leaves it open."""
    named = presented.credential.get("credentialStatus")
    entries = named if isinstance(named, list) else [] if named is None else [named]
    if not entries:
        return not_checked(STATUS, _("The credential names no status list."))
    if len(entries) > ENTRIES_MAX:
        return failed(STATUS, _("The credential names more status entries than anyone needs."))

    def signed(listing: Presented) -> bool:
        return verified(check_signatures(listing, resolver, linked_data)) is True

    checks = [_check_entry(entry, presented.issuer, fetch=fetch, signed=signed, at=at) for entry in entries]
    for result in (Result.FAILED, Result.UNDETERMINED):
        for check in checks:
            if check.result is result:
                return check
    sources = ", ".join(sorted({check.params["source"] for check in checks}))
    told = " ".join(check.params["text"] for check in checks if "text" in check.params)
    if told:
        return passed(STATUS, CLEAR_WITH_MESSAGE, source=sources, text=told)
    return passed(STATUS, _("Neither revoked nor suspended ({source})."), source=sources)


def _check_entry(entry: Any, issuer: str, *, fetch: StatusFetcher, signed: SignedCheck, at: datetime) -> Check:  # noqa: ANN401 - any JSON value
    if not isinstance(entry, dict) or entry.get("type") != ENTRY or _size(entry) is None:
        return NOT_UNDERSTOOD
    address = entry.get("statusListCredential")
    if not isinstance(address, str):
        return failed(STATUS, _("A status entry names no list."))
    fetched = fetch(address)
    if isinstance(fetched, Kept):
        return _read_kept(entry, fetched, issuer)
    if fetched.body is None:
        reason = _("The status list {url} could not be fetched: {reason}.")
        return undetermined(STATUS, reason, url=address, reason=fetched.reason)
    try:
        listing = _opened(fetched.body)
    except BadDocument as bad:
        return undetermined(STATUS, _("The status list cannot be read: {reason}"), reason=bad)
    doubt = _other_list(listing, address) or _doubt(listing, issuer, signed=signed, at=at)
    return doubt or _read_bit(entry, listing, fetched.source)


@functools.lru_cache(status_list.LISTS_KEPT)
def _opened(body: str | bytes) -> Presented:
    """Take a list apart; those opened last are kept, for one serves many credentials."""
    return read(body)


def _other_list(listing: Presented, address: str) -> Check | None:
    """Say why what came from an address is no status list, or not the one that was asked for there.

    Everything an issuer signed is signed by it: only its name and its types tell one list from another (Bitstring
    Status List 1.0, §2.2). It may leave the name out.
    """
    own = listing.credential
    if own.get("id", address) != address:
        return undetermined(STATUS, _("The status list at {url} calls itself {other}."), url=address, other=own["id"])
    subject = own.get("credentialSubject")
    if LISTING not in types_of(own) or not isinstance(subject, dict) or LIST not in types_of(subject):
        return undetermined(STATUS, _("What lies at {url} is no status list by its types."), url=address)
    return None


def _doubt(listing: Presented, issuer: str, *, signed: SignedCheck, at: datetime) -> Check | None:
    """Say why a list decides nothing; ``None`` when it may be relied upon."""
    if listing.issuer != issuer:
        return undetermined(STATUS, OTHER_ISSUER, other=listing.issuer)
    if not signed(listing):
        return undetermined(STATUS, _("The signature of the status list could not be confirmed."))
    if check_dates(listing.credential, at).result is not Result.PASSED:
        return undetermined(STATUS, _("The status list is not valid at this time."))
    return None


def _read_bit(entry: dict[str, Any], listing: Presented, source: str) -> Check:
    subject = listing.credential["credentialSubject"]
    purpose, purposes = entry.get("statusPurpose"), subject.get("statusPurpose")
    if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        return OTHER_PURPOSE
    try:
        bits = status_list.decode(subject.get("encodedList"))
    except BadDocument as bad:
        return undetermined(STATUS, _("The status list cannot be read: {reason}"), reason=bad)
    try:
        value = status_list.value(bits, entry.get("statusListIndex"), size=_size(entry) or 1)
    except BadDocument as bad:
        return failed(STATUS, DEFECTIVE, reason=bad)
    return _said(entry, value, source)


def _read_kept(entry: dict[str, Any], kept: Kept, issuer: str) -> Check:
    """Ask the keeper of a list for the entry; the same doubts decide nothing as with a list that was read."""
    if kept.issuer != issuer:
        return undetermined(STATUS, OTHER_ISSUER, other=kept.issuer)
    if kept.purpose != entry.get("statusPurpose"):
        return OTHER_PURPOSE
    if kept.size != _size(entry):
        return NOT_UNDERSTOOD
    try:
        number = status_list.number(entry.get("statusListIndex"), entries=kept.length)
    except BadDocument as bad:
        return failed(STATUS, DEFECTIVE, reason=bad)
    return _said(entry, kept.value(number), kept.source)


def _said(entry: dict[str, Any], value: int, source: str) -> Check:
    purpose = entry.get("statusPurpose")
    if purpose == MESSAGE:
        return _message(entry, value, source=source)
    return _meaning(str(purpose), is_set=value > 0, source=source)


def _size(entry: dict[str, Any]) -> int | None:
    """Return how many bits an entry has; several only tell a message. ``None`` when it is not understood."""
    size = entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= SIZE_MAX:
        return None
    return size if size == 1 or entry.get("statusPurpose") == MESSAGE else None


def _message(entry: dict[str, Any], value: int, *, source: str) -> Check:
    """Say what the issuer tells with a value; zero tells nothing."""
    if value == 0:
        return passed(STATUS, _("Not set for {purpose} ({source})."), purpose=MESSAGE, source=source)
    listed = entry.get("statusMessage")
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("status") == f"{value:#x}":
            text = str(one.get("message"))[:TEXT_MAX]
            return passed(STATUS, _("The issuer says: {text} ({source})."), text=text, source=source)
    return passed(STATUS, _("The issuer says: {text} ({source})."), text=f"{value:#x}", source=source)


def _meaning(purpose: str, *, is_set: bool, source: str) -> Check:
    if not is_set:
        return passed(STATUS, _("Not set for {purpose} ({source})."), purpose=purpose, source=source)
    if purpose == "revocation":
        return failed(STATUS, _("The issuer has revoked the credential ({source})."), source=source)
    if purpose == "suspension":
        # An issuer with one entry for a credential, as UNTP 0.7.0 has it, sets that bit for good as well.
        return failed(STATUS, SUSPENDED, source=source)
    return passed(STATUS, _("Set for {purpose} ({source})."), purpose=purpose, source=source)
