"""Witnesses: one that anyone runs in a folder, and what this log does with those it asks."""

import io
import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orepass.cli.files import UnreadableFile
from orepass.cli.witness import app as command
from orepass.kernel.digest import digest
from orepass.kernel.refusal import Denied, NotFound, Refusal
from orepass.platform.access import Actor, Role
from orepass.platform.net import Reply
from orepass.transparency import collecting, queries
from orepass.transparency.actions import (
    NotCosigned,
    UnfitAddress,
    WitnessKnown,
    accept_witness,
    add_cosignature,
    dismiss_witness,
    place_queued,
    queue_leaf,
)
from orepass.transparency.asking import Unreachable
from orepass.transparency.collecting import Outcome, collect
from orepass.transparency.models import Checkpoint, Cosignature, Witness
from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.cosignature import cosign, cosigned_at
from orepass.transparency.rules.note import BadNote, BadVerifierKey
from orepass.transparency.witness import state, wsgi
from orepass.transparency.witness.cosigning import answered
from orepass.transparency.witness.state import LogKnown, NoWitness, WitnessExists, WitnessFolder, make
from tests.rules.transparency.trees import VERIFIER, MemoryLog, leaf

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOW = int(AT.timestamp())
STEWARD = Actor(pseudonym="per-1", organisation="org-1", roles=frozenset({Role.STEWARD}))
LOG = MemoryLog([leaf(number) for number in range(20)])
FORK = MemoryLog([*LOG.entries[:5], *(leaf(number) for number in range(100, 115))])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "witness", name="witness.example/w1", kind="Ed25519")
    return tmp_path / "witness"


@pytest.fixture
def witness(folder: Path) -> WitnessFolder:
    found = WitnessFolder(folder)
    found.watch(str(VERIFIER))
    return found


def asked(found: WitnessFolder, request: str) -> tuple[int, str]:
    answer = answered(found, request, at=NOW)
    return answer.status, answer.body


# --- a witness in its folder ---


@pytest.mark.parametrize("kind", ["Ed25519", "ML-DSA-44"])
def test_new_witness_cosigns_under_its_public_key(tmp_path: Path, kind: str) -> None:
    key = make(tmp_path / "new", name="w.example", kind=kind)
    found = WitnessFolder(tmp_path / "new")
    found.watch(str(VERIFIER))
    status, line = asked(found, LOG.request(0, 7))
    assert (status, cosigned_at(LOG.head(7) + line, key), found.key) == (200, NOW, key)
    assert (tmp_path / "new" / "witness.key").stat().st_mode & 0o077 == 0


def test_witness_is_never_made_over_another(folder: Path) -> None:
    key = (folder / "witness.key").read_bytes()
    with pytest.raises(WitnessExists):
        make(folder, name="w.example", kind="Ed25519")
    assert (folder / "witness.key").read_bytes() == key


@pytest.mark.parametrize(
    ("name", "kind"), [("with space", "Ed25519"), ("a+b", "Ed25519"), ("w", "RSA"), ("", "Ed25519")]
)
def test_witness_without_a_fit_name_or_kind_is_not_made(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(NoWitness):
        make(tmp_path / "new", name=name, kind=kind)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("lost", ["witness.key", "witness.sqlite3", "witness.name"])
def test_witness_that_lost_a_part_is_not_started_again(folder: Path, lost: str) -> None:
    (folder / lost).unlink()
    with pytest.raises(NoWitness):
        WitnessFolder(folder)


def test_another_key_of_a_watched_log_is_refused(witness: WitnessFolder) -> None:
    other = make_key_of("log.example/minerals")
    with pytest.raises(LogKnown):
        witness.watch(other)
    assert [log.verifier_key for log in witness.logs()] == [str(VERIFIER)]
    assert witness.watch(str(VERIFIER)) == VERIFIER.name


def make_key_of(name: str) -> str:
    return str(type(VERIFIER)(name, bytes(32)))


def test_what_was_cosigned_outlives_the_process(witness: WitnessFolder, folder: Path) -> None:
    assert asked(witness, LOG.request(0, 12))[0] == 200
    again = WitnessFolder(folder)
    assert again.logs()[0].size == 12
    assert asked(again, LOG.request(0, 7)) == (409, "12\n")
    assert asked(again, LOG.request(12, 20))[0] == 200


def test_forked_log_is_refused_and_both_heads_are_kept(witness: WitnessFolder) -> None:
    asked(witness, LOG.request(0, 12))
    for _ in range(2):
        assert asked(witness, FORK.request(12, 20))[0] == 422
    assert witness.evidence() == [(VERIFIER.name, LOG.head(12), FORK.head(20))]
    assert witness.logs()[0].size == 12


def test_enough_evidence_is_kept_of_each_log_and_no_more(
    witness: WitnessFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "EVIDENCE_MAX", 2)
    with witness.locked() as connection:
        for origin, number in (("a", 1), ("a", 2), ("a", 3), ("b", 4)):
            state.keep_evidence(connection, origin, cosigned="head", refused=f"head {number}", at=NOW)
    assert [(origin, refused) for origin, _cosigned, refused in witness.evidence()] == [
        ("a", "head 1"),
        ("a", "head 2"),
        ("b", "head 4"),
    ]


def test_log_that_is_not_watched_is_not_cosigned(folder: Path) -> None:
    assert asked(WitnessFolder(folder), LOG.request(0))[0] == 404
    assert asked(WitnessFolder(folder), "nonsense")[0] == 400


def test_origin_too_long_to_be_cosigned_by_this_kind_of_key_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "new", name="w.example", kind="ML-DSA-44")
    found, long = WitnessFolder(tmp_path / "new"), MemoryLog(LOG.entries[:2], origin="o" * 256)
    found.watch(str(type(VERIFIER)(long.origin, VERIFIER.public)))
    assert asked(found, long.request(0))[0] == 400
    assert found.logs()[0].size is None


def test_requests_at_once_never_lead_back(witness: WitnessFolder, folder: Path) -> None:
    asked(witness, LOG.request(0, 5))
    statuses: list[int] = []

    def one(size: int) -> None:
        statuses.append(asked(WitnessFolder(folder), LOG.request(5, size))[0])

    threads = [threading.Thread(target=one, args=(size,)) for size in range(6, 14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 7
    assert witness.logs()[0].size in range(6, 14)


def test_nothing_is_cosigned_that_could_not_be_kept(witness: WitnessFolder, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "witness.sqlite3")) as connection:
        connection.execute("CREATE TRIGGER full BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(sqlite3.IntegrityError):
        asked(witness, LOG.request(0, 7))
    assert witness.logs()[0].size is None


# --- over HTTP ---


def over_http(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    method: str = "POST",
    path: str = "/add-checkpoint",
    body: bytes = b"",
) -> tuple[int, dict[str, str], str]:
    monkeypatch.setenv("OREPASS_WITNESS", str(folder))
    said: list[Any] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(body)}
    data = b"".join(wsgi.application(environ, lambda status, headers: said.extend((status, headers))))
    return int(said[0].split(" ")[0]), dict(said[1]), data.decode()


def test_http_answers_as_the_protocol_says(
    witness: WitnessFolder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, headers, body = over_http(folder, monkeypatch, body=LOG.request(0, 12).encode())
    assert (status, headers["Content-Length"]) == (200, str(len(body.encode())))
    assert cosigned_at(LOG.head(12) + body, witness.key)
    status, headers, body = over_http(folder, monkeypatch, body=LOG.request(0, 12).encode())
    assert (status, headers["Content-Type"], body) == (409, "text/x.tlog.size", "12\n")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/", b"", 200),
        ("GET", "/add-checkpoint", b"", 405),
        ("POST", "/other", b"", 404),
        ("POST", "/add-checkpoint", b"\xff", 400),
        ("POST", "/add-checkpoint", b"old", 400),
        ("POST", "/add-checkpoint", b"x" * 70_000, 413),
    ],
)
def test_http_refuses_what_is_no_request(
    folder: Path, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: bytes, status: int
) -> None:
    assert over_http(folder, monkeypatch, method=method, path=path, body=body)[0] == status


# --- the command ---


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(command, [*arguments, "--json"])
    if isinstance(result.exception, Refusal):
        raise result.exception
    assert result.exit_code == code, result.output
    return json.loads(result.output)


def test_command_makes_a_witness_that_cosigns_from_files(tmp_path: Path) -> None:
    folder, log = str(tmp_path / "w"), tmp_path / "log.pub"
    log.write_text(f"{VERIFIER}\n")
    made = run("init", folder, "--name", "w.example", "--log", str(log))
    assert made["watches"] == [VERIFIER.name]
    assert run("watch", folder, str(log)) == {"watches": [VERIFIER.name]}
    (tmp_path / "request").write_text(LOG.request(0, 12))
    assert run("cosign", folder, str(tmp_path / "request"))["cosigned"] is True
    assert [log["size"] for log in run("show", folder)["logs"]] == [12]
    (tmp_path / "request").write_text(FORK.request(12, 20))
    assert run("cosign", folder, str(tmp_path / "request"), code=1)["status"] == 422
    assert run("show", folder, code=1)["evidence"][0]["refused"] == FORK.head(20)
    for name in ("absent", ".", "/dev/zero"):
        with pytest.raises(UnreadableFile):
            run("cosign", folder, str(tmp_path / name))


def test_witness_needs_no_django() -> None:
    code = "import sys; import orepass.cli.witness; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert answer.stdout == "False\n"


# --- this log and its witnesses ---


@pytest.fixture
def log(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, witness: WitnessFolder) -> WitnessFolder:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path / "home"))
    grow(3)
    witness.watch(queries.head().verifier_key)
    return witness


def grow(count: int) -> None:
    for number in range(count):
        queue_leaf(kind="assurance.certificate.issue", subject=f"crt-{number}", content_digest=digest(number), at=AT)
    place_queued()


def answers(monkeypatch: pytest.MonkeyPatch, found: WitnessFolder) -> list[str]:
    """Let a witness answer in this process; returns the addresses asked."""
    addresses: list[str] = []

    def ask(url: str, *, body: bytes | None = None) -> Reply:
        addresses.append(url)
        answer = answered(found, (body or b"").decode(), at=NOW)
        return Reply(answer.status, answer.body.encode(), answer.media_type)

    monkeypatch.setattr(collecting.asking, "ask", ask)
    return addresses


def accepted(found: WitnessFolder, *, url: str = "https://witness.example/w1/") -> str:
    return accept_witness(STEWARD, verifier_key=str(found.key), url=url).id


def test_cosignatures_are_collected_and_published(log: WitnessFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses, key = answers(monkeypatch, log), log.key
    identifier = accepted(log)
    assert [one.outcome for one in collect()] == [Outcome.COSIGNED]
    assert addresses == ["https://witness.example/w1/add-checkpoint"]
    assert cosigned_at(queries.published_checkpoint(), key) == NOW
    assert cosigned_at(queries.head().checkpoint, key) == cosigned_at(queries.checkpoint_at(3), key) == NOW
    assert [one.outcome for one in collect()] == [Outcome.UNCHANGED]
    assert [(one.id, one.size) for one in queries.witnesses()] == [(identifier, 3)]
    grow(2)
    assert cosigned_at(queries.published_checkpoint(), key) is None
    assert [one.outcome for one in collect(identifier)] == [Outcome.COSIGNED]
    assert queries.head().cosignatures[0].cosigned_at == AT
    assert [(one.id, one.size) for one in queries.witnesses()] == [(identifier, 5)]
    assert queries.witness_request(identifier) == ""
    with pytest.raises(NotFound):
        collect("wit-other")


def test_proof_is_under_the_newest_cosigned_checkpoint_that_covers_the_entry(
    log: WitnessFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, log)
    accepted(log)
    collect()
    grow(1)
    queue_leaf(kind="assurance.certificate.suspend", subject="crt-9", content_digest=digest(9), at=AT)
    place_queued()
    old, new = queries.inclusion_proof("crt-1"), queries.inclusion_proof("crt-9")
    assert (parse_checkpoint(old.checkpoint).size, cosigned_at(old.checkpoint, log.key)) == (3, NOW)
    assert (parse_checkpoint(new.checkpoint).size, cosigned_at(new.checkpoint, log.key)) == (5, None)
    assert old.holds()
    assert new.holds()


def test_witness_that_remembers_more_than_we_kept_is_asked_again_from_there(
    log: WitnessFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, log)
    accepted(log)
    collect()
    Cosignature.objects.all().delete()
    grow(2)
    assert [(one.outcome, one.size) for one in collect()] == [(Outcome.COSIGNED, 5)]


def test_home_that_was_rolled_back_learns_it_from_its_witness(
    log: WitnessFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, log)
    accepted(log)
    grow(2)
    collect()
    Cosignature.objects.all().delete()
    Checkpoint.objects.filter(size=5).delete()
    asked_now = collect()
    assert [one.outcome for one in asked_now] == [Outcome.REFUSED]
    assert "5" in asked_now[0].reason


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(403, b"no\n", "text/plain"), Outcome.REFUSED),
        (Reply(422, b"no\n", "text/plain"), Outcome.REFUSED),
        (Reply(200, b"nonsense\n", "text/plain"), Outcome.REFUSED),
        (Reply(200, b"", "text/plain"), Outcome.REFUSED),
        (Reply(409, b"99\n", "text/x.tlog.size"), Outcome.REFUSED),
        (Reply(409, b"nonsense\n", "text/x.tlog.size"), Outcome.REFUSED),
    ],
)
def test_answer_that_is_no_cosignature_is_not_kept(
    log: WitnessFolder, monkeypatch: pytest.MonkeyPatch, reply: Reply, outcome: Outcome
) -> None:
    accepted(log)
    monkeypatch.setattr(collecting.asking, "ask", lambda _url, **_sent: reply)
    assert [one.outcome for one in collect()] == [outcome]
    assert Cosignature.objects.count() == 0


def test_witness_that_does_not_answer_is_unreachable(log: WitnessFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(url: str, *, body: bytes) -> Reply:
        raise Unreachable(name=url, reason="silence")

    accepted(log)
    monkeypatch.setattr(collecting.asking, "ask", ask)
    assert [one.outcome for one in collect()] == [Outcome.UNREACHABLE]


def test_cosignature_brought_by_hand_is_verified_and_kept_once(log: WitnessFolder) -> None:
    identifier = accepted(log, url="")
    assert collect() == []
    line = answered(log, queries.witness_request(identifier), at=NOW).body
    for _ in range(2):
        head = add_cosignature(STEWARD, witness=identifier, size=3, lines=f"— other.example {'A' * 40}\n{line}")
    assert (Cosignature.objects.get().line, len(head.cosignatures)) == (line, 1)
    assert queries.witness_request(identifier) == ""
    with pytest.raises(BadNote):
        add_cosignature(STEWARD, witness=identifier, size=0, lines=line)


def test_lines_without_the_cosignature_of_the_witness_are_refused(log: WitnessFolder) -> None:
    identifier = accepted(log, url="")
    with pytest.raises(NotCosigned):
        add_cosignature(STEWARD, witness=identifier, size=3, lines=f"— other.example {'A' * 40}\n")
    with pytest.raises(BadNote):
        add_cosignature(STEWARD, witness=identifier, size=3, lines="nonsense")
    with pytest.raises(queries.NoSuchSize):
        add_cosignature(STEWARD, witness=identifier, size=99, lines="")
    with pytest.raises(NotFound):
        add_cosignature(STEWARD, witness="wit-none", size=3, lines="")
    assert Cosignature.objects.count() == 0


def test_cosignature_of_a_longer_text_is_none_of_the_checkpoint(log: WitnessFolder) -> None:
    identifier = accepted(log, url="")
    more = "it says more\n"
    longer = f"{queries.checkpoint_at(3)}{more}\n— w.example {'A' * 40}\n"
    line = cosign(longer, name=log.name, signer=log.signer, at=NOW)
    with pytest.raises(NotCosigned):
        add_cosignature(STEWARD, witness=identifier, size=3, lines=f"{more}\n{line}")
    assert Cosignature.objects.count() == 0


def test_dismissed_witness_is_asked_no_more_and_may_come_back(log: WitnessFolder) -> None:
    identifier = accepted(log)
    with pytest.raises(WitnessKnown):
        accepted(log)
    assert dismiss_witness(STEWARD, witness=identifier).id == identifier
    assert queries.witnesses() == []
    with pytest.raises(NotFound):
        queries.witness_request(identifier)
    with pytest.raises(NotFound):
        dismiss_witness(STEWARD, witness=identifier)
    assert accepted(log, url="https://moved.example") == identifier
    assert [one.url for one in queries.witnesses()] == ["https://moved.example"]


@pytest.mark.parametrize("url", ["http://witness.example", "nonsense", "https://a:b@witness.example"])
def test_witness_is_not_asked_over_an_unfit_address(log: WitnessFolder, url: str) -> None:
    with pytest.raises(UnfitAddress):
        accepted(log, url=url)
    with pytest.raises(BadVerifierKey):
        accept_witness(STEWARD, verifier_key=queries.head().verifier_key)
    assert Witness.objects.count() == 0


def test_stranger_may_not_say_which_witnesses_are_asked(log: WitnessFolder) -> None:
    stranger = Actor(pseudonym="per-2", organisation="org-2")
    with pytest.raises(Denied):
        accept_witness(stranger, verifier_key=str(log.key))
    with pytest.raises(Denied):
        dismiss_witness(stranger, witness="wit-1")
    with pytest.raises(Denied):
        add_cosignature(stranger, witness="wit-1", size=3, lines="")
    assert Witness.objects.count() == 0
