"""What applies before there is a file: unknown is never a no, and only what can change something is asked."""

from pathlib import Path

import pytest

from orepass.scheme.rules.asking.applying import (
    TRIED_MAX,
    When,
    countries_named,
    deciding,
    fitting,
    flags_asked,
    looks_at,
    may_be_theirs,
    questions,
)
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.prepared import Site
from tests.rules.scheme.packs import STANDARD, SUBJECT, requirement, write_pack
from tests.rules.scheme.packs_wide import WIDE

SMALL = SUBJECT.format(subject="small", dimension="E") + requirement("ENT.E.small.C1", "commitment")
ENTRY = {
    "ENT/standard.yaml": STANDARD.replace("TST", "ENT").replace(
        '"extraction" in site.activities', 'site.size == "asm" && "extraction" in site.activities'
    ),
    "ENT/subjects/01-small.yaml": SMALL,
}
MINER = Profile(activities=("extraction",), size="asm", minerals=("cobalt",))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return require(write_pack(tmp_path_factory.mktemp("entry"), ENTRY))


def when(pack: Pack, profile: Profile, name: str) -> When:
    found = fitting(pack, "TST", profile)
    return next(each.when for each in found.requirements if each.requirement == name)


def test_what_is_not_said_leaves_a_requirement_unknown_and_never_out(pack: Pack) -> None:
    assert when(pack, Profile(), "TST.E.water.D1") is When.UNKNOWN
    assert when(pack, Profile(flags={"mercury": False}), "TST.E.water.D1") is When.NOT
    assert when(pack, Profile(flags={"mercury": True}), "TST.E.water.D1") is When.NOW
    assert when(pack, Profile(), "TST.E.water.M1") is When.LATER
    assert when(pack, Profile(), "TST.E.water.C1") is When.NOW


def test_requirements_by_when_make_up_the_standard_each_once(pack: Pack) -> None:
    found = fitting(pack, "TST", MINER)
    parts = [each.requirement for part in When for each in found.of(part)]
    assert sorted(parts) == sorted(each.id for each in pack.standard("TST").requirements)


def test_a_standard_of_which_nothing_is_known_stays_a_question(pack: Pack) -> None:
    assert fitting(pack, "TST", Profile()).applies.is_unknown
    assert [one.code for one in may_be_theirs(pack, Profile())] == ["ENT", "TST"]
    assert fitting(pack, "TST", Profile(activities=("smelting",))).applies.is_no
    assert may_be_theirs(pack, Profile(activities=("smelting",))) == ()


@pytest.mark.parametrize(("size", "entry"), [("asm", True), ("small", False), ("large", False), (None, False)])
def test_only_a_standard_made_for_artisanal_producers_is_their_entry(pack: Pack, size: str | None, entry: bool) -> None:
    profile = Profile(activities=("extraction",), size=size)
    assert fitting(pack, "ENT", profile).entry is entry
    assert fitting(pack, "TST", profile).entry is False


def test_nothing_is_asked_of_whom_no_standard_is_made_for(pack: Pack) -> None:
    assert questions(pack, Profile(activities=("smelting",))) == ()


def test_what_is_asked_stands_in_the_order_of_asking(pack: Pack) -> None:
    assert questions(pack, Profile()) == (("site", "activities"), ("site", "size"), ("flags", "mercury"))
    assert questions(pack, MINER) == (("flags", "mercury"),)
    assert questions(pack, Profile(activities=("extraction",), size="asm", flags={"mercury": False})) == ()


def test_where_it_is_is_asked_for_the_sake_of_an_interpretation(tmp_path: Path) -> None:
    wide = require(write_pack(tmp_path, WIDE))
    profile = Profile(activities=("extraction",), size="asm", minerals=("cobalt",), flags={"mercury": False})
    assert ("site", "country") in questions(wide, profile)
    congo = Profile(activities=("extraction",), size="asm", country="CD")
    assert "congo" in fitting(wide, "TST", congo).overlays


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        ("flags.a", {"a"}),
        ("flags.a && flags.b", {"a", "b"}),
        ("flags.a || !flags.a", set()),
        ("(flags.a && flags.b) || (!flags.a && flags.b)", {"b"}),
        ('site.size == "large" && flags.a', set()),
        ('site.size == "asm" && flags.a', {"a"}),
        (" && ".join(f"flags.f{n}" for n in range(TRIED_MAX + 1)), {f"f{n}" for n in range(TRIED_MAX + 1)}),
    ],
)
def test_a_flag_is_asked_only_while_it_can_turn_the_answer(condition: str, asked: set[str]) -> None:
    assert {name for _base, name in deciding(condition, Site(Profile(size="asm")))} == asked


def test_a_flag_beside_another_open_fact_is_asked() -> None:
    found = deciding('site.size == "large" && flags.a', Site(Profile()))
    assert found == {("site", "size"), ("flags", "a")}


def test_a_standard_asks_the_flags_that_it_looks_at_and_no_other(pack: Pack) -> None:
    assert flags_asked(pack, "TST") == ("mercury",)
    assert flags_asked(pack, "ENT") == ()


def test_only_countries_and_facts_that_a_condition_names_are_offered(pack: Pack, tmp_path: Path) -> None:
    wide = require(write_pack(tmp_path, WIDE))
    assert countries_named(pack) == ()
    assert "CD" in countries_named(wide)
    assert looks_at(pack, ("site", "activities"))
    assert not looks_at(pack, ("site", "stage"))
