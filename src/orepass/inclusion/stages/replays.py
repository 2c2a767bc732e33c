"""Recompute every progress plan: which steps the edition asks of the file, and in which year."""

from collections.abc import Iterator, Mapping

from django.db.models import Q

from orepass.assurance.queries import outcome_for
from orepass.inclusion.stages.models import Plan
from orepass.inclusion.stages.queries import READER
from orepass.kernel.period import day_of
from orepass.platform.replaying import Replayed, compared, replays
from orepass.scheme.queries import pack_by_digest


@replays("stages.plan")
def replay_plans(about: str) -> Iterator[Replayed]:
    """Recompute the steps of progress plans."""
    rows = Plan.objects.select_related("application").prefetch_related("steps")
    for row in rows.filter(Q(pk=about) | Q(application=about)) if about else rows:
        yield compared(
            "stages.plan",
            row.pk,
            {
                "pack_digest": row.pack_digest,
                "steps": {step.requirement: step.due_year for step in row.steps.all()},
            },
            lambda row=row: _again(row),  # type: ignore[misc]
            readers=(row.organisation_id, row.provider_id),
        )


def _again(row: Plan) -> Mapping[str, object]:
    file = row.application
    requirements = pack_by_digest(file.pack_digest).standard(file.standard).requirements
    years = {requirement.id: requirement.due_year for requirement in requirements}
    results = outcome_for(READER, row.application_id, day_of(row.opened_at)).results
    promised = [result.requirement for result in results if years[result.requirement] and not result.applies.is_no]
    return {"pack_digest": file.pack_digest, "steps": {name: years[name] for name in promised}}
