"""Checks add up to one answer: a failure spoils all, and what could not be decided is not verified."""

import pytest

from orepass.kernel.check import Check, Summary, failed, not_checked, passed, summaries, undetermined, verified

GOOD = passed("identity", "The issuer is {who} of this register.", who="ANRM")
BAD = failed("dates", "It was valid until {end}.", end="2026-01-01")
UNDECIDED, LEFT_OUT = undetermined("status", "A status entry names no list."), not_checked("log", "No log was asked.")


@pytest.mark.parametrize(
    ("checks", "answer"),
    [
        ([GOOD], True),
        ([GOOD, LEFT_OUT], True),
        ([GOOD, UNDECIDED], None),
        ([GOOD, UNDECIDED, BAD], False),
        ([BAD, LEFT_OUT], False),
    ],
)
def test_one_failure_spoils_all_and_the_undecided_is_not_verified(checks: list[Check], answer: bool | None) -> None:
    assert verified(checks) is answer


def test_a_check_is_printed_with_its_sentence_filled_in() -> None:
    assert summaries([GOOD, LEFT_OUT]) == [
        Summary("identity", GOOD.result, "The issuer is ANRM of this register.", "identity.registered_here"),
        Summary("log", LEFT_OUT.result, "No log was asked.", "log.not_asked"),
    ]


def test_a_sentence_without_a_code_is_no_reason() -> None:
    with pytest.raises(AssertionError, match=r"no code in kernel/reasons\.json for the reason “It ended\.”"):
        failed("dates", "It ended.")
