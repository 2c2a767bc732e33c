"""Passports of 15 kB, the certificate they rest on, and all that a verifier may ask about them; always the same."""

import base64
import hashlib
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials.rules import did, jose, status_list
from orepass.credentials.rules.keys import multibase_digest, of_public
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.strict_json import Document
from orepass.passport.untp.v0_7_0.nodes import CONTEXTS
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import Checkpoint, sign_checkpoint
from orepass.transparency.rules.leaf import Leaf
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.proof import InclusionProof

AT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
ISSUER: Final = "did:web:issuer.example"
BASE: Final = "https://issuer.example"
STATUS_LIST: Final = f"{BASE}/status/stl-1"
MATERIALS: Final = 35
LEAVES: Final = 1 << 14


class Es256:
    """A P-256 key in memory; signs as the home's own signer does, deterministically (RFC 6979)."""

    algorithm = "ES256"
    key_id = f"{ISSUER}#p256"

    def __init__(self) -> None:
        """Derive the key from a constant."""
        self.private = ec.derive_private_key(7**80, ec.SECP256R1())
        self.public = of_public(self.private.public_key())

    def sign(self, data: bytes) -> bytes:
        """Return r and s."""
        pair = self.private.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return b"".join(number.to_bytes(32) for number in decode_dss_signature(pair))


class Ed25519:
    """An Ed25519 key in memory."""

    algorithm = "EdDSA"
    key_id = f"{ISSUER}#ed25519"

    def __init__(self) -> None:
        """Derive the key from a constant."""
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)
        self.public = of_public(self.private.public_key())

    def sign(self, data: bytes) -> bytes:
        """Return the signature."""
        return self.private.sign(data)


def issuer_document(es256: Es256, ed25519: Ed25519) -> Document:
    """Return the DID document of the issuer."""
    return did.document(ISSUER, [did.Key("p256", es256.public), did.Key("ed25519", ed25519.public)])


def passport(number: int, certificate: tuple[str, str]) -> Document:
    """Return a battery's passport with the shares of its origins, as UNTP 0.7.0 wants it."""
    url, digest = certificate
    return {
        **_frame(number, "DigitalProductPassport"),
        "name": f"Product passport of traction battery {number}",
        "credentialSubject": {
            "type": ["Product"],
            "id": f"https://id.example/01/09520123456788/21/{number}",
            "name": f"Traction battery {number}",
            "description": "Lithium-ion traction battery, 81 kWh, cathode of nickel, manganese and cobalt.",
            "idScheme": {
                "type": ["IdentifierScheme"],
                "id": "https://id.gs1.org/01/",
                "name": "GTIN and serial number",
            },
            "itemNumber": str(number),
            "idGranularity": "item",
            "productCategory": [_category("850760", "Lithium-ion accumulators")],
            "producedAtFacility": {"type": ["Facility"], "id": f"{BASE}/sites/st-1/", "name": "Assembly, hall 4"},
            "productionDate": "2026-10-01",
            "countryOfProduction": {"countryCode": "ES"},
            "dimensions": {"weight": {"value": 412.5, "unit": "KGM"}},
            "materialProvenance": [_material(number, place) for place in range(MATERIALS)],
            "performanceClaim": [_claim(url, digest)],
        },
    }


def certificate() -> Document:
    """Return the certificate that the passports rest on, as a conformity credential."""
    topic = {
        "type": ["ConformityTopic"],
        "id": "https://vocabulary.uncefact.org/topics/governance",
        "name": "Governance",
    }
    assessment = {
        "type": ["ConformityAssessment"],
        "id": f"{BASE}/certificates/crt-1/#decision",
        "name": "Decision",
        "assessmentCriteria": [{"type": ["Criterion"], "id": f"{BASE}/standards/CPS/", "name": "CPS"}],
        "assessmentDate": "2026-02-01",
        "assessedPerformance": [{"score": {"code": "certified"}}],
        "conformityTopic": [topic],
        "conformance": True,
    }
    return {
        **_frame(0, "DigitalConformityCredential"),
        "name": "Certificate of a mine",
        "validUntil": "2029-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["ConformityAttestation"],
            "id": f"{BASE}/certificates/crt-1/",
            "name": "Certificate of a mine",
            "assessorLevel": "3rdParty",
            "assessmentLevel": "scheme-cab",
            "attestationType": "certification",
            "issuedToParty": {"type": ["Party"], "id": f"{BASE}/organisations/org-1/", "name": "A mine"},
            "referenceScheme": {"type": ["ConformityScheme"], "id": f"{BASE}/standards/", "name": "A scheme"},
            "conformityAssessment": [assessment],
        },
    }


def list_token(signer: Es256) -> str:
    """Return the signed status list, one entry in a hundred set; none of those that are asked for."""
    return jose.sign(
        {
            "@context": [CONTEXTS[0]],
            "id": STATUS_LIST,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": ISSUER,
            "validFrom": "2026-11-22T11:00:00Z",
            "validUntil": "2026-11-23T11:00:00Z",
            "credentialSubject": {
                "id": f"{STATUS_LIST}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": status_list.encode(range(99, status_list.LENGTH_MIN, 100)),
            },
        },
        signer,
    )


class PublicLog:
    """A log that holds an entry for each passport; the rest of its entries are about others."""

    def __init__(self, passports: list[Document]) -> None:
        """Grow the tree and sign its head."""
        leaves = [_leaf(hashlib.sha256(str(number).encode()).hexdigest()) for number in range(LEAVES - len(passports))]
        leaves += [_leaf(digest_of(document)) for document in passports]
        rows = [[merkle.leaf_hash(leaf) for leaf in leaves]]
        while len(rows[-1]) > 1:
            below = rows[-1]
            rows.append([merkle.node_hash(below[at], below[at + 1]) for at in range(0, len(below), 2)])
        key = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
        self.key = VerifierKey("issuer.example/log", key.public_key().public_bytes_raw())
        head = sign_checkpoint(Checkpoint(self.key.name, LEAVES, rows[-1][0]), key)
        first = LEAVES - len(passports)
        self.proofs = [
            InclusionProof(
                leaves[index],
                index,
                tuple(merkle.inclusion_proof(index, LEAVES, lambda level, place: rows[level][place])),
                head,
            )
            for index in range(first, LEAVES)
        ]


def _leaf(digest: str) -> bytes:
    return Leaf("passport.credential.issued", "psp-1", digest, AT).data


def _frame(number: int, kind: str) -> Document:
    index = number * 100 % status_list.LENGTH_MIN
    return {
        "@context": list(CONTEXTS),
        "type": [kind, "VerifiableCredential"],
        "id": f"{BASE}/credentials/crd-{number:013}",
        "issuer": {"type": ["CredentialIssuer"], "id": ISSUER, "name": "Issuer"},
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": index,
            "statusListCredential": STATUS_LIST,
        },
    }


def _material(number: int, place: int) -> dict[str, Any]:
    digest = hashlib.sha256(f"{number}/{place}".encode()).digest()
    name = base64.b32encode(digest[:8]).decode().rstrip("=").lower()
    return {
        "name": f"cobalt from pit {name} (mass_balance)",
        "originCountry": {"countryCode": ("CD", "ZM", "RW", "AU")[place % 4]},
        "materialType": _category("260500", "Cobalt ores and concentrates"),
        "massFraction": (1 + int.from_bytes(digest[8:12])) / 2**32 / MATERIALS,
        "mass": {"value": int.from_bytes(digest[12:15]) / 1000 + 0.0005, "unit": "KGM"},
    }


def _claim(url: str, digest: str) -> dict[str, Any]:
    return {
        "type": ["Claim"],
        "id": f"{BASE}/passports/psp-1/#claim",
        "name": "Claim: mass balance, 61 %",
        "description": "61 % of the cobalt in this battery is matched by certified production, by mass balance.",
        "referenceCriteria": [{"type": ["Criterion"], "id": f"{BASE}/standards/CCS/", "name": "CCS"}],
        "claimDate": "2026-11-01",
        "claimedPerformance": [{"score": {"code": "61"}}],
        "evidence": [{"linkURL": url, "linkName": "Certificate", "digestMultibase": multibase_digest(digest)}],
        "conformityTopic": [{"type": ["ConformityTopic"], "id": f"{BASE}/topics/origin", "name": "Origin"}],
    }


def _category(code: str, name: str) -> dict[str, str]:
    scheme = "https://www.wcoomd.org/en/topics/nomenclature/instrument-and-tools/hs-nomenclature-2022-edition.aspx"
    return {"code": code, "name": name, "schemeId": scheme, "schemeName": "HS 2022"}
