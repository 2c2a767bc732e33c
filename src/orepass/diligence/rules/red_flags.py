"""Red flags that can be reckoned from data, in the three families of the OECD guidance; none of them decides anything.

Each answers ``flag``, ``none`` or ``unknown``. A flag opens a question that a person answers; what is not known is not
clean, so a missing figure never comes out as ``none``. The three families: the location, the seller, and the
circumstances of a trade.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

import msgspec

from orepass.diligence.rules.risks import SOURCING_MONTHS, sourced_recently
from orepass.kernel.computed import OWN_CHOICE, Computed, Source, at_least_one, need, not_below_zero, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _

FLAGS: Final = Source(
    title="OECD Due Diligence Guidance, 3rd edition", clause="red flags, three families", verified=False
)
FLAG, NONE, UNKNOWN = "flag", "none", "unknown"
_CENT: Final = 100


class Family(StrEnum):
    """The three families of red flags."""

    LOCATION = "location"
    SOURCE = "source"
    CIRCUMSTANCE = "circumstance"


class RedFlag(msgspec.Struct, frozen=True):
    """One red flag: the rule that reckons it, its family, and what it asks in words."""

    rule: str
    family: Family
    text: str


RED_FLAGS: Final = {
    each.rule: each
    for each in (
        RedFlag("red-flag-area", Family.LOCATION, _("origin or transit in a high-risk area")),
        RedFlag("red-flag-origin-output", Family.LOCATION, _("an origin with too little known output or reserves")),
        RedFlag("red-flag-sourcing", Family.SOURCE, _("a seller that sourced from a red-flag area lately")),
        RedFlag("red-flag-interest", Family.SOURCE, _("a seller with an owner or interest in a red-flag area")),
        RedFlag("red-flag-volume-jump", Family.CIRCUMSTANCE, _("a sudden rise of the volume")),
        RedFlag("red-flag-price-outlier", Family.CIRCUMSTANCE, _("a price far from the reference")),
        RedFlag("red-flag-round-weights", Family.CIRCUMSTANCE, _("too many round weights")),
        RedFlag("red-flag-undeclared-hop", Family.CIRCUMSTANCE, _("a trade without an identified party or price")),
        RedFlag(
            "red-flag-unusual", Family.CIRCUMSTANCE, _("cash, a new bank, documents that differ, transport by night")
        ),
        RedFlag("red-flag-protected-area", Family.LOCATION, _("a site that overlaps a protected area")),
    )
}


def _answer(value: str, words: Said, *sources: Source) -> Computed[str]:
    return Computed(value=value, unit="code", explanation=(words,), sources=(FLAGS, *sources))


def _judged(seen: bool | None) -> str:  # noqa: FBT001 - three-valued
    return UNKNOWN if seen is None else FLAG if seen else NONE


@rule("red-flag-area", parameters={"months": "diligence.high_risk_decision_months"})
def red_flag_area(
    *, decision: str | None = None, decided_on: date | None = None, on: date, months: int = 12
) -> Computed[str]:
    """Whether origin, transit or a claimed recycling hub lies in an area decided to be high-risk (no, watch, cahra)."""
    at_least_one(months=months)
    known = {"no": NONE, "watch": NONE, "cahra": FLAG}
    need(decision is None or decision in known, "decision", decision, "it must be no, watch or cahra")
    if decision is None or decided_on is None or decided_on > on:
        return _answer(UNKNOWN, said(_("Nobody has decided on this area.")))
    if decision != "cahra" and on >= add_months(decided_on, months):
        old = said(_("The decision of {day} is older than {months} months."), day=decided_on, months=months)
        return _answer(UNKNOWN, old)
    words = said(_("The area was decided to be “{code}” on {day}."), code=decision, day=decided_on)
    return _answer(known[decision], words)


@rule(
    "red-flag-origin-output",
    parameters={"percent": "diligence.output_percent", "life_years": "diligence.reserve_years"},
)
def red_flag_origin_output(
    *,
    declared: Fraction,
    known_output: Fraction | None = None,
    reserves: Fraction | None = None,
    percent: Fraction = Fraction(100),
    life_years: Fraction = Fraction(1),
) -> Computed[str]:
    """Whether more comes from a declared origin in a year than its known output and reserves can give."""
    need(declared >= 0, "declared", declared, "it must not be below zero")
    need(known_output is None or known_output >= 0, "known_output", known_output, "it must not be below zero")
    need(reserves is None or reserves >= 0, "reserves", reserves, "it must not be below zero")
    need(percent > 0, "percent", percent, "it must be above zero")
    need(life_years > 0, "life_years", life_years, "it must be above zero")
    too_much = None if known_output is None else declared * _CENT > known_output * percent
    too_little = None if reserves is None else reserves < declared * life_years
    if too_much or too_little:
        above_output = _("{declared} a year were declared; that is more than the known output.")
        above_reserves = _("{declared} a year were declared; that is more than what the reserves can give.")
        words = said(above_output if too_much else above_reserves, declared=_plain(declared))
        return _answer(FLAG, words, OWN_CHOICE)
    if too_much is None or too_little is None:
        return _answer(UNKNOWN, said(_("Output and reserves of the origin are not both known.")), OWN_CHOICE)
    fits = said(_("{declared} a year fit the known output and the reserves."), declared=_plain(declared))
    return _answer(NONE, fits, OWN_CHOICE)


@rule("red-flag-sourcing", parameters={"months": "diligence.red_flag_months"})
def red_flag_sourcing(
    *, sourced_on: date | None = None, asked: bool = True, on: date, months: int = SOURCING_MONTHS
) -> Computed[str]:
    """Whether a seller sourced from a red-flag area within the last twelve months."""
    need(months >= 1, "months", months, "it must be at least one")
    if sourced_on is None:
        unnamed = _("The seller was asked and names none.") if asked else _("Nobody asked the seller.")
        return _answer(NONE if asked else UNKNOWN, said(unnamed))
    need(sourced_on <= on, "sourced_on", sourced_on, "it must not lie in the future")
    recent = sourced_recently(sourced_on, on, months)
    words = said(
        _("Last sourced there on {day}; that counts before {end}."), day=sourced_on, end=add_months(sourced_on, months)
    )
    return _answer(_judged(recent), words)


@rule("red-flag-interest")
def red_flag_interest(*, interest: bool | None = None) -> Computed[str]:
    """Whether a seller or one of its owners works in a red-flag area or holds an interest there."""
    words = {None: _("Nobody asked."), True: _("There is an owner or an interest there."), False: _("There is none.")}
    return _answer(_judged(interest), said(words[interest]))


@rule("red-flag-volume-jump", parameters={"percent": "diligence.volume_jump_percent"})
def red_flag_volume_jump(
    *, volume: Fraction | None = None, usual: Fraction | None = None, percent: Fraction = Fraction(50)
) -> Computed[str]:
    """Whether a volume rose by more than a share above what is usual."""
    need(volume is None or volume >= 0, "volume", volume, "it must not be below zero")
    need(usual is None or usual >= 0, "usual", usual, "it must not be below zero")
    need(percent >= 0, "percent", percent, "it must not be below zero")
    if volume is None or usual is None:
        return _answer(UNKNOWN, said(_("The volume, or what is usual, is not known.")), OWN_CHOICE)
    limit = usual * (_CENT + percent) / _CENT
    words = said(
        _("{volume} against {before} as usual; more than {limit} raises a question."),
        volume=_plain(volume),
        before=_plain(usual),
        limit=_plain(limit),
    )
    return _answer(_judged(volume > limit), words, OWN_CHOICE)


@rule(
    "red-flag-price-outlier",
    parameters={"percent": "diligence.price_gap_percent", "days": "diligence.price_reference_days"},
)
def red_flag_price_outlier(
    *,
    price: Fraction | None = None,
    reference: Fraction | None = None,
    reference_on: date | None = None,
    on: date,
    percent: Fraction = Fraction(20),
    days: int = 31,
) -> Computed[str]:
    """Whether a price lies further from a dated reference than a share of it, above or below."""
    not_below_zero(price=price, percent=percent, days=days)
    need(reference is None or reference > 0, "reference", reference, "it must be above zero")
    if price is None or reference is None or reference_on is None:
        return _answer(UNKNOWN, said(_("The price or a dated reference is not known.")), OWN_CHOICE)
    if not reference_on <= on <= reference_on + timedelta(days=days):
        of_other_days = said(_("The reference of {day} is not of these days."), day=reference_on)
        return _answer(UNKNOWN, of_other_days, OWN_CHOICE)
    apart = abs(price - reference) * _CENT / reference
    words = said(
        _("{price} against {reference} of {day}: {percent} per cent apart."),
        price=_plain(price),
        reference=_plain(reference),
        day=reference_on,
        percent=_plain(apart),
    )
    return _answer(_judged(apart > percent), words, OWN_CHOICE)


@rule(
    "red-flag-round-weights",
    parameters={"percent": "diligence.round_weights_percent", "least": "diligence.round_weights_least"},
)
def red_flag_round_weights(
    *, weighings: int, rounded: int, percent: Fraction = Fraction(50), least: int = 10
) -> Computed[str]:
    """Whether too large a share of weighings shows a round figure."""
    need(weighings >= 0, "weighings", weighings, "it must not be below zero")
    need(0 <= rounded <= weighings, "rounded", rounded, "it must lie between 0 and the number of weighings")
    need(0 <= percent <= _CENT, "percent", percent, "it must lie between 0 and 100")
    need(least >= 1, "least", least, "it must be at least one")
    if weighings < least:
        too_few = said(_("{count} weighings are too few to tell; {least} are needed."), count=weighings, least=least)
        return _answer(UNKNOWN, too_few, OWN_CHOICE)
    words = said(
        _("{rounded} of {count} weighings are round; more than {percent} per cent raise a question."),
        rounded=rounded,
        count=weighings,
        percent=_plain(percent),
    )
    return _answer(_judged(rounded * _CENT > weighings * percent), words, OWN_CHOICE)


@rule("red-flag-undeclared-hop")
def red_flag_undeclared_hop(*, hops: int | None = None, declared: int = 0) -> Computed[str]:
    """Whether a trade in the chain lacks an identified party or a price."""
    need(hops is None or hops >= 1, "hops", hops, "there is at least one")
    need(declared >= 0, "declared", declared, "it must not be below zero")
    if hops is None:
        return _answer(UNKNOWN, said(_("How many trades there were is not known.")))
    need(declared <= hops, "declared", declared, "it must not be above the number of trades")
    words = said(_("{declared} of {count} trades name the party and the price."), declared=declared, count=hops)
    return _answer(_judged(declared < hops), words)


@rule("red-flag-unusual")
def red_flag_unusual(
    *,
    cash: bool | None = None,
    new_bank: bool | None = None,
    documents_differ: bool | None = None,
    by_night: bool | None = None,
) -> Computed[str]:
    """Whether a trade was paid in cash, through a new bank, with documents that differ, or moved by night."""
    seen = {
        _("cash"): cash,
        _("a new bank"): new_bank,
        _("documents that differ"): documents_differ,
        _("by night"): by_night,
    }
    found = tuple(name for name, answer in seen.items() if answer)
    if found:
        return _answer(FLAG, said(_("Seen: {signs}."), signs=found))
    open_ = tuple(name for name, answer in seen.items() if answer is None)
    if open_:
        return _answer(UNKNOWN, said(_("Not known: {signs}."), signs=open_))
    return _answer(NONE, said(_("Nothing unusual was seen.")))


@rule("red-flag-protected-area")
def red_flag_protected_area(*, overlaps: bool | None = None) -> Computed[str]:
    """Whether a site overlaps a protected area; the overlap is a question, not a verdict on the practice."""
    words = {
        None: _("Nobody compared the maps."),
        True: _("The site overlaps one."),
        False: _("The site overlaps none."),
    }
    return _answer(_judged(overlaps), said(words[overlaps]))


ENHANCED_DUTIES: Final = (
    _("Map the circumstances: the conflict, who acts there, the routes, the taxes, the security forces."),
    _("Send a team that asks on the ground."),
    _("Collect chain-of-custody or traceability data for each lot."),
    _("Share what was found along the chain."),
    _("Back monitoring by the community."),
)
"""What any red flag asks for on top of the light second step."""


def level_of(answers: Mapping[str, str]) -> str:
    """Say how deep step 2 has to go: enhanced on any flag, light only when every flag is known to be absent."""
    if FLAG in answers.values():
        return "enhanced"
    clear = answers and all(value == NONE for value in answers.values())
    return "light" if clear else "open"


@rule("diligence-level")
def diligence_level(*, asked: int, flagged: int, unknown: int = 0) -> Computed[str]:
    """How deep diligence has to go: light without a red flag, enhanced with any, open while some are not known."""
    need(asked >= 0, "asked", asked, "it must not be below zero")
    need(flagged >= 0, "flagged", flagged, "it must not be below zero")
    need(
        unknown >= 0 and flagged + unknown <= asked, "unknown", unknown, "flags and unknowns are part of what was asked"
    )
    numbered = [FLAG] * flagged + [UNKNOWN] * unknown + [NONE] * (asked - flagged - unknown)
    value = level_of({str(at): answer for at, answer in enumerate(numbered)})
    words = said(
        _("{flagged} of {asked} red flags stand, {unknown} are not known."),
        flagged=flagged,
        asked=asked,
        unknown=unknown,
    )
    duties = map(said, ENHANCED_DUTIES if value == "enhanced" else ())
    return Computed(value=value, unit="code", explanation=(words, *duties), sources=(FLAGS,))


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"
