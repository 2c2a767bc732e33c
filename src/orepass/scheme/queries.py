"""Read standards: packs from files, published editions from the archive, evaluations, and cards for pages."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import msgspec
from django.db.models import Q

from orepass.kernel.finding import Finding, Severity
from orepass.kernel.period import Period
from orepass.platform import clock
from orepass.platform.shipped import shipped
from orepass.scheme.announcements import AnnouncementCard, announcements_by_digest
from orepass.scheme.models import Edition
from orepass.scheme.rules import choosing
from orepass.scheme.rules import evaluate as engine
from orepass.scheme.rules.archive import unpacked
from orepass.scheme.rules.cards import PackCard, pack_card
from orepass.scheme.rules.choosing import meant
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.frameworks import Framework, framework_of
from orepass.scheme.rules.load import PackMissing, PackRefused, require
from orepass.scheme.rules.model import Pack, Standard
from orepass.scheme.rules.outcome import Answer, Outcome, Profile
from orepass.scheme.rules.overlays import read_under
from orepass.scheme.rules.transition import Phase

RELEASED: Final = choosing.RELEASED
PATH_MAX: Final = 4_000
STANDARDS_VARIABLE: Final = "OREPASS_STANDARDS"
_REF: Final = re.compile(r"(?P<scheme>[a-z0-9][a-z0-9_-]{0,40})(@(?P<edition>[0-9A-Za-z][0-9A-Za-z.-]{0,20}))?\Z")

type Signature = tuple[tuple[str, int, int], ...]


class EditionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A published edition."""

    id: str
    scheme: str
    edition: str
    ref: str
    digest: str
    title: dict[str, str]
    status: str
    supersedes: str
    transition_months: int
    valid_from: date
    valid_before: date | None
    published_at: datetime
    published_by: str


def standards_root() -> Path:
    """Return the folder of the packs: named by ``OREPASS_STANDARDS``, else the checkout's, else the wheel's."""
    named = os.environ.get(STANDARDS_VARIABLE)
    return Path(named).expanduser().resolve() if named else shipped("standards")


def pack_paths() -> dict[str, Path]:
    """Return the folder of every pack under the root by its name, such as ``cera-4in1@2026.1``, oldest first."""
    root = standards_root()
    found = sorted(root.glob("*/*/pack.yaml")) if root.is_dir() else []
    return {f"{path.parent.parent.name}@{path.parent.name}": path.parent for path in found}


def frameworks() -> tuple[Framework, ...]:
    """Return the conventions, guidelines and laws whose topics requirements may name, in the order of their files."""
    files = sorted((standards_root() / "frameworks").glob("*.yaml"))
    return tuple(_framework(path, path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=32)
def _framework(path: Path, changed: int) -> Framework:  # noqa: ARG001 - a changed file is a new key
    file, findings = read_file(path, path.name, "framework")
    if findings:
        raise PackRefused(path.name, findings=findings, pack=path.name, count=len(findings), first=findings[0].message)
    return framework_of(cast("Mapping[str, Any]", file.value))


def pack_from_files(ref: str) -> Pack:
    """Return a pack from files: by name, by name and edition, or by path (for commands). No database is asked.

    Raises:
        PackMissing: there is none.
        PackRefused: it has errors.
    """
    folder = Path(ref)
    if not _REF.match(ref) and "\0" not in ref and len(ref) <= PATH_MAX and (folder / "pack.yaml").is_file():
        return _from_folder(folder.resolve())
    try:
        return _named(ref)
    except PackMissing:
        if _REF.match(ref) and (folder / "pack.yaml").is_file():
            return _from_folder(folder.resolve())
        raise


def _named(ref: str) -> Pack:
    """Return a pack of the standards folder; a scheme's name alone means its edition in force there."""
    paths = pack_paths()
    if ref in paths:
        return _from_folder(paths[ref])
    folder = meant_folder(ref)
    if folder is None:
        raise PackMissing(where=ref[:200], pack=ref[:200], what=ref[:200], known=", ".join(paths) or "none")
    return _from_folder(folder)


def meant_folder(scheme: str) -> Path | None:
    """Return the folder of the edition that a scheme's name alone means; of broken ones only, that of the last."""
    found: list[tuple[Pack, Path]] = []
    last = None
    for ref, path in pack_paths().items():
        if ref.partition("@")[0] == scheme:
            last = path
            with suppress(PackRefused):
                found.append((_from_folder(path), path))
    chosen = meant([pack for pack, _path in found], clock.today())
    return next((path for pack, path in found if pack is chosen), last)


def pack(ref: str) -> Pack:
    """Return a pack by name: a published edition as it was published, otherwise from the standards folder.

    A scheme's name alone means its published edition that is in force today, or else the newest; never a draft, where
    there is anything else.

    Raises:
        PackMissing: there is none.
        PackRefused: it has errors.
    """
    name = _REF.match(ref)
    if name:
        editions = Edition.objects.filter(scheme=name["scheme"])
        if name["edition"]:
            editions = editions.filter(edition=name["edition"])
        found = meant(map(edition_card_of, editions.defer("archive")), clock.today())
        if found:
            return pack_by_digest(found.digest)
    return _named(ref)


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


def _from_folder(folder: Path) -> Pack:
    files = (path for path in folder.rglob("*") if path.is_file())
    signature = tuple(sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files))
    return _loaded(folder, signature)


@lru_cache(maxsize=32)
def _loaded(folder: Path, signature: Signature) -> Pack:  # noqa: ARG001 - the signature makes a changed file a new key
    return require(folder)


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


def editions(scheme: str = "") -> list[EditionCard]:
    """Return the published editions, of one scheme or all."""
    chosen = Edition.objects.filter(Q(scheme=scheme) if scheme else Q()).defer("archive")
    return [edition_card_of(edition) for edition in chosen]


def why_closed(
    edition: EditionCard, standard: Standard, on: date, announced: Mapping[str, AnnouncementCard] | None = None
) -> str:
    """Say why a client may not apply under a standard of a published edition on a day; nothing when it is open.

    For many editions, hand in what was announced about them.
    """
    if not Period(edition.valid_from, edition.valid_before).holds(on):
        return "it is not in force"
    if edition.status != RELEASED or standard.status != RELEASED:
        return "it is not released"
    card = (announcements_by_digest() if announced is None else announced).get(edition.digest)
    if card is not None and card.phase(on) is Phase.OVER:
        return f"{card.ref} has replaced it"
    return ""


def open_standards(on: date) -> list[tuple[Pack, Standard]]:
    """Return the standards that a client may apply under on a day: published here, released and in force."""
    published = [(card, pack_by_digest(card.digest)) for card in editions()]
    announced = announcements_by_digest()
    return [
        (pack, each) for card, pack in published for each in pack.standards if not why_closed(card, each, on, announced)
    ]


def edition_card_of(edition: Edition) -> EditionCard:
    """Turn a row into a card."""
    names = [field.name for field in msgspec.structs.fields(EditionCard) if field.name != "ref"]
    return EditionCard(ref=str(edition), **{name: getattr(edition, name) for name in names})


def packs() -> list[PackCard]:
    """Return every pack that can be used: published editions as they were published, and sound ones from files."""
    refs = dict.fromkeys([*(str(card.ref) for card in editions()), *pack_paths()])
    broken = {card.ref for card in refused_packs()}
    return [pack_card(pack(ref)) for ref in sorted(refs) if ref not in broken]


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
            _from_folder(path)
        except PackRefused as refusal:
            errors = tuple(found for found in refusal.findings if found.severity is Severity.ERROR)
            refused.append(RefusedPackCard(ref=ref, errors=errors))
    return refused
