"""``orepass serve``: the server for pages and API."""

import os
from typing import Annotated

import typer

from orepass.cli.output import stderr
from orepass.platform.schema import ensure_home

app = typer.Typer()


@app.command("serve")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes.")] = 1,
) -> None:
    """Serve pages and API until interrupted."""
    from granian import Granian  # noqa: PLC0415 - a server is only needed here
    from granian.constants import Interfaces  # noqa: PLC0415 - as above

    ensure_home()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orepass.project.settings")
    stderr.print(f"http://{host}:{port}")
    Granian(
        "orepass.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
    ).serve()
