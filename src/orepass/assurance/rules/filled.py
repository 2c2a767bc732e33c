"""Answers that came back from a sheet or a form: read by any of their names, and judged all at once."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec

from orepass.assurance.rules.asking import Asked
from orepass.assurance.rules.labels import EVIDENCE, RATINGS, names_of
from orepass.kernel import table
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.suggestion import suggest
from orepass.kernel.table import folded, shown
from orepass.kernel.text import marked as _

NOTE_MAX: Final = 4000
DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
NAMED: Final = "Evidence named: "

REQUIREMENT_UNKNOWN: Final = FindingKind(
    "assurance.filled.requirement",
    Severity.ERROR,
    _("“{requirement}” is no requirement that is asked here."),
    what_to_do=_("{suggestion}"),
)
REQUIREMENT_TWICE: Final = FindingKind(
    "assurance.filled.twice",
    Severity.ERROR,
    _("“{requirement}” is answered twice, first at {first}."),
    what_to_do=_("Keep one of the two answers."),
)
ANSWER_MISSING: Final = FindingKind(
    "assurance.filled.answer_missing",
    Severity.ERROR,
    _("“{requirement}” has evidence or a note and no answer."),
    what_to_do=_("Choose one of: {words}."),
)
NOTE_LONG: Final = FindingKind(
    "assurance.filled.note_long",
    Severity.ERROR,
    _("The note on “{requirement}” has {length} characters."),
    what_to_do=_("Write at most {limit} characters; keep the rest in a document."),
)
EVIDENCE_NAMED: Final = FindingKind(
    "assurance.filled.evidence_named",
    Severity.WARNING,
    _("“{names}” is named for “{requirement}” and was not sent; the name stands in the note."),
    what_to_do=_("Add the files on the page of the answers, or write their SHA-256 once they are stored."),
)
EVIDENCE_UNKNOWN: Final = FindingKind(
    "assurance.filled.evidence_unknown",
    Severity.ERROR,
    _("No file is stored under “{sha256}”."),
    what_to_do=_("Store the file first, or write its name instead."),
)
NOTHING: Final = FindingKind(
    "assurance.filled.nothing",
    Severity.WARNING,
    _("Nothing is answered."),
    what_to_do=_("Choose answers and send it again."),
)


class OtherEdition(Conflict):
    """What came back was made for another edition or another standard."""

    code = "assurance.filled.other_edition"
    message = _("This was made for {found}, and the file is under {wanted}.")
    what_to_do = _("Export it again from this file, and copy the columns of answers, evidence and notes into it.")


class OtherFile(Conflict):
    """What came back was made for another file."""

    code = "assurance.filled.other_file"
    message = _("This was made for the file {found}, not for {wanted}.")
    what_to_do = _("Send it to its own file; to use it here, empty the cell that names the file.")


class NotUsable(Invalid):
    """Some of what came back cannot be used, so that nothing was saved."""

    code = "assurance.filled.refused"
    message = _("Places that cannot be used: {count}. Nothing was saved. The first: {first}.")
    what_to_do = _("Correct the places named and send it again.")


class Entry(NamedTuple):
    """One answer as it stands in a row or a form, with the places of its parts."""

    requirement: str
    answer: str
    shown_by: str
    evidence: str
    note: str
    place: Callable[[str], str]


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that can be saved."""

    requirement: str
    answer: str
    evidence_class: str
    evidence: tuple[str, ...]
    note: str
    place: str


def require_same(asked: Asked, *, digest: str, pack: str, standard: str, file: str = "", where: str = "about") -> None:
    """Refuse what was made for another edition, standard or file.

    Raises:
        OtherEdition: its digest or its standard is another.
        OtherFile: it names another file.
    """
    if digest.strip().lower() != asked.digest or folded(standard) != folded(asked.standard):
        found = f"{shown(pack) or '—'} {shown(standard)}".strip()
        wanted = f"{asked.pack} {asked.standard}"
        raise OtherEdition(where=where, found=found, wanted=wanted, state="")
    if file and asked.file and file != asked.file:
        raise OtherFile(where=where, found=shown(file), wanted=asked.file, state="")


def usable(asked: Asked, entries: list[Entry], out: list[Finding]) -> list[Filled]:
    """Return the answers that can be saved; whatever is wrong goes to ``out``."""
    known = {folded(name): name for name in asked.known}
    seen: dict[str, str] = {}
    found: list[Filled] = []
    for entry in entries:
        name = known.get(folded(entry.requirement))
        place = entry.place("requirement")
        if name is None:
            near = suggest(entry.requirement[: table.SHOWN], list(asked.known)[:400])
            way_out = near if near.startswith("Write “") else _("Compare it with the identifiers of the standard.")
            out.append(REQUIREMENT_UNKNOWN.at(place, requirement=shown(entry.requirement), suggestion=way_out))
        elif name in seen:
            out.append(REQUIREMENT_TWICE.at(place, requirement=name, first=seen[name]))
        else:
            seen[name] = place
            found += _one(asked, name, entry, out)
    return found


def _one(asked: Asked, name: str, entry: Entry, out: list[Finding]) -> list[Filled]:
    question = asked.known[name]
    answer = _code(names_of(RATINGS, question.words), entry.answer, "answer", entry, out)
    shown_by = _code(names_of(EVIDENCE, tuple(EVIDENCE)), entry.shown_by, "shown_by", entry, out)
    tokens = [token.strip() for token in re.split(r"[,;\n]", entry.evidence) if token.strip()]
    digests = tuple(dict.fromkeys(token.lower() for token in tokens if DIGEST.match(token.lower())))
    names = [token for token in tokens if not DIGEST.match(token.lower())]
    note = _with_names(entry.note.strip(), names)
    if not entry.answer:
        # What is only the word of an empty row, such as a way of showing left from before, is no answer either.
        if note or digests:
            words = ", ".join(question.words)
            out.append(ANSWER_MISSING.at(entry.place("answer"), requirement=name, words=words))
        return []
    if len(note) > NOTE_MAX:
        place = entry.place("note")
        out.append(NOTE_LONG.at(place, requirement=name, length=len(note), limit=NOTE_MAX))
    if names:
        out.append(EVIDENCE_NAMED.at(entry.place("evidence"), requirement=name, names=shown(", ".join(names))))
    place = entry.place("evidence")
    return [Filled(requirement=name, answer=answer, evidence_class=shown_by, evidence=digests, note=note, place=place)]


def _with_names(note: str, names: list[str]) -> str:
    line = f"{NAMED}{', '.join(names)}"
    return note if not names or line in note else f"{note}\n{line}".strip()


def _code(known: dict[str, str], given: str, key: str, entry: Entry, out: list[Finding]) -> str:
    if not given:
        return ""
    code = next((code for name, code in known.items() if folded(name) == folded(given)), "")
    if not code:
        suggestion = suggest(given[: table.SHOWN], list(known))
        out.append(table.WORD.at(entry.place(key), column=key, value=shown(given), suggestion=suggestion))
    return code
