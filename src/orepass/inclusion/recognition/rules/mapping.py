"""A mapping as it is written: which requirement of theirs stands for which of ours, and how well.

YAML or JSON, read with the pack format's careful reader. What is wrong is told with its line, all of it at once; a
mapping with one error is refused whole, for a line that was skipped would be a gap that nobody sees.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from orepass.kernel.finding import Finding, FindingKind, Severity, has_errors
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _
from orepass.scheme.rules.yamltext import Json, Path, Reading, read

type Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")]
type Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
type StandardCode = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9-]{0,19}$")]
type EditionName = Annotated[str, Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,20}$")]
type Words = Annotated[str, Meta(min_length=1, max_length=1000)]
type Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
type Rated = Literal["full", "substantial", "partial", "none"]
type Item = Annotated[int, Meta(ge=0, le=2)]
type Tier = Annotated[int, Meta(ge=0, le=9)]

PAIRS_MAX: Final = 2_000
PLACES_MAX: Final = 9
SUGGESTION_MAX: Final = 300
SHAPE: Final = FindingKind(
    "recognition.mapping.shape",
    Severity.ERROR,
    _("The mapping cannot be read at “{place}”: {problem}."),
    what_to_do=_("Compare it with the mappings in standards/recognition."),
)
KEY_UNKNOWN: Final = FindingKind(
    "recognition.mapping.key_unknown",
    Severity.ERROR,
    _("“{key}” is not a word of mappings."),
    what_to_do=_("{suggestion}"),
)
SCHEME_UNKNOWN: Final = FindingKind(
    "recognition.mapping.scheme_unknown",
    Severity.ERROR,
    _("{standard} is not kept here, and the mapping does not list its requirements."),
    what_to_do=_("List them under “requirements” of that side, in your own words."),
)
REQUIREMENT_UNKNOWN: Final = FindingKind(
    "recognition.mapping.requirement_unknown",
    Severity.ERROR,
    _("{standard} has no requirement “{requirement}”."),
    what_to_do=_("{suggestion}"),
)
COVERAGE: Final = FindingKind(
    "recognition.mapping.coverage",
    Severity.ERROR,
    _("The coverage {coverage} of “{pair}” is no share between 0 and 1."),
    what_to_do=_("Write the share of our requirement that theirs covers, such as 0.95, with at most nine places."),
)
CONTRADICTS: Final = FindingKind(
    "recognition.mapping.contradicts",
    Severity.ERROR,
    _("“{pair}” is called “{relation}” and has the coverage {coverage}; both cannot be."),
    what_to_do=_("Give “none” the coverage 0 and every other relation more than 0."),
)
PAIR_TWICE: Final = FindingKind(
    "recognition.mapping.pair_twice",
    Severity.ERROR,
    _("“{pair}” is in the mapping twice."),
    what_to_do=_("Leave one of the two out."),
)
DATES: Final = FindingKind(
    "recognition.mapping.dates",
    Severity.ERROR,
    _("{what} ends on {end} and begins on {begin}."),
    what_to_do=_("Let the end lie after the beginning."),
)
CIRCLE: Final = FindingKind(
    "recognition.mapping.circle",
    Severity.ERROR,
    _("{standard} would recognise itself."),
    what_to_do=_("Name two different standards; mutual recognition is two agreements, one each way."),
)
UNSOURCED: Final = FindingKind(
    "recognition.mapping.unverified",
    Severity.WARNING,
    _("Nobody has compared this mapping with the texts of {standard}."),
    what_to_do=_("Let somebody who holds both texts compare them, and write “verified: true”."),
)


class Written(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything in a mapping: an unknown key is an error."""


class Side(Written, frozen=True, kw_only=True):
    """One of the two standards; one that is not kept here lists its requirements in the author's words."""

    scheme: Slug
    edition: EditionName
    standard: StandardCode
    title: Words
    owner: Words = "unknown"
    countries: list[Country] = []
    minerals: list[Slug] = []
    tier: Tier | None = None
    valid_from: date | None = None
    valid_before: date | None = None
    requirements: dict[Code, Words] = {}

    @property
    def name(self) -> str:
        """Return the standard's name, such as ``cera-4in1@2026.1 CPS``."""
        return f"{self.scheme}@{self.edition} {self.standard}"


class Scores(Written, frozen=True, kw_only=True):
    """The six items of the assurance score, each 0 (nothing), 1 or 2."""

    independence: Item
    competence: Item
    sampling: Item
    transparency: Item
    decision: Item
    oversight: Item


class Basis(Written, frozen=True, kw_only=True):
    """Where the mapping comes from, and whether somebody compared it with both texts."""

    title: Words
    clause: str = ""
    verified: bool


class Pair(Written, frozen=True, kw_only=True):
    """One requirement of theirs and one of ours; ``coverage`` is the share of ours that theirs covers.

    ``result`` is what a certificate there guarantees for it, where the certificate lists no result of its own.
    """

    theirs: Code
    ours: Code
    relation: Literal["equal", "broader", "narrower", "overlaps", "none"]
    coverage: Decimal
    obligation: Literal["must", "should", "optional"] = "must"
    evidence: Literal["document", "photo", "oral", "observation", "measurement"] = "document"
    result: Rated | None = None
    note: Annotated[str, Meta(max_length=1000)] = ""

    @property
    def name(self) -> str:
        """Return the pair in a few words."""
        return f"{self.theirs} → {self.ours}"


class Mapping(Written, frozen=True, kw_only=True, rename={"theirs": "from", "ours": "to"}):
    """What one standard is worth in another: both sides, the level, the conditions and every pair."""

    format: Literal[1]
    title: Words
    theirs: Side
    ours: Side
    level: Literal[1, 2]
    unit: Literal["requirement", "issue", "provision", "scheme"] = "requirement"
    party: Literal["first", "second", "third"] = "third"
    pass_result: Rated | None = None
    min_result: Rated = "none"
    assurance: Scores | None = None
    conditions: list[Words] = []
    exclusions: list[Code] = []
    review_triggers: list[Words] = []
    basis: Basis
    pairs: Annotated[list[Pair], Meta(min_length=1, max_length=PAIRS_MAX)]


type Known = dict[str, frozenset[str]]
"""The requirements of the standards that are kept here, by the standard's name."""


def read_mapping(text: str, *, file: str = "mapping") -> tuple[Mapping | None, Reading, list[Finding]]:
    """Read a mapping from YAML or JSON: its shape, with a finding for each part that does not fit."""
    reading = read(text, file)
    findings = list(reading.findings)
    tree = reading.value
    if not findings and not isinstance(tree, dict):
        findings.append(SHAPE.at(f"{file}:1", place=_("the whole"), problem=_("it is not a mapping with keys")))
    if findings or not isinstance(tree, dict):
        return None, reading, findings
    # Sides and pairs are looked at one by one, so that each tells its own mistake; then sound ones stand for them.
    rest = dict(tree)
    for key in ("from", "to"):
        if isinstance(tree.get(key), dict):
            findings += _shape(Side, tree[key], (key,), reading, file)
            rest[key] = _SOUND_SIDE
    pairs = tree.get("pairs")
    if isinstance(pairs, list) and 0 < len(pairs) <= PAIRS_MAX:
        for at, pair in enumerate(pairs):
            findings += _shape(Pair, pair, ("pairs", at), reading, file)
        rest["pairs"] = [_SOUND_PAIR]
    findings += _shape(Mapping, rest, (), reading, file)
    return (None if findings else msgspec.convert(tree, Mapping, strict=False)), reading, findings


_SOUND_PAIR: Final[Json] = {"theirs": "A", "ours": "B", "relation": "equal", "coverage": 1}
_SOUND_SIDE: Final[Json] = {"scheme": "a", "edition": "1", "standard": "A", "title": "A"}


def _shape(kind: type[Struct], value: Json, path: Path, reading: Reading, file: str) -> list[Finding]:
    findings: list[Finding] = []
    known = [field.encode_name for field in msgspec.structs.fields(kind)]
    if isinstance(value, dict):
        findings += [
            KEY_UNKNOWN.at(
                f"{file}:{reading.line((*path, key))}",
                key=key[:80],
                suggestion=suggest(key[:80], known)[:SUGGESTION_MAX],
            )
            for key in value
            if key not in known
        ]
        value = {key: part for key, part in value.items() if key in known}
    return [*findings, *_unreadable(kind, value, path, reading, file)]


def _unreadable(kind: type[Struct], value: Json, path: Path, reading: Reading, file: str) -> list[Finding]:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        said, _at, inside = str(error).partition(" - at `$")
        steps = _steps(inside.rstrip("`"))
        place = ".".join(str(part) for part in (*path, *steps)) or _("the top")
        where = f"{file}:{reading.line((*path, *steps))}"
        return [SHAPE.at(where, place=place, problem=said[:200])]
    return []


def _steps(inside: str) -> tuple[str | int, ...]:
    """Read where msgspec found a mistake: ``.from.requirements[...]`` or ``.conditions[2]``."""
    parts = inside.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdigit() else part for part in parts if part)


def check_mapping(mapping: Mapping, known: Known, reading: Reading, *, file: str = "mapping") -> list[Finding]:
    """Check what a mapping says against what is known of both standards."""
    findings: list[Finding] = []
    sides = (("from", mapping.theirs), ("to", mapping.ours))
    ids = [_requirements(side, known) for _key, side in sides]
    for key, side in sides:
        findings += _side_findings(side, known, f"{file}:{reading.line((key,))}")
    if mapping.theirs.name == mapping.ours.name:
        findings.append(CIRCLE.at(f"{file}:{reading.line(('to',))}", standard=mapping.ours.name))
    seen: set[str] = set()
    for at, pair in enumerate(mapping.pairs):
        where = f"{file}:{reading.line(('pairs', at))}"
        findings += _pair_findings(pair, where)
        if pair.name in seen:
            findings.append(PAIR_TWICE.at(where, pair=pair.name))
        seen.add(pair.name)
        for side, names, name in (
            (mapping.theirs, ids[0], pair.theirs),
            (mapping.ours, ids[1], pair.ours),
        ):
            findings += _unknown(side, names, name, where)
    for at, name in enumerate(mapping.exclusions):
        findings += _unknown(mapping.ours, ids[1], name, f"{file}:{reading.line(('exclusions', at))}")
    if not mapping.basis.verified:
        findings.append(UNSOURCED.at(f"{file}:{reading.line(('basis',))}", standard=mapping.theirs.name))
    return findings


def _requirements(side: Side, known: Known) -> frozenset[str]:
    return known.get(side.name) or frozenset(side.requirements)


def _side_findings(side: Side, known: Known, where: str) -> list[Finding]:
    findings: list[Finding] = []
    if side.valid_from and side.valid_before and side.valid_before <= side.valid_from:
        findings.append(DATES.at(where, what=side.name, begin=side.valid_from, end=side.valid_before))
    if not _requirements(side, known):
        findings.append(SCHEME_UNKNOWN.at(where, standard=side.name))
    return findings


def _unknown(side: Side, names: frozenset[str], name: str, where: str) -> list[Finding]:
    if not names or name in names:
        return []
    suggestion = suggest(name, sorted(names))[:SUGGESTION_MAX]
    return [REQUIREMENT_UNKNOWN.at(where, standard=side.name, requirement=name, suggestion=suggestion)]


def _pair_findings(pair: Pair, where: str) -> list[Finding]:
    fine = pair.coverage.is_finite() and int(pair.coverage.as_tuple().exponent) >= -PLACES_MAX
    if not fine or not 0 <= pair.coverage <= 1:
        return [COVERAGE.at(where, pair=pair.name, coverage=pair.coverage)]
    if (pair.relation == "none") != (pair.coverage == 0):
        return [CONTRADICTS.at(where, pair=pair.name, relation=pair.relation, coverage=pair.coverage)]
    return []


def sound(findings: list[Finding]) -> bool:
    """Say whether a mapping with these findings may be used."""
    return not has_errors(findings)
