"""Keep an edition readable for good: its files as data in one compressed document, and back into the same pack.

The files in ``standards/`` may change or go; what was published may not. The digest of what comes out of an archive is
the digest that was published, or the archive is refused.
"""

import zlib
from typing import Final

import msgspec

from orepass.kernel.digest import canonical
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.scheme.rules.folder import File, Folder, kind_of
from orepass.scheme.rules.load import load_folder
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.yamltext import Reading

BYTES_MAX: Final = 50_000_000


class ArchiveDamaged(Conflict):
    """The archive no longer holds the edition that was published."""

    code = "scheme.archive.damaged"
    message = _("The archived edition differs from its digest {digest}.")
    what_to_do = _("Restore the database from a backup; nothing may be decided under a damaged edition.")


def packed(pack: Pack) -> bytes:
    """Compress a pack's files."""
    return zlib.compress(canonical(pack.files), 9)


def unpacked(data: bytes, digest: str) -> Pack:
    """Read an archived edition.

    Raises:
        ArchiveDamaged: it is not what was published.
    """
    try:
        plain = zlib.decompressobj().decompress(data, BYTES_MAX)
        files = msgspec.json.decode(plain, type=dict[str, object])
    except (zlib.error, msgspec.DecodeError):
        raise ArchiveDamaged(where=digest, digest=digest) from None
    read = {name: File(name, kind_of(name), Reading(value, {}, [])) for name, value in files.items()}  # type: ignore[arg-type]
    pack = load_folder(Folder(read, []), published=True).pack
    if pack is None or pack.digest != digest:
        raise ArchiveDamaged(where=digest, digest=digest)
    return pack
