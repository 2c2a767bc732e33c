"""Every rule of certification is in the book: a module that declares one is listed, and each says what it computes."""

import ast
import importlib
from pathlib import Path

from orepass.kernel.computed import Rule
from orepass.platform.home import CHECKOUT
from orepass.register.rulebook import MODULES, rules, topics

SOURCE = CHECKOUT / "src"


def declares(path: Path) -> bool:
    """Say whether a module declares a rule or a machine of certification."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return any(call.func.id in {"rule", "machine"} and call.args for call in calls if isinstance(call.func, ast.Name))


def test_every_module_that_declares_a_rule_is_listed() -> None:
    found = {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for path in (SOURCE / "orepass").rglob("*.py")
        if declares(path) and path.parent.name != "kernel"
    }
    assert found
    assert found - {module.__name__ for module in MODULES} == set()


def computes(path: Path) -> set[str]:
    """Return the public functions of a module that compute and explain a value from named inputs.

    Those that take facts of a room by position (a list of signals, the clocks of a scheme) stand behind a rule.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_computed(node)
    }


def _is_computed(node: ast.FunctionDef) -> bool:
    returns = node.returns
    if node.args.args:
        return False
    return isinstance(returns, ast.Subscript) and isinstance(returns.value, ast.Name) and returns.value.id == "Computed"


def test_every_public_function_that_computes_and_explains_is_a_rule() -> None:
    declared = {(found.function.__module__, found.function.__name__) for found in Rule.catalogue.values()}
    missing = []
    for path in (SOURCE / "orepass").rglob("rules/**/*.py"):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for name in computes(path):
            function = getattr(importlib.import_module(module), name)
            if not any(found.function is function for found in Rule.catalogue.values()):
                missing.append((module, name))
    assert declared
    assert missing == []


def test_every_rule_says_what_it_computes_and_what_it_takes() -> None:
    for card in rules():
        assert card.description.endswith("."), card.name
        assert card.name == card.name.lower(), card.name
        assert all(one.kind for one in card.inputs), card.name
        assert card.room, card.name
    assert {card.name for topic in topics() for card in topic.rules} == {card.name for card in rules()}
    assert all(topic.title for topic in topics())


def glued(source: str) -> list[int]:
    """Return the lines where an input is refused with a sentence glued together, which no other language can say."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    needs = [each.args[-1] for each in calls if isinstance(each.func, ast.Name) and each.func.id == "need"]
    return [each.lineno for each in needs if not isinstance(each, ast.Constant | ast.Call | ast.Name)]


def test_a_refused_input_names_its_problem_in_a_sentence_that_can_be_translated() -> None:
    found = {
        str(path): lines
        for path in (SOURCE / "orepass").rglob("*.py")
        if (lines := glued(path.read_text(encoding="utf-8")))
    }
    assert found == {}
    assert glued('need(x > 0, "x", x, f"it must be above {x}")\nneed(x > 0, "x", x, "it must be above zero")') == [1]
