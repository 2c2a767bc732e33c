"""Ask an address on the net without being led astray: the one way, for whoever asks a stranger anything.

Only https, only hosts whose every address is public, the connection pinned to the address that was checked; where the
caller says so also plain http, on this very machine. No redirects, a cap on size, and one deadline over everything:
the name that is looked up, the connection, its handshake, the question, and the answer however slowly it drips.
Whatever goes wrong is an answer with its reason, never an exception. It needs neither a home nor Django.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final
from urllib.parse import urlsplit

import msgspec

from orepass.kernel.text import marked as _

SECONDS_MAX: Final = 10.0
LOOKUPS_MAX: Final = 16
"""A look-up that is given up goes on in its thread until the system ends it: no more of them than this at once."""

PORTS: Final = {"https": 443, "http": 80}
INWARD: Final = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::/96", "fec0::/10")))
"""Global by their registry, and yet a way inside: IPv4 in an address of a translator or as of old, and site-local."""
TOO_SLOW: Final = _("the answer took too long")
NAME_TOO_SLOW: Final = _("its name took too long to look up")

_looking: Final = threading.BoundedSemaphore(LOOKUPS_MAX)


class Reply(msgspec.Struct, frozen=True):
    """What an address answered; with a reason, why it answered nothing that counts."""

    status: int = 0
    body: bytes = b""
    media_type: str = ""
    reason: str = ""


class _Question(msgspec.Struct, frozen=True):
    """An address taken apart, and what is sent there."""

    scheme: str
    host: str
    port: int
    path: str
    body: bytes | None
    headers: dict[str, str]

    def may_reach(self, address: str) -> bool:
        """Say whether an address that the host has may be connected to."""
        found = ipaddress.ip_address(address)
        if self.scheme == "http":
            return found.is_loopback
        return found.is_global and not found.is_multicast and not any(found in network for network in INWARD)


class _Line(http.client.HTTPConnection):
    """A connection to one checked address; over TLS it still asks for, and verifies, the host's own certificate."""

    def __init__(self, question: _Question, address: str, seconds: float) -> None:
        self.default_port = PORTS[question.scheme]
        super().__init__(question.host, question.port, timeout=seconds)
        self._address, self._secure = address, question.scheme == "https"
        self._held: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        # Held here too: the answer takes the connection's own socket away as soon as its header is read.
        self._held = self.sock = socket.create_connection((self._address, self.port), timeout=self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self._held = self.sock = secure
            self._stop_if_cut()
            secure.do_handshake()
        self._stop_if_cut()

    def cut(self) -> None:
        """End the connection, whatever it waits for."""
        self.was_cut = True
        with contextlib.suppress(OSError):
            if self._held is not None:
                socket.socket.shutdown(self._held, socket.SHUT_RDWR)

    def _stop_if_cut(self) -> None:
        """Notice a deadline that passed while there was no socket yet to shut down."""
        if self.was_cut:
            raise TimeoutError


def ask(
    url: str, *, limit: int, seconds: float, body: bytes | None = None, accept: str = "*/*", here: bool = False
) -> Reply:
    """Fetch an address, or send it a body: at most ``limit`` bytes of answer, within ``seconds`` altogether.

    ``here`` lets plain http be asked on this machine.
    """
    until = time.monotonic() + seconds
    headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "orepass"}
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return Reply(reason=_("the address cannot be read"))
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    question = _Question(parts.scheme, parts.hostname or "", port, path, body, headers)
    plain = question.scheme == "https" or (here and question.scheme == "http")
    if not plain or not question.host or parts.username or parts.password:
        return Reply(reason=_("only plain https addresses are asked"))
    try:
        addresses = _within(seconds, lambda: _addresses(question.host, question.port))
    except TimeoutError:
        return Reply(reason=NAME_TOO_SLOW)
    except (OSError, UnicodeError):
        return Reply(reason=_("the host is not found"))
    if not addresses or not all(map(question.may_reach, addresses)):
        return Reply(reason=_("the host has no public address"))
    return _answered(question, addresses[0], limit=limit, seconds=until - time.monotonic())


def host_of(url: str) -> str:
    """Return the host of an address that was asked."""
    return urlsplit(url).hostname or ""


def _addresses(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _within(seconds: float, look: Callable[[], list[str]]) -> list[str]:
    """Look a name up in a thread of its own: nothing can interrupt the system's look-up, but it can be left behind.

    Raises:
        TimeoutError: it is not done in time, or so many were left behind that another may not start.
        OSError: there is no such host.
        UnicodeError: nothing could have such a name.
    """
    until = time.monotonic() + seconds
    if not _looking.acquire(timeout=max(seconds, 0)):
        raise TimeoutError
    found = Future[list[str]]()

    def run() -> None:
        try:
            found.set_result(look())
        except (OSError, UnicodeError) as error:
            found.set_exception(error)
        finally:
            _looking.release()

    threading.Thread(target=run, daemon=True).start()
    return found.result(max(until - time.monotonic(), 0))


def _answered(question: _Question, address: str, *, limit: int, seconds: float) -> Reply:
    if seconds <= 0:
        return Reply(reason=TOO_SLOW)
    line = _Line(question, address, seconds)
    # An answer that drips keeps every single wait short: the whole of it has a deadline.
    deadline = threading.Timer(seconds, line.cut)
    deadline.daemon = True
    deadline.start()
    try:
        method = "GET" if question.body is None else "POST"
        line.request(method, question.path, body=question.body, headers=question.headers)
        with line.getresponse() as answer:
            body = answer.read(limit + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = line.was_cut or isinstance(error, TimeoutError)
        return Reply(reason=TOO_SLOW if late else type(error).__name__)
    finally:
        deadline.cancel()
        line.close()
    if line.was_cut:
        return Reply(reason=TOO_SLOW)
    if len(body) > limit:
        return Reply(reason=_("the answer is too large"))
    if answer.length:
        return Reply(reason=_("the answer broke off"))
    return Reply(answer.status, body, answer.getheader("Content-Type", ""))
