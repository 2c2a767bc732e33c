"""``orepass organisation``: numbers and identity anchors by command, and what ``orepass verify`` makes of an anchor."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orepass.cli import organisation, verify
from orepass.credentials.actions import create_identity
from orepass.kernel.refusal import Refusal
from orepass.passport.actions import Unproven
from orepass.platform import clock
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.certification import STEWARD

LEI = "506700GE1G29325QX363"
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]  # a door to actions that have tests of their own


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None, monkeypatch: pytest.MonkeyPatch) -> Chain:
    for module in (organisation, verify):
        monkeypatch.setattr(module, "ensure_home", lambda: None)
    monkeypatch.setattr(organisation, "actor_for", lambda _who, _organisation: STEWARD)
    return told.again()


def run(chain: Chain, app: Any, *arguments: str, code: int = 0) -> dict[str, Any]:
    with clock.frozen_at(chain.at):
        result = CliRunner().invoke(app, [*arguments, "--json"])
        place_queued()
    if isinstance(result.exception, Refusal):
        raise result.exception
    assert result.exit_code == code, (result.output, result.exception)
    read: dict[str, Any] = json.loads(result.stdout)
    return read


def said(chain: Chain, *arguments: str) -> str:
    with clock.frozen_at(chain.at):
        result = CliRunner().invoke(organisation.app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_numbers_are_recorded_listed_and_ended(chain: Chain) -> None:
    client = chain.world.client
    lei = run(chain, organisation.app, "record", client, LEI)
    register = ("--scheme", "https://r.example/", "--scheme-name", "Register")
    run(chain, organisation.app, "record", client, "HRB 7", *register)
    listed = run(chain, organisation.app, "numbers", client)
    assert {one["number"] for one in listed["numbers"]} == {LEI, "HRB 7"}
    assert "HRB 7  Register" in said(chain, "numbers", client)
    run(chain, organisation.app, "end", lei["id"], "--reason", "Lapsed.")
    assert [one["number"] for one in run(chain, organisation.app, "numbers", client)["numbers"]] == ["HRB 7"]


def test_an_anchor_is_issued_verified_from_a_file_and_revoked(chain: Chain, tmp_path: Path) -> None:
    client = chain.world.client
    create_identity(STEWARD, path="mine", organisation=client, name="Mine", at=chain.at)
    made = run(chain, organisation.app, "anchor", client)
    file = tmp_path / "anchor.jwt"
    file.write_text(made["token"])
    found = run(chain, verify.app, str(file), "--offline")
    assert found["verified"] is True
    assert {check["name"]: check["result"] for check in found["checks"]}["identity"] == "passed"
    assert made["anchor"]["did"] in said(chain, "anchors")
    changed = tmp_path / "changed.jwt"
    head, payload, signature = made["token"].split(".")
    changed.write_text(f"{head}.{payload[:-5]}{'A' if payload[-5] != 'A' else 'B'}{payload[-4:]}.{signature}")
    with pytest.raises((AssertionError, Refusal)):
        run(chain, verify.app, str(changed), "--offline")
    told = run(chain, organisation.app, "revoke", client, "--grounds", "It has left.")
    assert [one["state"] for one in told["anchors"]] == ["revoked"]
    assert run(chain, verify.app, str(file), "--offline", code=1)["verified"] is False


def test_did_of_elsewhere_needs_a_file_that_shows_whose_it_is(chain: Chain, tmp_path: Path) -> None:
    file = tmp_path / "presentation.json"
    file.write_text("{}")
    did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    with pytest.raises(Unproven):
        run(chain, organisation.app, "anchor", chain.world.client, "--did", did, "--presentation", str(file))
