"""Where a proof or a note turns from believed to refused: one hash more, one byte less, another history."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.kernel.check import Check, Result
from orepass.transparency.rules import checkpoint, merkle, note, proof, tile
from orepass.transparency.rules.leaf import Leaf, may_enter, read_leaf
from orepass.transparency.rules.verification import verify_file

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "log.example/minerals"
VERIFIER = note.VerifierKey(ORIGIN, KEY.public_key().public_bytes_raw())
A, B, C, D, STRANGER = (merkle.leaf_hash(name.encode()) for name in "ABCDX")
AB, CD = merkle.node_hash(A, B), merkle.node_hash(C, D)
LINE = base64.b64encode(bytes(32)).decode()


# --- a tree of a few leaves, hashed by hand ---


def nodes(level: int, index: int) -> bytes:
    return [[A, B, C, D], [AB, CD], [merkle.node_hash(AB, CD)]][level][index]


def test_leaves_and_nodes_are_hashed_apart() -> None:
    assert hashlib.sha256(b"\x00A").digest() == A
    assert hashlib.sha256(b"\x01" + A + B).digest() == AB
    assert merkle.leaf_hash(A + B) != AB


@pytest.mark.parametrize(
    ("size", "root"),
    [(0, hashlib.sha256(b"").digest()), (1, A), (2, AB), (3, merkle.node_hash(AB, C)), (4, merkle.node_hash(AB, CD))],
)
def test_the_root_of_each_small_tree(size: int, root: bytes) -> None:
    assert merkle.root_hash(size, nodes) == root


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 2, [B]),
        (1, 2, [A]),
        (0, 3, [B, C]),
        (1, 3, [A, C]),
        (2, 3, [AB]),
        (2, 4, [D, AB]),
        (3, 4, [C, AB]),
    ],
)
def test_the_way_from_each_leaf_to_the_root(index: int, size: int, path: list[bytes]) -> None:
    assert merkle.inclusion_proof(index, size, nodes) == path


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (1, 1, []),
        (1, 2, [B]),
        (2, 3, [C]),
        (2, 4, [CD]),
        (3, 4, [C, D, AB]),
        (1, 4, [B, CD]),
        (3, 3, []),
    ],
)
def test_the_way_from_each_tree_to_a_larger_one(old: int, new: int, path: list[bytes]) -> None:
    assert merkle.consistency_proof(old, new, nodes) == path


@pytest.mark.parametrize(("size", "half"), [(2, 1), (3, 2), (4, 2), (5, 4), (8, 4), (9, 8)])
def test_a_tree_splits_at_the_largest_power_of_two_below_its_size(size: int, half: int) -> None:
    assert merkle.split(size) == half


def test_a_leaf_of_a_larger_tree_is_no_leaf_of_one_that_is_said_to_be_smaller() -> None:
    larger = {"leaf": B, "proof": [A], "root": AB}
    assert merkle.inclusion_holds(index=1, size=2, **larger)  # type: ignore[arg-type]
    assert merkle.inclusion_holds(index=0, size=1, **larger) is False  # type: ignore[arg-type]


def test_growth_beneath_another_history_is_not_the_growth_of_the_sizes_named() -> None:
    old, new = merkle.node_hash(AB, C), merkle.node_hash(AB, CD)
    path = [C, D, AB]
    assert merkle.consistency_holds(old=3, new=4, old_root=old, new_root=new, proof=path)
    beneath = {"old_root": merkle.node_hash(STRANGER, old), "new_root": merkle.node_hash(STRANGER, new)}
    assert merkle.consistency_holds(old=3, new=4, proof=[*path, STRANGER], **beneath) is False


def test_a_tree_is_consistent_with_itself_without_a_single_hash() -> None:
    same = {"old": 2, "new": 2, "old_root": AB}
    assert merkle.consistency_holds(**same, new_root=AB, proof=[])  # type: ignore[arg-type]
    assert not merkle.consistency_holds(**same, new_root=AB, proof=[A])  # type: ignore[arg-type]
    assert not merkle.consistency_holds(**same, new_root=CD, proof=[])  # type: ignore[arg-type]


def test_no_leaf_lies_before_the_first_or_after_the_last() -> None:
    for index in (-1, 1):
        assert merkle.inclusion_holds(index=index, size=1, leaf=A, proof=[], root=A) is False
    assert merkle.inclusion_holds(index=0, size=1, leaf=A, proof=[], root=A)


def test_a_hash_of_another_length_leads_nowhere() -> None:
    short = b"short"
    assert merkle.inclusion_holds(index=0, size=1, leaf=short, proof=[], root=short) is False
    assert merkle.consistency_holds(old=1, new=1, old_root=short, new_root=short, proof=[]) is False
    beside = merkle.node_hash(A, short)
    assert merkle.inclusion_holds(index=0, size=2, leaf=A, proof=[short], root=beside) is False


def test_no_tree_is_smaller_than_the_empty_one() -> None:
    assert merkle.consistency_holds(old=0, new=0, old_root=merkle.EMPTY_ROOT, new_root=merkle.EMPTY_ROOT, proof=[])
    assert merkle.consistency_holds(old=-1, new=-1, old_root=A, new_root=A, proof=[]) is False
    assert merkle.consistency_holds(old=2, new=1, old_root=AB, new_root=A, proof=[B]) is False


def test_the_tile_of_a_subtree_is_the_one_that_holds_its_leaves() -> None:
    assert [tile.tile_of(*place) for place in ((0, 255), (0, 256), (7, 1), (7, 2), (8, 255), (8, 256))] == [
        (0, 0),
        (0, 1),
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    ]


def test_a_full_tile_gives_its_root_to_the_level_above() -> None:
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(256)]
    row = leaves
    while len(row) > 1:
        row = [merkle.node_hash(*row[at : at + 2]) for at in range(0, len(row), 2)]
    assert tile.root_of_full(b"".join(leaves)) == row[0]
    growth = tile.Growth(0, lambda _level, _number: b"")
    for leaf in [*leaves, A]:
        growth.extend([leaf])
    assert growth.changed == {(0, 0): b"".join(leaves), (0, 1): A, (1, 0): row[0]}
    read = tile.nodes_from(lambda level, number: growth.changed[level, number])
    assert (read(0, 3), read(0, 256), read(8, 0)) == (leaves[3], A, row[0])
    assert read(1, 1) == merkle.node_hash(leaves[2], leaves[3])


# --- signed notes ---


def signature(data: bytes, *, name: str = ORIGIN) -> str:
    return f"— {name} {base64.b64encode(data).decode()}\n"


def test_a_note_may_carry_a_hundred_signatures_and_no_more() -> None:
    text, rows = "a note\n\n", signature(bytes(5)) * 100
    assert len(note.parse_note(text + rows).signatures) == 100
    with pytest.raises(note.BadNote, match="too many"):
        note.parse_note(text + rows + signature(bytes(5)))


def test_a_note_may_be_a_megabyte_long_and_no_longer() -> None:
    end = "\n\n" + signature(bytes(5))
    whole = "x" * (note.NOTE_BYTES_MAX - len(end)) + end
    assert len(note.parse_note(whole).text) == note.NOTE_BYTES_MAX - len(end) + 1
    with pytest.raises(note.BadNote, match="megabyte"):
        note.parse_note("x" + whole)


def test_a_signature_line_is_four_bytes_of_the_key_and_then_the_signature() -> None:
    (read,) = note.parse_note("a note\n\n" + signature(b"KEYIs")).signatures
    assert read == (ORIGIN, b"KEYI", b"s")
    with pytest.raises(note.BadNote, match="malformed"):
        note.parse_note("a note\n\n" + signature(b"KEYI"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a note\n" + signature(bytes(5)), "no signature block"),
        ("a note\n\n" + signature(bytes(5)).rstrip("\n"), "no signature block"),
        ("a\tnote\n\n" + signature(bytes(5)), "control characters"),
        ("a note\n\n" + signature(bytes(5), name="log+example"), "malformed"),
        ("a note\n\n" + signature(bytes(5), name="log\N{NO-BREAK SPACE}example"), "malformed"),
    ],
)
def test_a_note_that_is_none_says_why(text: str, reason: str) -> None:
    with pytest.raises(note.BadNote, match=reason):
        note.parse_note(text)


def test_two_blank_lines_belong_to_the_text_but_for_the_last() -> None:
    signed = note.sign_note("first\n\nsecond\n", name=ORIGIN, key=KEY)
    read = note.parse_note(signed)
    assert read.text == "first\n\nsecond\n"
    assert note.note_holds(read, VERIFIER)


@pytest.mark.parametrize(
    ("key", "reason"),
    [(b"\x02" + bytes(32), "kind 0x02"), (b"\x01" + bytes(31), "length"), (b"\x01" + bytes(33), "length")],
    ids=["of another kind", "too short", "too long"],
)
def test_a_key_of_another_kind_or_length_is_refused(key: bytes, reason: str) -> None:
    identifier = hashlib.sha256(ORIGIN.encode() + b"\n" + key).hexdigest()[:8]
    with pytest.raises(note.BadVerifierKey, match=reason):
        note.parse_verifier_key(f"{ORIGIN}+{identifier}+{base64.b64encode(key).decode()}")


def test_a_key_is_read_with_spaces_around_it_and_none_within() -> None:
    assert note.parse_verifier_key(f" {VERIFIER}\n") == VERIFIER
    assert not any(note.is_key_name(name) for name in ("", "a b", "a+b", "a\x01b"))
    assert note.is_key_name("a!b")


def test_base64_has_one_spelling() -> None:
    assert note.decoded("AA==") == b"\x00"
    assert (note.decoded("AB=="), note.decoded("AA"), note.decoded("A A=")) == (None, None, None)


# --- checkpoints ---


def signed(*lines: str) -> str:
    return note.sign_note("\n".join(lines) + "\n", name=ORIGIN, key=KEY)


def test_the_largest_tree_of_all_is_read_and_the_next_is_not() -> None:
    assert checkpoint.parse_checkpoint(signed(ORIGIN, str(2**63 - 1), LINE)).size == 2**63 - 1
    with pytest.raises(note.BadNote, match="plain decimal"):
        checkpoint.parse_checkpoint(signed(ORIGIN, str(2**63), LINE))


def test_a_checkpoint_may_say_more_on_further_lines_but_leaves_none_empty() -> None:
    assert checkpoint.parse_checkpoint(signed(ORIGIN, "7", LINE, "and more")) == checkpoint.Checkpoint(
        ORIGIN, 7, bytes(32)
    )
    for lines in ((ORIGIN, "7"), ("", "7", LINE), (ORIGIN, "7", LINE, "", "more")):
        with pytest.raises(note.BadNote, match="three lines"):
            checkpoint.parse_checkpoint(signed(*lines))


@pytest.mark.parametrize("size", [31, 33])
def test_a_root_of_another_length_is_no_root(size: int) -> None:
    with pytest.raises(note.BadNote, match="32 bytes"):
        checkpoint.parse_hash(base64.b64encode(bytes(size)).decode())


def test_a_checkpoint_under_a_name_but_not_by_its_key_does_not_hold() -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    lent = checkpoint.sign_checkpoint(checkpoint.Checkpoint(ORIGIN, 1, A), stranger)
    assert not checkpoint.checkpoint_holds(lent, VERIFIER)
    assert checkpoint.checkpoint_holds(lent, note.VerifierKey(ORIGIN, stranger.public_key().public_bytes_raw()))


# --- leaves ---

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEAF = Leaf("assurance.certificate.issue", "crt-0", "ab" * 32, AT)


def test_a_leaf_is_one_line_of_canonical_json_with_its_instant_in_utc() -> None:
    said = b'{"at":"2026-11-22T12:00:00.000000Z","content_digest":"' + b"ab" * 32
    said += b'","kind":"assurance.certificate.issue","subject":"crt-0"}'
    assert LEAF.data == said
    elsewhere = Leaf(LEAF.kind, LEAF.subject, LEAF.content_digest, AT.astimezone(timezone(timedelta(hours=2))))
    assert elsewhere.data == said
    assert (read_leaf(said), read_leaf(b"[]"), read_leaf(b"paid")) == (LEAF, None, None)


@pytest.mark.parametrize(
    ("kind", "subject", "enters"),
    [
        ("a.b.c", "x" * 200, True),
        ("a.b.c.d", "x", True),
        ("a.b", "x", False),
        ("a.b.c.d.e", "x", False),
        ("a.b.c", "x" * 201, False),
        ("a.b.c", "per-1", False),
        ("a.b.c", "crt-0:3", True),
        ("a.b.c", "did:web:localhost:8000:vc", True),
        ("a.b.c", "jane@example.org", False),
        ("a.b.c", "mailto:jane@example.org", False),
        ("a.b.c", "cera-4in1@2026.1", False),
        ("scheme.edition.publish", "cera-4in1@2026.1", True),
        ("scheme.edition.announce", "cera-4in1@2026.1", True),
        ("scheme.edition.publish", "cera-4in1", False),
        ("scheme.edition.publish", "mailto:jane@example.org", False),
        ("a.b.c", "https://issuer.example/jane", False),
        ("a.b.c", "a#b", False),
        ("a.b.c", "a+b", False),
    ],
)
def test_a_leaf_has_three_or_four_words_and_an_identifier_of_two_hundred_letters_as_its_subject(
    kind: str, subject: str, enters: bool
) -> None:
    assert may_enter(Leaf(kind, subject, "ab" * 32, AT)) is enters


# --- proof files ---

ONE = checkpoint.sign_checkpoint(checkpoint.Checkpoint(ORIGIN, 1, merkle.leaf_hash(LEAF.data)), KEY)


def told(text: str, *, older: str | None = None) -> dict[str, Check]:
    return {check.name: check for check in verify_file(text, key=VERIFIER, older=older)}


def test_a_proof_file_holds_as_many_hashes_as_the_largest_tree_has_levels() -> None:
    start = f"{proof.HEADER}\nextra AA==\nindex 0"
    for read, head in ((proof.read_inclusion, start), (proof.read_consistency, "old 1")):
        assert len(read(head + f"\n{LINE}" * 63 + "\n\n" + ONE).hashes) == 63
        with pytest.raises(note.BadNote, match="more hashes"):
            read(head + f"\n{LINE}" * 64 + "\n\n" + ONE)


@pytest.mark.parametrize(
    "text",
    [
        "another/proof@v1\nextra AA==\nindex 0\n\n",
        f"{proof.HEADER}\nextra AA==\n\n",
        f"{proof.HEADER}\nextra\nindex 0\n\n",
        f"{proof.HEADER}\nextra AA==\nindex \n\n",
        f"{proof.HEADER}\nindex 0\nextra AA==\n\n",
    ],
    ids=["another header", "no index", "no leaf", "an empty index", "the wrong way round"],
)
def test_a_proof_file_has_its_lines_in_their_order(text: str) -> None:
    assert proof.read_inclusion(f"{proof.HEADER}\nextra AA==\nindex 0\n\n{ONE}").leaf == b"\x00"
    with pytest.raises(note.BadNote):
        proof.read_inclusion(text + ONE)


def test_the_only_leaf_of_a_log_is_proved_without_a_hash_and_told() -> None:
    found = told(proof.write_inclusion(proof.InclusionProof(LEAF.data, 0, (), ONE)))
    assert found["inclusion"].result is Result.PASSED
    assert found["inclusion"].params == {"index": "0", "size": "1"}
    assert found["leaf"].params["subject"] == "crt-0"
    assert found["signature"].params == {"log": ORIGIN}


def test_growth_is_told_from_size_to_size_and_holds_for_no_other_checkpoint() -> None:
    root = merkle.leaf_hash(LEAF.data)
    two = checkpoint.Checkpoint(ORIGIN, 2, merkle.node_hash(root, B))
    grown = proof.write_consistency(proof.ConsistencyProof(1, (B,), checkpoint.sign_checkpoint(two, KEY)))
    assert told(grown, older=ONE)["consistency"].params == {"old": "1", "new": "2"}
    elsewhere = checkpoint.sign_checkpoint(checkpoint.Checkpoint("log.example/other", 1, root), KEY)
    assert told(grown, older=elsewhere)["consistency"].result is Result.FAILED
    misnamed = proof.ConsistencyProof(2, (B,), checkpoint.sign_checkpoint(two, KEY))
    assert not misnamed.holds_for(checkpoint.parse_checkpoint(ONE))


def test_an_older_checkpoint_of_another_log_or_size_is_not_compared() -> None:
    file = proof.write_inclusion(proof.InclusionProof(LEAF.data, 0, (), ONE))
    root = merkle.leaf_hash(LEAF.data)
    for head in (checkpoint.Checkpoint("log.example/other", 1, root), checkpoint.Checkpoint(ORIGIN, 5, root)):
        found = told(file, older=checkpoint.sign_checkpoint(head, KEY))
        assert found["consistency"].result is Result.NOT_CHECKED
        assert found["consistency"].params == {"size": str(head.size)}
