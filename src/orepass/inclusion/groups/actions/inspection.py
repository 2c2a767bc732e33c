"""Record an internal inspection; something critical suspends the member at once, the group stays (domain rules B3)."""

from datetime import date, datetime

import msgspec

from orepass.inclusion.groups.actions.file import open_member, standing_of, take_step
from orepass.inclusion.groups.models import Inspection, Member
from orepass.inclusion.groups.queries.cards import InspectionCard
from orepass.inclusion.groups.queries.reading import inspection_card_of, inspectors_of, terms_of
from orepass.inclusion.groups.rules.inspecting import MemberFinding, inspector_findings, passed, zero_tolerance
from orepass.inclusion.groups.rules.membership import GONE, MEMBER
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify
from orepass.scheme.queries import pack_by_digest


class MayNotInspect(Denied):
    """The actor may not inspect this member."""

    code = "groups.inspection.refused"
    message = _("You may not inspect this member.")
    what_to_do = _("An appointed inspector without ties to the member's unit has to go.")


class InspectionDay(Invalid):
    """The day of the inspection cannot be used."""

    code = "groups.inspection.day"
    message = _("An inspection on {day} cannot be recorded.")
    what_to_do = _("Give the day on which it was made: not in the future, and not before the latest one on record.")


class NotInspectable(Conflict):
    """The member cannot be inspected where it stands."""

    code = "groups.inspection.state"
    message = _("A member who is “{state}” is not inspected.")
    what_to_do = _("Register the applicant first; who left has to come back first.")


@action("groups.inspection.record")
def record_inspection(
    actor: Actor,
    *,
    member: Identifier,
    inspected_on: date,
    findings: tuple[MemberFinding, ...] = (),
    evidence: tuple[str, ...] = (),
    note: str = "",
    at: datetime,
) -> InspectionCard:
    """Record what an internal inspector found at a member; no finding means that it was passed.

    Raises:
        MayNotInspect: the actor is no inspector of the group, or the unit is their own or a relative's.
        InspectionDay: the day lies in the future, or before the latest inspection.
        NotInspectable: the member is only an applicant, or has left.
        RequirementUnknown: a finding names a requirement that the standard does not have.
    """
    row = open_member(actor, member)
    require_day(row, inspected_on, at)
    _require_inspector(actor, row, inspected_on)
    state = standing_of(row, day_of(at)).state
    if state == MEMBER.initial or state in GONE:
        raise NotInspectable(where=row.pk, state=state)
    standard = pack_by_digest(row.group.pack_digest).standard(row.group.standard)
    for finding in findings:
        standard.requirement(finding.requirement)
    require_evidence(list(evidence))
    inspection = Inspection.objects.create(
        id=mint("ins"),
        member=row,
        number=row.inspections.count() + 1,
        inspected_on=inspected_on,
        passed=passed(findings),
        findings=msgspec.to_builtins(findings),
        evidence=list(evidence),
        note=note,
        at=at,
        by=actor.pseudonym,
    )
    consequences(actor, row, state, findings, at)
    return inspection_card_of(inspection)


def require_day(row: Member, inspected_on: date, at: datetime) -> None:
    """Refuse a day that has not come, or one before the latest inspection.

    Raises:
        InspectionDay: it is one of them.
    """
    latest = row.inspections.last()
    if inspected_on > day_of(at) or (latest is not None and inspected_on < latest.inspected_on):
        raise InspectionDay(where="inspected_on", day=inspected_on)


def _require_inspector(actor: Actor, row: Member, on: date) -> None:
    wrong = inspector_findings(
        actor.pseudonym, inspectors=inspectors_of(row.group), member_person=row.person, unit=row.unit, on=on
    )
    if wrong:
        raise MayNotInspect(where=row.pk, findings=wrong)


def consequences(actor: Actor, row: Member, state: str, findings: tuple[MemberFinding, ...], at: datetime) -> None:
    """Move the member on: inspected for the first time, or suspended by something critical."""
    if state == "registered":
        take_step(actor, row, "member.inspect", at=at)
    grave = zero_tolerance(findings) and terms_of(row.group).critical_suspends
    if grave and "member.suspend" in MEMBER.allowed(state):
        card = take_step(actor, row, "member.suspend", at=at, note="critical finding of an internal inspection")
        notify(person=row.person, kind="groups.member.suspended", subject=row.pk, due_on=card.deadline)
        notify(organisation=row.group.organisation_id, kind="groups.member.suspended", subject=row.pk)
