from datetime import date

from orepass.kernel.period import Period
from orepass.kernel.verdict import Unknown
from orepass.party.rules.accreditation import accredited
from orepass.party.rules.provider_standing import AccreditationFact

FACT = AccreditationFact("CPS", Period(date(2025, 1, 1), date(2028, 1, 1)), "Accreditor")


def test_provider_is_accredited_within_the_period_for_that_standard_only() -> None:
    assert accredited([FACT], "CPS", date(2025, 1, 1)).is_yes
    assert accredited([FACT], "CPS", date(2027, 12, 31)).is_yes
    assert accredited([FACT], "CCS", date(2026, 1, 1)).unknown is Unknown.MISSING


def test_lapsed_and_missing_are_different_unknowns() -> None:
    assert accredited([FACT], "CPS", date(2028, 1, 1)).unknown is Unknown.EXPIRED
    assert accredited([FACT], "CPS", date(2024, 12, 31)).unknown is Unknown.MISSING
    assert accredited([], "CPS", date(2026, 1, 1)).unknown is Unknown.MISSING


def test_withdrawal_is_a_no_from_its_day() -> None:
    withdrawn = AccreditationFact("CPS", FACT.period, "Accreditor", date(2026, 5, 1))
    assert accredited([withdrawn], "CPS", date(2026, 4, 30)).is_yes
    assert accredited([withdrawn], "CPS", date(2026, 5, 1)).is_no


def test_second_accreditation_stands_beside_a_withdrawn_one() -> None:
    withdrawn = AccreditationFact("CPS", FACT.period, "First", date(2026, 5, 1))
    assert accredited([withdrawn, FACT], "CPS", date(2026, 6, 1)).is_yes
