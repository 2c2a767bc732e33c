"""Published vectors over linked data: *-rdfc-*, ecdsa-sd-2023, proof sets and chains, and what is not signed.

The canonical forms are made by the worker itself: PyLD expands, pyoxigraph canonicalises, in a process with limits.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials import contexts
from orepass.credentials.rdfc_worker import Limits, RdfcWorker
from orepass.credentials.rules import data_integrity, did, keys
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs import selective
from orepass.credentials.rules.proofs.linked_data import Problem
from orepass.credentials.rules.terms import check_terms
from orepass.kernel.check import Result
from tests.rules.credentials.linked import linked_proof

jsonld = pytest.importorskip("pyld.jsonld", reason="the extra [rdfc] is not installed")
REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials"
W3C = REFERENCE / "w3c"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not REFERENCE.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
CHAIN = W3C / "vc-di-eddsa" / "proof-set-chain"
SIGNED = {
    "eddsa": W3C / "vc-di-eddsa" / "eddsa-rdfc-2022" / "signedDataInt.json",
    "ecdsa-p256": W3C / "vc-di-ecdsa" / "ecdsa-rdfc-2019-p256" / "signedECDSAP256.json",
}
SELECTED = W3C / "vc-di-ecdsa" / "ecdsa-sd-2023" / "prc"
SETS = {"one of a set": "signedProofSet1", "a set": "signedProofSet2", "begun chain": "proofChainTempDoc1"}
UNFIT = "The signature does not fit the content or the kind of key."
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
UNTP = "https://vocabulary.uncefact.org/untp/0.7.0/context/"


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def resolve(name: str) -> Resolution:
    return Resolution(did.expand_did_key(name), "the name itself")


@pytest.fixture(scope="module")
def worker() -> RdfcWorker:
    brought = {
        EXAMPLES: read(W3C / "contexts" / "credentials-examples-v2.jsonld"),
        UNTP: read(REFERENCE / "untp" / "0.7.0" / "context" / "untp-context.jsonld"),
    }
    return RdfcWorker(contexts.shipped() | brought, limits=Limits(seconds=30, altogether=600))


@pytest.fixture(scope="module")
def selected() -> RdfcWorker:
    brought = {"https://w3id.org/citizenship/v4rc1": read(W3C / "contexts" / "citizenship-v4rc1.jsonld")}
    return RdfcWorker(contexts.shipped() | brought, limits=Limits(seconds=30, altogether=600))


def proof_of(document: dict[str, Any], worker: RdfcWorker) -> Result:
    return check_signatures(Presented(document), resolve, worker)[0].result


def refused_for(document: dict[str, Any], worker: RdfcWorker) -> str:
    """Return why a proof fails, and nothing where it does not."""
    proof = check_signatures(Presented(document), resolve, worker)[0]
    return proof.reason if proof.result is Result.FAILED else ""


@pytest.mark.parametrize("name", SIGNED)
def test_each_published_step_of_the_signed_document_is_met(name: str, worker: RdfcWorker) -> None:
    document, folder = read(SIGNED[name]), SIGNED[name].parent
    texts = {path.stem: path.read_text() for path in folder.glob("*.txt")}
    bare = {part: value for part, value in document.items() if part != "proof"}
    options = read(next(folder.glob("proofConfig*.json")))
    made = worker.canonical([options, bare], algorithm="sha256")
    (of_proof, of_document) = made.texts
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in made.texts]
    value = document["proof"]["proofValue"]
    met = {
        "canonDoc": of_document,
        "proofCanon": of_proof,
        "proofHash": digests[0],
        "docHash": digests[1],
        "combinedHash": "".join(digests),
        "sigHex": base58.b58decode(value[1:]).hex(),
        "sigBTC58": value,
    }
    assert {stem: met[next(part for part in met if stem.startswith(part))] for stem in texts} == texts
    assert len(texts) >= 5


@pytest.mark.parametrize("name", SIGNED)
def test_published_proof_holds_and_no_longer_after_any_change(name: str, worker: RdfcWorker) -> None:
    document = read(SIGNED[name])
    assert proof_of(document, worker) is Result.PASSED
    assert refused_for(document | {"name": "Another"}, worker) == UNFIT
    later = document["proof"] | {"created": "2024-02-24T23:36:38Z"}
    assert refused_for(document | {"proof": later}, worker) == UNFIT


@pytest.mark.parametrize("name", SETS)
def test_every_proof_of_a_published_set_holds(name: str, worker: RdfcWorker) -> None:
    document = read(CHAIN / f"{SETS[name]}.json")
    assert proof_of(document, worker) is Result.PASSED
    assert refused_for(document | {"name": "Another"}, worker) == UNFIT


def test_the_published_chain_holds_and_not_without_what_it_builds_on(worker: RdfcWorker) -> None:
    document = read(CHAIN / "signedProofChain1.json")
    first, second, last = document["proof"]
    assert proof_of(document, worker) is Result.PASSED
    assert proof_of(document | {"proof": [last, second, first]}, worker) is Result.PASSED  # a graph knows no order
    assert "builds on another that is not there" in refused_for(document | {"proof": [first, last]}, worker)
    earlier = first | {"created": "2024-01-01T00:00:00Z"}
    assert refused_for(document | {"proof": [earlier, second, last]}, worker) == UNFIT
    elsewhere = last | {"previousProof": first["id"]}
    assert refused_for(document | {"proof": [first, second, elsewhere]}, worker) == UNFIT


def test_the_published_configurations_of_chain_and_sets_are_the_signed_ones() -> None:
    chain, signed_set = read(CHAIN / "signedProofChain1.json")["proof"], read(CHAIN / "signedProofSet2.json")["proof"]
    for config, proof in (("proofChainConfig1", chain[2]), ("proofSetConfig1", signed_set[0])):
        assert read(CHAIN / f"{config}.json") == {name: value for name, value in proof.items() if name != "proofValue"}
    assert read(CHAIN / "proofChainConfigSigned1.json") == chain[2]
    assert [read(CHAIN / f"proofSetConfigSigned{number}.json") for number in (1, 2)] == signed_set
    names = {pair["publicKeyMultibase"] for pair in read(CHAIN / "multiKeyPairs.json").values()}
    assert {did.split(proof["verificationMethod"])[1] for proof in chain} <= names


def test_each_published_step_of_a_derived_proof_is_met(selected: RdfcWorker) -> None:
    document, folder = read(SELECTED / "derivedRevealDocument.json"), SELECTED
    (value, steps) = (document["proof"]["proofValue"], read(folder / "verifyCreateVerifyData.json"))
    opened, parts = (
        selective.open_derived(keys.from_base64url(value[1:])),
        read(folder / "verifyDerivedProofValue.json"),
    )
    assert opened.base_signature.hex() == parts["baseSignature"] == steps["baseSignature"]
    assert opened.own_key.multibase == parts["publicKey"] == steps["publicKey"]
    assert [signature.hex() for signature in opened.signatures] == parts["signatures"] == steps["signatures"]
    assert opened.names == dict(parts["labelMap"])
    assert sorted(opened.always) == parts["mandatoryIndexes"]
    bare = {part: content for part, content in document.items() if part != "proof"}
    options = {part: content for part, content in document["proof"].items() if part != "proofValue"}
    made = selected.canonical([options | {"@context": bare["@context"]}, bare], algorithm="sha256")
    assert made.texts[0] == (folder / "addProofConfigCanon.txt").read_text()
    assert hashlib.sha256(made.texts[0].encode()).hexdigest() == steps["proofHash"]
    statements = selective.renamed(made.texts[1], opened.names)
    assert statements == read(folder / "verifyNQuads.json")
    chosen = [one for place, one in enumerate(statements) if place not in opened.always]
    assert chosen == steps["nonMandatory"]


def test_what_a_holder_derived_holds_and_no_longer_after_any_change(selected: RdfcWorker) -> None:
    document = read(SELECTED / "derivedRevealDocument.json")
    subject = document["credentialSubject"]
    assert proof_of(document, selected) is Result.PASSED
    for change in (
        {"credentialSubject": subject | {"birthCountry": "Another"}},
        {"credentialSubject": {"type": subject["type"]}},
        {"validUntil": "2035-12-16T23:59:59Z"},
        {"proof": document["proof"] | {"created": "2024-08-15T23:36:38Z"}},
    ):
        assert refused_for(document | change, selected) == UNFIT


def test_what_an_issuer_hands_to_a_holder_is_open(selected: RdfcWorker) -> None:
    proof = check_signatures(Presented(read(SELECTED / "addSignedSDBase.json")), resolve, selected)[0]
    assert proof.result is Result.UNDETERMINED
    assert "ask the holder for a proof made of it" in proof.reason


class CurveSigner:
    """The published key pair on P-384."""

    algorithm = "ES384"

    def __init__(self) -> None:
        pair = read(W3C / "vc-di-ecdsa" / "p384KeyPair.json")
        number = int.from_bytes(base58.b58decode(pair["secretKeyMultibase"][1:])[2:])
        self.private = ec.derive_private_key(number, ec.SECP384R1())
        self.did = f"did:key:{pair['publicKeyMultibase']}"
        self.key_id = f"{self.did}#{pair['publicKeyMultibase']}"

    def sign(self, data: bytes) -> bytes:
        pair = decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA384())))
        return b"".join(number.to_bytes(48) for number in pair)


def test_a_longer_curve_signs_linked_data_with_its_longer_hash(worker: RdfcWorker) -> None:
    """No signed document on P-384 over linked data is here: the published key signs a sample with blank nodes."""
    signer = CurveSigner()
    sample = read(REFERENCE / "untp" / "0.7.0" / "samples" / "dcc" / "ConformityCredential_instance.json")
    proof = linked_proof(sample, worker, signer, suite="ecdsa-rdfc-2019", kind=keys.P384)
    assert proof_of(sample | {"proof": proof}, worker) is Result.PASSED
    shorter = data_integrity.hashed([b"", b""], keys.P256)
    assert len(data_integrity.hashed([b"", b""], keys.P384)) == len(shorter) * 3 // 2
    (short, long) = (worker.canonical([sample], algorithm=name).texts[0] for name in ("sha256", "sha384"))
    assert len(short.splitlines()) == len(long.splitlines())
    assert short != long  # blank nodes are named by the hash


@pytest.mark.parametrize(
    "path", sorted((REFERENCE / "untp" / "0.7.0" / "samples").rglob("*.json")), ids=lambda path: path.stem
)
def test_another_maker_of_canonical_forms_makes_the_same(path: Path, worker: RdfcWorker) -> None:
    """PyLD's own canonicaliser, as a second opinion on pyoxigraph's."""
    known = contexts.shipped() | {UNTP: read(REFERENCE / "untp" / "0.7.0" / "context" / "untp-context.jsonld")}
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": lambda url, _options: {"contextUrl": None, "documentUrl": url, "document": known[url]},
    }
    assert worker.canonical([read(path)], algorithm="sha256").texts == [jsonld.normalize(read(path), options)]


@pytest.mark.parametrize(
    "path", sorted((REFERENCE / "untp" / "0.7.0" / "samples").rglob("*.json")), ids=lambda path: path.stem
)
def test_samples_of_untp_expand_without_a_dropped_term(path: Path, worker: RdfcWorker) -> None:
    assert check_terms(read(path), worker).result is Result.PASSED


def test_the_published_context_is_the_pinned_one_however_it_is_spaced() -> None:
    for file, url in {
        W3C / "contexts" / "credentials-v2.jsonld": "https://www.w3.org/ns/credentials/v2",
        W3C / "contexts" / "credentials-v1.jsonld": "https://www.w3.org/2018/credentials/v1",
        W3C / "contexts" / "data-integrity-v2.jsonld": "https://w3id.org/security/data-integrity/v2",
        W3C / "contexts" / "did-v1.jsonld": "https://www.w3.org/ns/did/v1",
        W3C / "contexts" / "vc-bitstring-status-list-v1.jsonld": "https://www.w3.org/ns/credentials/status/v1",
        W3C / "contexts" / "security-jws-2020-v1.jsonld": "https://w3id.org/security/suites/jws-2020/v1",
        W3C / "contexts" / "security-v2.jsonld": "https://w3id.org/security/v2",
        REFERENCE / "untp" / "0.7.0" / "context" / "untp-context.jsonld": UNTP,
    }.items():
        assert contexts.digest_of(read(file)) == contexts.pins()[url].digest, url


def test_a_context_that_is_not_pinned_decides_nothing() -> None:
    document = read(SIGNED["eddsa"])
    bare = RdfcWorker(contexts.shipped())
    assert proof_of(document, bare) is Result.UNDETERMINED
    found = bare.terms(document)
    assert (found.problem, found.detail) == (Problem.CONTEXT, EXAMPLES)
