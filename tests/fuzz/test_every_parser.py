"""Whatever strangers write, every reader of it answers or refuses: no crash, no hang, and nothing forged verifies.

Real inputs are spoilt at random, always in the same way for the same number of rounds; ``make fuzz`` spoils them some
hundred times more often (``OREPASS_FUZZ`` says how often for each reader). A single input may take two seconds of the
processor, which is forty times what the slowest honest one takes.
"""

import ast
import os
import random
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orepass
from orepass.credentials.rules import strict_json
from orepass.credentials.rules.presented import digest_of, read
from orepass.credentials.rules.verification import Verification
from orepass.kernel.refusal import Refusal
from tests.fuzz import seeds
from tests.fuzz.mutations import spoilt
from tests.fuzz.targets import TARGETS
from tests.small_stack import in_a_thread

ROUNDS = int(os.environ.get("OREPASS_FUZZ", "150"))
SECONDS_MAX = 2.0
SHOWN = 400
NAMES = sorted(TARGETS)
SOURCE = Path(orepass.__file__).parent
READERS = re.compile(r"(parse|read|decode|decoded|from|resolve|expand|joined|open|unpack|verify)(_\w+)?\Z")
NOT_FOREIGN = {
    "credentials.data_integrity.verify_proof": "reached by verify_credential, with keys and documents already read",
    "transparency.verification.verify_inclusion": "takes a proof already read; reached by verify_file",
    "transparency.verification.verify_consistency": "takes a proof already read; reached by verify_file",
}


class TookTooLongError(Exception):
    """An input kept its reader busy."""


@contextmanager
def capped() -> Iterator[None]:
    """End what takes more of the processor than it may: a hang is a crash as well."""

    def stop(_number: int, _frame: object) -> None:
        raise TookTooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_MAX)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


type Calling = Callable[[Callable[[bytes], object], bytes], object]


def here(call: Callable[[bytes], object], data: bytes) -> object:
    return call(data)


def answered(name: str, data: bytes, calling: Calling = here) -> object:
    """Return the answer, or nothing where the input was refused; anything else shows the input."""
    try:
        with capped():
            return calling(TARGETS[name].call, data)
    except Refusal:
        return None
    except Exception as error:
        message = f"{name} does not survive {data[:SHOWN]!r} ({len(data)} bytes)"
        raise AssertionError(message) from error


@pytest.mark.parametrize("name", NAMES)
def test_real_inputs_are_answered_or_refused(name: str) -> None:
    inputs = TARGETS[name].seeds()
    assert inputs
    for data in inputs:
        answered(name, data)


@pytest.mark.parametrize("name", NAMES)
def test_spoilt_inputs_are_answered_or_refused(name: str) -> None:
    chance = random.Random(f"{name} {ROUNDS}")  # noqa: S311 - reproducible
    inputs = list(TARGETS[name].seeds())
    for _ in range(ROUNDS):
        answered(name, spoilt(inputs, chance))
    assert inputs == list(TARGETS[name].seeds())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=min(ROUNDS, 500) // 5)
@given(data=st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_answered_or_refused(name: str, data: bytes) -> None:
    answered(name, data)
    assert name in TARGETS


def signed_part(credential: dict[str, Any]) -> str:
    """The digest of what a proof covers; of the contexts it covers those it names (Data Integrity EdDSA §3.3.2)."""
    return digest_of({name: value for name, value in credential.items() if name != "@context"})


def test_nothing_spoilt_verifies_unless_it_says_the_same() -> None:
    said = {signed_part(read(data).credential) for data in seeds.credentials()}
    chance = random.Random(f"forged {ROUNDS}")  # noqa: S311 - reproducible
    verified = 0
    for _ in range(4 * ROUNDS):
        data = spoilt(list(seeds.credentials()), chance)
        found = answered("credentials.verification.verify_credential", data)
        if isinstance(found, Verification) and found.verified:
            verified += 1
            assert signed_part(found.credential) in said, data[:SHOWN]
    assert 0 < verified < 4 * ROUNDS


LARGE = (
    b"[" * 1_000_000,
    b'{"a":' * 300_000,
    b'"' + b"\\" * 1_900_000 + b'"',
    b"1" * 1_900_000,
    b"[" + b"{}," * 600_000 + b"{}]",
    b".".join([b"A" * 900_000] * 3),
    b"." * 1_900_000,
    b"~" * 1_900_000,
    b"\n" * 1_000_000,
    "—".encode() * 600_000,
)


@pytest.mark.parametrize("name", NAMES)
def test_large_and_deep_inputs_are_answered_in_time(name: str) -> None:
    for data in LARGE:
        answered(name, data, in_a_thread)
    assert max(map(len, LARGE)) > strict_json.BYTES_MAX


def readers() -> Iterator[str]:
    """Go through every public function of the three rooms' rules that by its name reads what came from outside."""
    for room in ("credentials", "transparency", "passport"):
        for path in sorted((SOURCE / room / "rules").rglob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and READERS.match(node.name):
                    yield f"{room}.{path.stem}.{node.name}"


def test_every_reader_is_among_the_targets() -> None:
    found = list(readers())
    assert len(found) > 20
    assert sorted(set(found) - set(TARGETS)) == sorted(NOT_FOREIGN)
