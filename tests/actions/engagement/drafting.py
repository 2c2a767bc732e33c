"""A scheme that develops the second edition of the tiny standard: drafts, a round, pilots, answers, an approval."""

import base64
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from orepass.engagement.actions import (
    Answer,
    Decided,
    Experience,
    Said,
    Spoken,
    Trying,
    add_version,
    answer_comment,
    answer_report,
    approve_draft,
    close_consultation,
    end_pilot,
    open_consultation,
    open_development,
    record_event,
    report_pilot,
    start_pilot,
    transcribe_comment,
)
from orepass.engagement.actions.consulting import Asked, Documents, Held, Reach
from orepass.engagement.queries import CommentCard, DevelopmentCard, PilotCard, development_for
from orepass.engagement.rules.consultation import Audience, Kind, Method
from orepass.engagement.rules.development import Met, Response
from orepass.engagement.rules.heard import Counted, Dimension
from orepass.engagement.rules.voting import Chamber
from orepass.inclusion.groups.actions.group import register_group
from orepass.kernel.refusal import Refusal
from orepass.platform.access import Actor, Role
from orepass.platform.files import store_evidence
from tests.actions.engagement.hearing import Hearing
from tests.certification import PACK as CERA
from tests.rules.scheme.packs import PACK, WATER, requirement, write_pack
from tests.untouched import refusing

REF: Final = "tiny@2027.1"
DRAFT: Final = PACK.replace('"2026.1"', '"2027.1"').replace("2026-01-01", "2027-01-01").replace("released", "draft")
FIRST: Final = "TST.E.water.C1"
NEW: Final = requirement("TST.E.water.M2", "monitoring")


class Drafting(Hearing):
    """The staff of a scheme at work on its next edition."""

    standards: Path
    others: Actor

    @classmethod
    def at_work_in(cls, world: Hearing, standards: Path) -> "Drafting":
        """Return the world of the hearings with staff of another scheme, and a folder of standards."""
        found = cls.__new__(cls)
        vars(found).update(vars(world))
        found.others = found._actor(found.client, Role.SCHEME_STAFF)
        found.standards = standards
        return found

    def write(self, **changes: str) -> None:
        """Write the draft into the standards folder, with other words in its pack file."""
        text = DRAFT
        for old, new in changes.items():
            text = text.replace(old, new)
        write_pack(self.standards / "tiny" / "2027.1", {"pack.yaml": text})

    def opened(self) -> DevelopmentCard:
        """Open the development and keep its first version."""
        self.write()
        opened = open_development(
            self.staff, pack=REF, title="Second edition", purpose="Mercury is missing.", at=self.at
        )
        return add_version(self.staff, development=opened.id, at=self.at)

    def card(self, development: str) -> DevelopmentCard:
        """Return the development as its staff see it."""
        return development_for(self.staff, development)

    def asked(self, development: str, targets: list[Counted] | None = None, people: int = 12) -> str:
        """Open a round on the last version."""
        asked = Asked(
            kind=Kind.PARTICIPATION,
            audience=Audience.PRODUCERS,
            methods=[Method.FACE_TO_FACE],
            local_language=True,
            wanted=Reach(groups=1, people=people),
            targets=targets or [],
            development=development,
        )
        return open_consultation(
            self.staff,
            title="Mercury at small mines",
            about="",
            asked=asked,
            documents=Documents(summary="What changes.", terms="Why."),
            closes_on=self.at.date() + timedelta(days=90),
            at=self.at,
        ).id

    def met(self, round_: str, people: int = 12, who: list[Counted] | None = None) -> int:
        """Hold a meeting of a round and return its number."""
        held = Held(
            kind="meeting",
            method=Method.FACE_TO_FACE,
            held_on=self.at.date(),
            place="Kolwezi",
            result="They spoke of mercury.",
            reached=Reach(groups=1, people=people),
            who=who or [],
        )
        return record_event(self.staff, consultation=round_, held=held, at=self.at).events[-1].number

    def said(self, round_: str, meeting: int, **changes: Any) -> CommentCard:
        """Type in what was said at a meeting."""
        said = Said(**({"statement": "We cannot measure this.", "requirement": FIRST, "side": "miners"} | changes))
        spoken = Spoken(meeting=meeting, speakers=6, language="sw", interpreter=True, read_aloud=True)
        return transcribe_comment(self.staff, consultation=round_, said=said, spoken=spoken, at=self.at)

    def accepted(self, comment: str, **changes: Any) -> CommentCard:
        """Accept a comment, or answer it otherwise."""
        given = {"response": Response.ACCEPTED, "answer": "True.", "change": "A simple test is enough."} | changes
        return answer_comment(self.staff, comment=comment, at=self.at, **given)

    def consulted(self) -> tuple[DevelopmentCard, str]:
        """Return a development whose round was held, answered and closed; what was accepted stands in version two."""
        development = self.opened()
        round_ = self.asked(development.id)
        comment = self.said(round_, self.met(round_)).id
        self.accepted(comment)
        close_consultation(self.staff, consultation=round_, note="Done.", at=self.at)
        self.write_second()
        add_version(self.staff, development=development.id, changes="A simple test.", carries_out=[comment], at=self.at)
        return self.card(development.id), comment

    def write_second(self) -> None:
        """Write the second version of the draft: a requirement more, and one in other words."""
        water = WATER.replace("due_year: 1", "due_year: 2") + NEW
        write_pack(self.standards / "tiny" / "2027.1", {"pack.yaml": DRAFT, "TST/subjects/01-water.yaml": water})

    def release(self) -> None:
        """Let the second version call itself released, from a later day on."""
        path = self.standards / "tiny" / "2027.1" / "pack.yaml"
        path.write_text(DRAFT.replace("status: draft", "status: released").replace("2027-01-01", "2027-02-01"))

    def hinder_by_round(self, development: str) -> None:
        """Open another round."""
        self.asked(development)

    def hinder_by_promise(self, development: str) -> None:
        """Promise a change that no version holds."""
        self.answered_report(development, Answer(response=Response.PARTLY, answer="True.", change="Once a year."))

    def hinder_by_report(self, development: str) -> None:
        """Leave a report without an answer."""
        pilot = self.started(development, "open pit")
        self.reported(pilot.id)
        self.ended(pilot.id)

    def hinder_by_pilot(self, development: str) -> None:
        """Begin another pilot."""
        self.started(development, "open pit")

    def hinder_by_file(self, development: str) -> None:
        """Add a file as the last version."""
        text = base64.b64encode(b"%PDF-1.7 draft").decode()
        given = {"name": "draft.pdf", "media_type": "application/pdf", "content_base64": text}
        evidence = store_evidence(self.staff, **given, at=self.at).id
        add_version(self.staff, development=development, changes="As a paper.", evidence=evidence, at=self.at)

    def answered_report(self, development: str, given: Answer) -> None:
        """Have a pilot ask for a change, and answer it."""
        pilot = self.started(development, "open pit")
        report = self.reported(pilot.id).reports[-1]
        answer_report(self.staff, report=report.id, given=given, at=self.at)
        self.ended(pilot.id)

    def chamber(self, name: str, *, present: int, in_favour: int) -> Chamber:
        """Return a chamber of four."""
        return Chamber(name=name, members=4, present=present, in_favour=in_favour)

    def group(self) -> str:
        """Return a group of the client."""
        return register_group(
            self.operator,
            pack=CERA,
            standard="ASM",
            holder_type="group",
            accountability="shares",
            representative=self.operator.pseudonym,
            area="Kolwezi",
            at=self.at,
        ).id

    def started(self, development: str, setting: str, **changes: Any) -> PilotCard:
        """Begin a pilot."""
        facts = {"setting": setting, "people": 20, "small_producers": 15, "started_on": self.at.date()} | changes
        if "place" not in facts:
            facts.setdefault("name", "A cooperative")
        return start_pilot(self.staff, development=development, trying=Trying(**facts), at=self.at)

    def reported(self, pilot: str, **changes: Any) -> PilotCard:
        """Say how it went with the first requirement."""
        facts = {"requirement": FIRST, "met": Met.PARTLY, "suggestion": "Ask for it once a year."} | changes
        return report_pilot(self.staff, pilot=pilot, experience=Experience(**facts), at=self.at)

    def ended(self, pilot: str) -> PilotCard:
        """End a pilot."""
        return end_pilot(self.staff, pilot=pilot, ended_on=self.at.date(), lessons="It works.", at=self.at)

    def tried(self, development: str) -> None:
        """Try the last version in two settings, answer what was said."""
        for setting in ("open pit", "river"):
            pilot = self.started(development, setting)
            report = self.reported(pilot.id).reports[-1]
            given = Answer(response=Response.DECLINED, answer="Twice a year is little enough.")
            answer_report(self.staff, report=report.id, given=given, at=self.at)
            self.ended(pilot.id)

    def decided(self, **changes: Any) -> Decided:
        """What a committee of two chambers decided."""
        votes = [
            Chamber(name="producers", members=5, present=4, in_favour=3),
            Chamber(name="buyers", members=4, present=2, in_favour=2),
        ]
        facts: dict[str, Any] = {
            "taken": "The draft is approved.",
            "why": "It was heard and tried.",
            "role": "standards committee",
            "decided_on": self.at.date(),
            "votes": votes,
        }
        return Decided(**(facts | changes))

    def approved(self) -> DevelopmentCard:
        """Return a development that was approved."""
        development, _comment = self.consulted()
        self.tried(development.id)
        return approve_draft(self.staff, development=development.id, decided=self.decided(), at=self.at)


def women(people: int) -> Counted:
    """So many women."""
    return Counted(dimension=Dimension.SEX, value="female", people=people)


@contextlib.contextmanager
def refused(kind: type[Refusal]) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect a refusal that left nothing behind in any table."""
    with refusing(kind, "engagement", "scheme", "platform", "transparency") as refusal:
        yield refusal
