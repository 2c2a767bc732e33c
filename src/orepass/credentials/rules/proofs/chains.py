"""Proof chains: which proofs a proof builds on (Data Integrity 1.0, proof sets and chains).

A proof that names earlier ones signs them too. A named proof that is missing, two proofs of one name and proofs that
build on one another in a circle leave nothing that could be believed.
"""

from typing import Any, Final

from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.text import marked as _

Proof = dict[str, Any]

PREVIOUS: Final = "previousProof"


def predecessors(proofs: list[Proof]) -> list[list[int]]:
    """Return, for each proof, the places of those it names as earlier, in the order in which they stand.

    Raises:
        BadDocument: a named proof is missing or there twice, or proofs build on one another in a circle.
    """
    places = [_places(proof, proofs) for proof in proofs]
    _refuse_circles(places)
    return places


def _places(proof: Proof, proofs: list[Proof]) -> list[int]:
    names = _names(proof)
    found = [place for place, one in enumerate(proofs) if isinstance(one.get("id"), str) and one["id"] in names]
    if len({proofs[place]["id"] for place in found}) != len(names):
        raise BadDocument(reason=_("a proof builds on another that is not there"))
    if len(found) != len(names):
        raise BadDocument(reason=_("two proofs have the same name"))
    return found


def _names(proof: Proof) -> set[str]:
    named = proof.get(PREVIOUS, [])
    names = named if isinstance(named, list) else [named]
    if not all(isinstance(name, str) for name in names) or (PREVIOUS in proof and not names):
        raise BadDocument(reason=_("a proof does not say on which others it builds"))
    return set(names)


def _refuse_circles(places: list[list[int]]) -> None:
    """Take away, again and again, the proofs that build on none that is left; a circle is what stays."""
    left = set(range(len(places)))
    while left:
        free = {place for place in left if not left.intersection(places[place])}
        if not free:
            raise BadDocument(reason=_("its proofs build on one another in a circle"))
        left -= free
