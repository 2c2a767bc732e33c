"""Compare two editions of a standard: which requirement is asked more or less strictly, in other words, or elsewhere.

What is stricter is known once (`overlaying`): an interpretation may move a part to its stricter side only, and a later
edition is measured by the same rod. What a changed wording asks, a person has to judge; the words stand beside one
another, and nothing is called tightened or relaxed for its words.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from orepass.kernel.digest import digest
from orepass.scheme.rules.comparing.compared import (
    WAY_OF_SIDE,
    Change,
    Comparison,
    EditionSide,
    Kind,
    LanguageChange,
    RequirementChange,
    SubjectCount,
    Way,
)
from orepass.scheme.rules.comparing.differing import (
    Vocabulary,
    conditions_differing,
    differing,
    numbers_differing,
    shown,
    texts_differing,
    words_of_both,
)
from orepass.scheme.rules.comparing.facts import facts
from orepass.scheme.rules.comparing.pairing import Pair, pairs
from orepass.scheme.rules.model import Indicator, Pack, Requirement, Standard
from orepass.scheme.rules.overlaying import Asked, sides
from orepass.scheme.rules.parameters import Rules

TEXTS: Final = ("statement", "evidence_small", "evidence_large", "fails_when", "spoken")
PLACES: Final = ("id", "standard", "subject", "dimension", "phase")


def compare(old: Pack, new: Pack) -> Comparison:
    """Compare two editions, of one scheme or of two."""
    words = words_of_both(old, new)
    requirements = tuple(_requirement(pair, words) for pair in pairs(old, new))
    beside = tuple(facts(old, new))
    return Comparison(
        old=_edition(old),
        new=_edition(new),
        counts=_counted(requirements),
        requirements=requirements,
        parameters=tuple(_parameters(old, new)),
        facts=beside,
        subjects=tuple(_subjects(old, new, requirements)),
        languages=tuple(_languages(requirements, beside)),
    )


def _edition(pack: Pack) -> EditionSide:
    return EditionSide(
        ref=pack.ref,
        digest=pack.digest,
        title=pack.title,
        status=pack.status,
        valid_from=pack.valid_from,
        valid_before=pack.valid_before,
    )


def _requirement(pair: Pair, words: Vocabulary) -> RequirementChange:
    said = pair.new or pair.old
    assert said is not None, "a pair has a side"
    changes = tuple(_changes(pair.old, pair.new, words)) if pair.old and pair.new else ()
    return RequirementChange(
        kind=_kind(pair, changes),
        moved=pair.moved,
        old_id=pair.old.id if pair.old else "",
        new_id=pair.new.id if pair.new else "",
        standard=said.standard,
        subject=said.subject,
        dimension=said.dimension,
        phase=said.phase,
        core=said.core,
        statement=said.statement,
        changes=changes,
    )


def _kind(pair: Pair, changes: tuple[Change, ...]) -> Kind:
    if pair.old is None or pair.new is None:
        return Kind.NEW if pair.old is None else Kind.GONE
    ways = {change.way for change in changes}
    asked = ways & {Way.STRICTER, Way.LOOSER, Way.UNDECIDED}
    if asked:
        return {Way.STRICTER: Kind.TIGHTENED, Way.LOOSER: Kind.RELAXED}.get(_only(asked), Kind.CHANGED)
    if Way.WORDING in ways:
        return Kind.REWORDED
    if Way.PLACE in ways:
        return Kind.MOVED
    return Kind.CHANGED if ways else Kind.UNCHANGED


def _only(ways: set[Way]) -> Way:
    return next(iter(ways)) if len(ways) == 1 else Way.UNDECIDED


def _changes(old: Requirement, new: Requirement, words: Vocabulary) -> Iterator[Change]:
    """Go through everything that a requirement says."""
    name = new.id
    for part in PLACES:
        yield from differing(name, part, Way.PLACE, getattr(old, part), getattr(new, part))
    before, after = _asked(old), _asked(new)
    for part, side in sides(before, after).items():
        one, two = shown(getattr(before, part)), shown(getattr(after, part))
        yield Change(where=name, part=part, way=WAY_OF_SIDE[side], old=one, new=two)
    yield from conditions_differing(name, old.applies_when, new.applies_when, words)
    for part in TEXTS:
        yield from texts_differing(name, part, getattr(old, part), getattr(new, part))
    yield from _indicator(name, old.indicator, new.indicator)
    yield from differing(name, "maps_to", Way.BESIDE, sorted(old.maps_to), sorted(new.maps_to))
    yield from differing(name, "overlay", Way.BESIDE, old.overlay, new.overlay)
    yield from differing(name, "pictogram", Way.BESIDE, _drawing(old), _drawing(new))


def _drawing(requirement: Requirement) -> str:
    """Name a drawing by its digest: its lines say nothing to a reader of a list."""
    return digest(requirement.pictogram)[:12] if requirement.pictogram else ""


def _asked(found: Requirement) -> Asked:
    return Asked(found.core, found.weight, found.due_year, found.accepts)


def _indicator(where: str, old: Indicator | None, new: Indicator | None) -> Iterator[Change]:
    for part in ("id", "unit", "better"):
        yield from differing(where, f"indicator.{part}", Way.BESIDE, getattr(old, part, ""), getattr(new, part, ""))
    yield from texts_differing(where, "indicator.title", old.title if old else {}, new.title if new else {})


def _parameters(old: Pack, new: Pack) -> Iterator[Change]:
    """Compare the numbers of the edition, then those of each standard that are its own in either edition."""
    yield from numbers_differing("", old.rules, new.rules)
    after = {standard.code: standard for standard in new.standards}
    for before in old.standards:
        if before.code in after:
            own = (_own(before, old), _own(after[before.code], new))
            yield from numbers_differing(before.code, *own, (old.rules, new.rules))


def _own(standard: Standard, pack: Pack) -> Rules:
    base = pack.rules.parameters
    return Rules({path: found for path, found in standard.rules.parameters.items() if base.get(path) != found})


def _counted(requirements: tuple[RequirementChange, ...]) -> dict[str, int]:
    """Count the requirements by kind; a moved one counts as moved where nothing else about it changed."""
    found = Counter(one.kind for one in requirements)
    return {str(kind): found[kind] for kind in Kind}


def _subjects(old: Pack, new: Pack, requirements: tuple[RequirementChange, ...]) -> Iterator[SubjectCount]:
    known = {(s.standard, s.code): s for pack in (old, new) for one in pack.standards for s in one.subjects}
    by_subject: dict[tuple[str, str], list[RequirementChange]] = {}
    for one in requirements:
        by_subject.setdefault((one.standard, one.subject), []).append(one)
    for (standard, code), listed in by_subject.items():
        subject = known[standard, code]
        yield SubjectCount(
            standard=standard,
            subject=code,
            dimension=subject.dimension,
            title=subject.title,
            counts=_counted(tuple(listed)),
        )


def _languages(requirements: tuple[RequirementChange, ...], beside: tuple[Change, ...]) -> Iterator[LanguageChange]:
    """Say for each language which texts changed, came or went; those of new and gone requirements count among them."""
    said: dict[str, dict[str, list[str]]] = {}
    for change in (*beside, *(change for one in requirements for change in one.changes)):
        if change.language:
            word = "changed" if change.old and change.new else "new" if change.new else "gone"
            key = f"{change.where}.{change.part}".strip(".")
            said.setdefault(change.language, {}).setdefault(word, []).append(key)
    for one in requirements:
        if one.kind in {Kind.NEW, Kind.GONE}:
            for language in one.statement:
                said.setdefault(language, {}).setdefault(str(one.kind), []).append(f"{one.id}.statement")
    for language in sorted(said):
        words = {word: tuple(sorted(keys)) for word, keys in said[language].items()}
        yield LanguageChange(language=language, **words)
