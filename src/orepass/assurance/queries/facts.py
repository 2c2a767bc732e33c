"""From rows to facts: the state of a file, who took part in it, and what its findings weigh."""

from collections.abc import Iterable
from datetime import date

from orepass.assurance.models import Application, Audit, Nonconformity
from orepass.assurance.rules.clocks import candidate_period
from orepass.assurance.rules.decision import NonconformityFact
from orepass.assurance.rules.impartiality import Duty, Interests, Participation, independence_findings
from orepass.assurance.rules.lifecycles import APPLICATION, CANDIDATE_STATES, NONCONFORMITY
from orepass.assurance.rules.terms import Grade, Terms
from orepass.kernel.finding import Finding
from orepass.kernel.period import Period, day_of
from orepass.kernel.verdict import Verdict, no, yes
from orepass.party.queries import consulted_within
from orepass.platform.people import memberships_of

SUBMIT = "application.submit"
EXTEND = "finding.extend"
LAST_STEPS = frozenset({"decision.grant", "decision.decline", "application.withdraw"})
"""Steps with which the time as a candidate is over, whatever the scheme would have allowed."""


def state_of(application: Application) -> str:
    """Return the state to which the recorded steps of a file lead."""
    return APPLICATION.state_after(step.action for step in application.steps.all())


def was_sent(application: Application) -> bool:
    """Say whether the client ever sent an application; until then it is a sketch of the client's own."""
    return any(step.action == SUBMIT for step in application.steps.all())


def nonconformity_state(nonconformity: Nonconformity) -> str:
    """Return the state to which the recorded steps of a nonconformity lead."""
    return NONCONFORMITY.state_after(step.action for step in nonconformity.steps.all() if step.action != EXTEND)


def candidate_of(application: Application, terms: Terms) -> Period | None:
    """Return the candidate's time of a first certification: from the signed agreement to whatever ends the file."""
    steps = list(application.steps.all())
    signed = [step.at for step in steps if step.action == "agreement.sign"]
    if not signed or application.kind != "initial":
        return None
    ended = [day_of(step.at) for step in steps if step.action in LAST_STEPS]
    return candidate_period(day_of(signed[0]), terms, ended_on=ended[0] if ended else None)


def candidate_ended_before(application: Application, terms: Terms) -> date | None:
    """Return the first day after the candidate's time while the file is still undecided."""
    period = candidate_of(application, terms)
    if period is None or state_of(application) not in CANDIDATE_STATES:
        return None
    return period.valid_before


def audit_draws(application: str) -> set[str]:
    """Return the digests of the draws from which visits of a file were planned (for rooms above)."""
    return set(Audit.objects.filter(application=application).exclude(draw="").values_list("draw", flat=True))


def visit_ended_on(audit: Audit, otherwise: date) -> date:
    """Return the last day of a visit; until it is concluded, the day given."""
    conclusion = getattr(audit, "conclusion", None)
    return conclusion.ended_on if conclusion else otherwise


def nonconformity_fact(nonconformity: Nonconformity) -> NonconformityFact:
    """Return what a decision needs to know of a nonconformity."""
    steps = list(nonconformity.steps.all())
    closed = [step.at for step in steps if step.action == "finding.close"]
    return NonconformityFact(
        identifier=nonconformity.pk,
        grade=Grade(nonconformity.grade),
        state=nonconformity_state(nonconformity),
        visit_ended_on=visit_ended_on(nonconformity.audit, day_of(nonconformity.raised_at)),
        extensions=sum(step.action == EXTEND for step in steps),
        verified_on=day_of(closed[-1]) if closed else None,
    )


def facts_for_decision(application: Application) -> list[NonconformityFact]:
    """Return the findings that a decision weighs; what was closed before a repeated stage 2 was judged there anew."""
    facts = [nonconformity_fact(row) for row in application.nonconformities.all()]
    ends = [visit_ended_on(audit, audit.planned_from) for audit in application.audits.all() if audit.kind == "initial"]
    last = max(ends, default=date.min)
    return [
        fact for fact in facts if not (fact.verified_on and fact.visit_ended_on < last and fact.verified_on <= last)
    ]


def participations(application: Application) -> list[Participation]:
    """Return who did what in a file."""
    evaluated: set[str] = {member.person for audit in application.audits.all() for member in audit.team.all()}
    evaluated |= set(application.answers.filter(party="third").order_by().values_list("by", flat=True).distinct())
    evaluated |= {row.raised_by for row in application.nonconformities.all()}
    evaluated |= {row.by for row in application.recommendations.all()}
    reviewed = {row.by for row in application.file_reviews.all()}
    decision = getattr(application, "decision", None)
    return [
        *(Participation(person, Duty.EVALUATE) for person in sorted(evaluated)),
        *(Participation(person, Duty.REVIEW) for person in sorted(reviewed)),
        *([Participation(decision.by, Duty.DECIDE)] if decision else []),
    ]


def interests_in(client: str, person: str, on: date, terms: Terms) -> Interests:
    """Return what is known of a person's ties to a client on a day."""
    return Interests(
        declared=consulted_within(person, client, on, terms.cooling_off_months),
        staff=_on_the_staff(client, person, on),
    )


def _on_the_staff(client: str, person: str, on: date) -> Verdict:
    roles = memberships_of(person, on).get(client, frozenset())
    if roles:
        return yes(", ".join(sorted(roles)))
    return no("holds no role at the client")


def independence_of(application: Application, person: str, duty: Duty, on: date, terms: Terms) -> list[Finding]:
    """Return why a person may not take on a duty in a file on a day; none means that the person may."""
    return independence_findings(
        person,
        duty,
        file=participations(application),
        interests=interests_in(application.client_id, person, on, terms),
        cooling_off_months=terms.cooling_off_months,
    )


def audits_led(person: str, client: str, applications: Iterable[Application]) -> int:
    """Return how many of the client's latest visits in a row a person has led."""
    audits = sorted(
        (
            audit
            for application in applications
            if application.client_id == client
            for audit in application.audits.all()
        ),
        key=lambda audit: (audit.planned_at, audit.pk),
        reverse=True,
    )
    count = 0
    for audit in audits:
        if person not in {member.person for member in audit.team.all() if member.part == "lead"}:
            break
        count += 1
    return count
