"""Who may complain, appeal, be consulted and develop standards; whose case or draft it is, the actions check."""

from orepass.platform.access import Role, Row

HANDLING = (Role.CERTIFIER, Role.SCHEME_STAFF)
OWN_CASE = "of the organisation that handles the complaint"
HANDLER = "the handler to whom it was given"
OWN_DRAFT = "of the organisation that develops it"
RECEIPT = "whoever holds the receipt"

ROWS: dict[str, Row] = {
    "engagement.complaint.lodge": Row(anybody=True, remark="limited by size and number; no name is asked for"),
    "engagement.complaint.add": Row(anybody=True, remark=RECEIPT),
    "engagement.complaint.forget": Row(anybody=True, remark=RECEIPT),
    "engagement.complaint.acknowledge": Row(*HANDLING, remark=OWN_CASE),
    "engagement.complaint.assign": Row(*HANDLING, remark=OWN_CASE),
    "engagement.complaint.assess": Row(*HANDLING, remark=HANDLER),
    "engagement.complaint.investigate": Row(*HANDLING, remark=HANDLER),
    "engagement.complaint.put": Row(*HANDLING, remark=HANDLER),
    "engagement.complaint.respond": Row(
        Role.OPERATOR, Role.GROUP_MANAGER, Role.CERTIFIER, remark="of the organisation it was put to"
    ),
    "engagement.complaint.conclude": Row(*HANDLING, remark=HANDLER),
    "engagement.complaint.remedy": Row(*HANDLING, remark=HANDLER),
    "engagement.complaint.close": Row(*HANDLING, remark=HANDLER),
    "engagement.appeal.file": Row(Role.OPERATOR, Role.GROUP_MANAGER, remark="in one's own file"),
    "engagement.appeal.withdraw": Row(Role.OPERATOR, Role.GROUP_MANAGER, remark="one's own appeal"),
    "engagement.appeal.form_panel": Row(*HANDLING, remark="somebody who took no part in what is contested"),
    "engagement.appeal.hear": Row(everyone=True, remark="a member of the panel"),
    "engagement.appeal.decide": Row(everyone=True, remark="a member of the panel"),
    "engagement.appeal.carry_out": Row(Role.CERTIFIER, remark="of the provider, entitled to the step that follows"),
    "engagement.consultation.open": Row(Role.SCHEME_STAFF),
    "engagement.consultation.comment": Row(anybody=True, remark="limited by size and number"),
    "engagement.consultation.record": Row(Role.SCHEME_STAFF, remark="of the organisation that asks"),
    "engagement.consultation.transcribe": Row(
        Role.SCHEME_STAFF, remark="of the organisation that asks; nobody who spoke is named"
    ),
    "engagement.consultation.answer": Row(Role.SCHEME_STAFF, remark="of the organisation that asks"),
    "engagement.consultation.close": Row(Role.SCHEME_STAFF, remark="of the organisation that asks"),
    "engagement.development.open": Row(Role.SCHEME_STAFF, remark="of a scheme that no other organisation publishes"),
    "engagement.development.draft": Row(Role.SCHEME_STAFF, remark=OWN_DRAFT),
    "engagement.development.decide": Row(Role.SCHEME_STAFF, remark=OWN_DRAFT),
    "engagement.development.approve": Row(
        Role.SCHEME_STAFF, remark="of the organisation that develops it; the votes of a body go into the log"
    ),
    "engagement.development.drop": Row(Role.SCHEME_STAFF, remark=OWN_DRAFT),
    "engagement.pilot.start": Row(Role.SCHEME_STAFF, remark=OWN_DRAFT),
    "engagement.pilot.report": Row(
        Role.SCHEME_STAFF,
        Role.OPERATOR,
        Role.GROUP_MANAGER,
        remark="of the organisation that develops it, or that tries it",
    ),
    "engagement.pilot.answer": Row(Role.SCHEME_STAFF, remark=OWN_DRAFT),
    "engagement.pilot.end": Row(Role.SCHEME_STAFF, remark=OWN_DRAFT),
}
