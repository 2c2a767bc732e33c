"""Who may open a progress plan, report its steps and judge them."""

from orepass.platform.access import Role, Row

CLIENT = (Role.OPERATOR, Role.GROUP_MANAGER)

ROWS: dict[str, Row] = {
    "stages.plan.open": Row(*CLIENT, remark="in one's own file"),
    "stages.step.report": Row(*CLIENT, remark="in one's own plan"),
    "stages.step.confirm": Row(Role.AUDITOR, remark="of the provider, without a tie to the client"),
    "stages.step.return": Row(Role.AUDITOR, remark="of the provider, without a tie to the client"),
    "stages.step.extend": Row(Role.CERTIFIER, remark="of the provider, who took no part in the evaluation"),
}
