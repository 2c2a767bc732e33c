"""Commands run in this process, on the test's own database and home; a few run in a process of their own."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from orepass.cli.main import main
from orepass.platform.schema import STAMP, migrations_digest
from tests.cli.running import Ran

type Run = Callable[..., Ran]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own_home_for_each_test: Path, db: None
) -> Run:
    """Run a whole command line, from its words to its exit code, in a home that is ready."""
    (own_home_for_each_test / STAMP).write_text(migrations_digest(), encoding="ascii")
    monkeypatch.setattr("orepass.platform.schema._database_exists", lambda: True)

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["orepass", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Ran(code, printed.out, printed.err)

    return command
