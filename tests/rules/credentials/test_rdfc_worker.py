"""The process that makes canonical RDF: what it refuses, where it stops, and what it says was not signed."""

import importlib.util
import json
import sys
import threading
import time
from typing import Any

import pytest

from orepass.credentials import contexts, rdfc_process, rdfc_worker
from orepass.credentials.rdfc_worker import Limits, RdfcWorker
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs.linked_data import Problem
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.kernel.check import Result
from tests.hanging import ends
from tests.rules.credentials.linked import linked_proof
from tests.rules.credentials.signing import credential, resolve

needs_libraries = pytest.mark.skipif(importlib.util.find_spec("pyld") is None, reason="the extra [rdfc] is missing")
SCHEMA = {"@context": {"@protected": True, "grade": "urn:x:grade", "site": {"@id": "urn:x:site", "@type": "@id"}}}
MINE = "https://mine.example/context"
LIMITS = Limits(seconds=30)


def worker(limits: Limits = LIMITS) -> RdfcWorker:
    return RdfcWorker(contexts.shipped() | {MINE: SCHEMA}, limits=limits)


def document(**subject: Any) -> dict[str, Any]:
    said = {"id": "urn:x:mine", "grade": "4.0", "site": "urn:x:kabolela"} | subject
    return credential(**{"@context": [BASE_CONTEXT, MINE], "credentialSubject": said})


def proof_of(signed: dict[str, Any]) -> Result:
    return check_signatures(Presented(signed), resolve, worker())[0].result


def poison(size: int) -> dict[str, Any]:
    """Return a graph in which everything knows everything: naming its nodes takes for ever."""
    nodes = [f"_:n{number}" for number in range(size)]
    return {
        "@context": {"knows": {"@id": "urn:x:knows", "@type": "@id"}},
        "@graph": [{"@id": node, "knows": [other for other in nodes if other != node]} for node in nodes],
    }


@needs_libraries
def test_a_proof_over_linked_data_holds_and_spacing_and_order_are_not_signed() -> None:
    signed = document() | {"proof": linked_proof(document(), worker())}
    assert proof_of(signed) is Result.PASSED
    assert proof_of(dict(reversed(signed.items()))) is Result.PASSED
    assert proof_of(signed | {"credentialSubject": document(grade="4.1")["credentialSubject"]}) is Result.FAILED


@needs_libraries
@pytest.mark.parametrize(
    "added",
    [{"owner": "Kito"}, {"site": "kabolela"}, {"grade": {"@value": "4", "@language": "ar", "@direction": "rtl"}}],
    ids=["a name without a meaning", "a relative address", "a direction of writing"],
)
def test_context_that_drops_terms_fails_because_no_signature_covers_them(added: dict[str, Any]) -> None:
    whole = document(**added)
    signed = whole | {"proof": linked_proof(whole, worker())}
    (proof, *_rest) = check_signatures(Presented(signed), resolve, worker())
    assert proof.result is Result.FAILED
    assert "Not all of it is signed" in proof.reason


@needs_libraries
def test_context_that_drops_terms_is_not_smuggled_in_beside_the_signed_one() -> None:
    signed = document() | {"proof": linked_proof(document(), worker())}
    subject = signed["credentialSubject"] | {"owner": "Kito"}
    assert proof_of(signed | {"credentialSubject": subject}) is Result.FAILED
    mapped_away = [BASE_CONTEXT, MINE, {"owner": None}]
    assert proof_of(signed | {"@context": mapped_away, "credentialSubject": subject}) is Result.FAILED


@needs_libraries
def test_names_given_another_meaning_by_the_document_itself_stay_open() -> None:
    """The graph and so the signature stay the same; the names that a person reads have changed places."""
    signed = document() | {"proof": linked_proof(document(), worker())}
    swapped = {"recovery": "urn:x:grade"}
    subject = {"id": "urn:x:mine", "recovery": "4.0", "site": "urn:x:kabolela"}
    renamed = signed | {"@context": [BASE_CONTEXT, MINE, swapped], "credentialSubject": subject}
    (proof, *_rest) = check_signatures(Presented(renamed), resolve, worker())
    assert proof.result is not Result.PASSED


@needs_libraries
def test_a_poisoned_graph_is_stopped_and_decides_nothing() -> None:
    with ends():
        found = worker(Limits(seconds=2)).canonical([poison(11)], algorithm="sha256")
    assert found.problem is Problem.STOPPED


@needs_libraries
@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(seconds=30, values=5), Problem.SIZE),
        (Limits(seconds=30, quads=2), Problem.SIZE),
        (Limits(seconds=30, nodes=0), Problem.SIZE),
        (Limits(seconds=30, memory=30_000_000), Problem.STOPPED),
    ],
    ids=["values", "statements", "nodes", "memory"],
)
def test_a_document_that_is_too_large_decides_nothing(limits: Limits, problem: Problem) -> None:
    nested = document(id="_:b0")
    assert worker(limits).canonical([nested], algorithm="sha256").problem is problem
    assert worker().canonical([nested], algorithm="sha256").problem is None


@needs_libraries
@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"@context": [BASE_CONTEXT, "https://unknown.example/context"]}, Problem.CONTEXT),
        ({"@context": [BASE_CONTEXT, "file:///etc/passwd"]}, Problem.CONTEXT),
        ({"@context": [BASE_CONTEXT, {"@import": "https://unknown.example/context"}]}, Problem.CONTEXT),
        ({"@context": 5}, Problem.INVALID),
        ({"id": ["urn:x:1", "urn:x:2"]}, Problem.INVALID),
        ({"@context": [BASE_CONTEXT, MINE, {"@protected": True, "grade": "urn:x:moisture"}]}, Problem.INVALID),
    ],
    ids=["unknown", "a file", "imported", "no context", "two names", "a protected name"],
)
def test_no_context_is_fetched_and_what_is_no_linked_data_is_told_apart(
    changes: dict[str, Any], problem: Problem
) -> None:
    assert worker().terms(document() | changes).problem is problem


def test_nothing_is_started_for_a_context_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdfc_worker, "LIBRARIES", ())
    monkeypatch.setattr("subprocess.Popen", lambda *_args, **_named: pytest.fail("it was started"))
    found = worker().terms(
        document() | {"@context": [BASE_CONTEXT, {"a": "urn:x:a"}, "https://unknown.example/context"]}
    )
    assert (found.problem, found.detail) == (Problem.CONTEXT, "https://unknown.example/context")
    single = worker().canonical([document(), {"@context": "https://unknown.example/2"}], algorithm="sha256")
    assert (single.problem, single.detail) == (Problem.CONTEXT, "https://unknown.example/2")


def test_without_the_libraries_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdfc_worker, "LIBRARIES", ("a-library-that-is-not-there",))
    monkeypatch.setattr("subprocess.Popen", lambda *_args, **_named: pytest.fail("it was started"))
    assert worker().canonical([{}], algorithm="sha256").problem is Problem.MISSING
    assert worker().terms({}).problem is Problem.MISSING


def test_the_process_says_itself_that_the_libraries_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyld.jsonld", None)
    assert rdfc_process.answer({"documents": []}) == {"problem": "missing"}


def test_whoever_waits_too_long_for_a_process_gets_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdfc_worker, "_slots", threading.BoundedSemaphore(1))
    with rdfc_worker._slots:
        assert worker(Limits(seconds=0))._run(b"{}").problem is Problem.STOPPED


def test_many_answers_of_one_worker_have_an_end_together(monkeypatch: pytest.MonkeyPatch) -> None:
    started = list[bytes]()

    def slow(request: bytes, _seconds: float) -> bytes:
        started.append(request)
        time.sleep(0.6)
        return b'{"texts":["a"]}'

    monkeypatch.setattr(rdfc_worker, "started", slow)
    one = worker(Limits(altogether=1))
    assert [one._run(b"{}").problem for _time in range(4)] == [None, None, Problem.STOPPED, Problem.STOPPED]
    assert len(started) == 2
    assert worker(Limits(altogether=1))._run(b"{}").problem is None


@pytest.mark.parametrize("program", ["print('no json')", "raise SystemExit(1)", "print('[]')"])
def test_a_process_that_answers_nothing_sensible_decides_nothing(
    program: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "process.py"
    path.write_text(program)
    monkeypatch.setattr(rdfc_worker, "PROGRAM", path)
    assert worker()._run(b"{}").problem is Problem.STOPPED


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(100)",
        "import os, time\nif os.fork() == 0: time.sleep(100)",
        "import sys; sys.stdin.close()",
    ],
    ids=["sleeps", "leaves a child behind that holds its pipes", "reads nothing"],
)
def test_nobody_waits_longer_for_a_process_than_it_may_take(
    program: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "process.py"
    path.write_text(program)
    monkeypatch.setattr(rdfc_worker, "PROGRAM", path)
    with ends():
        assert worker(Limits(seconds=1))._run(b"{}" * 100_000).problem is Problem.STOPPED


@pytest.mark.parametrize("event", ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"])
def test_the_process_reaches_neither_the_net_nor_other_programs(event: str) -> None:
    with pytest.raises(PermissionError):
        rdfc_process.refuse(event, ())
    rdfc_process.refuse("open", ())


def test_contexts_are_the_pinned_ones_and_one_changed_on_disk_is_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    pins = contexts.pins()
    held = [pin for pin in pins.values() if pin.file]
    assert set(contexts.shipped()) == {pin.url for pin in held}
    assert all(contexts.digest_of(contexts.shipped()[pin.url]) == pin.digest for pin in held)
    for pin in held:
        (tmp_path / pin.file).write_text(json.dumps(contexts.shipped()[pin.url]))
    (tmp_path / held[0].file).write_text('{"@context": {}}')
    monkeypatch.setattr(contexts, "_HERE", tmp_path)
    assert set(contexts.shipped.__wrapped__()) == {pin.url for pin in held[1:]}
