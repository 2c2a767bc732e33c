"""The verifier in the browser and the server's own: one table of bundles, every check the same, word by word."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from playwright.sync_api import Page

from orepass.credentials.rules.anchors import read_anchors
from orepass.credentials.rules.bundle import read_bundle
from orepass.credentials.rules.strict_json import BadDocument
from orepass.passport.bundling import check_bundle
from orepass.passport.untp import described
from orepass.transparency.rules.cosignature import cosign, witness_key
from tests.rules.credentials.bundle_mutations import mutated
from tests.rules.credentials.bundle_parts import (
    AT,
    TRUE,
    Row,
    anchors,
    bundle,
    checkpoint_of,
    credential,
    proof,
    written,
)
from tests.rules.credentials.bundle_table import rows

ASK = """async ([rows, described]) => {
    const { verifyBundle } = await import("/orepass/verifier/verify.js");
    const { readAnchors } = await import("/orepass/verifier/bundle.js");
    const answers = [];
    for (const row of rows) {
        try {
            const found = await verifyBundle(row.bundle, await readAnchors(row.anchors), row.at, JSON.parse(described));
            const checks = found.checks.map((one) => [one.name, one.result, one.reason]);
            answers.push({ checks, verified: found.verified });
        } catch (error) {
            answers.push({ refused: error.said ? error.message : String(error.stack) });
        }
    }
    return answers;
}"""


def answered_here(row: Row) -> dict[str, Any]:
    try:
        anchors = read_anchors(row.anchors)
        found = check_bundle(read_bundle(row.bundle), anchors=anchors, at=row.at)
    except BadDocument as refused:
        return {"refused": str(refused)}
    checks = [[one.name, str(one.result), one.reason] for one in found.checks]
    return {"checks": checks, "verified": found.verified}


def answered_there(page: Page, table: list[Row]) -> list[dict[str, Any]]:
    asked = [{"bundle": row.bundle, "anchors": row.anchors, "at": row.at.timestamp() * 1000} for row in table]
    answers: list[dict[str, Any]] = page.evaluate(ASK, [asked, described.as_json().decode()])
    return answers


def answered_alike(page: Page, table: list[Row]) -> list[dict[str, Any]]:
    """Ask both, and return their answers when they are the same."""
    there = answered_there(page, table)
    here = [answered_here(row) for row in table]
    assert dict(zip([row.name for row in table], there, strict=True)) == {
        row.name: answer for row, answer in zip(table, here, strict=True)
    }
    return here


def test_browser_and_server_answer_every_bundle_check_by_check_alike(bare_page: Page) -> None:
    assert len(answered_alike(bare_page, rows())) > 150


@pytest.mark.parametrize("seed", [1, 2])
def test_browser_and_server_answer_bundles_changed_at_random_alike(bare_page: Page, seed: int) -> None:
    answers = answered_alike(bare_page, list(mutated(seed, 400)))
    assert all(any(answer.get("verified", "refused") is wanted for answer in answers) for wanted in (True, False, None))
    assert sum("refused" in answer for answer in answers) < 300


UNKNOWN_THERE = "This browser cannot check signatures of this kind of key."


def with_a_lasting_witness(*signers: str) -> Row:
    """A bundle cosigned by some, for a reader who asks for one witness with an ML-DSA-44 key and one of Ed25519."""
    made = proof(credential())
    known = {
        "edwards": Ed25519PrivateKey.from_private_bytes(b"\x0b" * 32),
        "lasting": MLDSA44PrivateKey.from_seed_bytes(b"\x0d" * 32),
    }
    keys = "".join(f"witness {name} {witness_key(name, key)}\n" for name, key in known.items())
    policy = f"{keys}group both all edwards lasting\nquorum both\n"
    at = int(AT.timestamp())
    said = [cosign(checkpoint_of(made), name=name, signer=known[name], at=at) for name in signers]
    asked = json.dumps(json.loads(anchors()) | {"policy": policy})
    return Row(str(signers), TRUE, written(bundle(proof_file=made + "".join(said))), asked)


def of(check: str, answer: dict[str, Any]) -> tuple[str, str]:
    found = next(one for one in answer["checks"] if one[0] == check)
    return found[1], found[2]


def test_witness_whose_kind_of_key_no_browser_checks_is_left_open_and_not_called_missing(bare_page: Page) -> None:
    row = with_a_lasting_witness("edwards", "lasting")
    (there,) = answered_there(bare_page, [row])
    here = answered_here(row)
    assert of("witnesses", there) == ("undetermined", UNKNOWN_THERE)
    assert of("witnesses", here) == ("passed", "Cosigned by edwards, lasting.")
    assert (there["verified"], here["verified"]) == (None, True)


@pytest.mark.parametrize("signers", [("edwards",), ("lasting",), ()], ids=str)
def test_witness_that_did_not_cosign_is_missing_whatever_its_kind_of_key(
    bare_page: Page, signers: tuple[str, ...]
) -> None:
    (there,) = answered_there(bare_page, [with_a_lasting_witness(*signers)])
    seen = "edwards" if "edwards" in signers else "—"
    assert of("witnesses", there) == ("undetermined", f"Cosigned by {seen}: not as many as the policy asks for.")


def test_browser_without_ed25519_leaves_open_what_it_cannot_check(bare_page: Page) -> None:
    bare_page.evaluate("""() => {
        const known = crypto.subtle.importKey.bind(crypto.subtle);
        crypto.subtle.importKey = (format, raw, algorithm, ...rest) =>
            algorithm.name === "Ed25519"
                ? Promise.reject(new DOMException("not here", "NotSupportedError"))
                : known(format, raw, algorithm, ...rest);
    }""")
    (there,) = answered_there(bare_page, [with_a_lasting_witness("edwards", "lasting")])
    assert {of(name, there) for name in ("log", "witnesses")} == {("undetermined", UNKNOWN_THERE)}
    assert there["verified"] is None
