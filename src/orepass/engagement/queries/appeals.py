"""Read appeals: for the client who filed one, the provider, the scheme's staff who see to the panel, and the panel."""

from django.db.models import Q, QuerySet

from orepass.engagement.models import Appeal, AppealStep
from orepass.engagement.queries.cards import AppealCard, AppealStepCard
from orepass.engagement.rules.lifecycles import APPEAL, state_after
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role

FORM = "appeal.form_panel"
CLIENT = frozenset({Role.OPERATOR, Role.GROUP_MANAGER})


def _rows() -> QuerySet[Appeal]:
    return Appeal.objects.prefetch_related("steps__panel")


def state_of(row: Appeal) -> str:
    """Return the state to which the recorded steps of an appeal lead."""
    return state_after(APPEAL, [step.action for step in row.steps.all()])


def panel_of(row: Appeal) -> tuple[str, ...]:
    """Return the pseudonyms of the panel formed last."""
    formed = [step for step in row.steps.all() if step.action == FORM]
    return tuple(member.person for member in formed[-1].panel.all()) if formed else ()


def _mine(actor: Actor) -> Q:
    if actor.is_system or actor.roles & {Role.SCHEME_STAFF, Role.STEWARD}:
        return Q()
    mine = Q(steps__panel__person=actor.pseudonym)
    if actor.organisation and actor.roles & CLIENT:
        mine |= Q(client=actor.organisation)
    if actor.organisation and Role.CERTIFIER in actor.roles:
        mine |= Q(provider=actor.organisation)
    return mine


def appeals_for(actor: Actor, *, after: str = "", limit: int = 50) -> list[AppealCard]:
    """Return the appeals that concern an actor, by identifier."""
    rows = _rows().filter(_mine(actor), pk__gt=after).order_by("pk").distinct()
    return [appeal_of(row) for row in rows[:limit]]


def appeal_for(actor: Actor, appeal: str) -> AppealCard:
    """Return one appeal to somebody it concerns.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = _rows().filter(_mine(actor), pk=appeal).distinct().first()
    if row is None:
        raise NotFound(what=appeal)
    return appeal_of(row)


def appeal_of(row: Appeal) -> AppealCard:
    """Make the card of an appeal."""
    steps = list(row.steps.all())
    return AppealCard(
        id=Identifier(row.pk),
        contested=row.contested,
        subject=Identifier(row.subject),
        application=Identifier(row.application_id),
        client=Identifier(row.client),
        provider=Identifier(row.provider),
        state=state_of(row),
        told_on=row.told_on,
        file_by=row.file_by,
        filed_on=day_of(row.filed_at),
        decide_by=row.decide_by,
        stays_decision=row.stays_decision,
        panel_min=row.panel_min,
        grounds=row.grounds,
        evidence=tuple(row.evidence),
        panel=panel_of(row),
        consequence=next((step.consequence for step in reversed(steps) if step.consequence), ""),
        steps=tuple(_step(step) for step in steps),
    )


def _step(step: AppealStep) -> AppealStepCard:
    return AppealStepCard(action=step.action, note=step.note, consequence=step.consequence, at=step.at, by=step.by)
