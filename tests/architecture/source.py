"""The source as data: every module of the product, parsed once, for the tests that watch over the house."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "orepass"

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """One Python file of the product, or of its tests.

    Attributes:
        place: its path inside the package (or inside ``tests``), such as ``custody/rules/accounts.py``.
        text: what it says.
    """

    place: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        return walked(self.text)

    @property
    def room(self) -> str:
        return self.place.split("/", maxsplit=1)[0]

    @property
    def is_rule(self) -> bool:
        parts = self.place.removesuffix(".py").split("/")
        return "rules" in parts or self.room == "kernel"

    def functions(self) -> Iterator[Function]:
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@functools.cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


@functools.cache
def walked(text: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parsed(text)))


@functools.cache
def modules() -> tuple[Module, ...]:
    """Every module, without migrations."""
    return _read(PACKAGE)


@functools.cache
def own_tests() -> tuple[Module, ...]:
    """Every module of the tests; its place is its path inside ``tests``."""
    return _read(ROOT / "tests")


def _read(folder: Path) -> tuple[Module, ...]:
    found = sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Module(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")) for path in found)


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control, or about to be; in a copy without version control, every source file."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for name in sorted(set(listed.stdout.split("\0")) - {""}) if (path := ROOT / name).is_file())


def called(node: ast.AST) -> str:
    """The dotted name of what a call calls, as far as it is written down: ``datetime.now``, ``row.save``."""
    if isinstance(node, ast.Call):
        return called(node.func)
    if isinstance(node, ast.Attribute):
        return f"{called(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def strings_given_to(tree: ast.AST, *names: str) -> Iterator[tuple[int, str]]:
    """The literal first arguments of calls to functions of these names, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value
