"""The numbers of group certification, from the pack's blocks ``group`` and ``sampling``; a silent pack is refused.

A group that works without a number would work by ours; so every one of these has to stand in the pack.
"""

from fractions import Fraction

import msgspec

from orepass.inclusion.groups.rules.peers import OUTSIDERS_MIN, PEERS_MIN
from orepass.scheme.rules.parameters import Rules


class GroupTerms(msgspec.Struct, frozen=True, kw_only=True):
    """One scheme's numbers, as a group needs them."""

    compliance_share: Fraction
    members_max: int
    inspection_months: int
    warning_days: int
    suspension_months: int
    reentry_months: int
    sample_rule: str
    random_share: Fraction
    risk: dict[str, Fraction]
    failing_share: Fraction
    missed_share: Fraction
    yield_tolerance: Fraction
    one_group_only: bool
    critical_suspends: bool
    peers_min: int = PEERS_MIN
    outsiders_min: int = OUTSIDERS_MIN


def terms_from(rules: Rules) -> GroupTerms:
    """Read the terms from the parameters of a standard.

    Raises:
        ParameterMissing: the pack leaves one of them open.
    """
    risk = rules["sampling.risk_multiplier"].value
    return GroupTerms(
        compliance_share=rules["group.member_compliance_share"].share,
        members_max=int(rules["group.members_max"].number),
        inspection_months=int(rules["group.internal_inspection_months"].number),
        warning_days=int(rules["group.warning_days"].number),
        suspension_months=int(rules["group.member_suspension_months"].number),
        reentry_months=int(rules["group.reentry_months"].number),
        sample_rule=str(rules["group.external_sample_rule"].value),
        random_share=rules["sampling.random_share"].share,
        risk={name: Fraction(str(value)) for name, value in risk.items()},
        failing_share=rules["group.failing_in_sample_share"].share,
        missed_share=rules["group.missed_by_inspectors_share"].share,
        yield_tolerance=rules["group.yield_tolerance_percent"].share,
        one_group_only=bool(rules["group.one_group_only"].value),
        critical_suspends=bool(rules["group.critical_suspends_member"].value),
        peers_min=int(rules.value("group.peers_min", PEERS_MIN)),
        outsiders_min=int(rules.value("group.outsiders_min", OUTSIDERS_MIN)),
    )
