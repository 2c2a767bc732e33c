"""Words for the plan of a visit: what was reckoned, from which risk, and what people are competent for."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def reckoned(rule: str) -> str:
    """Say what a kept value of a plan is."""
    table = {
        "sample": _("Sites to visit at least"),
        "sample-random-part": _("of them drawn by chance"),
        "audit-plan-days": _("Audit days"),
        "remote-share": _("Part done from afar"),
    }
    return opened(table, rule)


def reckoned_value(value: str) -> str:
    """Say a kept value of a plan that is a word."""
    table = {
        "manual": _("by judgement"),
        "allowed": _("allowed"),
        "notify": _("allowed, the oversight is told"),
    }
    return table.get(value, value)


def risk_level(code: str) -> str:
    """Say how risky a client is taken to be."""
    return opened({"regular": _("regular"), "medium": _("medium"), "high": _("high")}, code)


def competence_field(code: str) -> str:
    """Say in what somebody is competent."""
    return opened({"standard": _("standard"), "mineral": _("mineral"), "language": _("language")}, code)


def standing(code: str) -> str:
    """Say how an accreditation stands."""
    table = {
        "applicant": _("not in force"),
        "approved": _("in force"),
        "suspended": _("suspended"),
        "withdrawn": _("withdrawn"),
    }
    return opened(table, code)
