"""Turn an event into what it does to each of its lots; the checks have said by now that it may."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

import msgspec

from orepass.custody.rules.according import NOTHING_ACCORDED, accorded
from orepass.custody.rules.case import Case, Setting, SiteRight, or_what_is_left
from orepass.custody.rules.claims.facts import ANYBODY, NO_FACTS, ClaimFacts
from orepass.custody.rules.counted import bounded_and_counted
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lateness import as_of
from orepass.custody.rules.lots import Lot, Most, Move, Movement
from orepass.custody.rules.possible import at_first
from orepass.custody.rules.stock import HandedOver

_TOUCHES = {
    Happening.SENDS: Move.SENT,
    Happening.RECEIVES: Move.RECEIVED,
    Happening.LOOKS: Move.SEEN,
    Happening.ENDS: Move.ENDED,
    Happening.PACKS: Move.PACKED,
    Happening.UNPACKS: Move.UNPACKED,
}


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """What an event booked for a lot: on an account of which element and edition, how much of how much.

    ``share`` says so where the account counts something else than the contained element.
    """

    element: str
    pack: str
    amount_mg: int
    content_mg: int | None = None
    chained: bool = False
    share: Fraction | None = None


_HANDS_OVER = frozenset({Happening.SENDS, Happening.RECEIVES})
_TOLD_AGAIN = frozenset({"departing", "arriving", "accepting"})
"""The words in which a hand-over is told beside shipping and receiving."""
_PARTS = frozenset({*_HANDS_OVER, Happening.ENDS})
"""What happens to the part of a lot that somebody has, and not to all of it."""


def movements(case: Case) -> list[Movement]:
    """Return the movements of an event, in the order they happen."""
    event = case.event
    if event.happening is Happening.BEGINS:
        most = at_first(case.throughput(), case.limits)
        return [_begun(case, *made, origin=True) for made in zip(event.begun, most, strict=True)]
    if event.happening is Happening.TRANSFORMS:
        hands = facts_of_hands(case, *custodian(event, case.setting))
        boxes = [portion.box for portion, _lot in case.used()]
        drawn = [_used(case, hands, *part) for part in case.drawn()]
        used = [msgspec.structs.replace(moved, parent=box) for box, moved in zip(boxes, drawn, strict=True)]
        most = bounded_and_counted(case.before(), case.throughput(), case.limits)
        return used + [_begun(case, *made, origin=False) for made in zip(event.begun, most, strict=True)]
    return list(_touched(case)) if event.happening in _TOUCHES else []


def _used(case: Case, hands: Callable[[Lot], ClaimFacts], lot: Lot, mass: int | None, content: int | None) -> Movement:
    most = lot.most_of(mass)
    mass, content = or_what_is_left(lot, mass, content)
    return Movement(
        lot=lot.uri,
        move=Move.USED,
        at=case.event.happened_at,
        mass_mg=mass,
        content_mg=content,
        most=most,
        facts=lot.facts,
        claim=hands(lot),
    )


def _begun(case: Case, portion: Portion, most: Most, *, origin: bool) -> Movement:
    event = case.event
    site = portion.facts.origin_site or event.site
    accord = accorded(case, portion) if origin else NOTHING_ACCORDED
    return Movement(
        lot=portion.uri,
        move=Move.BEGUN,
        at=event.happened_at,
        mass_mg=portion.mass_mg,
        content_mg=portion.content_mg,
        most=most,
        instance=portion.instance,
        site=site,
        holder=holder(event, case.setting),
        facts=portion.facts,
        claim_class=accord.claim_class,
        certificate=accord.certificate,
        model=event.terms.model,
        origin=origin,
        bound=event.ours,
        claim=_certified(accord.right) if accord.right else NO_FACTS,
    )


def _certified(right: SiteRight) -> ClaimFacts:
    return ClaimFacts(pack=right.pack, level=right.level, chained=right.chained)


def noted(moved: Iterable[Movement], booked: Mapping[str, Booked]) -> list[Movement]:
    """Write down on the movements of an event what accounts were credited with or charged for."""
    return [
        msgspec.structs.replace(part, claim=_with_booking(part, booked[part.lot])) if part.lot in booked else part
        for part in moved
    ]


def _with_booking(moved: Movement, booked: Booked) -> ClaimFacts:
    given = moved.move is Move.SENT
    content = moved.content_mg if moved.content_mg is not None else booked.content_mg
    share = Fraction(booked.amount_mg, content) if booked.share is None and content else booked.share
    part = str(share) if given and share is not None else ""
    pack = booked.pack if given else ""
    return msgspec.structs.replace(
        moved.claim,
        booked=booked.element,
        part=part,
        by_mass=given and booked.share is not None,
        pack=pack,
        chained=given and booked.chained,
    )


def giver(event: Event, setting: Setting) -> str:
    """Return who has the lots of an event in hands before it: who sends them, or who uses them."""
    if event.happening in _HANDS_OVER and event.sender:
        return setting.organisation(event.sender)
    return "" if event.happening is Happening.RECEIVES else setting.owners.get(event.site, setting.actor)


def custodian(event: Event, setting: Setting) -> tuple[str, str]:
    """Return whose custody certificate an event asks for, and where: at the place of the event if it is their own."""
    who = holder(event, setting) if event.happening is Happening.RECEIVES else giver(event, setting)
    # What is made is made at a plant of one's own: one that is not registered is in the scope of no certificate.
    own = setting.owners.get(event.site, who if event.happening is Happening.TRANSFORMS else "")
    return who, event.site if who and own == who else ""


def facts_in_hands(case: Case, lot: Lot, who: str, site: str) -> ClaimFacts:
    """Return what a hop says of a lot's claim: who had it, and the custody certificates the custodian had on the day.

    Whoever began the lot needs none for it: what it was made of was looked at when it was made.
    """
    return facts_of_hands(case, who, site)(lot)


def facts_of_hands(case: Case, who: str, site: str) -> Callable[[Lot], ClaimFacts]:
    """Return the same for many lots of one event: they have one fact in common, or two."""
    by, word = giver(case.event, case.setting), word_of(case.event)
    claimed = claimed_of(case.event)
    asked = ClaimFacts(by=by, word=word, kept_by=case.rights.of_custodian(who, site, case.event.on), claimed=claimed)
    own = ClaimFacts(by=by, word=word, kept_by=ANYBODY, claimed=claimed)
    if case.event.happening is not Happening.RECEIVES:
        return lambda lot: own if who and who == lot.maker else asked
    outside = ClaimFacts(by=by, word=word, kept_by="")

    def received(lot: Lot) -> ClaimFacts:
        if as_of(case, lot.uri).stock.is_from_outside(by, who):
            return outside
        return own if who and who == lot.maker else asked

    return received


def claimed_of(event: Event) -> str:
    """Return how much of what it sends an event claims, where that is not all that it carries."""
    claimed = event.terms.claimed
    return str(claimed) if event.happening is Happening.SENDS and claimed < 1 else ""


def word_of(event: Event) -> str:
    """Return in which word a hand-over is told, where it is none of the usual two."""
    return event.business_step if event.happening in _HANDS_OVER and event.business_step in _TOLD_AGAIN else ""


def handed_over(case: Case, mass: int | None) -> HandedOver:
    """Return what a dispatch or receipt tells of so much of a lot."""
    return HandedOver(giver(case.event, case.setting), holder(case.event, case.setting), word_of(case.event), mass)


def _moved_of(case: Case, lot: Lot, mass: int | None) -> int | None:
    """Return how much an event moves of a lot: where several have a part of it, no more than is there to be moved."""
    event, before = case.event, as_of(case, lot.uri).stock
    who = giver(event, case.setting)
    if mass is not None or event.happening not in _PARTS or not before.others_have(who):
        return mass
    if event.happening is Happening.RECEIVES:
        return brought(case, lot.uri, None) or None
    return before.has(who) or None


def brought(case: Case, uri: str, mass: int | None) -> int | None:
    """Return how much of a lot a receipt brings: of what was sent, what did not arrive before, in whatever words."""
    stock = as_of(case, uri).stock
    if not stock.begun or (mass is None and not stock.others_have(holder(case.event, case.setting))):
        return mass
    took = stock.copy().receive(handed_over(case, mass))
    return took.mass_mg if took.there else mass


def sent_anew(case: Case, uri: str, mass: int | None) -> int | None:
    """Return how much of a lot an account has to give a claim: not what it gave in another word."""
    told = handed_over(case, mass)
    before = (moved.claim for moved in case.lots.get(uri).history if moved.move is Move.SENT and moved.claim.booked)
    if not any(claim.word != told.word and claim.by == told.giver for claim in before):
        return mass
    took = as_of(case, uri).stock.copy().send(told)
    return took.mass_mg if took.there else mass


def holder(event: Event, setting: Setting) -> str:
    """Return who has the lots of an event in hands after it; nobody while they are under way to nobody named."""
    if event.receiver:
        return setting.organisation(event.receiver)
    if event.happening is Happening.SENDS:
        return ""
    return setting.owners.get(event.site, setting.actor)


def _told_by(case: Case) -> str:
    """Return who ends a lot, or weighs what they have of it; nobody where they may weigh what others have."""
    if case.event.happening is Happening.ENDS:
        return giver(case.event, case.setting)
    weighed = case.event.happening is Happening.LOOKS and any(part.mass_mg for part in case.event.touched)
    return case.setting.actor if weighed and not case.setting.weighs else ""


def _touched(case: Case) -> Iterator[Movement]:
    event = case.event
    hands_over = event.happening in _HANDS_OVER
    after = holder(event, case.setting) if hands_over else ""
    who, site = custodian(event, case.setting) if hands_over else ("", "")
    hands = facts_of_hands(case, who, site)
    by = _told_by(case)
    left = ClaimFacts(by=by) if by else NO_FACTS
    packs = event.happening in {Happening.PACKS, Happening.UNPACKS}
    for portion in event.touched:
        names = [portion.uri]
        if not packs:
            names += [uri for uri in case.lots.whole_in(portion.uri) if uri != portion.uri]
        for name in names:
            lot = case.lots.get(name)
            mass = _moved_of(case, lot, portion.mass_mg if name == portion.uri else None)
            yield Movement(
                lot=name,
                move=_TOUCHES[event.happening],
                at=event.happened_at,
                mass_mg=mass,
                content_mg=lot.content_of(mass),
                site=event.site,
                holder=after,
                parent=portion.box if event.happening is Happening.ENDS else event.parent if packs else "",
                model=event.terms.model,
                claim=hands(lot) if hands_over else left,
            )
