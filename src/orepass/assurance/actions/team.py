"""Put a team together: independent, competent, and not the same people for ever (ISO/IEC 17021-1, 7.1, 9.2.2)."""

from collections.abc import Sequence
from datetime import datetime

from orepass.assurance.actions.file import NotIndependent, independence, terms_for
from orepass.assurance.models import Application
from orepass.assurance.queries.cards import TeamMember
from orepass.assurance.queries.evaluation import profile_of
from orepass.assurance.queries.facts import audits_led
from orepass.assurance.queries.rotation import firm_since, led_since
from orepass.assurance.queries.transfers import provider_today
from orepass.assurance.rules.impartiality import Duty, rotation_findings
from orepass.assurance.rules.planning import PlanBasis
from orepass.assurance.rules.team import (
    AUDITING,
    TeamPart,
    Wanted,
    competence_findings,
    explained,
    rotation_years_findings,
)
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Denied, Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import competences_at
from orepass.platform.access import Role
from orepass.platform.people import memberships_of

LEAD = "lead"
PARTS = frozenset({LEAD, "auditor", "expert", "interpreter"})


class TeamUnusable(Invalid):
    """The audit team cannot be used."""

    code = "assurance.audit.team"
    message = _("The team cannot be used: {reason}.")
    what_to_do = _("Name each person once, exactly one of them as lead; auditors hold the role at the provider.")


class NotCompetent(Denied):
    """The team is not shown to be competent for this visit."""

    code = "assurance.competence.refused"
    message = _("The team is not shown to be competent for this visit. Reasons against it: {count}.")
    what_to_do = _("Record the competence with what shows it, or put another team together.")


NOT_AN_AUDITOR = FindingKind(
    "assurance.audit.not_an_auditor",
    Severity.ERROR,
    _("{person} does not hold the auditor's role at the provider."),
    what_to_do=_("Give the role first, or name the person as expert or interpreter."),
)


def require_team(row: Application, team: Sequence[TeamMember], basis: PlanBasis, at: datetime) -> list[Finding]:
    """Refuse a team that cannot make the visit, and return what the planner is warned of.

    Raises:
        TeamUnusable: no lead or two, or a person twice.
        NotIndependent: somebody is tied to the client, has worked on the decision, or has led for too long.
        NotCompetent: a competence that is needed is not shown.
    """
    people = [member.person for member in team]
    leads = [member.person for member in team if member.part == LEAD]
    if len(leads) != 1 or len(set(people)) != len(people):
        raise TeamUnusable(where="team", reason="it needs one lead, and each person once")
    if any(member.part not in PARTS for member in team):
        raise TeamUnusable(where="team", reason=f"the parts are {', '.join(sorted(PARTS))}")
    against = [finding for member in team for finding in _against(row, member, at)]
    rotation = explained(_rotation(row, leads[0], at), basis.rotation_explanation)
    against += _errors(rotation)
    if against:
        raise NotIndependent(where="team", findings=against, person=against[0].where, duty=Duty.EVALUATE)
    competence = _competence(row, team, basis, at)
    lacking = _errors(competence)
    if lacking:
        raise NotCompetent(where="team", findings=lacking, count=len(lacking))
    return [*rotation, *competence]


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _against(row: Application, member: TeamMember, at: datetime) -> list[Finding]:
    findings = independence(row, member.person, Duty.EVALUATE, at)
    if member.part in AUDITING:
        roles = memberships_of(member.person, day_of(at)).get(provider_today(row), frozenset())
        if Role.AUDITOR not in roles:
            findings.append(NOT_AN_AUDITOR.at(member.person, person=member.person))
    return findings


def _rotation(row: Application, lead: str, at: datetime) -> list[Finding]:
    terms = terms_for(row)
    files = list(Application.objects.filter(client=row.client_id).exclude(pk=row.pk).prefetch_related("audits__team"))
    return [
        *rotation_findings(lead, audits_led=audits_led(lead, row.client_id, files), limit=terms.rotation_audits),
        *rotation_years_findings(
            lead,
            led_since=led_since(lead, files),
            firm_since=firm_since(provider_today(row), files),
            on=day_of(at),
            limit=terms.rotation_years,
        ),
    ]


def _competence(row: Application, team: Sequence[TeamMember], basis: PlanBasis, at: datetime) -> list[Finding]:
    cards = competences_at(provider_today(row), people=[member.person for member in team])
    parts = [
        TeamPart(
            person=member.person,
            part=member.part,
            records=tuple(card.fact for card in cards if card.person == member.person),
        )
        for member in team
    ]
    wanted = Wanted(
        standard=row.standard, minerals=tuple(profile_of(row).minerals or ()), language=basis.language.strip()
    )
    return competence_findings(parts, wanted, day_of(at), required=terms_for(row).competence_required)
