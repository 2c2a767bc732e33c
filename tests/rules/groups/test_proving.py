"""A draw is proved from its file alone, and every alteration of the file is seen."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.inclusion.groups.rules.drawing import Drawn, Listed
from orepass.inclusion.groups.rules.proving import (
    COMMIT,
    DRAW,
    FILE_MAX,
    BadDrawFile,
    DrawDocument,
    draw_digest,
    prove,
    read_document,
)
from orepass.kernel.check import Check, Result, verified
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import Checkpoint, sign_checkpoint
from orepass.transparency.rules.leaf import Leaf
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.proof import InclusionProof, write_inclusion
from tests.rules.groups.test_drawing import COMMITTED

ORIGIN: Final = "log.example/test"
KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER: Final = Ed25519PrivateKey.from_private_bytes(bytes(32))
AT: Final = datetime(2026, 5, 1, tzinfo=UTC)


def public(key: Ed25519PrivateKey = KEY) -> VerifierKey:
    return VerifierKey(ORIGIN, key.public_key().public_bytes_raw())


def proof(data: list[bytes], index: int, size: int) -> str:
    """Return the proof of a leaf in a small log at a size."""
    hashes = [merkle.leaf_hash(one) for one in data]

    def root(level: int, at: int) -> bytes:
        if level == 0:
            return hashes[at]
        return merkle.node_hash(root(level - 1, 2 * at), root(level - 1, 2 * at + 1))

    note = sign_checkpoint(Checkpoint(ORIGIN, size, merkle.root_hash(size, root)), KEY)
    return write_inclusion(InclusionProof(data[index], index, tuple(merkle.inclusion_proof(index, size, root)), note))


def leaf(kind: str, subject: str, content: str) -> bytes:
    return Leaf(kind=kind, subject=subject, content_digest=content, at=AT).data


def beacon_of(text: str) -> str:
    return text.split("\n\n")[1].split("\n")[2]


NOISE: Final = [leaf("party.site.publish", f"sit-{number}", "a" * 64) for number in range(3)]
COMMITMENT: Final = leaf(COMMIT, "lst-1", COMMITTED.digest)


@pytest.fixture(scope="module")
def document() -> DrawDocument:
    """A draw of ten of forty in a log of five entries: three others, the commitment, the draw."""
    committed = proof([*NOISE, COMMITMENT], 3, 4)
    beacon = beacon_of(committed)
    drawn = tuple(COMMITTED.drawn(beacon))
    own = leaf(DRAW, "drw-1", draw_digest("drw-1", COMMITTED.digest, beacon, drawn))
    return DrawDocument(
        draw="drw-1",
        member_list="lst-1",
        committed=COMMITTED,
        commitment_proof=committed,
        beacon=beacon,
        drawn=drawn,
        log_key=str(public()),
        entry_proof=proof([*NOISE, COMMITMENT, own], 4, 5),
    )


def failing(checks: list[Check]) -> set[str]:
    return {check.name for check in checks if check.result is Result.FAILED}


def test_a_draw_is_proved_from_its_file_and_the_logs_key(document: DrawDocument) -> None:
    again = read_document(msgspec.json.encode(document))
    checks = prove(again, key=public())
    assert [check.name for check in checks] == ["commitment", "signature", "beacon", "size", "random", "risk", "entry"]
    assert verified(checks) is True


def test_whose_log_it_is_stays_open_without_the_logs_key(document: DrawDocument) -> None:
    checks = prove(document, key=None)
    assert failing(checks) == set()
    assert verified(checks) is None


def test_a_file_without_its_own_entry_says_so(document: DrawDocument) -> None:
    checks = prove(msgspec.structs.replace(document, entry_proof=""), key=public())
    assert checks[-1].result is Result.NOT_CHECKED
    assert verified(checks) is True


def swapped(document: DrawDocument, chosen: str) -> tuple[Drawn, ...]:
    """Put somebody else into the place of the first drawn one of a kind."""
    inside = {one.member for one in document.drawn}
    other = next(member.alias for member in document.committed.members if member.alias not in inside)
    at = next(number for number, one in enumerate(document.drawn) if one.chosen == chosen)
    return (*document.drawn[:at], Drawn(other, chosen), *document.drawn[at + 1 :])


def relisted(document: DrawDocument, *members: Listed) -> DrawDocument:
    committed = msgspec.structs.replace(document.committed, members=members)
    return msgspec.structs.replace(document, committed=committed)


def later(document: DrawDocument) -> DrawDocument:
    """Take the beacon from a later checkpoint, and draw again with it."""
    text = proof([*NOISE, COMMITMENT, NOISE[0]], 3, 5)
    drawn = tuple(COMMITTED.drawn(beacon_of(text)))
    return msgspec.structs.replace(document, commitment_proof=text, beacon=beacon_of(text), drawn=drawn)


def earlier(document: DrawDocument) -> DrawDocument:
    """Take the beacon from the checkpoint before the commitment."""
    note = proof(NOISE, 0, 3).split("\n\n", 1)[1]
    head = document.commitment_proof.split("\n\n", 1)[0]
    return msgspec.structs.replace(document, commitment_proof=f"{head}\n\n{note}", beacon=note.split("\n")[2])


MUTATIONS: Final[dict[str, tuple[Callable[[DrawDocument], DrawDocument], set[str]]]] = {
    "one member less": (lambda d: relisted(d, *d.committed.members[1:]), {"commitment", "entry"}),
    "one member more": (lambda d: relisted(d, *d.committed.members, Listed("new", 0)), {"commitment", "entry"}),
    "a member twice": (
        lambda d: relisted(d, *d.committed.members, d.committed.members[0]),
        {"commitment", "list", "entry"},
    ),
    "other points of risk": (
        lambda d: relisted(d, Listed(d.committed.members[0].alias, 4), *d.committed.members[1:]),
        {"commitment", "entry"},
    ),
    "another drawn by chance": (lambda d: msgspec.structs.replace(d, drawn=swapped(d, "random")), {"random", "entry"}),
    "another drawn by risk": (lambda d: msgspec.structs.replace(d, drawn=swapped(d, "risk")), {"risk", "entry"}),
    "one drawn left out": (lambda d: msgspec.structs.replace(d, drawn=d.drawn[:-1]), {"size", "risk", "entry"}),
    "a later checkpoint": (later, {"entry"}),
    "an earlier checkpoint": (earlier, {"commitment"}),
    "another beacon": (lambda d: msgspec.structs.replace(d, beacon=base64.b64encode(bytes(32)).decode()), {"beacon"}),
    "another draw's name": (lambda d: msgspec.structs.replace(d, draw="drw-2"), {"entry"}),
    "another list's name": (lambda d: msgspec.structs.replace(d, member_list="lst-2"), {"commitment"}),
    "the key of another log": (lambda d: msgspec.structs.replace(d, log_key="nonsense"), {"signature", "entry"}),
    "a rule that nobody knows": (
        lambda d: msgspec.structs.replace(d, committed=msgspec.structs.replace(d.committed, rule="as-you-like")),
        {"commitment", "size"},
    ),
    "an unreadable commitment": (lambda d: msgspec.structs.replace(d, commitment_proof="x"), {"commitment"}),
    "an unreadable entry": (lambda d: msgspec.structs.replace(d, entry_proof="x"), {"entry"}),
    "the commitment as entry": (lambda d: msgspec.structs.replace(d, entry_proof=d.commitment_proof), {"entry"}),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_an_altered_file_is_seen(document: DrawDocument, name: str) -> None:
    change, expected = MUTATIONS[name]
    checks = prove(change(document), key=None)
    assert failing(checks) >= expected
    assert verified(checks) is False


def test_a_draw_signed_by_another_log_is_seen(document: DrawDocument) -> None:
    assert {"signature", "entry"} <= failing(prove(document, key=public(OTHER)))


def test_a_draw_that_stands_before_its_commitment_is_seen(document: DrawDocument) -> None:
    own = leaf(DRAW, "drw-1", draw_digest("drw-1", COMMITTED.digest, document.beacon, document.drawn))
    early = msgspec.structs.replace(document, entry_proof=proof([own, *NOISE], 0, 4))
    assert failing(prove(early, key=public())) == {"entry"}


@pytest.mark.parametrize("at", range(0, 2400, 97))
def test_no_byte_of_the_file_can_be_changed_unseen(document: DrawDocument, at: int) -> None:
    text = bytearray(msgspec.json.encode(document))
    at = at * len(text) // 2400
    text[at] = text[at] + 1 if text[at] != ord("z") else text[at] - 1
    try:
        changed = read_document(bytes(text))
    except BadDrawFile:
        return
    assert verified(prove(changed, key=public())) is False


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"type": "other"}', "\ud800", "[" * 100_000, "x" * (FILE_MAX + 1)])
def test_what_is_no_draw_is_refused(text: str) -> None:
    with pytest.raises(BadDrawFile):
        read_document(text)
