"""Ask the rooms below what the rules need to know: who runs a place, and who had which right on which day."""

from collections.abc import Iterable
from datetime import date

import msgspec

from orepass.assurance.queries import DeliveryRight, certificate_card, chain_right, delivery_rights
from orepass.custody.queries.following import asks_custodians
from orepass.custody.queries.places import owner_of, owners_of, site_of
from orepass.custody.rules.case import Rights, Setting, SiteRight
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.movements import custodian
from orepass.custody.rules.terms import identifier_in, uri_of
from orepass.diligence.queries import site_status, trade_right
from orepass.diligence.rules.status import may_deliver
from orepass.inclusion.groups.queries import group_behind, group_card, member_card
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer, Unknown, Verdict, all_of, no, unknown
from orepass.party.queries import organisation_cards
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role

BARRED = frozenset({"suspended", "expelled"})
"""How a member stands to whom its group has closed the door."""
_WEIGHERS = frozenset({OrganisationKind.PROVIDER, OrganisationKind.AUTHORITY})
_IN_HANDS = frozenset({Happening.SENDS, Happening.RECEIVES, Happening.TRANSFORMS})


def setting_for(actor: Actor, events: Iterable[Event]) -> Setting:
    """Return who acts and whom the names in the events stand for."""
    events = list(events)
    uris = {uri for event in events for uri in (event.site, *event.parties) if uri}
    uris |= {portion.facts.origin_site for event in events for portion in event.begun if portion.facts.origin_site}
    owners = owners_of(uris)
    stands_for_all = actor.is_system or Role.STEWARD in actor.roles
    looks = any(part.mass_mg for event in events if event.happening is Happening.LOOKS for part in event.touched)
    who = "" if stands_for_all else actor.organisation or actor.pseudonym
    return Setting(actor=who, owners=owners, weighs=looks and _weighs(actor.organisation))


def _weighs(organisation: str) -> bool:
    """Say whether an organisation weighs what others have: a laboratory or inspector (provider), or an authority."""
    card = organisation_cards([organisation]).get(organisation) if organisation else None
    return card is not None and card.registered and card.kind in _WEIGHERS


def rights_for(events: Iterable[Event], setting: Setting, today: date) -> Rights:
    """Ask for every right the events lean on: of sites where lots begin, of members, certificates and custodians."""
    members: dict[tuple[str, date], Verdict] = {}
    groups: dict[str, str] = {}
    barred: set[tuple[str, date]] = set()
    certificates: dict[tuple[str, date], SiteRight] = {}
    events = list(events)
    for event in events:
        on = event.on
        for member in {portion.facts.member for portion in event.begun if portion.facts.member}:
            if (member, on) not in members:
                places = {portion.facts.origin_site or event.site for portion in event.begun}
                members[member, on], group, state = _right_of_member(member, places, on)
                groups |= {member: group} if group else {}
                barred |= {(member, on)} if state in BARRED else set()
        for certificate in event.certificates:
            if (certificate, on) not in certificates:
                right = _right_of_certificate(certificate, event, on)
                if right is not None:
                    certificates[certificate, on] = right
    return Rights(
        sites=_sites(events, today),
        members=members,
        groups=groups,
        barred=frozenset(barred),
        certificates=certificates,
        custody=_custody(events, setting),
    )


def _sites(events: Iterable[Event], today: date) -> dict[tuple[str, date], SiteRight]:
    """Ask for the right on the day of each beginning, and for the one on the day it is told."""
    asked = {
        (portion.facts.origin_site or event.site, day)
        for event in events
        if event.happening is Happening.BEGINS
        for portion in event.begun
        for day in (event.on, max(event.on, today))
    }
    return {(place, day): _right_of_site(place, day) for place, day in sorted(asked)}


def _custody(events: Iterable[Event], setting: Setting) -> dict[tuple[str, str, date], str]:
    asked = {(*custodian(event, setting), event.on) for event in events if event.happening in _IN_HANDS}
    # An account at the place may give a claim to what somebody else sends from there.
    sent = (event for event in events if event.happening is Happening.SENDS and event.terms.model)
    asked |= {(setting.owners[event.site], event.site, event.on) for event in sent if event.site in setting.owners}
    return {key: _custody_of(*key) for key in sorted(asked)}


def _custody_of(organisation: str, place: str, on: date) -> str:
    who = site_of(place) if place else organisation
    return " ".join(chain_right(who, on).schemes) if who and organisation.startswith("org-") else ""


def _right_of_site(place: str, on: date) -> SiteRight:
    site = site_of(place) if place else ""
    if not site:
        return SiteRight(unknown(Unknown.MISSING, _("the site is not registered")))
    best, *others = delivery_rights(site, on)
    besides = tuple(_held_by(right, site, on) for right in others if right.verdict.is_yes)
    return msgspec.structs.replace(_held_by(best, site, on), besides=besides)


def _held_by(right: DeliveryRight, site: str, on: date) -> SiteRight:
    return SiteRight(
        _unless_held(right.verdict, [site], on),
        right.certificate or "",
        right.claim_class,
        pack=right.pack,
        level=right.level,
        chained=bool(right.pack) and asks_custodians(right.pack),
        minerals=frozenset(right.minerals),
        group=group_behind(right.client, right.pack, right.standard, on) if right.client else "",
    )


def _unless_held(right: Verdict, sites: Iterable[str], on: date) -> Verdict:
    """Return a right, unless a risk that binds everybody holds the trade of a site, or the site stands red."""
    sites = list(sites)
    held = [trade for site in sites if not (trade := trade_right(site, on)).is_yes]
    held += [red for site in sites if (red := may_deliver(site_status(site, on))).answer is Answer.NO]
    return all_of((right, *held)) if held else right


def is_member(named: str, on: date) -> bool:
    """Say whether an identifier, or its URI, names somebody on the register of a group here."""
    try:
        member_card(identifier_in(uri_of(named), "mem") or named, on)
    except NotFound:
        return False
    return True


def _right_of_member(member: str, places: set[str], on: date) -> tuple[Verdict, str, str]:
    """Return whether a member may deliver at some places, the group it belongs to, and how it stands in that group.

    What is delivered to somebody else is no matter of the group: there the member stands as nothing.
    """
    named = identifier_in(member, "mem") or member
    try:
        card = member_card(named, on)
    except NotFound:
        return unknown(Unknown.MISSING, _("no such member is on any register")), "", ""
    owners = {owner_of(place) for place in places if place}
    if owners and owners != {group_card(card.group).organisation}:
        return no(_("the member belongs to another group")), card.group, ""
    return card.right, card.group, card.state


def _right_of_certificate(certificate: str, event: Event, on: date) -> SiteRight | None:
    named = identifier_in(certificate, "crt")
    if not named:
        return None
    try:
        card = certificate_card(named)
    except NotFound:
        return SiteRight(no(_("there is no such certificate")), named)
    places: set[str] = set()
    if event.happening is Happening.BEGINS:
        places = {site_of(portion.facts.origin_site or event.site) for portion in event.begun}
        if not all(place and card.covers(place, on) for place in places):
            return SiteRight(no(_("the certificate does not cover the site")), named, card.claim_class)
    return SiteRight(
        _unless_held(card.right(on), places, on),
        named,
        card.claim_class,
        minerals=frozenset(card.minerals),
        group=group_behind(card.client, card.pack, card.standard, on),
    )
