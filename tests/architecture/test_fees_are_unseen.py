"""Who assesses or decides does not see who has paid: no import, no permission, no word of it in a decision."""

import ast

from orepass.platform import policy
from orepass.platform.access import Role
from tests.architecture.source import Module, modules

ROOM = "orepass.inclusion.fees"
MAY_LOOK = ("inclusion/fees/", "web/", "api/", "cli/", "register/rulebook.py", "project/")
PAYMENT = {"payment", "payments", "paid", "unpaid", "payer", "sponsor", "fees"}


def imported(module: Module) -> set[str]:
    """Every module that a module names in an import."""
    found = set()
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_only_doors_and_the_book_of_rules_look_into_the_room_of_fees() -> None:
    looking = {
        module.place
        for module in modules()
        if any(name == ROOM or name.startswith(f"{ROOM}.") for name in imported(module))
    }
    assert len(looking) > 5
    assert {place for place in looking if not place.startswith(MAY_LOOK)} == set()


def test_no_parameter_or_column_of_assurance_says_who_has_paid() -> None:
    named = {
        f"{module.place}: {name}"
        for module in modules()
        if module.place.startswith("assurance/")
        for node in module.nodes
        for name in ([node.arg] if isinstance(node, ast.arg) else [node.id] if isinstance(node, ast.Name) else [])
        if PAYMENT & set(name.lower().split("_"))
    }
    # The ground of a suspension that the scheme's office names; no rule of assurance asks whether it is so.
    assert {one for one in named if not one.endswith("FEE_UNPAID")} == set()


def test_neither_auditor_nor_certifier_has_a_row_in_fees() -> None:
    rows = {tag: row for tag, row in policy.rows().items() if tag.startswith("fees.")}
    assert len(rows) == 22
    assert {tag for tag, row in rows.items() if row.roles & {Role.AUDITOR, Role.CERTIFIER} or row.everyone} == set()
