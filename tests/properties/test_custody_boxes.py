"""However a lot is packed by quantity, sent and taken out: what everybody has of it is the lot, to the milligram."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orepass.custody.rules.boxes import with_parts_packed
from orepass.custody.rules.case import Case, Setting
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.movements import movements

START = datetime(2026, 3, 1, tzinfo=UTC)
BOXES = ["A", "B", "C"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([Happening.PACKS, Happening.UNPACKS, Happening.SENDS, Happening.ENDS]),
        st.sampled_from(BOXES),
        st.integers(1, 60),
    ),
    max_size=12,
)


def play(lots: Lots, happening: Happening, at: datetime, **more: Any) -> Event:
    event = with_parts_packed(Event(where="e", happening=happening, happened_at=at, site="urn:pit", **more), lots)
    setting = Setting(actor="org-a", owners={"urn:pit": "org-a"})
    lots.apply(movements(Case(event=event, lots=lots, setting=setting)))
    return event


@given(STEPS)
def test_a_box_moves_what_was_packed_and_the_parts_are_the_lot(steps: list[tuple[Happening, str, int]]) -> None:
    lots = Lots()
    lots.apply([Movement(lot="L", move=Move.BEGUN, at=START, mass_mg=1000, holder="org-a", instance=False)])
    inside = dict.fromkeys(BOXES, 0)
    away = lost = 0
    for number, (happening, box, mass) in enumerate(steps):
        at = START + timedelta(hours=number + 1)
        if happening in {Happening.PACKS, Happening.UNPACKS}:
            if happening is Happening.UNPACKS and not inside[box]:
                continue
            play(lots, happening, at, parent=box, touched=(Portion(uri="L", mass_mg=mass),))
            inside[box] = inside[box] + mass if happening is Happening.PACKS else max(0, inside[box] - mass)
            continue
        if inside[box] > 1000 - away - lost:
            continue  # refused elsewhere: more than there is
        event = play(lots, happening, at, touched=(Portion(uri=box, instance=True),), receiver="urn:taker")
        assert [part.mass_mg for part in event.touched[1:]] == ([inside[box]] if inside[box] else [])
        if happening is Happening.SENDS:
            away += inside[box]
            inside[box], _ = 0, play(lots, Happening.UNPACKS, at, parent=box, touched=(Portion(uri="L"),))
        else:
            lost += inside[box]
            inside[box] = 0
        assert lots.parts_in(box) == {}
    lot = lots.get("L")
    assert lot.remaining_mg == 1000 - lost
    assert sum(mass or 0 for mass in lot.stock.parts.values()) == 1000 - lost
    assert sum(mass or 0 for (who, _), mass in lot.stock.parts.items() if who == "org-a") == 1000 - lost - away
    assert {box: lots.parts_in(box).get("L", 0) for box in BOXES} == inside
