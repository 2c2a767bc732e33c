"""What a scheme holds possible and usual for an event: asked of the edition whose certificate stands behind it.

Another scheme that is published has no say; several that do stand behind one step bind together, the strictest of each.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from orepass.assurance.queries import certificates_about
from orepass.assurance.queries.named import edition_behind
from orepass.custody.queries.places import site_of
from orepass.custody.rules.bounds import limits_in, strictest
from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.terms import identifier_in
from orepass.scheme import queries as scheme
from orepass.scheme.rules.editions.choosing import meant

_WITHOUT: Final = {Happening.NOTHING, Happening.PACKS, Happening.UNPACKS, Happening.ENDS}
"""What happens to the wrapping, or to nothing, is held to no number."""


class Bounds:
    """The limits of the steps of one document; what was asked once is remembered."""

    def __init__(self, today: date) -> None:
        """Begin with nothing asked; ``today`` decides which edition is in force where nothing is certified."""
        self._today = today
        self._by_site: dict[tuple[str, date], frozenset[str]] = {}
        self._by_certificate: dict[str, str] = {}
        self._otherwise: Limits | None = None

    def of(self, case: Case) -> Limits:
        """Return what an event is held to, by the place, the certificates it cites and those of the lots it names."""
        event = case.event
        if event.happening in _WITHOUT:
            return Limits()
        packs = set(self._of_site(event.site, event.on))
        named = {*event.certificates, *(lot.certificate for _portion, lot in case.used())}
        named |= {case.lots.get(portion.uri).certificate for portion in event.touched}
        packs |= {found for certificate in sorted(named) if (found := self._of_certificate(certificate))}
        held = [limits for digest in sorted(packs) if (limits := _limits(digest)) is not None]
        return strictest(held) if held else self._else()

    def _of_site(self, uri: str, on: date) -> frozenset[str]:
        if (uri, on) not in self._by_site:
            site = site_of(uri) if uri else ""
            cards = certificates_about(site) if site else []
            standing = (card for card in cards if card.right(on).is_yes and card.covers(site, on))
            self._by_site[uri, on] = frozenset(card.pack_digest for card in standing)
        return self._by_site[uri, on]

    def _of_certificate(self, certificate: str) -> str:
        if certificate not in self._by_certificate:
            named = identifier_in(certificate, "crt")
            self._by_certificate[certificate] = edition_behind(named) if named else ""
        return self._by_certificate[certificate]

    def _else(self) -> Limits:
        if self._otherwise is None:
            self._otherwise = limits_where_nothing_is_certified(self._today)
        return self._otherwise


def limits_where_nothing_is_certified(day: date) -> Limits:
    """Return the limits of the scheme that was the first to publish some, as its edition in force has them."""
    setting = [card for card in scheme.editions() if card.valid_from <= day and _limits(card.digest) is not None]
    first = min(setting, key=lambda card: card.published_at, default=None)
    if first is None:
        return Limits()
    found = meant([card for card in setting if card.scheme == first.scheme], day) or first
    return _limits(found.digest) or Limits()


@lru_cache(maxsize=32)
def _limits(pack_digest: str) -> Limits | None:
    return limits_in(scheme.pack_by_digest(pack_digest).rules)
