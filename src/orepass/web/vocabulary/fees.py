"""The words of fees: kinds of account, kinds of entry, names of fees."""

from django.utils.translation import gettext as _


def account_kind(code: str) -> str:
    """Say what kind of account it is."""
    table = {"fee": _("Fee"), "pot": _("Sponsor’s pot"), "premium": _("Premium"), "advance": _("Advance")}
    return table[code]


def entry_kind(code: str) -> str:
    """Say what an entry does."""
    table = {
        "charged": _("charged"),
        "waived": _("waived"),
        "saved": _("saved by recognition"),
        "paid": _("paid"),
        "deducted": _("taken from a sale"),
        "sponsored": _("paid by a sponsor"),
        "pledged": _("pledged"),
        "drawn": _("paid out"),
        "owed": _("owed by a buyer"),
        "received": _("received"),
        "spent": _("spent by vote"),
        "advanced": _("advanced"),
        "repaid": _("repaid from a sale"),
    }
    return table[code]


def plan_kind(code: str) -> str:
    """Say what happened under a plan of payment."""
    table = {
        "started": _("the plan started"),
        "missed": _("a deduction was missed"),
        "excused": _("a missed deduction was taken back"),
        "confirmed": _("the plan was kept"),
    }
    return table[code]


def benefit(code: str) -> str:
    """Say what certification brings."""
    table = {
        "none": _("none yet"),
        "mandated_premium": _("a premium that the scheme mandates"),
        "negotiated_premium": _("a premium negotiated with the buyer"),
        "market_access": _("access to a market"),
        "value_addition": _("value added on the spot"),
    }
    return table[code]


def purpose(code: str) -> str:
    """Say what a fee or pot is for; what somebody wrote shows as it was written."""
    table = {
        "registration": _("registration"),
        "label": _("label"),
        "audit": _("audit"),
        "premium": _("premium"),
        "traceability": _("traceability"),
        "chain_certification": _("certification along the chain"),
        "licence": _("licence fee"),
        "administration": _("administration"),
    }
    return table.get(code, code)
