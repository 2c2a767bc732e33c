"""Writes of the improvement room: policies, risks and mitigations, indicators and values, plans and actions."""

from orepass.improvement.actions.indicators import define_indicator, report_value
from orepass.improvement.actions.measures import add_action, plan_mitigation, report_done
from orepass.improvement.actions.subjects import adopt_plan, adopt_policy, assess_risk

__all__ = [
    "add_action",
    "adopt_plan",
    "adopt_policy",
    "assess_risk",
    "define_indicator",
    "plan_mitigation",
    "report_done",
    "report_value",
]
