"""Find what the names in events stand for: our sites and organisations, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from orepass.custody.rules.terms import identifier_in, uri_of
from orepass.party import queries as party

_REMEMBERED: ContextVar[dict[str, str] | None] = ContextVar("sites", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for the site behind a name once, for as long as the block registers none."""
    before = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(before)


def site_of(uri: str) -> str:
    """Return our site behind a URI, or nothing."""
    known = _REMEMBERED.get()
    if known is None:
        return _site_of(uri)
    if uri not in known:
        known[uri] = _site_of(uri)
    return known[uri]


def _site_of(uri: str) -> str:
    named = identifier_in(uri, "sit")
    if named:
        return named if party.site_cards([named]) else ""
    found = party.site_by_uri(uri)
    return found.id if found else ""


def owner_of(uri: str) -> str:
    """Return the organisation that a URI of a site or a party stands for, or nothing."""
    named = identifier_in(uri, "org")
    if named:
        return named if party.organisation_cards([named]) else ""
    site = site_of(uri)
    if site:
        return party.site_card(site).organisation or ""
    found = party.organisation_by_uri(uri)
    return found.id if found else ""


def uris_of_site(site: str) -> tuple[str, ...]:
    """Return every name a site has in events: its URIs, and our own for it."""
    return (*party.uris_of(site), uri_of(site))
