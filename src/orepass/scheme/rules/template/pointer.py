"""Name a place in a file by a path on one line, and put values there: ``cases/#0/answers/ASM.*``.

A part that begins with ``#`` is the place in a list, one that begins with ``@`` the entry of a list with that ``id``.
"""

from collections.abc import Iterator
from typing import Final

from orepass.scheme.rules.yamltext import DEPTH_MAX, Json, Path

_ESCAPES: Final = (("~", "~0"), ("/", "~1"), ("#", "~2"), ("@", "~3"))


class NoSuchPlaceError(ValueError):
    """The path cannot be followed: something else stands there, or a place in a list is skipped."""


def pointer(path: Path) -> str:
    """Return a path on one line."""
    return "/".join(f"#{part}" if isinstance(part, int) else _escaped(part) for part in path)


def by_id(identifier: str) -> str:
    """Return the part that names the entry of a list by its identifier."""
    return f"@{_escaped(identifier)}"


def _escaped(text: str) -> str:
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return text


def _unescaped(text: str) -> str:
    for plain, escaped in reversed(_ESCAPES):
        text = text.replace(escaped, plain)
    return text


def leaves(value: Json, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Go through everything in a tree that is no mapping and no list of mappings or lists."""
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from leaves(below, (*path, key))
    elif isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        for at, below in enumerate(value):
            yield from leaves(below, (*path, at))
    else:
        yield path, value


def put(tree: dict[str, Json], line: str, value: Json) -> Path:
    """Put a value under a path into a tree, making what is missing on the way; return where it stands.

    Raises:
        NoSuchPlaceError: the path cannot be followed.
    """
    parts = line.split("/")
    if len(parts) >= DEPTH_MAX:
        raise NoSuchPlaceError(line)
    here: Json = tree
    path: Path = ()
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        key = _key(here, part)
        empty: Json = value if following is None else [] if following.startswith("#") else {}
        path = (*path, key)
        if isinstance(here, list) and isinstance(key, int):
            if key == len(here):
                here.append(empty)
            elif following is None:
                raise NoSuchPlaceError(line)
            here = here[key]
        elif isinstance(here, dict) and isinstance(key, str):
            if following is None and key in here:
                raise NoSuchPlaceError(line)
            here = here.setdefault(key, empty)
        else:
            raise NoSuchPlaceError(line)
    return path


def _key(here: Json, part: str) -> str | int:
    if part.startswith("#") and isinstance(here, list) and part[1:].isascii() and part[1:].isdecimal():
        at = int(part[1:10])
        if at <= len(here):
            return at
        raise NoSuchPlaceError(part)
    if part.startswith("@") and isinstance(here, list):
        wanted = _unescaped(part[1:])
        for at, entry in enumerate(here):
            if isinstance(entry, dict) and entry.get("id") == wanted:
                return at
    if not part or part[0] in "#@":
        raise NoSuchPlaceError(part)
    return _unescaped(part)
