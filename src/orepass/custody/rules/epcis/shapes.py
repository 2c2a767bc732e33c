"""How a part of an EPCIS event is described: small checks that are put together into the shape of an object.

A check is given a value, the JSON pointer to it and the list that collects the findings; it never stops the run.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from orepass.custody.rules.epcis import codes
from orepass.custody.rules.epcis.identifiers import is_absolute, key_finding
from orepass.custody.rules.epcis.reading import Json, escaped
from orepass.kernel.finding import Finding

Check = Callable[[Json, str, list[Finding]], None]

_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)\Z"
)
_SHOWN: Final = 80
YEARS: Final = range(1000, 9999)
"""Years that every time zone and both databases can hold."""


def _name(where: str) -> str:
    before, _, last = where.rpartition("/")
    return before.rpartition("/")[2] if last.isdigit() else last


def anything(value: Json, where: str, out: list[Finding]) -> None:
    """Accept whatever an extension holds."""


def text(value: Json, where: str, out: list[Finding]) -> None:
    """Ask for a text."""
    if not isinstance(value, str):
        out.append(codes.NOT_TEXT.at(where, name=_name(where)))


def boolean(value: Json, where: str, out: list[Finding]) -> None:
    """Ask for true or false."""
    if not isinstance(value, bool):
        out.append(codes.NOT_BOOLEAN.at(where, name=_name(where)))


def number(value: Json, where: str, out: list[Finding]) -> None:
    """Ask for a number."""
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        out.append(codes.NOT_NUMBER.at(where, name=_name(where)))


def quantity(value: Json, where: str, out: list[Finding]) -> None:
    """Ask for a number that is not below zero."""
    number(value, where, out)
    if isinstance(value, int | Decimal) and value < 0:
        out.append(codes.NEGATIVE.at(where, value=value))


def uri(value: Json, where: str, out: list[Finding]) -> None:
    """Ask for an absolute URI whose GS1 key, if it is one, is well formed."""
    if not isinstance(value, str):
        out.append(codes.NOT_TEXT.at(where, name=_name(where)))
    elif not is_absolute(value):
        out.append(codes.URI.at(where, value=value[:_SHOWN]))
    elif finding := key_finding(value, where):
        out.append(finding)


def time(value: Json, where: str, out: list[Finding]) -> None:
    """Ask for an instant with its time zone (RFC 3339)."""
    if not isinstance(value, str):
        out.append(codes.NOT_TEXT.at(where, name=_name(where)))
    elif instant(value) is None:
        out.append(codes.TIME.at(where, value=value[:_SHOWN]))


def instant(value: str) -> datetime | None:
    """Return the instant a text means, or nothing; a leap second counts as the second before."""
    if not _TIME.match(value):
        return None
    try:
        found = datetime.fromisoformat(value.upper().replace(":60", ":59"))
    except ValueError:
        return None
    return found if YEARS.start <= found.year < YEARS.stop else None


def matching(pattern: str) -> Check:
    """Ask for a text of a given form."""
    compiled = re.compile(pattern + r"\Z")

    def check(value: Json, where: str, out: list[Finding]) -> None:
        if not isinstance(value, str):
            out.append(codes.NOT_TEXT.at(where, name=_name(where)))
        elif not compiled.match(value):
            out.append(codes.FORM.at(where, value=value[:_SHOWN], name=_name(where)))

    return check


def word(words: frozenset[str], *, foreign_to: str) -> Check:
    """Ask for a word of a vocabulary or a URI outside of the vocabulary's own name space."""
    inside = re.compile(foreign_to)

    def check(value: Json, where: str, out: list[Finding]) -> None:
        if not isinstance(value, str):
            out.append(codes.NOT_TEXT.at(where, name=_name(where)))
        elif value not in words and (inside.match(value) or not is_absolute(value)):
            out.append(codes.WORD.at(where, value=value[:_SHOWN], name=_name(where)))

    return check


def one_of(words: frozenset[str]) -> Check:
    """Ask for one of a closed list of words."""

    def check(value: Json, where: str, out: list[Finding]) -> None:
        if not isinstance(value, str):
            out.append(codes.NOT_TEXT.at(where, name=_name(where)))
        elif value not in words:
            out.append(codes.WORD.at(where, value=value[:_SHOWN], name=_name(where)))

    return check


def many(item: Check, *, unique: bool = False, least: int = 0) -> Check:
    """Ask for a list."""

    def check(value: Json, where: str, out: list[Finding]) -> None:
        if not isinstance(value, list):
            out.append(codes.NOT_LIST.at(where, name=_name(where)))
            return
        if len(value) < least:
            out.append(codes.EMPTY.at(where, name=_name(where)))
        for at, part in enumerate(value):
            item(part, f"{where}/{at}", out)
        texts = [part for part in value if isinstance(part, str)] if unique else []
        if len(set(texts)) != len(texts):
            out.append(codes.REPEATED.at(where, name=_name(where)))

    return check


def one_or_many(item: Check) -> Check:
    """Ask for one value or a list of them."""
    listed = many(item)

    def check(value: Json, where: str, out: list[Finding]) -> None:
        (listed if isinstance(value, list) else item)(value, where, out)

    return check


def shape(
    subject: str,
    fields: Mapping[str, Check],
    *,
    required: tuple[str, ...] = (),
    extension: Callable[[object], bool] = is_absolute,
) -> Check:
    """Ask for an object with these fields; other names must be extensions as ``extension`` tells them."""
    needed = frozenset(required)

    def check(value: Json, where: str, out: list[Finding]) -> None:
        if not isinstance(value, dict):
            out.append(codes.NOT_OBJECT.at(where, name=_name(where)))
            return
        for name, part in value.items():
            known = fields.get(name)
            if known is not None:
                known(part, f"{where}/{name}", out)
            elif not extension(name):
                out.append(codes.UNKNOWN_FIELD.at(f"{where}/{escaped(name)}", name=name[:_SHOWN], subject=subject))
        if not value.keys() >= needed:
            out.extend(codes.MISSING.at(where, name=name) for name in required if name not in value)

    return check


def closed(name: object) -> bool:
    """Allow no extension."""
    return name is None


def free(name: object) -> bool:
    """Allow any further name."""
    return isinstance(name, str)
