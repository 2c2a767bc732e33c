"""Keys need not be files: a holder that never lets a private key out makes identities, histories, lists and tokens."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials import outside, queries
from orepass.credentials.actions import (
    allot_status,
    create_identity,
    issue_sd_jwt,
    make_agreement_key,
    rotate_identity,
)
from orepass.credentials.rules import data_integrity, jose, webvh
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.keys import ED25519
from orepass.credentials.rules.presented import Presented, read
from orepass.kernel.check import verified
from orepass.platform.access import Actor, Role
from orepass.platform.key_holder import NoAgreement, PublicHalf

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
STEWARD = Actor(pseudonym="per-1", organisation="org-1", roles=frozenset({Role.STEWARD}))


class Session:
    """What a driver of a hardware module gives: it signs by label, and has no way to ask for a key."""

    __slots__ = ("_sign", "algorithm", "key_id")

    def __init__(self, key_id: str, algorithm: str, sign: Any) -> None:
        self.key_id, self.algorithm, self._sign = key_id, algorithm, sign

    def sign(self, data: bytes) -> bytes:
        signature: bytes = self._sign(data)
        return signature


class Module:
    """A module whose keys are made inside it and stay there."""

    _inside: ClassVar[dict[str, Any]] = {}

    def make(self, name: str, kind: str) -> PublicHalf:
        key = Ed25519PrivateKey.generate() if kind == ED25519 else ec.generate_private_key(ec.SECP256R1())

        def sign(data: bytes) -> bytes:
            if isinstance(key, Ed25519PrivateKey):
                return key.sign(data)
            pair = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
            return b"".join(number.to_bytes(32) for number in pair)

        self._inside[name] = ("EdDSA" if kind == ED25519 else "ES256", sign)
        return key.public_key()

    def signer(self, name: str, key_id: str) -> Session:
        return Session(key_id, *self._inside[name])


@pytest.fixture(autouse=True)
def module(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    settings.PUBLIC_URL = "https://mine.example"
    settings.KEY_HOLDER = f"{__name__}.Module"
    monkeypatch.setattr("orepass.platform.key_holder.import_string", lambda _name: Module)
    return tmp_path


def test_no_key_is_made_for_sealed_files_where_the_module_only_signs() -> None:
    card = create_identity(STEWARD, path="pit", organisation="org-1", name="Pit", at=AT)
    with pytest.raises(NoAgreement):
        make_agreement_key(STEWARD, did=card.id, role="buyer", at=AT)
    assert "keyAgreement" not in (queries.did_document(card.id) or {})


def test_everything_is_signed_by_a_module_that_shows_no_private_key(module: Path) -> None:
    card = create_identity(STEWARD, path="pit", organisation="org-1", name="Pit", at=AT)
    rotate_identity(STEWARD, did=card.id, at=AT)
    history = queries.history_text(card.id)
    assert len(webvh.resolve(card.history_did, history, at=datetime(2027, 1, 1, tzinfo=UTC))) == 2
    resolver = outside.resolver(outside.nobody, at=AT)
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": card.id}
    token = jose.sign(document, queries.signer_for(card.id))
    assert verified(check_signatures(read(token), resolver)) is True
    embedded = data_integrity.add_proof(document, queries.signer_for(card.id, ED25519), created=AT)
    assert verified(check_signatures(Presented(embedded), resolver)) is True
    allot_status(card.id, subject="https://mine.example/credentials/1", at=AT)
    listed = queries.status_of("https://mine.example/credentials/1", at=AT)[0].status_list
    assert verified(check_signatures(read(queries.status_list_credential(listed, at=AT)), resolver)) is True
    assert issue_sd_jwt(STEWARD, did=card.id, document={"a": 1}, hidden=["/a"], at=AT).places == ["/a"]
    ours = {path.name for path in (module / "keys").glob("*.pem")} if (module / "keys").exists() else set()
    assert ours == set()
