"""``orepass bundle``: one file, or a chain of QR codes, with everything to check a credential without a network."""

import json
from pathlib import Path
from typing import Annotated

import segno
import typer

from orepass.cli.output import emit
from orepass.credentials.rules import bundle_frames
from orepass.credentials.rules.anchors import write_anchors
from orepass.credentials.rules.bundle import write_bundle
from orepass.passport import bundling
from orepass.platform import clock
from orepass.platform.schema import ensure_home

app = typer.Typer(
    no_args_is_help=True, help="Bundles that can be checked without a network: one file, or a chain of QR codes."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command()
def make(
    name: Annotated[str, typer.Argument(help="A certificate, passport or credential of this home.")],
    *,
    out: Annotated[Path | None, typer.Option(help="Write the file here instead of printing it.")] = None,
    codes: Annotated[Path | None, typer.Option(help="Folder for the same bundle as a chain of QR codes (SVG).")] = None,
    as_json: AsJson = False,
) -> None:
    """Make the bundle of a certificate or passport: credential, issuer, status, proof from the log."""
    ensure_home()
    document = write_bundle(bundling.bundle_of(name, at=clock.now()))
    text = json.dumps(document, ensure_ascii=False)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    drawn = _draw(text, codes) if codes else []
    answer = {"file": str(out or ""), "bytes": len(text.encode()), "codes": drawn, "bundle": document}

    def human() -> None:
        print(text if out is None and not codes else "\n".join([*([str(out)] if out else []), *drawn]))

    emit(answer, as_json=as_json, human=human)


@app.command()
def anchors(
    *,
    out: Annotated[Path | None, typer.Option(help="Write the file here instead of printing it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write what readers of this home's bundles rely upon: its log, its issuers, their keys and histories."""
    ensure_home()
    document = write_anchors(bundling.own_anchors())
    text = json.dumps(document, indent=2)
    if out is not None:
        out.write_text(text + "\n", encoding="utf-8")
    emit(document, as_json=as_json, human=lambda: print(out or text))


def _draw(text: str, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, frame in enumerate(bundle_frames.frames(text), 1):
        path = folder / f"code-{number:03}.svg"
        segno.make(frame, error="m", micro=False, boost_error=False).save(str(path), border=4, scale=4)
        written.append(str(path))
    return written
