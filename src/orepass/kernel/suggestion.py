"""Suggest the word somebody meant, or list the words there are."""

import difflib
from collections.abc import Collection


def suggest(word: str, known: Collection[str]) -> str:
    """Suggest the nearest known word, or list them."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    listed = ", ".join(sorted(known))
    return f"Write “{near[0]}”." if near else f"Write one of: {listed}."
