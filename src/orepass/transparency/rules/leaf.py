"""What a leaf may say: that a kind of thing happened to a subject at an instant, with a digest of its content.

The log is public for ever, so that nothing personal or commercial may enter it: a leaf names no person, no quantity and
no partner. Its subject is an identifier that we gave, a DID or the name of an edition, and has the signs of no other:
neither an address of the web nor one of mail fits. Whoever queues a leaf for content that could be guessed salts the
content before its digest. What stands on a log already is read as it was written, whatever its subject.
"""

import re
from datetime import UTC, datetime

import msgspec

from orepass.kernel.digest import canonical

_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){2,3}\Z")
_SUBJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}\Z")
_EDITIONS = "scheme.edition."
_EDITION = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}@[0-9A-Za-z][0-9A-Za-z.-]{0,20}\Z")
"""An edition, as its pack names it. An address of mail may look like one, so that no other leaf has an ``@``."""

DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_PERSON = "per-"


class Leaf(msgspec.Struct, frozen=True):
    """One entry of the log."""

    kind: str
    subject: str
    content_digest: str
    at: datetime

    @property
    def data(self) -> bytes:
        """Return the bytes that are hashed into the tree: canonical JSON."""
        instant = self.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        return canonical(
            {"at": instant, "content_digest": self.content_digest, "kind": self.kind, "subject": self.subject}
        )


def may_enter(leaf: Leaf) -> bool:
    """Say whether a leaf is well formed and names no person."""
    subject = _EDITION if leaf.kind.startswith(_EDITIONS) else _SUBJECT
    return bool(
        _KIND.match(leaf.kind)
        and subject.match(leaf.subject)
        and not leaf.subject.startswith(_PERSON)
        and DIGEST.match(leaf.content_digest)
        and leaf.at.tzinfo is not None
    )


def read_leaf(data: bytes) -> Leaf | None:
    """Read leaf bytes back; ``None`` when they are not a leaf of this kind of log, in its one spelling."""
    try:
        leaf = msgspec.json.decode(data, type=Leaf)
        written = leaf.data
    except (msgspec.MsgspecError, UnicodeError, RecursionError, OverflowError):
        return None
    return leaf if written == data else None
