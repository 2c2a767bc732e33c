"""One word per mineral, from the French and English names that open data uses.

An unrecognised name is kept in lower case as it stands: it is somebody's word for something that exists.
"""

from typing import Final

from orepass.party.rules.folding import folded

NAMES: Final = {
    "or": "gold",
    "argent": "silver",
    "cassiterite": "tin",
    "etain": "tin",
    "coltan": "tantalum",
    "columbite-tantalite": "tantalum",
    "wolframite": "tungsten",
    "cuivre": "copper",
    "cobalt": "cobalt",
    "heterogenite": "cobalt",
    "diamant": "diamond",
    "plomb": "lead",
    "fer": "iron ore",
    "manganese": "manganese",
    "monazite": "rare earth elements",
    "rare earths": "rare earth elements",
    "natural graphite": "graphite",
}


def mineral(name: str) -> str:
    """Return our word for a mineral."""
    plain = folded(name)
    return NAMES.get(plain, plain)


def minerals(*texts: str, separator: str = ";") -> list[str]:
    """Return the minerals named in several texts, each once, in order."""
    names = [part for text in texts for part in text.split(separator)]
    return list(dict.fromkeys(mineral(name) for name in names if name.strip()))
