"""The log as files: served and exported as C2SP tlog-tiles says, and watched from there."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from orepass.cli.log import app
from orepass.kernel.digest import digest
from orepass.kernel.refusal import NotFound, Refusal
from orepass.transparency import queries, serving
from orepass.transparency.actions import place_queued, queue_leaf
from orepass.transparency.asking import Unreachable
from orepass.transparency.exporting import OtherHistory, export
from orepass.transparency.models import Checkpoint, Entry, Tile
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.note import BadNote
from orepass.transparency.rules.tile import HEIGHT, WIDTH, nodes_from
from orepass.transparency.rules.tile_path import TilePath, full_tiles, partial_tiles, read_bundle
from orepass.transparency.sources import FolderSource, HomeSource
from orepass.transparency.watched import KeyNeeded, OtherKey, UnreadableState

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("orepass.cli.log.ensure_home", lambda: None)  # the test's database is already there
    return tmp_path


def grow(count: int) -> None:
    first = Entry.objects.count()
    for number in range(first, first + count):
        queue_leaf(kind="assurance.certificate.issue", subject=f"crt-{number}", content_digest=digest(number), at=AT)
    place_queued()


def get(path: str, **headers: Any) -> Any:
    return Client().get(f"/log/{path}", headers=headers)


# --- served ---


def test_checkpoint_is_served_as_text_and_not_kept_by_caches() -> None:
    grow(3)
    response = get("checkpoint")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (response["Cache-Control"], response["Access-Control-Allow-Origin"]) == ("no-cache", "*")
    assert response.content.decode() == queries.head().checkpoint


def test_every_tile_and_bundle_of_the_checkpoint_is_served() -> None:
    grow(300)
    served = {str(path): get(str(path)) for path in (*full_tiles(300), *partial_tiles(300))}
    assert {response.status_code for response in served.values()} == {200}
    assert {response["Content-Type"] for response in served.values()} == {"application/octet-stream"}
    assert all("immutable" in response["Cache-Control"] for response in served.values())
    assert len(served["tile/0/000"].content) == WIDTH * merkle.HASH_BYTES
    entries = read_bundle(served["tile/entries/000"].content, WIDTH)
    hashes = b"".join(merkle.leaf_hash(entry) for entry in entries)
    assert hashes == served["tile/0/000"].content
    zipped = get("tile/entries/000", accept_encoding="gzip")
    assert (zipped["Content-Encoding"], len(zipped.content) < 20_000) == ("gzip", True)


def test_served_tiles_lead_to_the_served_root() -> None:
    grow(300)
    head = parse_checkpoint(get("checkpoint").content.decode())

    def tile(level: int, number: int) -> bytes:
        width = min(WIDTH, (head.size >> (HEIGHT * level)) - number * WIDTH)
        content: bytes = get(str(TilePath(level, number, width))).content
        return content

    assert merkle.root_hash(head.size, nodes_from(tile)) == head.root


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001",
        "tile/0/000.p/4",
        "tile/1/000.p/1",
        "tile/entries/000.p/4",
        "tile/entries/000",
        "tile/entries/x001/000",
        "tile/0/0",
        "tile/64/000",
        "tile/0/../../checkpoint",
        "tile/x",
    ],
)
def test_what_the_tree_has_not_is_not_found(path: str) -> None:
    grow(3)
    response = get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_log_that_was_never_opened_has_no_checkpoint() -> None:
    assert get("checkpoint").status_code == 404
    assert queries.published_checkpoint() == ""
    with pytest.raises(Unreachable):
        HomeSource().read("checkpoint")


def test_queued_entries_are_not_served() -> None:
    grow(3)
    queue_leaf(kind="assurance.certificate.issue", subject="crt-3", content_digest=digest(3), at=AT)
    with pytest.raises(NotFound):
        serving.resource("tile/entries/000.p/4")
    assert Client().post("/log/checkpoint").status_code == 405


# --- exported ---


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_export_writes_what_is_served_and_then_only_what_is_new(own_home: Path) -> None:
    folder = own_home / "site"
    grow(300)
    first = export(folder)
    assert (first.size, first.written, first.in_place) == (300, len(files(folder)) - 2, 0)
    for name in files(folder) - {"log.pub"}:
        assert (folder / name).read_bytes() == get(name).content
    assert export(folder).written == 0
    old = {name: (folder / name).stat().st_mtime_ns for name in files(folder)}
    grow(300)
    second = export(folder)
    assert (second.size, second.in_place) == (600, 2)
    assert (folder / "tile/0/000").stat().st_mtime_ns == old["tile/0/000"]
    assert "tile/0/001.p/44" not in files(folder)
    assert {"tile/0/001", "tile/entries/001", "tile/0/002.p/88", "checkpoint"} <= files(folder)


def test_export_into_the_folder_of_another_history_is_refused_and_changes_nothing(own_home: Path) -> None:
    folder = own_home / "site"
    grow(5)
    export(folder)
    Checkpoint.objects.all().delete()
    Tile.objects.all().delete()
    Entry.objects.all().delete()
    before = {name: (folder / name).read_bytes() for name in files(folder)}
    grow(3)
    with pytest.raises(OtherHistory):  # rolled back
        export(folder)
    for number in range(5):
        queue_leaf(kind="assurance.certificate.withdraw", subject=f"crt-{number}", content_digest=digest(1), at=AT)
    place_queued()
    with pytest.raises(OtherHistory):  # forked
        export(folder)
    assert {name: (folder / name).read_bytes() for name in files(folder)} == before


def test_folder_whose_checkpoint_is_no_text_is_left_alone(own_home: Path) -> None:
    grow(3)
    export(own_home / "site")
    (own_home / "site/checkpoint").write_bytes(b"\xff")
    with pytest.raises(BadNote):
        export(own_home / "site")
    assert (own_home / "site/checkpoint").read_bytes() == b"\xff"


def test_interrupted_export_is_completed(own_home: Path) -> None:
    grow(300)
    export(own_home / "site")
    (own_home / "site/tile/0/000").unlink()
    assert export(own_home / "site").written == 1


# --- watched ---


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--json"])
    if isinstance(result.exception, Refusal):
        raise result.exception
    assert result.exit_code == code, result.output
    return json.loads(result.output)


@pytest.fixture
def site(own_home: Path) -> str:
    grow(4)
    run("export", str(own_home / "site"))
    return str(own_home / "site")


def test_watching_an_export_reports_only_what_is_new_about_the_name(site: str, own_home: Path) -> None:
    arguments = ("watch", "crt-1", "crt-7", "--from", site)
    first = run(*arguments, "--key", f"{site}/log.pub")
    assert ([leaf["index"] for leaf in first["leaves"]], first["size"], first["verified"]) == ([1], 4, True)
    grow(4)
    run("export", site)
    second = run(*arguments)
    assert ([leaf["subject"] for leaf in second["leaves"]], second["since"]) == (["crt-7"], 4)
    assert run(*arguments)["leaves"] == []
    assert Path(second["kept"]).is_relative_to(own_home / "home")


def test_watching_this_home_needs_no_key_and_tells_all_without_a_name(site: str) -> None:
    assert len(run("watch")["leaves"]) == 4
    grow(1)
    assert [leaf["index"] for leaf in run("watch")["leaves"]] == [4]
    assert site


def test_rolled_back_export_ends_with_exit_code_one_and_its_evidence(site: str, own_home: Path) -> None:
    state = str(own_home / "state.json")
    head = queries.head().checkpoint
    run("watch", "--from", site, "--key", f"{site}/log.pub", "--state", state)
    kept = Path(state).read_bytes()
    old = queries.checkpoint_at(0)
    (Path(site) / "checkpoint").write_text(old)
    answer = run("watch", "--from", site, "--state", state, code=1)
    assert (answer["verified"], answer["evidence"]) == (False, [old, head])
    assert Path(answer["kept"]).read_text() == f"{old}\n{head}"
    assert Path(state).read_bytes() == kept


def test_head_of_somebody_else_and_a_policy_are_read_from_files(site: str, own_home: Path) -> None:
    (own_home / "policy").write_text("quorum none\n")
    arguments = ("--compare", f"{site}/checkpoint", "--policy", str(own_home / "policy"))
    results = {one["name"]: one["result"] for one in run("watch", *arguments)["checks"]}
    assert results == {
        "signature": "passed",
        "history": "passed",
        "witnesses": "not_checked",
        "other_view": "passed",
    }


def test_watching_is_refused_without_the_key_or_with_another(site: str, own_home: Path) -> None:
    state = str(own_home / "state.json")
    with pytest.raises(KeyNeeded):
        run("watch", "--from", site, "--state", state)
    run("watch", "--from", site, "--state", state, "--key", f"{site}/log.pub")
    other = own_home / "other.pub"
    other.write_text("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    with pytest.raises(OtherKey):
        run("watch", "--from", site, "--state", state, "--key", str(other))
    Path(state).write_text("{}")
    with pytest.raises(UnreadableState):
        run("watch", "--from", site, "--state", state)


def test_folder_without_a_log_is_unreachable(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreachable):
        FolderSource(own_home).read("checkpoint")
    (own_home / "checkpoint").write_text("x" * 100)
    monkeypatch.setattr("orepass.transparency.sources.FILE_MAX", 10)
    with pytest.raises(Unreachable, match="too large"):
        FolderSource(own_home).read("checkpoint")
    os.mkfifo(own_home / "pipe")
    with pytest.raises(Unreachable, match="no regular file"):
        FolderSource(own_home).read("pipe")


def test_witnesses_are_asked_by_command() -> None:
    grow(1)
    assert run("collect") == {"witnesses": []}
