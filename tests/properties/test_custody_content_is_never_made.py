"""However somebody splits, mixes, renames and keeps quiet: unasked, one bag yields no more metal than it held.

Whoever cheats is played: lots are split and mixed with and without assays and in several events of a campaign, and at
the end the most that the rules still let pass is looked for by halving. An assay may err by 2 %, once for all of them.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History
from orepass.custody.rules.judge import judge
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.movements import movements
from orepass.custody.rules.terms import Facts
from orepass.kernel.finding import has_errors

ORE: Final = Facts(element="Co", material="cobalt_ore")
SCRAP: Final = Facts(element="Co", material="cobalt_scrap")
OTHER: Final = Facts(element="Li", material="lithium_carbonate")
HELD_MG: Final = 100_000
WEIGHS_MG: Final = 1_000_000
ASKED: Final = frozenset(f"custody.plausibility.{name}" for name in ("element_untold", "assay_differs", "mass_untold"))
ASSAYS_ERR: Final = Fraction(102, 100)


class Cheat:
    """One bag, and everything that was made of it."""

    def __init__(self) -> None:
        self.lots, self.history = Lots(), History()
        self.at = datetime(2026, 1, 1, tzinfo=UTC)
        self.names = 0
        bag = Portion(uri="bag", mass_mg=WEIGHS_MG, content_mg=HELD_MG, facts=ORE, instance=True)
        assert self.does(Event(where="", happening=Happening.BEGINS, happened_at=self.at, ours=True, begun=(bag,)))
        self.has = [bag]

    def does(self, event: Event) -> bool:
        """Let an event happen if the rules let it, and ask nothing about it."""
        case = Case(event=event, lots=self.lots, history=self.history)
        found = judge(case)
        if has_errors(found) or any(one.code in ASKED for one in found):
            return False
        moved = movements(case)
        self.lots.apply(moved)
        self.history.keep(event, moved)
        return True

    def makes(self, used: list[Portion], made: list[Portion], *, campaign: bool) -> bool:
        """Turn some lots into others, in one event or in two of a campaign."""
        self.at += timedelta(hours=1)
        name = f"campaign-{self.names}" if campaign else ""
        using = tuple(Portion(uri=one.uri, instance=True) for one in used)
        event = Event(where="", happening=Happening.TRANSFORMS, happened_at=self.at, ours=True, campaign=name)
        if not campaign:
            return self.does(msgspec.structs.replace(event, used=using, begun=tuple(made)))
        assert self.does(msgspec.structs.replace(event, used=using))
        return self.does(msgspec.structs.replace(event, begun=tuple(made)))

    def fresh(self, mass_mg: int, content_mg: int | None, facts: Facts) -> Portion:
        self.names += 1
        return Portion(uri=f"lot-{self.names}", mass_mg=mass_mg, content_mg=content_mg, facts=facts, instance=True)

    def turns(self, parts: list[int], *, assayed: bool, form: Facts, campaign: bool) -> None:
        """Turn all that is there into parts of some masses; an assay is the highest that passes for the first part."""
        used = self.has
        weight = sum(one.mass_mg or 0 for one in used)
        if form == used[0].facts and len({one.facts for one in used}) == 1:
            parts = [max(1, part * weight // sum(parts)) for part in parts]
        if assayed and form.element == ORE.element:
            found = self.most(lambda content: self.tried(parts, content, form, campaign=campaign))
            if found is not None:
                self.is_now(found)
            return
        other = self.again()
        other.has = [other.fresh(part, None, form) for part in parts]
        if other.makes(used, other.has, campaign=campaign):
            self.is_now(other)

    def is_now(self, other: "Cheat") -> None:
        """Go on where another has come to."""
        self.lots, self.history, self.has, self.names = other.lots, other.history, other.has, other.names

    def tried(self, parts: list[int], content: int, form: Facts, *, campaign: bool) -> "Cheat | None":
        """Return who has turned all into parts, the first of them assayed; nothing where that is refused."""
        other = self.again()
        first = other.fresh(max(parts[0], content), content, form)
        made = [first, *(other.fresh(part, None, form) for part in parts[1:])]
        if not other.makes(other.has, made, campaign=campaign):
            return None
        other.has = made
        return other

    def again(self) -> "Cheat":
        """Begin anew with the same past."""
        other = Cheat()
        other.lots, other.history = Lots(), History()
        for lot in self.lots.known.values():
            other.lots.apply(lot.history)
        other.history.campaigns = dict(self.history.campaigns)
        other.at, other.has, other.names = self.at, self.has, self.names
        return other

    @staticmethod
    def most(tried: "Callable[[int], Cheat | None]") -> "Cheat | None":
        """Return what comes of the highest content that passes."""
        low, high, best = 0, WEIGHS_MG * 4, None
        while low < high:
            middle = (low + high + 1) // 2
            found = tried(middle)
            if found is None:
                high = middle - 1
            else:
                low, best = middle, found
        return best


WEIGHTS = st.lists(st.integers(1, 9), min_size=1, max_size=4)
FORMS = st.sampled_from([ORE, SCRAP, OTHER, Facts()])
STEPS = st.lists(st.tuples(WEIGHTS, st.booleans(), FORMS, st.booleans()), max_size=4)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_one_bag_never_yields_more_than_it_held(steps: list[tuple[list[int], bool, Facts, bool]]) -> None:
    cheat = Cheat()
    for weights, assayed, form, campaign in steps:
        cheat.turns([weight * 50_000 for weight in weights], assayed=assayed, form=form, campaign=campaign)
    last = cheat.most(lambda content: cheat.tried([1], content, SCRAP, campaign=False))
    assert last is not None
    yielded = last.has[0].content_mg or 0
    rounding = last.names  # what a lot can hold is rounded up to a milligram, once for each
    assert yielded <= HELD_MG * ASSAYS_ERR + rounding
