"""``orepass scheme diff`` and ``orepass scheme impact``: what changed between two editions, and what it would do."""

from typing import Annotated

import typer

from orepass.assurance.queries.impact import impact_for
from orepass.cli.output import emit
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.schema import ensure_home
from orepass.scheme import queries
from orepass.scheme.rules.comparing.cards import comparison_card
from orepass.scheme.rules.comparing.compared import Change, Comparison, RequirementChange, Way
from orepass.scheme.rules.comparing.comparison import compare
from orepass.scheme.rules.comparing.impact import Affected, Impact
from orepass.scheme.rules.load import PackMissing
from orepass.scheme.rules.model import FALLBACK, Pack, told

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Old = Annotated[str, typer.Argument(help="The earlier edition: a name with its edition, or a folder.")]
New = Annotated[str, typer.Argument(help="The later edition: a name with its edition, or a folder.")]
READER = Actor.system("command line")
SHOWN = 60
DUTIES_SHOWN = 5


def diff(
    old: Old,
    new: New,
    *,
    language: Annotated[str, typer.Option(help="Only texts of this language; all where none is named.")] = "",
    as_json: AsJson = False,
) -> None:
    """Compare two editions requirement by requirement: tightened, relaxed, reworded, moved, new, gone."""
    found = compare(_pack(old), _pack(new))
    card = comparison_card(found, language)
    emit(card, as_json=as_json, human=lambda: _print_diff(found, language))


def _pack(ref: str) -> Pack:
    """Return a pack from files, or else as it was published in this home."""
    try:
        return queries.pack_from_files(ref)
    except PackMissing:
        ensure_home()
        return queries.pack(ref)


def _print_diff(found: Comparison, language: str) -> None:
    print(f"{found.old.ref} ({found.old.status}) → {found.new.ref} ({found.new.status})")
    print(", ".join(f"{count} {kind}" for kind, count in found.counts.items() if count) or "nothing changed")
    for one in found.changed:
        _print_requirement(one, language)
    for heading, changes in (("numbers", found.parameters), ("everything else", found.facts)):
        shown = [one for one in changes if not language or one.language in {"", language}]
        if shown:
            print(f"\n{heading}")
        for change in shown:
            print(_line(change))
    for listed in (listed for listed in found.languages if language in {"", listed.language}):
        counts = f"{len(listed.changed)} changed, {len(listed.new)} new, {len(listed.gone)} gone"
        print(f"\ntexts in {listed.language}: {counts}")


def _print_requirement(one: RequirementChange, language: str) -> None:
    moved = f" (was {one.old_id})" if one.moved else ""
    print(f"\n{one.kind:<10} {one.id}{moved}\n  {told(one.statement, language or FALLBACK)}")
    for change in one.changes:
        if change.way is not Way.PLACE and (not language or change.language in {"", language}):
            print(_line(change))


def _line(change: Change) -> str:
    where = ".".join(filter(None, (change.where, change.part)))
    part = f"{where} [{change.language}]" if change.language else where
    reach = f", reaches {change.reach}" if change.reach else ""
    return f"  {change.way}{reach}: {part}: {_short(change.old)} → {_short(change.new)}"


def _short(text: str) -> str:
    return (text if len(text) <= SHOWN else f"{text[:SHOWN]}…") or "–"


def impact(old: Old, new: New, *, as_json: AsJson = False) -> None:
    """Tell what a later edition would do to those who hold a certificate under an earlier one in this home."""
    ensure_home()
    found = impact_for(READER, old=_published(old), new=_published(new), on=clock.today())
    emit(found, as_json=as_json, human=lambda: _print_impact(found))


def _published(ref: str) -> Pack:
    """Return a pack as it was published in this home, or else from files: holders hold what was published."""
    try:
        return queries.pack(ref)
    except PackMissing:
        return queries.pack_from_files(ref)


def _print_impact(found: Impact) -> None:
    print(f"{found.old} → {found.new}, looked at on {found.on}; the earlier edition ends before {found.ends_before}")
    for heading, counts in (("sure", found.effects), ("if reworded answers hold", found.expected)):
        told_counts = ", ".join(f"{count} {effect}" for effect, count in counts.items() if count)
        print(f"{heading}: {told_counts or 'nobody holds a certificate under it here'}")
    print(f"small producers: {found.small}, {found.small_falling_out} would fall out, {found.small_open} open")
    print(f"estimated own work: {found.hours} hours (not measured)")
    for one in found.holders:
        _print_holder(one)


def _print_holder(one: Affected) -> None:
    after = f"{one.after.outcome} {one.after.level}".strip() if one.after else "the standard is gone"
    before = f"{one.before.outcome} {one.before.level}".strip()
    print(f"\n{one.effect}: {one.name} ({one.standard}, {one.size or 'size not known'}, {one.standing}) {one.holder}")
    print(f"  {before} → {after}; {len(one.duties)} duties, {len(one.to_confirm)} answers to confirm")
    for duty in one.duties[:DUTIES_SHOWN]:
        due = duty.due_on or "day not known"
        print(f"  {duty.kind}: {duty.requirement}, due {due}{'' if duty.answered else ', nobody was asked yet'}")
    for reason in one.reasons[:DUTIES_SHOWN]:
        print(f"  why: {reason.message}")
