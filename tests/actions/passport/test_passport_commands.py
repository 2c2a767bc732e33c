"""``orepass passport`` and ``orepass verify``: the contract of their JSON, exit codes, and what hostile files get."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from orepass.cli import passport, verify
from orepass.kernel.refusal import Refusal
from orepass.passport import queries
from orepass.passport.actions import revoke_product
from orepass.passport.queries import PassportCard
from orepass.platform import clock
from orepass.transparency import queries as log
from tests.actions.passport.chain import BATTERY, Chain
from tests.beginnings import Told

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]  # a door to actions that have tests of their own
NAMES = ["proof", "key_authorised", "issuer_controls_key", "dates", "status", "schema", "log", "underlying"]
NAMES += ["lot", "version", "identity", "claims"]


@pytest.fixture
def chain(told: Told[Chain], db: None, monkeypatch: pytest.MonkeyPatch) -> Chain:
    for module in (passport, verify):
        monkeypatch.setattr(module, "ensure_home", lambda: None)
    return told.again()


@pytest.fixture
def card(chain: Chain) -> PassportCard:
    return chain.passport()


def run(chain: Chain, app: Any, *arguments: str, code: int = 0) -> str:
    with clock.frozen_at(chain.at):
        result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, Refusal):
        raise result.exception
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def answer(chain: Chain, *arguments: str, code: int = 0) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(run(chain, verify.app, *arguments, "--json", code=code))
    return read


def test_token_written_to_a_file_verifies_offline_with_every_check_named(
    chain: Chain, card: PassportCard, tmp_path: Path
) -> None:
    file = tmp_path / "battery.jwt"
    file.write_text(run(chain, passport.app, "show", card.id, "--as", "vc+jwt"))
    found = answer(chain, str(file), "--offline")
    assert [check["name"] for check in found["checks"]] == NAMES
    assert {check["result"] for check in found["checks"]} == {"passed"}
    assert found["verified"] is True
    assert answer(chain, card.id)["verified"] is True


def test_untp_form_with_embedded_proof_verifies_and_keeps_to_the_released_schema(
    chain: Chain, card: PassportCard, tmp_path: Path, reference: Path
) -> None:
    schemas = reference / "credentials" / "untp" / "0.7.0" / "schema"
    for name, schema in (
        (card.id, schemas / "dpp" / "DigitalProductPassport.json"),
        (chain.certificate.id, schemas / "dcc" / "ConformityCredential.json"),
    ):
        file = tmp_path / f"{name}.json"
        file.write_text(run(chain, passport.app, "show", name, "--as", "untp"))
        document = json.loads(file.read_text())
        judge = jsonschema_rs.Draft202012Validator(json.loads(schema.read_text()), validate_formats=True)
        assert [error.message for error in judge.iter_errors(document)] == []
        assert document["proof"]["cryptosuite"] == "eddsa-jcs-2022"
        assert answer(chain, str(file), "--offline")["verified"] is True


def test_touched_file_fails_with_exit_code_one(chain: Chain, card: PassportCard, tmp_path: Path) -> None:
    document = queries.embedded(card.id)
    document["credentialSubject"]["name"] = "Another battery"
    (tmp_path / "forged.json").write_text(json.dumps(document))
    found = answer(chain, str(tmp_path / "forged.json"), code=1)
    assert (found["verified"], found["checks"][0]["result"]) == (False, "failed")
    assert found["checks"][0]["code"] == "proof.wrong"


def test_revoked_passport_fails_its_status(chain: Chain, card: PassportCard) -> None:
    revoke_product(chain.operator, passport=card.id, grounds="recall", at=chain.at)
    found = answer(chain, card.id, code=1)
    assert {check["name"]: check["result"] for check in found["checks"]}["status"] == "failed"


def test_proof_file_and_key_replace_the_home_log(chain: Chain, card: PassportCard, tmp_path: Path) -> None:
    (tmp_path / "proof").write_text(log.inclusion_file(card.id))
    (tmp_path / "log.pub").write_text(log.head().verifier_key)
    (tmp_path / "other").write_text(log.inclusion_file(chain.certificate.id))
    key = ("--log-key", str(tmp_path / "log.pub"))
    assert answer(chain, card.id, "--proof", str(tmp_path / "proof"), *key)["verified"] is True
    assert answer(chain, card.id, "--proof", str(tmp_path / "proof"))["verified"] is None
    assert answer(chain, card.id, "--proof", str(tmp_path / "other"), *key, code=1)["verified"] is False


def test_list_and_show_name_the_passport(chain: Chain, card: PassportCard) -> None:
    listed = json.loads(run(chain, passport.app, "list", "--json"))
    assert [line["id"] for line in listed["passports"]] == [card.id]
    assert [line["about"] for line in listed["certificates"]] == [chain.certificate.id]
    shown = json.loads(run(chain, passport.app, "show", card.id, "--json"))
    assert shown["certainty"] == {"certified": "3/4", "uncertified": "1/4", "unknown": "0", "told_late": "0"}
    assert "75.0 %" in run(chain, passport.app, "show", card.id)


def test_lot_is_issued_from_the_command_line(chain: Chain) -> None:
    who = ("--as", chain.operator.pseudonym, "--for", chain.operator.organisation)
    made = json.loads(run(chain, passport.app, "issue", BATTERY, *who, "--name", "Battery", "--json"))
    assert made["id"].startswith("psp-")


def test_unknown_form_and_unknown_name_are_refused(chain: Chain, card: PassportCard) -> None:
    for arguments in (("show", card.id, "--as", "pdf"), ("show", "psp-none"), ("show", card.id, "--version", "9")):
        with pytest.raises(Refusal):
            run(chain, passport.app, *arguments)


def test_hostile_and_missing_files_are_refused_with_a_code(chain: Chain, tmp_path: Path) -> None:
    hostile = {
        "huge": b"x" * 10_000_000,
        "cut": b'{"@context": ["https://www.w3.org/ns/crede',
        "utf16": '{"a": 1}'.encode("utf-16"),
        "deep": b'{"a":' * 50_000,
        "twice": b'{"a":1,"a":2}',
        "empty": b"",
        "zip": b"PK\x03\x04" + bytes(100),
    }
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
    for name in (*hostile, "absent", "."):
        with pytest.raises(Refusal) as refusal:
            answer(chain, str(tmp_path / name))
        assert refusal.value.code in {"credentials.document.invalid", "cli.file.unreadable"}
    for url in ("https://elsewhere.example/x", "file:///etc/passwd"):
        with pytest.raises(verify.UnreadableInput):
            answer(chain, url, "--offline")
