"""What is told of the lot behind a passport: by the register as of now, in a bundle as of when the bundle was made.

A bundle brings a statement of the passport's issuer, signed and dated as a status list is, which says one word of these
for the next day. It says as little as a reader has to know: that something stands against the lot, never who or why.
It has a type of its own, which nobody has signed at the desk for credentials, and speaks for no longer than that day.
"""

from enum import StrEnum
from typing import Final

import msgspec

from orepass.credentials.rules.bundled import Statement
from orepass.credentials.rules.presented import types_of
from orepass.credentials.rules.status_list import VALID
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.structure import BASE_CONTEXT, instant
from orepass.kernel.check import Check, Result, failed, not_checked, passed, undetermined
from orepass.kernel.text import marked as _
from orepass.passport.rules.trust_graph import PASSPORT

LOT: Final = "lot"
TYPE: Final = "LotStanding"
TYPES: Final = ["VerifiableCredential", TYPE]
CONTEXT: Final = [BASE_CONTEXT, {TYPE: f"https://orepass.example/ns/passport/{TYPE}"}]
"""What gives the type of a statement its meaning."""

STATED: Final = frozenset({"@context", "type", "issuer", "validFrom", "validUntil", "credentialSubject"})
"""All that a statement of a lot says."""


class Standing(StrEnum):
    """How a lot stands; a statement names it by this word."""

    WELL = "well"
    NOTHING_LEFT = "nothing_left"
    CLAIMED_ELSEWHERE = "claimed_elsewhere"
    CLAIM_FELL = "claim_fell"
    PART_FELL = "part_fell"
    CLAIM_ENDED = "claim_ended"
    RECALLED = "recalled"
    ON_HOLD = "on_hold"
    IN_ACCOUNT = "in_account"
    UNKNOWN = "unknown"


class _Words(msgspec.Struct, frozen=True):
    """What a standing means for a passport, and how it is said of now and of an earlier day."""

    result: Result
    today: str
    then: str
    required: bool = True


WORDS: Final = {
    Standing.WELL: _Words(
        Result.PASSED,
        _("The lot is neither on hold nor recalled, and nothing of it was claimed elsewhere since."),
        _("On {day} the lot was neither on hold nor recalled, and nothing of it had been claimed elsewhere."),
    ),
    Standing.NOTHING_LEFT: _Words(
        Result.PASSED,
        _("Nothing is left of the lot. The passport tells of it as it was."),
        _("On {day} nothing was left of the lot. The passport tells of it as it was."),
    ),
    Standing.CLAIMED_ELSEWHERE: _Words(
        Result.FAILED,
        _("A part of what it claims was claimed elsewhere since it was issued."),
        _("By {day} a part of what it claims had been claimed elsewhere."),
    ),
    Standing.CLAIM_FELL: _Words(
        Result.FAILED,
        _("Less of the lot may be claimed than the passport says: what is told of it has changed since."),
        _("On {day} less of the lot could be claimed than the passport says: what was told of it had changed."),
    ),
    Standing.PART_FELL: _Words(
        Result.UNDETERMINED,
        _("Of a part of the lot less may be claimed than the passport says. Ask whoever offers it."),
        _("On {day} less could be claimed of a part of the lot than the passport says. Ask whoever offers it."),
    ),
    Standing.CLAIM_ENDED: _Words(
        Result.UNDETERMINED,
        _("The claim of the lot or a part of it ended with somebody without a custody certificate. Ask who offers it."),
        _("By {day} the claim of the lot or a part of it had ended with somebody without a custody certificate. Ask."),
    ),
    Standing.RECALLED: _Words(
        Result.UNDETERMINED,
        _("The lot is recalled, and the recall is open. Do not rely on the passport before it has ended; ask."),
        _("On {day} the lot was recalled, and the recall was open. Ask how it ended before you rely on the passport."),
    ),
    Standing.ON_HOLD: _Words(
        Result.UNDETERMINED,
        _("The lot is on hold: somebody has to decide about it. Ask whoever issued the passport."),
        _("On {day} the lot was on hold: somebody had to decide about it. Ask whoever issued the passport."),
    ),
    Standing.IN_ACCOUNT: _Words(
        Result.UNDETERMINED,
        _("Its claim has gone over to an account since. What may be claimed now is told there; ask."),
        _("By {day} its claim had gone over to an account. What may be claimed is told there; ask."),
        required=False,
    ),
    Standing.UNKNOWN: _Words(
        Result.UNDETERMINED,
        _("No event of this register names the lot any more."),
        _("On {day} no event of the issuer's register named the lot any more."),
    ),
}


def passport_told_of(credential: Document) -> str:
    """Return the address of the passport whose lot a statement tells of; empty where it is no such statement.

    It says what statements in bundles say and nothing besides, so that nothing else passes for one.
    """
    subject = credential.get("credentialSubject")
    if credential.keys() != STATED or types_of(credential) != TYPES or not isinstance(subject, dict):
        return ""
    about, word = subject.get("id"), subject.get("name")
    if subject.keys() != {"id", "name"} or not isinstance(about, str) or not isinstance(word, str):
        return ""
    return about if word in WORDS else ""


def said_today(standing: Standing) -> Check:
    """Say how a lot stands now."""
    return _said(WORDS[standing], WORDS[standing].today)


def told_of_lot(credential: Document, statement: Statement | str | None, *, is_expected: bool) -> list[Check]:
    """Say what the statement in a bundle tells of a passport's lot; of other credentials nothing.

    ``statement`` is a text where it cannot be read. Without one the question stays open where it ``is_expected``: of
    an issuer that the reader relies upon, for whoever leaves it out may have a reason to.
    """
    if PASSPORT not in types_of(credential):
        return []
    if statement is None:
        if is_expected:
            return [undetermined(LOT, _("The bundle does not say how the lot stood when it was made."))]
        return [not_checked(LOT, _("Only its issuer knows what became of the lot."))]
    if isinstance(statement, str):
        return [undetermined(LOT, _("What the bundle says of the lot cannot be read: {reason}"), reason=statement)]
    return [_told(credential, statement)]


def _told(credential: Document, statement: Statement) -> Check:
    said = statement.said
    if not statement.is_by_issuer:
        return undetermined(LOT, _("What the bundle says of the lot is not signed by the issuer of the passport."))
    if not _is_of_its_kind(said):
        return undetermined(LOT, _("What the bundle says of the lot is no statement of how a lot stands."))
    subject = said.get("credentialSubject")
    named = subject if isinstance(subject, dict) else {}
    about = named.get("id")
    if not isinstance(about, str) or about != credential.get("id") or instant(said.get("validFrom")) is None:
        return undetermined(LOT, _("What the bundle says of the lot is said of another passport, or on no day."))
    return _told_for_a_time(statement, named.get("name"))


def _told_for_a_time(statement: Statement, word: object) -> Check:
    start = statement.said.get("validFrom")
    if statement.period.result is not Result.PASSED:
        return undetermined(
            LOT, _("What the bundle says of the lot was said for another time, from {start} on."), start=start
        )
    if not _is_for_a_day(statement.said):
        return undetermined(LOT, _("What the bundle says of the lot is said for longer than a day, or without an end."))
    if not isinstance(word, str) or word not in WORDS:
        return undetermined(LOT, _("What the bundle says of the lot is not understood."))
    words = WORDS[Standing(word)]
    return _said(words, words.then, day=str(start)[:10])


def _is_of_its_kind(said: Document) -> bool:
    """Say whether it is what a register signs of a lot.

    Nobody asks here for the status of a statement, so that none with one counts.
    """
    return said.get("@context") == CONTEXT and types_of(said) == TYPES and "credentialStatus" not in said


def _is_for_a_day(said: Document) -> bool:
    """Say whether it ends as soon as a status list does; what was said without an end could be shown for ever."""
    begins, ends = instant(said.get("validFrom")), instant(said.get("validUntil"))
    return begins is not None and ends is not None and ends - begins <= VALID


def _said(words: _Words, sentence: str, **params: str) -> Check:
    if words.result is Result.UNDETERMINED:
        return undetermined(LOT, sentence, required=words.required, **params)
    return (passed if words.result is Result.PASSED else failed)(LOT, sentence, **params)
