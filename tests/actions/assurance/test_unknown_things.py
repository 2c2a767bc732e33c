"""No step can be taken about a thing that does not exist, in any of the rooms of certification."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_origin

import msgspec
import pytest

from orepass.assurance.actions.application import Scope
from orepass.assurance.actions.audit import VisitPlan
from orepass.kernel.refusal import NotFound
from orepass.platform import policy
from orepass.platform.access import Actor
from orepass.platform.actions import registry
from tests.certification import World, refuses

DAY = date(2026, 3, 2)
STRUCTS: dict[Any, Any] = {
    Scope: Scope(sites=[], text="x"),
    VisitPlan: VisitPlan(planned_from=DAY, planned_before=date(2026, 3, 5), days=Decimal(1)),
}
PLAIN: dict[Any, Any] = {bool: True, int: 1, date: DAY, Decimal: Decimal(1)}
BEGINNINGS = {"assurance.application.draft", "groups.group.register"}
STEPS = [
    tag for tag in registry() if tag.partition(".")[0] in {"assurance", "groups", "stages"} and tag not in BEGINNINGS
]


def filled(kind: Any) -> Any:
    """Return some value of a type; texts and identifiers name nothing that exists."""
    if kind in STRUCTS or kind in PLAIN:
        return {**STRUCTS, **PLAIN}[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind))
    return () if get_origin(kind) in {list, tuple} else "zzz-NOSUCH"


@pytest.mark.parametrize("tag", STEPS)
def test_a_step_about_nothing_is_refused(world: World, tag: str) -> None:
    step = registry()[tag]
    actor = Actor(world.operator.pseudonym, world.client, policy.rows()[tag].roles)
    inputs = {field.name: filled(field.type) for field in msgspec.structs.fields(step.inputs) if field.required}
    with refuses(NotFound):
        step.perform(actor, **inputs)
