"""Tell the stories among worked cases: every line through the same doors as everybody's, on its own day.

``chapters`` tells several, one after another, and undoes them.
"""

import base64
import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import msgspec
from django.db import transaction
from django.test import Client

from orepass.assurance.queries import case_for
from orepass.cli.story.teller import in_process
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.refusal import Refusal
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.people import actor_for
from orepass.scheme.queries import pack_by_digest
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.cases import spread
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.ledger import NameUnknown, at, differences, filled
from orepass.scheme.rules.written import LineFile, StoryFile

MORNING: Final = time(7)
SHOWN: Final = 200
SYSTEM: Final = Actor.system("story")
TIMES: Final = "times"
HOUSE: Final = "installation"
"""The organisation of people who are said to be of none: whoever runs the installation."""


class Teller:
    """Tells one story.

    Attributes:
        kept: what earlier lines kept, by name; people stand here under their pseudonyms.
        today: the day that is being told.
    """

    def __init__(self, case: str) -> None:
        """Begin with nothing known."""
        self.case = case
        self.kept: dict[str, Any] = {}
        self.people: dict[str, Any] = {}
        self.today = date.min
        self.minute = 0

    def standing_here(self) -> "Teller":
        """Return a teller who knows as much, for a story that goes on from here."""
        other = Teller(self.case)
        other.kept, other.people = dict(self.kept), dict(self.people)
        other.today, other.minute = self.today, self.minute
        return other

    def tell(self, story: StoryFile) -> list[Finding]:
        """Tell every line; the first that does not come out as it says ends the story."""
        self.people |= story.people
        for number, line in enumerate(story.ledger, 1):
            wrong = self._tell_line(
                f"line {number}, {line.on} {line.do or line.ask or ('table' if line.table else 'show')}", line
            )
            if wrong:
                return wrong
        return []

    def _tell_line(self, where: str, line: LineFile) -> list[Finding]:
        if line.on < self.today:
            return [self._wrong(where, f"a day from {self.today} on", line.on)]
        self.minute = self.minute + 1 if line.on == self.today else 0
        self.today = line.on
        with clock.frozen_at(datetime.combine(line.on, MORNING, tzinfo=UTC) + timedelta(minutes=self.minute)):
            try:
                actor = self._actor(line.by)  # whoever enters with a refusal is there all the same
                with transaction.atomic():
                    got = self._come_of(actor, line)
            except Refusal as refusal:
                said = "; ".join(finding.message for finding in refusal.findings)
                told = f"{refusal.code}: {refusal} {said}".strip()
                foretold = line.refused in _codes(refusal)
                return [] if foretold else [self._wrong(where, line.refused or "no refusal", told)]
            except NameUnknown as name:
                return [self._wrong(where, "a name kept by an earlier line", f"${name}")]
        if line.refused:
            return [self._wrong(where, line.refused, "no refusal")]
        taken = {line.keep, *line.keep_parts} & {*self.people, HOUSE}
        if taken:
            return [self._wrong(where, "a name that nobody in the story has", ", ".join(sorted(taken)))]
        self._keep(line, got)
        expected = filled(line.gives, self.kept)
        return [self._wrong(f"{where}, {path}", wanted, found) for path, wanted, found in differences(expected, got)]

    def _wrong(self, where: str, expected: object, got: object) -> Finding:
        return f.CASE_FAILED.at(where, case=self.case, what=where, expected=expected, got=str(got)[:SHOWN])

    def _come_of(self, actor: Actor, line: LineFile) -> Any:  # noqa: ANN401 - any JSON-like value
        if line.ask:
            return self._ask(actor, line)
        if line.show:
            content = base64.b64encode(line.show.encode()).decode()
            inputs = {"name": "shown.txt", "media_type": "text/plain", "content_base64": content}
            return in_process(actor, "platform.evidence.store", inputs)
        if line.table:
            inputs = {"content_base64": _spreadsheet(filled(line.table, self.kept), line.on), "name": "table.csv"}
            return in_process(actor, "custody.events.upload", inputs)
        inputs = filled(line.inputs, self.kept)
        if line.answers is not None:
            inputs["answers"] = self._answers(actor, line)
        return in_process(actor, line.do, inputs)

    def _ask(self, actor: Actor, line: LineFile) -> Any:  # noqa: ANN401 - any JSON-like value
        """Read a record over the API, as whoever asks; nobody named asks as the public does."""
        headers = {}
        if line.by:
            token = in_process(actor, "platform.token.create", {"scopes": ["read"], "days": 1})["secret"]
            headers["Authorization"] = f"Bearer {token}"
        answer = Client(headers=headers).get(f"/api/v1{filled(line.ask, self.kept)}")
        return {"http": answer.status_code, **msgspec.json.decode(answer.content)}

    def _answers(self, actor: Actor, line: LineFile) -> list[dict[str, Any]]:
        """Answer what applies to a file on the day, each with a class of evidence that its requirement accepts."""
        assert line.answers is not None
        file = case_for(actor, str(filled(line.answers.file, self.kept))).application
        pack = pack_by_digest(file.pack_digest)
        standard = pack.standard(file.standard)
        outcome = evaluate(pack, file.standard, profile=file.profile, answers={}, on=line.on)
        names = [result.requirement for result in outcome.results if result.applies.is_yes]
        evidence = filled(line.answers.evidence, self.kept)
        return [
            {
                "requirement": name,
                "answer": rating,
                "evidence": [evidence] if evidence else [],
                "evidence_class": standard.requirement(name).accepts[0],
            }
            for name, rating in spread(line.answers.given, names).items()
        ]

    def _keep(self, line: LineFile, got: Any) -> None:  # noqa: ANN401 - any JSON-like value
        if line.keep:
            self.kept[line.keep] = got["id"] if isinstance(got, dict) and "id" in got else got
        self.kept |= {name: at(got, path) for name, path in line.keep_parts.items()}

    def _actor(self, name: str) -> Actor:
        if not name:
            return SYSTEM
        if name not in self.people:
            raise NameUnknown(name)
        person = self.people[name]
        organisation = self._organisation(person.of)
        if name not in self.kept:
            self.kept[name] = self._admitted(name, person.roles, organisation)
        return actor_for(self.kept[name], organisation)

    def _organisation(self, name: str) -> str:
        known = name or HOUSE
        if known == HOUSE and known not in self.kept:
            house = {"name": "The installation", "kind": "other"}
            self.kept[HOUSE] = in_process(SYSTEM, "party.organisation.register", house)["id"]
        if known not in self.kept:
            raise NameUnknown(known)
        return str(self.kept[known])

    def _admitted(self, name: str, roles: Sequence[str], organisation: str) -> str:
        """Register a person when the story first speaks of them, and give them their roles."""
        person: str = in_process(SYSTEM, "platform.person.register", {"name": name, "purpose": "a story"})["id"]
        for role in roles:
            membership = {"person": person, "organisation": organisation, "role": role}
            in_process(SYSTEM, "platform.membership.grant", membership)
        return person


def _codes(refusal: Refusal) -> set[str]:
    """Return the codes by which a line may foretell a refusal: its own, and those of the errors it names."""
    errors = {finding.code for finding in refusal.findings if finding.severity is Severity.ERROR}
    return {refusal.code, *errors}


def _repeated(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    once = {heading: cell for heading, cell in row.items() if heading != TIMES}
    return [
        {heading: str(cell).replace("{n}", str(number)) for heading, cell in once.items()}
        for number in range(1, int(row.get(TIMES, 1)) + 1)
    ]


def _spreadsheet(rows: Sequence[Mapping[str, Any]], day: date) -> str:
    """Write the rows of a line as the spreadsheet that a person would send; ``times`` repeats one, numbered ``{n}``."""
    dated = [{"when": day, **row} for written in rows for row in _repeated(written)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(dict.fromkeys(heading for row in dated for heading in row)))
    writer.writeheader()
    writer.writerows(dated)
    return base64.b64encode(out.getvalue().encode()).decode()
