"""A draw leaves the home as a file and is proved by command; decisions are recomputed by command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orepass.cli.calc import NothingToVerify
from orepass.cli.files import UnreadableFile
from orepass.cli.mounting import build
from orepass.cli.replay import NothingToReplay
from orepass.inclusion.groups.models import Draw
from orepass.inclusion.groups.queries import DrawCard
from orepass.kernel.refusal import NotFound
from orepass.transparency.actions import sequence
from orepass.transparency.queries import head
from tests.beginnings import Teller, Told
from tests.cooperative import SEQUENCER, Cooperative

pytestmark = pytest.mark.any_database  # a door to actions that have tests of their own

type Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with ``--json``; return its exit code and its one document."""
    for place in ("orepass.platform.schema", "orepass.cli.replay"):
        monkeypatch.setattr(f"{place}.ensure_home", lambda: None)  # the test's database is already there

    def command(*arguments: str) -> tuple[int, Any]:
        code = 0
        try:
            build()(args=[*arguments, "--json"], standalone_mode=False)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, json.loads(capsys.readouterr().out)

    return command


def drawn() -> DrawCard:
    coop = Cooperative(members=12)
    found = coop.drawn(coop.assessed())
    sequence(SEQUENCER, at=coop.at)
    return found


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[DrawCard]:
    return tell(drawn)


@pytest.fixture
def card(told: Told[DrawCard], db: None) -> DrawCard:
    return told.again()


@pytest.fixture
def file(card: DrawCard, run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(run("calc", "draw", "--export", card.id)[1]), encoding="utf-8")
    return path


@pytest.fixture
def key(card: DrawCard, tmp_path: Path) -> Path:
    path = tmp_path / "log.pub"
    path.write_text(head().verifier_key + "\n", encoding="utf-8")
    return path


def test_an_exported_draw_is_proved_with_the_logs_key(run: Run, card: DrawCard, file: Path, key: Path) -> None:
    code, told = run("calc", "draw", "--verify", str(file), "--key", str(key))
    assert (code, told["value"], told["verified"], told["draw"]) == (0, True, True, card.id)
    assert {check["result"] for check in told["checks"]} == {"passed"}
    assert run("calc", "draw", f"verify={file}", f"key={key}")[1]["value"] is True


def test_an_altered_draw_exits_with_a_failed_check(run: Run, file: Path, key: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    document["committed"]["members"][0]["points"] += 1
    file.write_text(json.dumps(document), encoding="utf-8")
    code, told = run("calc", "draw", "--verify", str(file), "--key", str(key))
    assert (code, told["value"]) == (1, False)
    assert {"commitment", "entry"} <= {check["name"] for check in told["checks"] if check["result"] == "failed"}


def test_only_draws_are_verified_and_exported(run: Run, tmp_path: Path, db: None) -> None:
    with pytest.raises(NothingToVerify):
        run("calc", "sample", "--verify", str(tmp_path))
    with pytest.raises(NothingToVerify):
        run("calc", "sample", "--export", "drw-1")
    with pytest.raises(UnreadableFile):
        run("calc", "draw", "--verify", str(tmp_path))
    with pytest.raises(NotFound):
        run("calc", "draw", "--export", "drw-1")


def test_replay_says_equal_or_where_it_differs(run: Run, card: DrawCard) -> None:
    code, told = run("replay", "--all")
    assert (code, told["equal"]) == (0, True)
    assert told["count"] == len(told["replayed"]) == told["results"]["equal"] >= 2
    Draw.objects.update(seed="0" * 64)
    code, told = run("replay", card.id)
    assert (code, told["equal"]) == (1, False)
    assert told["replayed"][0]["differences"][0]["where"] == "seed"


def test_what_cannot_be_determined_is_refused_with_its_reason(run: Run, card: DrawCard) -> None:
    Draw.objects.update(member_list=None)
    code, told = run("replay", card.id)
    assert (code, told["replayed"][0]["result"]) == (2, "undeterminable")
    assert told["replayed"][0]["reason"]
    with pytest.raises(NotFound):
        run("replay", "crt-NOTHING")
    for arguments in ((), ("crt-1", "--all")):
        with pytest.raises(NothingToReplay):
            run("replay", *arguments)


def test_a_rule_takes_a_schemes_numbers_and_explains_them(run: Run) -> None:
    asked = ("calc", "certificate-valid-to", "decided_on=2026-01-31", "pack=cera-4in1", "standard=ASM")
    code, told = run(*asked, "--explain")
    assert (code, told["value"]) == (0, "2027-01-30")
    months = told["parameters"][1]
    assert (months["origin"], months["path"], months["value"]) == ("scheme", "lifecycle.cycle_months", "12")
    assert {"title", "clause", "verified"} == set(months["source"])
    assert "parameters" not in run(*asked)[1]


def test_the_list_of_rules_is_grouped_by_room_and_topic(run: Run) -> None:
    told = run("calc", "--list")[1]
    assert {card["name"] for topic in told["topics"] for card in topic["rules"]} == {
        card["name"] for card in told["rules"]
    }
    assert all(topic["title"] and topic["room"] for topic in told["topics"])
