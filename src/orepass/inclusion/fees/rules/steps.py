"""Take a step of a reckoning by a rule of the book, and keep it."""

from collections.abc import Mapping
from typing import Any

from orepass.kernel.calculator import inputs_of, read_exact
from orepass.kernel.computed import Computed, Rule
from orepass.kernel.kept import Kept, exact, keep


def take(
    rule: str, inputs: Mapping[str, Any], *, pack_digest: str, standard: str, parameters: Mapping[str, str]
) -> tuple[Computed[Any], Kept]:
    """Run a rule on inputs of any exact type and keep the step; None stands for the rule's own default.

    Raises:
        InputRefused: the rule cannot work with an input.
    """
    given = {name: exact(value) for name, value in inputs.items() if value is not None}
    return keep(
        rule, _typed(Rule.catalogue[rule], given), pack_digest=pack_digest, standard=standard, parameters=parameters
    )


def _typed(rule: Rule, inputs: Mapping[str, str]) -> dict[str, Any]:
    known = inputs_of(rule)
    return {known[name].name: read_exact(known[name].annotation, text) for name, text in inputs.items()}
