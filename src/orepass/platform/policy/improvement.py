"""Who may write down how an organisation improves: its own people."""

from orepass.platform.access import Role, Row

_OWN = Row(Role.OPERATOR, Role.GROUP_MANAGER, remark="for the organisation acted for")

ROWS = {
    "improvement.policy.adopt": _OWN,
    "improvement.plan.adopt": _OWN,
    "improvement.risk.assess": _OWN,
    "improvement.mitigation.plan": _OWN,
    "improvement.indicator.define": _OWN,
    "improvement.indicator.report": _OWN,
    "improvement.action.add": _OWN,
    "improvement.measure.report_done": _OWN,
}
