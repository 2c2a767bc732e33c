"""Who may run the sequencer of the log by hand."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "transparency.log.sequence": Row(Role.STEWARD, remark="the system does it after every commit"),
}
