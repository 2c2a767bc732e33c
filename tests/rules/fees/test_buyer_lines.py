"""What a buyer pays on top of the goods is quoted in the lines that an edition lists, and in no others."""

from decimal import Decimal

import pytest

from orepass.inclusion.fees.rules.pricing import Measure, price
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


def test_a_line_of_which_nothing_is_said_refuses_the_pack() -> None:
    (clash,) = together(rules({**LISTED, "fees.buyer_lines": ["licence", "goodwill"]}), str)
    assert "goodwill" in clash.message
