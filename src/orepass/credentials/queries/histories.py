"""The histories of this home's DIDs, as did:webvh publishes them: every version, and what witnesses signed."""

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

import msgspec

from orepass.credentials.models import HistoryEntry, HistoryWitness, Identity
from orepass.credentials.queries.identities import history_did, identity_named
from orepass.credentials.rules import webvh
from orepass.kernel.refusal import NotFound


class VersionCard(msgspec.Struct, frozen=True):
    """One version of an identity's document: when it was written, with which update key, and how many keys it lists."""

    id: str
    number: int
    version_id: str
    at: datetime
    update_keys: list[str]
    keys: int
    published: bool
    deactivated: bool


def history_text(name: str) -> str:
    """Return the log of an identity as it is published: up to the last version its witnesses have let pass.

    Raises:
        NotFound: the DID is not in the home's store, or has no history.
    """
    entries = _entries(_identity(name))
    return "".join(f"{entry.line}\n" for entry in entries[: _published(entries)])


def witness_text(name: str) -> str:
    """Return the witnesses' proofs of an identity's log, as ``did-witness.json`` holds them.

    Raises:
        NotFound: the DID is not in the home's store, or has no history.
    """
    return _witness_file(_entries(_identity(name)))


def history_of(name: str) -> list[VersionCard]:
    """Return the versions of an identity's document, oldest first.

    Raises:
        NotFound: the DID is not in the home's store, or has no history.
    """
    entries = _entries(_identity(name))
    published = _published(entries)
    versions, _asked = _chain(entries)
    return [
        VersionCard(
            id=entry.identity_id,
            number=entry.number,
            version_id=entry.version_id,
            at=entry.at,
            update_keys=list(version.terms.update_keys),
            keys=len(version.document.get("verificationMethod", [])),
            published=entry.number <= published,
            deactivated=version.terms.deactivated,
        )
        for entry, version in zip(entries, versions, strict=True)
    ]


def _identity(name: str) -> Identity:
    found = identity_named(name)
    if found is None or not found.scid:
        raise NotFound(what=name[:80])
    return found


def _entries(identity: Identity) -> list[HistoryEntry]:
    return list(HistoryEntry.objects.filter(identity=identity).select_related("identity").order_by("number"))


def _chain(entries: list[HistoryEntry]) -> tuple[list[webvh.Version], list[webvh.Witnesses]]:
    text = "\n".join(entry.line for entry in entries)
    return webvh.chain(history_did(entries[0].identity), text, at=entries[-1].at)


def _published(entries: list[HistoryEntry]) -> int:
    versions, asked = _chain(entries)
    return webvh.witnessed_length(versions, asked, _witness_file(entries))


def _witness_file(entries: list[HistoryEntry]) -> str:
    proofs: dict[str, list[Any]] = defaultdict(list)
    for row in HistoryWitness.objects.filter(entry__in=entries).select_related("entry").order_by("id"):
        proofs[row.entry.version_id].append(json.loads(row.proof))
    return json.dumps([{"versionId": version, "proof": given} for version, given in proofs.items()])
