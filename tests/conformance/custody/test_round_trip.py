"""Published events are stored and come back equal; a replay changes nothing."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused, capture_events
from orepass.custody.models import CaptureJob, JournalEvent, Lot, Movement
from orepass.custody.queries import journal
from orepass.custody.rules.epcis import events, reading
from orepass.custody.rules.epcis.naming import normal
from orepass.kernel.finding import has_errors
from orepass.platform.access import Actor

EXAMPLES = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "epcis" / "examples"
AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
ACTOR = Actor.system("test")

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.django_db,
    pytest.mark.skipif(not EXAMPLES.is_dir(), reason=f"no EPCIS examples under {EXAMPLES} (OREPASS_REFERENCE)"),
]


def readable(path: Path) -> bool:
    try:
        document = reading.read(path.read_bytes())
    except reading.Unreadable:
        return False
    found = events.check_envelope(document)
    for index, event in enumerate(document.events):
        found += events.check_event(event, document.where(index))
    return not has_errors(found)


PATHS = sorted((*EXAMPLES.rglob("*.json"), *EXAMPLES.rglob("*.jsonld"))) if EXAMPLES.is_dir() else []
VALID = [path for path in PATHS if readable(path)]
INVALID = [path for path in PATHS if path not in VALID]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def without_record_time(event: dict[str, Any], context: object, identifier: str) -> Any:
    plain = {name: part for name, part in event.items() if name != "recordTime"}
    plain.setdefault("eventID", identifier)
    plain.setdefault("@context", context)
    return normal(plain)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.relative_to(EXAMPLES).as_posix())
def test_valid_document_comes_back_equal_and_a_replay_changes_nothing(path: Path) -> None:
    sent = reading.read(text(path))
    card = capture_events(ACTOR, document=text(path), at=AT)
    assert card.refused == 0
    assert card.captured + card.duplicates == len(sent.events)
    kept = journal.events(ACTOR, limit=1000).items
    assert len(kept) == card.captured
    distinct = []
    for event in sent.events:
        content = {name: part for name, part in event.items() if name != "recordTime"}
        if content not in distinct:
            distinct.append(content)
    distinct.sort(key=lambda event: datetime.fromisoformat(event["eventTime"]))  # the journal's order
    for event, stored in zip(distinct, kept, strict=True):
        back = without_record_time(stored.value, None, "")
        assert back == without_record_time(event, sent.context, stored.event_id)
    counts = [model.objects.count() for model in (JournalEvent, Lot, Movement, CaptureJob)]
    again = capture_events(ACTOR, document=text(path), at=AT)
    assert (again.captured, again.duplicates) == (0, len(sent.events))
    assert [model.objects.count() for model in (JournalEvent, Lot, Movement, CaptureJob)] == counts


def test_all_valid_documents_fit_into_one_journal() -> None:
    for path in VALID:
        assert capture_events(ACTOR, document=text(path), proceed=True, at=AT).refused <= 1, path


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.relative_to(EXAMPLES).as_posix())
def test_invalid_document_is_refused_and_nothing_is_kept(path: Path) -> None:
    with pytest.raises(CaptureRefused) as caught:
        capture_events(ACTOR, document=text(path), at=AT)
    assert caught.value.findings
    assert [model.objects.count() for model in (JournalEvent, Lot, CaptureJob)] == [0, 0, 0]


def test_events_come_back_as_a_query_document_that_is_valid_itself() -> None:
    path = next(path for path in VALID if path.name == "Combination_of_different_event.json")
    capture_events(ACTOR, document=text(path), at=AT)
    answer = reading.read(journal.query_document(journal.events(ACTOR).items, created_at=AT))
    found = events.check_envelope(answer)
    for index, event in enumerate(answer.events):
        found += events.check_event(event, answer.where(index))
    assert not has_errors(found)
