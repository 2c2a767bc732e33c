"""Who may run accounts, people, tokens and evidence."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "platform.person.register": Row(Role.STEWARD, Role.GROUP_MANAGER, Role.CERTIFIER, Role.OPERATOR),
    "platform.person.erase": Row(everyone=True, remark="one's own data; a steward for others, on their request"),
    "platform.account.create": Row(Role.STEWARD),
    "platform.membership.grant": Row(Role.STEWARD),
    "platform.membership.end": Row(Role.STEWARD),
    "platform.invitation.send": Row(everyone=True, remark="into one's own organisation, with a role one holds"),
    "platform.invitation.accept": Row(everyone=True, remark="the invited person, with the letter's code"),
    "platform.token.create": Row(everyone=True, remark="one's own tokens"),
    "platform.token.revoke": Row(everyone=True, remark="one's own tokens"),
    "platform.evidence.store": Row(*Role),
    "platform.notice.read": Row(everyone=True, remark="one's own notices"),
}
