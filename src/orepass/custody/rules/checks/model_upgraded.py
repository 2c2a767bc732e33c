"""A custody model is claimed that the inputs do not carry: the way goes sideways or down, never up (ISO 22095:2020).

What a lot carries is followed from its origin (`claims.carrying`); where it is not known, the model that was claimed
for it before counts, and no model at all is none. A claim that ended on the way is told apart from one that is spent.
"""

from collections.abc import Iterator
from fractions import Fraction

from orepass.custody.rules.case import Case
from orepass.custody.rules.claims.double import DOUBLE
from orepass.custody.rules.claims.findings import LOST, NOT_ALLOWED
from orepass.custody.rules.claims.held import HOP, SPENT
from orepass.custody.rules.claims.lattice import (
    CHAIN,
    MASS_BALANCE,
    PHYSICAL,
    may_become,
    strictest_allowed,
)
from orepass.custody.rules.claims.reading import Claim
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lots import Lot
from orepass.custody.rules.movements import sent_anew
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

UPGRADED = FindingKind(
    "custody.model.upgraded",
    Severity.ERROR,
    _("“{model}” is claimed, but the inputs allow “{allowed}” at most."),
    what_to_do=_("Claim the weaker model; the way only goes down."),
)
NO_MODEL = FindingKind(
    "custody.model.unknown",
    Severity.ERROR,
    _("“{model}” is no custody model that an event can claim."),
    what_to_do=_("Use one of: identity_preserved, segregated, controlled_blending, mass_balance."),
)
NOTHING_AT_ALL = "none"
"""How a claim that does not exist is named in the finding."""
REASONS = {HOP: _("somebody on the way had no custody certificate on that day")}


def check(case: Case) -> Iterator[Finding]:
    """Compare the model claimed with what the lots carry that it is claimed for."""
    claimed, event = case.event.terms.model, case.event
    if not claimed:
        return
    if claimed not in CHAIN:
        yield NO_MODEL.at(event.where, model=claimed[:60])
        return
    if event.happening is Happening.TRANSFORMS:
        lots = [lot for _, lot in case.used()]
        if lots and claimed in PHYSICAL:
            yield from _compared(case, claimed, case.carried.get("") or _mixed(lots), lots[0].uri)
    elif event.happening is Happening.SENDS:
        for portion in event.touched:
            for uri in case.lots.contents(portion.uri):
                lot = case.lots.get(uri)
                given = uri in case.covered or sent_anew(case, uri, portion.mass_mg) == 0
                if claimed in PHYSICAL or (lot.model == MASS_BALANCE and not given):
                    yield from _compared(case, claimed, case.carried.get(uri) or _mixed([lot]), uri)


def _mixed(lots: list[Lot]) -> Claim:
    """Return what is known of lots that nobody followed: the models claimed for them."""
    model = strictest_allowed([lot.model for lot in lots], sources=len({lot.site for lot in lots}))
    return Claim(model=model, share=Fraction(1 if model else 0))


def _compared(case: Case, claimed: str, claim: Claim, lot: str) -> Iterator[Finding]:
    where = case.event.where
    if claim.stands and may_become(claim.model, claimed):
        if claim.allowed and claimed not in claim.allowed:
            yield NOT_ALLOWED.at(where, model=claimed, scheme=claim.scheme, allowed=", ".join(claim.allowed))
        return
    lost = dict(claim.lost)
    if SPENT in lost:
        yield DOUBLE.at(where, lot=lot)
    elif HOP in lost:
        yield LOST.at(where, model=claimed, lot=lot, reason=REASONS[HOP])
    else:
        yield UPGRADED.at(where, model=claimed, allowed=claim.model or NOTHING_AT_ALL)
