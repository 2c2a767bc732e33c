"""``orepass …``: set up Django and the home, mount the commands, turn refusals into exit codes."""

import importlib
import os
import sys
from datetime import UTC, date, datetime, time
from typing import Final

import structlog
import typer

from orepass.cli.output import BUG, refuse, refuse_with, wants_json
from orepass.kernel.refusal import Refusal
from orepass.platform import clock

GROUPS: Final = ("scheme", "log", "passport", "access")
"""Modules whose ``app`` is mounted as a group of commands."""

TOP_LEVEL: Final = ("assess", "calc", "custody", "verify", "imports", "demo", "server", "state", "act")
"""Modules whose commands are mounted at the top level."""


def build() -> typer.Typer:
    """Return the whole command line."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Mineral certification end to end.",
    )
    for name in present(GROUPS):
        app.add_typer(importlib.import_module(f"orepass.cli.{name}").app, name=name)
    for name in present(TOP_LEVEL):
        app.registered_commands.extend(importlib.import_module(f"orepass.cli.{name}").app.registered_commands)
    return app


def present(names):  # TEMPORARY
    from importlib.util import find_spec

    return [n for n in names if find_spec(f"orepass.cli.{n}")]


def main() -> None:
    """Run the command line (the ``orepass`` script)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orepass.project.settings")
    as_json = "--json" in sys.argv
    arguments, day = _clock_from(sys.argv[1:])
    try:
        importlib.import_module("django").setup()
        if day is None:
            build()(args=arguments, prog_name="orepass")
        else:
            with clock.frozen_at(_noon(day)):
                build()(args=arguments, prog_name="orepass")
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    except KeyboardInterrupt:
        refuse_with("cli.interrupted", "Interrupted.", "", "Run it again; nothing is half-written.", as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the last handler: a bug becomes exit code 3
        structlog.get_logger("orepass").exception("bug")
        refuse_with(
            "cli.bug", f"{type(error).__name__}: {error}", "", "Please report this.", as_json=as_json, status=BUG
        )


def _clock_from(arguments: list[str]) -> tuple[list[str], date | None]:
    """Take ``--at DATE`` out of the arguments, wherever it stands."""
    rest, day = [], None
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--at" or argument.startswith("--at="):
            text = argument[5:] if argument.startswith("--at=") else next(waiting, "")
            try:
                day = date.fromisoformat(text)
            except ValueError:
                refuse_with(
                    "cli.at",
                    f"“{text}” is not a date.",
                    "--at",
                    "Write it as 2026-11-22.",
                    as_json=wants_json(),
                )
        else:
            rest.append(argument)
    return rest, day


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
