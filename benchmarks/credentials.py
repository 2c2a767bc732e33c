"""How many passports of 15 kB one core signs and verifies, beside joserfc and rfc8785 in the same run.

Run it with ``python -m benchmarks.credentials [PASSPORTS]``. Times are seconds of the processor for 1,000 passports,
the best of several rounds in which the two sides take turns: the machine may be used by others as well. Every passport
differs, and before anything is timed both sides must answer the same: each verifies the other's token and reads the
same content, proofs and canonical forms are equal byte by byte.

``vc_jwt`` is ES256 over the credential (peer: joserfc). ``eddsa_jcs`` is an embedded proof; its peer is the shortest
program that does the same with rfc8785, the standard library's JSON and the same library of cryptography. Reading the
text is inside the time of verifying, on both sides. ``verify_full`` is the verifier with every check: proof, key,
issuer, dates, status, schema, log, and the certificate beneath; lists and DID documents are at hand, as they are for
whoever checks more than one, and of the signatures on what many passports share (list, certificate, head of the log)
the verifier remembers that they hold. What it remembers is forgotten before each round. ``verify_bundle`` does as much
from one file that holds all of it, reading the file included.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import base58
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jwt
from joserfc.jwk import ECKey

from benchmarks.worlds import credentials as world
from orepass.credentials.rules import data_integrity, jose, keys, strict_json
from orepass.credentials.rules.anchors import Anchors, TrustedIssuer, TrustedLog
from orepass.credentials.rules.bundle import Bundle, Held, Issuer, Listing, read_bundle, write_bundle
from orepass.credentials.rules.bundled import verify_bundle
from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.logged import check_entry
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.verification import UNDERLYING, Outside, Resolution, Verification, verify_credential
from orepass.kernel.check import Check, Result, failed, passed
from orepass.passport.rules.evidence import evidence_links
from orepass.passport.untp import schemas
from orepass.transparency.rules.proof import write_inclusion

PASSPORTS, ROUNDS, PER = 100, 7, 1000
BARS: Final = {
    "vc_jwt_sign": 4000,
    "vc_jwt_verify": 3000,
    "eddsa_jcs_sign": 2500,
    "eddsa_jcs_verify": 1800,
    "verify_full": 1000,
}
"""Passports a second on one core."""

ES256, ED25519 = world.Es256(), world.Ed25519()
PEER_KEY: Final = ECKey.import_key(ES256.private)
HEADER: Final = {"alg": "ES256", "cty": "vc", "kid": ES256.key_id, "typ": "vc+jwt"}

type Work = Callable[[int], object]


def sign_embedded(document: Document, key: Ed25519PrivateKey) -> Document:
    """Make an eddsa-jcs-2022 proof with nothing but rfc8785 (Data Integrity EdDSA 1.0, section 3.3)."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": world.AT.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": ED25519.key_id,
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    data = hashlib.sha256(rfc8785.dumps(options)).digest() + hashlib.sha256(rfc8785.dumps(document)).digest()
    return {**document, "proof": options | {"proofValue": "z" + base58.b58encode(key.sign(data)).decode()}}


def check_embedded(text: str, key: Ed25519PublicKey) -> Document:
    """Check an eddsa-jcs-2022 proof with nothing but rfc8785."""
    document: Document = json.loads(text)
    options = document.pop("proof")
    signature = base58.b58decode(options.pop("proofValue")[1:])
    data = hashlib.sha256(rfc8785.dumps(options)).digest() + hashlib.sha256(rfc8785.dumps(document)).digest()
    key.verify(signature, data)
    return document


def ours_embedded(text: str) -> Document:
    """Check an embedded proof as the verifier does."""
    document = strict_json.parse_object(text)
    assert data_integrity.proof_holds(document, document["proof"], ED25519.public), "the proof holds"
    return document


def ours_token(token: str) -> Document:
    """Check a token as the verifier does."""
    parsed = jose.parse_token(token)
    assert jose.signature_holds(parsed, ES256.public), "the signature holds"
    return parsed.payload


class Case:
    """The passports in every form, and what each side does with the n-th of them."""

    def __init__(self, count: int) -> None:
        """Make the passports, and everything that lies around them."""
        beneath = world.certificate()
        self.certificate = jose.sign(beneath, ES256)
        link = str(beneath["id"]), digest_of(beneath)
        self.documents = [world.passport(number, link) for number in range(1, count + 1)]
        self.tokens = [jose.sign(document, ES256) for document in self.documents]
        embedded = [data_integrity.add_proof(one, ED25519, created=world.AT) for one in self.documents]
        self.texts = [json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in embedded]
        self.log = world.PublicLog([*self.documents, beneath])
        issuer = Resolution(world.issuer_document(ES256, ED25519), "at hand")
        listing = Fetched(world.list_token(ES256), "at hand")
        self.alone = Outside(resolver=lambda _name: issuer, status_fetcher=lambda _url: listing, schema=schemas.faults)
        own = frozenset({ES256.public.multibase, ED25519.public.multibase})
        self.anchors = Anchors({self.log.key.name: TrustedLog(self.log.key)}, {world.ISSUER: TrustedIssuer(own)})
        self.bundles = [self._bundle(at) for at in range(count)]

    def pairs(self) -> dict[str, tuple[Work, str, Work | None]]:
        """Return for each question what we do, who the peer is and what it does."""
        private, public = ED25519.private, ED25519.private.public_key()
        return {
            "canonical_json": (
                lambda at: strict_json.canonical(self.documents[at]),
                "rfc8785",
                lambda at: rfc8785.dumps(self.documents[at]),
            ),
            "vc_jwt_sign": (
                lambda at: jose.sign(self.documents[at], ES256),
                "joserfc",
                lambda at: jwt.encode(HEADER, self.documents[at], PEER_KEY),
            ),
            "vc_jwt_verify": (
                lambda at: ours_token(self.tokens[at]),
                "joserfc",
                lambda at: jwt.decode(self.tokens[at], PEER_KEY, algorithms=["ES256"]),
            ),
            "eddsa_jcs_sign": (
                lambda at: data_integrity.add_proof(self.documents[at], ED25519, created=world.AT),
                "rfc8785",
                lambda at: sign_embedded(self.documents[at], private),
            ),
            "eddsa_jcs_verify": (
                lambda at: ours_embedded(self.texts[at]),
                "rfc8785",
                lambda at: check_embedded(self.texts[at], public),
            ),
            "verify_full": (self.checked_in_full, "", None),
            "verify_bundle": (self.checked_as_bundle, "", None),
        }

    def checked_in_full(self, at: int) -> Verification:
        """Run the verifier with every check on the n-th passport."""
        asked = Outside(
            resolver=self.alone.resolver,
            status_fetcher=self.alone.status_fetcher,
            schema=self.alone.schema,
            log=lambda presented: check_entry(presented, self.log.proofs[at], self.log.key),
            underlying=self._beneath,
        )
        return verify_credential(self.tokens[at], asked, at=world.AT)

    def checked_as_bundle(self, at: int) -> Verification:
        """Read the n-th bundle from its file and check it by itself."""
        links = evidence_links
        found = read_bundle(self.bundles[at])
        return verify_bundle(found, anchors=self.anchors, at=world.AT, schema=schemas.faults, links=links)

    def _bundle(self, at: int) -> bytes:
        """Write the n-th passport with its certificate, their issuer, the list and the proofs as a file."""
        held = Held(self.tokens[at], write_inclusion(self.log.proofs[at]))
        document = strict_json.canonical(self.alone.resolver(world.ISSUER).document).decode()
        whole = Bundle(
            "2026-11-22T12:00:00Z",
            (held, Held(self.certificate, write_inclusion(self.log.proofs[-1]))),
            (Issuer(world.ISSUER, document),),
            (Listing(world.STATUS_LIST, str(self.alone.status_fetcher(world.STATUS_LIST).body)),),
        )
        return strict_json.canonical(write_bundle(whole))

    def _beneath(self, credential: Document, at: Any) -> list[Check]:  # noqa: ANN401
        """Check the certificate that the passport links to, with its digest."""
        link = credential["credentialSubject"]["performanceClaim"][0]["evidence"][0]
        found = verify_credential(self.certificate, self.alone, at=at)
        digest = multibase_digest(digest_of(found.credential))
        if found.verified and link["digestMultibase"] == digest and link["linkURL"] == found.credential["id"]:
            return [passed(UNDERLYING, "The certificate at {url} holds.", url=link["linkURL"])]
        return [failed(UNDERLYING, "The certificate at {url} is not the one that was linked.", url=link["linkURL"])]

    def check_equal(self) -> None:
        """Stop when the two sides differ, or when a check of ours is left open."""
        for at, document in enumerate(self.documents):
            assert strict_json.canonical(document) == rfc8785.dumps(document), "canonical forms differ"
            theirs = jwt.encode(HEADER, document, PEER_KEY)
            assert ours_token(theirs) == jwt.decode(self.tokens[at], PEER_KEY).claims == document, "tokens differ"
            assert sign_embedded(document, ED25519.private) == json.loads(self.texts[at]), "proofs differ"
            assert (
                ours_embedded(self.texts[at])["id"]
                == check_embedded(self.texts[at], ED25519.private.public_key())["id"]
            )
            results = {one.name: one.result for one in self.checked_in_full(at).checks}
            assert set(results.values()) == {Result.PASSED}, results
            assert self.checked_as_bundle(at).verified, "the bundle holds"
            forged = self.tokens[at][:-60] + ("A" if self.tokens[at][-60] != "A" else "B") + self.tokens[at][-59:]
            assert verify_credential(forged, self.alone, at=world.AT).verified is False, "a forged token is noticed"


def spent(work: Work, count: int) -> float:
    """Return the seconds of the processor that the work takes for all passports."""
    keys.forget_signatures()
    began = time.process_time()
    for at in range(count):
        work(at)
    return time.process_time() - began


def measure(count: int = PASSPORTS) -> list[dict[str, Any]]:
    """Answer every question, the two sides by turns."""
    case = Case(count)
    case.check_equal()
    size = len(strict_json.canonical(case.documents[0]))
    return [_row(name, size, count, *pair) for name, pair in case.pairs().items()]


def _row(name: str, size: int, count: int, ours: Work, peer: str, theirs: Work | None) -> dict[str, Any]:
    rounds = [tuple(map(partial(spent, count=count), filter(None, (ours, theirs)))) for _ in range(ROUNDS)]
    best = [min(column) * PER / count for column in zip(*rounds, strict=True)]
    row = {
        "question": name,
        "size": size,
        "passports": count,
        "ours_s": round(best[0], 4),
        "ours_per_s": round(PER / best[0]),
        "peer": peer,
        "peer_s": round(best[1], 4) if theirs else None,
        "ratio": round(best[1] / best[0], 2) if theirs else None,
    }
    if name in BARS:
        row |= {"bar_s": PER / BARS[name], "bar_per_s": BARS[name], "met": best[0] <= PER / BARS[name]}
    return row


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if sys.argv[1:] else PASSPORTS)
    sys.stdout.write(json.dumps({"results": found}, indent=2) + "\n")
