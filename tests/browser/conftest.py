"""A real browser on the demonstration: its own home, its own server process, nothing shared with other tests."""

import contextlib
import functools
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.pages import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
TELEPHONE = 320


class Demo(msgspec.Struct, frozen=True):
    """The running demonstration: where it is and who can log in."""

    url: str
    pass_phrase: str
    emails: dict[str, str]
    environment: dict[str, str]
    sessions: dict[str, list[Any]] = {}
    """The cookies of who has logged in."""
    public_things: list[str] = []
    """The addresses of single things that anybody may see, once somebody has looked for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not on this machine (apt-get install chromium)"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Tell the demonstration's story in a new home and serve it."""
    home = tmp_path_factory.mktemp("demonstration")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    ours = {"OREPASS_HOME": str(home), "OREPASS_PUBLIC_URL": url, "PYTHONPATH": str(ROOT / "src")}
    environment = {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "orepass.project.settings"}
    command = [sys.executable, "-c", "from orepass.cli.main import main; main()"]
    told = subprocess.run(  # noqa: S603 - our own command
        [*command, "demo", "--json"], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    logins = json.loads(told.stdout)["logins"]
    server = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "serve", "--port", str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(url)
        emails = {login["email"].partition("@")[0]: login["email"] for login in logins}
        yield Demo(url, logins[0]["pass_phrase"], emails, environment)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def files(demo: Demo) -> dict[str, dict[str, str]]:
    """One file per state in which a role has something to do, for each way of walking (`tests.browser.files`)."""
    script = "import django; django.setup(); from tests.browser.files import tell; tell('keyboard', 'plain')"
    environment = {**demo.environment, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    found: dict[str, dict[str, str]] = json.loads(told.stdout)
    return found


def _wait(url: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/health/alive", timeout=2):  # noqa: S310 - this machine
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the server did not come up")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of a file; its driver's event loop ends with it, so later tests may ask a database."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--renderer-process-limit=1"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser: what they see, and the complaints of the browser."""

    def __init__(self, context: BrowserContext, demo: Demo, way: str = "") -> None:
        self.page: Page = context.new_page()
        self.demo = demo
        self.way = way
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("filechooser", lambda _chooser: None)  # heard from the start: a listener made later comes too late
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: object) -> None:
        kind, said = getattr(message, "type", ""), getattr(message, "text", "")
        if kind == "error" and "status of 4" not in said:
            self.complaints.append(said)

    def go(self, path: str) -> "Visitor":
        """Open a page of the demonstration."""
        self.page.goto(self.demo.url + path)
        return self

    def log_in(self, who: str) -> "Visitor":
        """Log in as somebody of the cast; whoever has typed the pass phrase once comes back with the session."""
        if who in self.demo.sessions:
            self.page.context.add_cookies(self.demo.sessions[who])
            return self.go("/desk/")
        self.go("/account/login/")
        self.page.fill("input[name=login]", self.demo.emails[who])
        self.page.fill("input[name=password]", self.demo.pass_phrase)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/desk/")
        cookies = self.page.context.cookies()
        self.demo.sessions[who] = [cookie for cookie in cookies if cookie["name"] == "sessionid"]
        return self

    def first_link(self, start: str) -> str:
        """Return the first link of the page that begins so."""
        found = self.page.locator(f'main a[href^="{start}"]').first.get_attribute("href")
        assert found, f"no link to {start} on {self.page.url}"
        return found

    @property
    def too_wide_by(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(script))


@pytest.fixture
def visitor(chromium: Browser, demo: Demo) -> Iterator[Visitor]:
    """Somebody at an ordinary screen."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    yield Visitor(context, demo)
    context.close()


@contextlib.contextmanager
def reading_french(chromium: Browser, demo: Demo) -> Iterator[Visitor]:
    """Somebody at an ordinary screen who reads French, and was never here before."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, locale="fr-FR")
    yield Visitor(context, demo)
    context.close()


@pytest.fixture
def reader(chromium: Browser, demo: Demo) -> Iterator[Visitor]:
    """Somebody at an ordinary screen who reads French."""
    with reading_french(chromium, demo) as found:
        yield found


@pytest.fixture
def phone(chromium: Browser, demo: Demo) -> Iterator[Visitor]:
    """Somebody with a narrow telephone, in the dark, reading French."""
    context = chromium.new_context(viewport={"width": TELEPHONE, "height": 640}, color_scheme="dark", locale="fr-FR")
    yield Visitor(context, demo)
    context.close()


@pytest.fixture
def plain(chromium: Browser, demo: Demo) -> Iterator[Visitor]:
    """Somebody whose browser runs no script."""
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    yield Visitor(context, demo)
    context.close()


@pytest.fixture(params=["keyboard", "plain"])
def walker(request: pytest.FixtureRequest, chromium: Browser, demo: Demo) -> Iterator[Visitor]:
    """Somebody who has no mouse: at an ordinary screen, and on a narrow telephone that runs no script."""
    scripts = request.param == "keyboard"
    size: dict[str, int] = {"width": 1200, "height": 900} if scripts else {"width": TELEPHONE, "height": 640}
    context = chromium.new_context(viewport=size, java_script_enabled=scripts, locale="en-GB")  # type: ignore[arg-type]
    yield Visitor(context, demo, way=request.param)
    context.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Keep the tests' own output clean."""


@pytest.fixture(scope="module")
def static_files() -> Iterator[str]:
    """Serve nothing but the verifier's files: it needs no server of ours."""
    handler = functools.partial(_Quiet, directory=str(ROOT / "src" / "orepass" / "web" / "static"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def bare_page(chromium: Browser, static_files: str) -> Iterator[Page]:
    """A page of the same origin, with nothing on it."""
    opened = chromium.new_page()
    opened.goto(f"{static_files}/orepass/icon.svg")
    yield opened
    opened.close()
