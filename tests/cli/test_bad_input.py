"""Bad input at the command line: every command that takes a file or a value refuses it with code, place and way out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from tests.cli.conftest import Run
from tests.hanging import ends

pytestmark = pytest.mark.any_database  # what a command refuses it refuses before it asks
BILLION = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))


def yaml_fold(at: int) -> bytes:
    """One line that repeats the line before nine times."""
    return b"%c: &%c [%s]\n" % (98 + at, 98 + at, b",".join([b"*%c" % (97 + at)] * 9))


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "half a document": b'{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPC',
    "no text": b"\xff\xfe\x00\xd8" * 100,
    "latin": "Société;Kolwezi\n".encode("latin-1"),
    "deep": b"[" * 200_000,
    "deep yaml": b"a: " + b"[" * 5000,
    "yaml bomb": b"a: &a [x,x,x,x,x,x,x,x]\n" + b"".join(map(yaml_fold, range(9))),
    "yaml object": b"!!python/object/apply:os.system ['true']",
    "xml bomb": f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "z">{BILLION}]><z>&a9;</z>'.encode(),
    "xml reaching out": b'<!DOCTYPE z [<!ENTITY e SYSTEM "file:///etc/passwd">]><z>&e;</z>',
    "long line": b"x" * 10_000_000,
    "formula": b"=cmd|' /C calc'!A0,@SUM(1),+1,-1\n",
    "giant number": b'{"type": "ObjectEvent", "n": ' + b"9" * 20_000 + b"}",
    "no number": b'{"n": NaN, "m": 1e999999}',
    "names twice": b'{"a": 1, "a": 2}',
    "zip": b"PK\x03\x04" + b"\0" * 100,
}
COMMANDS: dict[str, Callable[[str], list[str]]] = {
    "capture": lambda file: ["capture", file],
    "import ipis": lambda file: ["import", "ipis", file],
    "import icmm": lambda file: ["import", "icmm", file],
    "verify": lambda file: ["verify", file, "--offline"],
    "verify proof": lambda file: ["verify", file, "--offline", "--proof", file, "--log-key", file],
    "log verify": lambda file: ["log", "verify", file, "--key", file],
    "sd-jwt show": lambda file: ["sd-jwt", "show", file],
    "sd-jwt verify": lambda file: ["sd-jwt", "verify", file, "--offline"],
    "assess": lambda file: ["assess", "cera-4in1", "--case", file],
    "scheme check": lambda file: ["scheme", "check", file],
    "do": lambda file: ["do", "custody.events.capture", "--inputs", file],
    "restore": lambda file: ["restore", file],
}


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_by_every_command(what: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "input"
    file.write_bytes(HOSTILE[what])
    before = rows()
    wrong: dict[str, Any] = {}
    for name, command in COMMANDS.items():
        with ends():
            ran = run(*command(str(file)), "--json")
        document = json.loads(ran.out)
        passed_over = name == "scheme check" and ran.code == 0 and not document["packs"]
        if ran.code not in {1, 2} and not passed_over:
            wrong[name] = (ran.code, ran.out[:300], ran.err[-300:])
        elif ran.code == 2 and not (ran.error["code"] and ran.error["what_to_do"]):
            wrong[name] = ran.error
    assert wrong == {}
    assert rows() == before


@pytest.mark.parametrize("path", ["/no/such/file", "/", "/dev/zero", "/proc/self/mem", "a\0b", "x" * 5000, ""])
def test_a_path_that_is_no_file_is_refused_by_every_command(path: str, run: Run) -> None:
    wrong: dict[str, Any] = {}
    for name, command in COMMANDS.items():
        with ends():
            ran = run(*command(path), "--json")
        passed_over = name == "scheme check" and ran.code == 0 and not ran.document["packs"]
        if not passed_over and (ran.code not in {1, 2} or (ran.code == 2 and not ran.error["code"])):
            wrong[name] = (ran.code, ran.out[:300], ran.err[-300:])
    assert wrong == {}


@pytest.mark.parametrize(
    "value", ["1e999999", "9" * 5000, "NaN", "Infinity", "-1", "1/0", "", "x" * 100_000, "=1+1", "١٢", "0x10", "1_0"]
)
def test_a_number_that_is_none_is_refused_by_the_rules(value: str, run: Run) -> None:
    for pairs in (
        ["sample", "rule=md1", f"n={value}", "kind=initial"],
        ["audit-time", f"personnel={value}", "system=qms"],
        ["audit-time-on-site", f"days={value}"],
        ["appeal-by", "informed_on=2026-01-01", f"working_days={value}"],
    ):
        with ends():
            ran = run("calc", *pairs, "--json")
        assert ran.code in {0, 2}, (pairs, ran.out, ran.err)
        assert ran.code == 2 or value in {"1_0", "١٢", "-1"} or "working" in pairs[-1], (pairs, ran.out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["do", "party.site.register", "name"],
        ["do", "party.site.register", "name=x", "name=["],
        ["do", "party.site.register", "--inputs", "-"],
        ["do", "party.site.register", "name=x", "--as", "per-0000000000000"],
        ["do", "../../etc/passwd"],
        ["passport", "show", "../../etc/passwd"],
        ["passport", "issue", "x" * 10_000],
        ["passport", "issue", "crt-0000000000000", "--as", "per-0"],
        ["verify", "https://127.0.0.1:1/x"],
        ["verify", "file:///etc/passwd"],
        ["recall", "--site", "x", "--since", "yesterday"],
        ["log", "prove", "no-such-subject"],
        ["log", "prove", "--from", "99999999999999999999"],
        ["scheme", "show", "../../../etc"],
        ["export", "no-such-kind"],
        ["backup", "/no/such/folder/x"],
        ["backup", "/"],
    ],
    ids=" ".join,
)
def test_a_value_that_is_none_is_refused(arguments: list[str], run: Run) -> None:
    before = rows()
    ran = run(*arguments, "--json")
    assert ran.code == 2, (ran.out, ran.err)
    assert ran.error["what_to_do"]
    assert rows() == before
