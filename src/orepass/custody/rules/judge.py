"""Judge an event: run every check, and say whether it can be taken into the journal."""

import msgspec

from orepass.custody.rules.case import Case
from orepass.custody.rules.checks import (
    balance_overdrawn,
    campaign_not_yours,
    certificate_lapsed,
    claim_above_share,
    claim_in_part,
    event_future,
    event_late,
    grade_impossible,
    lineage_cycle,
    lot_gone,
    lot_held,
    lot_not_held,
    lot_of_another,
    lot_spelling,
    lot_time,
    lot_unweighed,
    lot_weightless,
    mass_exceeded,
    mass_unread,
    member_suspended,
    mineral_outside,
    model_upgraded,
    named_twice,
    packed_in_itself,
    place_missing,
    receipt_undispatched,
    recovery_exceeded,
    right_since_lost,
    site_not_yours,
    tag_reused,
    told_after_use,
    used_on_the_way,
)
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.plausibility import (
    capacity,
    drift,
    facility,
    grade,
    heading,
    national,
    national_unassayed,
    swap,
    travel,
    unassayed,
    untold,
    weights,
)
from orepass.kernel.finding import Finding, Severity

CHECKS = (
    site_not_yours.check,
    place_missing.check,
    lot_not_held.check,
    lot_gone.check,
    lot_held.check,
    lot_time.check,
    event_future.check,
    lot_weightless.check,
    mass_unread.check,
    lot_spelling.check,
    lot_unweighed.check,
    named_twice.check,
    packed_in_itself.check,
    told_after_use.check,
    lot_of_another.check,
    used_on_the_way.check,
    receipt_undispatched.check,
    campaign_not_yours.check,
    lineage_cycle.check,
    grade_impossible.check,
    balance_overdrawn.check,
    recovery_exceeded.check,
    mass_exceeded.check,
    tag_reused.check,
    event_late.check,
    certificate_lapsed.check,
    member_suspended.check,
    mineral_outside.check,
    model_upgraded.check,
    claim_above_share.check,
    claim_in_part.check,
    right_since_lost.check,
    grade.check,
    drift.check,
    capacity.check,
    unassayed.check,
    national.check,
    national_unassayed.check,
    facility.check,
    travel.check,
    swap.check,
    heading.check,
    weights.check,
    untold.check,
)


def judge(case: Case) -> list[Finding]:
    """Return every finding about an event; an error among them refuses it."""
    if case.event.happening is Happening.NOTHING:
        return []
    found = [finding for check in CHECKS for finding in check(case)]
    return found if case.event.ours else [_softened(finding) for finding in found]


ALWAYS_BINDING = frozenset(
    {
        "custody.lot.of_another",
        *("custody.lot.not_held", "custody.site.not_yours", "custody.certificate.lapsed", "custody.member.suspended"),
        *("custody.member.missing", "custody.member.no_right", "custody.member.unknown"),
        *("custody.mineral.not_covered", "custody.campaign.not_yours"),
    }
)
"""Other parties' lots and sites, and our own certificates, are guarded against any sender."""


def _softened(finding: Finding) -> Finding:
    # A foreign event is a fact about somebody else's world: we note what does not fit and keep it.
    if finding.severity is Severity.ERROR and finding.code not in ALWAYS_BINDING and not lot_held.binds(finding):
        return msgspec.structs.replace(finding, severity=Severity.WARNING)
    return finding
