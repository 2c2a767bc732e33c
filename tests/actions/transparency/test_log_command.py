"""``orepass log``: proofs written with the database are checked without it."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orepass.cli.files import UnreadableFile
from orepass.cli.log import OPENING_MAX, app
from orepass.kernel.digest import digest
from orepass.kernel.refusal import Refusal
from orepass.transparency.actions import place_queued, queue_leaf

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log with entries in two checkpoints, and its files."""
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("orepass.cli.log.ensure_home", lambda: None)  # the test's database is already there
    for number in range(3):
        queue_leaf(kind="passport.product.issue", subject=f"pas-{number}", content_digest=digest(number), at=AT)
    place_queued()
    run("head", "--save", str(tmp_path / "old"))
    queue_leaf(kind="passport.product.issue", subject="pas-3", content_digest=digest(3), at=AT)
    place_queued()
    run("head", "--save", str(tmp_path))
    run("prove", "pas-1", "--out", str(tmp_path / "proof"))
    run("prove", "--from", "3", "--out", str(tmp_path / "growth"))
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, Refusal):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def verdict(*arguments: str, code: int = 0) -> tuple[bool | None, dict[str, str]]:
    answer = json.loads(run("verify", *arguments, "--json", code=code))
    return answer["verified"], {check["name"]: check["result"] for check in answer["checks"]}


def test_head_shows_size_and_key_as_json(log: Path) -> None:
    answer = json.loads(run("head", "--json"))
    assert (answer["size"], answer["queued"]) == (4, 0)
    assert answer["checkpoint"] == (log / "checkpoint").read_text()


def test_good_proof_is_verified(log: Path) -> None:
    answer, results = verdict(str(log / "proof"), "--key", str(log / "log.pub"))
    assert answer is True
    assert results == {
        "inclusion": "passed",
        "leaf": "passed",
        "signature": "passed",
        "consistency": "not_checked",
        "witnesses": "not_checked",
    }


def test_proof_without_the_key_is_undetermined(log: Path) -> None:
    answer, results = verdict(str(log / "proof"))
    assert (answer, results["signature"]) == (None, "undetermined")


def test_touched_proof_fails_with_exit_code_one(log: Path) -> None:
    text = (log / "proof").read_text()
    (log / "proof").write_text(text.replace("index 1", "index 2"))
    answer, results = verdict(str(log / "proof"), "--key", str(log / "log.pub"), code=1)
    assert (answer, results["inclusion"]) == (False, "failed")


def test_growth_is_verified_against_the_older_checkpoint_only(log: Path) -> None:
    growth, key = str(log / "growth"), ("--key", str(log / "log.pub"))
    assert verdict(growth, *key, "--checkpoint", str(log / "old" / "checkpoint"))[0] is True
    assert verdict(growth, *key, "--checkpoint", str(log / "checkpoint"), code=1)[0] is False
    assert verdict(growth, *key)[0] is None


def test_files_that_are_none_are_refused(log: Path) -> None:
    with (log / "huge").open("wb") as huge:
        huge.truncate(OPENING_MAX + 1)
    (log / "latin").write_bytes(b"c2sp \xff\xfe")
    for name in ("huge", "latin", "absent", "."):
        with pytest.raises(UnreadableFile):
            run("verify", str(log / name))
    (log / "cut").write_text((log / "proof").read_text()[:150])
    with pytest.raises(Refusal):
        run("verify", str(log / "cut"))


def test_checking_needs_no_database(log: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from orepass.kernel.check import verified\n"
        "from orepass.transparency.rules.note import parse_verifier_key\n"
        "from orepass.transparency.rules.verification import verify_file\n"
        "proof, key = (Path(name).read_text() for name in sys.argv[1:])\n"
        "assert 'django' not in sys.modules\n"
        "print(verified(verify_file(proof, key=parse_verifier_key(key))))\n"
    )
    answer = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", code, str(log / "proof"), str(log / "log.pub")],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert answer.stdout == "True\n"
