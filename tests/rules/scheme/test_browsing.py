"""Looking for requirements: every filter alone and together, and unknown never rules anything out."""

import pytest

from orepass.scheme.rules.asking.browsing import Wanted, found
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import Pack
from tests.rules.scheme.packs import WATER, write_pack

MAPPED = WATER.replace("phase: assessment", "phase: assessment\n    maps_to: [oecd.annex2.R1c]")
ALL = {"E.water.C1", "E.water.A1", "E.water.M1", "E.water.D1", "S.safety.C1", "S.safety.A1", "S.safety.M1"}
ALL |= {"S.safety.D1"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return require(write_pack(tmp_path_factory.mktemp("browse"), {"TST/subjects/01-water.yaml": MAPPED}))


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), ALL),
        (Wanted(dimension="S"), {name for name in ALL if name.startswith("S.")}),
        (Wanted(phase="monitoring"), {"E.water.M1", "S.safety.M1"}),
        (Wanted(core=True), {"E.water.C1", "S.safety.C1"}),
        (Wanted(year=1), {"E.water.M1"}),
        (Wanted(year=0), ALL - {"E.water.M1"}),
        (Wanted(size="asm"), ALL - {"S.safety.M1"}),
        (Wanted(size="large"), ALL),
        (Wanted(mineral="gold"), ALL),
        (Wanted(activity="extraction"), ALL),
        (Wanted(accepts="oral"), {"S.safety.C1"}),
        (Wanted(topic="oecd"), {"E.water.A1"}),
        (Wanted(topic="oecd.annex2.R1c"), {"E.water.A1"}),
        (Wanted(topic="oecd.annex2.R1"), set()),
        (Wanted(words="e.WATER c1"), {"E.water.C1"}),
        (Wanted(words="absent photo"), ALL),
        (Wanted(words="photo gold"), set()),
        (Wanted(dimension="E", phase="commitment", core=True), {"E.water.C1"}),
    ],
)
def test_what_is_looked_for_is_found_and_nothing_else(pack: Pack, wanted: Wanted, names: set[str]) -> None:
    shown = found(pack.standard("TST"), wanted, "en")
    assert {each.id.removeprefix("TST.") for each in shown} == names


def test_what_is_found_keeps_the_order_of_the_standard(pack: Pack) -> None:
    standard = pack.standard("TST")
    assert found(standard, Wanted(), "fr") == standard.requirements
