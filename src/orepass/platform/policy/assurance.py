"""Who may take which step of a certification; whose file it is, and impartiality, are checked by the actions."""

from orepass.platform.access import Role, Row

CLIENT = (Role.OPERATOR, Role.GROUP_MANAGER)
OWN_FILE = "in one's own file"
OWN_OR_TEAM = "in one's own file, or as a member of the audit team"
INDEPENDENT = "somebody who took no part in the evaluation and has no tie to the client"

ROWS: dict[str, Row] = {
    "assurance.application.draft": Row(*CLIENT),
    "assurance.application.amend": Row(*CLIENT, remark=OWN_FILE),
    "assurance.application.submit": Row(*CLIENT, remark=OWN_FILE),
    "assurance.application.withdraw": Row(*CLIENT, remark=OWN_FILE),
    "assurance.application.accept": Row(Role.CERTIFIER),
    "assurance.application.return": Row(Role.CERTIFIER),
    "assurance.application.refuse": Row(Role.CERTIFIER),
    "assurance.agreement.offer": Row(Role.CERTIFIER),
    "assurance.agreement.sign": Row(*CLIENT, remark=OWN_FILE),
    "assurance.answer.record": Row(*CLIENT, remark=OWN_FILE),
    "assurance.answer.record_all": Row(*CLIENT, remark=OWN_FILE),
    "assurance.answer.import_sheet": Row(*CLIENT, Role.AUDITOR, remark=OWN_OR_TEAM),
    "assurance.answer.import_submissions": Row(*CLIENT, Role.AUDITOR, remark=OWN_OR_TEAM),
    "assurance.answer.verify": Row(Role.AUDITOR, remark="a member of the audit team"),
    "assurance.answer.verify_all": Row(Role.AUDITOR, remark="a member of the audit team"),
    "assurance.assessment.submit": Row(*CLIENT, remark=OWN_FILE),
    "assurance.assessment.return": Row(Role.AUDITOR, Role.CERTIFIER),
    "assurance.audit.plan": Row(Role.AUDITOR, Role.CERTIFIER),
    "assurance.sample.add": Row(Role.AUDITOR, remark="a member of the audit team"),
    "assurance.audit.conclude": Row(Role.AUDITOR, remark="a member of the audit team"),
    "assurance.audit.recommend": Row(Role.AUDITOR, remark="the lead auditor"),
    "assurance.finding.raise": Row(Role.AUDITOR, remark="a member of the audit team"),
    "assurance.finding.plan": Row(*CLIENT, remark=OWN_FILE),
    "assurance.finding.accept": Row(Role.AUDITOR),
    "assurance.finding.return": Row(Role.AUDITOR),
    "assurance.finding.prove": Row(*CLIENT, remark=OWN_FILE),
    "assurance.finding.close": Row(Role.AUDITOR),
    "assurance.finding.extend": Row(Role.AUDITOR),
    "assurance.review.complete": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.review.return": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.decision.take": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.certificate.suspend": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.certificate.restore": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.certificate.reduce": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.certificate.withdraw": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.certificate.terminate": Row(*CLIENT, remark=OWN_FILE),
    "assurance.report.choose": Row(*CLIENT, remark="of one's own certificate"),
    "assurance.transfer.request": Row(*CLIENT, remark="of one's own certificate"),
    "assurance.transfer.cancel": Row(*CLIENT, remark="one's own request"),
    "assurance.transfer.accept": Row(Role.CERTIFIER, remark=INDEPENDENT),
    "assurance.transfer.refuse": Row(Role.CERTIFIER, remark="of the provider asked"),
    "assurance.surveillance.conclude": Row(Role.CERTIFIER, remark=INDEPENDENT),
}
