"""Texts from strangers that both databases can hold: of bounded length, without what no text has."""

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

LINE_MAX = 200
NOTE_MAX = 20_000


class TextUnusable(Invalid):
    """The text is too long, or holds characters that no text has."""

    code = "party.text.unusable"
    message = _("“{field}” is longer than {limit} characters or holds characters that no text has.")
    what_to_do = _("Shorten it, or type it anew instead of copying it.")


def fitting(field: str, text: str, limit: int = LINE_MAX) -> str:
    """Return a text that fits.

    Raises:
        TextUnusable: it is too long, or holds a null character or half of a surrogate pair.
    """
    if len(text) > limit or "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise TextUnusable(where=field, field=field, limit=limit)
    return text
