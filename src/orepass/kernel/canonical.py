"""Canonical JSON (RFC 8785), written fast where that is safe.

A general encoder that sorts names writes the canonical form already, unless there are numbers that JavaScript spells
otherwise (whole, tiny or huge floats), integers beyond 2^53 - 1, names that UTF-16 sorts otherwise, or values that are
not JSON. Whatever holds one of these, or might, is written by the reference implementation, which also refuses; a
property test keeps the two equal.
"""

from typing import Any, Final

import msgspec
import rfc8785

DEPTH_MAX: Final = 100
INTEGER_MAX: Final = 2**53 - 1
# Between these bounds the shortest digits that give a float again are written alike everywhere, without an exponent.
FLOAT_MIN, FLOAT_MAX = 1e-5, 1e15

written_plain: Final = msgspec.json.Encoder(order="deterministic").encode
"""Write a value for which :func:`depth_of_plain` gives a depth."""


def dumps(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return the canonical bytes of a value.

    Raises:
        rfc8785.CanonicalizationError: it holds something that has no canonical form.
    """
    if depth_of_plain(value) is None:
        return rfc8785.dumps(value)
    return written_plain(value)


def depth_of_plain(value: Any) -> int | None:  # noqa: ANN401 - any JSON value
    """Return how deep a value is nested; ``None`` when there is, or may be, more than one way to write it."""
    level, depth = [value], 0
    names, numbers = set[Any](), list[Any]()
    while level:
        below: list[Any] = []
        for one in level:
            kind = type(one)
            if kind is str:
                continue
            if kind is dict:
                names.update(one)
                below += one.values()
            elif kind is float or kind is int:
                numbers.append(one)
            elif kind is list or kind is tuple:
                below += one
            elif one is not None and kind is not bool:
                return None
        level = below
        depth += 1
        if depth > DEPTH_MAX:
            return None
    return depth if _are_plain_names(names) and _are_plain_numbers(numbers) else None


def _are_plain_names(names: set[Any]) -> bool:
    return set(map(type, names)) <= {str} and "".join(names).isascii()


def _are_plain_numbers(numbers: list[Any]) -> bool:
    for number in numbers:
        if type(number) is int:
            if not -INTEGER_MAX <= number <= INTEGER_MAX:
                return False
        elif not FLOAT_MIN <= abs(number) < FLOAT_MAX or number.is_integer():
            return False
    return True
