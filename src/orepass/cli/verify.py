"""``orepass verify``: check any credential, saying for each check what came of it."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from orepass.cli.output import emit, finish
from orepass.credentials import fetching
from orepass.credentials.outside import OFFLINE, proof_log
from orepass.credentials.rules.verification import Fetched, LogCheck, Verification
from orepass.kernel import check
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.passport import checking, queries
from orepass.platform import clock
from orepass.platform.schema import ensure_home
from orepass.transparency.rules.note import parse_verifier_key
from orepass.transparency.rules.proof import read_inclusion

app = typer.Typer()

INPUT_MAX: Final = 4_000_000
OWN: Final = ("psp-", "crt-", "crd-")


class UnreadableInput(Invalid):
    """What is to be checked cannot be had."""

    code = "cli.verify.unreadable"
    message = _("“{name}” cannot be read: {reason}.")
    what_to_do = _("Name a file, an https address, or an identifier of this home; - reads from standard input.")


@app.command("verify")
def verify(
    what: Annotated[str, typer.Argument(help="A file, an https address, an identifier of this home, or -.")],
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    proof: Annotated[Path | None, typer.Option(help="Its proof file from the log.")] = None,
    log_key: Annotated[Path | None, typer.Option(help="The log's public key, for --proof.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check a certificate's credential or a passport: proof, key, issuer, dates, status, schema, log, certificates."""
    ensure_home()
    text = _read(what, offline=offline)
    found = checking.check(text, at=clock.now(), offline=offline, log=_log(proof, log_key))
    answer = {
        "id": found.credential.get("id"),
        "issuer": found.credential.get("issuer"),
        "checks": check.summaries(found.checks),
        "verified": found.verified,
    }
    emit(answer, as_json=as_json, human=lambda: _show(found))
    finish(failed=found.verified is False)


def _show(found: Verification) -> None:
    for one in found.checks:
        print(f"{one.result:<13} {one.name:<20} {one.reason}")
    words = {True: "verified", False: "NOT verified", None: "undetermined: not everything could be checked"}
    print(words[found.verified])


def _log(proof: Path | None, key: Path | None) -> LogCheck | None:
    if proof is None:
        return None
    read = read_inclusion(_file(proof).decode("utf-8", "replace"))
    return proof_log(read, parse_verifier_key(_file(key).decode("utf-8", "replace")) if key else None)


def _read(what: str, *, offline: bool) -> str | bytes:
    if what == "-":
        return sys.stdin.buffer.read(INPUT_MAX + 1)
    if what.startswith(OWN) and not Path(what).exists():
        return queries.token(what)
    if "://" not in what:
        return _file(Path(what))
    own = queries.token_at_url(what)
    if own is not None:
        return own
    fetched = Fetched(None, reason=OFFLINE) if offline else fetching.fetch(what)
    if fetched.body is None:
        raise UnreadableInput(name=what[:200], reason=fetched.reason)
    return fetched.body


def _file(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableInput(name=str(path)[:200], reason=_("it is no regular file"))
        with path.open("rb") as file:
            data = file.read(INPUT_MAX + 1)
    except (OSError, ValueError) as error:
        raise UnreadableInput(name=str(path)[:200], reason=type(error).__name__) from None
    if len(data) > INPUT_MAX:
        raise UnreadableInput(name=str(path)[:200], reason=_("it is larger than four megabytes"))
    return data
