"""``orepass capture``, ``trace``, ``claims``, ``recall`` and ``balance`` speak JSON and exit as they should."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orepass.cli import custody as commands
from orepass.cli import tracing
from orepass.cli.files import UnreadableFile
from orepass.custody.models import JournalEvent
from orepass.custody.queries.reaching import NothingSuspected
from orepass.custody.rules.terms import CONTEXT
from orepass.kernel.refusal import NotFound

pytestmark = pytest.mark.any_database  # a door to actions that have tests of their own

RUN = CliRunner()
EVENT = {
    "@context": CONTEXT,
    "type": "ObjectEvent",
    "eventTime": "2026-03-01T08:30:00+02:00",
    "eventTimeZoneOffset": "+02:00",
    "action": "ADD",
    "quantityList": [{"epcClass": "https://mine.example/lots/1", "quantity": 3, "uom": "KGM"}],
    "bizLocation": {"id": "https://mine.example/pit"},
    "ilmd": {"ore:material": "cobalt_ore", "ore:grade_pct": 4},
}


@pytest.fixture(autouse=True)
def prepared(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ensure_home", lambda: None)
    monkeypatch.setattr(tracing, "ensure_home", lambda: None)


def run(*arguments: str) -> tuple[int, Any]:
    app, given = (commands.app, arguments[1:]) if arguments[0] == "capture" else (tracing.app, arguments)
    result = RUN.invoke(app, [*given, "--json"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, json.loads(result.stdout)


def written(path: Path, value: object) -> str:
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return str(path)


def test_capture_trace_and_recall(tmp_path: Path) -> None:
    code, answer = run("capture", written(tmp_path / "a.json", EVENT))
    assert code == 0
    assert [(part["captured"], part["refused"], part["findings"]) for part in answer["files"]] == [(1, 0, [])]
    code, answer = run("trace", "https://mine.example/lots/1")
    (origin,) = answer["origins"]
    assert (code, origin["share_exact"], origin["share"], origin["mass_g"]) == (0, "1/1", 1.0, 3000)
    assert origin["origin"] == "https://mine.example/pit"
    assert (answer["claim"]["model"], answer["claim"]["percent"], answer["claim"]["offered"]) == ("", 0, [])
    code, answer = run("claims", "https://mine.example/lots/1")
    assert (code, answer["share"], answer["share_exact"]) == (0, 0.0, "0")
    assert answer["lost"][0]["why"]
    code, answer = run("recall", "--site", "https://mine.example/pit", "--since", "2026-03-01")
    assert [part["uri"] for part in answer["affected"]] == ["https://mine.example/lots/1"]
    assert run("balance") == (0, {"accounts": [], "entries": [], "balance": None})


def test_each_bad_file_is_named_with_code_and_place_and_good_ones_are_kept(tmp_path: Path) -> None:
    files = {
        "good.json": EVENT,
        "xml.json": b"<?xml version='1.0'?><EPCISDocument/>",
        "cut.json": json.dumps(EVENT).encode()[:-20],
        "latin.json": json.dumps(EVENT).encode("utf-16"),
        "wrong.json": EVENT | {"action": "CREATE"},
    }
    code, answer = run("capture", *(written(tmp_path / name, value) for name, value in files.items()))
    assert code == 1
    found = {
        Path(part["file"]).name: (part["captured"], part["refused"], [item["code"] for item in part["findings"]])
        for part in answer["files"]
    }
    assert found == {
        "good.json": (1, 0, []),
        "xml.json": (0, 1, ["custody.document.xml"]),
        "cut.json": (0, 1, ["custody.document.syntax"]),
        "latin.json": (0, 1, ["custody.document.encoding"]),
        "wrong.json": (0, 1, ["custody.event.word"]),
    }
    assert JournalEvent.objects.count() == 1


def test_a_file_that_is_too_large_is_told_beside_the_others_with_its_whole_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = written(tmp_path / "good.json", EVENT)
    limit = Path(good).stat().st_size
    monkeypatch.setattr(commands, "BYTES_MAX", limit)
    # Cut at the limit it would end inside a character and be told of as no UTF-8.
    large = written(tmp_path / "large.json", b"{" + "ä".encode() * limit)
    code, answer = run("capture", large, good)
    assert (code, [part["captured"] for part in answer["files"]]) == (1, [0, 1])
    finding = answer["files"][0]["findings"][0]
    assert (finding["code"], finding["params"]["size"]) == ("custody.document.too_large", str(2 * limit + 1))


def test_missing_file_unknown_lot_and_empty_recall_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        run("capture", str(tmp_path / "nothing.json"))
    with pytest.raises(NotFound):
        run("trace", "https://nobody.example/lots/1")
    with pytest.raises(NotFound):
        run("balance", "bal-0000000000000")
    with pytest.raises(NothingSuspected):
        run("recall")
