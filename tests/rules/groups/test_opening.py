"""A group is taken on while the edition is in force, and where its standard is made for one of its sites at least."""

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
        ({"Lake": TANZANIA}, ["groups.group.not_made_for"]),
        ({"Lake": TANZANIA, "Plain": TANZANIA}, ["groups.group.not_made_for"] * 2),
        ({"Lake": TANZANIA, "Valley": PERU}, []),
        ({"Lake": TANZANIA, "Somewhere": SOMEWHERE}, []),
        ({"Nothing known": Profile()}, []),
        ({"Lake": Profile(country="TZ")}, ["groups.group.not_made_for"]),
    ],
)
def test_one_site_that_may_be_meant_is_enough(sites: dict[str, Profile], said: list[str]) -> None:
    assert codes(sites) == said


def test_the_refusal_names_the_site_and_what_the_condition_saw() -> None:
    (finding,) = against(standard(), OPEN, [("Lake", TANZANIA)], DAY)
    assert finding.message.startswith("FFG is not made for the site Lake: Does not apply, because here ")
    assert "site.country = TZ" in finding.message
