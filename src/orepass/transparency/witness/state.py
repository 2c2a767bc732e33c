"""The folder of a witness: its name and key, the logs it watches, and what it cosigned last of each.

One SQLite file holds the state. A request is judged, stored and only then answered inside one exclusive transaction, so
that two requests at once can never make the witness go back.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.transparency.rules.checkpoint import Checkpoint, parse_checkpoint
from orepass.transparency.rules.cosignature import WitnessSigner, witness_key
from orepass.transparency.rules.note import VerifierKey, is_key_name, parse_verifier_key

KEY_FILE: Final = "witness.key"
NAME_FILE: Final = "witness.name"
PUBLIC_FILE: Final = "witness.pub"
STATE_FILE: Final = "witness.sqlite3"
OPENED_BY: Final = "OREPASS_KEY_PASSPHRASE"
SECONDS_WAITED: Final = 20
EVIDENCE_MAX: Final = 1_000
KINDS: Final[dict[str, type[Ed25519PrivateKey] | type[MLDSA44PrivateKey]]] = {
    "Ed25519": Ed25519PrivateKey,
    "ML-DSA-44": MLDSA44PrivateKey,
}
TABLES: Final = """
    CREATE TABLE log (origin TEXT PRIMARY KEY, verifier_key TEXT NOT NULL, checkpoint TEXT NOT NULL DEFAULT '');
    CREATE TABLE evidence (origin TEXT NOT NULL, cosigned TEXT NOT NULL, refused TEXT NOT NULL UNIQUE, at INTEGER);
"""


class NoWitness(Invalid):
    """The folder holds no witness, or not all of it."""

    code = "transparency.witness.absent"
    message = _("“{name}” holds no witness that can be used: {reason}.")
    what_to_do = _("Make one with “orepass witness init”; one whose state is lost is retired, never started again.")


class WitnessExists(Conflict):
    """A witness is never made over another."""

    code = "transparency.witness.exists"
    message = _("“{name}” is not empty.")
    what_to_do = _("Choose a new folder; a witness that forgot what it cosigned would cosign a forked log.")


class NothingToSeal(Invalid):
    """The key cannot be encrypted: it is already, or no pass phrase was given."""

    code = "transparency.witness.not_sealed"
    message = _("The key of the witness in “{name}” was not encrypted: {reason}.")
    what_to_do = _("Set OREPASS_KEY_PASSPHRASE; to change a pass phrase, first write the key without one.")


class LogKnown(Conflict):
    """Another key is known of the log."""

    code = "transparency.witness.log_known"
    message = _("Another key is known of the log {origin}.")
    what_to_do = _("Ask the log why its key changed; a new key is a new log with a new name.")


class Watched(msgspec.Struct, frozen=True):
    """A log that a witness watches, and what it cosigned last of it."""

    origin: str
    verifier_key: str
    size: int | None
    checkpoint: str


def make(folder: Path, *, name: str, kind: str) -> VerifierKey:
    """Make a witness in a new folder and return its public key.

    Raises:
        WitnessExists: there is something in the folder.
        NoWitness: the name cannot name a key, or the kind of key is unknown.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WitnessExists(where=str(folder), name=str(folder), state="not empty")
    if not is_key_name(name) or kind not in KINDS:
        raise NoWitness(name=str(folder), reason="its name holds spaces or plus, or its kind of key is unknown")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    signer = KINDS[kind].generate()
    _write_key(folder / KEY_FILE, signer)
    (folder / NAME_FILE).write_text(f"{name}\n", encoding="utf-8")
    with closing(sqlite3.connect(folder / STATE_FILE)) as connection:
        connection.executescript(TABLES)
    key = witness_key(name, signer)
    (folder / PUBLIC_FILE).write_text(f"{key}\n", encoding="utf-8")
    return key


def seal(folder: Path) -> VerifierKey:
    """Encrypt the bare key of a witness under the pass phrase of the environment, and return its public key.

    Raises:
        NoWitness: there is none.
        NothingToSeal: the key is encrypted already, or no pass phrase is given.
    """
    if not _passphrase():
        raise NothingToSeal(name=str(folder), reason="no pass phrase is given")
    if is_sealed(folder):
        raise NothingToSeal(name=str(folder), reason="it is encrypted already")
    try:
        signer = _signer((folder / KEY_FILE).read_bytes(), passphrase=b"")
    except (ValueError, TypeError):
        raise NoWitness(name=str(folder), reason="its key does not open") from None
    sealed = folder / f"{KEY_FILE}.new"
    sealed.unlink(missing_ok=True)
    _write_key(sealed, signer)
    sealed.replace(folder / KEY_FILE)
    return WitnessFolder(folder).key


def is_sealed(folder: Path) -> bool:
    """Say whether the key of a witness is encrypted.

    Raises:
        NoWitness: there is none.
    """
    try:
        return b"ENCRYPTED" in (folder / KEY_FILE).read_bytes().partition(b"\n")[0]
    except OSError:
        raise NoWitness(name=str(folder), reason="its key or its state is missing") from None


class WitnessFolder:
    """A witness in its folder."""

    def __init__(self, folder: Path) -> None:
        """Open the folder of a witness.

        Raises:
            NoWitness: there is none, its key does not open, or its state is gone.
        """
        if not (folder / STATE_FILE).is_file() or not (folder / KEY_FILE).is_file():
            raise NoWitness(name=str(folder), reason="its key or its state is missing")
        if _passphrase() and not is_sealed(folder):
            raise NoWitness(name=str(folder), reason="a pass phrase is set and its key is bare (orepass witness seal)")
        self._state = folder / STATE_FILE
        try:
            self.name = (folder / NAME_FILE).read_text(encoding="utf-8").strip()
            self.signer = _signer((folder / KEY_FILE).read_bytes(), passphrase=_passphrase())
        except (OSError, ValueError, TypeError):
            raise NoWitness(name=str(folder), reason="its key does not open") from None

    @property
    def key(self) -> VerifierKey:
        """Return the public key of the witness."""
        return witness_key(self.name, self.signer)

    def watch(self, verifier_key: str) -> str:
        """Watch a log by its public key and return its name.

        Raises:
            BadVerifierKey: it is no key of a log.
            LogKnown: another key is known of that log.
        """
        key = parse_verifier_key(verifier_key)
        with self.locked() as connection:
            connection.execute("INSERT OR IGNORE INTO log (origin, verifier_key) VALUES (?, ?)", (key.name, str(key)))
            (known,) = connection.execute("SELECT verifier_key FROM log WHERE origin = ?", (key.name,)).fetchone()
        if known != str(key):
            raise LogKnown(origin=key.name, state="another key")
        return key.name

    def logs(self) -> list[Watched]:
        """Return the logs that are watched."""
        with closing(self._connect()) as connection:
            rows = connection.execute("SELECT origin, verifier_key, checkpoint FROM log ORDER BY origin").fetchall()
        return [Watched(origin, key, parse_checkpoint(note).size if note else None, note) for origin, key, note in rows]

    def evidence(self) -> list[tuple[str, str, str]]:
        """Return (log, what was cosigned, what was refused) of each log that showed two histories."""
        with closing(self._connect()) as connection:
            return connection.execute("SELECT origin, cosigned, refused FROM evidence ORDER BY rowid").fetchall()

    @contextmanager
    def locked(self) -> Iterator[sqlite3.Connection]:
        """Hold the state alone for the block; what it wrote is on the disk when the block ends."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._state, timeout=SECONDS_WAITED, isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
        return connection


def kept_of(connection: sqlite3.Connection, origin: str) -> tuple[VerifierKey | None, str, Checkpoint | None]:
    """Return the key known of a log and what was cosigned last of it, as signed and as read."""
    row = connection.execute("SELECT verifier_key, checkpoint FROM log WHERE origin = ?", (origin,)).fetchone()
    if row is None:
        return None, "", None
    key, note = parse_verifier_key(row[0]), str(row[1])
    return key, note, parse_checkpoint(note) if note else None


def keep(connection: sqlite3.Connection, origin: str, note: str) -> None:
    """Remember what is cosigned, before it is answered."""
    connection.execute("UPDATE log SET checkpoint = ? WHERE origin = ?", (note, origin))


def keep_evidence(connection: sqlite3.Connection, origin: str, *, cosigned: str, refused: str, at: int) -> None:
    """Remember two heads of a log that contradict each other; enough of each log, and no more."""
    (count,) = connection.execute("SELECT COUNT(*) FROM evidence WHERE origin = ?", (origin,)).fetchone()
    if count < EVIDENCE_MAX:
        connection.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?)", (origin, cosigned, refused, at))


def _write_key(path: Path, signer: WitnessSigner) -> None:
    """Write a key file, readable by its owner only: encrypted where a pass phrase is given."""
    passphrase = _passphrase()
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(signer.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how))


def _signer(data: bytes, *, passphrase: bytes) -> WitnessSigner:
    found = serialization.load_pem_private_key(data, passphrase or None)
    if not isinstance(found, Ed25519PrivateKey | MLDSA44PrivateKey):
        raise TypeError(KEY_FILE)
    return found


def _passphrase() -> bytes:
    return os.environ.get(OPENED_BY, "").encode()
