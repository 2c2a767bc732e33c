"""More bundles for the table: readers who rely upon witnesses too, of both kinds of key."""

import base64
import json
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.cosignature import WitnessSigner, cosign, witness_key
from orepass.transparency.rules.note import sign_note, signature_line
from tests.rules.credentials import bundle_parts as parts
from tests.rules.credentials.bundle_parts import (
    AT,
    FALSE,
    LOG_KEY,
    OPEN,
    ORIGIN,
    REFUSED,
    TRUE,
    Row,
    anchors,
    bundle,
    credential,
    proof,
    written,
)

FIRST, SECOND = (Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32) for seed in (11, 12))
LASTING, OTHER_LASTING = (MLDSA44PrivateKey.from_seed_bytes(bytes([seed]) * 32) for seed in (13, 14))
SECONDS = int(AT.timestamp())
INSTANT, KEY_ID = 8, 4
"""Bytes of a cosignature's time, and of the identifier before it."""


def policy(*lines: str) -> str:
    """A reader's anchors with a policy of witnesses."""
    return json.dumps(json.loads(anchors()) | {"policy": "".join(f"{line}\n" for line in lines)})


def of_witnesses() -> list[Row]:
    """Readers who rely upon witnesses with Ed25519 keys."""
    made = proof(credential())
    note = parts.checkpoint_of(made)
    signers = {"a": FIRST, "b": SECOND}
    lines = {name: cosign(note, name=f"{name}.example", signer=key, at=SECONDS) for name, key in signers.items()}
    moved = cosign(parts.other_checkpoint(), name="a.example", signer=FIRST, at=SECONDS)
    strong = witness_key("c.example", LASTING)
    named = [f"witness {name} {witness_key(f'{name}.example', key)}" for name, key in signers.items()]

    def file(*said: str) -> str:
        return written(bundle(proof_file=made + "".join(said)))

    both = policy("# two", *named, "group all all a b", "quorum all")
    one = policy(*named, "group some 1 a b", "quorum some")
    log = json.loads(anchors())["logs"][0]["key"]
    return [
        Row("witnessed", TRUE, file(lines["a"], lines["b"]), both),
        Row("witnessed by one of two", OPEN, file(lines["a"]), both, AT, "witnesses"),
        Row("one witness suffices", TRUE, file(lines["b"]), one),
        Row("no witness came", OPEN, file(), one, AT, "witnesses"),
        Row("cosignature of another checkpoint", FALSE, file(moved), one, AT, "witnesses"),
        Row("no witness asked for", TRUE, file(), policy(f"log {log}", "quorum none")),
        Row("nothing to be cosigned", OPEN, written(bundle(proof_file="")), one, AT, "witnesses"),
        Row("witness of another kind", TRUE, file(lines["a"]), policy(*named, f"witness c {strong}", "quorum a")),
        *[
            Row(f"policy that is none, {number}", REFUSED, file(), policy(*bad))
            for number, bad in enumerate(
                [
                    ["x"],
                    ["log"],
                    ["quorum a"],
                    [*named, "quorum c"],
                    [*named, "group g 3 a b", "quorum g"],
                    [*named, *named, "quorum a"],
                ]
            )
        ],
        Row("policy that is no text", REFUSED, file(), json.dumps(json.loads(anchors()) | {"policy": 5})),
    ]


def changed_line(line: str, change: Callable[[bytearray], object]) -> str:
    """Change the time and signature of a signature line."""
    start, _space, encoded = line.rstrip("\n").rpartition(" ")
    data = base64.b64decode(encoded)
    said = bytearray(data[KEY_ID:])
    change(said)
    return f"{start} {base64.b64encode(data[:KEY_ID] + said).decode()}\n"


def flipped(line: str, place: int) -> str:
    """Change one bit of the time and signature of a signature line."""

    def flip(said: bytearray) -> None:
        said[place] ^= 1

    return changed_line(line, flip)


def relabelled(line: str, name: str, signer: WitnessSigner) -> str:
    """Show a cosignature under the name of another witness."""
    data = base64.b64decode(line.rstrip("\n").rpartition(" ")[2])
    return signature_line(witness_key(name, signer), data[KEY_ID:])


def of_lasting_witnesses() -> list[Row]:
    """Readers who rely upon witnesses with ML-DSA-44 keys, alone and beside one of Ed25519."""
    made = proof(credential())
    note = parts.checkpoint_of(made)
    keys = {"a": FIRST, "c": LASTING, "d": OTHER_LASTING}
    named = [f"witness {name} {witness_key(f'{name}.example', key)}" for name, key in keys.items()]

    def signed(name: str, text: str = note, at: int = SECONDS) -> str:
        return cosign(text, name=f"{name}.example", signer=keys[name], at=at)

    line = signed("c")
    other_name = relabelled(cosign(note, name="x.example", signer=LASTING, at=SECONDS), "c.example", LASTING)
    other_key = relabelled(signed("d"), "c.example", LASTING)
    bare = relabelled(signed("a"), "c.example", LASTING)
    alone = policy(*named, "quorum c")
    both = policy(*named, "group both all a c", "quorum both")
    some = policy(*named, "group some any a c", "quorum some")
    two = policy(*named, "group two 2 a c d", "quorum two")

    def row(name: str, outcome: str, said: str, relied: str = alone) -> Row:
        decides = "" if outcome == TRUE else "witnesses"
        return Row(name, outcome, written(bundle(proof_file=made + said)), relied, AT, decides)

    return [
        row("lasting witness", TRUE, line),
        row("lasting witness at the first instant", TRUE, signed("c", at=0)),
        row("lasting witness twice", TRUE, line + signed("c", at=SECONDS + 1)),
        row("lasting witness not asked", TRUE, signed("a"), policy(*named, "quorum a")),
        row("witnesses of both kinds", TRUE, signed("a") + line, both),
        row("two lasting witnesses of three", TRUE, line + signed("d"), two),
        row("lasting witness missing", OPEN, "", alone),
        row("lasting witness missing beside another", OPEN, signed("a"), both),
        row("lasting witness alone of two", OPEN, line, both),
        row("lasting cosignature with a bit changed", FALSE, flipped(line, INSTANT)),
        row("lasting cosignature with a bit of its vector changed", FALSE, flipped(line, INSTANT + 1000)),
        row("lasting cosignature with a bit of its hint changed", FALSE, flipped(line, -1)),
        row("lasting cosignature of another instant", FALSE, flipped(line, INSTANT - 1)),
        row("lasting cosignature of another tree", FALSE, signed("c", parts.other_checkpoint())),
        row("lasting cosignature of another size", FALSE, signed("c", sized(note, 8))),
        row("lasting cosignature of another log", FALSE, signed("c", sized(note, origin="x.example/log"))),
        row("lasting cosignature of another name", FALSE, other_name),
        row("lasting cosignature of another key", FALSE, other_key),
        row("cosignature of the other kind under a lasting key", FALSE, bare),
        row("lasting cosignature cut short", FALSE, changed_line(line, lambda said: said.pop())),
        row("lasting cosignature with a byte more", FALSE, changed_line(line, lambda said: said.append(0))),
        row(
            "lasting cosignature without a signature",
            FALSE,
            changed_line(line, lambda said: said.__delitem__(slice(8, None))),
        ),
        row("lasting cosignature beyond all time", FALSE, flipped_high(line)),
        row("lasting cosignature wrong beside a right one", FALSE, signed("a") + flipped(line, -1), some),
        row("lasting witness twice, once wrong", FALSE, line + flipped(line, INSTANT)),
        row("lasting cosignature with a context", FALSE, with_context(note)),
        *of_long_names(),
        of_extended_checkpoint(),
    ]


def flipped_high(line: str) -> str:
    """Move a cosignature beyond the last instant that fits a signed number."""

    def move(said: bytearray) -> None:
        said[0] |= 0x80

    return changed_line(line, move)


def sized(note: str, size: int | None = None, origin: str = ORIGIN) -> str:
    """The same root, said to be of another size or another log."""
    head = parse_checkpoint(note)
    root = base64.b64encode(head.root).decode()
    return sign_note(f"{origin}\n{size or head.size}\n{root}\n", name=origin, key=LOG_KEY)


def with_context(note: str) -> str:
    """A cosignature whose signer gave the algorithm a context, which the format does not."""

    class Contextual:
        def public_key(self) -> object:
            return LASTING.public_key()

        def sign(self, data: bytes) -> bytes:
            return LASTING.sign(data, b"subtree/v1")

    return cosign(note, name="c.example", signer=Contextual(), at=SECONDS)  # type: ignore[arg-type]


def of_long_names() -> list[Row]:
    """Names have one byte for their length where the whole tree is signed."""
    made = proof(credential())
    fits, beyond = "é" * 127, "é" * 128
    fitting = f"witness c {witness_key(fits, LASTING)}"
    longer = f"witness c {witness_key(beyond, LASTING)}"
    line = cosign(parts.checkpoint_of(made), name=fits, signer=LASTING, at=SECONDS)
    far = proof(credential(), origin="x" * 256)
    of_far = cosign(parts.checkpoint_of(made), name="c.example", signer=LASTING, at=SECONDS)
    known = f"witness c {witness_key('c.example', LASTING)}"

    def row(name: str, outcome: str, file: str, witness: str) -> Row:
        decides = "" if outcome == TRUE else "witnesses"
        return Row(name, outcome, written(bundle(proof_file=file)), policy(witness, "quorum c"), AT, decides)

    return [
        row("lasting witness with the longest name", TRUE, made + line, fitting),
        row("lasting witness with too long a name", FALSE, made + relabelled(line, beyond, LASTING), longer),
        row("lasting cosignature of a log with too long a name", FALSE, far + of_far, known),
    ]


def of_extended_checkpoint() -> Row:
    """A checkpoint with a line more: whoever signs the whole tree does not sign that line."""
    made = proof(credential())
    head, _blank, note = made.partition("\n\n")
    text = note.partition("\n\n")[0] + "\nan extension\n"
    extended = sign_note(text, name=ORIGIN, key=LOG_KEY)
    line = cosign(note, name="c.example", signer=LASTING, at=SECONDS)
    known = policy(f"witness c {witness_key('c.example', LASTING)}", "quorum c")
    return Row(
        "lasting witness of an extended checkpoint",
        TRUE,
        written(bundle(proof_file=f"{head}\n\n{extended}{line}")),
        known,
    )
