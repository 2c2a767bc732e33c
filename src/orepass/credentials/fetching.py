"""Fetch a public document from the net without being led astray.

Only https, only hosts whose every address is public, the connection pinned to the address that was checked, no
redirects, a cap on size and on time. Whatever goes wrong is an answer with its reason, never an exception.
"""

import http.client
import ipaddress
import socket
import ssl
from typing import Any, Final
from urllib.parse import urlsplit

from orepass.credentials.rules.status import Fetched
from orepass.kernel.text import marked as _

SECONDS_MAX: Final = 10
BODY_MAX: Final = 2_000_000
PORT: Final = 443


class _PinnedConnection(http.client.HTTPSConnection):
    """A connection to one checked address that still asks for, and verifies, the host's own certificate."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS_MAX, context=ssl.create_default_context())
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=SECONDS_MAX)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


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
    except OSError:
        return Fetched(None, reason=_("the host is not found"))
    if not addresses or not all(ipaddress.ip_address(address).is_global for address in addresses):
        return Fetched(None, reason=_("the host has no public address"))
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return _get(_PinnedConnection(host, port, addresses[0]), path, accept, source=host)


def _addresses(host: str, port: int) -> list[str]:
    found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def _get(connection: http.client.HTTPSConnection, path: str, accept: str, *, source: str) -> Fetched:
    try:
        connection.request("GET", path, headers={"Accept": accept, "User-Agent": "orepass"})
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            return Fetched(None, reason=f"HTTP {answer.status}")
        body = answer.read(BODY_MAX + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Fetched(None, reason=type(error).__name__)
    finally:
        connection.close()
    return Fetched(None, reason=_("the answer is too large")) if len(body) > BODY_MAX else Fetched(body, source)
