"""Where material comes into being, and where it only passes through."""

import pytest

from orepass.party.rules.kinds import begins_nothing


@pytest.mark.parametrize(
    ("activities", "nothing"),
    [((), False), (("refining",), True), (("refining", "recycling"), False), (("extraction",), False)],
    ids=["not said", "a refinery", "a refinery that recycles", "a mine"],
)
def test_nothing_begins_at_a_refinery_and_nobody_knows_where_no_activity_is_said(
    activities: tuple[str, ...], nothing: bool
) -> None:
    assert begins_nothing(activities) is nothing
