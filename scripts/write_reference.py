"""Write the generated pages of docs/reference from the program itself; ``--check`` only compares.

Actions with who may perform them, refusals, findings and commands are declared in the code, once. These pages show them
to readers, and a difference in a page shows a reviewer what a change means.
"""

import importlib
import json
import os
import pkgutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE: Final = "<!-- Written by `make docs`; change the code, not this page. -->\n"


def prepare() -> None:
    """Start Django in a throw-away home and import every module, so that all catalogues are full."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "orepass.project.settings"
    os.environ["OREPASS_HOME"] = tempfile.mkdtemp(prefix="orepass-docs-")
    importlib.import_module("django").setup()
    package = importlib.import_module("orepass")
    for found in pkgutil.walk_packages(package.__path__, "orepass."):
        if ".migrations" not in found.name and ".templatetags" not in found.name:
            importlib.import_module(found.name)


def pages() -> dict[str, str]:
    """Return every generated page by file name."""
    return {
        "actions.md": actions(),
        "refusals.md": refusals(),
        "findings.md": findings(),
        "reasons.md": reasons(),
        "commands.md": commands(),
        "openapi.json": openapi(),
    }


def actions() -> str:
    """Return the permission matrix: one row per action, with its inputs and who may perform it."""
    access = importlib.import_module("orepass.platform.access")
    registry = importlib.import_module("orepass.platform.actions").registry()
    rows = importlib.import_module("orepass.platform.policy").rows()
    roles = list(access.Role)
    lines = []
    for tag, found in registry.items():
        row = rows[tag]
        marks = ["●" if getattr(row, "everyone", False) or role in row.roles else "" for role in roles]
        inputs = ", ".join(f"`{name}`" for name in found.inputs.__struct_fields__)
        remark = f" *{row.remark}*" if row.remark else ""
        lines.append([f"`{tag}`", *marks, f"{found.summary}{remark}", inputs])
    head = ["action", *(str(role).replace("_", " ") for role in roles), "what it does", "inputs"]
    return page(
        "Actions and who may perform them",
        "Every write is one of these. The name is the permission, the tag in the record, the API operation "
        "`POST /api/v1/actions/<name>` and the command `orepass do <name>`. An action without a row here is denied to "
        "everybody. A role is held in an organisation, and what is acted on must be that organisation's own; the "
        "system itself may perform all.",
        table(head, lines),
    )


def refusals() -> str:
    """Return the catalogue of refusals."""
    catalogue = importlib.import_module("orepass.kernel.refusal").Refusal.catalogue
    lines = [[f"`{code}`", str(kind.status), kind.message, kind.what_to_do] for code, kind in sorted(catalogue.items())]
    return page(
        "Refusals",
        "A refusal is a request that cannot be done. Pages show it beside the form, the API answers it as problem+json "
        "with this status, commands print it and exit 2. Nothing has changed after one.",
        table(["code", "status", "message", "what to do"], lines),
    )


def findings() -> str:
    """Return the catalogue of findings."""
    catalogue = importlib.import_module("orepass.kernel.finding").FindingKind.catalogue
    lines = [
        [f"`{code}`", str(kind.severity), kind.message, kind.what_to_do] for code, kind in sorted(catalogue.items())
    ]
    return page(
        "Findings",
        "A finding says what is wrong with some data, and where. One run reports all of them. A command that meets a "
        "finding of severity *error* exits 1.",
        table(["code", "severity", "message", "what to do"], lines),
    )


def reasons() -> str:
    """Return the reasons that checks give."""
    table_of = importlib.import_module("orepass.kernel.reasons").reasons()
    lines = [[f"`{code}`", one.reason, one.meaning, one.what_to_do or "–"] for code, one in sorted(table_of.items())]
    return page(
        "Reasons of checks",
        "A check of a credential, a bundle, the log or a draw has a result (passed, failed, undetermined, not checked) "
        "and a reason. The code names the reason and stays the same in every language and version; the sentence may be "
        "worded better one day. `orepass verify --json`, `orepass log verify --json`, the API and the page that checks "
        "bundles in the browser all give it. Whether a reason speaks for or against is said by the result beside it.",
        table(["code", "reason", "what it means", "what to do"], lines),
    )


def commands() -> str:
    """Return the commands with their arguments."""
    typer = importlib.import_module("typer")
    root = typer.main.get_command(importlib.import_module("orepass.cli.mounting").build())
    lines: list[list[str]] = []
    _describe(root, "orepass", lines)
    return page(
        "Commands",
        "With `--json`, stdout is exactly one JSON document, also after a refusal. Exit 0: done; 1: a finding of "
        "severity *error*, or a failed check; 2: refused; 3: a bug. A check that stays undetermined is no failed one, "
        "so that `verify` and `log verify` end with 0 where `verified` is null: a program asks for `true`. `--at DATE` "
        "sets the clock; `OREPASS_HOME` names the directory with all state.",
        table(["command", "what it does", "arguments and options"], lines),
    )


def openapi() -> str:
    """Return the description of the API; keys become texts before they are sorted."""
    api = importlib.import_module("orepass.api.main").api
    plain = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _describe(command: object, path: str, lines: list[list[str]]) -> None:
    inner = getattr(command, "commands", None)
    if inner:
        for name in sorted(inner):
            _describe(inner[name], f"{path} {name}", lines)
        return
    given = []
    for parameter in command.params:  # type: ignore[attr-defined]
        written = parameter.opts[0] if parameter.param_type_name == "option" else parameter.name.upper()
        if written != "--help":
            given.append(f"`{written}`")
    what = (command.help or "").strip().split("\n\n")[0].replace("\n", " ")  # type: ignore[attr-defined]
    lines.append([f"`{path}`", what, ", ".join(given)])


def page(title: str, about: str, body: str) -> str:
    """Return a page."""
    return f"{NOTE}# {title}\n\n{about}\n\n{body}"


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def main() -> int:
    """Write the pages, or with ``--check`` name those that differ and return 1."""
    prepare()
    stale = []
    for name, text in pages().items():
        path = PAGES / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
            print(f"docs/reference/{name} written")
    if stale and "--check" in sys.argv:
        print(f"stale: {', '.join(stale)}; run `make docs`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
