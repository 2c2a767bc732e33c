"""``orepass serve``: the server for pages and API."""

import os
import socket
from typing import Annotated

import typer

from orepass.cli.output import stderr
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.schema import ensure_home

app = typer.Typer()


class AddressTaken(Conflict):
    """Another program listens there."""

    code = "cli.serve.address_taken"
    message = _("Nothing can listen on {host}:{port}: {reason}.")
    what_to_do = _("Stop the other program, or choose another port with --port.")


@app.command("serve")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes.")] = 1,
) -> None:
    """Serve pages and API until interrupted."""
    from granian import Granian  # noqa: PLC0415 - a server is only needed here
    from granian.constants import Interfaces  # noqa: PLC0415 - as above

    _require_free(host, port)
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
        respawn_failed_workers=True,
    ).serve()


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressTaken(where="--port", host=host, port=port, reason=error.strerror, state="taken") from None
