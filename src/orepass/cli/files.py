"""What a command line names is read here: a file, or standard input for a hyphen, whole or not at all."""

import os
import sys
from pathlib import Path
from typing import IO, Final

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

STANDARD_INPUT: Final = "-"
NAME_SHOWN: Final = 200
DOCUMENT_MAX: Final = 4_000_000
"""A credential, a bundle with what is beneath it, a context."""


class UnreadableFile(Invalid):
    """The file cannot be read."""

    code = "cli.file.unreadable"
    message = _("“{value}” cannot be read: {reason}.")
    what_to_do = _(
        "Give the path of a regular file that exists and that you may read, of at most {limit} bytes, "
        "or - for standard input."
    )


class FileTooLarge(UnreadableFile):
    """The file is longer than what it may hold; nothing of it was used."""


def read_bytes(name: str | Path, *, limit: int) -> bytes:
    """Return the content of a regular file, or of standard input, of at most so many bytes.

    Raises:
        UnreadableFile: missing, not a regular file (nothing waits for a pipe), not readable, or no path at all.
        FileTooLarge: longer; it is never cut.
    """
    path = Path(name)
    try:
        if str(name) == STANDARD_INPUT:
            return _whole(sys.stdin.buffer, name, limit)
        if path.exists() and not path.is_file():
            raise _unreadable(name, _("it is no regular file"), limit)
        with path.open("rb") as file:
            return _whole(file, name, limit)
    except (OSError, ValueError) as error:
        raise _unreadable(name, getattr(error, "strerror", None) or _("it is no path"), limit) from None


def read_text(name: str | Path, *, limit: int) -> str:
    """Return the text of a regular file, or of standard input, in UTF-8.

    Raises:
        UnreadableFile: as for bytes, or they are no text in UTF-8.
    """
    try:
        return read_bytes(name, limit=limit).decode("utf-8")
    except UnicodeDecodeError:
        raise _unreadable(name, _("it is no text in UTF-8"), limit) from None


def _whole(file: IO[bytes], name: str | Path, limit: int) -> bytes:
    data = file.read(limit + 1)
    if len(data) > limit:
        size = os.fstat(file.fileno()).st_size if file is not sys.stdin.buffer else len(data)
        shown = str(name)[:NAME_SHOWN]
        raise FileTooLarge(where=shown, value=shown, reason=_("it is too large"), limit=limit, size=size)
    return data


def _unreadable(name: str | Path, reason: str, limit: int) -> UnreadableFile:
    shown = str(name)[:NAME_SHOWN]
    return UnreadableFile(where=shown, value=shown, reason=reason, limit=limit)
