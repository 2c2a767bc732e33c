"""What no module may do, found in the syntax: hidden clocks, chance, signals, writes outside actions, lost bugs."""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.source import Module, called, modules

THE_CLOCK = "platform/clock.py"
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time"}
THE_DICE = "kernel/identifier.py"
CHANCE = {"random", "secrets"}
CHANCE_CALLS = {"uuid.uuid1", "uuid.uuid4", "os.urandom"}
WRITES = {
    "save",
    "delete",
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "force_delete",
}
PLUMBING = ("platform/", "project/")
"""The platform records, stores and counts on behalf of every action."""
DECLARED = {"scheme/models.py"}
"""An edition says of itself whether it is a draft, a pilot or released."""
KEEPS_ALIVE = {"cli/main.py", "transparency/actions.py"}
"""The last handler of a command and the one of the log's sequencer; elsewhere bugs crash."""


def reads_a_clock(module: Module) -> Iterator[str]:
    if module.place == THE_CLOCK:
        return
    for node in module.nodes:
        if isinstance(node, ast.Call) and ".".join(called(node).split(".")[-2:]) in CLOCKS:
            yield f"{module.place}:{node.lineno} {called(node)}"


def rolls_dice_in_rules(module: Module) -> Iterator[str]:
    if not module.is_rule or module.place == THE_DICE:
        return
    for node in module.nodes:
        if isinstance(node, ast.Call) and called(node) in CHANCE_CALLS:
            yield f"{module.place}:{node.lineno} {called(node)}"
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (f"{module.place}:{node.lineno} {name}" for name in names if name.split(".")[0] in CHANCE)  # type: ignore[attr-defined]


def uses_signals(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and (
            (node.module or "").endswith("signals") or (node.module or "").startswith("django.dispatch")
        ):
            yield f"{module.place}:{node.lineno} {node.module}"


def writes_outside_actions(module: Module) -> Iterator[str]:
    """A write needs a table, so that only modules that see tables or a manager are looked at."""
    parts = module.place.removesuffix(".py").split("/")
    if module.place.startswith(PLUMBING) or {"actions", "models"} & set(parts):
        return
    for node in module.nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        on = called(node.func.value).split(".")
        if (node.func.attr in WRITES and ("objects" in on or _is_a_row(on))) or (
            node.func.attr == "update" and "objects" in on
        ):
            yield f"{module.place}:{node.lineno} {called(node)}"


def _is_a_row(on: list[str]) -> bool:
    return on[-1] in {"row", "rows", "found", "instance", "record"}


def swallows_bugs(module: Module) -> Iterator[str]:
    if module.place in KEEPS_ALIVE:
        return
    for node in module.nodes:
        if isinstance(node, ast.ExceptHandler):
            kind = "" if node.type is None else ast.unparse(node.type)
            ends_in_raise = isinstance(node.body[-1], ast.Raise)
            if kind in {"", "Exception", "BaseException"} and not ends_in_raise:
                yield f"{module.place}:{node.lineno} except {kind}"


def uses_floats_for_mass(module: Module) -> Iterator[str]:
    """No float in a room that weighs: neither as a type of a mass nor as a conversion of one."""
    for node in module.nodes:
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
            if "mass" in name and "float" in ast.unparse(node.annotation):
                yield f"{module.place}:{node.lineno} {name}"
        if isinstance(node, ast.Call) and called(node) == "float" and "mass" in ast.unparse(node):
            yield f"{module.place}:{node.lineno} {ast.unparse(node)}"
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            names = [ast.unparse(one) for one in (node.targets if isinstance(node, ast.Assign) else [node.target])]
            if any("mass" in name for name in names) and "models.FloatField" in ast.unparse(node.value):
                yield f"{module.place}:{node.lineno} {names}"


def stores_a_status(module: Module) -> Iterator[str]:
    """No column called status in a room: a status is computed from facts and a date."""
    if "models" not in module.place or module.place.startswith(PLUMBING) or module.place in DECLARED:
        return
    for node in module.nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            is_column = ast.unparse(node.value).startswith("models.")
            if is_column and any(ast.unparse(one) in {"status", "state", "is_active", "is_valid"} for one in targets):
                yield f"{module.place}:{node.lineno}"


CHECKS: dict[Callable[[Module], Iterator[str]], tuple[str, str]] = {
    reads_a_clock: ("custody/rules/x.py", "from datetime import date\nday = date.today()\n"),
    rolls_dice_in_rules: ("custody/rules/x.py", "import random\n"),
    uses_signals: ("custody/apps.py", "from django.db.models.signals import post_save\n"),
    writes_outside_actions: ("web/views/x.py", "Lot.objects.filter(pk=1).delete()\n"),
    swallows_bugs: ("api/x.py", "try:\n    pass\nexcept Exception:\n    pass\n"),
    uses_floats_for_mass: ("custody/rules/x.py", "def weigh(mass_kg: float) -> None: ...\n"),
    stores_a_status: ("assurance/models.py", "class C:\n    status = models.CharField()\n"),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_module(check: Callable[[Module], Iterator[str]]) -> None:
    assert [found for module in modules() for found in check(module)] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_injected_code_is_caught(check: Callable[[Module], Iterator[str]]) -> None:
    place, text = CHECKS[check]
    assert len(list(check(Module(place, text)))) == 1


def test_nothing_is_deleted_but_personal_data_and_spent_keys() -> None:
    """Law 7: corrections are new entries; the few places that delete are named here with their reason."""
    allowed = {
        "platform/people.py": "the salts of an erased person's records",
        "assurance/actions/application.py": "the list of sites of an application that is not with the provider",
        "platform/idempotency.py": "an idempotency key whose request was refused",
        "custody/actions/standings.py": "where a long account stood: derived, and told afresh from its entries",
        "platform/backup.py": "files left over by a restore that did not end",
    }
    found = {
        module.place
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"delete", "_raw_delete"}
        and not node.args
    }
    assert found - set(allowed) == set()
