"""How far a member works from the others, reckoned from the places of their sites and kept with the step."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from orepass.inclusion.groups.actions.file import standing_of
from orepass.inclusion.groups.models import Member
from orepass.inclusion.groups.rules.membership import GONE
from orepass.inclusion.groups.rules.places import Place, nearest_km
from orepass.kernel.kept import Kept, keep
from orepass.party.queries import SiteCard, site_cards, sites_of
from orepass.scheme.queries import pack_by_digest

RULE, MOST = "member-near", "group.member_distance_km"


def nearness(row: Member, on: date) -> Kept:
    """Reckon how far a member works from the others of the group, or from the holder's sites while there are none."""
    group = row.group
    rules = pack_by_digest(group.pack_digest).standard(group.standard).rules
    paths = {"most_km": MOST} if MOST in rules else {}
    inputs = {"distance_km": _distance(row, on), **{name: rules[path].number for name, path in paths.items()}}
    _computed, kept = keep(RULE, inputs, pack_digest=group.pack_digest, standard=group.standard, parameters=paths)
    return kept


def _distance(row: Member, on: date) -> Fraction | None:
    members = row.group.members.exclude(pk=row.pk).exclude(site=None).select_related("group").prefetch_related("steps")
    others = site_cards(member.site_id or "" for member in members if standing_of(member, on).state not in GONE)
    own = _places(site_cards([row.site_id] if row.site_id else []).values())
    places = _places(others.values()) or _places(sites_of(row.group.organisation_id))
    return nearest_km(own[0] if own else None, places)


def _places(sites: Iterable[SiteCard]) -> list[Place]:
    return [
        Place(site.latitude, site.longitude)
        for site in sites
        if site.latitude is not None and site.longitude is not None
    ]
