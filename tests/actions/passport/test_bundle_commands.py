"""``orepass bundle`` and ``orepass verify FILE.orepass``: the file, the codes, what is relied upon, and the answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from orepass.cli import bundle, verify
from orepass.credentials.actions import create_identity
from orepass.credentials.queries import signer_for
from orepass.credentials.rules import jose
from orepass.credentials.rules.bundle_frames import frames
from orepass.credentials.rules.strict_json import BadDocument
from orepass.custody.actions import hold_lots
from orepass.kernel.refusal import NotFound, Refusal
from orepass.passport import bundling
from orepass.passport.actions import ReservedType, issue_document
from orepass.passport.queries import PassportCard
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain
from tests.actions.passport.strangers import CONTEXT, MINE
from tests.beginnings import Told
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(told: Told[Chain], db: None, monkeypatch: pytest.MonkeyPatch) -> Chain:
    for module in (bundle, verify):
        monkeypatch.setattr(module, "ensure_home", lambda: None)
    return told.again()


@pytest.fixture
def card(chain: Chain) -> PassportCard:
    made = chain.passport()
    place_queued()
    return made


def run(chain: Chain, app: Any, *arguments: str, code: int = 0) -> str:
    with clock.frozen_at(chain.at):
        result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, Refusal):
        raise result.exception
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def test_bundle_is_made_and_checked_by_file(chain: Chain, card: PassportCard, tmp_path: Path) -> None:
    path = tmp_path / "battery.orepass"
    assert str(path) in run(chain, bundle.app, "make", card.id, "--out", str(path))
    answer = json.loads(run(chain, verify.app, str(path), "--json"))
    assert (answer["verified"], answer["id"], answer["made_at"]) == (
        True,
        card.credential.url,
        chain.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    assert "verified" in run(chain, verify.app, str(path))


def test_bundle_is_printed_or_told_as_json(chain: Chain, card: PassportCard) -> None:
    printed = json.loads(run(chain, bundle.app, "make", card.id))
    answer = json.loads(run(chain, bundle.app, "make", card.id, "--json"))
    assert (printed["format"], answer["bundle"]) == ("orepass-bundle", printed)


def test_codes_are_drawn_and_what_they_say_is_checked(chain: Chain, card: PassportCard, tmp_path: Path) -> None:
    said = json.loads(run(chain, bundle.app, "make", card.id, "--codes", str(tmp_path / "codes"), "--json"))
    drawn = sorted((tmp_path / "codes").iterdir())
    assert [str(path) for path in drawn] == said["codes"]
    assert all("<svg" in path.read_text(encoding="utf-8") for path in drawn)
    chain_of_codes = frames(json.dumps(said["bundle"], ensure_ascii=False))
    assert len(chain_of_codes) == len(drawn)
    scanned = tmp_path / "scanned.txt"
    scanned.write_text("\n\n".join(reversed(chain_of_codes)), encoding="utf-8")
    assert json.loads(run(chain, verify.app, str(scanned), "--json"))["verified"] is True
    scanned.write_text("\n".join(chain_of_codes[1:]), encoding="utf-8")
    with pytest.raises(BadDocument, match="frames are missing"):
        run(chain, verify.app, str(scanned))


def test_forged_bundle_fails_and_ends_with_one(chain: Chain, card: PassportCard, tmp_path: Path) -> None:
    text = run(chain, bundle.app, "make", card.id)
    path = tmp_path / "forged.orepass"
    path.write_text(text.replace("Traction battery", "Another battery"), encoding="utf-8")
    answer = json.loads(run(chain, verify.app, str(path), "--json", code=1))
    assert {check["name"]: check["result"] for check in answer["checks"]}["proof"] == "failed"


def test_reader_relies_besides_on_what_somebody_else_wrote(chain: Chain, card: PassportCard, tmp_path: Path) -> None:
    known = tmp_path / "anchors.json"
    assert str(known) in run(chain, bundle.app, "anchors", "--out", str(known))
    written = json.loads(known.read_text(encoding="utf-8"))
    assert written == json.loads(run(chain, bundle.app, "anchors", "--json"))
    path = tmp_path / "battery.orepass"
    run(chain, bundle.app, "make", card.id, "--out", str(path))
    answer = json.loads(run(chain, verify.app, str(path), "--trust", str(known), "--json"))
    assert answer["verified"] is True
    known.write_text("{}", encoding="utf-8")
    with pytest.raises(BadDocument):
        run(chain, verify.app, str(path), "--trust", str(known))


def statement_of(chain: Chain, card: PassportCard) -> str:
    """Return the token of the statement in the bundle of a passport."""
    with clock.frozen_at(chain.at):
        return bundling.bundle_of(card.id, at=chain.at).statement


def checked_alone(chain: Chain, text: str, path: Path, code: int) -> dict[str, tuple[str, str]]:
    path.write_text(text, encoding="utf-8")
    answer = json.loads(run(chain, verify.app, str(path), "--offline", "--json", code=code))
    return {check["name"]: (check["result"], check["code"]) for check in answer["checks"]}


def test_statement_of_a_lot_by_itself_is_no_entry_of_the_log_and_needs_none(
    chain: Chain, card: PassportCard, tmp_path: Path
) -> None:
    told = checked_alone(chain, statement_of(chain, card), tmp_path / "lot.jwt", 0)
    assert told["log"] == ("not_checked", "log.lots_are_no_entries")
    assert told["proof"][0] == "passed"


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said | {"id": "https://example.org/1"},
        lambda said: said | {"credentialSubject": said["credentialSubject"] | {"id": "https://example.org/1"}},
        lambda said: said | {"credentialSubject": said["credentialSubject"] | {"name": "certified for ever"}},
        lambda said: said | {"issuer": f"{said['issuer']}:other"},
    ],
    ids=["another credential", "another's passport", "another word", "another issuer"],
)
def test_what_only_looks_like_the_statement_of_a_lot_still_has_to_be_on_the_log(
    chain: Chain, card: PassportCard, tmp_path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    said = change(jose.parse_token(statement_of(chain, card)).payload)
    create_identity(STEWARD, path="other", organisation="", name="Other", at=chain.at)
    with clock.frozen_at(chain.at):
        text = jose.sign(said, signer_for(str(said["issuer"])))
    assert checked_alone(chain, text, tmp_path / "lot.jwt", 1)["log"] == ("failed", "log.entry_missing")


def with_statement(chain: Chain, card: PassportCard, text: str) -> tuple[bool | None, str]:
    """Check the bundle of a passport with another statement in it: the answer, and the code of its lot."""
    with clock.frozen_at(chain.at):
        made = bundling.bundle_of(card.id, at=chain.at)
    found = bundling.check_bundle(
        msgspec.structs.replace(made, statement=text), anchors=bundling.own_anchors(), at=chain.at
    )
    return found.verified, next(one.code for one in found.checks if one.name == "lot")


def test_nobody_has_the_statement_of_a_lot_signed_at_the_desk_for_credentials(chain: Chain) -> None:
    create_identity(STEWARD, path="mine", organisation=chain.world.client, name="Mine", at=chain.at)
    card = chain.passport()
    place_queued()
    issuer = Actor("per-CERTIFIER", chain.world.client, frozenset({Role.CERTIFIER}))
    hold_lots(chain.operator, lots=[card.product.lot], reason="Asked about.", at=chain.at)
    said = jose.parse_token(statement_of(chain, card)).payload
    said["credentialSubject"]["name"] = "well"
    with pytest.raises(ReservedType):
        issue_document(issuer, document=json.dumps(said), at=chain.at)
    plain = said | {"type": ["VerifiableCredential"]}
    signed = issue_document(issuer, document=json.dumps(plain), at=chain.at).secured
    assert with_statement(chain, card, signed) == (None, "lot.statement_of_another_kind")
    assert with_statement(chain, card, statement_of(chain, card)) == (None, "lot.was_on_hold")


def test_nothing_is_made_of_what_is_not_there(chain: Chain, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        run(chain, bundle.app, "make", "crt-nothing", "--out", str(tmp_path / "x"))
    assert list(tmp_path.iterdir()) == []


def test_an_option_that_proves_nothing_here_is_refused_instead_of_passed_over(
    chain: Chain, card: PassportCard, tmp_path: Path
) -> None:
    path = tmp_path / "x.orepass"
    run(chain, bundle.app, "make", card.id, "--out", str(path))
    idle = [(str(path), "--challenge", "n"), (str(path), "--with", str(path)), (card.id, "--challenge", "n")]
    for arguments in idle:
        with pytest.raises(verify.IdleOption):
            run(chain, verify.app, *arguments)


def test_issuers_in_a_readers_file_are_relied_upon_for_a_credential_too(chain: Chain, tmp_path: Path) -> None:
    statement, known = tmp_path / "statement.json", tmp_path / "anchors.json"
    statement.write_text(MINE.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at), encoding="utf-8")
    written = {"format": "orepass-anchors", "version": 1, "issuers": [{"did": MINE.did, "keys": []}]}
    known.write_text(json.dumps(written), encoding="utf-8")
    for options, result in (((), "undetermined"), (("--trust", str(known)), "passed")):
        answer = json.loads(run(chain, verify.app, str(statement), *options, "--offline", "--json"))
        assert {check["name"]: check["result"] for check in answer["checks"]}["identity"] == result


def test_issuers_in_a_readers_file_are_relied_upon_for_a_presentation_too(chain: Chain, tmp_path: Path) -> None:
    presentation, known = tmp_path / "presentation.json", tmp_path / "anchors.json"
    member = json.loads(MINE.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at))
    presented = {"@context": CONTEXT[:1], "type": ["VerifiablePresentation"], "verifiableCredential": [member]}
    presentation.write_text(json.dumps(presented), encoding="utf-8")
    written = {"format": "orepass-anchors", "version": 1, "issuers": [{"did": MINE.did, "keys": []}]}
    known.write_text(json.dumps(written), encoding="utf-8")
    for options, result in (((), "undetermined"), (("--trust", str(known)), "passed")):
        answer = json.loads(run(chain, verify.app, str(presentation), *options, "--offline", "--json"))
        (told,) = answer["credentials"]
        assert {check["name"]: check["result"] for check in told["checks"]}["identity"] == result
    with pytest.raises(verify.IdleOption):
        run(chain, verify.app, str(presentation), "--with", str(known))
