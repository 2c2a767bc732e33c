"""``orepass …``: find the command, set the clock, turn refusals and mistyped commands into exit codes.

Exit 0 ok; 1 a finding of severity *error* or a failed check; 2 refused; 3 a bug. With ``--json`` stdout is exactly one
JSON document whatever happens.
"""

import io
import os
import sys
import traceback
from datetime import UTC, date, datetime, time
from typing import Final, NoReturn

from typer.exceptions import Abort, TyperException

from orepass import __version__
from orepass.cli.mounting import Front
from orepass.cli.output import BUG, REFUSED, emit, refuse, refuse_with, wants_json
from orepass.kernel.refusal import Refusal
from orepass.platform import clock

INTERRUPTED: Final = 130


def main() -> None:
    """Run the command line (the ``orepass`` script)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orepass.project.settings")
    _speak_utf8()
    try:
        status = _run(sys.argv[1:])
    except Refusal as refusal:
        refuse(refusal, as_json=wants_json())
    except TyperException as error:
        _mistyped(error)
    except (KeyboardInterrupt, Abort):
        _interrupted()
    except OSError as error:
        _unusable_file(error)
    except Exception as error:  # noqa: BLE001 - the last handler: a bug becomes exit code 3
        _bug(error)
    if status == INTERRUPTED:
        _interrupted()
    raise SystemExit(status)


def _run(given: list[str]) -> int:
    arguments, day = _clock_from(given)
    if arguments[:1] == ["--json"]:
        arguments = [*arguments[1:], "--json"]
    if arguments[:1] == ["--version"]:
        emit({"version": __version__}, as_json=wants_json(), human=lambda: print(f"orepass {__version__}"))
        return 0
    if day is None:
        status = Front().main(args=arguments, prog_name="orepass", standalone_mode=False)
    else:
        with clock.frozen_at(datetime.combine(day, time(12), tzinfo=UTC)):
            status = Front().main(args=arguments, prog_name="orepass", standalone_mode=False)
    return status if isinstance(status, int) else 0


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
                    f"“{text[:60]}” is not a date.",
                    "--at",
                    "Write it as 2026-11-22.",
                    as_json=wants_json(),
                )
        else:
            rest.append(argument)
    return rest, day


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale; half characters from a file name are written as escapes, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _mistyped(error: TyperException) -> NoReturn:
    """Refuse a command line that cannot be understood."""
    if not wants_json():
        from typer.rich_utils import rich_format_error  # noqa: PLC0415 - what sets text is only needed here

        rich_format_error(error)  # type: ignore[arg-type]  # the base of what it takes
        raise SystemExit(REFUSED)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "orepass"
    parameter = getattr(error, "param", None)
    where = getattr(error, "option_name", "") or (parameter.name if parameter else "") or path
    refuse_with(
        "cli.usage", error.format_message().strip(), where, f"See what it takes with “{path} --help”.", as_json=True
    )


def _unusable_file(error: OSError) -> NoReturn:
    """Refuse what the machine refuses: a missing folder, a file that may not be read or written, a full disk."""
    refuse_with(
        "cli.file",
        f"{error.strerror or type(error).__name__}.",
        str(error.filename or "")[:200],
        "Name a file in a folder that exists, and that you may use.",
        as_json=wants_json(),
    )


def _interrupted() -> NoReturn:
    way_out = "Run it again; nothing is half-written."
    refuse_with("cli.interrupted", "Interrupted.", "", way_out, as_json=wants_json())


def _bug(error: Exception) -> NoReturn:
    traceback.print_exception(error)
    message = f"{type(error).__name__}: {error}"
    refuse_with("cli.bug", message, "", "Please report this.", as_json=wants_json(), status=BUG)
