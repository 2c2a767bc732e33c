"""Who may make keys and set the status of credentials."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "credentials.identity.create": Row(Role.STEWARD),
    "credentials.key.create": Row(Role.STEWARD),
    "credentials.key.retire": Row(Role.STEWARD),
    "credentials.status.set": Row(Role.STEWARD, remark="by hand; other rooms set it in their own steps"),
}
