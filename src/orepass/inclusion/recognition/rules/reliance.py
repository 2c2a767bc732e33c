"""What a buyer or a market may rely on: a peer guarantee at home, a rule by certificate, the practice of an area."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, numbers_in, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed
from orepass.kernel.works import ASM_STUDY

PEER: Final = Source(
    title=ASM_STUDY, clause="lines 1802 to 1860, participatory guarantee in the Pacific", verified=True
)
PURCHASE: Final = Source(title=ASM_STUDY, clause="lines 1940 to 1952, public buyers", verified=True)
BLANKET: Final = Source(title=ASM_STUDY, clause="lines 1829 to 1845, all producers of an area", verified=True)
MARKETS: Final = ("domestic", "export")
EQUIVALENCE: Final = ("none", "sought", "granted")
_WORDS: Final = {
    "domestic": _("domestic"),
    "export": _("export"),
    "none": _("none"),
    "sought": _("sought"),
    "granted": _("granted"),
}
CORNERS_MIN: Final = 3
CORNERS_MAX: Final = 1_000
type Corner = tuple[Fraction, Fraction]


@rule("peer-guarantee-counts")
def peer_guarantee_counts(*, market: str, third_party: bool = False, equivalence: str = "none") -> Computed[bool]:
    """Whether a peer guarantee counts on a market: at home; abroad by a third party, or an equivalence once granted."""
    need(market in MARKETS, "market", market, one_of(MARKETS))
    need(equivalence in EQUIVALENCE, "equivalence", equivalence, one_of(EQUIVALENCE))
    value = market == "domestic" or third_party or equivalence == "granted"
    words = (
        said(
            _("Market: {market}. Equivalence: {equivalence}; one that is sought counts for nothing."),
            market=_WORDS[market],
            equivalence=_WORDS[equivalence],
        ),
        said(_("A third party has audited.")) if third_party else said(_("No third party has audited.")),
    )
    return Computed(value=value, unit="boolean", explanation=words, sources=(PEER, OWN_CHOICE))


@rule("purchase-rule-met")
def purchase_rule_met(*, accepted: str, certificates: str | None = None) -> Computed[bool]:
    """Whether goods meet a buyer's rule: one of their valid certificates is of a type that the rule names."""
    wanted, given = names_in(accepted), names_in(certificates or "")
    need(bool(wanted), "accepted", accepted, "name at least one type of certificate")
    found = tuple(name for name in given if name in wanted)
    words = said(
        _("Accepted: {codes}. Of these the goods have {found}.")
        if found
        else _("Accepted: {codes}. Of these the goods have none."),
        codes=tuple(wanted),
        found=typed(*found),
    )
    return Computed(value=bool(found), unit="boolean", explanation=(words,), sources=(PURCHASE,))


_CORNERS: Final = said(_("it needs {least} to {most} corners"), least=CORNERS_MIN, most=CORNERS_MAX)


@rule("area-practice-covers")
def area_practice_covers(*, area: str, place: str, practice: bool) -> Computed[bool]:
    """Whether an area and its practice cover a producer without a group; area “0 0; 0 2; 2 2”, its border is inside."""
    corners = [_corner("area", part) for part in area.split(";") if part.strip()]
    need(
        CORNERS_MIN <= len(corners) <= CORNERS_MAX,
        "area",
        area[:60],
        _CORNERS,
    )
    inside = _inside(_corner("place", place), corners)
    words = (
        said(_("The place lies in the area.")) if inside else said(_("The place lies outside the area.")),
        said(_("The practice is followed.")) if practice else said(_("The practice is not followed.")),
    )
    return Computed(value=inside and practice, unit="boolean", explanation=words, sources=(BLANKET, OWN_CHOICE))


def _corner(name: str, text: str) -> Corner:
    numbers = numbers_in(name, text)
    need(len(numbers) == len(("east", "north")), name, text[:60], "a place is two numbers with a space between them")
    return numbers[0], numbers[1]


def _inside(place: Corner, corners: list[Corner]) -> bool:
    """Count the borders that a ray to the east crosses, in exact arithmetic; a place on a border is inside."""
    within = False
    east, north = place
    for (east_a, north_a), (east_b, north_b) in zip(corners, [*corners[1:], corners[0]], strict=True):
        side = (east_b - east_a) * (north - north_a) - (north_b - north_a) * (east - east_a)
        beside = min(east_a, east_b) <= east <= max(east_a, east_b) and min(north_a, north_b) <= north <= max(
            north_a, north_b
        )
        if side == 0 and beside:
            return True
        if (north_a > north) != (north_b > north) and (side > 0) == (north_b > north_a):
            within = not within
    return within
