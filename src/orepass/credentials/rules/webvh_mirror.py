"""One identity under two names: did:web for those who ask the host, did:webvh for those who want its whole history.

Both documents hold the same keys and name each other (``alsoKnownAs``). The plain one follows from the other by
replacing the identifier (did:webvh 1.0, parallel did:web); here it is made so, and held against it.
"""

from datetime import datetime

from orepass.credentials.rules import did as dids
from orepass.credentials.rules import webvh
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical, parse_object
from orepass.kernel.text import marked as _


def web_document(state: Document) -> Document:
    """Return the did:web document that mirrors the state of a did:webvh.

    Raises:
        BadDocument: the state belongs to no did:webvh.
    """
    name = str(state.get("id"))
    scid, _url = dids.webvh_url(name)
    mirrored = parse_object(canonical(state).decode().replace(f"did:webvh:{scid}:", "did:web:"))
    others = [one for one in _also(state) if one != web_name(name)]
    return {**mirrored, "alsoKnownAs": [*others, name]}


def web_name(name: str) -> str:
    """Return the did:web of the same host and path as a did:webvh.

    Raises:
        BadDocument: it is no did:webvh.
    """
    scid, _url = dids.webvh_url(name)
    return "did:web:" + name.removeprefix(f"did:webvh:{scid}:")


def history_of(document: Document) -> str:
    """Return the did:webvh that a did:web document names as its history, on the same host and path; empty if none."""
    for name in _also(document):
        if name.startswith("did:webvh:") and _fits(name, str(document.get("id"))):
            return name
    return ""


def mirrors(document: Document, state: Document) -> bool:
    """Say whether a did:web document is the mirror of a state: equal but for the identifier."""
    return canonical(document) == canonical(web_document(state))


def document_from_history(
    web_did: str, log: bytes | str, witnesses: bytes | str | None = None, *, at: datetime
) -> Document:
    """Return the did:web document that a history gives, when the history itself says that it mirrors this did:web.

    Anyone can write a history that claims a host: whoever relies on it has to know the did:webvh from elsewhere, or to
    find it named in the did:web document.

    Raises:
        BadDocument: the history does not hold, or belongs to another did:web.
    """
    name = _last_name(log)
    newest = webvh.resolve(name, log, witnesses, at=at)[-1]
    if newest.terms.deactivated or web_name(name) != web_did or web_did not in _also(newest.document):
        raise BadDocument(reason=_("the log belongs to another DID, or was ended"))
    return web_document(newest.document)


def _last_name(log: bytes | str) -> str:
    lines = (log.decode("utf-8", "replace") if isinstance(log, bytes) else log).splitlines()
    state = parse_object(lines[-1] if lines else "").get("state")
    return str(state.get("id")) if isinstance(state, dict) else ""


def _also(document: Document) -> list[str]:
    found = document.get("alsoKnownAs")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _fits(name: str, web_did: str) -> bool:
    try:
        return web_name(name) == web_did
    except BadDocument:
        return False
