"""What an importer declares year by year: in scope, out of scope or unknown, kept with its why (F6)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from orepass.diligence.actions import declare_goods
from orepass.diligence.actions.imports import GoodsMass, GoodsUnnamed, GoodsYear
from orepass.diligence.models import ImportYear
from orepass.diligence.queries import ImportCard, imports_for
from orepass.kernel.refusal import Denied
from orepass.party.actions import register_organisation
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.platform.replaying import Result, replay
from tests.certification import refuses

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STEWARD = Actor("per-STEWARD", roles=frozenset({Role.STEWARD}))


@pytest.fixture
def importer(db: None) -> Actor:
    house = register_organisation(STEWARD, name="Zinnhandel", kind=OrganisationKind.OPERATOR, country="DE").id
    return Actor("per-IMPORTER", house, frozenset({Role.BUYER}))


def declare(actor: Actor, mass: str | None, goods: str = "tin-ore", **changes: Any) -> ImportCard:
    inputs = {"year": 2025, "goods": goods, "mass_kg": Decimal(mass) if mass else None, "at": AT, **changes}
    return declare_goods(actor, **inputs)


@pytest.mark.parametrize(
    ("goods", "mass", "scope"),
    [
        ("tin-ore", "4900", "out_of_scope"),
        ("tin-ore", "4999.999", "out_of_scope"),
        ("tin-ore", "5000", "in_scope"),
        ("2609 00 00", "5000", "in_scope"),
        ("28259040", "99999.999", "out_of_scope"),
        ("tin-ore", None, "unknown"),
        ("7108", "50", "unknown"),
        ("cobalt", "5000", "unknown"),
    ],
)
def test_f6_a_year_is_in_scope_from_its_threshold_on(importer: Actor, goods: str, mass: str | None, scope: str) -> None:
    card = declare(importer, mass, goods)
    assert card.scope == scope
    assert [(one.kind, one.result) for one in replay(card.id)] == [("diligence.goods.scope", Result.EQUAL)]
    assert card.explanation
    assert card.sources


def test_a_code_and_a_name_are_the_same_goods_and_the_later_declaration_counts(importer: Actor) -> None:
    first = declare(importer, "4900")
    declare(importer, "10", "gold-unrefined")
    second = declare(importer, "5200", "2609 00 00")
    cards = {card.id: card for card in imports_for(importer)}
    assert (cards[first.id].corrected_by, cards[second.id].corrects) == (second.id, first.id)
    assert [card.corrected_by for card in cards.values()].count(None) == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"goods": " "}, GoodsUnnamed),
        ({"goods": "x" * 41}, GoodsUnnamed),
        ({"mass_kg": Decimal(-1)}, GoodsMass),
        ({"mass_kg": Decimal(10) ** 16}, GoodsMass),
        ({"year": 2020}, GoodsYear),
        ({"year": 2027}, GoodsYear),
    ],
)
def test_what_cannot_be_declared_is_refused(importer: Actor, changes: dict[str, Any], refusal: type[Exception]) -> None:
    inputs = {"goods": "tin-ore", **changes}
    with refuses(refusal):
        declare(importer, "1", inputs.pop("goods"), **inputs)
    assert not ImportYear.objects.exists()


def test_only_those_who_buy_or_work_declare_and_only_their_own_house_reads(importer: Actor) -> None:
    declare(importer, "5000")
    with refuses(Denied):
        declare(Actor("per-AUDITOR", importer.organisation, frozenset({Role.AUDITOR})), "5000")
    assert imports_for(Actor("per-OTHER", "", frozenset({Role.BUYER}))) == []
