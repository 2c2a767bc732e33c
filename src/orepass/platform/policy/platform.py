"""Who may run accounts, people, tokens and evidence."""

from orepass.platform.access import Role, Row

EVERYONE = tuple(Role)

ROWS: dict[str, Row] = {
    "platform.person.register": Row(Role.STEWARD, Role.GROUP_MANAGER, Role.CERTIFIER, Role.OPERATOR),
    "platform.person.erase": Row(*EVERYONE, remark="one's own data; a steward for others, on their request"),
    "platform.account.create": Row(Role.STEWARD),
    "platform.membership.grant": Row(Role.STEWARD),
    "platform.membership.end": Row(Role.STEWARD),
    "platform.invitation.send": Row(*EVERYONE, remark="into one's own organisation, with a role one holds"),
    "platform.invitation.accept": Row(*EVERYONE, remark="the invited person, with the letter's code"),
    "platform.token.create": Row(*EVERYONE),
    "platform.token.revoke": Row(*EVERYONE, remark="one's own tokens"),
    "platform.evidence.store": Row(*EVERYONE),
    "platform.notice.read": Row(*EVERYONE),
}
