"""What a scheme expects of the material balance of a step: asked of the edition whose certificate stands behind it.

Another scheme that is published has no say; several that do stand behind one step bind together, the strictest of each.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from orepass.assurance.queries import certificate_card, certificates
from orepass.custody.queries.places import site_of
from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.materials import Limits, Range
from orepass.custody.rules.terms import identifier_in
from orepass.kernel.refusal import NotFound
from orepass.scheme import queries as scheme
from orepass.scheme.rules.editions.choosing import meant
from orepass.scheme.rules.parameters import Parameter, Rules

_TOLERANCE, _RECOVERY = "custody.assay_tolerance_percent", "custody.recovery"


class Bounds:
    """The limits of the steps of one document; what was asked once is remembered."""

    def __init__(self, today: date) -> None:
        """Begin with nothing asked; ``today`` decides which edition is in force where nothing is certified."""
        self._today = today
        self._by_site: dict[tuple[str, date], frozenset[str]] = {}
        self._by_certificate: dict[str, str] = {}
        self._otherwise: Limits | None = None

    def of(self, case: Case) -> Limits:
        """Return what the balance of an event is held to; only a transformation has one."""
        event = case.event
        if event.happening is not Happening.TRANSFORMS:
            return Limits()
        packs = set(self._of_site(event.site, event.on))
        named = {*event.certificates, *(lot.certificate for _portion, lot in case.used())}
        packs |= {found for certificate in sorted(named) if (found := self._of_certificate(certificate))}
        held = [limits for digest in sorted(packs) if (limits := _limits(digest)) is not None]
        return strictest(held) if held else self._else()

    def _of_site(self, uri: str, on: date) -> frozenset[str]:
        if (uri, on) not in self._by_site:
            site = site_of(uri) if uri else ""
            cards = certificates(site=site).items if site else ()
            standing = (card for card in cards if card.right(on).is_yes and card.covers(site, on))
            self._by_site[uri, on] = frozenset(card.pack_digest for card in standing)
        return self._by_site[uri, on]

    def _of_certificate(self, certificate: str) -> str:
        if certificate not in self._by_certificate:
            named = identifier_in(certificate, "crt")
            try:
                self._by_certificate[certificate] = certificate_card(named).pack_digest if named else ""
            except NotFound:
                self._by_certificate[certificate] = ""
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


def strictest(several: Iterable[Limits]) -> Limits:
    """Return the limits that hold where several schemes stand behind one step."""
    listed = list(several)
    recovery: dict[str, Range] = {}
    for limits in listed:
        for step, found in limits.recovery.items():
            so_far = recovery.get(step, found)
            recovery[step] = Range(max(so_far.low, found.low), min(so_far.high, found.high))
    return Limits(assay_tolerance=min(limits.assay_tolerance for limits in listed), recovery=recovery)


@lru_cache(maxsize=32)
def _limits(pack_digest: str) -> Limits | None:
    """Return the limits that an edition sets, or nothing where it is silent about the material balance."""
    rules: Rules = scheme.pack_by_digest(pack_digest).rules
    tolerance = rules.value(_TOLERANCE, None)
    ranges = {step: _range(found) for step, found in rules.under(_RECOVERY).items()}
    if tolerance is None:
        return Limits(recovery=ranges) if ranges else None
    return Limits(assay_tolerance=Decimal(str(tolerance)) / 100, recovery=ranges)


def _range(found: Parameter) -> Range:
    per = 100 if found.unit == "%" else 1
    value: Mapping[str, str] = found.value
    return Range(Decimal(str(value["low"])) / per, Decimal(str(value["high"])) / per)
