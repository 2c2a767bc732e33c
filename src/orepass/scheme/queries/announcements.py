"""Read announcements: what comes into force when, and until when an earlier edition may be used."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.scheme.models import Announcement, Edition
from orepass.scheme.rules.editions.transition import Phase, transition_ends, transition_phase


class AnnouncementCard(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement; ``published_on`` is the day on which the announced edition was published here, if it was.

    The transition runs from the announced day, or from the publication where that came later: nobody has to move to an
    edition that is not there.
    """

    id: str
    scheme: str
    edition: str
    ref: str
    replaces: str
    replaces_ref: str
    replaces_digest: str
    from_on: date
    months: int
    begins_on: date
    ends_before: date
    texts: dict[str, str]
    announced_at: datetime
    announced_by: str
    published_on: date | None

    @property
    def last_day(self) -> date:
        """Return the last day on which the replaced edition may be used."""
        return self.ends_before - timedelta(days=1)

    def phase(self, on: date) -> Phase:
        """Say which of the two editions may be used on a day; before the new one is published, the old one alone."""
        if self.published_on is None:
            return Phase.BEFORE
        return Phase(transition_phase(from_on=self.begins_on, ends_before=self.ends_before, on=on).value)

    def is_late(self, on: date) -> bool:
        """Say whether the announced day has come and the edition has not."""
        return self.published_on is None and on >= self.from_on


def announcements(scheme: str = "") -> list[AnnouncementCard]:
    """Return all announcements, of one scheme or all, the latest first."""
    rows = Announcement.objects.select_related("replaces").defer("replaces__archive")
    return _cards(rows.filter(scheme=scheme) if scheme else rows)


def announcement_card(announcement: str) -> AnnouncementCard:
    """Return one announcement; it is public.

    Raises:
        NotFound: there is none of that identifier.
    """
    found = _cards(Announcement.objects.select_related("replaces").filter(pk=announcement))
    if not found:
        raise NotFound(what=announcement[:80])
    return found[0]


def announcements_by_digest() -> dict[str, AnnouncementCard]:
    """Return what was announced about each edition to be replaced, by its digest; of several the earliest end."""
    found = sorted(announcements(), key=lambda card: card.ends_before, reverse=True)
    return {card.replaces_digest: card for card in found}


def _cards(rows: Iterable[Announcement]) -> list[AnnouncementCard]:
    found = list(rows)
    published = Edition.objects.filter(scheme__in={row.scheme for row in found}).values_list(
        "scheme", "edition", "published_at"
    )
    days = {(scheme, edition): day_of(at) for scheme, edition, at in published} if found else {}
    return [announcement_of(row, days.get((row.scheme, row.edition))) for row in found]


def announcement_of(row: Announcement, published_on: date | None) -> AnnouncementCard:
    """Turn a row into a card."""
    begins = max(row.from_on, published_on or row.from_on)
    return AnnouncementCard(
        id=row.pk,
        scheme=row.scheme,
        edition=row.edition,
        ref=f"{row.scheme}@{row.edition}",
        replaces=row.replaces.edition,
        replaces_ref=str(row.replaces),
        replaces_digest=row.replaces.digest,
        from_on=row.from_on,
        months=row.months,
        begins_on=begins,
        ends_before=transition_ends(from_on=begins, months=row.months).value,
        texts=row.texts,
        announced_at=row.announced_at,
        announced_by=row.announced_by,
        published_on=published_on,
    )
