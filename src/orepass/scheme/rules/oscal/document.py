"""What every OSCAL document has: identifiers that are always the same for the same thing, metadata, properties, texts.

The documents are written here as plain JSON; `docs/decisions/0013-oscal-written-here.md` says why. The tests hold every
one against the models of compliance-trestle.
"""

import re
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, Final

import msgspec

from orepass.scheme.rules.model import Pack, told

VERSION: Final = "1.2.1"
NAMESPACE: Final = "urn:orepass:oscal"
_ROOT: Final = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
_NO_TOKEN: Final = re.compile(r"[^A-Za-z0-9_.-]")

type Json = dict[str, Any]


def identifier(*parts: str) -> str:
    """Return the UUID (version 5) of a thing: the same parts always give the same one."""
    return str(uuid.uuid5(_ROOT, "/".join(parts)))


def token(text: str) -> str:
    """Return a text as an identifier within a document."""
    found = _NO_TOKEN.sub("_", text)
    return found if found[:1].isalpha() or found[:1] == "_" else f"_{found}"


def line(text: str) -> str:
    """Return a text on one line, as titles and values must be."""
    return " ".join(text.split())


def instant(day: date | datetime) -> str:
    """Return a day or an instant with its time zone."""
    at = day if isinstance(day, datetime) else datetime.combine(day, time(), tzinfo=UTC)
    return at.isoformat()


def value_of(value: object) -> str:
    """Return a value of any kind on one line."""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return line(text)


def prop(name: str, value: object, *, remarks: str = "") -> Json:
    """Return a property in our namespace."""
    found: Json = {"name": name, "ns": NAMESPACE, "value": value_of(value)}
    return found | ({"remarks": remarks} if remarks else {})


def props(pairs: Iterable[tuple[str, object]]) -> Json:
    """Return properties under their key, those without a value left out, and no key without properties."""
    listed = [prop(name, value) for name, value in pairs if value not in ("", None) and value_of(value)]
    return {"props": listed} if listed else {}


def listed(key: str, items: Iterable[Json]) -> Json:
    """Return a list under its key, and nothing when it is empty: OSCAL knows no empty lists."""
    found = list(items)
    return {key: found} if found else {}


def metadata(pack: Pack, title: str, *, language: str, on: date | datetime) -> Json:
    """Return the metadata of a document about an edition."""
    owner = identifier(pack.scheme, "owner")
    return {
        "title": line(title),
        "last-modified": instant(on),
        "version": pack.ref,
        "oscal-version": VERSION,
        **props(
            [
                ("edition", pack.ref),
                ("digest", pack.digest),
                ("status", pack.status),
                ("language", language),
                ("licence", pack.licence),
            ]
        ),
        "roles": [{"id": "owner", "title": "Scheme owner"}],
        "parties": [{"uuid": owner, "type": "organization", "name": line(pack.owner)}],
        "responsible-parties": [{"role-id": "owner", "party-uuids": [owner]}],
        "remarks": told(pack.notice, language),
    }


def resource(pack: Pack, kind: str, title: str, href: str, *, remarks: str = "") -> Json:
    """Return an entry of the back matter."""
    found: Json = {"uuid": identifier(pack.digest, "resource", kind, title), "title": line(title)}
    found |= {"rlinks": [{"href": href}]}
    return found | ({"remarks": remarks} if remarks else {})
