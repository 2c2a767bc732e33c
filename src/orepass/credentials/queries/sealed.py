"""Files that were sealed for a party in a role: anybody may fetch them, and their readers open them."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from django.db.models import QuerySet

from orepass.credentials.models import Key, SealedFile
from orepass.credentials.queries.identities import AGREEMENT, KeyCard, key_card, public_base
from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.sealing import SEALED
from orepass.kernel.refusal import NotFound
from orepass.platform.files import path_of
from orepass.platform.rows import can_be_kept


class SharedCard(msgspec.Struct, frozen=True):
    """A file that was shared: what lies behind it, for whom it was sealed, and what a credential links to."""

    id: str
    evidence: str
    organisation: str
    role: str
    url: str
    digest_multibase: str
    at: datetime


class ReaderCard(msgspec.Struct, frozen=True):
    """A party in a role that a file can be sealed for now."""

    organisation: str
    role: str


def sealed_file(sha256: str) -> bytes:
    """Return a sealed file by its digest.

    Raises:
        NotFound: nothing was sealed under it; evidence itself never comes by this way.
    """
    if not can_be_kept(sha256) or not SealedFile.objects.filter(pk=sha256).exists():
        raise NotFound(what=sha256[:80])
    return path_of(sha256).read_bytes()


def sealed_url(sha256: str) -> str:
    """Return where anybody fetches a sealed file."""
    return f"{public_base()}/api/v1/sealed/{sha256}"


def sealed_at_url(url: str) -> bytes | None:
    """Return the sealed file that this home publishes under an address; ``None`` for any other address."""
    try:
        return sealed_file(url.removeprefix(sealed_url(""))) if url.startswith(sealed_url("")) else None
    except NotFound:
        return None


def shared_by(organisation: str, *, limit: int) -> list[SharedCard]:
    """Return what an organisation shared, the newest first."""
    rows = SealedFile.objects.select_related("key__identity").filter(organisation=organisation).order_by("-at", "pk")
    return [
        SharedCard(
            id=row.sha256,
            evidence=row.evidence,
            organisation=row.key.identity.organisation,
            role=row.key.role,
            url=sealed_url(row.sha256),
            digest_multibase=multibase_digest(row.sha256),
            at=row.at,
        )
        for row in rows[:limit]
    ]


def links_to(evidence: Collection[str], *, by: Collection[str], limit: int) -> list[dict[str, str]]:
    """Return the links of files that some organisations sealed from evidence, the newest, in the order of sharing."""
    rows = SealedFile.objects.filter(evidence__in=evidence, organisation__in=by).order_by("-at", "-pk")[:limit]
    return [link_of(row.sha256) for row in reversed(rows)]


def link_of(sha256: str) -> dict[str, str]:
    """Return the link that a credential carries to a sealed file, as a related resource."""
    return {"id": sealed_url(sha256), "digestMultibase": multibase_digest(sha256), "mediaType": SEALED}


def keys_of_readers() -> "QuerySet[Key, Key]":
    """Return the keys that files can be sealed for now: of parties, each in a role."""
    keys = Key.objects.filter(purpose=AGREEMENT, retired_at=None, identity__deactivated_at=None)
    return keys.exclude(identity__organisation="")


def readers() -> list[ReaderCard]:
    """Return every party and role that a file can be sealed for now."""
    found = set(keys_of_readers().values_list("identity__organisation", "role"))
    return [ReaderCard(organisation, role) for organisation, role in sorted(found)]


def opening_keys() -> list[KeyCard]:
    """Return every key that opens or opened what was sealed for an identity of this home in a role."""
    keys = Key.objects.filter(purpose=AGREEMENT).order_by("identity", "role", "created_at", "id")
    return [key_card(key) for key in keys]
