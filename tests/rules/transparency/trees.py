"""A log in memory for tests: entries, tiles, signed heads; another history is a few other entries."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.transparency.asking import Unreachable
from orepass.transparency.rules import merkle
from orepass.transparency.rules.checkpoint import Checkpoint, sign_checkpoint
from orepass.transparency.rules.note import VerifierKey
from orepass.transparency.rules.proof import ConsistencyProof, write_consistency
from orepass.transparency.rules.tile import HEIGHT, WIDTH, Growth, nodes_from
from orepass.transparency.rules.tile_path import CHECKPOINT_PATH, parse_tile_path, write_bundle

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "log.example/minerals"
VERIFIER = VerifierKey(ORIGIN, KEY.public_key().public_bytes_raw())


def leaf(number: int, subject: str = "") -> bytes:
    name = subject or f"crt-{number}"
    return (
        f'{{"at":"2026-11-22T09:00:00.000000Z","content_digest":"{number:064x}",'
        f'"kind":"assurance.certificate.issue","subject":"{name}"}}'
    ).encode()


class MemoryLog:
    """A log that signs whatever it holds; it can be told to show something else than it signed."""

    name = "memory"

    def __init__(self, entries: list[bytes], *, origin: str = ORIGIN, key: Ed25519PrivateKey = KEY) -> None:
        self.entries, self.origin, self.key = list(entries), origin, key
        self.shown: dict[str, bytes] = {}
        self.asked: list[str] = []

    @property
    def size(self) -> int:
        return len(self.entries)

    def nodes(self, size: int) -> merkle.Nodes:
        growth = Growth(0, lambda _level, _number: b"")
        growth.extend([merkle.leaf_hash(entry) for entry in self.entries[:size]])
        return nodes_from(lambda level, number: growth.changed[level, number])

    def head(self, size: int | None = None) -> str:
        size = self.size if size is None else size
        return sign_checkpoint(Checkpoint(self.origin, size, merkle.root_hash(size, self.nodes(size))), self.key)

    def request(self, old: int, size: int | None = None) -> str:
        size = self.size if size is None else size
        path = merkle.consistency_proof(old, size, self.nodes(size)) if 0 < old <= size else []
        return write_consistency(ConsistencyProof(old, tuple(path), self.head(size)))

    def read(self, path: str) -> bytes:
        self.asked.append(path)
        if path in self.shown:
            return self.shown[path]
        if path == CHECKPOINT_PATH:
            return self.head().encode()
        asked = parse_tile_path(path)
        assert asked is not None, "only paths of a log are asked"
        whole = self.size >> (HEIGHT * (asked.level or 0))
        first = asked.number * WIDTH
        if first + asked.width > whole:
            raise Unreachable(name=path, reason="there is nothing")
        if asked.level is None:
            return write_bundle(self.entries[first : first + asked.width])
        node = self.nodes(self.size)
        return b"".join(node(asked.level * HEIGHT, number) for number in range(first, first + asked.width))
