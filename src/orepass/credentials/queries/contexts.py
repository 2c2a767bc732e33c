"""The JSON-LD contexts that this home reads linked data with: those that are held here, and those it brought itself."""

import msgspec

from orepass.credentials import contexts
from orepass.credentials.models import BroughtContext
from orepass.credentials.rules.strict_json import Document, parse_object
from orepass.kernel.digest import Digest


class ContextCard(msgspec.Struct, frozen=True):
    """A context: its address, the digest it is pinned by, and whether it is held, brought, or only known."""

    url: str
    digest: Digest
    source: str


HELD, BROUGHT, KNOWN = "held", "brought", "known"


def context_cards() -> list[ContextCard]:
    """Return every context that is pinned here, by address."""
    held = contexts.shipped()
    found = {
        pin.url: ContextCard(pin.url, pin.digest, HELD if pin.url in held else KNOWN)
        for pin in contexts.pins().values()
    }
    for row in BroughtContext.objects.all():
        found[row.url] = ContextCard(row.url, Digest(row.digest), BROUGHT)
    return [found[url] for url in sorted(found)]


def contexts_at_hand() -> dict[str, Document]:
    """Return the contexts themselves, by address; one whose text no longer has its digest is left out."""
    brought = {row.url: (parse_object(row.text), row.digest) for row in BroughtContext.objects.all()}
    fitting = {url: document for url, (document, digest) in brought.items() if contexts.digest_of(document) == digest}
    return fitting | contexts.shipped()
