"""Write docs/conformance.md: every published vector with what came of it, the checklists, and the attacks, with tests.

docs/conformance.yaml argues each exception and names tests for each
clause of each line. The vectors themselves are outside the
checkout (OREPASS_REFERENCE); without them the page stays as it is. ``--check`` only compares; either way it ends with 1
when a vector behaves otherwise than its README says and no exception argues it, or when a named test does not exist.
"""

import ast
import fnmatch
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[1]
ARGUED: Final = ROOT / "docs" / "conformance.yaml"
PAGE: Final = ROOT / "docs" / "conformance.md"
LISTS: Final = {
    "issuer": "Checklist: a conformant issuer",
    "verifier": "Checklist: a conformant verifier",
    "attacks": "Bad input and attacks",
    "opinions": "Independent opinions",
}
HEAD: Final = """<!-- Written by `make docs`; change docs/conformance.yaml, the vectors or the product, not this. -->
# Conformance

What the published vectors of credentials and of the log say, and what Orepass makes of them: {total} vectors, {equal}
as their publishers expect, {argued} otherwise and argued below, {unargued} otherwise without a reason. Expected is what
the README of the vectors or their own file says. The files come from W3C, IETF, DIF, UN/CEFACT, transparency-dev and
others; they are not part of this repository.

"""
PLAIN: Final = "| file | expected | actual |\n| --- | --- | --- |\n"
Argued = dict[str, list[dict[str, Any]]]


def main() -> int:
    """Write or compare the page; return 1 when it is stale or something on it is not as it should be."""
    reference = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared")) / "reference"
    argued: Argued = yaml.safe_load(ARGUED.read_text(encoding="utf-8"))
    missing = list(missing_tests(argued))
    for name in missing:
        print(f"docs/conformance.yaml names a test that does not exist: {name}", file=sys.stderr)
    if not (reference / "credentials").is_dir():
        print("the vectors are not on this machine (OREPASS_REFERENCE): the page is left as it is", file=sys.stderr)
        return int(bool(missing))
    told, bad = page(reference, argued)
    stale = not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != told
    if "--check" not in sys.argv:
        PAGE.write_text(told, encoding="utf-8")
    elif stale:
        print("docs/conformance.md is stale: run `make docs`", file=sys.stderr)
    return int(bool(missing or bad or ("--check" in sys.argv and stale)))


def page(reference: Path, argued: Argued) -> tuple[str, int]:
    """Return the page, and how many things on it are not as they should be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orepass.project.settings")
    sys.path.insert(0, str(Path(__file__).parent))
    from conformance_vectors import Folders  # noqa: PLC0415 - found only by the path above

    folders = Folders(reference)
    families = list(folders.rows())
    rows = [row for _family, found in families for row in found]
    differing = [row for row in rows if row.expected != row.actual]
    reasons = {row.file: reason_for(row.file, argued) for row in differing}
    unargued = [name for name, reason in reasons.items() if not reason]
    idle = [one["vectors"] for one in argued["exceptions"] if not fnmatch.filter(reasons, one["vectors"])]
    for what in (*unargued, *idle, *folders.unclaimed()):
        print(f"not as published, or argued in vain, or claimed by no family: {what}", file=sys.stderr)
    parts = [
        HEAD.format(
            total=len(rows),
            equal=len(rows) - len(differing),
            argued=len(differing) - len(unargued),
            unargued=len(unargued),
        ),
        *overview(families),
        *exceptions(argued, reasons),
        *unmet(argued),
        *(part for name, title in LISTS.items() for part in checklist(title, argued[name])),
        *every_vector(families),
    ]
    return "".join(parts), len(unargued) + len(idle) + len(folders.unclaimed())


def reason_for(file: str, argued: Argued) -> str:
    """Return why a vector may behave otherwise; empty when nobody says."""
    return next((one["why"] for one in argued["exceptions"] if fnmatch.fnmatch(file, one["vectors"])), "")


def overview(families: list[tuple[Any, list[Any]]]) -> Iterator[str]:
    """Go through the lines of the overview."""
    yield "| vectors | number | as expected |\n| --- | ---: | ---: |\n"
    for family, rows in families:
        yield f"| {family.title} | {len(rows)} | {sum(row.expected == row.actual for row in rows)} |\n"


def exceptions(argued: Argued, reasons: dict[str, str]) -> Iterator[str]:
    """Go through the lines of what is otherwise."""
    yield "\n## Exceptions\n\n| vectors | number | why |\n| --- | ---: | --- |\n"
    for one in argued["exceptions"]:
        number = len(fnmatch.filter(reasons, one["vectors"]))
        yield f"| `{one['vectors']}` | {number} | {one['why'].strip()} |\n"


def clauses_in(argued: Argued) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through all clauses of all lists, each with the title of its list; a line that is one clause is its own."""
    for name, title in LISTS.items():
        for line in argued[name]:
            for one in line.get("clauses", [line]):
                yield title, {"clause": line["line"]} | one


def unmet(argued: Argued) -> Iterator[str]:
    """Go through the lines of what the checklists ask for and is not met, or met in part or otherwise."""
    found = [(title, one) for title, one in clauses_in(argued) if "exception" in one]
    yield f"\n## Clauses of the checklists that are not met as they stand: {len(found)}\n\n"
    yield "| checklist | clause | what there is |\n| --- | --- | --- |\n"
    for title, one in found:
        yield f"| {title} | {one['clause'].strip()} | {one['exception'].strip()} |\n"
    for one in argued["left_out"]:
        yield f"\n{one['why'].strip()}\n"


def checklist(title: str, lines: list[dict[str, Any]]) -> Iterator[str]:
    """Go through the lines of a checklist, clause by clause, each with the tests that hold it."""
    yield f"\n## {title}\n\n| what | tests |\n| --- | --- |\n"
    for one in lines:
        if "clauses" in one:
            yield f"| **{one['line'].strip()}** | |\n"
        for clause in one.get("clauses", [one]):
            names = "<br>".join(f"`{name}`" if exists(name) else f"no test yet: `{name}`" for name in clause["tests"])
            mark = f"<br>{clause['exception'].strip()}" if "exception" in clause else ""
            yield f"| {clause.get('clause', one['line']).strip()}{mark} | {names or 'no test yet'} |\n"


def every_vector(families: list[tuple[Any, list[Any]]]) -> Iterator[str]:
    """Go through all vectors."""
    yield "\n## Every vector\n"
    for family, rows in families:
        told = any(row.why for row in rows)
        yield f"\n### {family.title}\n\n" + (f"{family.note}\n\n" if family.note else "")
        yield "| file | expected | actual | why |\n| --- | --- | --- | --- |\n" if told else PLAIN
        for row in rows:
            mark = "" if row.expected == row.actual else " (exception)"
            why = f" {row.why.replace('|', '&#124;')} |" if told else ""
            yield f"| {row.file} | {row.expected} | {row.actual}{mark} |{why}\n"


def missing_tests(argued: Argued) -> Iterator[str]:
    """Go through the names of tests that do not exist, and the lines without any."""
    for _title, one in clauses_in(argued):
        yield from (test for test in one["tests"] if not exists(test))
        if not one["tests"]:
            yield f"none for “{one['clause'].strip()}”"


def exists(test: str) -> bool:
    """Say whether a test of that name stands in that file."""
    file, _colons, name = test.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in body)


if __name__ == "__main__":
    sys.exit(main())
