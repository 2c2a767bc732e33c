"""Whatever a notice is about, its reader is told in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import orepass
from orepass.platform.actions import registry
from orepass.web.vocabulary import notice

SOURCE = Path(orepass.__file__).parent
KIND = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+\Z")


def texts(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def codes_of_refusals(tree: ast.Module) -> set[str]:
    """Texts that classes hold under the name ``code``."""
    named = (one for one in ast.walk(tree) if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "code")
    return set[str]().union(*(texts(one) for one in named))


def calls_of(name: str, within: ast.AST) -> list[ast.Call]:
    return [one for one in ast.walk(within) if isinstance(one, ast.Call) and ast.unparse(one.func) == name]


def kinds_in(tree: ast.Module) -> Iterator[str]:
    """The kinds that a module may notify of: as written, put together from what its function is given, or handed on."""
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        for kind in (given.value for call in calls_of("notify", function) for given in call.keywords):
            if isinstance(kind, ast.JoinedStr):
                (room,) = texts(kind)
                said = set[str]().union(*(texts(call) for call in calls_of(function.name, tree)))
                yield from (room + text for text in said if room + text in registry())
            elif isinstance(kind, ast.Name) and kind.id == "kind":
                handed = {text for text in texts(tree) if KIND.match(text)}
                yield from handed - set(registry()) - codes_of_refusals(tree)
            elif isinstance(kind, ast.Constant) and KIND.match(str(kind.value)):
                yield str(kind.value)


def kinds() -> set[str]:
    modules = (path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    return {kind for text in modules if "notify(" in text for kind in kinds_in(ast.parse(text))}


def test_every_notice_has_words_of_its_own() -> None:
    found = kinds()
    assert len(found) > 100
    assert {kind for kind in found if notice(kind) == kind.replace(".", " ").replace("_", " ")} == set()
