"""When an identity anchor no longer counts: its DID has ended, or the record of a number that it names."""

from datetime import UTC, datetime, timedelta

import pytest

from orepass.passport.rules.anchored import AnchorFacts, is_outdated

AT = datetime(2026, 6, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("facts", "outdated"),
    [
        (AnchorFacts(), False),
        (AnchorFacts(did_ended_at=AT + SECOND), False),
        (AnchorFacts(did_ended_at=AT), True),
        (AnchorFacts(did_ended_at=AT - SECOND), True),
        (AnchorFacts(numbers_ended=1), True),
        (AnchorFacts(did_ended_at=AT + SECOND, numbers_ended=1), True),
    ],
    ids=str,
)
def test_what_became_of_its_did_and_its_numbers_decides(facts: AnchorFacts, outdated: bool) -> None:
    assert is_outdated(facts, AT) is outdated
