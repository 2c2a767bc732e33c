"""Say which standards a client may apply under on a day, and why it may not under the others."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from orepass.kernel.period import Period
from orepass.scheme.queries.announcements import AnnouncementCard, announcements_by_digest
from orepass.scheme.queries.editions import EditionCard, editions
from orepass.scheme.queries.packs import pack_by_digest
from orepass.scheme.rules.editions import choosing
from orepass.scheme.rules.editions.transition import Phase
from orepass.scheme.rules.model import Pack, Standard

RELEASED: Final = choosing.RELEASED


def why_closed(
    edition: EditionCard,
    standard: Standard,
    on: date,
    announced: Mapping[str, AnnouncementCard] | None = None,
    *,
    pilot: bool = False,
) -> str:
    """Say why a client may not apply under a standard of a published edition on a day; nothing when it is open.

    For many editions, hand in what was announced about them. A ``pilot`` is held under what is in its pilot, and
    nothing else is.
    """
    if not Period(edition.valid_from, edition.valid_before).holds(on):
        return "it is not in force"
    status = next(
        (one for one in (choosing.DRAFT, choosing.PILOT) if one in {edition.status, standard.status}), RELEASED
    )
    if status != (choosing.PILOT if pilot else RELEASED):
        return "it is not in its pilot" if pilot else "it is not released"
    card = (announcements_by_digest() if announced is None else announced).get(edition.digest)
    if card is not None and card.phase(on) is Phase.OVER:
        return f"{card.ref} has replaced it"
    return ""


def open_standards(on: date, *, pilot: bool = False) -> list[tuple[Pack, Standard]]:
    """Return the standards that a client may apply under on a day: published here, released and in force.

    Or those that a pilot may be held under.
    """
    published = [(card, pack_by_digest(card.digest)) for card in editions()]
    announced = announcements_by_digest()
    return [
        (pack, each)
        for card, pack in published
        for each in pack.standards
        if not why_closed(card, each, on, announced, pilot=pilot)
    ]
