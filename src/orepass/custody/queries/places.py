"""Find what the names in events stand for: our sites and organisations, or nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from orepass.custody.rules.terms import identifier_in, uri_of
from orepass.party import queries as party
from orepass.party.queries import SiteCard

_REMEMBERED: ContextVar[dict[str, SiteCard | None] | None] = ContextVar("sites", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for the site behind a name once, for as long as the block registers none."""
    before = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(before)


def sites_behind(uris: Iterable[str]) -> dict[str, SiteCard]:
    """Return the sites that some URIs stand for, by URI, without those that stand for none of ours."""
    wanted = set(uris) - {""}
    known = _REMEMBERED.get()
    fresh = wanted if known is None else wanted - known.keys()
    found = _sites_behind(fresh) if fresh else {}
    if known is None:
        return found
    known |= {uri: found.get(uri) for uri in fresh}
    return {uri: card for uri in wanted if (card := known[uri]) is not None}


def _sites_behind(uris: set[str]) -> dict[str, SiteCard]:
    named = {uri: identifier_in(uri, "sit") for uri in uris}
    ours = party.site_cards(set(named.values()) - {""}) if any(named.values()) else {}
    others = [uri for uri, site in named.items() if not site]
    cards = party.sites_by_uris(others) if others else {}
    return cards | {uri: ours[site] for uri, site in named.items() if site in ours}


def site_of(uri: str) -> str:
    """Return our site behind a URI, or nothing."""
    found = sites_behind([uri]).get(uri)
    return found.id if found else ""


def owner_of(uri: str) -> str:
    """Return the organisation that a URI of a site or a party stands for, or nothing."""
    return owners_of([uri]).get(uri, "")


def owners_of(uris: Iterable[str]) -> dict[str, str]:
    """Return the organisations that URIs of sites and parties stand for, by URI, without those that stand for none."""
    wanted = sorted(set(uris) - {""})
    named = {uri: found for uri in wanted if (found := identifier_in(uri, "org"))}
    ours = party.organisation_cards(set(named.values())) if named else {}
    owners = {uri: name for uri, name in named.items() if name in ours}
    others = [uri for uri in wanted if uri not in named]
    sites = sites_behind(others)
    for uri in others:
        if uri in sites:
            owners[uri] = sites[uri].organisation or ""
        elif (organisation := party.organisation_by_uri(uri)) is not None:
            owners[uri] = organisation.id
    return {uri: owner for uri, owner in owners.items() if owner}


def uris_of_site(site: str) -> tuple[str, ...]:
    """Return every name a site has in events: its URIs, and our own for it."""
    return (*party.uris_of(site), uri_of(site))


def countries_of(uris: Iterable[str]) -> dict[str, str]:
    """Return the countries that sites lie in and organisations are at home in, by URI, as far as we know them."""
    wanted = sorted(set(uris) - {""})
    named = {uri: name for uri in wanted if (name := identifier_in(uri, "org"))}
    ours = party.organisation_cards(set(named.values())) if named else {}
    found = {uri: ours[name].country for uri, name in named.items() if name in ours}
    sites = sites_behind(uri for uri in wanted if uri not in named)
    return found | {uri: card.country for uri, card in sites.items()}
