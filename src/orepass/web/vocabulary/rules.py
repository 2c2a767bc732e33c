"""Words for the rules of the calculator: where a rule belongs, and what its value is counted in."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def rule_room(code: str) -> str:
    """Say to what a rule belongs."""
    table = {
        "assurance": _("Applications, certificates and nonconformities"),
        "custody": _("Chain of custody"),
        "diligence": _("Due diligence"),
        "engagement": _("Complaints, appeals and consultations"),
        "improvement": _("Improvement"),
        "inclusion.fees": _("Fees and premiums"),
        "inclusion.groups": _("Groups and samples"),
        "inclusion.recognition": _("Recognition of other schemes"),
        "inclusion.stages": _("Progress in stages"),
        "kernel": _("Life cycles"),
        "party": _("Providers and people"),
        "scheme": _("Samples, audit time, dates and clocks"),
    }
    return opened(table, code)


def rule_unit(code: str) -> str:
    """Say in what a value is counted; a code, a day or a truth needs no word."""
    table = {
        "boolean": "",
        "code": "",
        "date": "",
        "text": "",
        "count": "",
        "list": "",
        "map": "",
        "1": "",
        "%": "%",
        "EUR": "EUR",
        "USD": "USD",
        "KES": "KES",
        "day-of-audit": _("for each day of audit"),
        "days": _("days"),
        "hours": _("hours"),
        "kg": "kg",
        "km": "km",
        "points": _("points"),
        "t": "t",
        "TNE": "t",
        "years": _("years"),
        "members": _("members"),
        "months": _("months"),
        "share": _("as a share of one"),
        "sites": _("sites"),
        "persons": _("people"),
    }
    return opened(table, code) if table.get(code, "x") else ""


def rule_value(value: object, unit: str) -> str:
    """Say the value of a rule with its unit; what is a code there is one here."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return " ".join(filter(None, (str(value), rule_unit(unit))))


def decision_kind(code: str) -> str:
    """Say what kind of stored decision was recomputed."""
    table = {
        "assurance.submission": _("Self-assessment as submitted"),
        "assurance.recommendation": _("Outcome behind the recommendation"),
        "assurance.decision": _("What the decision rests on"),
        "assurance.certificate": _("Certificate and its days"),
        "assurance.plan": _("Plan of a visit"),
        "groups.draw": _("Drawn sample"),
        "groups.member.near": _("Distance of a member"),
        "groups.outgrowers": _("Share bought from outgrowers"),
        "stages.plan": _("Progress plan"),
        "diligence.goods.scope": _("Duties of an importer"),
        "fees.cost_sheet": _("What certification cost"),
        "fees.plan": _("Plan of payment kept"),
    }
    return opened(table, code)


def draw_kind(code: str) -> str:
    """Say for which audit a sample is drawn."""
    table = {
        "initial": _("the first audit"),
        "surveillance": _("a surveillance audit"),
        "recertification": _("a renewal"),
    }
    return opened(table, code)


def risk_class(code: str) -> str:
    """Say a class of risk."""
    return opened({"regular": _("regular"), "medium": _("medium"), "high": _("high")}, code)


def drawn_by(code: str) -> str:
    """Say how somebody came into a sample."""
    return opened({"random": _("drawn by chance"), "risk": _("drawn by risk"), "added": _("added by an auditor")}, code)


def draw_check(code: str) -> str:
    """Say what a check of a draw looks at."""
    table = {
        "commitment": _("The list was committed first"),
        "signature": _("The log signed the checkpoint"),
        "beacon": _("Chance came from the log"),
        "size": _("As many as the rule asks"),
        "list": _("Nobody twice on the list"),
        "random": _("Drawn by chance"),
        "risk": _("Drawn by risk"),
        "entry": _("The draw stands on the log"),
    }
    return opened(table, code)
