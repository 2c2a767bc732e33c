"""Who may publish editions of a standard."""

from orepass.platform.access import Role, Row

ROWS: dict[str, Row] = {
    "scheme.edition.announce": Row(
        Role.SCHEME_STAFF, remark="the owner's staff; holders of the edition that is replaced are told"
    ),
    "scheme.edition.publish": Row(
        Role.SCHEME_STAFF, remark="the owner's staff; the edition is checked and its cases run"
    ),
}
