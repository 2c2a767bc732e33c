"""What nobody assayed is reckoned at what is usual, where that can matter: then the assay is asked for."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History, Place
from orepass.custody.rules.lots import EVEN, Lots
from orepass.custody.rules.materials import Limits, Range
from orepass.custody.rules.movements import movements
from orepass.custody.rules.plausibility import unassayed, untold
from orepass.custody.rules.possible import Part, Throughput, at_first, by_usual
from orepass.custody.rules.terms import Facts
from tests.rules.custody.happened import SITE, event

KG = 10**6
LIMITS = Limits(
    grade={"cobalt.ore": Range(Decimal("0.001"), Decimal("0.08"))}, miner_day_mg={"cobalt": Decimal(10 * KG)}
)
ORE = Facts(element="Co", material="cobalt_ore")
SITE_FACTS: dict[str, Any] = {"site": "sit-1", "artisanal": True, "workers": 3, "name": "Kasulo"}


def begins(*portions: Portion) -> Event:
    return event(Happening.BEGINS, begun=portions)


def ore(kg: int, content: int | None = None, **facts: Any) -> Portion:
    return Portion(uri=f"LOT-{kg}", mass_mg=kg * KG, content_mg=content, facts=msgspec.structs.replace(ORE, **facts))


def asked(told: Event, history: History | None = None, **place: Any) -> list[str]:
    known = history or History()
    known.places = {SITE: Place(**SITE_FACTS | place)}
    case = Case(event=told, lots=Lots(), limits=LIMITS, history=known)
    return [str(finding.params["mass_kg"]) for finding in unassayed.check(case)]


def test_three_miners_win_no_million_kilograms_without_an_assay() -> None:
    # 3 miners × 10 kg × 22 days = 660 kg of cobalt, 10 % above it 726 kg, at 8 % in 9,075 kg of ore.
    assert asked(begins(ore(10**6))) == ["1000000"]
    assert asked(begins(ore(9_075))) == []
    assert asked(begins(ore(9_076))) == ["9076"]
    assert asked(begins(ore(10**6, 4 * KG))) == []


def test_it_is_asked_once_in_a_month_and_beside_what_was_assayed() -> None:
    history = History(places={SITE: Place(**SITE_FACTS)})
    for kg, said in ((9_000, []), (100, ["9100"]), (100, [])):
        told = begins(ore(kg))
        assert asked(told, history) == said
        history.keep(told, ())
    assayed = History(won={("sit-1", "cobalt", (2026, 3)): 700 * KG})
    assert asked(begins(ore(400)), assayed) == ["400"]
    assert asked(begins(ore(300)), assayed) == []
    assert asked(begins(ore(300), ore(100, 10 * KG)), assayed) == ["300"]
    other = History(unassayed={("sit-1", "cobalt", "cobalt_ore", (2026, 2)): 10**6 * KG})
    assert asked(begins(ore(9_000)), other) == []


@pytest.mark.parametrize("place", [{"artisanal": False}, {"workers": None}])
def test_a_site_without_a_capacity_is_not_asked(place: dict[str, Any]) -> None:
    assert asked(begins(ore(10**6)), **place) == []


def test_other_events_minerals_and_lots_without_a_mass_are_not_asked() -> None:
    assert asked(event(Happening.LOOKS, ore(10**6))) == []
    assert asked(begins(Portion(uri="G", mass_mg=KG, facts=Facts(element="Au", material="gold_ore")))) == []
    assert asked(begins(Portion(uri="U", facts=ORE))) == []


def test_ore_yields_unasked_what_is_usual_in_it() -> None:
    def smelted(content: int) -> list[str]:
        lots = Lots()
        lots.apply(movements(Case(event=begins(ore(1000)), lots=lots, limits=LIMITS)))
        made = Portion(uri="H", mass_mg=content * 3, content_mg=content, facts=Facts(element="Co"))
        step = event(Happening.TRANSFORMS, used=(Portion(uri="LOT-1000", instance=True),), begun=(made,))
        return [found.code for found in untold.check(Case(event=step, lots=lots, limits=LIMITS))]

    assert smelted(81 * KG) == []
    assert smelted(82 * KG) == smelted(390 * KG) == ["custody.plausibility.element_untold"]


def test_what_is_usual_is_never_above_what_a_form_can_hold() -> None:
    rich = Limits(grade={"cobalt.ore": Range(Decimal(0), Decimal(1))})
    part = Part(100, None, (), ORE)
    assert by_usual(part, rich) == by_usual(part, Limits()) == 78
    assert by_usual(Part(None, None, (), ORE), LIMITS) is None
    assert at_first(Throughput((), (part,)), rich) == [(("Co", 78),)]
    assert at_first(Throughput((), (part,)), LIMITS) == [(("Co", 78), (EVEN + "Co", 8))]
