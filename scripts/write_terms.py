"""Write the table of the names that UNTP 0.7.0 gives a meaning: every name that our models can write is expanded once.

The published contexts come from the reference material (OREPASS_REFERENCE), the expansion from the extra ``[rdfc]``.
``--check`` only compares.
"""

import importlib
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import inspect

from orepass.credentials import contexts
from orepass.credentials.rules.strict_json import parse_object
from orepass.passport.untp import v0_7_0
from orepass.passport.untp.parts import TypedNode
from orepass.passport.untp.terms import ADDRESS, TEXT, name_of
from orepass.passport.untp.v0_7_0 import identity, identity_writing, nodes
from orepass.passport.untp.v0_7_0.nodes import CONTEXTS

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = ROOT / "src" / "orepass" / "passport" / "untp" / "v0_7_0" / "terms.json"
CONTEXT: Final = Path("credentials", "untp", "0.7.0", "context", "untp-context.jsonld")
BASE: Final = "https://relative.invalid/"
MARK: Final = "mark-"
FURTHER: Final[dict[str, Any]] = {"relatedResource": {"id": "", "mediaType": "", "digestMultibase": ""}}
"""What is written into any credential beside its model (VCDM 2.0)."""
WRITTEN_AS: Final[dict[Any, Any]] = {nodes.PartyReference: nodes.NumberedParty}
"""Parts that are written as more than the model of their place says."""
SUBJECTS: Final[dict[Any, Any]] = {
    identity.IdentityAnchor: (
        (identity.RegisteredIdentity, ("RegisteredIdentity",)),
        (identity_writing.RegisteredParty, ("RegisteredIdentity", "Party")),
    )
}
"""Subjects that are, with the types that each of them has."""

Leaf = Callable[[], str]


def main() -> int:
    """Write or compare the table; return 1 when it is stale."""
    reference = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared")) / "reference" / CONTEXT
    if not reference.is_file():
        print("the published context is not on this machine (OREPASS_REFERENCE): the table is left as it is")
        return 0
    text = written(reference.read_bytes())
    stale = not TABLE.is_file() or TABLE.read_text(encoding="utf-8") != text
    if "--check" in sys.argv:
        print("terms.json is stale: run scripts/write_terms.py" if stale else "terms.json is as the context has it")
        return int(stale)
    TABLE.write_text(text, encoding="utf-8")
    return 0


def written(context: bytes) -> str:
    """Return the table for a published context.

    Raises:
        ValueError: the context is not the one that is pinned.
    """
    published = parse_object(context)
    digests = {url: contexts.pins()[url].digest for url in CONTEXTS}
    if contexts.digest_of(published) != digests[CONTEXTS[1]]:
        message = "this is not the context that is pinned"
        raise ValueError(message)
    held = contexts.shipped() | {CONTEXTS[1]: published}
    names: dict[str, Any] = {}
    for document in candidates():
        names |= {name_of("", document): meant(document, held)}
    return json.dumps({"contexts": digests, "names": names}, indent=1, sort_keys=False) + "\n"


def candidates() -> Iterator[dict[str, Any]]:
    """Yield credentials with every name that the models can write; each value is a mark of its own."""
    for _context, model in v0_7_0.MODELS.values():
        mark = (f"{MARK}{number}-" for number in itertools.count()).__next__
        document = _part(model, mark) | {name: _marked(part, mark) for name, part in FURTHER.items()}
        subjects = [_part(one, mark) | {"type": list(types)} for one, types in SUBJECTS.get(model, ())]
        yield document | {"@context": list(CONTEXTS)} | ({"credentialSubject": subjects} if subjects else {})


def _part(model: Any, mark: Leaf) -> dict[str, Any]:  # noqa: ANN401 - a struct
    model = WRITTEN_AS.get(model, model)
    info = inspect.type_info(model)
    made = {field.encode_name: _value(field.type, mark) for field in info.fields}  # type: ignore[attr-defined]
    made.pop("type", None)
    if issubclass(model, TypedNode) and model.wanted:
        made["type"] = list(model.wanted)
    if model.__name__ == "StatusEntry":
        made["type"] = "BitstringStatusListEntry"
    return made


def _value(kind: inspect.Type, mark: Leaf) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(kind, inspect.StructType):
        return _part(kind.cls, mark)
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        return [_value(kind.item_type, mark)]
    return mark()


def _marked(part: dict[str, Any], mark: Leaf) -> dict[str, Any]:
    return {name: mark() for name in part}


def meant(document: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """Return what of a document has a meaning: the values whose marks are found again when it is expanded.

    Raises:
        ValueError: a type is not mapped.
    """

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": held[url]}

    found: dict[str, str] = {}
    jsonld = importlib.import_module("pyld.jsonld")
    _collect(jsonld.expand(document, {"documentLoader": load, "base": BASE}), found)
    return _kept(document, found)


def _collect(value: Any, found: dict[str, str]) -> None:  # noqa: ANN401 - expanded JSON-LD
    if isinstance(value, list):
        for one in value:
            _collect(one, found)
    elif isinstance(value, dict):
        types = value.get("@type", [])
        strange = [one for one in (types if isinstance(types, list) else [types]) if one.startswith(BASE)]
        if strange:
            message = f"no meaning: {strange}"
            raise ValueError(message)
        for name, one in value.items():
            if isinstance(one, str) and MARK in one:
                found[one[one.index(MARK) :]] = ADDRESS if name == "@id" and one.startswith(BASE) else TEXT
            elif name != "@type":
                _collect(one, found)


def _kept(part: dict[str, Any], found: dict[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in part.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                inside = _kept(one, found)
                kept |= {name_of(name, one): inside} if inside else {}
            elif one in found and name != "type":
                kept[name] = found[one]
    return kept


if __name__ == "__main__":
    sys.exit(main())
