"""Evidence sealed for a party in a role: its owner shares it, that reader opens it, nobody stands in for either."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from orepass.cli import evidence as command
from orepass.credentials.actions import (
    NoReaderKey,
    SealedCard,
    UnknownRole,
    create_identity,
    ensure_own_identity,
    make_agreement_key,
    open_evidence,
    retire_key,
    share_evidence,
)
from orepass.credentials.models import SealedFile
from orepass.credentials.queries import did_document, identity_card, sealed_file, shared_by, signer_for
from orepass.credentials.rules import did
from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.sealing import BadSealed, NotForThisKey
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.files import store_evidence
from orepass.platform.models import Record
from orepass.transparency.models import Entry
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTENT = b"%PDF-1.7 SECRET ASSAY"
MINE = Actor("per-A", "org-MINE", frozenset({Role.OPERATOR}))
READER = Actor("per-B", "org-READER", frozenset({Role.CERTIFIER, Role.BUYER}))
COLLEAGUE = Actor("per-C", "org-READER", frozenset({Role.OPERATOR}))
OTHER = Actor("per-D", "org-OTHER", frozenset({Role.CERTIFIER}))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    ensure_own_identity(AT)
    for name in ("READER", "OTHER"):
        own = create_identity(STEWARD, path=name.lower(), organisation=f"org-{name}", name=name, at=AT)
        make_agreement_key(STEWARD, did=own.id, role="certifier", at=AT)


def reader_did() -> str:
    return f"{ensure_own_identity(AT)}:reader"


def stored(actor: Actor = MINE) -> str:
    content = base64.b64encode(CONTENT).decode()
    return store_evidence(actor, name="assay.pdf", media_type="application/pdf", content_base64=content).id


def shared(role: str = "certifier") -> SealedCard:
    return share_evidence(MINE, evidence=stored(), organisation="org-READER", role=role, at=AT)


def opened(actor: Actor, card: SealedCard) -> bytes:
    text = base64.b64encode(sealed_file(card.id)).decode()
    return base64.b64decode(open_evidence(actor, content_base64=text).content_base64)


def test_reader_in_the_role_opens_what_was_sealed_for_it() -> None:
    card = shared()
    assert opened(READER, card) == CONTENT
    assert CONTENT not in sealed_file(card.id)


@pytest.mark.parametrize(
    "actor", [OTHER, COLLEAGUE, MINE, STEWARD], ids=["other party", "other role", "owner", "steward"]
)
def test_nobody_else_opens_it(actor: Actor) -> None:
    with pytest.raises((NotFound, NotForThisKey)):
        opened(actor, shared())


@pytest.mark.parametrize("actor", [OTHER, STEWARD, Actor("per-X", "", frozenset({Role.OPERATOR}))])
def test_only_who_stored_a_file_shares_it(actor: Actor) -> None:
    name = stored()
    with pytest.raises(NotFound):
        share_evidence(actor, evidence=name, organisation="org-READER", role="certifier", at=AT)
    assert not SealedFile.objects.exists()


@pytest.mark.parametrize(
    ("organisation", "role"), [("org-READER", "buyer"), ("org-NONE", "certifier"), ("", "certifier")]
)
def test_without_a_key_of_the_role_nothing_is_sealed(organisation: str, role: str) -> None:
    with pytest.raises(NoReaderKey):
        share_evidence(MINE, evidence=stored(), organisation=organisation, role=role, at=AT)


def test_key_stands_in_the_document_for_agreement_and_for_nothing_else() -> None:
    document = did_document(reader_did()) or {}
    (method,) = document["keyAgreement"]
    assert method["id"].startswith(f"{reader_did()}#certifier-key-")
    assert not did.may(document, did.ASSERTION, method["id"])
    assert did.find_method(document, method["id"]) is None
    assert method["id"] not in {key.key_id for key in identity_card(reader_did()).keys}
    assert signer_for(reader_did()).key_id != method["id"]


def test_each_role_has_one_key_and_a_new_one_takes_its_place() -> None:
    before = shared()
    newer = make_agreement_key(STEWARD, did=reader_did(), role="certifier", at=AT)
    make_agreement_key(STEWARD, did=reader_did(), role="buyer", at=AT)
    document = did_document(reader_did()) or {}
    assert sorted(method["id"].rpartition("#")[2].split("-")[0] for method in document["keyAgreement"]) == [
        "buyer",
        "certifier",
    ]
    after = shared()
    assert (after.key_id, before.key_id != newer.key_id) == (newer.key_id, True)
    assert opened(READER, before) == opened(READER, after) == CONTENT


def test_retired_key_is_sealed_for_no_more_and_still_opens_what_was() -> None:
    card = shared()
    retire_key(STEWARD, key=SealedFile.objects.get().key_id, compromised=True, at=AT)
    assert "keyAgreement" not in (did_document(reader_did()) or {})
    with pytest.raises(NoReaderKey):
        shared()
    assert opened(READER, card) == CONTENT


def test_role_that_there_is_not_gets_no_key() -> None:
    with pytest.raises(UnknownRole):
        make_agreement_key(STEWARD, did=reader_did(), role="king", at=AT)


def test_record_names_who_shared_and_opened_and_the_log_tells_of_neither() -> None:
    leaves = Entry.objects.count()
    card = shared()
    opened(READER, card)
    told = list(Record.objects.filter(action__startswith="credentials.evidence.").values_list("action", "actor"))
    assert told == [("credentials.evidence.share", "per-A"), ("credentials.evidence.open", "per-B")]
    assert Entry.objects.count() == leaves


def test_anybody_fetches_the_sealed_file_and_it_is_what_the_link_says(client: Client) -> None:
    card = shared()
    response = client.get(f"/api/v1/sealed/{card.id}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/jose+json")
    assert card.link["digestMultibase"] == multibase_digest(hashlib.sha256(response.content).hexdigest())
    assert card.link["id"] == card.url
    assert card.url.endswith(f"/api/v1/sealed/{card.id}")
    assert client.get(f"/api/v1/sealed/{stored()}").status_code == 404


@pytest.mark.parametrize("text", ["", "x", base64.b64encode(b"{}").decode(), "é"])
def test_what_is_no_sealed_file_is_refused(text: str) -> None:
    with pytest.raises(BadSealed):
        open_evidence(READER, content_base64=text)


def run(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(command.app, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    read: dict[str, Any] = json.loads(result.output)
    return read


def test_commands_make_a_key_share_and_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = {"per-S": STEWARD, "per-A": MINE, "per-B": READER}
    monkeypatch.setattr(command, "ensure_home", lambda: None)
    monkeypatch.setattr(command, "actor_for", lambda who, _organisation: people[who])
    made = run("key", reader_did(), "buyer", "--as", "per-S")
    card = run("share", stored(), "--with", "org-READER", "--role", "buyer", "--as", "per-A")
    assert card["key_id"] == made["key_id"]
    (tmp_path / "sealed.jwe").write_bytes(sealed_file(card["id"]))
    told = run("open", str(tmp_path / "sealed.jwe"), "--out", str(tmp_path / "assay.pdf"), "--as", "per-B")
    assert told["media_type"] == "application/pdf"
    assert (tmp_path / "assay.pdf").read_bytes() == CONTENT


def test_each_party_that_stored_a_file_shares_it_as_its_own() -> None:
    stored()
    content = base64.b64encode(CONTENT).decode()
    other = Actor("per-E", "org-ELSE", frozenset({Role.OPERATOR}))
    name = store_evidence(other, name="ours.txt", media_type="text/plain", content_base64=content).id
    card = share_evidence(other, evidence=name, organisation="org-READER", role="certifier", at=AT)
    text = base64.b64encode(sealed_file(card.id)).decode()
    assert open_evidence(READER, content_base64=text).media_type == "text/plain"
    assert [one.id for one in shared_by("org-ELSE", limit=5)] == [card.id]
    assert shared_by("org-MINE", limit=5) == []


def test_what_anybody_fetches_tells_neither_party_nor_role_nor_kind() -> None:
    text = sealed_file(shared().id).decode()
    key = SealedFile.objects.get().key
    for told in (reader_did(), "reader", "certifier", key.pk, key.fragment, "org-", "application", "kid", "cty"):
        assert told not in text
