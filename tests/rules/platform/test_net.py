"""Asking the net: a slow name, a name that points inward, an endless, dripping or broken answer all come to nothing."""

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from orepass.platform import net
from orepass.platform.net import Reply, ask
from tests.hanging import ends
from tests.listening import listening

PUBLIC = "93.184.215.14"
OUTSIDE = "https://mine.example/did.json"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as a hostile stranger would."""

    def do_GET(self) -> None:
        self.close_connection = True
        self.send_response(302 if self.path == "/moved" else 200)
        if self.path == "/moved":
            self.send_header("Location", "/whole")
        if self.path == "/broken":
            self.send_header("Content-Length", "100")
        self.end_headers()
        with contextlib.suppress(OSError):
            if self.path == "/endless":
                while True:
                    self.wfile.write(b"{" * 65536)
            while self.path == "/drip" and not self.server.stopped.wait(0.02):  # type: ignore[attr-defined]
                self.wfile.write(b" ")
            self.wfile.write(self.path.encode())

    def log_message(self, *_all: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with listening(Handler) as address:
        yield address


def asked(url: str, *, limit: int = 1_000, seconds: float = 5) -> Reply:
    return ask(url, limit=limit, seconds=seconds, here=True)


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let every name take until the end of the test to look up."""
    over, looked = threading.Event(), list[str]()

    def addresses(host: str, _port: int) -> list[str]:
        looked.append(host)
        over.wait(10)
        return [PUBLIC]

    monkeypatch.setattr(net, "_addresses", addresses)
    yield looked
    over.set()


def test_an_answer_is_given_back_with_its_question(server: str) -> None:
    assert asked(f"{server}/whole?of=it") == Reply(200, b"/whole?of=it")


def test_a_redirect_is_told_and_not_followed(server: str) -> None:
    reply = asked(f"{server}/moved")
    assert (reply.status, reply.body, reply.reason) == (302, b"/moved", "")


def test_an_endless_body_is_left_at_the_limit(server: str) -> None:
    assert asked(f"{server}/endless") == Reply(reason="the answer is too large")


def test_a_body_as_long_as_the_limit_is_taken(server: str) -> None:
    assert asked(f"{server}/{'a' * 99}", limit=100).status == 200
    assert asked(f"{server}/{'a' * 100}", limit=100).reason == "the answer is too large"


def test_a_dripping_body_is_cut_at_the_deadline(server: str) -> None:
    with ends():
        assert asked(f"{server}/drip", seconds=0.3) == Reply(reason=net.TOO_SLOW)


def test_an_answer_that_breaks_off_is_none(server: str) -> None:
    assert asked(f"{server}/broken") == Reply(reason="the answer broke off")


def test_plain_http_is_asked_on_this_machine_only_where_the_caller_says_so(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Reply(reason="only plain https addresses are asked")
    assert ask(f"{server}/whole", limit=10, seconds=5) == refused
    monkeypatch.setattr(net, "_addresses", lambda _host, _port: [PUBLIC])
    assert asked("http://mine.example/") == Reply(reason="the host has no public address")


def test_a_slow_name_server_is_inside_the_deadline(slow_names: list[str]) -> None:
    with ends():
        assert ask(OUTSIDE, limit=10, seconds=0.2) == Reply(reason=net.NAME_TOO_SLOW)
    assert slow_names == ["mine.example"]


def test_names_left_behind_are_no_more_than_a_few(slow_names: list[str]) -> None:
    for _time in range(net.LOOKUPS_MAX + 2):
        assert ask(OUTSIDE, limit=10, seconds=0.02) == Reply(reason=net.NAME_TOO_SLOW)
    assert len(slow_names) == net.LOOKUPS_MAX


def test_a_name_that_takes_the_whole_time_leaves_none_to_connect(monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses(_host: str, _port: int) -> list[str]:
        time.sleep(0.02)
        return [PUBLIC]

    monkeypatch.setattr(net, "_addresses", addresses)
    monkeypatch.setattr(net.socket, "create_connection", lambda *_a, **_k: pytest.fail("a connection was opened"))
    clock = iter([0.0, 0.0, 0.0, 5.0])
    monkeypatch.setattr(net.time, "monotonic", lambda: next(clock))
    assert ask(OUTSIDE, limit=10, seconds=5) == Reply(reason=net.TOO_SLOW)


@pytest.mark.parametrize("error", [OSError("none"), UnicodeError("none")])
def test_a_name_that_nobody_has_is_not_found(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses(_host: str, _port: int) -> list[str]:
        raise error

    monkeypatch.setattr(net, "_addresses", addresses)
    assert ask(OUTSIDE, limit=10, seconds=5) == Reply(reason="the host is not found")


def test_a_deadline_before_there_is_a_socket_is_noticed_after() -> None:
    line = net._Line(net._Question("http", "127.0.0.1", 1, "/", None, {}), "127.0.0.1", 5)
    line.cut()
    with pytest.raises(TimeoutError):
        line._stop_if_cut()
