"""Load how much the last lots of the same forms yielded at the places of a document's steps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from orepass.custody.models import JournalEvent, Movement
from orepass.custody.queries.told import facts_of
from orepass.custody.rules.forms import step_of
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.history import History
from orepass.custody.rules.lots import Lots, Move
from orepass.custody.rules.plausibility.drift import LOTS as LOTS_OF_A_TREND
from orepass.custody.rules.yields import Amount, yields
from orepass.platform.asked_often import asked_often

EARLIER: Final = 8
"""Earlier steps of each place that are looked at, of which the last lots of the same form make the trend."""

type Step = tuple[int, str, datetime]
"""An earlier event, with its place and time."""


def recovered(found: History, events: Sequence[Event], lots: Lots, leaving_out: frozenset[str]) -> None:
    """Load the recoveries of the last lots of the same forms at the places of the document's steps, and by-products."""
    steps = [
        event
        for event in events
        if event.happening is Happening.TRANSFORMS and event.site and not event.campaign and _assayed(event)
    ]
    if not steps:
        return
    wanted = {(event.site, step_of(portion.facts.material)) for event in steps for portion in event.begun}
    made: dict[Step, list[Amount]] = {}
    earlier = _earlier(steps, leaving_out)
    for number, amount in _amounts(earlier, Move.BEGUN):
        made.setdefault((number, *earlier[number]), []).append(amount)
    last: dict[Step, list[Amount]] = {}
    counts = dict.fromkeys(wanted, 0)
    for step in sorted(made, key=lambda one: one[2], reverse=True):
        forms = {(step[1], step_of(amount.facts.material)) for amount in made[step]} & wanted
        if any(counts[form] < LOTS_OF_A_TREND - 1 for form in forms):
            last[step] = []
            counts |= {form: counts[form] + 1 for form in forms}
    by_products = any(_has_by_product(event, lots) for event in steps)
    _went_in(found, made, last, among=list(made if by_products else last))
    for step, used in last.items():
        _number, site, at = step
        for form, share in yields(used, made[step]).items():
            if share != 1:  # a lot of known content that is measured by its product alone has no recovery
                found.keep_recovery(found.called(site), form, at, share)


def _went_in(
    found: History, made: Mapping[Step, list[Amount]], last: dict[Step, list[Amount]], *, among: Sequence[Step]
) -> None:
    """Load what went into some steps, for the recoveries of the last ones and for by-products."""
    by_number = {step[0]: step for step in among}
    went_in: dict[Step, list[Amount]] = {step: [] for step in among}
    for number, amount in _amounts(list(by_number), Move.USED):
        went_in[by_number[number]].append(amount)
    for step, used in went_in.items():
        outputs = [(amount.facts.element, amount.content_mg) for amount in made[step]]
        found.keep_yields(found.called(step[1]), outputs, sum(amount.mass_mg or 0 for amount in used))
        if step in last:
            last[step] = used


def _has_by_product(event: Event, lots: Lots) -> bool:
    """Say whether an element comes out that nothing which goes in is told in."""
    inside = {leaf for portion in event.used for leaf in lots.contents(portion.uri)}
    return bool({portion.facts.element for portion in event.begun} - {lots.get(leaf).facts.element for leaf in inside})


def _assayed(event: Event) -> bool:
    return any(portion.content_mg is not None for portion in event.begun)


def _earlier(steps: Sequence[Event], leaving_out: frozenset[str]) -> dict[int, tuple[str, datetime]]:
    """Return the last events at the places of some steps, before the first of them, with place and time."""
    sites, first = sorted({event.site for event in steps}), min(event.happened_at for event in steps)
    return {
        number: (site, at)
        for site in sites
        for number, at in _last_steps(site=site, before=first, leaving_out=leaving_out)
    }


@asked_often
def _last_steps(site: str, before: datetime, leaving_out: Collection[str]) -> "QuerySet[JournalEvent, Any]":
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event_id"))
    rows = JournalEvent.objects.filter(
        ~Exists(declared), site=site, happening=Happening.TRANSFORMS, campaign="", happened_at__lt=before
    )
    rows = rows.exclude(event_id__among=leaving_out).order_by("-happened_at", "-sequence")
    return rows.values_list("sequence", "happened_at")[:EARLIER]


def _amounts(events: Collection[int], move: Move) -> Iterable[tuple[int, Amount]]:
    """Return what was moved in some events, lots that are told alike taken together."""
    sums = _summed(events=events, move=move) if events else ()
    for number, facts, lots, weighed, assayed, weight, content in sums:
        yield number, Amount(facts_of(facts), weight if weighed == lots else None, content if assayed == lots else None)


@asked_often
def _summed(events: Collection[int], move: Move) -> "QuerySet[Movement, Any]":
    rows = Movement.objects.filter(event__among=events, move=move).order_by().values_list("event", "facts")
    return rows.annotate(Count("pk"), Count("mass_mg"), Count("content_mg"), Sum("mass_mg"), Sum("content_mg"))
