"""Read published editions: what was published, when and by whom; their texts are read by `packs`."""

from datetime import date, datetime

import msgspec
from django.db.models import Q

from orepass.scheme.models import Edition


class EditionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A published edition."""

    id: str
    scheme: str
    edition: str
    ref: str
    digest: str
    title: dict[str, str]
    status: str
    supersedes: str
    transition_months: int
    valid_from: date
    valid_before: date | None
    published_at: datetime
    published_by: str


def editions(scheme: str = "") -> list[EditionCard]:
    """Return the published editions, of one scheme or all."""
    chosen = Edition.objects.filter(Q(scheme=scheme) if scheme else Q()).defer("archive")
    return [edition_card_of(edition) for edition in chosen]


def publisher_of(scheme: str) -> str:
    """Return the organisation that publishes a scheme here; nothing before its first edition."""
    first = (
        Edition.objects.filter(scheme=scheme).order_by("published_at").values_list("published_by", flat=True).first()
    )
    return first or ""


def edition_card_of(edition: Edition) -> EditionCard:
    """Turn a row into a card."""
    names = [field.name for field in msgspec.structs.fields(EditionCard) if field.name != "ref"]
    return EditionCard(ref=str(edition), **{name: getattr(edition, name) for name in names})
