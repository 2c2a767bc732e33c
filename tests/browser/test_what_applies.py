"""“What applies to me?” walked on a narrow telephone to the sheet to print: English by keyboard alone, then French."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Demo, Visitor
from tests.browser.keyboard import violations

TABS_AT_MOST = 80
HEAVIEST = 100_000
WEIGHT = """["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
    .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""
"""All bytes of a page with everything it needs, unpacked, whether the browser had some of it already or not."""
ASKING = "/standards/cera-4in1@2026.1/what-applies/"


class Walker:
    """Somebody who goes from page to page; each is looked at: nothing too wide, too heavy, or out of reach."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def arrived(self, *, at: str = "") -> None:
        """Look at the page that one has come to."""
        self.page.wait_for_load_state("networkidle")
        assert at in self.page.url
        assert violations(self.visitor) == [], self.page.url
        assert self.visitor.complaints == []
        assert self.visitor.too_wide_by == 0, self.page.url
        assert 1_000 < self.page.evaluate(WEIGHT) < HEAVIEST, self.page.url

    def tab_to(self, *wanted: str) -> None:
        """Go on by the tabulator to a control with such a name and value, or to a link or button with such words."""
        script = "(e => [e.name || '', e.value || '', (e.innerText || '').trim()])(document.activeElement)"
        for _tab in range(TABS_AT_MOST):
            name, value, words = self.page.evaluate(script)
            if wanted in {(name, value), (name,), (words,)}:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {wanted} by keyboard on {self.page.url}")

    def press(self, key: str) -> None:
        """Press a key that leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


@pytest.fixture
def english(chromium: Browser, demo: Demo) -> Iterator[Walker]:
    """Somebody with a narrow telephone and a keyboard, reading English."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    yield Walker(Visitor(context, demo))
    context.close()


@pytest.fixture
def french(phone: Visitor) -> Walker:
    """Somebody with a narrow telephone in the dark, reading French."""
    return Walker(phone)


def is_ready_to_print(walker: Walker) -> None:
    """The sheet: boxes to tick, nothing of the screen around it, the edition and its digest at the foot."""
    page = walker.page
    assert page.locator(".ask").count() > 5
    assert page.locator(".ask").first.locator(".boxes li").count() >= 4
    assert "cera-4in1@2026.1" in page.locator(".foot-note").inner_text()
    page.emulate_media(media="print")
    assert not page.locator("header").first.is_visible() or not page.locator(".head").is_visible()
    assert not page.locator(".no-print").first.is_visible()
    assert page.locator(".ask .boxes").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type /Page/") > 1
    page.emulate_media(media="screen")


def test_english_reader_walks_by_keyboard_alone_from_the_front_page_to_the_sheet(english: Walker) -> None:
    english.visitor.go("/")
    english.tab_to("What applies to me?")
    english.press("Enter")
    english.arrived(at=ASKING)
    english.tab_to("Next")
    english.press("Enter")
    english.arrived(at="sent=do")
    assert english.page.locator(".field-error").count() == 1
    english.tab_to("activities", "extraction")
    english.page.keyboard.press("Space")
    english.tab_to("Next")
    english.press("Enter")
    english.arrived(at="activities=extraction")
    english.tab_to("minerals", "cobalt")
    english.page.keyboard.press("Space")
    english.tab_to("Next")
    english.press("Enter")
    english.arrived(at="minerals=cobalt")
    english.tab_to("size", "asm")
    english.page.keyboard.press("Space")
    english.tab_to("people")
    english.page.keyboard.type("many")
    english.page.keyboard.press("Backspace")
    english.page.keyboard.type("45")
    english.press("Enter")
    english.arrived(at="people=45")
    english.tab_to("country", "CD")
    english.page.keyboard.press("Space")
    english.tab_to("Next")
    english.press("Enter")
    english.arrived(at="country=CD")
    english.tab_to("Next")
    english.press("Enter")
    english.arrived(at="flags.")
    assert english.page.locator("h1").inner_text() == "What applies to you"
    assert "begin here" in english.page.locator("main").inner_text()
    english.tab_to("Self-assessment to print, with boxes for your answers")
    english.press("Enter")
    english.arrived(at="/self-assessment/")
    is_ready_to_print(english)


def test_french_reader_walks_to_the_sheet_back_once_and_takes_it_along(french: Walker, tmp_path: Path) -> None:
    page = french.page
    french.visitor.go(ASKING)
    french.arrived()
    steps: list[tuple[str, str]] = [
        ("activities", "extraction"),
        ("minerals", "cobalt"),
        ("size", "asm"),
        ("country", "unknown"),
    ]
    for name, value in steps:
        page.check(f'input[name="{name}"][value="{value}"]')
        with page.expect_navigation():
            page.click("main form button[type=submit]")
        french.arrived(at=f"{name}={value}")
    page.go_back()
    assert page.locator('input[name="country"]').count() > 1
    page.go_forward()
    first = page.locator('input[name^="flags."][value="no"]').first
    first.check()
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    french.arrived(at="=no")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert "ASM – Exigences d’entrée" in page.locator("main").inner_text()
    sheet, file = (page.locator(f'main a[href*="/self-assessment/{part}?"]').first for part in ("", "file/"))
    with page.expect_download() as taken:
        file.click()
    assert taken.value.suggested_filename == "cera-4in1-2026.1-ASM-fr.html"
    with page.expect_navigation():
        sheet.click()
    french.arrived(at="/self-assessment/")
    is_ready_to_print(french)
    taken.value.save_as(tmp_path / "sheet.html")
    page.goto((tmp_path / "sheet.html").as_uri())
    assert page.locator(".ask").count() > 5
    assert page.locator("html").get_attribute("lang") == "fr"


def test_questions_work_without_scripts_and_leave_no_cookie(plain: Visitor) -> None:
    plain.go(ASKING)
    page = plain.page
    page.check('input[name="activities"][value="unknown"]')
    page.click("main form button[type=submit]")
    assert "activities=unknown" in page.url
    assert page.context.cookies() == []
