"""What every command promises: one JSON document on stdout, the exit codes, the clock, a quick start."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer

from orepass import __version__
from orepass.cli.mounting import COMMANDS, build
from orepass.cli.output import refuse_with
from orepass.kernel.finding import Finding, Severity
from orepass.platform.actions import registry
from tests.cli.conftest import Run
from tests.cli.running import ROOT, orepass

REFUSED = [
    ([], "cli.usage"),
    (["no-such-command"], "cli.usage"),
    (["calc", "--no-such-option"], "cli.usage"),
    (["calc", "no-such-rule"], "scheme.calc.rule_unknown"),
    (["calc", "sample", "n"], "scheme.calc.pair_refused"),
    (["--at", "yesterday", "calc", "--list"], "cli.at"),
    (["calc", "--list", "--at=2026-02-30"], "cli.at"),
    (["scheme"], "cli.usage"),
    (["scheme", "no-such-command"], "cli.usage"),
    (["assess"], "cli.usage"),
    (["do"], "cli.usage"),
    (["do", "no.such.action"], "platform.not_found"),
    (["scheme", "show", "no-such-pack"], "scheme.pack.missing"),
    (["scheme", "diff", "quarry-basics@2026.1", "no-such-pack"], "scheme.pack.missing"),
    (["scheme", "impact", "no-such-pack", "quarry-basics@2027.1"], "scheme.pack.missing"),
    (["trace", "no-such-lot"], "platform.not_found"),
    (["balance", "bal-0000000000000"], "platform.not_found"),
    (["import", "no-such-kind", "x"], "cli.kind.unknown"),
    (["serve", "--port", "many"], "cli.usage"),
    (["passport", "show", "psp-0000000000000"], "platform.not_found"),
    (["verify", "/no/such/file"], "cli.file.unreadable"),
]

MARK = 4711
"""What a test writes into a prepared schema to know its copy again."""


@pytest.mark.parametrize(("arguments", "code"), REFUSED, ids=str)
def test_a_refused_command_prints_one_error_document_and_exits_2(arguments: list[str], code: str, run: Run) -> None:
    ran = run(*arguments, "--json")
    assert (ran.code, ran.error["code"]) == (2, code)
    assert ran.error["what_to_do"]


def test_a_missing_day_is_refused(run: Run) -> None:
    assert run("calc", "--list", "--json", "--at").error["code"] == "cli.at"


def test_a_wrong_date_is_refused_with_what_was_written_and_how_to_write_it(run: Run) -> None:
    assert run("record", "--at", "tomorrow", "--json").document == {
        "error": {
            "code": "cli.at",
            "message": "“tomorrow” is not a date.",
            "where": "--at",
            "what_to_do": "Write it as 2026-11-22.",
        }
    }


def test_without_json_a_refusal_is_text_on_stderr_and_stdout_stays_empty(run: Run) -> None:
    for arguments in (["no-such-command"], ["calc", "no-such-rule"]):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "no-such" in ran.err


def test_a_failed_check_exits_1_with_its_whole_document(tmp_path: Path, run: Run) -> None:
    case = tmp_path / "cases.yaml"
    case.write_text("cases: [{", encoding="utf-8")
    ran = run("scheme", "check", str(case), "--json")
    assert ran.code == 1
    assert ran.document["passed"] is False
    assert ran.document["findings"]


def test_a_bug_exits_3_with_a_document_and_its_trace_on_stderr(tmp_path: Path) -> None:
    program = (
        "import orepass.cli.calc as calc; from orepass.cli.main import main\n"
        "def broken(*given, **named): raise ZeroDivisionError('seven')\n"
        "calc.answer = broken; main()"
    )
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", program, "calc", "sample", "n=1", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"OREPASS_HOME": str(tmp_path)},
    )
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "cli.bug"
    assert "ZeroDivisionError" in done.stderr
    assert "broken" in done.stderr


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_clock_may_be_set_anywhere_on_the_line(place: int, run: Run) -> None:
    words = ["log", "head", "--json"]
    ran = run(*words[:place], "--at", "2026-11-22", *words[place:])
    assert ran.code == 0, ran.out
    assert ran.document["size"] == 0


def test_json_may_stand_before_the_command(run: Run) -> None:
    assert run("--json", "calc", "sample", "rule=md1", "n=26", "kind=initial").document["value"] == 6


def test_a_whole_number_may_be_written_as_one(run: Run) -> None:
    token = ("do", "platform.token.create", 'scopes=["custody.*"]', "--json")
    assert run(*token, "days=30").error["code"] == "platform.access.denied"
    for wrong in ("days=many", "days=3.5", "days=1e3"):
        assert run(*token, wrong).error["code"] == "platform.action.inputs"


def test_digits_stay_a_text_where_an_action_takes_a_text(run: Run) -> None:
    seen: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orepass.cli.act.perform_from_json", lambda _actor, _action, given: seen.update(given) or {})
        run("do", "platform.person.invite", "email=1", "name=2026", "--json")
        run("do", "platform.token.create", "days=7", "--json")
    assert seen == {"email": "1", "name": "2026", "days": 7}


def test_what_was_found_stands_in_the_document_of_a_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    found = Finding(code="test.found", severity=Severity.ERROR, message="It is open.", where="ncf-1")
    with pytest.raises(SystemExit):
        refuse_with("test.refused", "No.", "here", "Mend it.", findings=[found], as_json=True)
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["findings"] == [
        {"code": "test.found", "severity": "error", "message": "It is open.", "where": "ncf-1"}
    ]


def test_it_says_its_version(run: Run) -> None:
    assert run("--version").out == f"orepass {__version__}\n"
    assert run("--version", "--json").document == {"version": __version__}


def test_a_latin_terminal_still_gets_utf8(tmp_path: Path) -> None:
    ran = orepass("calc", "“é”", "--json", home=tmp_path, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert ran.code == 2
    assert "“é”" in ran.error["message"]


def test_a_command_that_is_only_mistyped_makes_no_home(tmp_path: Path) -> None:
    assert orepass("no-such-command", "--json", home=tmp_path / "home").code == 2
    assert not (tmp_path / "home").exists()


PARTS = {"editions", "oscal"}
"""Modules that hold a part of another module's command."""


def test_the_list_of_commands_tells_what_the_commands_tell_of_themselves() -> None:
    whole = typer.main.get_group(build())
    told = {name: (command.help or "").split("\n\n")[0].replace("\n", " ") for name, command in whole.commands.items()}
    assert {name: mounted.line for name, mounted in COMMANDS.items()} == told
    modules = {path.stem for path in (ROOT / "src/orepass/cli").glob("*.py")} - {"__init__"}
    mounted = {mounted.module for mounted in COMMANDS.values()}
    assert mounted == modules - {"files", "main", "mounting", "options", "output"} - PARTS


def test_every_command_but_the_server_can_print_json() -> None:
    def commands(found: typer.core.TyperGroup, path: str) -> dict[str, set[str]]:
        options: dict[str, set[str]] = {}
        for name, command in found.commands.items():
            if isinstance(command, typer.core.TyperGroup):
                options |= commands(command, f"{path} {name}")
            else:
                options[f"{path} {name}".strip()] = {word for given in command.params for word in given.opts}
        return options

    silent = {name for name, options in commands(typer.main.get_group(build()), "").items() if "--json" not in options}
    assert silent == {"serve", "witness serve"}


@pytest.mark.parametrize("arguments", [["--help"], ["calc", "--list"]], ids=" ".join)
def test_what_needs_no_home_loads_neither_django_nor_the_log_writer(arguments: list[str], tmp_path: Path) -> None:
    program = (
        "import sys, atexit; from orepass.cli.main import main\n"
        "atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr)); main()"
    )
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OREPASS_HOME": str(tmp_path / "home")},
    )
    assert not {"django", "structlog", "numpy"} & set(done.stderr.split())
    assert not (tmp_path / "home").exists()


def test_an_empty_home_copies_the_prepared_schema_instead_of_migrating(tmp_path: Path) -> None:
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    orepass("migrate", "--json", home=tmp_path / "first", **cache)
    (prepared,) = (tmp_path / "cache" / "orepass").glob("*.sqlite3")
    with closing(sqlite3.connect(prepared)) as marking:
        marking.execute(f"PRAGMA user_version = {MARK}")
    asked = orepass("record", "--json", home=tmp_path / "second", **cache)
    assert asked.document == {"intact": True, "findings": []}
    with closing(sqlite3.connect(tmp_path / "second" / "orepass.sqlite3")) as made:
        assert made.execute("PRAGMA user_version").fetchone() == (MARK,)


def test_actions_lists_every_action_of_the_registry(run: Run) -> None:
    listed = run("actions", "--json").document["actions"]
    assert [row["action"] for row in listed] == list(registry())
