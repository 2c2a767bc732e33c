"""Fetch public documents from the net, for one check no more than one check may ask.

Whatever goes wrong is an answer with its reason, never an exception.
"""

import http
import math
import time
from typing import Final, Protocol

from orepass.credentials.rules.status import Fetched
from orepass.kernel.text import marked as _
from orepass.platform import net

BODY_MAX: Final = 2_000_000
BODIES_MAX: Final = 20_000_000
"""All that one check takes from the net."""

ACCEPTED: Final = "application/vc+jwt, application/json"
SPENT: Final = _("this check has asked the net as often, as long or for as much as one check may")


class Ask(Protocol):
    """Ask an address for a document."""

    def __call__(self, url: str, *, accept: str = ACCEPTED) -> Fetched:
        """Return the document, or why there is none."""


def fetch(url: str, *, accept: str = ACCEPTED, seconds: float = math.inf) -> Fetched:
    """Fetch the body of an https address, or say why not; ``seconds`` may be fewer than one answer is given anyway."""
    reply = net.ask(url, limit=BODY_MAX, seconds=min(net.SECONDS_MAX, seconds), accept=accept)
    if reply.reason:
        return Fetched(None, reason=reply.reason)
    if reply.status != http.HTTPStatus.OK:
        return Fetched(None, reason=f"HTTP {reply.status}")
    return Fetched(reply.body, net.host_of(url))


class Questions:
    """What one check asks of the net: so many addresses at most, so many seconds in all, and each address once.

    A credential can name as many addresses as its author likes, each as slow as its owner likes. What is not asked any
    more is not known, so nothing is decided by it.
    """

    def __init__(self, *, count: int, seconds: float) -> None:
        """Begin a check that may ask for ``count`` documents and wait for them ``seconds`` altogether."""
        self._count, self._seconds, self._bytes = count, seconds, BODIES_MAX
        self._known: dict[tuple[str, str], Fetched] = {}

    def __call__(self, url: str, *, accept: str = ACCEPTED) -> Fetched:
        """Ask an address, unless it was asked before or nothing more may be asked."""
        known = self._known.get((url, accept))
        if known is not None:
            return known
        if self._count <= 0 or self._seconds <= 0 or self._bytes <= 0:
            return Fetched(None, reason=SPENT)
        began = time.monotonic()
        found = self._known[url, accept] = fetch(url, accept=accept, seconds=self._seconds)
        self._seconds -= time.monotonic() - began
        self._count -= 1
        self._bytes -= len(found.body or b"")
        return found
