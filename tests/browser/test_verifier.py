"""The verifier in the browser and the server's own: one table of bundles, every check the same, word by word."""

from typing import Any

import pytest
from playwright.sync_api import Page

from orepass.credentials.rules.anchors import read_anchors
from orepass.credentials.rules.bundle import read_bundle
from orepass.credentials.rules.strict_json import BadDocument
from orepass.passport.bundling import check_bundle
from orepass.passport.untp import described
from tests.rules.credentials.bundle_mutations import mutated
from tests.rules.credentials.bundle_parts import Row
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


def answered_alike(page: Page, table: list[Row]) -> list[dict[str, Any]]:
    """Ask both, and return their answers when they are the same."""
    asked = [{"bundle": row.bundle, "anchors": row.anchors, "at": row.at.timestamp() * 1000} for row in table]
    there = page.evaluate(ASK, [asked, described.as_json().decode()])
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
