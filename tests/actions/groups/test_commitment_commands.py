"""A commitment is listed and opened by command: for the group's managers, and confirmed against the log."""

import json
from pathlib import Path
from typing import Any

import pytest

from orepass.cli import group as command
from orepass.inclusion.groups.actions.register import commit_register
from orepass.inclusion.groups.queries import RegisterCard
from orepass.kernel.check import verified
from orepass.kernel.refusal import NotFound
from orepass.transparency.actions import sequence
from orepass.transparency.queries import head
from orepass.transparency.rules.note import parse_verifier_key
from orepass.transparency.rules.verification import verify_file
from tests.cooperative import SEQUENCER, Cooperative

pytestmark = pytest.mark.any_database  # a door to queries that have tests of their own


@pytest.fixture
def fixed(coop: Cooperative, monkeypatch: pytest.MonkeyPatch) -> RegisterCard:
    """A register that was fixed; the test's database is already there."""
    monkeypatch.setattr(command, "ensure_home", lambda: None)
    card = commit_register(coop.operator, group=coop.group.id, at=coop.at)
    sequence(SEQUENCER, at=coop.at)
    return card


def test_manager_opens_a_commitment_and_the_log_confirms_it(
    coop: Cooperative, fixed: RegisterCard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manager: dict[str, Any] = {"who": coop.operator.pseudonym, "organisation": coop.client, "as_json": True}
    command.commitments(coop.group.id, **manager)
    told = capsys.readouterr().out
    assert [one["digest"] for one in json.loads(told)["commitments"]] == [fixed.digest]
    assert fixed.salt not in told
    file = tmp_path / "opening.json"
    command.open_commitment(coop.group.id, fixed.digest, out=file, **manager)
    assert json.loads(capsys.readouterr().out)["opening"]["said"]["salt"] == fixed.salt
    key = parse_verifier_key(head().verifier_key)
    assert verified(verify_file(file.read_text(encoding="utf-8"), key=key)) is True


def test_commands_tell_people_the_same(
    coop: Cooperative, fixed: RegisterCard, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = commit_register(coop.operator, group=coop.group.id, at=coop.at)
    command.commitments(coop.group.id, who=coop.operator.pseudonym)
    first, second = capsys.readouterr().out.splitlines()
    assert (fixed.digest in first, first.endswith("queued")) == (True, False)
    assert (waiting.digest in second, second.endswith("queued")) == (True, True)
    command.open_commitment(coop.group.id, fixed.digest, who=coop.operator.pseudonym)
    assert json.loads(capsys.readouterr().out)["said"]["salt"] == fixed.salt


def test_nobody_else_opens_it_and_no_file_is_written(coop: Cooperative, fixed: RegisterCard, tmp_path: Path) -> None:
    file = tmp_path / "opening.json"
    for who in ("", coop.inspector.pseudonym, coop.outsider.pseudonym):
        with pytest.raises(NotFound):
            command.open_commitment(coop.group.id, fixed.digest, out=file, who=who)
    assert not file.exists()
