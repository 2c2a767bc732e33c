"""Chapter ten: a small standard is revised: drafted, read aloud, changed, tried at two places, decided, announced."""

from datetime import date, timedelta
from typing import Any, Final

from orepass.cli.story.teller import Strand, Teller

OLD, NEW = "quarry-basics@2026.1", "quarry-basics@2027.1"
MASKS, POND = "QRY.S.safety.M1", "QRY.E.water-land.A1"
OPENED, MET, CLOSED, TRIED, DECIDED, ANNOUNCED = 96, 88, 70, 60, 24, 20
"""Days before the story's end."""
TARGETS: Final = (("sex", "female", 20), ("literacy", "cannot_read", 10), ("size", "asm", 50))
HEARD: Final = (
    ("sex", "female", 17),
    ("sex", "male", 44),
    ("literacy", "cannot_read", 31),
    ("literacy", "reads", 30),
    ("size", "asm", 61),
    ("language", "sw", 58),
)
WORDS: Final = {
    "en": "Under the next edition masks are owed from the first day, and those of the group count.",
    "fr": "Selon la prochaine édition, les masques sont dus d’emblée, et ceux du groupe comptent.",
}
FIRST_DAY: Final = date(2027, 1, 1)
"""Of the edition; a story that ends later announces it for a later day."""


def revise(teller: Teller) -> Strand[None]:
    """Develop the next edition of the quarry standard in the open, up to the decision and its announcement."""
    yield OPENED
    teller.act("scheme", "scheme.edition.publish", pack=OLD)
    purpose = "Small quarries told us what they cannot do in the first year, and what they do already."
    development = teller.act(
        "scheme", "engagement.development.open", pack=NEW, title="Quarries, second edition", purpose=purpose
    )["id"]
    teller.act("scheme", "engagement.development.draft", development=development)
    consultation = _ask(teller, development)
    yield MET
    comments = _meet(teller, consultation)
    yield CLOSED
    _answer(teller, consultation, comments)
    yield TRIED
    for setting, people in (("river sand", 18), ("hillside stone", 12)):
        _try(teller, development, setting, people)
    yield DECIDED
    _decide(teller, development, comments[0])
    yield ANNOUNCED
    begins = max(FIRST_DAY, teller.today + timedelta(days=60)).isoformat()
    teller.act("scheme", "scheme.edition.announce", pack=NEW, replaces=OLD, from_on=begins, texts=WORDS)
    teller.act_as(teller.system, "transparency.log.sequence")


def _ask(teller: Teller, development: str) -> str:
    asked = {
        "kind": "participation",
        "audience": "producers",
        "methods": ["face_to_face", "telephone"],
        "local_language": True,
        "wanted": {"groups": 2, "people": 60},
        "development": development,
        "targets": [_people(*target) for target in TARGETS],
    }
    documents = {"summary": "What changes for small quarries.", "terms": "Why we ask, and what becomes of the answers."}
    opened: str = teller.act(
        "scheme",
        "engagement.consultation.open",
        title="What a small quarry can do",
        about="quarry-basics",
        asked=asked,
        documents=documents,
        closes_on=(teller.today + timedelta(days=30)).isoformat(),
    )["id"]
    return opened


def _people(dimension: str, value: str, people: int) -> dict[str, Any]:
    return {"dimension": dimension, "value": value, "people": people}


def _meet(teller: Teller, consultation: str) -> list[str]:
    """Read the draft aloud, and type in what was said, with how many spoke and in which language."""
    held = {
        "kind": "meeting",
        "method": "face_to_face",
        "held_on": teller.today.isoformat(),
        "place": "The quarrymen’s yard",
        "result": "The draft was read aloud, requirement by requirement.",
        "reached": {"groups": 2, "people": 61},
        "who": [_people(*heard) for heard in HEARD],
    }
    events = teller.act("scheme", "engagement.consultation.record", consultation=consultation, held=held)["events"]
    meeting = events[-1]["number"]
    said = (
        ("Masks cost a week’s pay; who lends us the money?", MASKS, "quarrymen", 12),
        ("The pond is the only place where the children swim.", POND, "neighbours", 9),
    )
    return [
        teller.act(
            "scheme_2",
            "engagement.consultation.transcribe",
            consultation=consultation,
            said={"statement": words, "requirement": requirement, "side": side},
            spoken={
                "meeting": meeting, "speakers": speakers, "language": "sw", "interpreter": False, "read_aloud": True,
            },
        )["id"]
        for words, requirement, side, speakers in said
    ]  # fmt: skip


def _answer(teller: Teller, consultation: str, comments: list[str]) -> None:
    answers: tuple[dict[str, str], ...] = (
        {"response": "accepted", "answer": "The group may buy them together.", "change": "A group’s own masks count."},
        {"response": "declined", "answer": "A fence is asked for already; the text stays."},
    )
    for comment, given in zip(comments, answers, strict=True):
        teller.act("scheme", "engagement.consultation.answer", comment=comment, **given)
    note = "Both groups were heard; fewer women than hoped."
    teller.act("scheme", "engagement.consultation.close", consultation=consultation, note=note)


def _try(teller: Teller, development: str, setting: str, people: int) -> None:
    """Try the draft at one place, requirement by requirement."""
    started = teller.today.isoformat()
    trying = {
        "setting": setting, "people": people, "small_producers": people, "started_on": started, "name": setting.title(),
    }  # fmt: skip
    pilot = teller.act("scheme", "engagement.pilot.start", development=development, trying=trying)["id"]
    experience = {
        "requirement": MASKS,
        "met": "partly",
        "cost": "14.00",
        "currency": "USD",
        "minutes": 35,
        "heading": "clarity",
        "suggestion": "Say how often a mask is changed.",
    }
    reported = teller.act("scheme", "engagement.pilot.report", pilot=pilot, experience=experience)["reports"]
    given = {"response": "accepted", "answer": "When breathing gets harder.", "change": "When it is changed."}
    teller.act("scheme", "engagement.pilot.answer", report=reported[-1]["id"], given=given)
    lessons = "It works where the group buys the masks."
    teller.act("scheme", "engagement.pilot.end", pilot=pilot, ended_on=started, lessons=lessons)


def _decide(teller: Teller, development: str, comment: str) -> None:
    votes = [
        {"name": "producers", "members": 9, "present": 7, "in_favour": 6, "against": 1},
        {"name": "neighbours", "members": 6, "present": 5, "in_favour": 3, "against": 2},
    ]
    sides = [vote["name"] for vote in votes]
    decided = {
        "taken": "Masks are owed from the first day; those of the group count.",
        "why": "Dust harms in the first year as in the second, and a group can afford them.",
        "role": "standards committee",
        "decided_on": teller.today.isoformat(),
        "rejected": [{"option": "Masks from the second year on", "why": "The lungs do not wait."}],
        "requirements": [MASKS],
        "voices": [comment],
        "votes": votes,
        "body": {"members": 15, "members_wanted": 15, "chairs": sides, "sides": sides, "sides_wanted": sides},
    }
    teller.act("scheme", "engagement.development.decide", development=development, decided=decided)
