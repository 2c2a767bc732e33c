"""What a buyer pays on top of the goods is quoted in the lines that an edition lists, and in no others."""

from decimal import Decimal

import pytest

from orepass.inclusion.fees.rules.pricing import Measure, confirmed, price
from orepass.inclusion.fees.rules.terms import FeeUnknown, NoBuyerLines, lines_of
from orepass.register import rulebook
from orepass.scheme.rules.blockcheck import together
from orepass.scheme.rules.parameters import Parameter, Rules

assert rulebook.MODULES, "importing the book declares the rules that steps take"
BASE = {"fees.currency": "USD", "fees.audit.base": "10", "fees.licence.base": "175.50"}
LISTED = {**BASE, "fees.buyer_lines": ["premium", "licence"]}


def rules(values: dict[str, object]) -> Rules:
    return Rules(
        {
            path: Parameter(path=path, value=value, unit="-", source="own choice", clause="-", verified=False)
            for path, value in values.items()
        }
    )


def amount(values: dict[str, object], fee: str, measure: Measure) -> Decimal:
    return price(rules(values), fee, measure, pack_digest="d", standard="S").amount.amount


def test_a_buyer_is_told_the_lines_of_the_edition_in_its_order_and_a_producer_the_others() -> None:
    assert lines_of(rules(LISTED), buyer=True) == ("premium", "licence")
    assert lines_of(rules(LISTED), buyer=False) == ("audit",)
    assert lines_of(rules(BASE), buyer=False) == ("audit", "licence")


def test_an_edition_that_lists_nothing_has_no_quote_for_a_buyer() -> None:
    with pytest.raises(NoBuyerLines):
        lines_of(rules(BASE), buyer=True)


def test_the_premium_is_of_the_price_or_of_the_mass_as_the_edition_says() -> None:
    gold = Measure(revenue=Decimal(50000), volume_t=Decimal("0.002"))
    assert amount({**LISTED, "fees.premium.price_percent": 10}, "premium", gold) == 5000
    assert amount({**LISTED, "fees.premium.per_kilogram": "2000"}, "premium", gold) == 4000
    assert amount(LISTED, "licence", gold) == Decimal("175.50")


def test_a_premium_is_a_line_only_where_the_edition_lists_it() -> None:
    with pytest.raises(FeeUnknown):
        amount({**BASE, "fees.premium.price_percent": 10}, "premium", Measure())


def test_a_premium_without_a_rate_of_its_edition_is_not_priced_by_anyone_elses() -> None:
    with pytest.raises(FeeUnknown):
        amount({**LISTED, "fees.premium.quorum_percent": 50}, "premium", Measure(volume_t=Decimal("0.002")))


@pytest.mark.parametrize(("said", "clashes"), [("quorum_percent", 1), ("price_percent", 0), ("per_kilogram", 0)])
def test_a_premium_of_which_no_rate_is_said_refuses_the_pack(said: str, clashes: int) -> None:
    found = list(together(rules({**LISTED, f"fees.premium.{said}": 50}), str))
    assert len(found) == clashes
    assert all("price_percent" in clash.message for clash in found)


@pytest.mark.parametrize(
    ("verified", "paths", "so"),
    [(True, ["fees.audit.base"], True), (False, ["fees.audit.base"], False), (True, [], False), (True, ["no"], False)],
)
def test_a_line_is_confirmed_by_every_number_behind_it_and_by_one_at_least(
    *, verified: bool, paths: list[str], so: bool
) -> None:
    number = Parameter(path="fees.audit.base", value="10", unit="USD", source="-", clause="-", verified=verified)
    assert confirmed(Rules({number.path: number}), paths) is so


def test_a_line_of_which_nothing_is_said_refuses_the_pack() -> None:
    (clash,) = together(rules({**LISTED, "fees.buyer_lines": ["licence", "goodwill"]}), str)
    assert "goodwill" in clash.message
