"""RFC 6962 proofs against the vectors of transparency-dev/merkle: accepted when good, refused when not."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orepass.transparency.rules import merkle

VECTORS = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "tlog"
Case = dict[str, Any]
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not VECTORS.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
INCLUSION = sorted(VECTORS.glob("inclusion/**/*.json"))
CONSISTENCY = sorted(VECTORS.glob("consistency/**/*.json"))


def hashes(values: list[str] | None) -> list[bytes]:
    return [base64.b64decode(value or "") for value in values or []]


def inclusion_of(vector: Case) -> Case:
    leaf, root = hashes([vector["leafHash"], vector["root"]])
    return {
        "index": vector["leafIdx"],
        "size": vector["treeSize"],
        "leaf": leaf,
        "proof": hashes(vector["proof"]),
        "root": root,
    }


def consistency_of(vector: Case) -> Case:
    old_root, new_root = hashes([vector["root1"], vector["root2"]])
    return {
        "old": vector["size1"],
        "new": vector["size2"],
        "old_root": old_root,
        "new_root": new_root,
        "proof": hashes(vector["proof"]),
    }


def test_all_vectors_are_found() -> None:
    assert (len(INCLUSION), len(CONSISTENCY)) == (53, 64)


@pytest.mark.parametrize("path", INCLUSION, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_inclusion_vector_is_answered_as_published(path: Path) -> None:
    vector = json.loads(path.read_text())
    assert merkle.inclusion_holds(**inclusion_of(vector)) is not vector["wantErr"]


@pytest.mark.parametrize("path", CONSISTENCY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_consistency_vector_is_answered_as_published(path: Path) -> None:
    vector = json.loads(path.read_text())
    assert merkle.consistency_holds(**consistency_of(vector)) is not vector["wantErr"]


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


def mutations(case: Case) -> Iterator[tuple[str, Case]]:
    """Every way to touch one part of a good proof."""
    for name, value in case.items():
        if isinstance(value, bytes):
            yield name, {**case, name: flipped(value)}
        elif isinstance(value, list):
            yield from (
                (f"{name}[{at}]", {**case, name: [*value[:at], flipped(value[at]), *value[at + 1 :]]})
                for at in range(len(value))
            )
            yield f"{name} longer", {**case, name: [*value, bytes(32)]}
            if value:
                yield f"{name} shorter", {**case, name: value[:-1]}
        else:
            yield f"{name} negative", {**case, name: -1}


@pytest.mark.parametrize("path", [p for p in INCLUSION if "happy" in p.stem or "matching" in p.stem], ids=str)
def test_every_mutation_of_a_good_inclusion_proof_is_refused(path: Path) -> None:
    case = inclusion_of(json.loads(path.read_text()))
    assert merkle.inclusion_holds(**case)
    accepted = [name for name, mutant in mutations(case) if merkle.inclusion_holds(**mutant)]
    assert accepted == []


@pytest.mark.parametrize("path", [p for p in CONSISTENCY if "happy" in p.stem], ids=str)
def test_every_mutation_of_a_good_consistency_proof_is_refused(path: Path) -> None:
    case = consistency_of(json.loads(path.read_text()))
    assert merkle.consistency_holds(**case)
    accepted = [name for name, mutant in mutations(case) if merkle.consistency_holds(**mutant)]
    assert accepted == []
