"""Nothing is told before it happens, and no box is in itself."""

from datetime import timedelta

import pytest

from orepass.custody.rules.case import Case, Setting
from orepass.custody.rules.checks import event_future, packed_in_itself
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.judge import judge
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.movements import movements
from tests.rules.custody.happened import AT, event


@pytest.mark.parametrize(("ahead", "refused"), [(timedelta(hours=24), False), (timedelta(hours=25), True)])
def test_what_has_not_happened_is_not_told(ahead: timedelta, refused: bool) -> None:
    told = event(Happening.BEGINS, happened_at=AT + ahead, begun=(Portion(uri="A", mass_mg=1),))
    case = Case(event=told, lots=Lots(), setting=Setting(now=AT))
    assert [found.code for found in event_future.check(case)] == ["custody.event.future"] * refused
    assert not list(event_future.check(Case(event=told, lots=Lots())))


def pack(lots: Lots, parent: str, *children: str) -> list[str]:
    case = Case(event=event(Happening.PACKS, *(Portion(uri=uri) for uri in children), parent=parent), lots=lots)
    found = [finding.code for finding in judge(case) if finding.code == packed_in_itself.ITSELF.code]
    if not found:
        lots.apply(movements(case))
    return found


def test_no_box_is_packed_into_itself_or_into_what_is_in_it() -> None:
    lots = Lots()
    assert pack(lots, "BOX", "BOX", "BAG") == ["custody.lot.packed_in_itself"]
    assert pack(lots, "CRATE", "BAG") == []
    assert pack(lots, "BOX", "CRATE") == []
    assert pack(lots, "CRATE", "BOX") == ["custody.lot.packed_in_itself"]
    assert pack(lots, "BAG", "BOX") == ["custody.lot.packed_in_itself"]
    assert lots.contents("BOX") == ["BAG"]


def test_only_packing_puts_anything_into_a_box() -> None:
    unpacked = event(Happening.UNPACKS, Portion(uri="BOX"), parent="BOX")
    assert not list(packed_in_itself.check(Case(event=unpacked, lots=Lots())))
