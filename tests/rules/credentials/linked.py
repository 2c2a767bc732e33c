"""Linked data for tests: an invented processor that is quick and says what it is told to, and proofs made with it."""

from collections.abc import Sequence
from typing import Any

import base58

from orepass.credentials.rules import data_integrity, keys
from orepass.credentials.rules.proofs.linked_data import Canonicalised, LinkedData
from orepass.credentials.rules.strict_json import canonical
from orepass.kernel.signer import Signer
from tests.rules.credentials.signing import SIGNER


class Invented:
    """Canonical JSON in place of canonical RDF; dropped terms and problems as given."""

    def __init__(self, **answer: Any) -> None:
        self.answer = Canonicalised(**answer)
        self.asked: list[tuple[list[Any], str]] = []

    def canonical(self, documents: Sequence[dict[str, Any]], *, algorithm: str) -> Canonicalised:
        self.asked.append((list(documents), algorithm))
        texts = [canonical(document).decode() for document in documents]
        return Canonicalised(texts, self.answer.dropped, self.answer.problem, self.answer.detail)

    def terms(self, document: dict[str, Any]) -> Canonicalised:
        return self.canonical([document], algorithm="")


def linked_proof(
    document: dict[str, Any],
    linked_data: LinkedData,
    signer: Signer = SIGNER,
    *,
    suite: str = "eddsa-rdfc-2022",
    kind: str = keys.ED25519,
    **options: Any,
) -> dict[str, Any]:
    """Return a proof of a document as linked data, as an issuer elsewhere makes it."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    if "previousProof" in options:
        bare["proof"] = data_integrity.proofs_of(document)
    said = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "verificationMethod": signer.key_id,
        "proofPurpose": "assertionMethod",
    }
    said |= options
    algorithm = "sha384" if kind == keys.P384 else "sha256"
    made = linked_data.canonical([said | {"@context": bare["@context"]}, bare], algorithm=algorithm)
    data = data_integrity.hashed([text.encode() for text in made.texts], kind)
    return said | {"proofValue": "z" + base58.b58encode(signer.sign(data)).decode()}
