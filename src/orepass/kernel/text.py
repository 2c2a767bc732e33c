"""Mark text for translation without translating it, so that pure rules can carry messages.

The doors translate: they look the template up in the catalogues and fill in the named placeholders.
"""

from collections.abc import Mapping
from typing import Final

PLACEHOLDER_MISSING: Final = "…"


def marked(text: str) -> str:
    """Return the text unchanged; the catalogue extractor collects every call (imported as ``_``)."""
    return text


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return PLACEHOLDER_MISSING


def fill(template: str, params: Mapping[str, object]) -> str:
    """Fill ``{name}`` placeholders; a missing value shows as an ellipsis rather than breaking a page."""
    return template.format_map(_Forgiving(params))
