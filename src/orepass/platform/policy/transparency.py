"""Who may run the sequencer of the log by hand, and who says which witnesses are asked."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "transparency.log.sequence": Row(Role.STEWARD, remark="the system does it after every commit"),
    "transparency.witness.accept": Row(Role.STEWARD, remark="whoever checks the log must not be the one who runs it"),
    "transparency.witness.dismiss": Row(Role.STEWARD),
    "transparency.cosignature.add": Row(Role.STEWARD, remark="the system does it after asking a witness"),
}
