"""Nothing grows past the size at which a reader loses the thread."""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.source import Function, Module, modules, own_tests

FILE_LINES = 500
FUNCTION_LINES = 60
PARAMETERS = 8
BRANCHES = 10
FUNCTION_DOCS_SHARE = 0.95
MAY_IMPORT_LATE = ("cli/", "platform/room.py")  # commands start fast; the wiring waits until Django is ready

_BRANCHING = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.match_case)


def long_files(module: Module) -> Iterator[str]:
    lines = module.text.count("\n")
    if lines > FILE_LINES:
        yield f"{module.place}: {lines} lines"


def long_functions(module: Module) -> Iterator[str]:
    for function in module.functions():
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{module.place}:{function.lineno} {function.name}: {lines} lines"


def many_parameters(module: Module) -> Iterator[str]:
    for function in module.functions():
        given = function.args
        positional = [argument for argument in (*given.posonlyargs, *given.args) if argument.arg not in {"self", "cls"}]
        if len(positional) + len(given.kwonlyargs) > PARAMETERS and not _is_an_action_or_command(function):
            yield f"{module.place}:{function.lineno} {function.name}: {len(positional) + len(given.kwonlyargs)}"


def _is_an_action_or_command(function: Function) -> bool:
    """An action's inputs are its form and a command's its options: named, typed and documented one by one."""
    return any("action(" in ast.unparse(one) or ".command(" in ast.unparse(one) for one in function.decorator_list)


def many_branches(module: Module) -> Iterator[str]:
    for function in module.functions():
        inner = {
            id(node)
            for part in ast.walk(function)
            if part is not function and _is_scope(part)
            for node in ast.walk(part)
        }
        own = [node for node in ast.walk(function) if id(node) not in inner]
        branches = 1 + sum(isinstance(node, _BRANCHING) for node in own)
        if branches > BRANCHES:
            yield f"{module.place}:{function.lineno} {function.name}: {branches}"


def _is_scope(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def late_imports(module: Module) -> Iterator[str]:
    if module.place.startswith(MAY_IMPORT_LATE) or module.place.endswith("/apps.py"):
        return
    for function in module.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{module.place}:{node.lineno} in {function.name}"


def undocumented(module: Module) -> Iterator[str]:
    """Modules and public classes without a docstring."""
    if module.text.strip() and not ast.get_docstring(module.tree):
        yield module.place
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{module.place}:{node.lineno} {node.name}"


CHECKS = [long_files, long_functions, many_parameters, many_branches, late_imports, undocumented]

TOO_MUCH = {
    long_files: '"""Doc."""\n' + "x = 1\n" * FILE_LINES,
    long_functions: '"""Doc."""\ndef f():\n' + "    x = 1\n" * FUNCTION_LINES,
    many_parameters: '"""Doc."""\ndef f(a, b, c, d, *, e, f, g, h, i):\n    pass\n',
    many_branches: '"""Doc."""\ndef f(x):\n' + "    if x:\n        x = 1\n" * BRANCHES,
    late_imports: '"""Doc."""\ndef f():\n    import json\n',
    undocumented: '"""Doc."""\nclass Bare:\n    pass\n',
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_within(check: Callable[[Module], Iterator[str]]) -> None:
    assert [found for module in modules() for found in check(module)] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_too_much_is_caught(check: Callable[[Module], Iterator[str]]) -> None:
    assert len(list(check(Module("custody/rules/injected.py", TOO_MUCH[check])))) == 1


def test_a_file_of_tests_keeps_within_the_same_length() -> None:
    assert own_tests()
    assert [found for module in own_tests() for found in long_files(module)] == []


def test_nineteen_of_twenty_public_functions_are_documented() -> None:
    public = [
        (module, function)
        for module in modules()
        for function in module.functions()
        if not function.name.startswith("_") and function in module.tree.body
    ]
    bare = [f"{module.place}:{function.lineno}" for module, function in public if not ast.get_docstring(function)]
    assert len(public) > 0
    assert 1 - len(bare) / len(public) >= FUNCTION_DOCS_SHARE, bare
