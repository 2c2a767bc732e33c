"""Read packs from the standards folder, or for commands from any folder; no database is asked."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from orepass.platform import clock
from orepass.platform.shipped import shipped
from orepass.scheme.rules.editions.choosing import meant
from orepass.scheme.rules.load import PackMissing, PackRefused, require
from orepass.scheme.rules.model import Pack

PATH_MAX: Final = 4_000
STANDARDS_VARIABLE: Final = "OREPASS_STANDARDS"
PACK_NAME: Final = re.compile(r"(?P<scheme>[a-z0-9][a-z0-9_-]{0,40})(@(?P<edition>[0-9A-Za-z][0-9A-Za-z.-]{0,20}))?\Z")

type Signature = tuple[tuple[str, int, int], ...]


def standards_root() -> Path:
    """Return the folder of the packs: named by ``OREPASS_STANDARDS``, else the checkout's, else the wheel's."""
    named = os.environ.get(STANDARDS_VARIABLE)
    return Path(named).expanduser().resolve() if named else shipped("standards")


def pack_paths() -> dict[str, Path]:
    """Return the folder of every pack under the root by its name, such as ``cera-4in1@2026.1``, oldest first."""
    root = standards_root()
    found = sorted((one.name, two.name) for one in _folders(root) for two in _folders(one) if _holds_pack(two))
    return {f"{scheme}@{edition}": root / scheme / edition for scheme, edition in found}


def _folders(folder: os.PathLike[str]) -> list[os.DirEntry[str]]:
    return [entry for entry in _entries(folder) if entry.is_dir()]


def _entries(folder: os.PathLike[str]) -> list[os.DirEntry[str]]:
    """List a folder; every page asks after every pack, so the system is asked as little as can be."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []


def _holds_pack(folder: os.PathLike[str]) -> bool:
    return os.path.isfile(os.path.join(folder, "pack.yaml"))  # noqa: PTH113, PTH118 - a path is dear to make


def pack_from_files(ref: str) -> Pack:
    """Return a pack from files: by name, by name and edition, or by path (for commands). No database is asked.

    Raises:
        PackMissing: there is none.
        PackRefused: it has errors.
    """
    folder = Path(ref)
    if not PACK_NAME.match(ref) and "\0" not in ref and len(ref) <= PATH_MAX and (folder / "pack.yaml").is_file():
        return pack_in(folder.resolve())
    try:
        return pack_under_root(ref)
    except PackMissing:
        if PACK_NAME.match(ref) and (folder / "pack.yaml").is_file():
            return pack_in(folder.resolve())
        raise


def pack_under_root(ref: str) -> Pack:
    """Return a pack of the standards folder; a scheme's name alone means its edition in force there."""
    name = PACK_NAME.match(ref)
    if name and name["edition"]:
        named = standards_root() / name["scheme"] / name["edition"]
        if _holds_pack(named):
            return pack_in(named)
    folder = pack_paths().get(ref) or meant_folder(ref)
    if folder is None:
        raise PackMissing(where=ref[:200], pack=ref[:200], what=ref[:200], known=", ".join(pack_paths()) or "none")
    return pack_in(folder)


def meant_folder(scheme: str) -> Path | None:
    """Return the folder of the edition that a scheme's name alone means; of broken ones only, that of the last."""
    found: list[tuple[Pack, Path]] = []
    last = None
    for ref, path in pack_paths().items():
        if ref.partition("@")[0] == scheme:
            last = path
            with suppress(PackRefused):
                found.append((pack_in(path), path))
    chosen = meant([pack for pack, _path in found], clock.today())
    return next((path for pack, path in found if pack is chosen), last)


def pack_in(folder: Path) -> Pack:
    """Return the pack of one folder, read anew only when a file of it changed.

    Raises:
        PackRefused: it has errors.
    """
    return _loaded(folder, tuple(sorted(_files(folder))))


def _files(folder: os.PathLike[str]) -> Iterator[tuple[str, int, int]]:
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry)
        elif entry.is_file():
            found = entry.stat()
            yield entry.path, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=32)
def _loaded(folder: Path, signature: Signature) -> Pack:  # noqa: ARG001 - the signature makes a changed file a new key
    return require(folder)
