"""Who may make identities and keys, rotate and end them, and set the status of credentials."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "credentials.agreement.make": Row(Role.STEWARD),
    "credentials.context.bring": Row(Role.STEWARD, remark="pinned by its digest; none is fetched"),
    "credentials.evidence.open": Row(*Role, remark="with the key of the own organisation in a role held there"),
    "credentials.evidence.share": Row(*Role, remark="of files that the own organisation stored"),
    "credentials.identity.create": Row(Role.STEWARD),
    "credentials.identity.rotate": Row(Role.STEWARD),
    "credentials.identity.deactivate": Row(Role.STEWARD),
    "credentials.identity.name_witnesses": Row(Role.STEWARD),
    "credentials.identity.take_witness_proof": Row(Role.STEWARD),
    "credentials.key.create": Row(Role.STEWARD),
    "credentials.key.retire": Row(Role.STEWARD),
    "credentials.status.set": Row(
        Role.CERTIFIER,
        Role.STEWARD,
        remark="by hand, of what one's own identity signed; other rooms set it themselves",
    ),
    "credentials.sd_jwt.issue": Row(Role.STEWARD),
    "credentials.sd_jwt.present": Row(Role.STEWARD),
    "credentials.status.tell": Row(Role.STEWARD, remark="by hand; other rooms tell it in their own steps"),
}
