"""Read standards: published editions from the archive, others from their folder; evaluate answers under them."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec

from orepass.kernel.finding import Finding, Severity
from orepass.platform import clock
from orepass.scheme.models import Edition
from orepass.scheme.queries.editions import edition_card_of, editions
from orepass.scheme.queries.folders import PACK_NAME, pack_in, pack_paths, pack_under_root
from orepass.scheme.rules import evaluate as engine
from orepass.scheme.rules.cards import PackCard, pack_card
from orepass.scheme.rules.editions.archive import unpacked
from orepass.scheme.rules.editions.choosing import meant
from orepass.scheme.rules.load import PackMissing, PackRefused
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Answer, Outcome, Profile
from orepass.scheme.rules.overlays import read_under


def pack(ref: str) -> Pack:
    """Return a pack by name: a published edition as it was published, otherwise from the standards folder.

    A scheme's name alone means its published edition that is in force today, or else the newest; never a draft, where
    there is anything else.

    Raises:
        PackMissing: there is none.
        PackRefused: it has errors.
    """
    name = PACK_NAME.match(ref)
    if name:
        editions = Edition.objects.filter(scheme=name["scheme"])
        if name["edition"]:
            editions = editions.filter(edition=name["edition"])
        found = meant(map(edition_card_of, editions.defer("archive")), clock.today())
        if found:
            return pack_by_digest(found.digest)
    return pack_under_root(ref)


def pack_by_digest(digest: str) -> Pack:
    """Return a published edition by its digest, as results name it, however long ago it was.

    Raises:
        PackMissing: no edition with this digest was published here.
        ArchiveDamaged: the archive is not what was published.
    """
    cached = _archived.get(digest)
    if cached:
        return cached
    data = Edition.objects.filter(digest=digest).values_list("archive", flat=True).first()
    if data is None:
        raise PackMissing(where=digest[:80], pack=digest[:80], what=digest[:80], known="orepass scheme list")
    found = unpacked(bytes(data), digest)
    _archived[digest] = found
    return found


def parameters_by_digest(digest: str, standard: str, overlays: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the values of a published edition's parameters by path; ``path/key`` is one entry of a map.

    With overlays, they are those of the standard as these interpretations read it.

    Raises:
        PackMissing: no edition with this digest was published here.
        StandardUnknown: the edition has no such standard.
    """
    found = pack_by_digest(digest)
    rules = read_under(found, standard, overlays).rules if standard else found.rules
    values = {path: parameter.value for path, parameter in rules.parameters.items()}
    maps = ((path, value) for path, value in values.items() if isinstance(value, dict))
    return values | {f"{path}/{key}": part for path, entries in maps for key, part in entries.items()}


_archived: dict[str, Pack] = {}


def forget_archived() -> None:
    """Forget the archived editions that were read, so that the next reading looks at the database again."""
    _archived.clear()


def evaluate(
    pack: Pack | str,
    standard: str,
    profile: Profile | Mapping[str, Any],
    answers: Mapping[str, Answer | str | Mapping[str, Any]],
    on: date,
) -> Outcome:
    """Evaluate answers under a standard on a day (see `rules.evaluate`)."""
    return engine.evaluate(_pack(pack), standard, profile=profile, answers=answers, on=on)


def _pack(ref: Pack | str) -> Pack:
    return ref if isinstance(ref, Pack) else pack(ref)


def packs() -> list[PackCard]:
    """Return every pack that can be used: published editions as they were published, and sound ones from files."""
    return [pack_card(found) for found in usable_packs()]


def usable_packs() -> list[Pack]:
    """Return every pack that can be used, whole, in the order of their names."""
    found = {str(card.ref): pack_by_digest(card.digest) for card in editions()}
    for ref, path in pack_paths().items():
        if ref not in found:
            with suppress(PackRefused):
                found[ref] = pack_in(path)
    return [found[ref] for ref in sorted(found)]


class RefusedPackCard(msgspec.Struct, frozen=True, kw_only=True):
    """A pack in the standards folder that has errors and is not used."""

    ref: str
    errors: tuple[Finding, ...]


def refused_packs() -> list[RefusedPackCard]:
    """Return the packs of the standards folder that have errors, unless they were published before they broke."""
    refused: list[RefusedPackCard] = []
    published = {card.ref for card in editions()}
    for ref, path in pack_paths().items():
        if ref in published:
            continue
        try:
            pack_in(path)
        except PackRefused as refusal:
            errors = tuple(found for found in refusal.findings if found.severity is Severity.ERROR)
            refused.append(RefusedPackCard(ref=ref, errors=errors))
    return refused
