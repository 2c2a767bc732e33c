"""Who may register and accredit parties, declare interests and import facilities."""

from orepass.platform.access import Role, Row

ROWS = {
    "party.organisation.register": Row(Role.STEWARD, Role.SCHEME_STAFF),
    "party.organisation.name": Row(
        Role.STEWARD,
        Role.SCHEME_STAFF,
        Role.OPERATOR,
        Role.GROUP_MANAGER,
        Role.CERTIFIER,
        Role.BUYER,
        remark="no one is locked out of an event: any party can be named, registered or not",
    ),
    "party.organisation.record_number": Row(Role.STEWARD, Role.SCHEME_STAFF, remark="from the register's own extract"),
    "party.organisation.end_number": Row(Role.STEWARD, Role.SCHEME_STAFF),
    "party.site.register": Row(Role.STEWARD, Role.SCHEME_STAFF, Role.OPERATOR, Role.GROUP_MANAGER),
    "party.site.name_uri": Row(Role.STEWARD, Role.SCHEME_STAFF, Role.OPERATOR, Role.GROUP_MANAGER),
    "party.site.correct": Row(Role.STEWARD, Role.SCHEME_STAFF, Role.OPERATOR, Role.GROUP_MANAGER),
    "party.provider.accredit": Row(Role.STEWARD, Role.SCHEME_STAFF),
    "party.provider.withdraw_accreditation": Row(Role.STEWARD, Role.SCHEME_STAFF),
    "party.provider.suspend": Row(Role.STEWARD, Role.SCHEME_STAFF),
    "party.provider.restore": Row(Role.STEWARD, Role.SCHEME_STAFF),
    "party.membership.record": Row(Role.STEWARD, Role.SCHEME_STAFF, remark="from the council's own paper"),
    "party.membership.end": Row(Role.STEWARD, Role.SCHEME_STAFF),
    "party.person.record_competence": Row(Role.CERTIFIER, remark="of people of one's own organisation"),
    "party.person.end_competence": Row(Role.CERTIFIER, remark="records of one's own organisation"),
    "party.person.declare_interest": Row(
        Role.AUDITOR,
        Role.CERTIFIER,
        Role.INSPECTOR,
        Role.OPERATOR,
        Role.GROUP_MANAGER,
        Role.SCHEME_STAFF,
        Role.STEWARD,
        remark="everybody for themselves; certifiers and stewards for others",
    ),
    "party.import.icmm": Row(Role.STEWARD),
}
