"""How much a step yields: what came out of each form over what went in, of the element or of the dry mass."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from orepass.custody.rules.forms import BY_MASS, step_of
from orepass.custody.rules.terms import Facts


class Amount(msgspec.Struct, frozen=True):
    """So much of a lot, as it went into a step or came out of it; ``None`` where nobody weighed or assayed it."""

    facts: Facts
    mass_mg: int | None
    content_mg: int | None

    @property
    def dry(self) -> Fraction | None:
        """Return the mass without its water."""
        if self.mass_mg is None:
            return None
        return self.mass_mg * (1 - Fraction(self.facts.moisture_pct or 0) / 100)


def yields(used: Sequence[Amount], made: Sequence[Amount], *, step: str = "") -> dict[str, Fraction]:
    """Return how much each step of an event yields.

    A part of the form that went in is no product of a step, and neither is a mixture.

    Args:
        used: what went in, all of one element.
        made: what came out.
        step: the step the sender names, which is then the whole event's.
    """
    forms = {amount.facts.material for amount in used}
    content_in = _sum(amount.content_mg for amount in used)
    found: dict[str, Fraction] = {}
    for amount in made:
        name = step or step_of(amount.facts.material)
        if amount.facts.material in forms:
            continue
        by_mass = name in BY_MASS
        out, going_in = (amount.dry, _sum(part.dry for part in used)) if by_mass else (amount.content_mg, content_in)
        if out is not None and going_in:
            found[name] = found.get(name, Fraction(0)) + Fraction(out) / going_in
    return found


def _sum(parts: Iterable[Fraction | int | None]) -> Fraction | int | None:
    total: Fraction | int = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total
