"""Read what was said about a draft: comments of its rounds and reports of its pilots, each with its answer."""

from collections.abc import Iterable

from orepass.engagement.models import ConsultationComment, Development, DraftVersion, PilotReport
from orepass.engagement.queries.development_cards import SpokenCard, VoiceCard
from orepass.engagement.rules.development import Met, Response, needs_answer
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of

ONLINE, MEETING, PILOT = "online", "meeting", "pilot"

type Voice = ConsultationComment | PilotReport


def voices_of(row: Development) -> list[Voice]:
    """Return all that was said of a draft, as it is kept."""
    versions = list(row.versions.all())
    comments = [said for one in versions for each in one.rounds.all() for said in each.comments.all()]
    return [*comments, *(report for one in versions for pilot in one.pilots.all() for report in pilot.reports.all())]


def way_of(comment: ConsultationComment) -> str:
    """Say whether a comment was written by whoever made it, or typed in from a meeting."""
    return MEETING if comment.typed_by else ONLINE


def response_of(voice: Voice) -> Response | None:
    """Return what became of what was said."""
    return Response(voice.response) if voice.response else None


def waits(voice: Voice) -> bool:
    """Say whether an answer is due and was not given."""
    if voice.answered_at is not None:
        return False
    return not isinstance(voice, PilotReport) or asks_for_answer(voice)


def asks_for_answer(report: PilotReport) -> bool:
    """Say whether a report of a pilot asks for an answer."""
    return needs_answer(
        met=Met(report.met),
        misunderstood=report.misunderstood,
        unclear=report.unclear,
        suggestion=report.suggestion,
    )


def changed_in(voice: Voice, versions: Iterable[DraftVersion]) -> int:
    """Return the number of the version that holds the change, or zero."""
    found = (version.number for version in versions if voice.pk in version.carries_out)
    return voice.changed_in or next(found, 0)


def statement_of(comment: ConsultationComment, *, everything: bool) -> str:
    """Return what was said; where it names somebody, to those who ask alone."""
    return "" if comment.withheld and not everything else comment.statement


def spoken_of(comment: ConsultationComment) -> SpokenCard | None:
    """Return how something was said at a meeting."""
    if not comment.typed_by:
        return None
    meeting = comment.meeting
    return SpokenCard(
        meeting=meeting.pk if meeting else 0,
        place=meeting.place if meeting else "",
        held_on=meeting.held_on if meeting else None,
        speakers=comment.speakers,
        language=comment.language,
        interpreter=comment.interpreter,
        read_aloud=comment.read_aloud,
        typed_by=comment.typed_by,
    )


def voice_of_comment(
    comment: ConsultationComment, version: DraftVersion, versions: list[DraftVersion], *, everything: bool
) -> VoiceCard:
    """Make the card of a comment on a draft."""
    return VoiceCard(
        id=Identifier(comment.pk),
        way=way_of(comment),
        source=Identifier(comment.consultation_id),
        version=version.number,
        requirement=comment.requirement,
        subject=comment.subject,
        heading=comment.heading,
        side=comment.side,
        statement=statement_of(comment, everything=everything),
        on=day_of(comment.at),
        response=response_of(comment),
        answer=comment.answer,
        change=comment.change,
        changed_in=changed_in(comment, versions),
        answered=comment.answered_at is not None,
        waits=waits(comment),
        withheld=comment.withheld,
        spoken=spoken_of(comment) if everything else None,
    )


def voice_of_report(report: PilotReport, version: DraftVersion, versions: list[DraftVersion]) -> VoiceCard:
    """Make the card of what a pilot says of a requirement."""
    return VoiceCard(
        id=Identifier(report.pk),
        way=PILOT,
        source=Identifier(report.pilot_id),
        version=version.number,
        requirement=report.requirement,
        subject="",
        heading=report.heading,
        side="",
        statement=" ".join(filter(None, (report.unclear, report.suggestion))),
        on=day_of(report.at),
        response=response_of(report),
        answer=report.answer,
        change=report.change,
        changed_in=changed_in(report, versions),
        answered=report.answered_at is not None,
        waits=waits(report),
        met=Met(report.met),
    )
