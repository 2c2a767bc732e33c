"""``orepass context``: what is known, held and brought, and bringing one."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orepass.cli import context
from orepass.credentials import contexts
from orepass.credentials.models import BroughtContext
from orepass.kernel.refusal import Denied
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.people import register_person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINE = "https://mine.example/context"
CONTEXT = {"@context": {"grade": "https://mine.example/#grade"}}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "ensure_home", lambda: None)  # the test's database is already there


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(context.app, [*arguments, "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_a_context_is_brought_from_a_file_and_then_listed(tmp_path: Path) -> None:
    system = Actor.system("test")
    person = register_person(system, name="x", purpose="y").id
    grant_membership(system, person=person, organisation="org-1", role=Role.STEWARD)
    file = tmp_path / "context.jsonld"
    file.write_text(json.dumps(CONTEXT))
    digest = contexts.digest_of(CONTEXT)
    brought = run("bring", MINE, str(file), "--digest", digest, "--as", person, "--for", "org-1")
    assert brought == {"context": {"url": MINE, "digest": digest, "source": "brought"}}
    shipped = "https://www.w3.org/ns/credentials/v2"
    file.write_text(json.dumps(contexts.shipped()[shipped]))
    again = run("bring", shipped, str(file), "--as", person, "--for", "org-1")
    assert again["context"]["source"] == "held"
    listed = {card["url"]: card["source"] for card in run("list")["contexts"]}
    assert listed[MINE] == "brought"
    assert set(listed.values()) == {"brought", "held", "known"}
    human = CliRunner().invoke(context.app, ["list"]).stdout
    assert f"brought  {digest[:16]}  {MINE}" in human


def test_somebody_without_the_right_brings_nothing(tmp_path: Path) -> None:
    file = tmp_path / "context.jsonld"
    file.write_text(json.dumps(CONTEXT))
    with pytest.raises(Denied):
        run("bring", MINE, str(file), "--digest", contexts.digest_of(CONTEXT))
    assert BroughtContext.objects.count() == 0
