"""Thresholds that an edition sets count where it is named, are kept with their place in it, and bind everybody."""

from typing import Any

import msgspec
import pytest

from orepass.diligence.actions import decide_area, record_signal
from orepass.diligence.actions.areas import AreaConclusion, AreaLighter, AreaPlace, AreaReading
from orepass.diligence.actions.reckoning import NumberSet
from orepass.diligence.models import Signal
from orepass.diligence.queries import AreaCard, SignalCard
from orepass.diligence.queries.cases import terms_of
from orepass.diligence.queries.numbers import numbers_of
from orepass.diligence.rules.areas import AreaInput, AreaLevel
from orepass.diligence.rules.cases import TERMS
from orepass.platform.replaying import Result, replay
from orepass.scheme import queries as scheme
from orepass.scheme.queries import PackMissing
from orepass.scheme.rules.parameters import Rules
from tests.beginnings import Teller, Told
from tests.certification import PACK, World, refuses

JUMP = "red-flag-volume-jump"
SCORES = {
    AreaInput.CONFLICT: "30",
    AreaInput.GOVERNANCE: "10",
    AreaInput.HUMAN_RIGHTS: "10",
    AreaInput.SANCTIONS: "0",
    AreaInput.INCIDENTS: "0",
}


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(World)


@pytest.fixture
def world(told: Told[World], db: None) -> World:
    """A client with a site, and a published edition."""
    return told.again()


@pytest.fixture
def tighter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the edition ask from a tenth of a rise on, watch from a score of 20 on, and decide for two years."""
    found = scheme.pack(PACK)
    numbers = {
        "diligence.volume_jump_percent": 10,
        "diligence.area_thresholds": [20, 70, 1, 5],
        "diligence.high_risk_decision_months": 24,
    }
    own = {path: msgspec.structs.replace(found.rules[path], value=value) for path, value in numbers.items()}
    changed = msgspec.structs.replace(found, rules=Rules(own).over(found.rules))
    monkeypatch.setattr("orepass.diligence.queries.numbers.pack_named", lambda _ref: changed)


def reckoned(world: World, volume: str, **changes: Any) -> SignalCard:
    figures = {"volume": volume, "usual": "100", **changes.pop("figures", {})}
    inputs = {"site": world.sites[0], "rule": JUMP, "inputs": figures, "source": "weighbridge", "at": world.at}
    return record_signal(world.auditor, **{**inputs, "pack": PACK, **changes})


def decided(world: World, level: AreaLevel = AreaLevel.NO, **changes: Any) -> AreaCard:
    day = world.at.date()
    readings = {name: AreaReading(value=value, as_of=day, source="index") for name, value in SCORES.items()}
    return decide_area(
        world.operator,
        place=AreaPlace(country="CD", area="Lualaba"),
        readings=readings,
        conclusion=AreaConclusion(level=level, reasons="Quiet."),
        reviewer="per-R",
        at=world.at,
        **{"pack": PACK, **changes},
    )


def test_a_red_flag_is_reckoned_with_the_editions_threshold_and_keeps_where_it_stands(world: World) -> None:
    card = reckoned(world, "150")
    assert (card.value, card.computed["inputs"]["percent"]) == ("none", "50")
    assert card.computed["parameters"] == {"percent": "diligence.volume_jump_percent"}
    assert [one.result for one in replay(card.id)] == [Result.EQUAL]


def test_another_threshold_of_the_edition_raises_what_ours_would_not(world: World, tighter: None) -> None:
    assert reckoned(world, "111").value == "flag"
    assert reckoned(world, "110").value == "none"
    assert reckoned(world, "111", pack="").value == "none"
    assert [one.result for one in replay(world.sites[0])].count(Result.DIFFERENT) == 2


def test_nobody_sets_by_hand_what_the_edition_sets(world: World) -> None:
    with refuses(NumberSet):
        reckoned(world, "151", figures={"percent": "60"})
    assert not Signal.objects.exists()
    assert reckoned(world, "151", figures={"percent": "50.0"}).value == "flag"
    assert reckoned(world, "151", figures={"percent": "60"}, pack="").value == "none"


def test_an_area_is_reckoned_with_the_editions_scores_and_for_a_year_at_most(world: World) -> None:
    card = decided(world)
    assert card.level is AreaLevel.NO
    assert card.computed["parameters"] == {
        "months": "diligence.high_risk_decision_months",
        "thresholds": "diligence.area_thresholds",
    }
    assert [one.result for one in replay(card.id)] == [Result.EQUAL]


def test_an_edition_that_watches_earlier_is_followed_and_one_that_decides_for_longer_is_not(
    world: World, tighter: None
) -> None:
    with refuses(AreaLighter):
        decided(world)
    card = decided(world, AreaLevel.WATCH)
    assert card.computed["inputs"]["months"] == "12"
    assert "months" not in card.computed["parameters"]
    assert card.valid_before == world.at.date().replace(year=world.at.year + 1)


def test_the_clocks_of_a_case_are_those_of_its_edition(world: World) -> None:
    digest = scheme.pack(PACK).digest
    assert (terms_of(digest).reassess_months, terms_of("")) == (12, TERMS)


def test_an_edition_that_nobody_knows_is_refused(world: World) -> None:
    assert numbers_of("", JUMP).values == {}
    with refuses(PackMissing):
        reckoned(world, "151", pack="no-such-pack@1")
