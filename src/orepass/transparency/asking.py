"""Ask a log or a witness over the net without being led astray.

Only https to hosts whose every address is public, the connection pinned to the address that was checked, or plain http
on this machine; no redirects, a cap on size and on time. Whatever goes wrong is a refusal with its reason.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.transparency.rules.address import LOOPBACK, may_be_asked

SECONDS_MAX: Final = 10
BODY_MAX: Final = 20_000_000
PORTS: Final = {"https": 443, "http": 80}


class Unreachable(Invalid):
    """A log or a witness does not answer."""

    code = "transparency.address.unreachable"
    message = _("“{name}” does not answer: {reason}.")
    what_to_do = _("Check the address (https, or http on this machine) and try again; nothing was changed.")


class Reply(msgspec.Struct, frozen=True):
    """What an address answered."""

    status: int
    body: bytes
    media_type: str


def ask(url: str, *, body: bytes | None = None) -> Reply:
    """Fetch an address, or send it a body.

    Raises:
        Unreachable: the address may not be asked, its host is not public, or it does not answer in time or size.
    """
    if not may_be_asked(url):
        raise Unreachable(name=url[:200], reason="only https is asked, or http on this machine")
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        connection = _connection(parts.scheme, host, port)
        return _answer(connection, parts.path or "/", body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(name=url[:200], reason=str(error)[:200] or type(error).__name__) from None


class _PinnedConnection(http.client.HTTPSConnection):
    """A connection to one checked address that still asks for, and verifies, the host's own certificate."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS_MAX, context=ssl.create_default_context())
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=SECONDS_MAX)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _connection(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    if scheme == "http" and host in LOOPBACK:
        return http.client.HTTPConnection(host, port, timeout=SECONDS_MAX)
    found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise ValueError("the host has no public address")
    return _PinnedConnection(host, port, addresses[0])


def _answer(connection: http.client.HTTPConnection, path: str, body: bytes | None) -> Reply:
    headers = {"User-Agent": "orepass", "Accept-Encoding": "identity"}
    connection.connect()
    # An answer that drips keeps every single wait short: the whole of it has a deadline. The connection forgets its
    # socket once the answer says that it will close, so the socket itself is kept.
    over = threading.Event()
    deadline = threading.Timer(SECONDS_MAX, _cut, [connection.sock, over])
    deadline.daemon = True
    deadline.start()
    try:
        connection.request("GET" if body is None else "POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        data = answer.read(BODY_MAX + 1)
        if len(data) > BODY_MAX or over.is_set():
            raise ValueError("the answer is too large or took too long")
        return Reply(answer.status, data, answer.getheader("Content-Type", ""))
    finally:
        deadline.cancel()
        connection.close()


def _cut(waiting: socket.socket, over: threading.Event) -> None:
    over.set()
    with contextlib.suppress(OSError):
        socket.socket.shutdown(waiting, socket.SHUT_RDWR)
