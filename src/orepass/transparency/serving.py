"""What the log publishes under its name: checkpoint, tiles and bundles of entries (C2SP tlog-tiles), byte by byte."""

import msgspec
from django.db.models import F

from orepass.kernel.refusal import NotFound
from orepass.transparency import queries
from orepass.transparency.models import Checkpoint, Entry
from orepass.transparency.rules.tile import WIDTH
from orepass.transparency.rules.tile_path import CHECKPOINT_PATH, TilePath, parse_tile_path, write_bundle

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"


class Resource(msgspec.Struct, frozen=True):
    """The body of a published address; a lasting one never changes."""

    body: bytes
    media_type: str
    lasting: bool


def resource(path: str) -> Resource:
    """Return what a path of the log answers.

    Raises:
        NotFound: there is no such path, or the tree is not that large.
    """
    if path == CHECKPOINT_PATH:
        note = queries.published_checkpoint()
        if not note:
            raise NotFound(what=path)
        return Resource(note.encode(), TEXT, lasting=False)
    asked = parse_tile_path(path)
    if asked is None:
        raise NotFound(what=path[:80])
    return Resource(tile(asked), BYTES, lasting=True)


def tile(asked: TilePath) -> bytes:
    """Return the bytes of a tile or of a bundle of entries.

    Raises:
        NotFound: the tree has no such tile of that width.
    """
    if asked.level is not None:
        return queries.tile(asked.level, asked.number, asked.width)
    found = _bundle(asked)
    if not found:
        raise NotFound(what=str(asked)[:80])
    return found


def _bundle(asked: TilePath) -> bytes:
    first = asked.number * WIDTH
    newest = Checkpoint.objects.first()
    if newest is None or first + asked.width > newest.size:
        return b""
    placed = Entry.objects.filter(index__gte=first, index__lt=first + asked.width).order_by(F("index"))
    return write_bundle([bytes(data) for data in placed.values_list("data", flat=True)])
