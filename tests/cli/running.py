"""Run the real command in a process of its own, as people and programs do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout; anything before or after it fails here."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error document of a refusal, whole."""
        document = self.document
        assert set(document) == {"error"}, document
        error: dict[str, str] = document["error"]
        assert set(error) - {"findings"} == {"code", "message", "where", "what_to_do"}
        assert error["code"]
        assert error["message"]
        return error


def orepass(*arguments: str, home: Path, stdin: bytes | None = None, **variables: str) -> Ran:
    """Run ``orepass`` with a home; the command has a minute, after which it counts as hung.

    The allocator notices what is freed twice or written past its end: such a command crashes here and not one day.
    """
    ours = {"OREPASS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "orepass.project.settings", "PYTHONMALLOC": "debug"}
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", "from orepass.cli.main import main; main()", *arguments],
        input=stdin,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
        env=os.environ | ours | variables,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace"))
