"""What a lot is accorded where it begins: the class and the certificate of a right on the day, or why there is none.

A right is of a site, for the minerals that were judged, and where a group holds the certificate, for what its members
deliver. Whoever says that nothing is claimed is taken at their word.
"""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from orepass.custody.rules.case import UNCERTIFIED, UNKNOWN, UNVERIFIED, Case, SiteRight
from orepass.custody.rules.happening import Portion
from orepass.kernel.verdict import Answer


class Why(StrEnum):
    """Why a lot is accorded what it is."""

    GRANTED = "granted"
    NOT_CLAIMED = "not claimed"
    NO_RIGHT = "no right"
    OUTSIDE = "another mineral"
    FORM_UNKNOWN = "form unknown"
    NO_MEMBER = "no member"


class Accord(msgspec.Struct, frozen=True):
    """The class and the certificate that a lot begins under, and why.

    ``right`` is the one that was granted; ``considered`` the ones that the site had on that day.
    """

    claim_class: str
    certificate: str = ""
    why: Why = Why.GRANTED
    right: SiteRight | None = None
    considered: tuple[SiteRight, ...] = ()


NOTHING_ACCORDED = Accord("")
"""What a lot is accorded that was made from others: what it is worth follows from them."""


def accorded(case: Case, portion: Portion) -> Accord:
    """Return what a lot begins under: a right on the day that covers it, or why there is none."""
    event = case.event
    if not event.terms.claimed:
        return Accord(UNCERTIFIED, why=Why.NOT_CLAIMED)
    standing = tuple(rights_of(case, portion))
    member = portion.facts.member
    if member and not case.rights.of_member(member, event.on).is_yes:
        return Accord(UNCERTIFIED, why=Why.NO_MEMBER, considered=standing)
    covering = [right for right in standing if right.covers(portion.facts) is Answer.YES]
    for right in covering:
        if not needs_member(case, portion, right):
            return Accord(right.claim_class, right.certificate, right=right, considered=standing)
    if covering:
        return Accord(UNCERTIFIED, why=Why.NO_MEMBER, considered=tuple(covering))
    foreign = [name for name in event.certificates if (name, event.on) not in case.rights.certificates]
    if not standing:
        why = Why.NO_RIGHT
    elif any(right.covers(portion.facts) is Answer.UNKNOWN for right in standing):
        why = Why.FORM_UNKNOWN
    else:
        why = Why.OUTSIDE
    if foreign:
        return Accord(UNVERIFIED, foreign[0], why, considered=standing)
    return Accord(UNKNOWN if why is Why.FORM_UNKNOWN else UNCERTIFIED, why=why, considered=standing)


def rights_of(case: Case, portion: Portion) -> Iterator[SiteRight]:
    """Return the rights that the site of a lot had on the day, best first; none where it had none."""
    first = case.rights.of_site(portion.facts.origin_site or case.event.site, case.event.on)
    yield from (right for right in (first, *first.besides) if right.verdict.is_yes)


def needs_member(case: Case, portion: Portion, right: SiteRight) -> bool:
    """Say whether a group holds a right and the lot names none of its members."""
    return bool(right.group) and case.rights.groups.get(portion.facts.member) != right.group
