"""What a site is found by: its names, region and country as words, its minerals as whole words."""

from collections.abc import Sequence

from orepass.party.rules.folding import folded


def site_search_text(name: str, aliases: Sequence[str], region: str, country: str, minerals: Sequence[str]) -> str:
    """Return the folded text that a search looks through."""
    names = folded(" ".join([name, *aliases, region, country]))
    return names + " " + "".join(f"|{folded(mineral)}|" for mineral in minerals)
