"""Read the table of visits to artisanal mining sites that IPIS publishes for eastern Congo.

One row is one visit, or one row of a status list; 1, 0 and empty are yes, no and unknown. A row with a defect is kept
and marked. The columns on armed actors point to the risks of OECD Annex II: by type of actor to support of non-state
armed groups or to control by security forces; an actor of unknown type counts as the graver of the two.
"""

import re
from datetime import date
from typing import Final

import msgspec

from orepass.diligence.rules.status import Colour
from orepass.kernel.digest import Digest, digest
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer
from orepass.party.rules.facilities import IdentifierMissing, once
from orepass.party.rules.kinds import Activity, SiteSize
from orepass.party.rules.minerals import minerals
from orepass.party.rules.place import place
from orepass.party.rules.published import PublishedSite
from orepass.party.rules.table import read_table

KIND: Final = "ipis"
CREDIT: Final = "International Peace Information Service (IPIS), Artisanal mining sites in eastern DRC, open data."
LICENCE: Final = "IPIS open data; reported as ODC-BY 1.0, to be confirmed with IPIS"
COUNTRY: Final = "CD"
GROUPS: Final = (1, 2, 3)
BEHAVIOURS: Final = (
    "taxation",
    "commerce_taxation",
    "entrance_taxation",
    "monopoly",
    "buying_minerals",
    "digging",
    "pit_ownership",
)
ABUSES: Final = {"forced_labour": "forced_labour", "pillaging": "pillaging"}
ASKED: Final = {
    "armed_presence": "presence",
    "armed_interference": "interference",
    "children_under_15": "childunder15",
    "mercury": "mercury",
}
DETAILS: Final = (
    "mechanisation",
    "access_dry",
    "access_wet",
    "state_service1",
    "state_service2",
    "state_service3",
    "state_service4",
    "traceability",
    "childunder15work",
    "womenwork",
    *(f"{word}_mineral{number}" for number in (1, 2, 3) for word in ("selling_points", "final_destination")),
    "visit_onsite_novisitreason",
)
PLACE_WORDS: Final = ("province", "territoire", "collectivite", "groupement", "village")
COLUMNS: Final = (
    "vid",
    "pcode",
    "source",
    "project",
    "name",
    "visit_date",
    "visit_onsite",
    "longitude",
    "latitude",
    "location_origin",
    "workers_numb",
    "qualification",
    *PLACE_WORDS,
    *(f"mineral{number}" for number in (1, 2, 3)),
    *ASKED.values(),
    *DETAILS,
    *(f"{word}armed_group{number}" for number in GROUPS for word in ("", "type_", "frequency_")),
    *(f"{word}_armed_group{number}" for number in GROUPS for word in (*BEHAVIOURS, *ABUSES)),
)
COLOURS: Final = {"Vert": Colour.GREEN, "Jaune": Colour.YELLOW, "Rouge": Colour.RED, "Bleu": Colour.BLUE}
ANSWERS: Final = {
    "1": Answer.YES,
    "1.0": Answer.YES,
    "0": Answer.NO,
    "0.0": Answer.NO,
    "": Answer.UNKNOWN,
    "dontknow": Answer.UNKNOWN,
}
NO_ACTOR: Final = "Aucun"
STATE: Final = ("FARDC", "PNC", "PMH")
UNDISCIPLINED: Final = "indisciplinés"
_WHOLE: Final = re.compile(r"\d{1,7}(\.0+)?\Z")

BAD_DATE = FindingKind(
    "diligence.visit.date",
    Severity.WARNING,
    _("The day “{value}” of the visit cannot be read."),
    what_to_do=_("The visit is kept but decides nothing; ask the publisher for the day."),
)
BAD_ANSWER = FindingKind(
    "diligence.visit.answer",
    Severity.WARNING,
    _("“{value}” in the column {column} is neither yes, no nor empty."),
    what_to_do=_("It counts as unknown; ask the publisher what it means."),
)
BAD_NUMBER = FindingKind(
    "diligence.visit.workers",
    Severity.WARNING,
    _("“{value}” is not a number of workers."),
    what_to_do=_("The number counts as unknown; ask the publisher."),
)
BAD_STATUS = FindingKind(
    "diligence.visit.status",
    Severity.NOTE,
    _("The status “{value}” is none of green, yellow, red and blue."),
    what_to_do=_("It is shown but decides nothing; ask the authority what it means."),
)


class PublishedVisit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit as published, in our words."""

    external_id: str
    site: str
    observed_on: date | None
    on_site: Answer
    source: str
    project: str
    answers: dict[str, Answer]
    grounds: dict[str, str]
    workers: int | None
    status_text: str
    colour: Colour | None
    details: dict[str, str]
    findings: tuple[Finding, ...]
    digest: Digest


class PublishedVisits(msgspec.Struct, frozen=True):
    """The whole table: its sites, its visits, and what was noted about it."""

    digest: Digest
    sites: list[PublishedSite]
    visits: list[PublishedVisit]
    findings: list[Finding]


def read_visits(text: str) -> PublishedVisits:
    """Read the whole table.

    Raises:
        Invalid: the table is truncated, has another header, or contradicts itself.
    """
    table = read_table(text, KIND, COLUMNS)
    rows, notes = once(table, "vid")
    by_site: dict[str, list[dict[str, str]]] = {}
    for number, row in rows:
        if not row["pcode"] or len(row["pcode"]) > 80:  # noqa: PLR2004 - the column's width
            raise IdentifierMissing(f"row {number}", row=number, column="pcode")
        by_site.setdefault(row["pcode"], []).append(row)
    sites = [_site(code, visits) for code, visits in by_site.items()]
    return PublishedVisits(table.digest, sites, [_visit(number, row) for number, row in rows], notes)


def _site(code: str, rows: list[dict[str, str]]) -> PublishedSite:
    """Make one site of its visits: the newest row names it, all of them say what is mined there."""
    ordered = sorted(rows, key=lambda row: (row["visit_date"], row["vid"]), reverse=True)
    newest = ordered[0]
    point = place(newest["latitude"], newest["longitude"], code)
    names = [" ".join(row["name"].split())[:300] for row in ordered]
    known = [name for name in dict.fromkeys(names) if name]
    site = PublishedSite(
        external_id=code,
        name=known[0] if known else code,
        aliases=tuple(known[1:50]),
        latitude=point.latitude,
        longitude=point.longitude,
        location_origin=newest["location_origin"][:200],
        activities=(Activity.EXTRACTION,),
        size=SiteSize.ASM,
        minerals=tuple(minerals(*(row[f"mineral{number}"] for number in (1, 2, 3) for row in ordered))),
        country=COUNTRY,
        region=" / ".join(dict.fromkeys(newest[word] for word in PLACE_WORDS if newest[word]))[:300],
        findings=point.findings,
        digest=Digest(""),
    )
    return msgspec.structs.replace(site, digest=digest(site))


def _visit(number: int, row: dict[str, str]) -> PublishedVisit:
    where = f"row {number}"
    findings: list[Finding] = []
    answers, grounds = _answers(row, where, findings)
    workers = row["workers_numb"]
    if workers and not _WHOLE.match(workers):
        findings.append(BAD_NUMBER.at(where, value=workers[:40]))
    status = row["qualification"]
    if status and status not in COLOURS:
        findings.append(BAD_STATUS.at(where, value=status[:40]))
    return PublishedVisit(
        external_id=row["vid"],
        site=row["pcode"],
        observed_on=_day(row["visit_date"], where, findings),
        on_site=_answer(row, "visit_onsite", where, findings),
        source=row["source"][:120],
        project=row["project"][:120],
        answers=answers,
        grounds=grounds,
        workers=int(float(workers)) if _WHOLE.match(workers) else None,
        status_text=status[:120],
        colour=COLOURS.get(status),
        details={name: row[name] for name in DETAILS if row[name]} | _actors(row),
        findings=tuple(findings),
        digest=digest(row),
    )


def _day(text: str, where: str, findings: list[Finding]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        findings.append(BAD_DATE.at(where, value=text[:40]))
        return None


def _answer(row: dict[str, str], column: str, where: str, findings: list[Finding]) -> Answer:
    answer = ANSWERS.get(row[column])
    if answer is None:
        findings.append(BAD_ANSWER.at(where, value=row[column][:40], column=column))
    return answer or Answer.UNKNOWN


def _actors(row: dict[str, str]) -> dict[str, str]:
    words = ("", "type_", "frequency_")
    columns = [f"{word}armed_group{number}" for number in GROUPS for word in words]
    return {column: row[column] for column in columns if row[column]}


def _answers(row: dict[str, str], where: str, findings: list[Finding]) -> tuple[dict[str, Answer], dict[str, str]]:
    answers = {question: _answer(row, column, where, findings) for question, column in ASKED.items()}
    grounds = {question: column for question, column in ASKED.items() if answers[question] is Answer.YES}
    cells = {
        (number, word): _of_group(row, number, word, where, findings)
        for number in GROUPS
        for word in (*BEHAVIOURS, *ABUSES)
    }
    for question, word in ABUSES.items():
        answers[question] = _any([cells[number, word] for number in GROUPS])
        _ground(grounds, question, [_named(row, number, word) for number in GROUPS if cells[number, word] == "yes"])
    _control(row, cells, answers, grounds)
    known: dict[str, Answer] = {question: answer for question, answer in answers.items() if answer != Answer.UNKNOWN}
    return known, grounds


def _of_group(row: dict[str, str], number: int, word: str, where: str, findings: list[Finding]) -> Answer:
    """Read what a group did; where the visitors say that there was no such group, it did nothing."""
    answer = _answer(row, f"{word}_armed_group{number}", where, findings)
    if answer is Answer.UNKNOWN and row[f"type_armed_group{number}"] == NO_ACTOR:
        return Answer.NO
    return answer


def _control(
    row: dict[str, str],
    cells: dict[tuple[int, str], Answer],
    answers: dict[str, Answer],
    grounds: dict[str, str],
) -> None:
    """Say by which kind of armed actor the site is controlled, taxed or traded from."""
    did = {
        number: [word for word in BEHAVIOURS if cells[number, word] is Answer.YES]
        or (["type"] if UNDISCIPLINED in row[f"type_armed_group{number}"] else [])
        for number in GROUPS
    }
    if answers["armed_interference"] is Answer.YES and not any(did.values()):
        present = [number for number in GROUPS if row[f"type_armed_group{number}"] not in {"", NO_ACTOR}]
        did = {number: ["interference"] for number in present or (1,)}
    denied = answers["armed_interference"] is Answer.NO
    for question, of_kind in (("armed_group_control", False), ("security_force_control", True)):
        columns = [
            _named(row, number, word)
            for number, words in did.items()
            for word in words
            if _is_state(row, number) is of_kind
        ]
        _ground(grounds, question, columns)
        others_excluded = denied or (
            all(
                row[f"type_armed_group{number}"] == NO_ACTOR or _is_state(row, number) is not of_kind
                for number in GROUPS
                if row[f"type_armed_group{number}"]
            )
            and all(row[f"type_armed_group{number}"] for number in GROUPS)
        )
        answers[question] = Answer.YES if columns else Answer.NO if others_excluded else Answer.UNKNOWN


def _is_state(row: dict[str, str], number: int) -> bool:
    """Say whether a group is of the state; one of unknown type is not (the graver risk)."""
    return row[f"type_armed_group{number}"].startswith(STATE)


def _named(row: dict[str, str], number: int, word: str) -> str:
    group = row[f"armed_group{number}"]
    column = word if word == "interference" else f"{word}_armed_group{number}"
    return f"{column}: {group}" if group else column


def _ground(grounds: dict[str, str], question: str, columns: list[str]) -> None:
    if columns:
        grounds[question] = ", ".join(columns)


def _any(answers: list[Answer]) -> Answer:
    if Answer.YES in answers:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.NO
