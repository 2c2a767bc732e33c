"""Every reason that a check may give has a code of its own, in one table, for the server and for the browser."""

import ast
import re
from collections.abc import Iterator

from orepass.kernel.reasons import reasons
from orepass.web.views.verifying import marked_texts
from tests.architecture.source import Module, modules

CODE = re.compile(r"[a-z_]+\.[a-z_]+\Z")
MAKERS = {"passed": 1, "failed": 1, "undetermined": 1, "not_checked": 1, "_open": 0, "Doubt": 0}
"""What makes a check, or the doubt behind one, and at which place it takes the sentence."""
NOT_OF_CHECKS = {"This is not a signed note: {reason}."}
"""Whole sentences of the browser's verifier that are parts of other sentences only."""


def marked(node: ast.AST | None) -> Iterator[str]:
    """Yield the text that a node marks for translation; of a choice between two, both."""
    match node:
        case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))]):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from marked(one)
            yield from marked(other)
        case ast.Dict(values=values):
            for value in values:
                yield from marked(value)


def named(module: Module) -> dict[str, list[str]]:
    """Return the texts that a module gives a name; one name may stand for several, in several functions."""
    found: dict[str, list[str]] = {}
    for node in module.nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).extend(marked(node.value))
    return found


def said(module: Module) -> Iterator[str]:
    """Yield every sentence that a module gives to a check, as far as it is written in the module."""
    names = named(module)
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            place = MAKERS[node.func.id]
            sentence = node.args[place] if len(node.args) > place else None
            base = sentence.value if isinstance(sentence, ast.Subscript) else sentence
            yield from names.get(base.id, ()) if isinstance(base, ast.Name) else marked(sentence)


def makers() -> list[Module]:
    wanted = ("kernel.check import", "import Doubt", "class Doubt")
    return [module for module in modules() if any(text in module.text for text in wanted)]


def test_every_code_has_a_sentence_of_its_own_and_says_what_it_means() -> None:
    table = reasons()
    assert len({one.reason for one in table.values()}) == len(table) > 200
    wrong = [
        code
        for code, one in table.items()
        if not CODE.match(code) or not one.meaning.endswith(".") or not (one.what_to_do or ".").endswith(".")
    ]
    assert wrong == []


def test_every_sentence_of_a_check_has_a_code() -> None:
    known = {one.reason for one in reasons().values()}
    found = {text: module.place for module in makers() for text in said(module)}
    assert len(found) > 150
    assert {text: place for text, place in found.items() if text not in known} == {}


def test_every_sentence_of_the_browser_has_a_code() -> None:
    known = {one.reason for one in reasons().values()} | NOT_OF_CHECKS
    sentences = [text for text in marked_texts() if text[0].isupper() or text[0] == "{"]
    assert len(sentences) > 50
    assert [text for text in sentences if text not in known] == []


def test_no_code_is_left_over() -> None:
    texts = set(marked_texts())
    for module in modules():
        for node in module.nodes:
            texts.update(marked(node))
    assert [code for code, one in reasons().items() if one.reason not in texts] == []
