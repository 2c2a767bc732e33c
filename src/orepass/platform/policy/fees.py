"""Who may quote, charge, pay, pledge and spend; no auditor or certifier: who decides does not see fees."""

from orepass.platform.access import Role, Row

CLIENT = (Role.OPERATOR, Role.GROUP_MANAGER)
CHARGED = "for a fee that one's own organisation charged"
OWN = "for one's own organisation's fee"

ROWS: dict[str, Row] = {
    "fees.quote.make": Row(*CLIENT, Role.BUYER, Role.SCHEME_STAFF, remark="for one's own house; the scheme for any"),
    "fees.charge.raise": Row(Role.SCHEME_STAFF, remark="by the schedule of an edition"),
    "fees.waiver.grant": Row(Role.SCHEME_STAFF, remark=CHARGED),
    "fees.saving.pass_on": Row(Role.SCHEME_STAFF, remark=CHARGED),
    "fees.payment.record": Row(Role.SCHEME_STAFF, remark=CHARGED),
    "fees.instalment_agreement.sign": Row(*CLIENT, remark=OWN),
    "fees.instalment_agreement.leave": Row(*CLIENT, remark=OWN),
    "fees.sale.report": Row(*CLIENT, remark=OWN),
    "fees.plan.start": Row(*CLIENT, remark=OWN),
    "fees.plan.miss": Row(Role.SCHEME_STAFF, remark=CHARGED),
    "fees.plan.excuse": Row(Role.SCHEME_STAFF, remark=CHARGED),
    "fees.plan.confirm": Row(Role.SCHEME_STAFF, remark=CHARGED),
    "fees.cost_sheet.record": Row(*CLIENT, remark="of one's own organisation, year by year"),
    "fees.sponsor.pledge": Row(Role.BUYER, Role.OPERATOR, Role.SCHEME_STAFF),
    "fees.sponsor.pay": Row(Role.BUYER, Role.OPERATOR, Role.SCHEME_STAFF, remark="from one's own pot"),
    "fees.fund.grant": Row(Role.BUYER, Role.OPERATOR, Role.SCHEME_STAFF, remark="from one's own pot"),
    "fees.advance.grant": Row(Role.BUYER, Role.OPERATOR),
    "fees.advance.repay": Row(Role.BUYER, Role.OPERATOR, remark="of an advance that one's own organisation gave"),
    "fees.premium.owe": Row(Role.BUYER, Role.OPERATOR, remark="as the buyer"),
    "fees.premium.receive": Row(*CLIENT, remark="of one's own group"),
    "fees.premium.spend": Row(*CLIENT, remark="of one's own group, with its members' vote"),
    "fees.entry.correct": Row(
        *CLIENT, Role.BUYER, Role.SCHEME_STAFF, remark="of an entry that one's own organisation recorded"
    ),
}
