"""Cosignatures and the policies that ask for them: what counts, what spoils a checkpoint, what is merely not enough."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from orepass.kernel.check import Result
from orepass.transparency.rules import cosignature
from orepass.transparency.rules.checkpoint import SIZE_MAX, Checkpoint, checkpoint_holds, sign_checkpoint
from orepass.transparency.rules.cosignature import cosign, cosigned_at, parse_witness_key, witness_key
from orepass.transparency.rules.note import BadNote, BadVerifierKey, VerifierKey, parse_verifier_key, signature_line
from orepass.transparency.rules.policy import BadPolicy, parse_policy, witnessed
from orepass.transparency.rules.verification import verify_file
from tests.rules.transparency.trees import KEY, ORIGIN, VERIFIER, MemoryLog, leaf

AT = 1_679_315_147
NOTE = sign_checkpoint(Checkpoint(ORIGIN, 3, bytes(32)), KEY)
ED = Ed25519PrivateKey.from_private_bytes(bytes(32))
ML = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
SIGNERS: dict[str, cosignature.WitnessSigner] = {"w1.example/ed": ED, "w2.example/ml": ML}


@pytest.fixture(params=SIGNERS, ids=["Ed25519", "ML-DSA-44"])
def witness(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def line(name: str, note: str = NOTE, at: int = AT) -> str:
    return cosign(note, name=name, signer=SIGNERS[name], at=at)


def key(name: str) -> VerifierKey:
    return witness_key(name, SIGNERS[name])


def test_cosignature_holds_and_tells_its_instant(witness: str) -> None:
    assert cosigned_at(NOTE + line(witness), key(witness)) == AT
    assert cosigned_at(NOTE, key(witness)) is None
    assert cosigned_at(NOTE + line(witness) + line(witness, at=AT + 5), key(witness)) == AT + 5


def test_cosigned_checkpoint_is_still_the_logs(witness: str) -> None:
    assert checkpoint_holds(NOTE + line(witness), VERIFIER)


def test_public_key_is_read_back_as_written(witness: str) -> None:
    assert parse_witness_key(f"{key(witness)}\n") == key(witness)
    with pytest.raises(BadVerifierKey, match="kind 0x0"):
        parse_verifier_key(str(key(witness)))
    with pytest.raises(BadVerifierKey, match="kind 0x01"):
        parse_witness_key(str(VERIFIER))


def test_key_of_a_witness_at_work_in_public_is_read() -> None:
    published = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
    read = parse_witness_key(published)
    assert (str(read), read.kind, read.identifier.hex()) == (published, b"\x04", "da77ade7")


def test_kind_of_key_is_part_of_its_identifier() -> None:
    ed, plain = VerifierKey("a", bytes(32), b"\x04"), VerifierKey("a", bytes(32))
    assert ed.identifier != plain.identifier


def test_cosignature_of_another_checkpoint_spoils_this_one(witness: str) -> None:
    other = sign_checkpoint(Checkpoint(ORIGIN, 4, bytes(32)), KEY)
    with pytest.raises(BadNote, match="does not belong"):
        cosigned_at(NOTE + line(witness, other), key(witness))
    with pytest.raises(BadNote, match="does not belong"):
        cosigned_at(NOTE + line(witness) + line(witness, other), key(witness))


def test_changed_instant_spoils_the_cosignature(witness: str) -> None:
    data = bytearray(base64.b64decode(line(witness).split(" ")[2]))
    data[11] ^= 1
    with pytest.raises(BadNote, match="does not belong"):
        cosigned_at(NOTE + signature_line(key(witness), bytes(data[4:])), key(witness))


@pytest.mark.parametrize("signature", [b"1234567", bytes(8), (SIZE_MAX + 1).to_bytes(8) + bytes(64)])
def test_cosignature_without_a_possible_instant_is_none(signature: bytes) -> None:
    with pytest.raises(BadNote, match="instant"):
        cosigned_at(NOTE + signature_line(key("w1.example/ed"), signature), key("w1.example/ed"))


def test_message_of_the_first_version_is_the_published_one() -> None:
    body = NOTE.split("\n\n", maxsplit=1)[0] + "\n"
    data = base64.b64decode(line("w1.example/ed").split(" ")[2])
    assert data[4:12] == AT.to_bytes(8)
    ED.public_key().verify(data[12:], f"cosignature/v1\ntime {AT}\n{body}".encode())


def test_message_over_the_whole_tree_names_the_witness_and_both_ends() -> None:
    data = base64.b64decode(line("w2.example/ml").split(" ")[2])
    name, origin = b"w2.example/ml", ORIGIN.encode()
    message = b"subtree/v1\n\0" + bytes([len(name)]) + name + AT.to_bytes(8) + bytes([len(origin)]) + origin
    ML.public_key().verify(data[12:], message + bytes(8) + (3).to_bytes(8) + bytes(32))


def test_name_too_long_to_be_cosigned_is_refused() -> None:
    long = sign_checkpoint(Checkpoint("o" * 255, 3, bytes(32)), KEY)
    assert cosign(long, name="w", signer=ML, at=AT)
    with pytest.raises(BadNote, match="too long"):
        cosign(sign_checkpoint(Checkpoint("o" * 256, 3, bytes(32)), KEY), name="w", signer=ML, at=AT)
    with pytest.raises(BadNote, match="three lines"):
        cosign(NOTE.replace("\n3\n", "\n"), name="w", signer=ML, at=AT)


def test_unknown_algorithms_beside_the_known_ones_are_passed_over() -> None:
    strange = VerifierKey("strange.example", b"key of a kind to come", b"\xff")
    note = NOTE + signature_line(strange, bytes(5_000)) + line("w1.example/ed")
    assert checkpoint_holds(note, VERIFIER)
    assert cosigned_at(note, key("w1.example/ed")) == AT


# --- policies (C2SP tlog-policy) ---

KEYS = [witness_key(f"w{at}.example", Ed25519PrivateKey.from_private_bytes(bytes([at]) * 32)) for at in range(4)]


def cosigned(*numbers: int) -> str:
    lines = [
        cosign(NOTE, name=KEYS[at].name, signer=Ed25519PrivateKey.from_private_bytes(bytes([at]) * 32), at=AT)
        for at in numbers
    ]
    return NOTE + "".join(lines)


POLICY = f"""# two houses
log {VERIFIER} https://log.example/minerals
\twitness X1 {KEYS[0]}
witness X2  {KEYS[1]} https://x2.example
witness Y1 {KEYS[2]}
witness Y2 {KEYS[3]}

group X all X1 X2
group Y any Y1 Y2
group both 2 X Y
quorum both
"""


@pytest.mark.parametrize(
    ("numbers", "result"),
    [
        ((0, 1, 2), Result.PASSED),
        ((0, 1, 3), Result.PASSED),
        ((0, 2, 3), Result.UNDETERMINED),
        ((0, 1), Result.UNDETERMINED),
        ((), Result.UNDETERMINED),
    ],
)
def test_quorum_of_two_levels_is_counted(numbers: tuple[int, ...], result: Result) -> None:
    check = witnessed(cosigned(*numbers), parse_policy(POLICY))
    assert (check.name, check.result) == ("witnesses", result)


def test_wrong_cosignature_of_a_known_witness_fails_the_checkpoint() -> None:
    other = sign_checkpoint(Checkpoint(ORIGIN, 4, bytes(32)), KEY)
    wrong = cosign(other, name=KEYS[3].name, signer=Ed25519PrivateKey.from_private_bytes(b"\x03" * 32), at=AT)
    assert witnessed(cosigned(0, 1, 2) + wrong, parse_policy(POLICY)).result is Result.FAILED


def test_policy_without_witnesses_asks_none() -> None:
    policy = parse_policy("quorum none")
    assert (policy.logs, witnessed(NOTE, policy).result) == ((), Result.NOT_CHECKED)
    assert policy.log_of(ORIGIN) is None


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("", "no quorum"),
        ("quorum X", "not defined"),
        ("quorum none\nquorum none", "one quorum"),
        ("quorum none none", "one quorum"),
        ("quorum", "words"),
        ("house X", "not understood"),
        ("log nonsense\nquorum none", "three parts"),
        (f"log {VERIFIER}\nlog {VERIFIER}\nquorum none", "named twice"),
        (f"log {VERIFIER} https://a https://b\nquorum none", "words"),
        (f"log {KEYS[0]}\nquorum none", "kind 0x04"),
        (f"witness X {VERIFIER}\nquorum X", "kind 0x01"),
        ("witness X\nquorum X", "three parts"),
        (f"witness none {KEYS[0]}\nquorum none", "already defined"),
        (f"witness X {KEYS[0]}\nwitness X {KEYS[1]}\nquorum X", "already defined"),
        (f"witness X {KEYS[0]}\nwitness Y {KEYS[0]}\nquorum X", "named twice"),
        (f"witness X {KEYS[0]}\ngroup G 0 X\nquorum G", "at least one"),
        (f"witness X {KEYS[0]}\ngroup G 2 X\nquorum G", "at least one"),
        (f"witness X {KEYS[0]}\ngroup G 01 X\nquorum G", "at least one"),
        (f"witness X {KEYS[0]}\ngroup G all\nquorum G", "at least one"),
        (f"witness X {KEYS[0]}\ngroup G\nquorum G", "at least one"),
        (f"witness X {KEYS[0]}\ngroup G all X X\nquorum G", "already a member"),
        (f"witness X {KEYS[0]}\ngroup G all G\nquorum G", "not defined before"),
        ("quorum none \x0c", "control"),
        ("\n" * 1_000 + "quorum none", "too many lines"),
    ],
)
def test_policy_that_is_none_says_why(lines: str, reason: str) -> None:
    with pytest.raises(BadPolicy, match=reason):
        parse_policy(lines)


def test_policy_may_have_a_thousand_lines() -> None:
    assert parse_policy("\n" * 999 + "quorum none").quorum == "none"


def test_proof_file_is_checked_against_a_policy_that_brings_the_key() -> None:
    log = MemoryLog([leaf(number) for number in range(4)])
    growth, older = log.request(3), log.head(3)
    results = {one.name: one.result for one in verify_file(growth, key=None, older=older, policy=parse_policy(POLICY))}
    assert results == {
        "consistency": Result.PASSED,
        "signature": Result.PASSED,
        "older_signature": Result.PASSED,
        "witnesses": Result.UNDETERMINED,
    }
    unsaid = {one.name: one.result for one in verify_file(growth, key=None, older=older)}
    assert (unsaid["signature"], unsaid["witnesses"]) == (Result.UNDETERMINED, Result.NOT_CHECKED)
