"""Who may record visits, status and risks, reckon and answer red flags, decide on areas and import visits."""

from orepass.platform.access import Role, Row

LOOKING = (Role.AUDITOR, Role.CERTIFIER, Role.SCHEME_STAFF)
OTHERS = "for the organisation that looks after the case; never on one's own site"
PARTIES = "for the organisation that looks after the case, or the one that runs the site"
OWN = "for one's own organisation"

ROWS = {
    "diligence.visit.record": Row(Role.AUDITOR, Role.INSPECTOR, Role.SCHEME_STAFF, Role.STEWARD),
    "diligence.workers.count": Row(Role.AUDITOR, Role.INSPECTOR, Role.SCHEME_STAFF, Role.STEWARD),
    "diligence.status.record": Row(Role.SCHEME_STAFF, Role.STEWARD),
    "diligence.flag.answer": Row(
        Role.AUDITOR,
        Role.CERTIFIER,
        Role.SCHEME_STAFF,
        remark="a signal opens a question; a person who is not the client answers it",
    ),
    "diligence.import.ipis": Row(Role.STEWARD),
    "diligence.risk.identify": Row(*LOOKING, Role.OPERATOR, Role.BUYER, remark=OTHERS),
    "diligence.risk.plan": Row(*LOOKING, Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, remark=PARTIES),
    "diligence.risk.measure": Row(*LOOKING, Role.OPERATOR, Role.BUYER, remark=OTHERS),
    "diligence.risk.decide": Row(*LOOKING, Role.OPERATOR, Role.BUYER, remark=OTHERS),
    "diligence.risk.reassess": Row(*LOOKING, Role.OPERATOR, Role.BUYER, remark=OTHERS),
    "diligence.signal.record": Row(*LOOKING, Role.OPERATOR, Role.BUYER, remark="at a site that the actor may see"),
    "diligence.signal.answer": Row(*LOOKING, Role.OPERATOR, Role.BUYER, remark=OTHERS),
    "diligence.legal.record": Row(Role.AUDITOR, Role.CERTIFIER, Role.SCHEME_STAFF, Role.STEWARD),
    "diligence.area.decide": Row(Role.CERTIFIER, Role.SCHEME_STAFF, Role.OPERATOR, Role.BUYER, remark=OWN),
    "diligence.area.reopen": Row(Role.CERTIFIER, Role.SCHEME_STAFF, Role.OPERATOR, Role.BUYER, remark=OWN),
    "diligence.goods.declare": Row(Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, remark=OWN),
    "diligence.step.record": Row(Role.OPERATOR, Role.GROUP_MANAGER, Role.BUYER, remark=OWN),
}
