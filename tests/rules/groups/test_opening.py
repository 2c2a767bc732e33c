"""A group is taken on while the edition is in force and open there, its standard made for one of its sites at least."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from orepass.inclusion.groups.rules.opening import against
from orepass.kernel.period import Period
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.outcome import Profile

PACK = Path(__file__).resolve().parents[3] / "standards" / "fairtrade-fairmined-manner" / "2013.1"
OPEN = Period(date(2013, 1, 1), date(2013, 4, 1))
DAY = date(2013, 2, 1)
PERU = Profile(activities=("extraction",), minerals=("gold",), size="asm", country="PE")
TANZANIA = msgspec.structs.replace(PERU, country="TZ")
MILL = msgspec.structs.replace(PERU, activities=("milling",))
SOMEWHERE = msgspec.structs.replace(PERU, country=None)


@cache
def standard() -> Standard:
    return require(PACK).standard("FFG")


def codes(sites: dict[str, Profile], on: date = DAY, valid: Period = OPEN) -> list[str]:
    return [finding.code for finding in against(standard(), valid, sites.items(), on)]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2012, 12, 31), ["groups.group.not_in_force"]),
        (date(2013, 1, 1), []),
        (date(2013, 3, 31), []),
        (date(2013, 4, 1), ["groups.group.not_in_force"]),
    ],
)
def test_first_and_last_day_of_an_edition(on: date, said: list[str]) -> None:
    assert codes({"Valley": PERU}, on) == said


def test_an_edition_without_an_end_stays_open_and_names_none_before_its_first_day() -> None:
    forever = Period(date(2013, 1, 1))
    assert codes({}, date(2099, 1, 1), forever) == []
    (finding,) = against(standard(), forever, [], date(2012, 12, 31))
    assert finding.message == "The edition takes groups on from 2013-01-01 to the day before –; 2012-12-31 is outside."


@pytest.mark.parametrize(
    ("sites", "said"),
    [
        ({}, []),
        ({"Valley": PERU}, []),
        ({"Lake": TANZANIA}, ["scheme.region.not_open_yet"]),
        ({"Lake": TANZANIA, "Plain": TANZANIA}, ["scheme.region.not_open_yet"] * 2),
        ({"Lake": TANZANIA, "Mill": MILL}, ["groups.group.not_made_for"] * 2),
        ({"Mill": MILL}, ["groups.group.not_made_for"]),
        ({"Lake": TANZANIA, "Valley": PERU}, []),
        ({"Lake": TANZANIA, "Somewhere": SOMEWHERE}, []),
        ({"Nothing known": Profile()}, []),
        ({"Lake": Profile(country="TZ")}, ["scheme.region.not_open_yet"]),
    ],
)
def test_one_site_that_may_be_meant_is_enough(sites: dict[str, Profile], said: list[str]) -> None:
    assert codes(sites) == said


def test_the_refusal_names_the_site_and_what_the_condition_saw() -> None:
    (finding,) = against(standard(), OPEN, [("Mill", MILL)], DAY)
    assert finding.message.startswith("FFG is not made for the site Mill: Does not apply, because here ")
    assert "site.activities = milling" in finding.message


def test_a_group_of_a_region_that_opens_later_is_taken_on_from_that_day() -> None:
    assert codes({"Lake": TANZANIA}, date(2013, 3, 14)) == ["scheme.region.not_open_yet"]
    assert codes({"Lake": TANZANIA}, date(2013, 3, 15)) == []
