"""From rows to facts and cards of groups."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import msgspec

from orepass.inclusion.groups.models import Estimate, Group, Inspection, Inspector, Member, RegisterCheck
from orepass.inclusion.groups.queries.cards import (
    CheckCard,
    EstimateCard,
    GroupCard,
    InspectionCard,
    MemberCard,
    MemberDetails,
    NearCard,
    StepCard,
)
from orepass.inclusion.groups.rules.inspecting import InspectorFact, MemberFinding
from orepass.inclusion.groups.rules.membership import (
    GONE,
    MEMBER,
    InspectionFact,
    MemberStep,
    deadline,
    member_right,
    next_inspection,
    standing_at,
)
from orepass.inclusion.groups.rules.places import near_findings
from orepass.inclusion.groups.rules.terms import GroupTerms, terms_from
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept
from orepass.kernel.quantity import Milligrams
from orepass.scheme.queries import pack_by_digest


@lru_cache(maxsize=256)
def _terms(pack_digest: str, standard: str) -> GroupTerms:
    return terms_from(pack_by_digest(pack_digest).standard(standard).rules)


def terms_of(group: Group) -> GroupTerms:
    """Return the numbers a group works by: those of the edition it was registered under."""
    return _terms(group.pack_digest, group.standard)


def steps_of(member: Member) -> list[MemberStep]:
    """Return the recorded steps of a member as facts."""
    return [MemberStep(row.action, row.on) for row in member.steps.all()]


def inspections_of(member: Member) -> list[InspectionFact]:
    """Return the internal inspections of a member as facts."""
    return [InspectionFact(row.inspected_on, row.passed) for row in member.inspections.all()]


def inspectors_of(group: Group) -> list[InspectorFact]:
    """Return the appointed inspectors of a group as facts."""
    return [_inspector(row) for row in group.inspectors.all()]


def _inspector(row: Inspector) -> InspectorFact:
    return InspectorFact(
        person=row.person,
        own_unit=row.own_unit,
        related_units=tuple(row.related_units),
        valid_from=row.valid_from,
        valid_before=row.valid_before,
    )


def group_card_of(row: Group) -> GroupCard:
    """Make the card of a group's row."""
    return GroupCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation_id),
        holder_type=row.holder_type,
        accountability=row.accountability,
        representative=row.representative,
        area=row.area,
        pack=row.pack,
        pack_digest=row.pack_digest,
        standard=row.standard,
        registered_at=row.registered_at,
    )


def member_card_of(row: Member, on: date) -> MemberCard:
    """Make the card of a member as of one day."""
    terms = terms_of(row.group)
    steps, inspections = steps_of(row), inspections_of(row)
    standing = standing_at(steps, on, terms)
    passed = [fact.on for fact in inspections if fact.passed and fact.on <= on]
    return MemberCard(
        id=Identifier(row.pk),
        group=Identifier(row.group_id),
        person=row.person,
        unit=row.unit,
        site=Identifier(row.site_id) if row.site_id else None,
        details=msgspec.convert(row.details, MemberDetails),
        on=on,
        state=standing.state,
        since=standing.since,
        right=member_right(steps, inspections, on, terms),
        next_steps=MEMBER.allowed(standing.state),
        last_inspection=max((fact.on for fact in inspections if fact.on <= on), default=None),
        inspection_due=next_inspection(max(passed), terms) if passed and standing.state not in GONE else None,
        deadline=deadline(standing, terms),
        steps=tuple(StepCard(step.action, step.on, step.by, step.note) for step in row.steps.all()),
        near=_near(row),
    )


def _near(row: Member) -> NearCard | None:
    """Return what the latest step that looked at the member's place found."""
    computed = next((step.computed for step in reversed(row.steps.all()) if step.computed), None)
    if computed is None:
        return None
    kept = msgspec.convert(computed, Kept)
    distance = kept.inputs.get("distance_km", "")
    return NearCard(
        value=kept.value,
        distance_km=Decimal(round(Fraction(distance) * 10)) / 10 if distance else None,
        kept=kept,
        findings=tuple(near_findings(kept.value, distance, kept.inputs.get("most_km", "50"), row.pk)),
    )


def inspection_card_of(row: Inspection) -> InspectionCard:
    """Make the card of an internal inspection."""
    return InspectionCard(
        id=Identifier(row.pk),
        member=Identifier(row.member_id),
        inspected_on=row.inspected_on,
        inspector=row.by,
        passed=row.passed,
        findings=tuple(msgspec.convert(row.findings, list[MemberFinding])),
        evidence=tuple(row.evidence),
        note=row.note,
        kind=row.kind,
        reviewers=tuple(row.reviewers),
        outsiders=row.outsiders,
    )


def estimate_card_of(row: Estimate) -> EstimateCard:
    """Make the card of a production estimate."""
    return EstimateCard(
        id=Identifier(row.member_id),
        mineral=row.mineral,
        mass_mg=Milligrams(row.mass_mg),
        valid_from=row.valid_from,
    )


def check_card_of(row: RegisterCheck) -> CheckCard:
    """Make the card of a comparison of register and field."""
    return CheckCard(
        id=Identifier(row.pk),
        group=Identifier(row.group_id),
        checked_on=row.checked_on,
        not_found=tuple(row.not_found),
        unlisted=row.unlisted,
        computed=row.computed,
    )
