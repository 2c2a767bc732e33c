"""Fetch a public document from the net without being led astray.

Only https, only hosts whose every address is public, the connection pinned to the address that was checked, no
redirects, a cap on size, and one on the time of the whole, however slowly an answer drips. Whatever goes wrong is an
answer with its reason, never an exception.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from typing import Any, Final
from urllib.parse import urlsplit

from orepass.credentials.rules.status import Fetched
from orepass.kernel.text import marked as _

SECONDS_MAX: Final = 10
BODY_MAX: Final = 2_000_000
PORT: Final = 443
TOO_SLOW: Final = _("the answer took too long")


class _PinnedConnection(http.client.HTTPSConnection):
    """A connection to one checked address that still asks for, and verifies, the host's own certificate."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS_MAX, context=ssl.create_default_context())
        self._address = address
        self._secure: ssl.SSLSocket | None = None
        self.was_cut = False

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=SECONDS_MAX)
        context = ssl.create_default_context()
        # Kept here too: the answer takes the connection's own away as soon as its header is read.
        self._secure = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self._secure
        self._secure.do_handshake()

    def cut(self) -> None:
        """End the connection, whatever it waits for."""
        self.was_cut = True
        with contextlib.suppress(OSError):
            if self._secure is not None:
                socket.socket.shutdown(self._secure, socket.SHUT_RDWR)


def fetch(url: str, *, accept: str = "application/vc+jwt, application/json") -> Fetched:
    """Fetch the body of an https address, or say why not."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORT
    except ValueError:
        return Fetched(None, reason=_("the address cannot be read"))
    if parts.scheme != "https" or not host or parts.username or parts.password:
        return Fetched(None, reason=_("only plain https addresses are asked"))
    try:
        addresses = _addresses(host, port)
    except (OSError, UnicodeError):
        return Fetched(None, reason=_("the host is not found"))
    if not addresses or not all(ipaddress.ip_address(address).is_global for address in addresses):
        return Fetched(None, reason=_("the host has no public address"))
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return _get(_PinnedConnection(host, port, addresses[0]), path, accept, source=host)


def _addresses(host: str, port: int) -> list[str]:
    found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def _get(connection: _PinnedConnection, path: str, accept: str, *, source: str) -> Fetched:
    deadline = threading.Timer(SECONDS_MAX, connection.cut)
    deadline.daemon = True
    deadline.start()
    try:
        connection.request("GET", path, headers={"Accept": accept, "User-Agent": "orepass"})
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            return Fetched(None, reason=f"HTTP {answer.status}")
        body = answer.read(BODY_MAX + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Fetched(None, reason=TOO_SLOW if connection.was_cut else type(error).__name__)
    finally:
        deadline.cancel()
        connection.close()
    if connection.was_cut:
        return Fetched(None, reason=TOO_SLOW)
    return Fetched(None, reason=_("the answer is too large")) if len(body) > BODY_MAX else Fetched(body, source)
