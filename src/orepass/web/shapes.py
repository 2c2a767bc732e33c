"""The shapes of the status marks: circles for the four certainties, other forms for other states."""

from typing import Final

from django.utils.translation import gettext as _

_RING: Final = '<circle cx="8" cy="8" r="6" fill="none" stroke-width="2"/>'
_FULL: Final = '<circle cx="8" cy="8" r="6.5" stroke="none"/>'
_HALF: Final = f'{_RING}<path d="M8 2a6 6 0 0 0 0 12z" stroke="none"/>'
_BROKEN: Final = (
    '<circle cx="8" cy="8" r="6" fill="none" stroke-width="2.5" stroke-linecap="round" stroke-dasharray="0 5.385"/>'
)
"""Seven dots: shorter gaps close at the size of a line of text, and look like the ring of what is missing."""
_CLOCK: Final = f'{_RING}<path d="M8 4.5V8l2.5 2" fill="none" stroke-width="1.75"/>'
_BARS: Final = '<path d="M5 2.5v11M11 2.5v11" fill="none" stroke-width="3"/>'
_CROSS: Final = '<path d="M3 3l10 10M13 3L3 13" fill="none" stroke-width="2.5"/>'
_DASH: Final = '<path d="M3 8h10" fill="none" stroke-width="2"/>'
_DOT: Final = '<circle cx="8" cy="8" r="3.5" stroke="none"/>'


def _framed(inner: str) -> str:
    return f'<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{inner}</svg>'


SHAPES: Final[dict[str, str]] = {
    "verified": _framed(_FULL),
    "active": _framed(_FULL),
    "declared": _framed(_HALF),
    "missing": _framed(_RING),
    "undetermined": _framed(_BROKEN),
    "expired": _framed(_BROKEN),
    "due": _framed(_CLOCK),
    "suspended": _framed(_BARS),
    "failed": _framed(_CROSS),
    "skipped": _framed(_DASH),
    "none": _framed(_DOT),
}
"""Kind of mark to drawing."""


def default_word(kind: str) -> str:
    """Say the usual word of a mark."""
    return {
        "verified": _("verified"),
        "active": _("active"),
        "declared": _("declared"),
        "missing": _("missing"),
        "undetermined": _("undetermined"),
        "expired": _("expired"),
        "due": _("due"),
        "suspended": _("suspended"),
        "failed": _("failed"),
        "skipped": _("not checked"),
    }.get(kind, kind)
