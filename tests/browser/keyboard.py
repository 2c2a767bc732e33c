"""What somebody does who has no mouse, and what a page has to be like where they do it."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

TABS_AT_MOST = 60
FOCUSED = """() => {
    const here = document.activeElement;
    if (here === document.body) return "";
    return ((here.tagName === "BUTTON" ? "" : here.name) || here.innerText || "").trim();
}"""
AXE_RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
NARROW = {"width": 320, "height": 640}
PAPER = {"name": "register.txt", "mimeType": "text/plain", "buffer": b"Readings of March. Demonstration.\n"}


def violations(visitor: Any) -> list[str]:
    """Return what axe finds wrong with a page; what it finds right stays in the browser."""
    visitor.page.evaluate(AXE_SCRIPT)
    found = visitor.page.evaluate(AXE_RUN)
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"][:3]]


def focused(visitor: Any) -> str:
    """Return the name of the field that has the focus, or the words of the link or button."""
    return str(visitor.page.evaluate(FOCUSED))


def tab_to(visitor: Any, wanted: str, *, tabs: int = TABS_AT_MOST) -> None:
    """Press the tabulator until a field of this name, or a link or button that begins so, has the focus."""
    for _tab in range(tabs):
        if focused(visitor).startswith(wanted):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"no way to {wanted!r} by keyboard on {visitor.page.url}")


def press(visitor: Any, wanted: str, *, tabs: int = TABS_AT_MOST) -> None:
    """Go to a link or button, press it, and wait for the page it leads to."""
    tab_to(visitor, wanted, tabs=tabs)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def unfold(visitor: Any, step: str, *, tabs: int = TABS_AT_MOST) -> None:
    """Open a step of the page and go on into its form."""
    tab_to(visitor, step, tabs=tabs)
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")


def write(visitor: Any, field: str, text: str) -> None:
    """Go to a field and write into it; in a list, that chooses what begins so."""
    tab_to(visitor, field)
    visitor.page.keyboard.type(text)


def mark(visitor: Any, field: str) -> None:
    """Go to a box or to the first of several choices, and mark it."""
    tab_to(visitor, field)
    visitor.page.keyboard.press("Space")


def attach(visitor: Any, field: str) -> None:
    """Go to a field for files and choose one."""
    tab_to(visitor, field)
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.keyboard.press("Enter")
    chooser.value.set_files(PAPER)


def send(visitor: Any, button: str, done: str) -> None:
    """Press the button of a form and read that it was done."""
    press(visitor, button)
    visitor.page.wait_for_selector(".notice-done")
    assert done in visitor.page.locator(".notice-done").inner_text()


def too_wide_for_a_telephone_by(visitor: Any) -> int:
    """Return by how many pixels an open page would be wider than a telephone."""
    before = visitor.page.viewport_size
    visitor.page.set_viewport_size(NARROW)
    found: int = visitor.too_wide_by
    visitor.page.set_viewport_size(before)
    return found


def look(visitor: Any) -> None:
    """Demand of the page where somebody acts that axe finds nothing and that it is no wider than a telephone."""
    if visitor.way == "keyboard":
        assert violations(visitor) == [], visitor.page.url
        assert too_wide_for_a_telephone_by(visitor) == 0, visitor.page.url
    assert visitor.too_wide_by == 0, visitor.page.url
    assert visitor.complaints == []
