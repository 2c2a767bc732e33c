"""The numbers that an edition sets for a rule of this room; where it is silent, the rule's own default counts."""

from fractions import Fraction
from typing import NamedTuple

from orepass.kernel.computed import Rule
from orepass.kernel.kept import exact
from orepass.scheme.queries import pack as pack_named
from orepass.scheme.rules.parameters import Parameter


class SetNumbers(NamedTuple):
    """What an edition sets for a rule: its digest, the numbers by input, and where each stands in the edition."""

    digest: str
    values: dict[str, Fraction | str]
    paths: dict[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """Return the numbers as exact text."""
        return {name: exact(value) for name, value in self.values.items()}


def numbers_of(pack: str, rule: str) -> SetNumbers:
    """Return what an edition sets for a rule; without an edition, nothing.

    Raises:
        PackMissing: there is no such edition.
    """
    if not pack:
        return SetNumbers("", {}, {})
    edition = pack_named(pack)
    paths = {name: path for name, path in Rule.catalogue[rule].parameters.items() if path in edition.rules}
    return SetNumbers(edition.digest, {name: _value(edition.rules[path]) for name, path in paths.items()}, paths)


def _value(parameter: Parameter) -> Fraction | str:
    """Return a number; several of them are one text, as a rule takes them."""
    return exact(parameter.value) if isinstance(parameter.value, list) else parameter.number
