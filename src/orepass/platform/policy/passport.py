"""Who may issue and revoke credentials and passports."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "passport.certificate.issue_credential": Row(
        Role.CERTIFIER, Role.STEWARD, remark="of certificates that the organisation watches over"
    ),
    "passport.product.issue": Row(Role.OPERATOR, Role.STEWARD, remark="of lots that the organisation holds"),
    "passport.product.revoke": Row(Role.OPERATOR, Role.STEWARD, remark="of passports that the organisation issued"),
}
