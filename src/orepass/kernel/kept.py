"""A computed value as it is stored: the rule, its inputs, the value and a seal, so that it can be recomputed for ever.

A room keeps the JSON of a :class:`Kept` beside the row that the value belongs to. Numbers are written as exact text
(``13``, ``27/2``, ``2.5``, ``2027-01-31``), the way ``orepass calc`` takes them. The seal is the digest of all of it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from orepass.kernel.calculator import inputs_of, read_exact
from orepass.kernel.computed import Computed, Rule
from orepass.kernel.digest import Digest, canonical, digest
from orepass.kernel.refusal import Refusal


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One place where what is stored is not what comes out today."""

    where: str
    stored: str
    computed: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One computed value with everything it was computed from.

    ``parameters`` names the inputs whose values were taken from the scheme, with their paths in the pack.
    """

    rule: str
    inputs: dict[str, str]
    value: str
    unit: str
    seal: str
    pack_digest: str = ""
    standard: str = ""
    parameters: dict[str, str] = {}


def exact(value: object) -> str:
    """Write a value as the exact text in which it is kept and asked for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | str | Fraction):
        return str(value)
    return "" if value is None else canonical(value).decode()


def keep(
    rule: str,
    inputs: Mapping[str, Any],
    *,
    pack_digest: str = "",
    standard: str = "",
    parameters: Mapping[str, str] | None = None,
) -> tuple[Computed[Any], Kept]:
    """Run a rule of the book on inputs; return what it computed and what to keep of it.

    The rule is run on the inputs as they are written down, so that running it again gives the same. Inputs that are
    None are left out: they stand for the rule's own default.

    Raises:
        InputRefused: the rule cannot work with an input.
    """
    written = {name.removesuffix("_"): exact(value) for name, value in inputs.items() if value is not None}
    computed = _run(Rule.catalogue[rule], written)
    kept = Kept(
        rule=rule,
        inputs=written,
        value=exact(computed.value),
        unit=computed.unit,
        seal="",
        pack_digest=pack_digest,
        standard=standard,
        parameters=dict(parameters or {}),
    )
    return computed, msgspec.structs.replace(kept, seal=seal_of(kept))


def said_of(kept: Kept) -> Computed[Any]:
    """Return a kept value as its rule computes and explains it today.

    Raises:
        InputRefused: the rule refuses today what it took then.
    """
    return _run(Rule.catalogue[kept.rule], kept.inputs)


def seal_of(kept: Kept) -> Digest:
    """Return the digest of everything in a kept value but the seal itself."""
    return digest({name: part for name, part in msgspec.structs.asdict(kept).items() if name != "seal"})


def recomputed(kept: Kept, pack_values: Mapping[str, Any] | None = None) -> list[Difference]:
    """Recompute a kept value and return where it differs.

    ``pack_values`` holds the scheme's values by path, read by the caller from the edition with the kept digest.
    """
    found = []
    if kept.seal != seal_of(kept):
        found.append(Difference(where="seal", stored=kept.seal, computed=seal_of(kept)))
    value = _again(kept)
    if value != kept.value:
        found.append(Difference(where="value", stored=kept.value, computed=value))
    for name, path in kept.parameters.items():
        of_pack = (pack_values or {}).get(path)
        if of_pack is None or not same(kept.inputs.get(name, ""), exact(of_pack)):
            found.append(
                Difference(where=f"inputs.{name}", stored=kept.inputs.get(name, ""), computed=f"{path} = {of_pack}")
            )
    return found


def _run(rule: Rule, written: Mapping[str, str]) -> Computed[Any]:
    parameters = inputs_of(rule)
    return rule.function(
        **{parameters[name].name: read_exact(parameters[name].annotation, text) for name, text in written.items()}
    )


def _again(kept: Kept) -> str:
    rule = Rule.catalogue.get(kept.rule)
    if rule is None:
        return f"there is no rule {kept.rule}"
    try:
        return exact(_run(rule, kept.inputs).value)
    except (Refusal, ArithmeticError, LookupError, TypeError, ValueError) as refused:
        return f"refused: {refused}"[:200]


def same(left: str, right: str) -> bool:
    """Say whether two exact texts mean the same value: ``2.50`` is ``5/2``."""
    try:
        return Fraction(left) == Fraction(right)
    except (ValueError, ZeroDivisionError):
        return left == right
