"""Asking a log or a witness: only where it may be asked, no redirect followed, no answer without end."""

import contextlib
import http.server
from collections.abc import Iterator

import pytest

from orepass.platform import net
from orepass.transparency import asking
from orepass.transparency.asking import Unreachable, ask
from orepass.transparency.rules.address import may_be_asked
from orepass.transparency.sources import NetSource, checkpoint_of, source_named
from tests.listening import listening


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://witness.example", True),
        ("https://witness.example:8443/w1", True),
        ("http://127.0.0.1:8040", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("http://witness.example", False),
        ("http://127.0.0.2", False),
        ("ftp://witness.example", False),
        ("https://name:word@witness.example", False),
        ("https://witness.example/?a=b", False),
        ("https://witness.example/#part", False),
        ("https://", False),
        ("https://[", False),
        ("https://witness.example:nonsense", False),
        (f"https://witness.example/{'a' * 300}", False),
        ("", False),
    ],
)
def test_only_https_or_this_machine_is_asked(url: str, may: bool) -> None:
    assert may_be_asked(url) is may
    if not may:
        with pytest.raises(Unreachable, match="only https"):
            ask(url)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "127.0.0.1"])
def test_host_that_points_inward_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "_addresses", lambda _host, _port: [address])
    with pytest.raises(Unreachable, match="public"):
        ask("https://inward.example/checkpoint")


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as a hostile log would."""

    def do_GET(self) -> None:
        self.close_connection = True
        if self.path == "/moved/checkpoint":
            self.send_response(302)
            self.send_header("Location", "/checkpoint")
            self.end_headers()
        elif self.path == "/drip/checkpoint":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                while not self.server.stopped.wait(0.02):  # type: ignore[attr-defined]
                    self.wfile.write(b"x")
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"x" * 2_000 if self.path == "/large/checkpoint" else b"plain")

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(409)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_all: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with listening(Handler) as address:
        yield address


def test_answer_is_given_back_as_it_came(server: str) -> None:
    assert checkpoint_of(source_named(f"{server}/")) == "plain"
    reply = ask(f"{server}/add-checkpoint", body=b"old 0\n")
    assert (reply.status, reply.body) == (409, b"old 0\n")


def test_redirect_is_not_followed(server: str) -> None:
    with pytest.raises(Unreachable, match="HTTP 302"):
        checkpoint_of(NetSource(f"{server}/moved"))


def test_answer_that_is_too_large_or_never_ends_is_cut(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "BODY_MAX", 1_000)
    with pytest.raises(Unreachable, match="too large"):
        ask(f"{server}/large/checkpoint")
    monkeypatch.setattr(net, "SECONDS_MAX", 0.2)
    with pytest.raises(Unreachable, match="too long"):
        ask(f"{server}/drip/checkpoint")


def test_nobody_listening_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        ask("http://127.0.0.1:1/checkpoint")
