"""``orepass witness``: cosign what a log shows only as long as it grows; needs a folder of its own, no home."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from orepass.cli.files import read_text
from orepass.cli.output import emit, finish, stderr
from orepass.platform import clock
from orepass.transparency.rules.note import NOTE_BYTES_MAX
from orepass.transparency.witness.cosigning import answered
from orepass.transparency.witness.state import KINDS, WitnessFolder, is_sealed, make, seal
from orepass.transparency.witness.wsgi import FOLDER

app = typer.Typer(no_args_is_help=True, help="Cosign the checkpoints of logs that only grow: anyone can run a witness.")

_text = partial(read_text, limit=NOTE_BYTES_MAX)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Folder = Annotated[Path, typer.Argument(help="Folder of the witness.")]


@app.command()
def init(
    folder: Folder,
    *,
    name: Annotated[str, typer.Option(help="A name on the net that is yours: witness.example/w1.")],
    kind: Annotated[str, typer.Option(help=f"Kind of key: {' or '.join(KINDS)}.")] = "Ed25519",
    log: Annotated[list[Path] | None, typer.Option(help="Public key of a log to watch (log.pub).")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a witness: its key, and the logs it watches."""
    key = str(make(folder, name=name, kind=kind))
    origins = [WitnessFolder(folder).watch(_text(each)) for each in log or []]
    emit({"verifier_key": key, "watches": origins}, as_json=as_json, human=lambda: print(key, *origins, sep="\n"))


@app.command()
def watch(
    folder: Folder,
    log: Annotated[Path, typer.Argument(help="Public key of a log (log.pub).")],
    *,
    as_json: AsJson = False,
) -> None:
    """Watch a further log from now on."""
    origin = WitnessFolder(folder).watch(_text(log))
    emit({"watches": [origin]}, as_json=as_json, human=lambda: print(origin))


@app.command(name="seal")
def seal_key(folder: Folder, *, as_json: AsJson = False) -> None:
    """Encrypt the bare key of a witness under the pass phrase that is set (OREPASS_KEY_PASSPHRASE)."""
    key = str(seal(folder))
    emit({"verifier_key": key, "encrypted": True}, as_json=as_json, human=lambda: print(key))


@app.command()
def show(folder: Folder, *, as_json: AsJson = False) -> None:
    """Show the key, what was cosigned last of each log, and which logs showed two histories."""
    witness = WitnessFolder(folder)
    logs, evidence = witness.logs(), witness.evidence()
    answer = {
        "name": witness.name,
        "verifier_key": str(witness.key),
        "encrypted": is_sealed(folder),
        "logs": logs,
        "evidence": [{"log": log, "cosigned": cosigned, "refused": refused} for log, cosigned, refused in evidence],
    }
    emit(answer, as_json=as_json, human=lambda: _show(folder, witness))
    finish(failed=bool(evidence))


@app.command()
def cosign(
    folder: Folder,
    request: Annotated[Path, typer.Argument(help="A request: “orepass log prove --from SIZE”, or the log's own.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Answer one request from a file; prints the lines that the log adds to its checkpoint."""
    answer = answered(WitnessFolder(folder), _text(request), at=int(clock.now().timestamp()))
    said = {"status": int(answer.status), "cosigned": answer.cosigns, "body": answer.body}
    emit(said, as_json=as_json, human=lambda: print(answer.body, end=""))
    finish(failed=not answer.cosigns)


@app.command()
def serve(
    folder: Folder,
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8040,
) -> None:
    """Answer logs over HTTP until interrupted: POST /add-checkpoint (C2SP tlog-witness)."""
    from granian import Granian  # noqa: PLC0415 - a server is only needed here
    from granian.constants import Interfaces  # noqa: PLC0415 - as above

    WitnessFolder(folder)
    os.environ[FOLDER] = str(folder.resolve())
    stderr.print(f"http://{host}:{port}/add-checkpoint")
    Granian(
        "orepass.transparency.witness.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=2,
    ).serve()


def _show(folder: Path, witness: WitnessFolder) -> None:
    print(witness.key)
    print("key encrypted" if is_sealed(folder) else "key not encrypted")
    for log in witness.logs():
        print(f"{log.origin}  {'nothing cosigned yet' if log.size is None else f'cosigned {log.size} entries'}")
    for origin, cosigned, refused in witness.evidence():
        print(f"\n{origin} showed two histories\n\n{cosigned}\n{refused}")
