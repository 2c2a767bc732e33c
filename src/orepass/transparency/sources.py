"""Where a log is read from: this home, a folder written by an export, or the net. All three hold the same paths."""

from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.transparency import asking, serving
from orepass.transparency.asking import Unreachable
from orepass.transparency.rules.tile_path import CHECKPOINT_PATH

FILE_MAX = asking.BODY_MAX


class Source(Protocol):
    """Gives the bytes under a path of the log; what it gives is checked by whoever asks."""

    name: str

    def read(self, path: str) -> bytes:
        """Return the bytes under a path.

        Raises:
            Unreachable: there is nothing, or it cannot be read.
        """


class HomeSource:
    """The log of this home."""

    name = "home"

    def read(self, path: str) -> bytes:
        """Return what this log publishes under a path."""
        try:
            return serving.resource(path).body
        except NotFound:
            raise Unreachable(name=path[:200], reason="this log has nothing there") from None


class FolderSource:
    """A folder that holds an exported log."""

    def __init__(self, folder: Path) -> None:
        """Read below a folder."""
        self.folder = folder
        self.name = str(folder)

    def read(self, path: str) -> bytes:
        """Return the file of a path."""
        file = self.folder / path
        try:
            # What lies in a folder may be somebody else's doing: nothing waits for a pipe or reads a device.
            if file.exists() and not file.is_file():
                raise Unreachable(name=str(file)[:200], reason=_("it is no regular file"))
            with file.open("rb") as opened:
                data = opened.read(FILE_MAX + 1)
        except OSError as error:
            raise Unreachable(name=str(file)[:200], reason=error.strerror or "it cannot be read") from None
        if len(data) > FILE_MAX:
            raise Unreachable(name=str(file)[:200], reason="the file is too large")
        return data


class NetSource:
    """A log on the net, by the address before its paths."""

    def __init__(self, prefix: str) -> None:
        """Ask below an address."""
        self.prefix = prefix.rstrip("/")
        self.name = self.prefix

    def read(self, path: str) -> bytes:
        """Return what the server answers under a path."""
        reply = asking.ask(f"{self.prefix}/{path}")
        if reply.status != HTTPStatus.OK:
            raise Unreachable(name=f"{self.prefix}/{path}"[:200], reason=f"HTTP {reply.status}")
        return reply.body


def source_named(name: str) -> Source:
    """Return the source of a name: nothing for this home, an address, or a folder."""
    if not name:
        return HomeSource()
    return NetSource(name) if "://" in name else FolderSource(Path(name))


def checkpoint_of(source: Source) -> str:
    """Return the checkpoint a source shows.

    Raises:
        Unreachable: there is none, or it is no text.
    """
    try:
        return source.read(CHECKPOINT_PATH).decode()
    except UnicodeDecodeError:
        raise Unreachable(name=source.name[:200], reason="its checkpoint is no text") from None
