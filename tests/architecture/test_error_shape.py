"""One shape of error per door: the API answers problem+json, a command prints one JSON document with ``--json``."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.architecture.source import ROOT

PROBLEM = {"type", "title", "status", "code", "detail", "where", "what_to_do"}
ASKED = [
    ("post", "/api/v1/actions/platform.person.register", 401),
    ("get", "/api/v1/me", 401),
    ("get", "/api/v1/certificates/crt-0000000000000", 404),
    ("get", "/api/v1/sites/x", 404),
    ("get", "/api/v1/nothing/here", 404),
    ("delete", "/api/v1/me", 405),
]
COMMANDS = [
    ["no-such-command", "--json"],
    ["--at", "yesterday", "scheme", "list", "--json"],
]
"""In a process of their own; tests/cli/test_contract.py asks those that need a home, many more, and their codes."""


@pytest.mark.parametrize(("method", "address", "status"), ASKED, ids=[f"{method} {to}" for method, to, _ in ASKED])
@pytest.mark.django_db
def test_the_api_answers_a_problem_document(method: str, address: str, status: int) -> None:
    response = getattr(Client(), method)(address)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    body = response.json()
    assert set(body) - {"findings"} == PROBLEM
    assert (body["status"], body["type"]) == (status, f"urn:orepass:refusal:{body['code']}")


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_refused_command_prints_one_json_document_and_exits_2(arguments: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from orepass.cli.main import main; main()", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "orepass.project.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2, result.stderr
    assert set(json.loads(result.stdout)) == {"error"}
    assert set(json.loads(result.stdout)["error"]) == {"code", "message", "where", "what_to_do"}
