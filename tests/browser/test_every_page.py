"""Every page of the demonstration: no axe violation, nothing wider than a telephone, small, and quiet."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import reading_french
from tests.browser.keyboard import too_wide_for_a_telephone_by, violations
from tests.browser.pages import BY_ROLE, FOLLOWED, ON_THE_LOG, PUBLIC, STARTS

HEAVIEST = 100_000


def test_a_picture_without_words_is_a_violation(visitor: Any) -> None:
    visitor.go("/").page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [found.partition(":")[0] for found in violations(visitor)] == ["image-alt"]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_has_no_axe_violation_fits_a_telephone_and_is_light(reader: Any, path: str) -> None:
    assert wrong_at_first_sight(reader, path) == {}


def test_certificate_passport_and_site_have_no_axe_violation_fit_a_telephone_and_are_light(
    visitor: Any, chromium: Any
) -> None:
    things, wrong = public_things(visitor), {}
    for path in things:
        with reading_french(chromium, visitor.demo) as newcomer:
            if found := wrong_at_first_sight(newcomer, path):
                wrong[path] = found
    assert len(things) > len(ON_THE_LOG)
    assert wrong == {}


def wrong_at_first_sight(newcomer: Any, path: str) -> dict[str, Any]:
    """Open a page for somebody who was never there before, and return what is wrong with it.

    In French, whose words are longer; where somebody acts the walks of `test_paths.py` look at English as well.
    """
    asked: list[Any] = []
    newcomer.page.on("requestfinished", lambda one: asked.append(one))  # noqa: PLW0108 - the driver marks what it calls
    newcomer.page.goto(newcomer.demo.url + path, wait_until="networkidle")
    weight = sum(one.sizes()["responseBodySize"] for one in asked if not is_map(one.url))
    found = {
        "axe": violations(newcomer),
        "complaints": newcomer.complaints,
        "too wide by": too_wide_for_a_telephone_by(newcomer),
        "weight": [] if 1_000 < weight < HEAVIEST else weight,
    }
    return {what: how for what, how in found.items() if how}


def public_things(visitor: Any) -> list[str]:
    """A certificate, a passport, a draw and a site, found on the log and by searching; the first who asks looks."""
    found: list[str] = visitor.demo.public_things
    if not found:
        found += [visitor.go(page).first_link(start) for page, start in ON_THE_LOG]
        visitor.go("/map/")
        if visitor.page.locator('main a[href^="/sites/"]').count():
            found.append(visitor.first_link("/sites/"))
    return found


@pytest.mark.parametrize("who", BY_ROLE)
def test_pages_of_a_role_have_no_axe_violation_fit_a_telephone_and_link_to_no_refusal(reader: Any, who: str) -> None:
    reader.log_in(who)
    opened: list[str] = []
    links: dict[str, str] = {}
    wide: dict[str, int] = {}
    for path in pages_of(reader, who):
        opened.append(path)
        assert reader.page.locator("html").get_attribute("lang") == "fr"
        assert violations(reader) == [], path
        assert reader.complaints == [], path
        if by := too_wide_for_a_telephone_by(reader):
            wide[path] = by
        for href in reader.page.eval_on_selector_all("main a[href^='/desk/']", "all => all.map(a => a.href)"):
            links.setdefault(kind_of(href), href)
    known = set(map(kind_of, opened))
    refused = {
        href: answer.status
        for kind, href in links.items()
        if kind not in known and not (answer := reader.page.request.get(href)).ok
    }
    assert (refused, wide) == ({}, {})


def kind_of(address: str) -> str:
    """Return the address of a page without the thing it is about: one link of each kind is followed."""
    path = urlsplit(address).path
    named = re.sub(r"/(answers|improvement)/[a-z-]+/", r"/\1/*/", path)
    return re.sub(r"\b[a-z]{3}-[0-9A-Z]{6,}|[a-z0-9-]+@[0-9.]+", "*", named)


def pages_of(visitor: Any, who: str) -> Iterator[str]:
    """Open each page of a role once, and one of each kind of thing that it comes to, and what that leads to in turn."""
    starts = STARTS.get(who, ("/desk/",))
    waiting, found = list(starts), dict[str, str]()
    while waiting:
        path = waiting.pop(0)
        visitor.go(path)
        # Before the page is looked at: whoever does may leave it.
        for start in FOLLOWED:
            if start not in found and visitor.page.locator(f'main a[href^="{start}"]').count():
                found[start] = visitor.first_link(start)
                waiting.append(found[start])
        yield path
    for path in BY_ROLE[who]:
        if path not in starts:
            visitor.go(path)
            yield path


def test_dark_french_pages_on_a_telephone_have_no_axe_violation(phone: Any) -> None:
    for path in ("/", *public_things(phone)):
        phone.go(path)
        assert phone.page.locator("html").get_attribute("lang") == "fr"
        assert violations(phone) == [], path


def is_map(url: str) -> bool:
    """The map's drawing comes after the page, and is weighed by itself."""
    return "/map/" in url and url.partition("?")[0].endswith(".svg")
