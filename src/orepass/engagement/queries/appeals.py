"""Read appeals: for the client who filed one, the provider, the scheme's staff who see to the panel, and the panel."""

from datetime import date

from django.db.models import Q, QuerySet

from orepass.assurance.queries.contested import ContestedCard, contested, tie_to
from orepass.engagement.models import Appeal, AppealStep
from orepass.engagement.queries.cards import AppealCard, AppealStepCard, AppealTermsCard
from orepass.engagement.queries.complaints import terms_of
from orepass.engagement.rules.clocks import appeal_clock
from orepass.engagement.rules.lifecycles import APPEAL
from orepass.engagement.rules.panel import panel_findings
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Verdict
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.people import people_with_role

FORM = "appeal.form_panel"
CLIENT = frozenset({Role.OPERATOR, Role.GROUP_MANAGER})


def _rows() -> QuerySet[Appeal]:
    return Appeal.objects.prefetch_related("steps__panel")


def state_of(row: Appeal) -> str:
    """Return the state to which the recorded steps of an appeal lead."""
    return APPEAL.state_after(step.action for step in row.steps.all())


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


def appeal_terms(actor: Actor, subject: str, on: date | None = None) -> AppealTermsCard:
    """Return what a client should know before it appeals: against what, told when, and until when.

    Raises:
        NotFound: there is nothing of the actor's organisation to appeal against.
    """
    about = contested(subject)
    if not actor.is_in(about.client):
        raise NotFound(what=subject)
    terms = terms_of(about.pack_digest, about.standard, about.overlays)
    last = appeal_clock(terms, about.told_on)
    return AppealTermsCard(
        contested=about.kind,
        told_on=about.told_on,
        file_by=last.value,
        in_time=(on or clock.today()) <= last.value,
        stays_decision=terms.appeal_stays_decision,
        explanation=last.explanation,
        sources=last.sources,
    )


def panel_candidates(appeal: str, on: date) -> list[str]:
    """Return the people of the provider and the scheme who may sit on the panel of an appeal."""
    row = _rows().get(pk=appeal)
    about = contested(row.subject)
    people = {*people_with_role(Role.SCHEME_STAFF, on=on)}
    for role in (Role.CERTIFIER, Role.AUDITOR):
        people |= {*people_with_role(role, row.provider, on)}
    return [person for person in sorted(people) if not against_person(about, person, on)]


def against_person(about: ContestedCard, person: str, on: date) -> list[Finding]:
    """Return what is against one person judging what is contested."""
    ties = {person: tie_with(about, person, on)}
    return panel_findings([person], involved=about.involved, ties=ties, wanted=1)


def tie_with(about: ContestedCard, person: str, on: date) -> Verdict:
    """Say whether a tie of a person to the client counts on a day, as the edition of what is contested has it."""
    read = {"pack_digest": about.pack_digest, "standard": about.standard}
    return tie_to(about.client, person, on, **read, overlays=about.overlays)


def _step(step: AppealStep) -> AppealStepCard:
    return AppealStepCard(action=step.action, note=step.note, consequence=step.consequence, at=step.at, by=step.by)
