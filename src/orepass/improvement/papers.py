"""Read what stands behind the elements of a subject: the texts of policies and plans, and what each measure serves."""

from datetime import date

import msgspec

from orepass.improvement.models import ImprovementPlan, Measure, Policy
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import Period
from orepass.platform.access import Actor


class PaperCard(msgspec.Struct, frozen=True):
    """A policy or a plan with its words and its period."""

    id: Identifier
    title: str
    text: str
    period: Period


class Papers(msgspec.Struct, frozen=True):
    """The policies and plans of a subject, newest first, and the risk or plan that each measure serves."""

    policies: tuple[PaperCard, ...]
    plans: tuple[PaperCard, ...]
    serves: dict[str, str]


def papers_for(actor: Actor, organisation: str, subject: str, on: date) -> Papers:
    """Return what was written on a subject by a day, to the organisation it belongs to.

    Raises:
        NotFound: the actor does not act for the organisation.
    """
    actor.must_be_in(organisation, subject)
    known = {"organisation": organisation, "subject": subject, "recorded_at__date__lte": on}
    policies = Policy.objects.filter(**known).order_by("-valid_from", "-id")
    plans = ImprovementPlan.objects.filter(**known).order_by("-valid_from", "-id")
    measures = Measure.objects.filter(organisation=organisation, subject=subject)
    return Papers(
        policies=tuple(
            PaperCard(Identifier(row.pk), row.title, row.text, Period(row.valid_from, row.valid_before))
            for row in policies
        ),
        plans=tuple(
            PaperCard(Identifier(row.pk), row.goals[:80], row.goals, Period(row.valid_from, row.valid_before))
            for row in plans
        ),
        serves={row.pk: row.risk_id or row.plan_id or "" for row in measures},
    )
