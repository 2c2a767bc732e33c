"""Who may do what in custody."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "custody.events.capture": Row(
        Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, Role.STEWARD, remark="for the actor's own organisation"
    ),
}
