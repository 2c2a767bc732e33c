"""One word per mineral, the one that standards use, from the French and English names of open data.

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
    "diamant": "diamonds",
    "diamond": "diamonds",
    "plomb": "lead",
    "fer": "iron",
    "iron ore": "iron",
    "manganese": "manganese",
    "monazite": "rare_earths",
    "rare earths": "rare_earths",
    "rare earth elements": "rare_earths",
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
