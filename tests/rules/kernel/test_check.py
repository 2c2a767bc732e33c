"""Checks add up to one answer: a failure spoils all, and what could not be decided is not verified."""

import pytest

from orepass.kernel.check import Check, Summary, failed, not_checked, passed, summaries, undetermined, verified

GOOD, BAD = passed("proof", "It holds for {who}.", who="ANRM"), failed("dates", "It ended.")
UNDECIDED, LEFT_OUT = undetermined("status", "No answer."), not_checked("schema", "Not asked for.")


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
        Summary("proof", GOOD.result, "It holds for ANRM."),
        Summary("schema", LEFT_OUT.result, "Not asked for."),
    ]
