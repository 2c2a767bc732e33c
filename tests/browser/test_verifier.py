"""The verifier in the browser and the server's own: one table of bundles, every check the same, word by word."""

import base64
import gzip
import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from playwright.sync_api import Page

from orepass.credentials.rules.anchors import read_anchors
from orepass.credentials.rules.bundle import read_bundle
from orepass.credentials.rules.bundle_frames import frames, is_frames, joined, to_base45
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.reasons import code_of
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
from tests.rules.credentials.bundle_witnesses import flipped

HINT_BYTES = 84
"""The hints at the end of an ML-DSA-44 signature: 80 places and 4 counts (FIPS 204, sigEncode)."""

ASK = """async ([rows, described]) => {
    const { verifyBundle } = await import("/orepass/verifier/verify.js");
    const { readAnchors } = await import("/orepass/verifier/bundle.js");
    const answers = [];
    for (const row of rows) {
        try {
            const found = await verifyBundle(row.bundle, await readAnchors(row.anchors), row.at, JSON.parse(described));
            const checks = found.checks.map((one) => [one.name, one.result, one.reason, one.template]);
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
    checks = [[one.name, str(one.result), one.reason, one.code] for one in found.checks]
    return {"checks": checks, "verified": found.verified}


def answered_there(page: Page, table: list[Row]) -> list[dict[str, Any]]:
    asked = [{"bundle": row.bundle, "anchors": row.anchors, "at": row.at.timestamp() * 1000} for row in table]
    answers: list[dict[str, Any]] = page.evaluate(ASK, [asked, described.as_json().decode()])
    for answer in answers:
        if "checks" in answer:
            answer["checks"] = [coded(check) for check in answer["checks"]]
    return answers


def coded(check: list[str]) -> list[str]:
    """Put the code of its reason in the place of the sentence, as the page does."""
    return [*check[:3], code_of(check[3])]


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
    answers = answered_alike(bare_page, list(mutated(seed, 1_000)))
    assert all(any(answer.get("verified", "refused") is wanted for answer in answers) for wanted in (True, False, None))
    assert sum("refused" in answer for answer in answers) < 750


ASK_FRAMES = """async (texts) => {
    const { isFrames, joined } = await import("/orepass/verifier/frames.js");
    const answers = [];
    for (const text of texts) {
        try {
            answers.push(isFrames(text) ? await joined(text) : "none");
        } catch (error) {
            answers.push(error.said ? error.message : String(error.stack));
        }
    }
    return answers;
}"""


def joined_here(text: str) -> str:
    try:
        return joined(line.strip() for line in text.splitlines() if line.strip()) if is_frames(text) else "none"
    except BadDocument as refused:
        return str(refused)


def of_packed(data: bytes) -> str:
    """One frame that names its own content, whatever it is."""
    return f"OREPASS1/1/1/{hashlib.sha256(data).hexdigest()[:8].upper()}/{to_base45(data)}"


def test_chains_of_codes_are_put_together_alike(bare_page: Page) -> None:
    chain = frames(written(bundle()), piece=200)
    packed = gzip.compress(b"{}")
    ends = ("\n", "\r", "\r\n", "\x0b", "\x1e", "\x85", "\u2028", " ", "\x1f\n", "\ufeff\n", "\n\n \t\n")
    texts = [end.join(chain) for end in ends]
    texts += [f"{start}{chain[0]}" for start in (" \n", "\x1c", "\ufeff", "\xa0")]
    texts += ["\n".join(some) for some in (chain[1:], [*chain, *chain], [chain[0], chain[0][:-1]], [chain[0], "x"])]
    broken = (packed + b"x", packed * 2, packed[:-1], packed[:-9], b"", b"no gzip", gzip.compress(b"\xff"))
    texts += [of_packed(data) for data in (packed, *broken, gzip.compress(b" " * 2_000_001))]
    here = [joined_here(text) for text in texts]
    assert bare_page.evaluate(ASK_FRAMES, texts) == here
    assert sum(answer.startswith("{") for answer in here) > len(ends) / 2
    assert len(set(here)) > 5


UNKNOWN_THERE = "This browser cannot check signatures of this kind of key."
LIBRARY = "**/noble/**"
KNOWN = {
    "edwards": Ed25519PrivateKey.from_private_bytes(b"\x0b" * 32),
    "lasting": MLDSA44PrivateKey.from_seed_bytes(b"\x0d" * 32),
}


def with_a_lasting_witness(*signers: str, count: str = "all", change: Callable[[str], str] = str) -> Row:
    """A bundle cosigned by some, for a reader who asks for witnesses with an ML-DSA-44 key and with one of Ed25519."""
    made = proof(credential())
    keys = "".join(f"witness {name} {witness_key(name, key)}\n" for name, key in KNOWN.items())
    policy = f"{keys}group both {count} edwards lasting\nquorum both\n"
    at = int(AT.timestamp())
    said = [change(cosign(checkpoint_of(made), name=name, signer=KNOWN[name], at=at)) for name in signers]
    asked = json.dumps(json.loads(anchors()) | {"policy": policy})
    return Row(str(signers), TRUE, written(bundle(proof_file=made + "".join(said))), asked)


def of(check: str, answer: dict[str, Any]) -> tuple[str, str]:
    found = next(one for one in answer["checks"] if one[0] == check)
    return found[1], found[2]


@pytest.mark.parametrize("signers", [("edwards", "lasting"), ("edwards",), ("lasting",), ()], ids=str)
def test_witnesses_of_both_kinds_are_counted_alike(bare_page: Page, signers: tuple[str, ...]) -> None:
    (answer,) = answered_alike(bare_page, [with_a_lasting_witness(*signers)])
    seen = ", ".join(signers) or "—"
    enough = ("passed", f"Cosigned by {seen}.")
    missing = ("undetermined", f"Cosigned by {seen}: not as many as the policy asks for.")
    assert of("witnesses", answer) == (enough if len(signers) == len(KNOWN) else missing)


def test_library_is_fetched_for_a_cosignature_that_needs_it_and_for_no_other(bare_page: Page) -> None:
    fetched: list[str] = []
    bare_page.on("request", lambda one: fetched.append(one.url.rpartition("/")[2]))
    answered_there(bare_page, [with_a_lasting_witness("edwards")])
    assert "witnesses.js" in fetched
    assert "ml-dsa-44.js" not in fetched
    answered_there(bare_page, [with_a_lasting_witness("edwards", "lasting"), with_a_lasting_witness("lasting")])
    assert fetched.count("ml-dsa-44.js") == 1


@pytest.mark.parametrize("count", ["all", "any"])
def test_cosignature_is_left_open_while_its_library_cannot_be_had(bare_page: Page, count: str) -> None:
    """The other witness does not make up for it: a wrong cosignature would spoil the checkpoint."""
    row = with_a_lasting_witness("edwards", "lasting", count=count)
    bare_page.route(LIBRARY, lambda route: route.abort())
    (there,) = answered_there(bare_page, [row])
    assert of("witnesses", there) == ("undetermined", UNKNOWN_THERE)
    assert there["verified"] is None
    bare_page.unroute(LIBRARY)
    assert of("witnesses", answered_alike(bare_page, [row])[0])[0] == "passed"


def test_what_needs_no_library_is_decided_without_it(bare_page: Page) -> None:
    bare_page.route(LIBRARY, lambda route: route.abort())
    missing, wrong = answered_there(
        bare_page,
        [
            with_a_lasting_witness("lasting"),
            with_a_lasting_witness("lasting", "edwards", change=lambda line: flipped(line, -1)),
        ],
    )
    assert of("witnesses", missing) == ("undetermined", "Cosigned by —: not as many as the policy asks for.")
    reason = "A cosignature is wrong: the cosignature of edwards does not belong to this checkpoint."
    assert of("witnesses", wrong) == ("failed", reason)


ASK_LIBRARY = """async (rows) => {
    const { LastingKey } = await import("/orepass/verifier/lasting.js");
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const all = rows.map((row) => row.map(bytes));
    return Promise.all(all.map(([key, signature, text]) => new LastingKey(key).verifies(signature, text)));
}"""


def spoiled(signature: bytes, chance: random.Random) -> bytes:
    """Change a signature anywhere, most often in the hints at its end, of which two spellings must not count."""
    made = bytearray(signature)
    hints = len(made) - HINT_BYTES
    way = chance.randrange(5)
    if way == 0:
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    elif way == 1:
        made[chance.randrange(hints, len(made))] = chance.choice((0, 1, 79, 80, 81, 255))
    elif way == 2:
        at = chance.randrange(hints, hints + 40)
        made[at], made[at + 1] = made[at + 1], made[at]
    elif way == 3:
        at = chance.randrange(32, hints)
        made[at : at + 9] = chance.randbytes(9)
    else:
        return signature[: chance.randrange(len(made))] + chance.randbytes(chance.randrange(3))
    return bytes(made)


def test_lasting_signatures_hold_there_when_they_hold_here_and_else_not(bare_page: Page) -> None:
    chance = random.Random(6)  # noqa: S311 - the same changes every time
    rows: list[tuple[bytes, bytes, bytes]] = []
    for number in range(24):
        key = MLDSA44PrivateKey.from_seed_bytes(chance.randbytes(32))
        text = chance.randbytes(chance.choice((0, 1, 135, 136, 137, 1000)))
        signature = key.sign(text)
        public = key.public_key().public_bytes_raw()
        rows += [(public, signature, text), (public, signature, text + b"x"), (chance.randbytes(1312), signature, text)]
        rows += [(public, spoiled(signature, chance), text) for _time in range(20)]
        rows += [(public, key.sign(text, b"context"), text)] if number % 4 == 0 else []
    asked = [[base64.b64encode(part).decode() for part in row] for row in rows]
    there = bare_page.evaluate(ASK_LIBRARY, asked)
    here = [holds_here(*row) for row in rows]
    assert there == here
    assert 24 <= sum(here) < len(here) / 4


def holds_here(public: bytes, signature: bytes, text: bytes) -> bool:
    try:
        MLDSA44PublicKey.from_public_bytes(public).verify(signature, text)
    except InvalidSignature:
        return False
    return True


WITHOUT_ED25519 = """() => {
    const known = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = (format, raw, algorithm, ...rest) =>
        algorithm.name === "Ed25519"
            ? Promise.reject(new DOMException("not here", "NotSupportedError"))
            : known(format, raw, algorithm, ...rest);
}"""


def test_browser_without_ed25519_leaves_open_what_it_cannot_check(bare_page: Page) -> None:
    bare_page.evaluate(WITHOUT_ED25519)
    (there,) = answered_there(bare_page, [with_a_lasting_witness("edwards", "lasting")])
    assert {of(name, there) for name in ("log", "witnesses")} == {("undetermined", UNKNOWN_THERE)}
    assert there["verified"] is None


def test_browser_without_ed25519_answers_nothing_otherwise_than_the_server(bare_page: Page) -> None:
    """What it cannot check is open; whatever it does say, a history of a DID among it, is what the server says."""
    bare_page.evaluate(WITHOUT_ED25519)
    table = rows()
    opened = 0
    for row, there in zip(table, answered_there(bare_page, table), strict=True):
        here = answered_here(row)
        assert there.keys() == here.keys(), row.name
        for one, other in zip(there.get("checks", ()), here.get("checks", ()), strict=True):
            opened += UNKNOWN_THERE in one[2]
            assert one[:2] in (other[:2], [other[0], "undetermined"]), (row.name, one, other)
        assert there.get("verified") in (here.get("verified"), None), row.name
    assert opened > len(table) / 2


def test_history_that_a_browser_cannot_check_is_not_called_wrong(bare_page: Page) -> None:
    bare_page.evaluate(WITHOUT_ED25519)
    told = {row.name: row for row in rows()}
    unknown = [told[f"own history{rest}"] for rest in ("", " cut short", " witnessed")]
    wrong = [told[f"own history{rest}"] for rest in (" changed", " witnessed at its beginning")]
    answers = [of("proof", answer) for answer in answered_there(bare_page, [*unknown, *wrong])]
    assert answers == [("undetermined", UNKNOWN_THERE)] * 3 + [of("proof", answered_here(row)) for row in wrong]
