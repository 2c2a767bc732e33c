"""Write the log as files that any web server can host: what is there already is kept, the checkpoint comes last."""

import os
import shutil
import tempfile
from pathlib import Path

import msgspec

from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.transparency import queries, serving, stored_tree
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.tile_path import CHECKPOINT_PATH, full_tiles, partial_tiles

KEY_FILE = "log.pub"


class OtherHistory(Conflict):
    """The folder holds what this log does not lead to: another log, or a history that this home has lost."""

    code = "transparency.export.other_history"
    message = _("The folder holds a checkpoint of {origin} at size {size} that this log does not lead to.")
    what_to_do = _("Choose another folder. If the folder was written by this home, it was rolled back: restore it.")


class ExportCard(msgspec.Struct, frozen=True):
    """What an export wrote and what it found in place."""

    folder: str
    origin: str
    size: int
    written: int
    in_place: int


def export(folder: Path) -> ExportCard:
    """Bring a folder up to the newest checkpoint.

    Raises:
        OtherHistory: the folder belongs to another log or to a history that this log has not.
        NotFound: the log was never opened.
    """
    head = queries.head()
    note = serving.resource(CHECKPOINT_PATH).body.decode()
    size = parse_checkpoint(note).size
    folder.mkdir(parents=True, exist_ok=True)
    _require_same_history(folder, head.origin, size)
    written = in_place = 0
    for path in (*full_tiles(size), *partial_tiles(size)):
        file = folder / str(path)
        if file.is_file():
            in_place += 1
            continue
        _write(file, serving.tile(path))
        shutil.rmtree(file.with_name(f"{file.name}.p"), ignore_errors=True)
        written += 1
    _write(folder / KEY_FILE, f"{head.verifier_key}\n".encode())
    _write(folder / CHECKPOINT_PATH, note.encode())
    return ExportCard(str(folder), head.origin, size, written, in_place)


def _require_same_history(folder: Path, origin: str, size: int) -> None:
    file = folder / CHECKPOINT_PATH
    if not file.is_file():
        return
    there = parse_checkpoint(file.read_text(encoding="utf-8", errors="replace"))
    known = there.origin == origin and there.size <= size
    if not known or stored_tree.computed(lambda nodes: merkle.root_hash(there.size, nodes)) != there.root:
        raise OtherHistory(where=str(folder), origin=there.origin, size=there.size, state="another history")


def _write(file: Path, data: bytes) -> None:
    """Write a file at once: a server beside us never hands out half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
    Path(name).chmod(0o644)
    Path(name).replace(file)
