"""One identity under two names: did:web for those who ask the host, did:webvh for those who want its whole history.

Both documents hold the same keys and name each other (``alsoKnownAs``). The plain one follows from the other by
replacing the identifier (did:webvh 1.0, parallel did:web); here it is made so.
"""

from orepass.credentials.rules import did as dids
from orepass.credentials.rules.strict_json import Document, canonical, parse_object


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


def _also(document: Document) -> list[str]:
    found = document.get("alsoKnownAs")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
