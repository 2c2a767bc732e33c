"""Evidence files: kept by SHA-256 under the home, never deleted by the system, never larger or stranger than allowed.

Pictures lose their metadata (place, device, person) before they are stored; the digest is that of what is kept.
"""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image, UnidentifiedImageError

from orepass.kernel.digest import digest_bytes
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.home import home
from orepass.platform.models import EvidenceFile

SIZE_MAX: Final = 20_000_000
PIXELS_MAX: Final = 60_000_000
PICTURES: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
UNUSABLE_PICTURE: Final = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombWarning,
    Image.DecompressionBombError,
)
SIGNATURES: Final[dict[str, tuple[bytes, ...]]] = {
    "application/pdf": (b"%PDF-",),
    "text/plain": (),
    "text/csv": (),
    "application/json": (b"{", b"["),
    "audio/ogg": (b"OggS",),
    "audio/mp4": (b"\x00\x00\x00",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
}


class EvidenceTooLarge(Invalid):
    """The file is larger than allowed."""

    code = "platform.evidence.too_large"
    status = 413
    message = _("The file has {size} bytes; the limit is {limit}.")
    what_to_do = _("Send a smaller picture or a shorter recording.")


class EvidenceType(Invalid):
    """The file is not of an allowed type, or not what it says it is."""

    code = "platform.evidence.type"
    status = 415
    message = _("“{name}” is not a file of an accepted type ({media_type}).")
    what_to_do = _("Send a JPEG, PNG or WebP picture, a PDF, plain text, CSV, JSON, XLSX, or an OGG or M4A recording.")


class EvidenceCard(msgspec.Struct, frozen=True):
    """What is known of a file without opening it."""

    id: str
    name: str
    media_type: str
    size: int
    stored_at: datetime


@action("platform.evidence.store")
def store_evidence(actor: Actor, *, name: str, media_type: str, content_base64: str, at: datetime) -> EvidenceCard:
    """Store a file shown as evidence and return its digest; the same file twice is one file of its party.

    Bytes are kept once, whoever stores them. Name, kind and confidentiality are each party's own: nobody is told that
    another has the same.
    """
    try:
        content = base64.b64decode(content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise EvidenceType(where="content_base64", name=name[:80], media_type="base64") from None
    kept = _cleaned(name, media_type, content)
    sha256 = digest_bytes(kept)
    _write_once(path_of(sha256), kept)
    row, _created = EvidenceFile.objects.get_or_create(
        sha256=sha256,
        party=actor.organisation or actor.pseudonym,
        defaults={
            "organisation": actor.organisation,
            "stored_by": actor.pseudonym,
            "stored_at": at,
            "name": re.sub(r"[^\w.\- ]", "_", Path(name.replace("\\", "/")).name)[:200],
            "media_type": media_type,
            "size": len(kept),
        },
    )
    return _card(row)


def _cleaned(name: str, media_type: str, content: bytes) -> bytes:
    if len(content) > SIZE_MAX:
        raise EvidenceTooLarge(where=name[:80], size=len(content), limit=SIZE_MAX)
    if media_type in PICTURES:
        return _without_metadata(name, media_type, content)
    starts = SIGNATURES.get(media_type)
    if starts is None or (starts and not content.startswith(starts)) or not content:
        raise EvidenceType(where=name[:80], name=name[:80], media_type=media_type[:80])
    return content


def _without_metadata(name: str, media_type: str, content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[PICTURES[media_type]]) as picture:
                if picture.width * picture.height > PIXELS_MAX:
                    raise EvidenceTooLarge(size=picture.width * picture.height, limit=PIXELS_MAX)
                picture.load()
                bare = Image.new(picture.mode, picture.size)
                bare.paste(picture)
    except UNUSABLE_PICTURE:
        raise EvidenceType(where=name[:80], name=name[:80], media_type=media_type) from None
    kept = io.BytesIO()
    bare.save(kept, PICTURES[media_type], quality=90)
    return kept.getvalue()


def keep_once(sha256: str, content: bytes) -> None:
    """Keep a file under its digest; what is there already is the same."""
    _write_once(path_of(sha256), content)


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def path_of(sha256: str) -> Path:
    """Return where a file lies under the home."""
    return home() / "evidence" / sha256[:2] / sha256


def require_evidence(sha256s: list[str]) -> None:
    """Refuse digests under which nothing is stored.

    Raises:
        NotFound: the first digest without a file.
    """
    known = set(EvidenceFile.objects.filter(sha256__in=sha256s).values_list("sha256", flat=True))
    for sha256 in sha256s:
        if sha256 not in known:
            raise NotFound(where="evidence", what=sha256)


def read_evidence(actor: Actor, sha256: str, *, of: str = "") -> tuple[EvidenceCard, bytes]:
    """Return a file to a party that stored it; others reach it through the case it belongs to.

    Whoever stands in for several reads it as its own organisation named it, or the one ``of`` which it is asked.

    Raises:
        NotFound: nothing is stored, or it is another party's.
    """
    rows = [row for row in EvidenceFile.objects.filter(sha256=sha256) if actor.is_in(row.organisation)]
    return _first(sorted(rows, key=lambda row: row.organisation != (of or actor.organisation)), sha256)


def read_evidence_of(parties: Collection[str], sha256: str) -> tuple[EvidenceCard, bytes]:
    """Return a file that one of some organisations stored, or a person who acts for none, as that one named it.

    What another party stored is not reached by citing its digest.

    Raises:
        NotFound: none of them stored it.
    """
    rows = [row for row in EvidenceFile.objects.filter(sha256=sha256) if row.organisation in {*parties, ""}]
    return _first(sorted(rows, key=lambda row: not row.organisation), sha256)


def _first(rows: list[EvidenceFile], sha256: str) -> tuple[EvidenceCard, bytes]:
    if not rows:
        raise NotFound(what=sha256)
    return _card(rows[0]), path_of(sha256).read_bytes()


def evidence_of(organisation: str, *, limit: int) -> list[EvidenceCard]:
    """Return the files that an organisation itself stored, the newest first; nobody's files are no organisation's."""
    rows = EvidenceFile.objects.filter(organisation=organisation).exclude(organisation="")
    return [_card(row) for row in rows.order_by("-stored_at", "sha256")[:limit]]


def is_stored_by(organisation: str, sha256: str) -> bool:
    """Say whether an organisation itself stored a file: nobody stands in for it."""
    return EvidenceFile.objects.filter(sha256=sha256, organisation=organisation).exclude(organisation="").exists()


def _card(row: EvidenceFile) -> EvidenceCard:
    return EvidenceCard(row.sha256, row.name, row.media_type, row.size, row.stored_at)
