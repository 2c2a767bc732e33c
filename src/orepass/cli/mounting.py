"""Which module holds which command, so that a command imports its own module and no other.

The lines are what ``orepass --help`` shows; a test holds them to the commands' own words.
"""

import importlib
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context

HELP: Final = "Mineral certification end to end."
EVERYWHERE: Final = "--json prints one JSON document, --at DATE sets the clock, --version says which version this is."


class Mounted(NamedTuple):
    """Where a command or a group of commands lives; a bare one needs neither Django nor a home."""

    module: str
    line: str
    group: bool = False
    bare: bool = False


COMMANDS: Final[dict[str, Mounted]] = {
    "demo": Mounted("demo", "Tell the demonstration in this home, or count and check it again."),
    "serve": Mounted("server", "Serve pages and API until interrupted."),
    "scheme": Mounted("scheme", "Standards: list, show, check and compare packs.", group=True),
    "assess": Mounted("assess", "Evaluate one case: outcome, level, gates, reasons, what to do next."),
    "calc": Mounted(
        "calc",
        "Run a rule of certification: sampling, audit time, dates, clocks, groups, fees, recognition, draws.",
        bare=True,
    ),
    "replay": Mounted(
        "replay",
        "Recompute a stored outcome, sample, plan, fee or duration from its digests and say equal or where it differs.",
    ),
    "import": Mounted(
        "imports",
        "Load a published table or a workbook, whole or not at all; again, it creates and updates nothing.",
    ),
    "export": Mounted(
        "exports",
        "Write public data, a standard or a self-assessment as a file that other programs read; no cell is a formula.",
    ),
    "capture": Mounted(
        "custody", "Take EPCIS events into the journal; each file whole or not at all, unless told to proceed."
    ),
    "trace": Mounted(
        "tracing", "Show where a lot comes from, every origin with its exact share, and what may be claimed of it."
    ),
    "claims": Mounted(
        "tracing", "Show what may be claimed of a lot, in which words, and why other claims are not offered."
    ),
    "recall": Mounted(
        "tracing",
        "Show every lot that a suspected delivery went into, how much of it is left, who has it and whom to tell.",
    ),
    "balance": Mounted(
        "tracing",
        "Show balance accounts: entries, balance, curve, what is wrong, and by when the period is to be reconciled.",
    ),
    "organisation": Mounted(
        "organisation", "Organisations: their numbers in other registers, and whose a DID is.", group=True
    ),
    "passport": Mounted("passport", "Passports of products and credentials of certificates.", group=True),
    "trust": Mounted("trust", "Whom this home trusts, and what credentials prove together.", group=True),
    "certificate": Mounted("certificate", "Certificates and passports on paper.", group=True),
    "verify": Mounted(
        "verify",
        "Check a credential, a passport, a bundle or a presentation: proof, key, issuer, dates, status, schema, log.",
    ),
    "bundle": Mounted(
        "bundle", "Bundles that can be checked without a network: one file, or a chain of QR codes.", group=True
    ),
    "context": Mounted("context", "JSON-LD contexts: which are known, held or brought; none is fetched.", group=True),
    "did": Mounted("did", "Identities: DIDs of this home, their keys and histories; rotation.", group=True),
    "sd-jwt": Mounted("sd_jwt", "Credentials whose parts are shown one by one (SD-JWT, RFC 9901).", group=True),
    "evidence": Mounted("evidence", "Evidence that is shared with one party in one role, sealed for it.", group=True),
    "log": Mounted(
        "log", "The public log: head, proofs, watching it, its files for a web server, its witnesses.", group=True
    ),
    "group": Mounted(
        "group", "A group's register on the public log: when it was fixed, and what opens it.", group=True
    ),
    "witness": Mounted(
        "witness", "Cosign the checkpoints of logs that only grow: anyone can run a witness.", group=True, bare=True
    ),
    "do": Mounted("act", "Perform an action; without a name=value the inputs come from --inputs."),
    "actions": Mounted("act", "List every action with what it takes."),
    "access": Mounted("access", "Who may do what, and why.", group=True),
    "bench": Mounted("bench", "Run benchmarks: ours and the peer's, in the same run, with equal results.", bare=True),
    "migrate": Mounted("state", "Bring the home's database up to this version."),
    "backup": Mounted("state", "Write database, keys, evidence and log into one archive."),
    "restore": Mounted("state", "Restore an archive into an empty home and walk its record."),
    "record": Mounted("state", "Walk the whole record and say whether every link holds."),
    "steward": Mounted(
        "state", "Make the first steward of a new installation; the password is set through the reset letter."
    ),
}


def build(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """Return the command line with the modules of some commands imported, of all when none is named."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=HELP)
    for module in dict.fromkeys(COMMANDS[name].module for name in names):
        part: typer.Typer = importlib.import_module(f"orepass.cli.{module}").app
        groups = [name for name, mounted in COMMANDS.items() if mounted.module == module and mounted.group]
        if groups:
            app.add_typer(part, name=groups[0])
        else:
            app.registered_commands.extend(part.registered_commands)
    return app


class Front(TyperGroup):
    """The commands by name: listed without being imported, imported when one is called."""

    def __init__(self) -> None:
        """Fill the list with names and lines only."""
        super().__init__(name="orepass", help=HELP, epilog=EVERYWHERE, no_args_is_help=True)
        for name, mounted in COMMANDS.items():
            self.add_command(TyperCommand(name=name, help=mounted.line, callback=lambda: None), name)

    def resolve_command(self, ctx: "Context", args: list[str]) -> tuple[str | None, "Command | None", list[str]]:
        """Replace the name that was called by the command itself, with Django behind it where it is needed."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is None:
            return name, command, rest
        if not COMMANDS[name].bare:
            _leave_out_terminal()
            importlib.import_module("django").setup()
        found: Any = typer.main.get_group(build([name]))
        return name, found.commands[name], rest


def _leave_out_terminal() -> None:
    """Stand in for the expression library's own command line: its terminal toolkit costs more than most commands."""
    sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))
