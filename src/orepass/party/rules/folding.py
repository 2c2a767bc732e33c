"""Fold text for searching: without accents, case and doubled spaces, so that *Cassiterite* finds *Cassitérite*."""

import unicodedata


def folded(text: str) -> str:
    """Return the text in lower case, without accents, with single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
