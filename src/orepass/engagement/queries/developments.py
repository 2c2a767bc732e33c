"""Read standards under development: strangers from the first round on, those who develop them from the beginning."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import Prefetch, QuerySet

from orepass.engagement.models import Consultation, Development, DraftVersion, Pilot
from orepass.engagement.queries.consultations import PILOT, asks, heard_for, heard_of, round_of
from orepass.engagement.queries.deciding import decisions_of
from orepass.engagement.queries.development_cards import (
    DevelopmentCard,
    RoundLineCard,
    StepCard,
    VersionCard,
    VoiceCard,
)
from orepass.engagement.queries.piloting import pilot_of, tried_of
from orepass.engagement.queries.voices import voice_of_comment, voice_of_report
from orepass.engagement.rules.consultation import Trial
from orepass.engagement.rules.development import CHANGES, Progress, approving_findings, differences, state_of
from orepass.engagement.rules.heard import gaps
from orepass.kernel.digest import canonical
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import STRANGER, Actor, Role
from orepass.platform.files import EvidenceCard, read_evidence
from orepass.scheme import queries as scheme
from orepass.scheme.rules.editions.archive import unpacked
from orepass.scheme.rules.model import Pack

READER: Final = Actor.system("engagement")
ASKED: Final = "development.consult"
PACK_TYPE: Final = "application/json"


def rows() -> QuerySet[Development]:
    """Return developments with all that their cards tell, but without the archives of their versions."""
    versions = DraftVersion.objects.defer("archive").prefetch_related(
        "pilots__reports", "rounds__events__counts", "rounds__targets", "rounds__comments__meeting"
    )
    return Development.objects.prefetch_related("steps", "decisions", Prefetch("versions", versions))


def _may_see(actor: Actor, row: Development) -> bool:
    return asks(actor, row) or any(step.action == ASKED for step in row.steps.all())


def developments(actor: Actor = STRANGER, *, after: str = "", limit: int = 50) -> list[DevelopmentCard]:
    """Return the standards under development that a reader may see, by identifier."""
    found = rows().filter(pk__gt=after).order_by("pk")
    if not actor.is_system:
        seen = found.filter(steps__action=ASKED)
        own = actor.organisation if Role.SCHEME_STAFF in actor.roles else ""
        found = (seen | found.filter(organisation=own or "-")).distinct()
    published = _published()
    return [development_of(row, actor, published) for row in found[:limit]]


def _published(scheme_name: str = "") -> frozenset[str]:
    return frozenset(card.ref for card in scheme.editions(scheme_name))


def development_row(actor: Actor, development: str) -> Development:
    """Return a development to whoever may see it.

    Raises:
        NotFound: there is none, or it was not shown to anybody yet.
    """
    row = rows().filter(pk=development).first()
    if row is None or not _may_see(actor, row):
        raise NotFound(where="development", what=development)
    return row


def development_for(actor: Actor, development: str) -> DevelopmentCard:
    """Return one standard under development.

    Raises:
        NotFound: there is none, or it was not shown to anybody yet.
    """
    row = development_row(actor, development)
    return development_of(row, actor, _published(row.pack.partition("@")[0]))


def state_now(row: Development) -> str:
    """Return where a development stands."""
    return _state(row, _published(row.pack.partition("@")[0]))


def _state(row: Development, published: frozenset[str]) -> str:
    return state_of([step.action for step in row.steps.all()], published=row.pack in published)


def progress_of(row: Development, on: date, *, explained: bool = False) -> Progress:
    """Return what is known of a development when it is to be approved on a day."""
    versions = list(row.versions.all())
    rounds = [each for version in versions for each in version.rounds.all()]
    pilots = [pilot for version in versions for pilot in version.pilots.all()]
    voices = _voices(row, everything=True)
    return Progress(
        last_is_pack=bool(versions) and bool(versions[-1].text_digest),
        rounds=len(rounds),
        open_rounds=sum(each.closed_at is None for each in rounds),
        unanswered=sum(voice.waits for voice in voices),
        promised=sum(voice.response in CHANGES and not voice.changed_in for voice in voices),
        trials=_trials(rounds, pilots),
        running_pilots=sum(pilot.ended_on is None for pilot in pilots),
        small_producers=sum(pilot.small_producers for pilot in pilots),
        gaps=sum(len(gaps(heard_of(each))) for each in rounds),
        decided_on=on,
        gaps_explained=explained,
    )


def _trials(rounds: Sequence[Consultation], pilots: Sequence[Pilot]) -> tuple[Trial, ...]:
    ended = [Trial(setting=one.setting, ended_on=one.ended_on) for one in pilots if one.ended_on]
    held = [event for each in rounds for event in each.events.all() if event.kind == PILOT]
    return (*ended, *(Trial(setting=event.setting, ended_on=event.held_on) for event in held))


def _voices(row: Development, *, everything: bool) -> list[VoiceCard]:
    """Return all that was said of all versions, in the order of the versions."""
    versions = list(row.versions.all())
    found: list[VoiceCard] = []
    for version in versions:
        for each in version.rounds.all():
            found += [voice_of_comment(said, version, versions, everything=everything) for said in each.comments.all()]
        for pilot in version.pilots.all():
            found += [voice_of_report(report, version, versions) for report in pilot.reports.all()]
    return found


def development_of(row: Development, actor: Actor, published: frozenset[str]) -> DevelopmentCard:
    """Make the card of a development as a reader may see it."""
    own = asks(actor, row)
    versions = list(row.versions.all())
    voices = _voices(row, everything=own)
    pilots = [pilot for version in versions for pilot in version.pilots.all()]
    rounds = [each for version in versions for each in version.rounds.all()]
    return DevelopmentCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation),
        pack=row.pack,
        title=row.title,
        purpose=row.purpose,
        state=_state(row, published),
        opened_on=day_of(row.opened_at),
        own=own,
        versions=tuple(_version(version, versions) for version in versions),
        rounds=tuple(_round(each, everything=own) for each in rounds),
        voices=tuple(voice for voice in voices if own or voice.answered),
        unanswered=sum(voice.waits for voice in voices),
        pilots=tuple(pilot_of(pilot, everything=own) for pilot in pilots),
        tried=tried_of(pilots, everything=own),
        decisions=decisions_of(row),
        steps=tuple(StepCard(action=step.action, note=step.note, on=day_of(step.at)) for step in row.steps.all()),
        findings=tuple(approving_findings(progress_of(row, clock.today()))) if own else (),
    )


def _version(version: DraftVersion, versions: Sequence[DraftVersion]) -> VersionCard:
    before = next((one for one in reversed(versions) if one.number < version.number), None)
    found = differences(before.requirements if before else {}, version.requirements)
    return VersionCard(
        id=Identifier(version.pk),
        number=version.number,
        is_pack=bool(version.text_digest),
        digest=version.digest,
        text_digest=version.text_digest,
        recorded_on=day_of(version.at),
        changes=version.changes,
        requirements=tuple(version.requirements),
        subjects=tuple(version.subjects),
        new=found.new if before else (),
        gone=found.gone,
        changed=found.changed,
        carries_out=tuple(version.carries_out),
    )


def _round(row: Consultation, *, everything: bool) -> RoundLineCard:
    asked = round_of(row)
    return RoundLineCard(
        id=Identifier(row.pk),
        title=row.title,
        version=row.version.number if row.version else 0,
        state="closed" if row.closed_at else "open",
        groups=asked.reached_groups,
        wanted_groups=asked.wanted_groups,
        people=asked.reached_people,
        wanted_people=asked.wanted_people,
        comments=len(row.comments.all()),
        unanswered=asked.unanswered,
        gaps=len(gaps(heard_of(row))) if everything else None,
        heard=heard_for(row, everything=everything),
    )


def _version_row(actor: Actor, development: str, number: int) -> DraftVersion:
    row = development_row(actor, development)
    found = DraftVersion.objects.filter(development=row, number=number).first()
    if found is None:
        raise NotFound(where="version", what=str(number))
    return found


def version_file(actor: Actor, development: str, number: int) -> tuple[EvidenceCard, bytes]:
    """Return a version as it was kept: the file that was stored, or the files of a pack as one document.

    Raises:
        NotFound: there is no such version, or the development was not shown to anybody yet.
    """
    found = _version_row(actor, development, number)
    if found.evidence:
        return read_evidence(READER, found.evidence, of=found.development.organisation)
    content = canonical(_pack(found).files)
    name = f"{found.development.pack}-{number}.json"
    return EvidenceCard(found.digest, name, PACK_TYPE, len(content), found.at), content


def version_pack(actor: Actor, development: str, number: int) -> Pack | None:
    """Return the pack of a version; nothing for a version that is a file.

    Raises:
        NotFound: there is no such version, or the development was not shown to anybody yet.
    """
    found = _version_row(actor, development, number)
    return None if found.evidence else _pack(found)


_unpacked: dict[str, Pack] = {}
UNPACKED_MAX: Final = 8


def _pack(version: DraftVersion) -> Pack:
    """Return the pack of a version; the last few that were read are kept, for one is read on every page about it."""
    found = _unpacked.get(version.digest)
    if found is None:
        found = unpacked(bytes(version.archive or b""), version.digest)
        while len(_unpacked) >= UNPACKED_MAX:
            _unpacked.pop(next(iter(_unpacked)))
        _unpacked[version.digest] = found
    return found
