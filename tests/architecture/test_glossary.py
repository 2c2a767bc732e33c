"""One word, one meaning: the words of the glossary are kept, their synonyms stay out of names and texts."""

import ast
import re
from pathlib import Path

from django.apps import apps

from tests.architecture.source import PACKAGE, ROOT, modules, strings_given_to

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
NEVER_A_MODULE = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "managers", "base", "tools"}
NEVER_IN_NAMES = {"util", "utils", "helper", "helpers", "misc", "qty", "amt", "cert", "certs", "mgr"}
BY_DJANGO = {"batch_size"}
SPEAKS_FOR_OTHERS = "passport/"
"""The specifications' own words live in the passport room and nowhere else."""
NO_CLASS_ENDS_IN = ("Manager", "Helper", "Util", "Utils", "Handler")
TEXT_IN_TEMPLATE = re.compile(
    r"{%\s*(?:trans|translate)\s+(?P<q>[\"'])(?P<short>.*?)(?P=q)"
    r"|{%\s*blocktrans(?:late)?[^%]*%}(?P<long>.*?){%\s*(?:plural|endblocktrans)",
    re.DOTALL,
)


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the glossary."""
    section = GLOSSARY.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line.strip("| ").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def kept_out(place: str) -> set[str]:
    """The words that the glossary keeps out of names or of texts."""
    return {row[0] for row in rows("Words we keep out") if place in row[2]}


def words_of(name: str) -> set[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return {part.lower() for part in spaced.split("_") if part}


def names() -> dict[str, str]:
    """Every name that the product gives: modules, classes, functions, parameters, variables."""
    found = {}
    for module in modules():
        found[Path(module.place).stem] = module.place
        for node in module.nodes:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found[node.name] = f"{module.place}:{node.lineno}"
            if isinstance(node, ast.arg):
                found[node.arg] = f"{module.place}:{node.lineno}"
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = f"{module.place}:{node.lineno}"
    return found


def texts() -> list[tuple[str, str]]:
    """Every text that a person can read: in templates, in messages of rules, in pages."""
    found = []
    for path in (PACKAGE / "web").rglob("*.html"):
        matches = TEXT_IN_TEMPLATE.finditer(path.read_text(encoding="utf-8"))
        found += [(path.name, match["short"] or match["long"] or "") for match in matches]
    for module in modules():
        found += [
            (f"{module.place}:{line}", text)
            for line, text in strings_given_to(module.tree, "_", "gettext", "gettext_lazy", "marked")
        ]
    return found


def test_no_name_uses_a_synonym_or_an_abbreviation() -> None:
    out = kept_out("names") | NEVER_IN_NAMES
    assert out >= {"batch", "approval"}
    used = {
        name: place
        for name, place in names().items()
        if words_of(name) & out and name not in BY_DJANGO and not place.startswith(SPEAKS_FOR_OTHERS)
    }
    assert used == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [module.place for module in modules() if set(module.place[:-3].split("/")) & NEVER_A_MODULE] == []


def test_no_class_is_a_manager() -> None:
    classes = [node.name for module in modules() for node in module.nodes if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if name.endswith(NO_CLASS_ENDS_IN)] == []


def test_no_text_uses_a_synonym() -> None:
    out = kept_out("texts")
    pattern = re.compile(r"\b(" + "|".join(sorted(out)) + r")(e?s)?\b", re.IGNORECASE)
    assert [(place, match[0]) for place, text in texts() if (match := pattern.search(text))] == []


def test_texts_are_found_at_all() -> None:
    assert len(texts()) > 100


def test_every_table_is_named_with_words_of_the_glossary() -> None:
    explained = {part for row in rows("Words we use") for part in row[0].lower().replace(",", " ").split()}
    tables = {
        model._meta.label: words_of(model.__name__) - explained
        for model in apps.get_models()
        if model.__module__.startswith("orepass.")
    }
    assert len(tables) > 1
    assert {label: sorted(rest) for label, rest in tables.items() if rest} == {}


def test_the_glossary_explains_each_word_once() -> None:
    words = [row[0] for row in rows("Words we use")]
    assert len(words) == len(set(words))
    assert [row for row in rows("Words we use") if len(row) != 3 or not row[1]] == []


def test_no_placeholder_in_a_translated_text_is_nameless() -> None:
    nameless = re.compile(r"{\d*}|%[sd]|{[^}]*[.!:\[][^}]*}")
    bare = [(place, text.replace("{{", "").replace("}}", "")) for place, text in texts()]
    assert [(place, text) for place, text in bare if nameless.search(text)] == []
