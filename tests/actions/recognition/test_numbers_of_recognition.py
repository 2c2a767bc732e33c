"""Every number of recognition that an edition sets is followed; what it leaves open keeps the default."""

from decimal import Decimal

from orepass.inclusion.recognition.queries.agreements import limits_of
from orepass.inclusion.recognition.rules.claim import Limits
from orepass.scheme.rules.parameters import Parameter, Rules


def rules(**numbers: object) -> Rules:
    found = {
        f"recognition.{name}": Parameter(
            path=f"recognition.{name}", value=value, unit="count", source="own choice", clause="a test", verified=False
        )
        for name, value in numbers.items()
    }
    return Rules(found)


def test_numbers_of_an_edition_are_followed_and_broken_ones_stay_exact() -> None:
    found = limits_of(rules(assurance_mean_min="1.25", check_max_days=30, hold_days=10, transitive=0))
    assert found == Limits(assurance_mean_min=Decimal("1.25"), check_days_max=30, hold_days=10)


def test_an_edition_that_is_silent_or_not_there_leaves_the_defaults() -> None:
    assert limits_of(None) == limits_of(rules()) == Limits()
