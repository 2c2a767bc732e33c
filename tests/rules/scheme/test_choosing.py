from datetime import date

import msgspec
import pytest

from orepass.scheme.rules.editions.choosing import meant

DAY = date(2026, 11, 22)


class Edition(msgspec.Struct, frozen=True):
    edition: str
    status: str
    valid_from: date
    valid_before: date | None = None


OLD = Edition("2025.1", "released", date(2025, 1, 1))
NOW = Edition("2026.1", "released", date(2026, 1, 1))
TRIED = Edition("2026.2", "pilot", date(2026, 6, 1))
DRAFTED = Edition("2026.3", "draft", date(2026, 7, 1))
NEXT = Edition("2027.1", "released", date(2027, 1, 1))
ENDED = Edition("2026.0", "released", date(2026, 2, 1), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("editions", "expected"),
    [
        ([OLD, NOW], NOW),
        ([NOW, DRAFTED], NOW),
        ([NOW, NEXT], NOW),
        ([NOW, TRIED], NOW),
        ([TRIED, DRAFTED], TRIED),
        ([OLD, ENDED], OLD),
        ([ENDED, TRIED], TRIED),
        ([ENDED, DRAFTED], ENDED),
        ([ENDED, NEXT], ENDED),
        ([NEXT, DRAFTED], NEXT),
        ([DRAFTED], DRAFTED),
        ([], None),
    ],
)
def test_a_name_alone_means_what_is_in_force_and_never_a_draft_beside_it(
    editions: list[Edition], expected: Edition | None
) -> None:
    assert meant(editions, DAY) is expected
    assert meant(editions[::-1], DAY) is expected


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 12, 31), NOW), (date(2027, 1, 1), NEXT)])
def test_the_new_edition_is_meant_from_its_first_day_on(on: date, expected: Edition) -> None:
    assert meant([NOW, NEXT], on) is expected


def test_an_edition_is_in_force_until_the_day_before_its_end() -> None:
    assert meant([OLD, ENDED], date(2026, 11, 21)) is ENDED
