"""Read published editions: what was published, when and by whom; their texts are read by `packs`."""

from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from orepass.platform.asked_often import asked_often
from orepass.platform.reading import once
from orepass.platform.rows import can_be_kept
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


def last_edition(scheme: str) -> EditionCard | None:
    """Return the published edition of a scheme that comes into force last; of one day, the one published last."""
    found = Edition.objects.filter(scheme=scheme).defer("archive").order_by("valid_from", "published_at").last()
    return edition_card_of(found) if found is not None else None


@once
def published_digest(ref: str) -> str | None:
    """Return the digest of an edition that was published here, named ``scheme@edition``; ``None`` for any other."""
    scheme, _at, edition = ref.partition("@")
    rows = _digests(scheme=scheme, edition=edition) if can_be_kept(ref) else []
    return next((digest for (digest,) in rows), None)


@asked_often
def _digests(scheme: str, edition: str) -> "QuerySet[Edition, Any]":
    return Edition.objects.filter(scheme=scheme, edition=edition).values_list("digest")


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
