"""Why a certificate's credential may not be relied upon: the graver reason is told, and what stands has none."""

from datetime import date

import pytest

from orepass.passport.rules.lapse import Lapse, lapse_on

DAY = date(2026, 3, 3)
BEFORE, AFTER = date(2026, 3, 2), date(2026, 3, 4)


@pytest.mark.parametrize(
    ("status", "lost_before", "ends", "issued_on", "lapse"),
    [
        ("active", None, [], BEFORE, None),
        ("expired", None, [], BEFORE, None),
        ("not_yet_valid", None, [], BEFORE, None),
        ("suspended", None, [], BEFORE, Lapse.SUSPENDED),
        ("withdrawn", None, [], BEFORE, Lapse.WITHDRAWN),
        ("withdrawn", BEFORE, [DAY], BEFORE, Lapse.WITHDRAWN),
        ("terminated", None, [], BEFORE, Lapse.TERMINATED),
        ("terminated", None, [], None, Lapse.TERMINATED),
        ("active", DAY, [], BEFORE, Lapse.UNACCREDITED),
        ("active", DAY, [DAY], BEFORE, Lapse.UNACCREDITED),
        ("active", AFTER, [], BEFORE, None),
        ("active", None, [None, DAY], BEFORE, Lapse.REDUCED),
        ("active", None, [DAY], DAY, None),
        ("active", None, [AFTER], BEFORE, None),
        ("active", None, [DAY], None, None),
    ],
)
def test_reason_is_the_gravest_that_holds_on_the_day(
    status: str, lost_before: date | None, ends: list[date | None], issued_on: date | None, lapse: Lapse | None
) -> None:
    found = lapse_on(
        DAY, status=status, lost_before=lost_before, member_before=None, site_ends=ends, issued_on=issued_on
    )
    assert found is lapse


@pytest.mark.parametrize(
    ("status", "lost_before", "member_before", "lapse"),
    [
        ("expired", None, DAY, Lapse.NO_MEMBER),
        ("expired", None, BEFORE, Lapse.NO_MEMBER),
        ("active", None, AFTER, None),
        ("expired", DAY, DAY, Lapse.UNACCREDITED),
        ("withdrawn", None, DAY, Lapse.WITHDRAWN),
    ],
)
def test_certificate_for_members_lapses_on_the_day_on_which_the_membership_ends(
    status: str, lost_before: date | None, member_before: date, lapse: Lapse | None
) -> None:
    ends = {"lost_before": lost_before, "member_before": member_before}
    assert lapse_on(DAY, status=status, **ends, site_ends=[DAY], issued_on=None) is lapse
