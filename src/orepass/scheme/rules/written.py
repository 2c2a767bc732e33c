"""The files of a pack as they are written: the pack format, version 1, as types.

The JSON Schema (`schema`) is generated from these types, and the loader checks against that schema, so the types,
the schema and the messages cannot disagree. What the rest of the product uses is in `model`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, field

type Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")]
type Text = dict[str, Annotated[str, Meta(min_length=1, max_length=4000)]]
type Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
type Expression = Annotated[str, Meta(min_length=1, max_length=400, description="A CEL condition on one line.")]
type Status = Literal["draft", "pilot", "released"]
type Phase = Literal["commitment", "assessment", "monitoring", "disclosure"]
type Dimension = Literal["E", "S", "G"]
type Evidence = Literal["document", "photo", "oral", "observation", "measurement"]
type Rating = Literal[
    "full", "substantial", "partial", "none", "AAA", "AA", "A", "B", "C", "yes", "no", "not_relevant", "unknown"
]
type Tree = dict[str, Any]
type Name = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9_]{0,40})?$")]


class Written(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything a pack author writes: an unknown key is an error."""


class VocabularyFile(Written, frozen=True, kw_only=True):
    """The words that profiles and conditions may use; a list that is left out is not checked."""

    stage: list[Slug] = []
    activities: list[Slug] = []
    minerals: list[Slug] = []

    @property
    def words(self) -> dict[str, list[str]]:
        """Return the lists that have words."""
        lists = {"stage": self.stage, "activities": self.activities, "minerals": self.minerals}
        return {name: words for name, words in lists.items() if words}


class PackFile(Written, frozen=True, kw_only=True):
    """pack.yaml: what this edition is.

    `owner` is a name, alike in every language; what has to be said of it stands in `notice`, which is translated.
    """

    scheme: Slug
    edition: Annotated[str, Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,20}$")]
    format: Literal[1]
    title: Text
    owner: Annotated[str, Meta(min_length=1, max_length=200)]
    valid_from: date
    valid_before: date | None = None
    supersedes: str | None = None
    transition_months: Annotated[int, Meta(ge=0, le=120)]
    status: Status
    languages: Annotated[list[Language], Meta(min_length=1)]
    complete_in: list[Language]
    unreviewed: list[Language] = []
    licence: Annotated[str, Meta(min_length=1)]
    notice: Text
    flags: dict[Slug, Text] = {}
    vocabulary: VocabularyFile = VocabularyFile()


class StandardFile(Written, frozen=True, kw_only=True):
    """standard.yaml: one standard of the edition."""

    code: Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
    title: Text
    purpose: Text
    status: Status
    applies_when: Expression = "true"
    subject_unit: Literal["site", "group", "chain", "project"]
    rating: Tree = {}
    rules: Tree = {}


class ParameterFile(Written, frozen=True, kw_only=True):
    """Whatever has a value in rules.yaml: one value of a rule, where it comes from, and whether somebody compared."""

    value: Any
    unit: str
    source: str | int
    clause: str | int
    verified: bool
    note: str = ""
    confidence: str = ""


class SizedEvidence(Written, frozen=True, kw_only=True):
    """What typically shows that a requirement is met, at a small and at a large site."""

    small: Text = {}
    large: Text = {}


class IndicatorFile(Written, frozen=True, kw_only=True):
    """What is measured, in which unit, and which way is better."""

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")]
    unit: str
    better: Literal["lower", "higher"]
    title: Text = {}


class RequirementFile(Written, frozen=True, kw_only=True):
    """One requirement: an observable fact, when it applies, how much it weighs and by when it is due."""

    id: Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9]{1,11}\.[ESG]\.[a-z0-9][a-z0-9_-]{0,40}\.[CAMD][0-9]{1,2}$")]
    phase: Phase
    statement: Text
    evidence: SizedEvidence
    fails_when: Text
    spoken: Text = {}
    criticality: Literal["core", "progress"]
    weight: Decimal = Decimal(1)
    due_year: Annotated[int, Meta(ge=0, le=10)] = 0
    accepts: Annotated[list[Evidence], Meta(min_length=1)]
    applies_when: Expression = "true"
    indicator: IndicatorFile | None = None
    maps_to: list[Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,60}$")]] = []


class SubjectFile(Written, frozen=True, kw_only=True):
    """subjects/<nn>-<subject>.yaml: one subject with its requirements in the four phases."""

    subject: Slug
    dimension: Dimension
    title: Text
    why: Text
    requirements: Annotated[list[RequirementFile], Meta(min_length=1)]


class WorkshopFile(Written, frozen=True, kw_only=True):
    """One meeting at which an interpretation was worked out: who sat at the table, by interest group."""

    on: date
    place: str = ""
    participants: dict[Slug, Annotated[int, Meta(ge=0, le=10_000)]] = {}


class ProcessFile(Written, frozen=True, kw_only=True):
    """How an interpretation came about."""

    workshops: list[WorkshopFile] = []
    coordinated_by: str = ""
    source: str = ""
    verified: bool = False


class TighteningFile(Written, frozen=True, kw_only=True):
    """What an overlay says about one requirement: an explanation, and what it asks beyond the standard."""

    explanation: Text = {}
    also_fails_when: Text = {}
    criticality: Literal["core", "progress"] | None = None
    weight: Decimal | None = None
    due_year: Annotated[int, Meta(ge=0, le=10)] | None = None
    accepts: Annotated[list[Evidence], Meta(min_length=1)] | None = None
    source: str = ""
    clause: str = ""
    verified: bool = False


class AdditionalFile(Written, frozen=True, kw_only=True):
    """A requirement that an overlay adds to a subject of the standard."""

    requirement: RequirementFile
    source: str = ""
    clause: str = ""
    verified: bool = False


class OverlayFile(Written, frozen=True, kw_only=True):
    """overlays/<name>.yaml: how the edition is read in a country, for a mineral, in a region; never looser."""

    overlay: Slug
    title: Text
    about: Text
    status: Status
    standards: Annotated[list[str], Meta(max_length=50)] = []
    countries: Annotated[list[Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]], Meta(max_length=300)] = []
    applies_when: Expression = "true"
    extends: Annotated[list[Slug], Meta(max_length=20)] = []
    process: ProcessFile = ProcessFile()
    requirements: dict[str, TighteningFile] = {}
    additional: list[AdditionalFile] = []
    parameters: Tree = {}


class ProfileFile(Written, frozen=True, kw_only=True):
    """Who is assessed; what is left out is unknown."""

    stage: str | None = None
    activities: list[str] | None = None
    size: Literal["asm", "small", "large"] | None = None
    minerals: list[str] | None = None
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")] | None = None
    personnel: Annotated[int, Meta(ge=0)] | None = None
    flags: dict[str, bool] = {}


class AnswerFile(Written, frozen=True, kw_only=True):
    """One answer in full."""

    rating: Rating
    evidence: list[Evidence] | None = None
    note: str = ""


class ExpectFile(Written, frozen=True, kw_only=True):
    """What a case expects."""

    outcome: Literal["conforms", "candidate", "does_not_conform", "unknown"]
    level: str | None = None
    gates_failed: list[str] | None = None
    reasons: list[str] = []
    overlays: list[str] | None = None
    applies: list[str] = []
    does_not_apply: list[str] = []
    scores: dict[str, str | float] = {}
    """The exact share of a dimension, subject, phase or ``all`` of them, such as 3/4; ``none`` where nothing counts."""


WHOLE: Final = "all"
"""In the place of a group: the score of the whole standard."""
PARAMETER: Final = "$"
"""Before a path of rules.yaml: an input of a rule that a case takes from its pack."""


class CalcFile(Written, frozen=True, kw_only=True):
    """A rule with its inputs and the value, or the refusal's code, that must come out.

    An input ``$lifecycle.candidate_months`` is the pack's own number, of the case's standard where it names one.
    """

    rule: str
    inputs: dict[str, Any] = {}
    value: Any = None
    refused: str | None = None


class PersonFile(Written, frozen=True, kw_only=True):
    """Somebody in a story: of which organisation (none: of the installation), in which roles."""

    of: Name = ""
    roles: Annotated[list[str], Meta(min_length=1)]


class AnswersFile(Written, frozen=True, kw_only=True):
    """Answers to all requirements that apply to a file of the story, by patterns."""

    file: str
    given: dict[str, str]
    evidence: str = ""


class LineFile(Written, frozen=True, kw_only=True):
    """One line of a story's ledger: it does, shows or asks something on a day, and says what comes of it.

    Attributes:
        table: rows of the spreadsheet of what happened to lots, each by the headings of its template; a row without
            ``when`` happened on the day of the line, one with ``times`` stands so often, with ``{n}`` counting.
        refused: the code of the refusal, or of an error that it names.
    """

    on: date
    by: Name = ""
    do: str = ""
    inputs: dict[str, Any] = field(name="with", default_factory=dict)
    table: list[dict[str, Any]] = []
    answers: AnswersFile | None = None
    show: Annotated[str, Meta(max_length=2000)] = ""
    ask: str = ""
    keep: Name = ""
    keep_parts: dict[Name, str] = {}
    gives: dict[str, Any] = {}
    refused: str = ""


class StoryFile(Written, frozen=True, kw_only=True):
    """A story: who is in it, which story of the same file it goes on from, and its lines."""

    after: str = ""
    people: dict[Name, PersonFile] = {}
    ledger: Annotated[list[LineFile], Meta(min_length=1, max_length=400)]


class CaseFile(Written, frozen=True, kw_only=True):
    """A worked case: answers and their outcome; a rule, its inputs and its value; or a story told line by line."""

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$")]
    title: str
    scenarios: list[str] = []
    standard: str | None = None
    at: date | None = None
    entered_on: date | None = None
    profile: ProfileFile | None = None
    answers: dict[str, Rating | AnswerFile] = {}
    expect: ExpectFile | None = None
    calc: CalcFile | None = None
    story: StoryFile | None = None
    waiting: str | None = None


class CasesFile(Written, frozen=True, kw_only=True):
    """A file with several cases."""

    cases: list[CaseFile]
