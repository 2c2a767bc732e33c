"""Who may put a mapping up for recognition, decide on it, present a certificate of another scheme and look it up."""

from orepass.platform.access import Role, Row

CLIENT = (Role.OPERATOR, Role.GROUP_MANAGER)
OWN_SCHEME = "of the organisation that publishes the scheme"

ROWS: dict[str, Row] = {
    "recognition.agreement.request": Row(Role.SCHEME_STAFF, remark=OWN_SCHEME),
    "recognition.agreement.assess": Row(Role.SCHEME_STAFF, remark=OWN_SCHEME),
    "recognition.agreement.consult": Row(Role.SCHEME_STAFF, remark=OWN_SCHEME),
    "recognition.agreement.decide": Row(Role.SCHEME_STAFF, remark=f"{OWN_SCHEME}; not whoever assessed it"),
    "recognition.agreement.suspend": Row(Role.SCHEME_STAFF, remark=OWN_SCHEME),
    "recognition.agreement.restore": Row(Role.SCHEME_STAFF, remark=OWN_SCHEME),
    "recognition.agreement.renew": Row(Role.SCHEME_STAFF, remark=OWN_SCHEME),
    "recognition.certificate.present": Row(*CLIENT, remark="of one's own organisation"),
    "recognition.certificate.check": Row(
        Role.AUDITOR,
        Role.CERTIFIER,
        Role.SCHEME_STAFF,
        remark="of a provider of the holder, or of a scheme it is for; never of the holder",
    ),
    "recognition.credit.claim": Row(*CLIENT, remark="in one's own file"),
}
