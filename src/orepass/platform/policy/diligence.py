"""Who may record visits and status decisions, answer red flags and import published visits."""

from orepass.platform.access import Role, Row

ROWS = {
    "diligence.visit.record": Row(Role.AUDITOR, Role.INSPECTOR, Role.SCHEME_STAFF, Role.STEWARD),
    "diligence.status.record": Row(Role.SCHEME_STAFF, Role.STEWARD),
    "diligence.flag.answer": Row(
        Role.AUDITOR,
        Role.CERTIFIER,
        Role.SCHEME_STAFF,
        remark="a signal opens a question; a person who is not the client answers it",
    ),
    "diligence.import.ipis": Row(Role.STEWARD),
}
