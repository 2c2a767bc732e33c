"""The home itself: ``migrate``, ``backup``, ``restore``, and the first steward of a new installation."""

import errno
import os
from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.output import emit, finish
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import create_account, grant_membership
from orepass.platform.backup import back_up, restore
from orepass.platform.people import register_person
from orepass.platform.records import check_chain
from orepass.platform.schema import ensure_home, prepare

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command("migrate")
def migrate(
    prepared: Annotated[Path | None, typer.Option(help="Also write the prepared schema into this directory.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Bring the home's database up to this version."""
    ensure_home()
    written = str(prepare(prepared)) if prepared else ""
    emit({"migrated": True, "prepared": written}, as_json=as_json)


@app.command("backup")
def backup_command(
    file: Path,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a file of that name.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write database, keys, evidence and log into one archive."""
    ensure_home()
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    emit(back_up(file, clock.now(), replace=replace), as_json=as_json)


@app.command("restore")
def restore_command(file: Path, *, as_json: AsJson = False) -> None:
    """Restore an archive into an empty home and walk its record."""
    card = restore(file)
    ensure_home()
    findings = check_chain()
    emit({"restored": card, "findings": findings}, as_json=as_json)
    finish(failed=bool(findings))


@app.command("record")
def record_command(*, as_json: AsJson = False) -> None:
    """Walk the whole record and say whether every link holds."""
    ensure_home()
    findings = check_chain()
    emit({"intact": not findings, "findings": findings}, as_json=as_json)
    finish(failed=bool(findings))


@app.command("steward")
def steward(
    email: str, organisation: Annotated[str, typer.Option()] = "", name: str = "", *, as_json: AsJson = False
) -> None:
    """Make the first steward of a new installation; the password is set through the reset letter."""
    ensure_home()
    system = Actor.system("installation")
    person = register_person(system, name=name or email, purpose="steward", email=email, at=clock.now()).id
    create_account(system, person=person, email=email)
    grant_membership(
        system,
        person=person,
        organisation=organisation or "org-INSTALLATION",
        role=Role.STEWARD,
        at=clock.now(),
    )
    emit({"person": person, "email": email}, as_json=as_json)
