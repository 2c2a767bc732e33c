"""What a reader relies upon beforehand: logs by their public key, issuers by the keys or the history of their DID.

A bundle brings its issuers' documents along, and whoever made it could have written them. Only a document whose every
key the reader knows already, or whose history proves itself, decides anything; all else is *undetermined*.
"""

from typing import Any, Final

import msgspec

from orepass.credentials.rules.strict_json import BadDocument, Document, parse_object
from orepass.credentials.rules.structure import instant
from orepass.kernel.text import marked as _
from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.note import BadNote, BadVerifierKey, VerifierKey, parse_verifier_key
from orepass.transparency.rules.policy import BadPolicy, parse_policy

FORMAT: Final = "orepass-anchors"
VERSION: Final = 1
ITEMS_MAX: Final = 10_000


class TrustedLog(msgspec.Struct, frozen=True):
    """A log by its public key, and the newest checkpoint that the reader has seen of it, if any."""

    key: VerifierKey
    checkpoint: str | None = None


class TrustedIssuer(msgspec.Struct, frozen=True):
    """An issuer by the keys with which it may make assertions, by the did:webvh of its history, or both.

    ``version`` is the newest entry of that history which the reader has seen: a history without it was cut short.
    ``ended`` is the instant from which on it signs nothing any more: what its log took up before still counts.
    ``numbers_ended`` are addresses in other registers that it named itself by, and that its register ended.
    """

    keys: frozenset[str] = frozenset()
    history: str = ""
    version: str = ""
    ended: str = ""
    numbers_ended: frozenset[str] = frozenset()


class Anchors(msgspec.Struct, frozen=True):
    """What is relied upon: logs by origin, issuers by DID, the policy of witnesses, and schemes that are recognised."""

    logs: dict[str, TrustedLog] = {}
    issuers: dict[str, TrustedIssuer] = {}
    policy: str = ""
    schemes: frozenset[str] = frozenset()

    def __or__(self, other: "Anchors") -> "Anchors":
        """Add further anchors; what was there before stays."""
        policy, schemes = self.policy or other.policy, self.schemes | other.schemes
        return Anchors(other.logs | self.logs, other.issuers | self.issuers, policy, schemes)


def write_anchors(anchors: Anchors) -> Document:
    """Return the anchors as the JSON document that their file holds."""
    document: Document = {
        "format": FORMAT,
        "version": VERSION,
        "logs": [
            {"key": str(log.key)} | ({"checkpoint": log.checkpoint} if log.checkpoint else {})
            for log in anchors.logs.values()
        ],
        "issuers": [
            {"did": did, "keys": sorted(issuer.keys), "history": issuer.history, "version": issuer.version}
            | ({"ended": issuer.ended} if issuer.ended else {})
            | ({"numbers_ended": sorted(issuer.numbers_ended)} if issuer.numbers_ended else {})
            for did, issuer in anchors.issuers.items()
        ],
    }
    document |= {"policy": anchors.policy} if anchors.policy else {}
    return document | ({"schemes": sorted(anchors.schemes)} if anchors.schemes else {})


def read_anchors(text: str | bytes) -> Anchors:
    """Read a file of anchors.

    Raises:
        BadDocument: not I-JSON, another format or version, or a part that cannot be taken.
    """
    document = parse_object(text)
    if document.get("format") != FORMAT or document.get("version") != VERSION or document["version"] is True:
        raise BadDocument(reason=_("it is not a file of trusted issuers and logs"))
    logs = [_log(one) for one in _items(document, "logs")]
    issuers = dict(_issuer(one) for one in _items(document, "issuers"))
    named = {log.key.name: log for log in logs}
    return Anchors(named, issuers, _policy(document.get("policy", "")), _texts(document.get("schemes", [])))


def _log(item: Document) -> TrustedLog:
    key, checkpoint = item.get("key"), item.get("checkpoint")
    if not isinstance(key, str) or not (checkpoint is None or isinstance(checkpoint, str)):
        raise _not_taken()
    try:
        if checkpoint is not None:
            parse_checkpoint(checkpoint)
        return TrustedLog(parse_verifier_key(key), checkpoint)
    except (BadNote, BadVerifierKey):
        raise _not_taken() from None


def _issuer(item: Document) -> tuple[str, TrustedIssuer]:
    did, keys = item.get("did"), item.get("keys", [])
    history, version, ended = (item.get(name, "") for name in ("history", "version", "ended"))
    texts = [did, history, version, ended, *(keys if isinstance(keys, list) else [None])]
    numbers = _texts(item.get("numbers_ended", []))
    if not all(isinstance(text, str) for text in texts):
        raise _not_taken()
    if ended and instant(ended) is None:
        raise _not_taken()
    return str(did), TrustedIssuer(frozenset(keys), str(history), str(version), str(ended), numbers)


def _policy(text: object) -> str:
    if not isinstance(text, str):
        raise _not_taken()
    try:
        if text:
            parse_policy(text)
    except BadPolicy:
        raise _not_taken() from None
    return text


def _texts(given: object) -> frozenset[str]:
    if not isinstance(given, list) or len(given) > ITEMS_MAX or not all(isinstance(one, str) for one in given):
        raise _not_taken()
    return frozenset(map(str, given))


def _items(document: Document, name: str) -> list[Document]:
    found: Any = document.get(name, [])
    if not isinstance(found, list) or len(found) > ITEMS_MAX or not all(isinstance(one, dict) for one in found):
        raise _not_taken()
    return found


def _not_taken() -> BadDocument:
    return BadDocument(reason=_("a trusted issuer or log cannot be taken"))
