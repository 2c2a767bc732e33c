"""Record a peer review: members look at a member's work, with somebody from outside (participatory guarantee)."""

from datetime import date, datetime

import msgspec

from orepass.inclusion.groups.actions.file import open_member, standing_of
from orepass.inclusion.groups.actions.inspection import NotInspectable, consequences, require_day
from orepass.inclusion.groups.models import Inspection, Member
from orepass.inclusion.groups.queries.cards import InspectionCard
from orepass.inclusion.groups.queries.reading import inspection_card_of, terms_of
from orepass.inclusion.groups.rules.inspecting import MemberFinding, passed
from orepass.inclusion.groups.rules.membership import DELIVERING, GONE, MEMBER
from orepass.inclusion.groups.rules.peers import review_findings
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.scheme.queries import pack_by_digest

OUTSIDERS_MAX = 1_000


class ReviewUnusable(Invalid):
    """A peer review needs enough peers, somebody from outside, and nobody with the plot as their own."""

    code = "groups.review.unusable"
    message = _("This peer review does not count. Reasons against it: {count}.")
    what_to_do = _("Settle each of them and review again.")


@action("groups.review.record")
def record_review(
    actor: Actor,
    *,
    member: Identifier,
    reviewed_on: date,
    peers: tuple[Identifier, ...],
    outsiders: int,
    findings: tuple[MemberFinding, ...] = (),
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> InspectionCard:
    """Record what peers found at a member; it counts as internal inspection, never as the formal audit.

    Raises:
        NotFound: no such member, or a peer who is not an approved member of the group.
        ReviewUnusable: too few peers, nobody from outside, or somebody reviews the own plot.
        InspectionDay: the day lies in the future, or before the latest inspection.
        NotInspectable: the member is only an applicant, or has left.
        RequirementUnknown: a finding names a requirement that the standard does not have.
    """
    row = open_member(actor, member)
    reviewers = _peers(row, peers, reviewed_on)
    terms = terms_of(row.group)
    wrong = review_findings(
        reviewers=[(peer.person, peer.unit) for peer in reviewers],
        outsiders=outsiders,
        member_person=row.person,
        unit=row.unit,
        peers_min=terms.peers_min,
        outsiders_min=terms.outsiders_min,
    )
    if wrong or outsiders > OUTSIDERS_MAX:
        raise ReviewUnusable(where="peers, outsiders", findings=wrong, count=len(wrong) or 1)
    require_day(row, reviewed_on, at)
    state = standing_of(row, day_of(at)).state
    if state == MEMBER.initial or state in GONE:
        raise NotInspectable(where=row.pk, state=state)
    standard = pack_by_digest(row.group.pack_digest).standard(row.group.standard)
    for finding in findings:
        standard.requirement(finding.requirement)
    require_evidence(list(evidence))
    review = Inspection.objects.create(
        id=mint("ins"),
        member=row,
        number=row.inspections.count() + 1,
        kind="peer_review",
        reviewers=[peer.person for peer in reviewers],
        outsiders=outsiders,
        inspected_on=reviewed_on,
        passed=passed(findings),
        findings=msgspec.to_builtins(findings),
        evidence=list(evidence),
        at=at,
        by=actor.pseudonym,
    )
    consequences(actor, row, state, findings, at)
    return inspection_card_of(review)


def _peers(row: Member, peers: tuple[Identifier, ...], on: date) -> list[Member]:
    found = [
        peer
        for peer in row.group.members.select_related("group").filter(pk__in=peers)
        if standing_of(peer, on).state in DELIVERING
    ]
    if {peer.pk for peer in found} != set(peers):
        raise NotFound(where="peers", what=", ".join(sorted(set(peers) - {peer.pk for peer in found}))[:80])
    return found
