"""What others fetch from this home to check a credential without asking us: DID documents, status lists, credentials.

A door serves :func:`published` under the same paths; anything else is not found.
"""

from datetime import datetime
from typing import Final

import msgspec

from orepass.credentials import queries as credentials
from orepass.credentials.rules.strict_json import canonical
from orepass.kernel.refusal import NotFound
from orepass.passport import queries

TOKEN: Final = "application/vc+jwt"  # noqa: S105 - a media type
DID: Final = "application/did+json"
DID_FILE: Final = "did.json"
HISTORY: Final = "text/jsonl"
HISTORY_FILE: Final = "did.jsonl"
WITNESS_FILE: Final = "did-witness.json"
WELL_KNOWN: Final = ".well-known"


class Published(msgspec.Struct, frozen=True):
    """A document to be served, its media type, and whether it may be kept for ever."""

    body: bytes
    media_type: str
    lasting: bool


def published(path: str, *, at: datetime) -> Published:
    """Return the document published under a path: ``.well-known/did.json`` and ``did.jsonl``, ``status/…`` and so on.

    Raises:
        NotFound: nothing is published there.
    """
    *folder, last = path.strip("/").split("/")
    if last in {DID_FILE, HISTORY_FILE, WITNESS_FILE}:
        return _identity([] if folder == [WELL_KNOWN] else folder, last, path)
    if folder == ["status"]:
        return Published(queries.status_list(last, at=at).encode(), TOKEN, lasting=False)
    if folder == ["credentials"]:
        token = queries.token_at_url(f"{credentials.public_base()}/credentials/{last}")
        if token is not None:
            return Published(token.encode(), TOKEN, lasting=True)
    raise NotFound(what=path[:80])


def _identity(folder: list[str], file: str, path: str) -> Published:
    name = ":".join([credentials.own_did(), *folder])
    if file == HISTORY_FILE:
        return Published(credentials.history_text(name).encode(), HISTORY, lasting=False)
    if file == WITNESS_FILE:
        return Published(credentials.witness_text(name).encode(), "application/json", lasting=False)
    document = credentials.did_document(name)
    if document is None:
        raise NotFound(what=path[:80])
    return Published(canonical(document), DID, lasting=False)
