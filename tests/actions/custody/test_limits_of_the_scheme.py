"""The balance of a step is held to the edition whose certificate stands behind it, whatever else is published."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused, bounding
from orepass.custody.actions.bounding import Bounds, limits_where_nothing_is_certified
from orepass.custody.models import JournalEvent
from orepass.custody.rules.bounds import strictest
from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.materials import Limits, Range
from orepass.custody.rules.terms import uri_of
from orepass.scheme.actions import publish_edition
from tests.actions.custody.conftest import Chain
from tests.certification import SCHEME
from tests.rules.scheme.packs import PACK, RULES, parameter, write_pack

pytestmark = pytest.mark.any_database  # a limit is read from packs; test_mass_balance holds to it

STRICT_RULES = f"{RULES}custody:\n  assay_tolerance_percent: {parameter('0', chr(34) + '%' + chr(34))}\n"
HYDROXIDE = "https://smelter.example/lots/H1"


@pytest.fixture
def chain(db: None) -> Chain:
    """The chain of the other files, made for each test: some of this file begin where nothing is certified."""
    return Chain()


@pytest.fixture
def later_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Publish a small scheme that is in force later than the one of the certificate."""

    def publish(rules: str) -> None:
        monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
        changes = {"pack.yaml": PACK.replace("2026-01-01", "2026-02-01"), "rules.yaml": rules}
        write_pack(tmp_path / "tiny" / "2026.1", changes)
        publish_edition(SCHEME, pack="tiny@2026.1")

    return publish


def case(*, site: str, on: Any, certificates: tuple[str, ...] = ()) -> Case:
    event = Event(
        where="0", happening=Happening.TRANSFORMS, happened_at=on, site=uri_of(site), certificates=certificates
    )
    return Case(event=event, lots=Lots())


@pytest.mark.parametrize("rules", [RULES, STRICT_RULES])
def test_publishing_another_scheme_changes_no_limits(chain: Any, later_scheme: Any, rules: str) -> None:
    today = chain.at.date()
    cases = [
        case(site=chain.pit, on=chain.at),
        case(site=chain.plant, on=chain.at),
        case(site=chain.plant, on=chain.at, certificates=(uri_of(chain.certificate.id), "https://other.example/c/1")),
        case(site=chain.plant, on=chain.at, certificates=("crt-0000000000000",)),
    ]
    before = [Bounds(today).of(one) for one in cases]
    assert all(limits.recovery for limits in before)
    assert {limits.assay_tolerance for limits in before} == {Decimal("0.02")}
    later_scheme(rules)
    assert [Bounds(today).of(one) for one in cases] == before


def test_a_smelt_keeps_to_the_tolerance_of_its_ore_s_scheme_after_a_stricter_one_is_published(
    chain: Any, later_scheme: Any
) -> None:
    later_scheme(STRICT_RULES)
    bag, other = chain.bag("B1"), chain.bag("B2")
    chain.hand_over(bag, other)
    with pytest.raises(CaptureRefused):
        chain.smelt(other, out=f"{HYDROXIDE}-2", kg="113.9", grade="36")
    assert JournalEvent.objects.filter(body__contains=HYDROXIDE).count() == 0
    chain.smelt(bag, out=HYDROXIDE, kg="112", grade="36")


def test_without_any_rule_of_custody_the_defaults_hold(db: None, later_scheme: Any) -> None:
    assert limits_where_nothing_is_certified(date(2026, 3, 1)) == Limits()
    later_scheme(RULES)
    assert limits_where_nothing_is_certified(date(2026, 3, 1)) == Limits()


def test_a_scheme_that_stands_behind_nothing_is_asked_once_it_is_the_only_one(db: None, later_scheme: Any) -> None:
    later_scheme(STRICT_RULES)
    assert limits_where_nothing_is_certified(date(2026, 1, 31)) == Limits()
    assert limits_where_nothing_is_certified(date(2026, 2, 1)) == Limits(assay_tolerance=Decimal(0))


def test_where_two_schemes_stand_behind_a_step_the_strictest_of_each_holds() -> None:
    one = Limits(assay_tolerance=Decimal("0.02"), recovery={"tin.metal": Range(Decimal("0.5"), Decimal("0.9"))})
    two = Limits(assay_tolerance=Decimal("0.03"), recovery={"tin.metal": Range(Decimal("0.6"), Decimal("0.95"))})
    assert strictest([one, two]) == Limits(
        assay_tolerance=Decimal("0.02"), recovery={"tin.metal": Range(Decimal("0.6"), Decimal("0.9"))}
    )


def test_what_happens_to_the_wrapping_is_held_to_no_number(chain: Any) -> None:
    event = Event(where="0", happening=Happening.PACKS, happened_at=chain.at, site=uri_of(chain.pit))
    assert bounding.Bounds(chain.at.date()).of(Case(event=event, lots=Lots())) == Limits()
