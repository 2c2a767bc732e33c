"""A region opens on its day, under the same edition; a country that is not said refuses nobody and grants nothing."""

from datetime import date

import msgspec
import pytest

from orepass.kernel.verdict import Answer
from orepass.scheme.rules import regions as module
from orepass.scheme.rules.blockcheck import single, together
from orepass.scheme.rules.cards import pack_card
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.prepared import Site, prepared
from orepass.scheme.rules.regions import Region, not_open, pack_on, regions, standard_on
from tests.rules.scheme.packs import write_pack

OPENING = date(2013, 7, 1)
EVE = date(2013, 6, 30)
WRITTEN = {
    "regions.home.countries": ["PE", "BO"],
    "regions.home.open_from": "2013-01-01",
    "regions.far.countries": ["TZ", "BO"],
    "regions.far.open_from": "2013-07-01",
    "regions.someday.countries": ["MN"],
}


def parameter(path: str, value: object) -> Parameter:
    unit = "list" if isinstance(value, list) else "text"
    return Parameter(path=path, value=value, unit=unit, source="a study", clause=f"of {path}", verified=False)


RULES = Rules({path: parameter(path, value) for path, value in WRITTEN.items()})


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    found = require(write_pack(tmp_path_factory.mktemp("regions")))
    standards = [msgspec.structs.replace(each, rules=RULES.over(each.rules)) for each in found.standards]
    return msgspec.structs.replace(found, standards=tuple(standards), rules=RULES.over(found.rules))


def against(country: str, on: date) -> list[str]:
    return [finding.code for finding in not_open(RULES, [("Lake", country)], on)]


@pytest.mark.parametrize(
    ("country", "on", "said"),
    [
        ("PE", date(2012, 12, 31), ["scheme.region.not_open_yet"]),
        ("PE", date(2013, 1, 1), []),
        ("TZ", EVE, ["scheme.region.not_open_yet"]),
        ("TZ", OPENING, []),
        ("BO", EVE, []),
        ("BO", date(2012, 12, 31), ["scheme.region.not_open_yet"] * 2),
        ("MN", date(2099, 1, 1), ["scheme.region.without_day"]),
        ("FJ", OPENING, ["scheme.region.outside"]),
        ("", EVE, []),
    ],
)
def test_a_country_is_open_from_the_day_of_its_first_region_that_is(country: str, on: date, said: list[str]) -> None:
    assert against(country, on) == said


def test_an_edition_that_names_no_region_is_open_everywhere() -> None:
    assert not_open(Rules(), [("Lake", "TZ")], EVE) == []


def test_the_refusal_names_place_region_day_and_reason() -> None:
    (finding,) = not_open(RULES, [("Lake", "TZ")], EVE)
    assert finding.message == ("Lake is in TZ. The region “far” opens on 2013-07-01: of regions.far.open_from")
    (finding,) = not_open(RULES, [("Isle", "FJ")], EVE)
    assert finding.message == "Isle is in FJ, which is in none of the regions of this edition: home, far, someday."


def test_the_regions_of_an_edition_are_told_with_day_and_source(pack: Pack) -> None:
    someday = Region(
        region="someday",
        countries=("MN",),
        open_from=None,
        source="a study",
        clause="of regions.someday.countries",
        verified=False,
    )
    assert regions(RULES)[2] == someday
    assert [region.open_from for region in pack_card(pack).regions] == [date(2013, 1, 1), OPENING, None]


@pytest.mark.parametrize(("on", "said"), [(EVE, Answer.NO), (OPENING, Answer.YES)])
def test_the_condition_of_a_standard_asks_for_a_country_that_is_open(pack: Pack, on: date, said: Answer) -> None:
    standard = standard_on(pack.standards[0], on)
    profile = Profile(activities=("extraction",), country="TZ")
    assert prepared(standard).applies.of(Site(profile))[0].answer is said
    nowhere = msgspec.structs.replace(profile, country=None)
    assert prepared(standard).applies.of(Site(nowhere))[0].is_unknown


def test_an_evaluation_knows_its_day(pack: Pack) -> None:
    code = pack.standards[0].code
    profile = Profile(activities=("extraction",), country="TZ")
    before, after = (evaluate(pack, code, profile=profile, answers={}, on=day) for day in (EVE, OPENING))
    assert [finding.code for finding in before.reasons] == ["scheme.standard.not_applicable"]
    assert "scheme.standard.not_applicable" not in {finding.code for finding in after.reasons}


def test_an_edition_without_regions_is_the_same_on_every_day(tmp_path_factory: pytest.TempPathFactory) -> None:
    plain = require(write_pack(tmp_path_factory.mktemp("plain")))
    assert pack_on(plain, EVE) is plain
    assert standard_on(plain.standards[0], EVE) is plain.standards[0]


def test_a_standard_is_read_once_for_each_set_of_open_regions(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    standard = pack.standards[0]
    assert standard_on(standard, EVE) is standard_on(standard, date(2013, 2, 1))
    assert standard_on(standard, EVE) is not standard_on(standard, OPENING)
    assert pack_on(pack, EVE).standards[0] is standard_on(standard, EVE)
    monkeypatch.setattr(module, "KEPT_MAX", 0)
    before = standard_on(standard, EVE)
    monkeypatch.setattr(module, "_named", {})
    monkeypatch.setattr(module, "_opened", {})
    assert standard_on(standard, EVE).applies_when == before.applies_when
    assert standard_on(pack_on(pack, EVE).standards[0], OPENING) is not before


def test_a_day_needs_countries_and_countries_are_two_capital_letters() -> None:
    alone = Rules({"regions.far.open_from": parameter("regions.far.open_from", "2013-07-01")})
    (clash,) = together(alone, str)
    assert "regions.far.countries" in clash.message
    wrong = parameter("regions.far.countries", ["Tanzania"])
    (finding,) = single(wrong.path, wrong, "rules.yaml")
    assert "Write a list of at least one country of two capital letters." in finding.what_to_do
    assert single("regions.far.countries", parameter("regions.far.countries", ["TZ"]), "rules.yaml") == []
