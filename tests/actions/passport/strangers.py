"""Parties elsewhere, each with a did:key of its own, and what they sign: statements, anchors, endorsements."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import data_integrity
from orepass.credentials.rules.keys import of_public
from orepass.passport import checking
from orepass.passport.actions import Part, declare_trust
from tests.actions.passport.chain import Chain
from tests.certification import STEWARD

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/"]


class Party:
    """Somebody elsewhere with a did:key of their own."""

    algorithm = "EdDSA"

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        text = of_public(self._key.public_key()).multibase
        self.did, self.key_id = f"did:key:{text}", f"did:key:{text}#{text}"

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)

    def anchors(self, other: "Party", at: Any, name: str = "Mine Ltd") -> str:
        """Say in an identity anchor whose a DID is."""
        subject = {
            "type": ["RegisteredIdentity"],
            "id": other.did,
            "registeredName": name,
            "registeredId": "1",
            "registeredDate": "2020-01-01",
            "schemeId": {"type": ["IdentifierScheme"], "id": "https://register.example", "name": "Register"},
            "registerType": "business",
        }
        return self.signed("DigitalIdentityAnchor", subject, at)

    def signed(self, kind: str, subject: dict[str, Any], at: Any, **changes: Any) -> str:
        document = {
            "@context": CONTEXT,
            "id": f"urn:x:{kind}:{subject['id']}",
            "type": [kind, "VerifiableCredential"],
            "issuer": {"type": ["CredentialIssuer"], "id": self.did, "name": "Somebody"},
            "name": kind,
            "validFrom": "2025-01-01T00:00:00Z",
            "credentialSubject": subject,
            **changes,
        }
        return json.dumps(data_integrity.add_proof(document, self, created=at))


def party(number: int) -> Party:
    """Make up a party whose key is a number."""
    return Party(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


MINE, REGISTRY, STATE, CAB, OTHER_CAB = (party(number) for number in range(1, 6))


def attestation(*assessments: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a conformity credential says, with all that its schema asks for."""
    named = {
        "name": "x",
        "assessmentDate": "2025-01-01",
        "assessedPerformance": [{"score": {"code": "met"}}],
        "conformityTopic": [{"type": ["ConformityTopic"], "id": "urn:x:topic", "name": "Legal"}],
    }
    return {
        "type": ["ConformityAttestation"],
        "id": "urn:x:attestation",
        "name": "x",
        "assessorLevel": "3rdParty",
        "assessmentLevel": "no-endorsement",
        "attestationType": "certification",
        "issuedToParty": {"type": ["Party"], "id": "urn:x:client", "name": "x"},
        "referenceScheme": {"type": ["ConformityScheme"], "id": "urn:x:scheme", "name": "x"},
        "conformityAssessment": [
            {"type": ["ConformityAssessment"], "id": f"urn:x:assessment:{number}", **named, **one}
            for number, one in enumerate(assessments)
        ],
        **more,
    }


def declared(chain: Chain, identifier: str, part: Part = Part.REGISTER) -> str:
    return declare_trust(
        STEWARD, identifier=identifier, part=part, name="The register", grounds="By law.", at=chain.at
    ).id


def outcome(chain: Chain, text: str, *alongside: str) -> dict[str, Any]:
    found = checking.check(text, at=chain.at, offline=True, alongside=alongside)
    return {check.name: check for check in found.checks} | {"verified": found.verified}


def told(chain: Chain, text: str, *alongside: str, name: str = "claims") -> list[tuple[str, str]]:
    """What came of each check of a name, with its reason."""
    found = checking.check(text, at=chain.at, offline=True, alongside=alongside)
    return [(check.result.value, check.reason) for check in found.checks if check.name == name]
