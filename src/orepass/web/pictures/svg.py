"""The little that is needed to write SVG safely: elements with escaped attributes and text."""

from html import escape

import msgspec
from django.utils.safestring import SafeString, mark_safe


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A finished picture: the finding as its title, the drawing, its source with the day, and the table behind it.

    ``wide`` pictures scroll sideways on a narrow screen, ``long`` ones on any.
    """

    title: str
    svg: SafeString
    source: str
    table_href: str = ""
    wide: bool = True
    long: bool = False


def element(name: str, *inner: str, **attributes: str | float) -> str:
    """Write an element; ``class_`` and ``stroke_width`` become ``class`` and ``stroke-width``."""
    written = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items() if value != "")
    content = "".join(inner)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(x: float, y: float, content: str, css: str = "") -> str:
    """Write a line of text with its baseline at a point."""
    return element("text", escape(content), x=x, y=y, class_=css)


def drawing(width: float, height: float, *inner: str, label: str) -> SafeString:
    """Write the outermost element; the label tells a screen reader what the picture shows."""
    whole = element("svg", *inner, viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=label)
    return mark_safe(whole)  # noqa: S308 - every text in it went through escape


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-") if key != "viewBox" else key


def _value(value: str | float) -> str:
    return escape(value, quote=True) if isinstance(value, str) else f"{round(value, 2):g}"
