"""Whatever is said in whatever order, the judge lets no element be made: what is left comes out of what began."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.judge import judge
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.movements import movements
from orepass.custody.rules.terms import Facts
from orepass.kernel.finding import has_errors

START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = [f"https://a.example/lots/{letter}" for letter in "ABCDEF"]
FACTS = Facts(material="cobalt_ore", element="Co")
TOLERANCE = Decimal("0.02")

lots = st.sampled_from(NAMES)
masses = st.integers(1, 400)
weighed = st.builds(
    lambda uri, mass, content: Portion(uri=uri, mass_mg=mass * 10, content_mg=min(content, mass), facts=FACTS),
    lots,
    masses,
    st.integers(1, 40),
)
parts = st.builds(lambda uri, mass: Portion(uri=uri, mass_mg=mass and mass * 10), lots, st.none() | masses)
few = {"min_size": 1, "max_size": 2, "unique_by": lambda portion: portion.uri}
TOUCHING = [Happening.SENDS, Happening.RECEIVES, Happening.ENDS, Happening.LOOKS]


def event(happening: Happening, hour: int, **fields: object) -> Event:
    return Event(where="", happening=happening, happened_at=START + timedelta(hours=hour), ours=True, **fields)


hours = st.integers(0, 90)
events = st.one_of(
    st.builds(lambda hour, begun: event(Happening.BEGINS, hour, begun=(begun,)), st.integers(0, 30), weighed),
    st.builds(
        lambda hour, used, begun: event(Happening.TRANSFORMS, hour, used=tuple(used), begun=tuple(begun)),
        hours,
        st.lists(parts, **few),
        st.lists(weighed, **few),
    ),
    st.builds(
        lambda kind, hour, touched: event(kind, hour, touched=(touched,)), st.sampled_from(TOUCHING), hours, parts
    ),
)
streams = st.lists(events, max_size=14)


def told(stream: Iterable[Event]) -> tuple[Lots, list[Movement], list[Event]]:
    """Judge events one after the other, as they come; keep what has no error."""
    known, done, kept = Lots(), [], []
    for said in stream:
        case = Case(event=said, lots=known, limits=Limits(assay_tolerance=TOLERANCE))
        if not has_errors(judge(case)):
            moved = movements(case)
            known.apply(moved)
            done += moved
            kept.append(said)
    return known, done, kept


@settings(max_examples=150)
@given(streams)
def test_nothing_is_left_that_did_not_begin(stream: list[Event]) -> None:
    known, done, _kept = told(stream)
    for lot in known.known.values():
        if lot.begun:
            assert 0 <= (lot.remaining_mg or 0) <= (lot.mass_mg or 0)
            assert 0 <= (lot.remaining_content_mg or 0) <= (lot.content_mg or 0)
    assert made_of(done, known) <= 1 + Fraction(TOLERANCE)


def made_of(done: list[Movement], known: Lots) -> Fraction:
    """Return what counts as left of the element, for each milligram that began; 0 when unmeasured.

    Lost and sent are included. Of what an assay tells above what went in, only what went in counts.
    """
    unmeasured = any(lot.begun == 0 for lot in known.known.values() if lot.was_used)
    if unmeasured or any(moved.content_mg is None for moved in done if moved.move in {Move.USED, Move.BEGUN}):
        return Fraction(0)
    began = sum(moved.content_mg or 0 for moved in done if moved.move is Move.BEGUN and moved.origin)
    left = sum(lot.assured_content_of(None) or 0 for lot in known.known.values())
    return Fraction(left, began) if began else Fraction(0)


def picture(known: Lots) -> dict[str, tuple[object, ...]]:
    """Return what is known of each lot, as texts and numbers."""
    return {
        uri: (lot.mass_mg, lot.remaining_mg, lot.remaining_content_mg, lot.ended, lot.used_up, lot.site, lot.holder)
        for uri, lot in known.known.items()
        if lot.last_at is not None
    }


@settings(max_examples=100)
@given(streams, st.randoms(use_true_random=False))
def test_lots_are_the_same_in_whatever_order_their_movements_are_told(stream: list[Event], chance: object) -> None:
    apart = [
        event(said.happening, number, used=said.used, begun=said.begun, touched=said.touched)
        for number, said in enumerate(stream)
    ]
    known, done, _kept = told(apart)
    shuffled = sorted(done, key=lambda moved: moved.at)
    blocks = [[moved for moved in shuffled if moved.at == at] for at in {moved.at for moved in shuffled}]
    chance.shuffle(blocks)  # type: ignore[attr-defined]
    again = Lots()
    for block in blocks:
        again.apply(block)
    assert picture(again) == picture(known)
