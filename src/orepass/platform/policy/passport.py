"""Who may issue and revoke credentials and passports."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "passport.anchor.issue": Row(Role.STEWARD, Role.SCHEME_STAFF, remark="in the name of the home, as its register"),
    "passport.anchor.revoke": Row(Role.STEWARD, Role.SCHEME_STAFF, remark="in the name of the home, as its register"),
    "passport.certificate.issue_credential": Row(
        Role.CERTIFIER, Role.STEWARD, remark="of certificates that the organisation watches over"
    ),
    "passport.credential.issue": Row(
        Role.CERTIFIER, Role.STEWARD, remark="in the name of the organisation's own identity; a steward for the home"
    ),
    "passport.product.issue": Row(Role.OPERATOR, Role.STEWARD, remark="of lots that the organisation holds"),
    "passport.product.revoke": Row(Role.OPERATOR, Role.STEWARD, remark="of passports that the organisation issued"),
    "passport.trust.declare": Row(Role.STEWARD, Role.SCHEME_STAFF, remark="for the whole home"),
    "passport.trust.end": Row(Role.STEWARD, Role.SCHEME_STAFF, remark="for the whole home"),
}
