"""Recompute what fees were reckoned by: every step of every quote and entry, every plan confirmed."""

from collections.abc import Iterator

from django.db.models import Q

from orepass.inclusion.fees.models import CostSheet, Entry, PlanStep, Quote
from orepass.inclusion.fees.rules.adherence import PlanKind
from orepass.platform.replaying import Replayed, replay_kept, replays
from orepass.scheme.queries import parameters_by_digest


@replays("fees.quote")
def quotes(about: str) -> Iterator[Replayed]:
    """Recompute the steps of quotes."""
    for row in Quote.objects.filter(pk=about) if about else Quote.objects.all():
        for line in row.lines:
            for step in line["steps"]:
                yield _again("fees.quote", row.pk, step, row.organisation_id)


@replays("fees.entry")
def entries(about: str) -> Iterator[Replayed]:
    """Recompute the steps of entries, by the entry, its account or the file it belongs to."""
    chosen = Q(pk=about) | Q(account=about) | Q(account__application=about) if about else Q()
    for row in Entry.objects.filter(chosen).select_related("account"):
        sides = (row.account.owner_id, row.account.counterparty_id or "", row.party)
        for step in row.steps:
            yield _again("fees.entry", row.pk, step, *sides)


@replays("fees.plan")
def plans(about: str) -> Iterator[Replayed]:
    """Recompute the days on which plans of payment were found kept, by the step, its account or its file."""
    chosen = Q(pk=about) | Q(account=about) | Q(account__application=about) if about else Q()
    for row in PlanStep.objects.filter(chosen, kind=PlanKind.CONFIRMED).select_related("account"):
        yield _again("fees.plan", row.pk, row.computed, row.account.owner_id, row.account.counterparty_id or "")


@replays("fees.cost_sheet")
def cost_sheets(about: str) -> Iterator[Replayed]:
    """Recompute what certification cost in each year that somebody wrote down."""
    for row in CostSheet.objects.filter(pk=about) if about else CostSheet.objects.all():
        yield _again("fees.cost_sheet", row.pk, row.computed, row.organisation_id)


def _again(kind: str, identifier: str, step: dict[str, object], *readers: str) -> Replayed:
    seen = tuple(reader for reader in readers if reader)
    return replay_kept(kind, identifier, step, pack_values=parameters_by_digest, readers=seen)
