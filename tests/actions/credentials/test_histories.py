"""Every identity of a home is a did:web mirrored by a did:webvh: same keys, one history, which others can replay."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openvc.did.base import DidResolutionError
from openvc.did.did_webvh import DidWebvhResolver

from orepass.credentials import outside, queries
from orepass.credentials.actions import (
    BadWitness,
    IdentityEnded,
    IdentityExists,
    PathTooLong,
    create_identity,
    create_key,
    deactivate_identity,
    name_witnesses,
    retire_key,
    rotate_identity,
    take_witness_proof,
)
from orepass.credentials.models import HistoryEntry, HistoryWitness, Identity, Key
from orepass.credentials.rules import jose, webvh, webvh_mirror, webvh_writing
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.keys import ED25519, P256
from orepass.credentials.rules.presented import read
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.kernel.check import verified
from orepass.kernel.refusal import Denied, NotFound, Refusal
from orepass.platform import home
from orepass.platform.access import Actor, Role
from orepass.transparency.models import Entry
from tests.rules.credentials.signing import OTHER, SIGNER, Signer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = timedelta(days=1)
STEWARD = Actor(pseudonym="per-1", organisation="org-1", roles=frozenset({Role.STEWARD}))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    home.mark_as_demonstration("7")
    return tmp_path


@pytest.fixture
def identity() -> queries.IdentityCard:
    return create_identity(STEWARD, path="mine", organisation="org-1", name="Mine", at=AT)


def replayed(identity: queries.IdentityCard, at: datetime = AT + 30 * DAY) -> list[webvh.Version]:
    history = queries.history_text(identity.id)
    return webvh.resolve(identity.history_did, history, queries.witness_text(identity.id), at=at)


def token_of(did: str) -> str:
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": did, "type": ["VerifiableCredential"]}
    return jose.sign(document, queries.signer_for(did))


def holds(token: str) -> bool | None:
    return verified(check_signatures(read(token), outside.resolver(outside.nobody, at=AT)))


def test_a_new_identity_is_a_did_web_mirrored_by_a_did_webvh(identity: queries.IdentityCard) -> None:
    newest = replayed(identity)[-1].document
    plain = queries.did_document(identity.id) or {}
    assert identity.history_did.startswith("did:webvh:Qm")
    assert identity.history_did.endswith(":demo.orepass.example:mine")
    assert (newest["id"], newest["alsoKnownAs"]) == (identity.history_did, [identity.id])
    assert (plain["id"], plain["alsoKnownAs"]) == (identity.id, [identity.history_did])
    assert plain == webvh_mirror.web_document(newest)
    assert queries.did_document(identity.history_did) == newest
    assert len(newest["verificationMethod"]) == len(identity.keys) == 2


def test_a_path_that_is_taken_or_none_makes_no_identity(identity: queries.IdentityCard) -> None:
    refused: dict[str, type[Refusal]] = {"mine": IdentityExists, "m" * 101: PathTooLong}
    for path, refusal in (refused | dict.fromkeys(["..", "a/b", ""], BadDocument)).items():
        with pytest.raises(refusal):
            create_identity(STEWARD, path=path, organisation="org-1", name="Another", at=AT)
    with pytest.raises(Denied):
        create_identity(Actor("per-2", "org-2"), path="other", organisation="org-1", name="Another", at=AT)
    assert [card.id for card in queries.identities()] == [identity.id]
    assert Key.objects.filter(purpose=queries.ASSERTION).count() == len(identity.keys)


def test_a_path_may_be_as_long_as_every_table_keeps_its_did(
    identity: queries.IdentityCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(path: str) -> queries.IdentityCard:
        return create_identity(STEWARD, path=path, organisation="org-1", name="Long", at=AT)

    assert made("m" * 100).history_did
    monkeypatch.setattr(queries, "own_did", lambda: f"did:web:{'a' * 60}.{'b' * 60}.{'c' * 60}.example")
    with pytest.raises(PathTooLong, match="at most 56 fit"):
        made("m" * 57)
    assert len(made("m" * 56).id) == 255
    assert len(queries.identities()) == 3


def test_strangers_fetch_both_documents_and_the_history(identity: queries.IdentityCard) -> None:
    history = Client().get("/mine/did.jsonl")
    assert (history.status_code, history["Content-Type"]) == (200, "text/jsonl")
    assert history.content.decode() == queries.history_text(identity.id)
    assert json.loads(Client().get("/mine/did.json").content)["alsoKnownAs"] == [identity.history_did]
    assert json.loads(Client().get("/mine/did-witness.json").content) == []
    assert Client().get("/other/did.jsonl").status_code == 404
    assert "PRIVATE" not in history.content.decode()


def test_another_implementation_replays_our_history_to_the_same_document(identity: queries.IdentityCard) -> None:
    rotate_identity(STEWARD, did=identity.id, at=AT + DAY)
    text = queries.history_text(identity.id)
    document = DidWebvhResolver(lambda _url: text).resolve(identity.history_did)
    ours = queries.did_document(identity.history_did) or {}
    assert {method.id for method in document.verification_methods} == {one["id"] for one in ours["verificationMethod"]}
    with pytest.raises(DidResolutionError):
        DidWebvhResolver(lambda _url: text.replace("JsonWebKey", "Multikey")).resolve(identity.history_did)


def test_rotation_keeps_old_credentials_valid_and_signs_with_new_keys(identity: queries.IdentityCard) -> None:
    old = token_of(identity.id)
    before = {kind: queries.signer_for(identity.id, kind).key_id for kind in (P256, ED25519)}
    card = rotate_identity(STEWARD, did=identity.id, at=AT + DAY)
    after = {kind: queries.signer_for(identity.id, kind).key_id for kind in (P256, ED25519)}
    assert set(before.values()).isdisjoint(after.values())
    assert [bool(key.retired_at) for key in card.keys] == [True, True, False, False]
    assert holds(old) is holds(token_of(identity.id)) is True
    first, second = replayed(identity)
    assert len(first.document["verificationMethod"]) == 2
    assert len(second.document["verificationMethod"]) == 4
    assert queries.did_document(identity.id) == webvh_mirror.web_document(second.document)


def test_credential_issued_under_the_history_s_own_name_verifies(identity: queries.IdentityCard) -> None:
    signer = queries.signer_for(identity.id)
    fragment = signer.key_id.partition("#")[2]
    renamed = type("Renamed", (), {"key_id": f"{identity.history_did}#{fragment}", "algorithm": "ES256"})()
    renamed.sign = signer.sign
    document: Document = {"issuer": identity.history_did, "type": ["VerifiableCredential"]}
    assert holds(jose.sign(document, renamed)) is True


def test_each_version_is_signed_by_a_key_committed_to_before_and_used_once(identity: queries.IdentityCard) -> None:
    rotate_identity(STEWARD, did=identity.id, at=AT + DAY)
    create_key(STEWARD, did=identity.id, at=AT + 2 * DAY)
    versions = replayed(identity)
    writers = [version.terms.update_keys for version in versions]
    assert len({key for keys in writers for key in keys}) == len(versions) == 3
    for before, version in pairwise(versions):
        committed = before.terms.next_key_hashes
        assert [webvh_writing.commitment(key) for key in version.terms.update_keys] == list(committed)
    assert Key.objects.filter(purpose=queries.UPDATE, retired_at=None).count() == 1


def test_update_keys_sign_no_credentials_and_stand_in_no_document(identity: queries.IdentityCard) -> None:
    update = Key.objects.filter(purpose=queries.UPDATE)
    assert update.count() == 2
    document = json.dumps(queries.did_document(identity.id))
    assert not any(key.public_multibase in document for key in update)
    assert queries.signer_for(identity.id, ED25519).key_id.partition("#")[2] not in {key.fragment for key in update}
    with pytest.raises(NotFound):
        retire_key(STEWARD, key=update[0].id, at=AT)


def test_compromised_key_leaves_the_newest_version_and_stays_in_the_older_one(identity: queries.IdentityCard) -> None:
    token = token_of(identity.id)
    key = next(key for key in identity.keys if key.kind == P256)
    retire_key(STEWARD, key=key.id, at=AT + DAY)
    assert HistoryEntry.objects.count() == 1
    retire_key(STEWARD, key=key.id, compromised=True, at=AT + DAY)
    retire_key(STEWARD, key=key.id, compromised=True, at=AT + 2 * DAY)
    first, second = replayed(identity)
    assert key.id in json.dumps(first.document)
    assert key.id not in json.dumps(second.document)
    assert holds(token) is False


def test_changes_within_a_second_are_written_one_second_apart(identity: queries.IdentityCard) -> None:
    for _again in range(3):
        create_key(STEWARD, did=identity.id, at=AT - DAY)
    times = [version.at for version in replayed(identity)]
    assert times == [AT + timedelta(seconds=number) for number in range(4)]


def test_every_version_is_a_leaf_on_the_log_by_its_digest(identity: queries.IdentityCard) -> None:
    rotate_identity(STEWARD, did=identity.id, at=AT + DAY)
    scid = identity.history_did.split(":")[2]
    assert Entry.objects.filter(kind="credentials.identity.history", subject=scid).count() == 2


def test_an_ended_identity_stays_so_and_nothing_it_signed_is_confirmed(identity: queries.IdentityCard) -> None:
    token = token_of(identity.id)
    card = deactivate_identity(STEWARD, did=identity.id, at=AT + DAY)
    assert card.deactivated_at == AT + DAY
    newest = replayed(identity)[-1]
    assert (newest.terms.deactivated, newest.document["verificationMethod"]) == (True, [])
    assert queries.history_of(identity.id)[-1].deactivated
    assert holds(token) is False
    for attempt in (rotate_identity, create_key, deactivate_identity):
        with pytest.raises(IdentityEnded):
            attempt(STEWARD, did=identity.id, at=AT + 2 * DAY)
    retire_key(STEWARD, key=identity.keys[0].id, compromised=True, at=AT + 2 * DAY)
    assert HistoryEntry.objects.count() == 2
    with pytest.raises(queries.NoKey):
        queries.signer_for(identity.id)


def test_strangers_and_unknown_names_change_nothing(identity: queries.IdentityCard) -> None:
    for attempt in (rotate_identity, deactivate_identity):
        with pytest.raises(NotFound):
            attempt(STEWARD, did="did:web:demo.orepass.example:none", at=AT)
        with pytest.raises(NotFound):
            attempt(STEWARD, did=identity.history_did.replace("Qm", "Qn"), at=AT)
        with pytest.raises(Denied):
            attempt(Actor("per-2", "org-2"), did=identity.id, at=AT)
    assert HistoryEntry.objects.count() == 1


def test_a_home_without_a_public_host_has_no_history(own_home: Path, settings: Any) -> None:
    (own_home / home.DEMO_MARKER).unlink()
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    card = create_identity(STEWARD, path="mine", organisation="org-1", name="Mine", at=AT)
    assert (card.id, card.history_did) == ("did:web:localhost%3A8000:mine", "")
    assert "alsoKnownAs" not in (queries.did_document(card.id) or {})
    assert HistoryEntry.objects.count() == 0
    with pytest.raises(NotFound):
        queries.history_text(card.id)
    with pytest.raises(NotFound):
        name_witnesses(STEWARD, did=card.id, witnesses=[SIGNER.did], at=AT)


def test_an_identity_from_before_histories_gets_its_own_with_its_next_step(identity: queries.IdentityCard) -> None:
    def forget() -> None:
        HistoryEntry.objects.all().delete()
        Key.objects.filter(purpose=queries.UPDATE).delete()
        Identity.objects.update(scid="")

    forget()
    assert queries.identity_card(identity.id).history_did == ""
    card = rotate_identity(STEWARD, did=identity.id, at=AT + DAY)
    assert len(replayed(card)) == 1
    forget()
    ended = deactivate_identity(STEWARD, did=identity.id, at=AT + DAY)
    assert [version.terms.deactivated for version in replayed(ended)] == [False, True]


def signature_of(version: str, witness: Signer) -> dict[str, Any]:
    created = "2026-11-23T09:00:00Z"
    return webvh_writing.proof_of({"versionId": version}, witness, created=created)


def test_a_version_that_its_witnesses_have_not_signed_is_not_published(identity: queries.IdentityCard) -> None:
    both = [SIGNER.did, OTHER.did]
    name_witnesses(STEWARD, did=identity.id, witnesses=both, threshold=2, at=AT + DAY)
    rotate_identity(STEWARD, did=identity.id, at=AT + 2 * DAY)
    assert len(replayed(identity)) == 2
    third = queries.history_of(identity.id)[2]
    assert not third.published
    for witness in (SIGNER, OTHER, OTHER):
        proof = signature_of(third.version_id, witness)
        shown = take_witness_proof(
            STEWARD, did=identity.id, version=third.version_id, witness=witness.did, proof=proof, at=AT + 3 * DAY
        )
    assert shown[2].published
    assert HistoryWitness.objects.count() == 2
    assert len(replayed(identity)) == 3
    with pytest.raises(BadDocument):
        webvh.resolve(identity.history_did, queries.history_text(identity.id), "[]", at=AT + 9 * DAY)
    name_witnesses(STEWARD, did=identity.id, witnesses=[], at=AT + 4 * DAY)
    assert not queries.history_of(identity.id)[3].published


def test_witnesses_and_proofs_that_are_none_are_refused(identity: queries.IdentityCard) -> None:
    named: list[tuple[list[str], int]] = [
        ([SIGNER.public.multibase], 1),
        ([SIGNER.did, SIGNER.did], 1),
        ([SIGNER.did], 2),
        ([SIGNER.did], 0),
    ]
    for witnesses, threshold in named:
        with pytest.raises(BadWitness):
            name_witnesses(STEWARD, did=identity.id, witnesses=witnesses, threshold=threshold, at=AT)
    with pytest.raises(BadDocument):
        name_witnesses(STEWARD, did=identity.id, witnesses=["did:key:zzz"], at=AT)
    version = queries.history_of(identity.id)[0].version_id
    given: list[tuple[str, str, dict[str, Any], type[Exception]]] = [
        (version, OTHER.did, signature_of(version, SIGNER), BadWitness),
        (version, SIGNER.did, signature_of("1-x", SIGNER), BadWitness),
        (version, SIGNER.did, {}, BadWitness),
        ("9-x", SIGNER.did, signature_of("9-x", SIGNER), NotFound),
    ]
    for place, witness, proof, refusal in given:
        with pytest.raises(refusal):
            take_witness_proof(STEWARD, did=identity.id, version=place, witness=witness, proof=proof, at=AT)
    assert (HistoryEntry.objects.count(), HistoryWitness.objects.count()) == (1, 0)
