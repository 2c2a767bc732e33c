"""What a question is about, so that one thing told several times is asked about once."""

from collections.abc import Iterable, Mapping
from datetime import date

Subject = tuple[str, str, date, tuple[str, ...], tuple[tuple[str, str], ...]]
"""The code, the place and the day, the bags by the ends of their names, and what else was said of them."""


def subject_of(code: str, params: Mapping[str, str], *, site: str, on: date, lots: Iterable[str]) -> Subject:
    """Return what a question about lots that begin is about.

    The doors write the name of a bag under different owners (a site, an organisation); the bag is told by the end of
    it, at the place and on the day on which it began.
    """
    ends = {lot: tail(lot) for lot in lots}
    said = tuple(sorted((name, ends.get(value, value)) for name, value in params.items()))
    return code, site, on, tuple(sorted(set(ends.values()))), said


def tail(uri: str) -> str:
    """Return the end of a lot's URI."""
    return uri.rpartition("/")[2].rpartition(":")[2] or uri
