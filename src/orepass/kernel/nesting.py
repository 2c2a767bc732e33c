"""How deeply a JSON text is nested, told before a reader that calls itself opens it.

A thread has a small stack, and a reader written in C that runs out of it ends the process for everybody, where Python
would raise an error. So a stranger's text with many brackets is measured first, without recursion.
"""

import re
from itertools import accumulate
from typing import Final

HARMLESS: Final = 1_000
"""So many levels every reader opens in any thread; a text with fewer brackets is not looked at more closely."""

# A text without an end goes on to the last byte: each quote is looked at once, whatever a stranger leaves open.
_TEXTS: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_OTHER: Final = bytes(set(range(256)) - set(b"[]{}"))
_STEP: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def is_too_deep(text: str | bytes, limit: int = HARMLESS) -> bool:
    """Say whether a JSON text is nested deeper than a limit, or than any reader minds where it has few brackets."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if data.count(b"[") + data.count(b"{") <= max(limit, HARMLESS):
        return False
    brackets = _TEXTS.sub(b"", data).translate(None, _OTHER)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > limit
