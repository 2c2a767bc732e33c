"""Who may run a group; that it is one's own group is checked by the actions."""

from orepass.platform.access import Role, Row

OWN = "in one's own group"

ROWS: dict[str, Row] = {
    "groups.group.register": Row(Role.GROUP_MANAGER),
    "groups.member.apply": Row(Role.GROUP_MANAGER, Role.INSPECTOR, remark=OWN),
    "groups.member.register": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.approve": Row(Role.GROUP_MANAGER, remark="never by whoever inspected"),
    "groups.member.condition": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.refuse": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.resign": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.reenter": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.advise": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.warn": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.clear": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.suspend": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.member.restore": Row(Role.GROUP_MANAGER, remark="never by whoever inspected"),
    "groups.member.expel": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.inspector.appoint": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.inspector.dismiss": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.inspection.record": Row(Role.INSPECTOR, remark="an appointed inspector, never in one's own unit"),
    "groups.review.record": Row(Role.GROUP_MANAGER, Role.INSPECTOR, remark="by peers, never of one's own plot"),
    "groups.estimate.record": Row(Role.GROUP_MANAGER, Role.INSPECTOR, remark=OWN),
    "groups.outgrowers.declare": Row(Role.GROUP_MANAGER, Role.OPERATOR, remark="of one's own group, year by year"),
    "groups.register.commit": Row(Role.GROUP_MANAGER, remark=OWN),
    "groups.register.check": Row(Role.AUDITOR, remark="of the provider that holds the group's file"),
    "groups.sample.commit": Row(Role.AUDITOR, Role.CERTIFIER, remark="of the provider that holds the group's file"),
    "groups.sample.draw": Row(Role.AUDITOR, Role.CERTIFIER, remark="of the provider that holds the group's file"),
    "groups.sample.add": Row(Role.AUDITOR, Role.CERTIFIER, remark="of the provider that holds the group's file"),
    "groups.audit.plan": Row(Role.AUDITOR, Role.CERTIFIER, remark="of the provider that holds the group's file"),
}
