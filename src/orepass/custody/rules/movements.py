"""Turn an event into what it does to each of its lots; the checks have said by now that it may."""

from collections.abc import Iterator
from datetime import datetime

from orepass.custody.rules.case import UNCERTIFIED, UNVERIFIED, Case
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.lots import Lot, Move, Movement

_TOUCHES = {
    Happening.SENDS: Move.SENT,
    Happening.RECEIVES: Move.RECEIVED,
    Happening.LOOKS: Move.SEEN,
    Happening.ENDS: Move.ENDED,
    Happening.PACKS: Move.PACKED,
    Happening.UNPACKS: Move.UNPACKED,
}


def movements(case: Case) -> list[Movement]:
    """Return the movements of an event, in the order they happen."""
    event = case.event
    if event.happening is Happening.BEGINS:
        return [_begun(case, portion, origin=True) for portion in event.begun]
    if event.happening is Happening.TRANSFORMS:
        used = [_used(event.happened_at, lot, mass, content) for lot, mass, content in case.drawn()]
        return used + [_begun(case, portion, origin=False) for portion in event.begun]
    return list(_touched(case)) if event.happening in _TOUCHES else []


def _used(at: datetime, lot: Lot, mass: int | None, content: int | None) -> Movement:
    whole = mass is None and content is None
    if whole:
        mass, content = lot.remaining_mg, lot.remaining_content_mg
    return Movement(lot=lot.uri, move=Move.USED, at=at, mass_mg=mass, content_mg=content, facts=lot.facts)


def _begun(case: Case, portion: Portion, *, origin: bool) -> Movement:
    event = case.event
    site = portion.facts.origin_site or event.site
    claim_class, certificate = accorded(case, portion) if origin else ("", "")
    return Movement(
        lot=portion.uri,
        move=Move.BEGUN,
        at=event.happened_at,
        mass_mg=portion.mass_mg,
        content_mg=portion.content_mg,
        instance=portion.instance,
        site=site,
        holder=_holder(case),
        facts=portion.facts,
        claim_class=claim_class,
        certificate=certificate,
        model=event.terms.model,
        origin=origin,
    )


def accorded(case: Case, portion: Portion) -> tuple[str, str]:
    """Return the class and the certificate a lot begins under: a right on the day, or none."""
    event = case.event
    site = portion.facts.origin_site or event.site
    right = case.rights.of_site(site, event.on)
    member = portion.facts.member
    if member and not case.rights.of_member(member, event.on).is_yes:
        return UNCERTIFIED, ""
    if right.verdict.is_yes:
        return right.claim_class, right.certificate
    for certificate in event.certificates:
        cited = case.rights.certificates.get((certificate, event.on))
        if cited is None:
            return UNVERIFIED, certificate
    return UNCERTIFIED, ""


def _holder(case: Case) -> str:
    event, setting = case.event, case.setting
    if event.receiver:
        return setting.organisation(event.receiver)
    if event.happening is Happening.SENDS:
        return ""
    return setting.owners.get(event.site, setting.actor)


def _touched(case: Case) -> Iterator[Movement]:
    event = case.event
    holder = _holder(case) if event.happening in {Happening.SENDS, Happening.RECEIVES} else ""
    for portion in event.touched:
        names = [portion.uri]
        if event.happening not in {Happening.PACKS, Happening.UNPACKS}:
            names += [uri for uri in case.lots.contents(portion.uri) if uri != portion.uri]
        for name in names:
            mass = portion.mass_mg if name == portion.uri else None
            yield Movement(
                lot=name,
                move=_TOUCHES[event.happening],
                at=event.happened_at,
                mass_mg=mass,
                content_mg=case.lots.get(name).content_of(mass),
                site=event.site,
                holder=holder,
                parent=event.parent if event.happening is Happening.PACKS else "",
                model=event.terms.model,
            )
