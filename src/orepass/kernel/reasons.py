"""Every reason that a check may give, with a code of its own: one table, for the server's verifiers and the browser's.

The table is data (``reasons.json``): a code leads to the sentence with its places, to what it means, and to what
whoever reads it can do. Rules say the sentence, and the code follows from it: a sentence without a code is a bug.
"""

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

import msgspec


class Reason(msgspec.Struct, frozen=True):
    """A reason of checks: its sentence, what it means, and what to do; empty where nothing is to be done."""

    reason: str
    meaning: str
    what_to_do: str


@functools.cache
def reasons() -> Mapping[str, Reason]:
    """Return every reason by its code."""
    rows = json.loads((files(__package__) / "reasons.json").read_text(encoding="utf-8"))
    return MappingProxyType({code: Reason(**row) for code, row in rows.items()})


@functools.cache
def _codes() -> Mapping[str, str]:
    return MappingProxyType({one.reason: code for code, one in reasons().items()})


def code_of(sentence: str) -> str:
    """Return the code of a sentence, as it stands before its places are filled in."""
    assert sentence in _codes(), f"no code in kernel/reasons.json for the reason “{sentence}”"
    return _codes()[sentence]
