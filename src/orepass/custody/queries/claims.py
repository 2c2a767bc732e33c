"""What may be claimed of a lot: of which scheme, under which model and level, how much, and in which words.

Where the material came from is another question (`origins`): a part may come from a certified mine and still not be
claimable, since somebody on the way had no custody certificate, an account holds its claim, or credits were issued for
it. Of a lot that is gone, recalled or on hold nothing may be claimed, whatever it carries.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from orepass.custody.queries.claims_credited import beside_credits
from orepass.custody.queries.claims_stopped import stopped_in
from orepass.custody.queries.folding import fold
from orepass.custody.queries.following import parts_of, paths_of, rules_of, terms_of
from orepass.custody.queries.lot_books import covered_by
from orepass.custody.queries.lots import lot_uri
from orepass.custody.queries.places import site_of
from orepass.custody.queries.sold import sold_on
from orepass.custody.rules.accounts import Unit
from orepass.custody.rules.claims.credited import CREDITED, less_credits
from orepass.custody.rules.claims.held import SPENT, UNCLAIMED, Held, Parts, share_told
from orepass.custody.rules.claims.lattice import percent_down
from orepass.custody.rules.claims.offering import DOWN, ON_PRODUCT, REASONS, ClaimTerms, Offer, offers
from orepass.custody.rules.claims.reading import Claim, read, with_credits
from orepass.custody.rules.lots import Lot, Lots
from orepass.custody.rules.measuring import whole_of
from orepass.party.queries import site_cards
from orepass.platform import clock
from orepass.scheme.queries.wordings import wordings
from orepass.scheme.rules.blocks import MODELS
from orepass.scheme.rules.labels import Label, labels, shown_on


class OfferedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that may be made, in the words of each language."""

    claim: str
    wording: Mapping[str, str]


class RefusedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that may not be made: why, as a code and in words."""

    claim: str
    reason: str
    why: str


class LostPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a lot for which nothing may be claimed, and why."""

    reason: str
    why: str
    share_exact: str


class LotClaim(msgspec.Struct, frozen=True, kw_only=True):
    """What may be claimed of a lot; without a claim the model is empty and the share zero.

    Attributes:
        pack: the edition it is claimed under, as ``scheme@edition``.
        percent: the share in whole percents, rounded down.
        mass_mg: the claimable part of what is left of the lot, rounded down; ``None`` when its mass is unknown.
        stopped: why nothing may be claimed of it just now, as a code: it is gone, recalled or on hold.
        sites, certificates: what the claim rests on; a claim from an account names neither.
        sold_on: the day of the hand-over by which whoever has it got it; nothing where nobody sent it on.
        labels: those of its edition that a sale of that day shows, or of ``on`` before any; where a label is offered.
    """

    lot: str
    holder: str
    on: date
    pack: str
    model: str
    level: str
    share_exact: str
    percent: int
    mass_mg: int | None
    sites: tuple[str, ...]
    certificates: tuple[str, ...]
    lost: tuple[LostPart, ...]
    offered: tuple[OfferedClaim, ...]
    not_offered: tuple[RefusedClaim, ...]
    stopped: str = ""
    sold_on: date | None = None
    labels: tuple[Label, ...] = ()

    @property
    def share(self) -> Fraction:
        """Return the exact share."""
        return Fraction(self.share_exact)

    @property
    def scheme(self) -> str:
        """Return the scheme of the claim."""
        return self.pack.partition("@")[0]


def claims_for(lot: str, *, scheme: str = "", holder: str = "", on: date | None = None) -> LotClaim:
    """Return what may be claimed of a lot or container, by whoever holds it or has the part asked for.

    Args:
        lot: identifier or URI.
        scheme: of which scheme; without one, of the scheme most of it is certified by.
        holder: whose part of a lot that several have.
        on: the day the words name; today without one.

    Raises:
        NotFound: no event names the lot.
    """
    uri = lot_uri(lot)
    state = fold([uri])
    owner = holder or state.get(uri).holder
    carried = Carried(state, uri)
    parts, claim = carried.parts(owner), carried.claim(owner, scheme=scheme)
    terms = claim_terms(claim.pack) if claim.pack else _terms_lost(parts)
    why = stopped_in(state, uri)
    if why:
        claim = Claim(pack=claim.pack, lost=((why, Fraction(1)),), allowed=claim.allowed)
    found = offers(claim, terms, certified_at_origin=not why and all(map(_certified_alone, parts)))
    day = on or clock.today()
    sold = sold_on(uri)
    labelled = any(offer.offered and offer.claim == ON_PRODUCT for offer in found)
    mass = _mass_in_hands(state.get(uri), owner)
    return LotClaim(
        lot=uri,
        holder=owner,
        on=day,
        pack=claim.pack if claim.stands else "",
        model=claim.model,
        level=claim.level,
        share_exact=str(claim.share),
        percent=percent_down(claim.share),
        mass_mg=None if mass is None else int(mass * _share_of_mass(state, uri, parts, owner, claim)),
        sites=claim.sites,
        certificates=claim.certificates,
        lost=tuple(
            LostPart(reason=reason, why=REASONS.get(reason, reason), share_exact=str(part))
            for reason, part in claim.lost
        ),
        offered=_offered(claim, found, day),
        not_offered=tuple(
            RefusedClaim(claim=offer.claim, reason=offer.reason, why=REASONS.get(offer.reason, offer.reason))
            for offer in found
            if not offer.offered
        ),
        stopped=why,
        sold_on=sold,
        labels=shown_on(labels(rules_of(claim.pack)), sold or day) if labelled else (),
    )


def _mass_in_hands(lot: Lot, owner: str) -> int | None:
    """Return what is left of a lot, as far as it is assured; where several have parts of it, what one of them has."""
    return lot.assured_mass_of(lot.stock.has(owner) if lot.stock.others_have(owner) else None)


def _share_of_mass(state: Lots, uri: str, parts: Parts, holder: str, claim: Claim) -> Fraction:
    """Return the claimed share of the assured mass: that of the element, and no more than of all that went in by mass.

    What is in the lot and went into it by nobody's telling is no part of the assured mass.
    """
    if claim.share in {0, 1}:
        return claim.share
    weighed = parts_of(state, uri, holder, by_mass=True)
    share, by_mass = share_told(claim.share, parts), read(weighed, terms_of, scheme=claim.scheme)
    return min(share, share_told(by_mass.share, weighed)) if by_mass.share else share


def _terms_lost(parts: Parts) -> ClaimTerms:
    """Return the claims that a scheme would offer had none been lost, so that each can be refused with its reason."""
    packs = sorted({held.pack for held in parts if held.pack})
    return msgspec.structs.replace(claim_terms(packs[0]), alone=False) if packs else ClaimTerms()


def _certified_alone(held: Held) -> bool:
    """Say whether a certificate of the site speaks for a part, whose claim nobody else has or left out."""
    return bool(held.certificate) and held.lost not in {SPENT, CREDITED, UNCLAIMED}


class Carried:
    """What a folded lot or container carries, in whose hands it may be, beside the credits that were issued for it."""

    def __init__(self, state: Lots, uri: str) -> None:
        """Follow the claims into it once, whoever has it."""
        self._state, self._uri = state, uri
        beside = beside_credits(state, uri)
        self._kept = beside.kept if beside else None
        self._paths = beside.paths if beside else paths_of(state.contents(uri))
        self._parts: dict[str, Parts] = {}

    def parts(self, holder: str) -> Parts:
        """Return what the part of it that somebody has rests on."""
        if holder not in self._parts:
            found = parts_of(self._state, self._uri, holder, paths=self._paths)
            self._parts[holder] = found if self._kept is None else less_credits(found, self._kept)
        return self._parts[holder]

    def claim(self, holder: str, *, scheme: str = "") -> Claim:
        """Return what may be claimed of that part, also by credits that were retired for the lot."""
        found = read(self.parts(holder), terms_of, scheme=scheme)
        return _with_credits(found, self._state.get(self._uri), scheme)


def _with_credits(claim: Claim, lot: Lot, scheme: str) -> Claim:
    covered = covered_by(lot.uri)
    if covered is None or scheme not in {"", covered[0].partition("@")[0]}:
        return claim
    pack, unit, amount = covered
    return with_credits(claim, pack, amount, whole_of(lot, Unit(unit)), allowed=terms_of(pack).models)


def claim_terms(pack: str) -> ClaimTerms:
    """Return what an edition lets claims say; a list that it does not write lets nothing be said."""
    rules = rules_of(pack)
    by_model = {model: tuple(rules.value(f"claims.{model}", ())) for model in MODELS}
    return ClaimTerms(
        by_model=by_model,
        label_percent=Decimal(str(rules.value("custody.label_threshold_percent", 100))),
        step_named=bool(rules.value("claims.entry_step_named", ())),
        alone=bool(rules.value("claims.certificate_alone_is_product_claim", ())),
        rounding=str(rules.value("claims.blend_rounding", DOWN)),
    )


def _offered(claim: Claim, found: tuple[Offer, ...], day: date) -> tuple[OfferedClaim, ...]:
    if not any(offer.offered for offer in found):
        return ()
    scheme, _, edition = claim.pack.partition("@")
    said = {
        "percent": str(percent_down(claim.share)),
        "scheme": scheme,
        "edition": edition,
        "level": claim.level,
        "certificate": ", ".join(claim.certificates),
        "mine": _mine(claim),
        "day": day.isoformat(),
    }
    words = wordings()
    return tuple(
        OfferedClaim(claim=offer.claim, wording=words.of(offer.claim, with_step=offer.with_step, said=said))
        for offer in found
        if offer.offered
    )


def _mine(claim: Claim) -> str:
    if len(claim.sites) != 1:
        return ""
    named = site_of(claim.sites[0])
    card = site_cards([named]).get(named) if named else None
    return card.name if card else claim.sites[0]
