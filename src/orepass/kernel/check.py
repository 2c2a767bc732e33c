"""Checks are answers, one by one: passed, failed, undetermined, or not checked; never a bare "invalid".

Unreachable and unknown are *undetermined*, which is never valid. What was left out is said to be *not checked*.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from orepass.kernel.reasons import code_of
from orepass.kernel.text import fill


class Result(StrEnum):
    """The four results of a check."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_CHECKED = "not_checked"


class Check(msgspec.Struct, frozen=True):
    """One check with its reason; ``template`` and ``params`` let a page say the reason in its own language.

    ``code`` is the stable name of the reason (kernel/reasons.json), for programs.
    """

    name: str
    result: Result
    reason: str
    template: str
    code: str
    params: dict[str, str] = {}
    required: bool = True


class Summary(msgspec.Struct, frozen=True):
    """A check as commands and pages print it."""

    name: str
    result: Result
    reason: str
    code: str


def passed(name: str, template: str, **params: object) -> Check:
    """Say that a check passed."""
    return _check(name, Result.PASSED, template, params)


def failed(name: str, template: str, **params: object) -> Check:
    """Say that a check failed."""
    return _check(name, Result.FAILED, template, params)


def undetermined(name: str, template: str, *, required: bool = True, **params: object) -> Check:
    """Say that a check could not be decided."""
    return _check(name, Result.UNDETERMINED, template, params, required=required)


def not_checked(name: str, template: str, **params: object) -> Check:
    """Say that a check was left out, and why."""
    return _check(name, Result.NOT_CHECKED, template, params, required=False)


def verified(checks: Iterable[Check]) -> bool | None:
    """Sum up: false when any check failed, else ``None`` when a required one is undetermined, else true."""
    results = list(checks)
    if any(check.result is Result.FAILED for check in results):
        return False
    if any(check.result is Result.UNDETERMINED and check.required for check in results):
        return None
    return True


def summaries(checks: Iterable[Check]) -> list[Summary]:
    """Return the checks as they are printed."""
    return [Summary(check.name, check.result, check.reason, check.code) for check in checks]


def _check(name: str, result: Result, template: str, params: dict[str, object], *, required: bool = True) -> Check:
    texts = {key: str(value) for key, value in params.items()}
    return Check(name, result, fill(template, texts), template, code_of(template), texts, required)
