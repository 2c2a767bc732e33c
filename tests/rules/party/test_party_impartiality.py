from datetime import date

import pytest

from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown
from orepass.party.rules.impartiality import Interest, tied
from orepass.party.rules.kinds import InterestKind

CLIENT = "org-CLIENT"
ENDED = date(2024, 3, 1)


def interest(kind: InterestKind, valid_from: date, valid_before: date | None = None, client: str = CLIENT) -> Interest:
    return Interest(kind, client, Period(valid_from, valid_before))


CONSULTED = interest(InterestKind.CONSULTED, date(2023, 1, 1), ENDED)


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (date(2022, 12, 31), "unknown"),
        (date(2023, 6, 1), "yes"),
        (date(2024, 3, 1), "yes"),
        (date(2026, 2, 28), "yes"),
        (date(2026, 3, 1), "unknown"),
    ],
)
def test_consulting_counts_until_24_months_after_its_end(on: date, answer: str) -> None:
    assert tied([CONSULTED], CLIENT, on).answer == answer


def test_silence_is_unknown_and_not_a_clearance() -> None:
    verdict = tied([], CLIENT, date(2026, 1, 1))
    assert verdict.unknown is Unknown.MISSING


def test_declaration_of_no_interest_answers_no_for_a_year() -> None:
    none = interest(InterestKind.NONE, date(2025, 1, 1))
    assert tied([none], CLIENT, date(2025, 12, 31)).is_no
    assert tied([none], CLIENT, date(2026, 1, 1)).unknown is Unknown.EXPIRED


def test_declaration_of_no_interest_does_not_clear_a_tie_on_record() -> None:
    none = interest(InterestKind.NONE, date(2025, 1, 1))
    assert tied([none, CONSULTED], CLIENT, date(2025, 6, 1)).is_yes


def test_a_tie_to_another_client_says_nothing() -> None:
    other = interest(InterestKind.EMPLOYED, date(2020, 1, 1), client="org-OTHER")
    assert tied([other], CLIENT, date(2025, 1, 1)).is_unknown


def test_ownership_counts_while_it_lasts_and_no_longer() -> None:
    owned = interest(InterestKind.OWNS, date(2020, 1, 1), date(2025, 1, 1))
    assert tied([owned], CLIENT, date(2024, 12, 31)).is_yes
    assert tied([owned], CLIENT, date(2025, 1, 1)).is_unknown
    assert tied([interest(InterestKind.OWNS, date(2020, 1, 1))], CLIENT, date(2025, 1, 1)).is_yes


def test_scheme_may_set_another_cooling_off() -> None:
    assert tied([CONSULTED], CLIENT, date(2026, 12, 1), months=36).is_yes


def test_declaration_of_no_interest_may_end_earlier() -> None:
    none = interest(InterestKind.NONE, date(2025, 1, 1), date(2025, 2, 1))
    assert tied([none], CLIENT, date(2025, 1, 31)).is_no
    assert tied([none], CLIENT, date(2025, 2, 1)).is_unknown
