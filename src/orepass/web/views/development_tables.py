"""The tables of a standard under development: versions, rounds, who was heard, pilots, decisions, all that was said."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.engagement.queries import CommentCard, DevelopmentCard, RoundLineCard, TriedCard, VersionCard, VoiceCard
from orepass.engagement.queries.development_cards import ChamberCard
from orepass.engagement.rules.heard import THRESHOLD, Cell
from orepass.web import vocabulary
from orepass.web.components import Cell as Shown
from orepass.web.components import Column, Mark, Table, day, marked, number, words

KINDS = {"accepted": "verified", "partly": "verified", "declined": "failed"}


def development_mark(state: str) -> Mark:
    """Mark where a development stands."""
    kinds = {"approved": "verified", "published": "verified", "dropped": "skipped", "consulting": "active"}
    return Mark(kinds.get(state, "due"), vocabulary.development_state(state))


def developments_table(found: list[DevelopmentCard], page: str) -> Table:
    """List standards under development."""
    return Table(
        id="developments",
        caption=_("Standards under development"),
        columns=(
            Column(_("Draft")),
            Column(_("Edition")),
            Column(_("State")),
            Column(_("Versions"), "number"),
            Column(_("Comments without an answer"), "number"),
        ),
        rows=tuple(
            (
                words(card.title, href=reverse(page, args=[card.id])),
                words(card.pack),
                marked(development_mark(card.state)),
                number(len(card.versions)),
                number(card.unanswered),
            )
            for card in found
        ),
        empty=_("Nothing is being developed. A draft stands here from its first round on."),
    )


def versions_table(card: DevelopmentCard) -> Table:
    """List the versions of a draft with what changed."""
    return Table(
        id="versions",
        caption=_("Versions of the draft"),
        columns=(
            Column(_("Version"), "number"),
            Column(_("Kept on"), "day"),
            Column(_("What changed")),
            Column(_("New"), "number"),
            Column(_("Other words"), "number"),
            Column(_("Gone"), "number"),
            Column(_("Kept as")),
        ),
        rows=tuple(_version_row(card, version) for version in reversed(card.versions)),
        empty=_("No version yet. Each one is kept for good, under its digest."),
    )


def _version_row(card: DevelopmentCard, version: VersionCard) -> tuple[Shown, ...]:
    kept = _("a pack") if version.is_pack else _("a file")
    href = reverse("web:development-version", args=[card.id, version.number])
    return (
        number(version.number),
        day(version.recorded_on),
        words(version.changes or "–", note=", ".join((*version.new, *version.changed, *version.gone)[:12])),
        number(len(version.new)),
        number(len(version.changed)),
        number(len(version.gone)),
        words(kept, href=href, note=version.digest[:16]),
    )


def rounds_table(card: DevelopmentCard, page: str) -> Table:
    """List the rounds that were held about a draft."""
    return Table(
        id="rounds",
        caption=_("Rounds of consultation"),
        columns=(
            Column(_("Round")),
            Column(_("Version"), "number"),
            Column(_("State")),
            Column(_("Groups"), "number"),
            Column(_("People"), "number"),
            Column(_("Comments"), "number"),
            Column(_("Comments without an answer"), "number"),
        ),
        rows=tuple(_round_row(each, page) for each in card.rounds),
        empty=_("Nobody was asked yet."),
    )


def _round_row(each: RoundLineCard, page: str) -> tuple[Shown, ...]:
    kind = "verified" if each.state == "closed" else "active"
    return (
        words(each.title, href=reverse(page, args=[each.id])),
        number(each.version),
        marked(Mark(kind, vocabulary.case_state(each.state))),
        _reached(each.groups, each.wanted_groups),
        _reached(each.people, each.wanted_people),
        number(each.comments),
        number(each.unanswered),
    )


def _reached(reached: int, wanted: int) -> Shown:
    return Shown(_("%(reached)s of %(wanted)s") % {"reached": reached, "wanted": wanted}, key=reached, raw=str(reached))


def heard_table(rounds: list[tuple[str, tuple[Cell, ...]]]) -> Table:
    """List who was heard against the targets, round by round; small counts are hidden from strangers."""
    columns = [
        Column(_("Who")),
        Column(_("Heard"), "number"),
        Column(_("Wanted"), "number"),
        Column(_("Missing"), "number"),
        Column(_("Counted by")),
    ]
    several = len(rounds) > 1
    if several:
        columns.append(Column(_("Round")))
    return Table(
        id="heard",
        caption=_("Who was heard"),
        columns=tuple(columns),
        rows=tuple(
            (*_heard_row(cell), words(title)) if several else _heard_row(cell)
            for title, cells in rounds
            for cell in cells
        ),
        empty=_("Who was heard stands here once a round is closed."),
        source=_("Fewer than %(threshold)s people of one kind are shown to those who ask and to nobody else.")
        % {"threshold": THRESHOLD},
    )


def _heard_row(cell: Cell) -> tuple[Shown, ...]:
    missing = _hidden() if cell.gap is None else number(cell.gap)
    return (
        words(vocabulary.counted_value(cell.value)),
        _hidden() if cell.people is None else number(cell.people),
        number(cell.wanted) if cell.wanted else words("–"),
        missing if cell.wanted else words("–"),
        words(vocabulary.counted_by(cell.dimension)),
    )


def _hidden() -> Shown:
    return marked(Mark("undetermined", _("not shown")))


def pilots_table(card: DevelopmentCard) -> Table:
    """List the pilots: where and how many; those who develop the draft also see who."""
    return Table(
        id="pilots",
        caption=_("Pilots"),
        columns=(
            Column(_("Setting")),
            Column(_("Version"), "number"),
            Column(_("People"), "number"),
            Column(_("Small producers"), "number"),
            Column(_("From"), "day"),
            Column(_("Until"), "day"),
            Column(_("Requirements"), "number"),
        ),
        rows=tuple(
            (
                words(pilot.setting, note=pilot.name, href=reverse("web:pilot", args=[pilot.id]) if card.own else ""),
                number(pilot.version),
                number(pilot.people),
                _hidden() if pilot.small_producers is None else number(pilot.small_producers),
                day(pilot.started_on),
                day(pilot.ended_on),
                number(pilot.reported),
            )
            for pilot in card.pilots
        ),
        empty=_("Nobody has tried the draft yet. It is tried in different settings before it is approved."),
    )


def tried_table(card: DevelopmentCard) -> Table:
    """Sum up what the pilots say, requirement by requirement."""
    columns = [
        Column(_("Requirement")),
        Column(_("Tried"), "number"),
        Column(_("Met"), "number"),
        Column(_("In part"), "number"),
        Column(_("Not met"), "number"),
        Column(_("Misunderstood"), "number"),
        Column(_("Suggestions"), "number"),
    ]
    if card.own:
        columns += [Column(_("Minutes at most"), "number"), Column(_("Costs"))]
    return Table(
        id="tried",
        caption=_("What the pilots say"),
        columns=tuple(columns),
        rows=tuple(_tried_row(each, own=card.own) for each in card.tried),
        empty=_("No pilot has reported yet."),
    )


def _tried_row(each: TriedCard, *, own: bool) -> tuple[Shown, ...]:
    counts = (each.tried, each.met, each.partly, each.not_met, each.misunderstood, each.suggestions)
    row = (words(each.requirement), *(number(count) for count in counts))
    if not own:
        return row
    minutes = words("–") if each.minutes_most is None else number(each.minutes_most)
    return (*row, minutes, words(", ".join(each.costs) or "–"))


def decisions_table(card: DevelopmentCard) -> Table:
    """List the log of decisions; the page tells it at length, this is what is exported."""
    return Table(
        id="decisions",
        caption=_("Log of decisions"),
        columns=(
            Column(_("Number")),
            Column(_("Day"), "day"),
            Column(_("Decision")),
            Column(_("Why")),
            Column(_("Not chosen")),
            Column(_("Who decided")),
            Column(_("Votes")),
            Column(_("About")),
            Column(_("Corrects")),
        ),
        rows=tuple(
            (
                words(each.id),
                day(each.decided_on),
                words(each.taken),
                words(each.why),
                words("; ".join(f"{one.option}: {one.why}" for one in each.rejected) or "–"),
                words(each.role),
                words("; ".join(_votes(one) for one in each.votes) or "–"),
                words(", ".join((*each.requirements, *each.voices)) or "–"),
                words(each.corrects or "–"),
            )
            for each in card.decisions
        ),
        empty=_("Nothing was decided yet."),
    )


def _votes(chamber: ChamberCard) -> str:
    return f"{chamber.name} {chamber.in_favour}/{chamber.present}/{chamber.members}"


def voices_table(card: DevelopmentCard) -> Table:
    """List all that was said with its answer; the page groups it by requirement, this is what is exported."""
    return Table(
        id="comments",
        caption=_("Comments and answers"),
        columns=(
            Column(_("Number")),
            Column(_("Requirement")),
            Column(_("Subject")),
            Column(_("Version"), "number"),
            Column(_("How")),
            Column(_("Who said it")),
            Column(_("Comment")),
            Column(_("What becomes of it")),
            Column(_("Answer")),
            Column(_("What changed")),
            Column(_("In version")),
        ),
        rows=tuple(_voice_row(voice) for voice in card.voices if voice.statement or voice.answered),
        empty=_("Comments stand here once they are answered."),
    )


def said_of(voice: CommentCard | VoiceCard) -> str:
    """Return what was said, or why it is not shown."""
    return _("Not shown, because it names somebody.") if voice.withheld and not voice.statement else voice.statement


def _voice_row(voice: VoiceCard) -> tuple[Shown, ...]:
    return (
        words(voice.id),
        words(voice.requirement or "–"),
        words(voice.subject or "–"),
        number(voice.version),
        words(vocabulary.voice_way(voice.way)),
        words(voice.side or "–"),
        words(said_of(voice)),
        words(vocabulary.response(voice.response) if voice.response else "–"),
        words(voice.answer or "–"),
        words(voice.change or "–"),
        words(voice.changed_in or "–"),
    )


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """What was said about one requirement, one subject, or the whole."""

    name: str
    words: str
    voices: tuple[dict[str, Any], ...]


def groups_of(card: DevelopmentCard, statements: Mapping[str, str]) -> list[Group]:
    """Group what was said by requirement, then by subject, then what is about the whole."""
    found: dict[tuple[int, str], list[VoiceCard]] = {}
    for voice in card.voices:
        if voice.answered or voice.waits:
            order = 0 if voice.requirement else 1 if voice.subject else 2
            found.setdefault((order, voice.requirement or voice.subject), []).append(voice)
    return [
        Group(
            name=name or _("The draft as a whole"),
            words=statements.get(name, ""),
            voices=tuple(_said(voice) for voice in found[order, name]),
        )
        for order, name in sorted(found)
    ]


def _said(voice: VoiceCard) -> dict[str, Any]:
    mark = Mark("missing", _("no answer yet"))
    if voice.answered:
        said = vocabulary.response(voice.response) if voice.response else _("answered")
        mark = Mark(KINDS.get(str(voice.response), "verified"), said)
    told = [vocabulary.voice_way(voice.way), voice.side, vocabulary.heading(voice.heading) if voice.heading else ""]
    if voice.met:
        told.append(vocabulary.met(voice.met))
    told += _spoken(voice)
    told.append(_("version %(number)s") % {"number": voice.version})
    return {"card": voice, "said": said_of(voice), "mark": mark, "meta": " · ".join(filter(None, told))}


def _spoken(voice: VoiceCard) -> list[str]:
    spoken = voice.spoken
    if spoken is None:
        return []
    told = [spoken.place, spoken.language]
    if spoken.speakers is not None:
        told.append(_("%(count)s people") % {"count": spoken.speakers})
    if spoken.interpreter:
        told.append(_("with an interpreter"))
    if spoken.read_aloud:
        told.append(_("read aloud"))
    return told
