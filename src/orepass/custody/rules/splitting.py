"""A lot that comes from several sources keeps their parts: exact fractions, whole milligrams, nothing lost (M-07)."""

from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, numbers_in, rule
from orepass.kernel.quantity import apportion
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

OWN_AND_ARTISANAL: Final = Source(
    title=ASM_STUDY,
    clause="lines 494 to 527, two thirds own production, the balance of artisanal miners",
    verified=True,
)
PARTS_MAX: Final = 1_000


@rule("lot-part")
def lot_part(*, mass_mg: int, parts: str, place: int = 1) -> Computed[int]:
    """The mass of one part of a lot, by parts such as “2 1” or “2/3 1/3”; place says which. The parts add up."""
    not_below_zero(mass_mg=mass_mg)
    weights = numbers_in("parts", parts)
    need(all(weight >= 0 for weight in weights), "parts", parts[:60], "none may be below zero")
    need(len(weights) <= PARTS_MAX and sum(weights) > 0, "parts", parts[:60], "name at least one part above zero")
    need(1 <= place <= len(weights), "place", place, said(_("it must be 1 to {most}"), most=len(weights)))
    masses = apportion(mass_mg, weights)
    words = said("{equation} mg.", equation=f"{' + '.join(map(str, masses[:20]))} = {mass_mg}")
    return Computed(value=masses[place - 1], unit="mg", explanation=(words,), sources=(OWN_AND_ARTISANAL, OWN_CHOICE))
