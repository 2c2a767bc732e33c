"""Keep one address from flooding the doors that need no account.

Counted in memory only, under a hash whose salt dies with the process: no list of who wrote to us is ever kept. Each
server process counts for itself.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from orepass.kernel.refusal import Refusal
from orepass.kernel.text import marked as _

PER_HOUR: Final = 30
SOURCES_MAX: Final = 10_000
HOUR: Final = timedelta(hours=1)

_salt: Final = secrets.token_bytes(16)
_seen: OrderedDict[str, list[datetime]] = OrderedDict()


class TooMany(Refusal):
    """Too much came from one address within an hour."""

    code = "platform.flood.too_many"
    status = 429
    message = _("More than {limit} requests came from your address within an hour.")
    what_to_do = _("Wait an hour, or write from another connection; nothing of what you sent before is lost.")


def source_of(meta: Mapping[str, str]) -> str:
    """Return the address a request came from; behind our own proxy, the one that the proxy saw."""
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return meta.get("REMOTE_ADDR", "")


def count(source: str, *, at: datetime, limit: int = PER_HOUR) -> None:
    """Count one request of an address.

    Raises:
        TooMany: it is one more than the limit within the last hour.
    """
    key = hashlib.sha256(_salt + source.encode(errors="replace")).hexdigest()
    recent = [instant for instant in _seen.pop(key, []) if at - HOUR < instant <= at]
    _seen[key] = recent
    while len(_seen) > SOURCES_MAX:
        _seen.popitem(last=False)
    if len(recent) >= limit:
        raise TooMany(limit=limit)
    recent.append(at)


def forget() -> None:
    """Begin to count anew (tests)."""
    _seen.clear()
