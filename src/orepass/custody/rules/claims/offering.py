"""Which claims a scheme lets somebody make for a lot, and why not the others (C5).

What a pack lists under ``claims.<model>`` is offered as far as the share, the level and the label's threshold allow; a
certificate of a site alone is a claim about a product only where the scheme says so. Nothing is ever rounded up.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.custody.rules.claims.available import EMPTY, GONE, HELD, RECALLED, USED_UP
from orepass.custody.rules.claims.credited import CREDITED
from orepass.custody.rules.claims.held import HOP, SPENT, UNASSAYED, UNCLAIMED, UNDISPATCHED, UNKNOWN, UNTOLD
from orepass.custody.rules.claims.lattice import BOOK_AND_CLAIM, MASS_BALANCE, SEGREGATED, percent_down
from orepass.custody.rules.claims.reading import MIXED, OTHER_SCHEME, Claim
from orepass.kernel.text import marked as _
from orepass.scheme.rules.claims import product_claim_stands

DOWN: Final = "down"
ON_PRODUCT: Final = "on_product_label"
MODEL, SITES, SHARE, LEVEL, THRESHOLD = "model", "sites", "share", "level", "threshold"

REASONS: Final[Mapping[str, str]] = {
    HOP: _("Somebody on the way had no custody certificate on that day; the claim ended there."),
    UNDISPATCHED: _("Nobody who had it told that it was sent to whoever received it."),
    UNCLAIMED: _("Whoever sent it claimed less of it than it carried."),
    UNTOLD: _("It was used before anybody told that it began; whoever used it tells of the use anew."),
    UNASSAYED: _("Not all that went in was assayed, and by its mass more would be claimed than it can hold."),
    SPENT: _("The certified part was credited to an account; only the account can give a claim."),
    CREDITED: _("Credits were issued for it, or another passport claims it; the same production is claimed once."),
    HELD: _("It is on hold: somebody has to decide about it first."),
    RECALLED: _("It is recalled; the recall is still open."),
    USED_UP: _("It was used up; what was made of it carries the claim on."),
    GONE: _("It was destroyed or lost."),
    EMPTY: _("Nothing is left of it."),
    MIXED: _("It was mixed with uncertified material, and the scheme knows no blend with a known share."),
    OTHER_SCHEME: _("It is certified by another scheme, which is claimed apart."),
    "uncertified": _("It was not certified where it began."),
    "unverified": _("Its certificate is not in this register."),
    UNKNOWN: _("It is not on record where it began, as what known form, or how much of it went in."),
    MODEL: _("The custody model of this material does not bear this claim in this scheme."),
    SITES: _("It comes from more than one site; no single one can be named."),
    SHARE: _("The certified share is too small for this claim."),
    LEVEL: _("The level of certification is not known for all of it."),
    THRESHOLD: _("The certified share is below the one that the scheme asks of a label."),
}
"""Why something may not be claimed, by code."""


class ClaimTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition lets claims say.

    Attributes:
        by_model: the claims that each model bears.
        label_percent: the certified percentage that a label asks for; without one, the whole.
        step_named: the level reached stands beside every claim.
        alone: a certificate of a site is a claim about its product, without custody.
        rounding: how a share is shown; ``down`` is the only way there is.
    """

    by_model: Mapping[str, tuple[str, ...]] = {}
    label_percent: Decimal = Decimal(100)
    step_named: bool = False
    alone: bool = False
    rounding: str = DOWN


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One claim: offered, or not and why; ``with_step``: the level stands beside it."""

    claim: str
    reason: str = ""
    with_step: bool = False

    @property
    def offered(self) -> bool:
        """Say whether it may be made."""
        return not self.reason


def offers(claim: Claim, terms: ClaimTerms, *, certified_at_origin: bool) -> tuple[Offer, ...]:
    """Return every claim the scheme knows, offered or with the reason why not."""
    custody = claim.stands
    stands = product_claim_stands(site_certified=certified_at_origin or custody, custody=custody, alone=terms.alone)
    if stands.value and not custody:
        claim = msgspec.structs.replace(claim, model=SEGREGATED, share=Fraction(1))
    known = dict.fromkeys(word for words in terms.by_model.values() for word in words)
    with_step = terms.step_named and bool(claim.level)
    return tuple(
        Offer(claim=word, reason=reason, with_step=with_step and not reason)
        for word in known
        for reason in [next(_against(word, claim, terms), "") if stands.value else claim.reason or UNKNOWN]
    )


def _against(word: str, claim: Claim, terms: ClaimTerms) -> Iterator[str]:
    """Return the reasons against one claim, the first is told."""
    percent = percent_down(claim.share)
    if word not in terms.by_model.get(claim.model, ()):
        yield MODEL
    if word == "names_mine" and len(claim.sites) != 1:
        yield SITES
    if word in {"names_mine", "made_from_certified"} and claim.share < 1:
        yield SHARE
    if word == "step_reached" and not claim.level:
        yield LEVEL
    if word == ON_PRODUCT and percent < terms.label_percent:
        yield THRESHOLD
    if word in {"contains_percent", "mass_balance_supports", "supports_certified_production"} and percent < 1:
        yield SHARE
    if word == "supports_certified_production" and claim.model not in {MASS_BALANCE, BOOK_AND_CLAIM}:
        yield MODEL
