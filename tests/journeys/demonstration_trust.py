"""What the demonstration shows of why anyone should believe it, asked of the home that it was told in."""

import json
from typing import Any

import msgspec
from django.test import Client

from orepass.cli.story.teller import Teller
from orepass.cli.story.trusting import key_from
from orepass.credentials import queries as credentials
from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.keys import of_public
from orepass.passport import checking, queries, trust
from orepass.platform import clock
from orepass.transparency.queries import entries, head, witnesses
from orepass.transparency.rules.cosignature import cosigned_at, parse_witness_key
from orepass.web import vocabulary

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/"]


class Signer:
    """A party elsewhere whose key comes from the story's seed."""

    algorithm = "EdDSA"

    def __init__(self, teller: Teller, name: str) -> None:
        self._key = key_from(teller, name)
        text = of_public(self._key.public_key()).multibase
        self.did, self.key_id = f"did:key:{text}", f"did:key:{text}#{text}"

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)

    def says(self, kind: str, subject: dict[str, Any]) -> str:
        """Sign a credential of a type about a subject."""
        document = {
            "@context": CONTEXT,
            "id": f"urn:x:{kind}",
            "type": [kind, "VerifiableCredential"],
            "issuer": {"type": ["CredentialIssuer"], "id": self.did, "name": kind},
            "name": kind,
            "validFrom": "2020-01-01T00:00:00Z",
            "credentialSubject": subject,
        }
        return json.dumps(data_integrity.add_proof(document, self, created=clock.now()))


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    cosigned: bool
    witness_behind: int
    log_page: str
    raw_kinds: list[str]
    older: dict[str, str]
    newer: dict[str, str]
    signed_by: list[bool]
    certificate_page: str
    trusted: list[str]
    stranger: tuple[str, str]
    anchored: tuple[str, str]


def shown(teller: Teller) -> Shown:
    """Ask the home that the story was told in."""
    public, certificate = Client(), teller.things["certificate.graphite.CPS"]
    newer, older = queries.credentials_about(certificate)
    present, witness = head(), witnesses()[0]
    register, company = Signer(teller, "register"), Signer(teller, "a company abroad")
    return Shown(
        cosigned=cosigned_at(present.checkpoint, parse_witness_key(witness.verifier_key)) is not None,
        witness_behind=present.size - (witness.size or 0),
        log_page=public.get("/log/").content.decode(),
        raw_kinds=[one.kind for one in entries(limit=1000) if vocabulary.leaf_kind(one.kind) == one.kind],
        older=_checks(older.id),
        newer=_checks(newer.id),
        signed_by=[_signs_still(card.id) for card in (older, newer)],
        certificate_page=public.get(f"/certificates/{certificate}/").content.decode(),
        trusted=[card.identifier for card in trust.trusted_at(clock.now())],
        stranger=_identity(company),
        anchored=_identity(company, register.says("DigitalIdentityAnchor", _registered(company))),
    )


def _checks(name: str) -> dict[str, str]:
    return {one.name: one.result.value for one in checking.check_own(name, at=clock.now()).checks}


def _signs_still(name: str) -> bool:
    """Say whether the key that signed a credential is one that signs today."""
    fragment = str(jose.parse_token(queries.token(name)).header["kid"]).rpartition("#")[2]
    issuer = credentials.identity_card(queries.credential_for(name).issuer)
    return next(key.retired_at is None for key in issuer.keys if fragment in {key.id, key.public_multibase})


def _identity(company: Signer, *alongside: str) -> tuple[str, str]:
    text = company.says("SomeStatement", {"id": "urn:x:thing"})
    found = checking.check(text, at=clock.now(), offline=True, alongside=alongside)
    return next((one.result.value, one.reason) for one in found.checks if one.name == "identity")


def _registered(company: Signer) -> dict[str, Any]:
    return {
        "type": ["RegisteredIdentity"],
        "id": company.did,
        "registeredName": "Chambishi Traders",
        "registeredId": "1",
        "registeredDate": "2020-01-01",
        "schemeId": {"type": ["IdentifierScheme"], "id": "https://register.example", "name": "Register"},
        "registerType": "business",
    }
