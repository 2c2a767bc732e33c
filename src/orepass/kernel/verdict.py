"""Yes, no, or unknown with a reason: unknown is not clean.

Every evaluator returns a verdict. A verdict has no truth value: ``bool()`` raises, so that an unknown can never slip
through an ``if`` as a yes. Three-valued logic after Kleene: a *no* decides a conjunction and a *yes* a disjunction.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Answer(StrEnum):
    """The three answers."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Unknown(StrEnum):
    """Why something is unknown; the three are never merged."""

    MISSING = "missing"
    UNVERIFIABLE = "unverifiable"
    EXPIRED = "expired"


class Verdict(msgspec.Struct, frozen=True):
    """An answer with its reasons."""

    answer: Answer
    reasons: tuple[str, ...] = ()
    unknown: Unknown | None = None

    def __bool__(self) -> bool:
        """Refuse to be a truth value: ask ``is_yes``, ``is_no`` or ``is_unknown``."""
        message = "a verdict has no truth value; ask is_yes, is_no or is_unknown"
        raise TypeError(message)

    @property
    def is_yes(self) -> bool:
        """Say whether the answer is yes; only this grants a right."""
        return self.answer is Answer.YES

    @property
    def is_no(self) -> bool:
        """Say whether the answer is no."""
        return self.answer is Answer.NO

    @property
    def is_unknown(self) -> bool:
        """Say whether the answer is not known."""
        return self.answer is Answer.UNKNOWN


def yes(*reasons: str) -> Verdict:
    """Answer yes."""
    return Verdict(Answer.YES, reasons)


def no(*reasons: str) -> Verdict:
    """Answer no."""
    return Verdict(Answer.NO, reasons)


def unknown(kind: Unknown, *reasons: str) -> Verdict:
    """Answer that it is not known, and why."""
    return Verdict(Answer.UNKNOWN, reasons, kind)


def negate(verdict: Verdict) -> Verdict:
    """Turn yes into no and back; unknown stays unknown."""
    if verdict.is_yes:
        return no(*verdict.reasons)
    return yes(*verdict.reasons) if verdict.is_no else verdict


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Answer yes only when every part does; one no decides, else one unknown does."""
    return _decide(list(verdicts), decisive=Answer.NO, otherwise=Answer.YES)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Answer yes when one part does; no only when every part is no."""
    return _decide(list(verdicts), decisive=Answer.YES, otherwise=Answer.NO)


def _decide(parts: list[Verdict], *, decisive: Answer, otherwise: Answer) -> Verdict:
    for answer in (decisive, Answer.UNKNOWN, otherwise):
        same = [part for part in parts if part.answer is answer]
        if same:
            reasons = tuple(reason for part in same for reason in part.reasons)
            kinds = [part.unknown for part in same if part.unknown]
            return Verdict(answer, reasons, kinds[0] if kinds else None)
    return Verdict(otherwise)
