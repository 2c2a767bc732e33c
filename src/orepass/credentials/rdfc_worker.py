"""Ask a process of its own for canonical RDF: bounded in time, memory and size, and with pinned contexts only."""

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

import msgspec

from orepass.credentials.rules.proofs.linked_data import Canonicalised, Problem
from orepass.credentials.rules.strict_json import Document

PROGRAM: Final = Path(__file__).with_name("rdfc_process.py")
LIBRARIES: Final = ("pyld", "pyoxigraph")
AT_ONCE: Final = 2

_slots: Final = BoundedSemaphore(AT_ONCE)


class Limits(msgspec.Struct, frozen=True):
    """What one answer may cost, and how many seconds all answers of one worker together.

    A passport of 160 statements needs a third of a second and 60 megabytes.
    """

    seconds: int = 10
    altogether: int = 60
    memory: int = 1_000_000_000
    values: int = 20_000
    quads: int = 20_000
    nodes: int = 2_000


class RdfcWorker:
    """Linked data made in a process that is ended when it takes too long: then nothing is decided.

    Make one worker for each thing that is checked: many proofs together get no more time than its limits give.
    """

    def __init__(self, contexts: Mapping[str, Document], *, limits: Limits | None = None) -> None:
        """Know these contexts, by address, and no others."""
        self._contexts = dict(contexts)
        self._limits = limits or Limits()
        self._spent = 0.0

    def canonical(self, documents: Sequence[Document], *, algorithm: str) -> Canonicalised:
        """Return the canonical form of each document; ``algorithm`` is ``sha256`` or ``sha384``."""
        return self._ask(list(documents), algorithm)

    def terms(self, document: Document) -> Canonicalised:
        """Return the terms of a document that no context maps, without its canonical form."""
        return self._ask([document], "")

    def _ask(self, documents: list[Document], algorithm: str) -> Canonicalised:
        if not all(map(is_installed, LIBRARIES)):
            return Canonicalised(problem=Problem.MISSING)
        unknown = [url for one in documents for url in named_contexts(one) if url not in self._contexts]
        if unknown:
            return Canonicalised(problem=Problem.CONTEXT, detail=unknown[0])
        request = {
            "documents": documents,
            "algorithm": algorithm,
            "contexts": self._contexts,
            "limits": msgspec.to_builtins(self._limits),
        }
        return self._run(json.dumps(request).encode())

    def _run(self, request: bytes) -> Canonicalised:
        stopped = Canonicalised(problem=Problem.STOPPED)
        if self._spent >= self._limits.altogether:
            return stopped
        begun = time.monotonic()
        try:
            return self._answered(request)
        except (subprocess.TimeoutExpired, msgspec.MsgspecError, OSError):
            return stopped
        finally:
            self._spent += time.monotonic() - begun

    def _answered(self, request: bytes) -> Canonicalised:
        if not _slots.acquire(timeout=self._limits.seconds):
            return Canonicalised(problem=Problem.STOPPED)
        try:
            return msgspec.json.decode(started(request, self._limits.seconds + 1), type=Canonicalised)
        finally:
            _slots.release()


def started(request: bytes, seconds: float) -> bytes:
    """Start the process, hand it a request and return what it answered.

    Nothing here waits longer than it is told to: a process that is too slow is killed, and its pipes are closed without
    asking whether somebody else still holds an end of them.

    Raises:
        TimeoutExpired: it took longer.
        OSError: it could not be started, or ended before it had read.
    """
    command = [sys.executable, "-I", str(PROGRAM)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env={}) as process:  # noqa: S603 - our own program, by its own path
        try:
            return process.communicate(request, timeout=seconds)[0]
        finally:
            process.kill()


def named_contexts(document: Document) -> list[str]:
    """Return the addresses of contexts that a document names at its top; deeper ones show when it is read."""
    named = document.get("@context")
    return [one for one in (named if isinstance(named, list) else [named]) if isinstance(one, str)]


def is_installed(library: str) -> bool:
    """Say whether a library of the extra is there."""
    return importlib.util.find_spec(library) is not None
