"""Collect, fill and compile the translations: ``python -m orepass.web.catalogues`` (``make messages``).

Texts come from the templates, from the pages, and from every room's marked messages (refusals, findings, reasons).
English is the source. French must be complete; Spanish and Swahili may have gaps, which are reported.
"""

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from orepass.kernel.text import readable

SOURCE: Final = Path(__file__).resolve().parents[1]
STANDARDS: Final = SOURCE.parents[1] / "standards"
LOCALE: Final = Path(__file__).resolve().parent / "locale"
COMPLETE: Final = ("fr",)
WITH_GAPS: Final = ("es", "sw")
LANGUAGES: Final = ("en", *COMPLETE, *WITH_GAPS)
SINGLE: Final = frozenset({"_", "_now", "gettext", "gettext_lazy", "marked"})
PLURAL: Final = frozenset({"ngettext", "ngettext_lazy"})
TEMPLATES: Final = frozenset({".html", ".txt"})
CASES: Final = "cases"
RULES: Final = {"rules.yaml": lambda written: written, "standard.yaml": lambda written: written.get("rules")}
"""Where an edition and a standard of it write their numbers, by the name of the file."""
NEED: Final = "need"
RULE: Final = "rule"
REFUSAL_TEXTS: Final = frozenset({"message", "what_to_do"})
CALL: Final = re.compile(r"\b(?:n?gettext|_)\(")
UNDATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
COPYRIGHT: Final = "The Orepass project"


type Text = str | tuple[str, str]


class Gap(msgspec.Struct, frozen=True):
    """How far one language is."""

    language: str
    present: int
    total: int
    missing: tuple[str, ...]


def collected() -> Catalog:
    """Collect every text of the product that a reader can meet, in a settled order."""
    catalogue = Catalog(project="orepass", copyright_holder=COPYRIGHT)
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            _take(catalogue, path, _texts(ast.parse(path.read_bytes())))
    for path in sorted(each for each in (SOURCE / "web" / "templates").rglob("*") if each.suffix in TEMPLATES):
        _take(catalogue, path, _template_texts(templatize(path.read_text(encoding="utf-8"))))
    for path in sorted(each for each in STANDARDS.rglob("*.yaml") if each.name in RULES and each.parent.name != CASES):
        written = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        _take(catalogue, path, _names_of_numbers(RULES[path.name](written)))
    return catalogue


def _take(catalogue: Catalog, path: Path, texts: Iterable[Text]) -> None:
    root = SOURCE if path.is_relative_to(SOURCE) else STANDARDS.parent
    for text in texts:
        if text:
            catalogue.add(text, locations=[(path.relative_to(root).as_posix(), 0)])


def _names_of_numbers(tree: object) -> Iterator[Text]:
    """Go through the parts of the paths by which an edition names its numbers, as pages show them."""
    if isinstance(tree, dict) and "value" not in tree:
        for name, below in tree.items():
            yield readable(str(name))
            yield from _names_of_numbers(below)


def _texts(tree: ast.AST) -> Iterator[Text]:
    """Go through the marked texts of a module, and through the texts of its refusals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            said = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if node.func.id in SINGLE and said:
                yield said[0]
            elif node.func.id in PLURAL and len(said) > 1:
                yield (said[0], said[1])
            elif node.func.id == NEED and isinstance(node.args[-1], ast.Constant):
                yield str(node.args[-1].value)
        elif isinstance(node, ast.ClassDef):
            yield from _refusal_texts(node)
    yield from _rule_texts(tree)


def _rule_texts(tree: ast.AST) -> Iterator[Text]:
    """Go through what the calculator says of the rules of a module: its topic, each rule's first line, its inputs."""
    rules = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _declares_rule(node)]
    if rules and isinstance(tree, ast.Module):
        yield _first_line(tree).rstrip(".")
    for node in rules:
        yield _first_line(node)
        yield from (readable(each.arg.removesuffix("_")) for each in node.args.kwonlyargs)


def _declares_rule(node: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Call) and getattr(each.func, "id", "") == RULE for each in node.decorator_list)


def _first_line(node: ast.Module | ast.FunctionDef) -> str:
    return (ast.get_docstring(node) or "").strip().partition("\n")[0]


def _refusal_texts(node: ast.ClassDef) -> Iterator[Text]:
    for part in node.body:
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str):
            names = {target.id for target in part.targets if isinstance(target, ast.Name)}
            if names & REFUSAL_TEXTS:
                yield part.value.value


def _template_texts(templatized: str) -> Iterator[Text]:
    """Go through the calls that Django makes of a template's texts; between them stands nothing that can be read."""
    for found in CALL.finditer(templatized):
        end = found.end()
        while (end := templatized.find(")", end) + 1) > 0:
            try:
                tree = ast.parse(templatized[found.start() : end])
            except SyntaxError:
                continue
            yield from _texts(tree)
            break


def path_of(language: str, kind: str = "po") -> Path:
    """Return the file of a language."""
    return LOCALE / language / "LC_MESSAGES" / f"django.{kind}"


def translations(language: str) -> Catalog:
    """Read a language's catalogue; a language without one starts empty."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, template: Catalog) -> Catalog:
    """Bring a catalogue up to the texts of today: new ones empty, gone ones dropped, no guessing."""
    old = translations(language)
    fresh = Catalog(
        locale=language,
        project="orepass",
        version="1",
        copyright_holder=COPYRIGHT,
        msgid_bugs_address="",
        header_comment=_header(language),
        fuzzy=False,
    )
    for message in _sorted(template):
        known = old.get(message.id, context=message.context)
        said = known.string if known else ""
        if language == "en" and not _said(said):
            said = message.id
        fresh.add(message.id, said, locations=message.locations, flags=message.flags, context=message.context)
    return fresh


def _header(language: str) -> str:
    unreviewed = "" if language in {"en", *COMPLETE} else " Unreviewed: nobody who speaks the language has read it yet."
    return f"# Texts of Orepass, {language}.{unreviewed}"


def _sorted(catalogue: Catalog) -> list[Message]:
    return sorted((message for message in catalogue if message.id), key=_name)


def _name(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def _said(string: str | Iterable[str] | None) -> bool:
    return bool(string) if isinstance(string, str) or string is None else all(string)


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue as text, without dates, so that the same texts give the same file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, omit_header=False, sort_output=False, include_lineno=False)
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Language-Team')
    lines = [line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(dated)]
    return b"".join(lines)


def compiled(text: bytes, language: str) -> bytes:
    """Compile a catalogue's text."""
    out = io.BytesIO()
    catalogue = read_po(io.BytesIO(text), locale=language)
    catalogue.creation_date = catalogue.revision_date = UNDATED
    write_mo(out, catalogue)
    return out.getvalue()


def gap(language: str, template: Catalog | None = None) -> Gap:
    """Report how far a language is."""
    known = translations(language)
    wanted = _sorted(template or collected())
    missing = [
        _name(message)
        for message in wanted
        if not (found := known.get(message.id, context=message.context)) or not _said(found.string)
    ]
    return Gap(language, len(wanted) - len(missing), len(wanted), tuple(missing))


def refresh() -> Iterator[Gap]:
    """Write every catalogue anew and compile it."""
    template = collected()
    for language in LANGUAGES:
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        text = written(updated(language, template))
        path_of(language).write_bytes(text)
        path_of(language, "mo").write_bytes(compiled(text, language))
        yield gap(language, template)


def main() -> int:
    """Refresh the catalogues and say what is missing; the exit code is 1 when a complete language has a gap."""
    found = list(refresh())
    for each in found:
        sys.stdout.write(f"{each.language}: {each.present} of {each.total}\n")
    return int(any(each.missing for each in found if each.language in COMPLETE))


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    sys.exit(main())
