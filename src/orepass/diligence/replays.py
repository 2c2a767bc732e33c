"""Offer what this room computed and keeps: responses to risks, red flags, levels of areas, imports."""

from collections.abc import Iterator

from django.db.models import Q

from orepass.diligence.models import AreaDecision, ImportYear, RiskCase, Signal
from orepass.platform.replaying import Replayed, replay_kept, replays
from orepass.scheme.queries import parameters_by_digest


@replays("diligence.risk.response")
def responses(about: str) -> Iterator[Replayed]:
    """Recompute what each identified risk calls for."""
    rows = RiskCase.objects.filter(Q(pk=about) | Q(site=about) if about else Q())
    for row in rows:
        yield replay_kept("diligence.risk.response", row.pk, row.computed, readers=(row.organisation,))


@replays("diligence.signal")
def signals(about: str) -> Iterator[Replayed]:
    """Recompute each red flag from its inputs."""
    rows = Signal.objects.filter(Q(pk=about) | Q(site=about) if about else Q())
    for row in rows:
        yield replay_kept(
            "diligence.signal",
            row.pk,
            row.computed,
            value=row.value,
            pack_values=parameters_by_digest,
            readers=(row.organisation,),
        )


@replays("diligence.area.level")
def areas(about: str) -> Iterator[Replayed]:
    """Recompute what the inputs of each decision on an area come to."""
    for row in AreaDecision.objects.filter(Q(pk=about) if about else Q()):
        yield replay_kept(
            "diligence.area.level",
            row.pk,
            row.computed,
            pack_values=parameters_by_digest,
            readers=(row.organisation,),
        )


@replays("diligence.goods.scope")
def imports(about: str) -> Iterator[Replayed]:
    """Recompute whether duties followed from what was imported in each declared year."""
    for row in ImportYear.objects.filter(Q(pk=about) if about else Q()):
        yield replay_kept("diligence.goods.scope", row.pk, row.computed, readers=(row.organisation,))
