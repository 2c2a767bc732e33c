"""Words for the recognition of other schemes."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def agreement_state(code: str) -> str:
    """Say where an agreement between schemes stands."""
    table = {
        "requested": _("requested"),
        "assessed": _("assessed"),
        "consulted": _("consulted on"),
        "recognised": _("recognised"),
        "recognised_conditional": _("recognised with conditions"),
        "refused": _("refused"),
        "suspended": _("suspended"),
        "lapsed": _("lapsed"),
        "superseded": _("superseded by a later agreement"),
    }
    return opened(table, code)


def agreement_step(code: str) -> str:
    """Say a step of an agreement."""
    table = {
        "agreement.assess": _("Assurance of the other scheme assessed"),
        "agreement.consult": _("Consultation closed"),
        "agreement.recognise": _("Recognised"),
        "agreement.recognise_conditional": _("Recognised with conditions"),
        "agreement.refuse": _("Refused"),
        "agreement.suspend": _("Suspended"),
        "agreement.restore": _("Suspension lifted"),
        "agreement.restore_conditional": _("Suspension lifted"),
        "agreement.renew": _("Renewed"),
    }
    return opened(table, code)


def agreement_use(code: str) -> str:
    """Say whether one may rely on an agreement."""
    table = {
        "not_yet": _("not in force"),
        "in_force": _("in force"),
        "grace": _("grace: only for what was claimed before"),
        "suspended": _("suspended: credits are on hold"),
        "lapsed": _("lapsed"),
    }
    return opened(table, code)


def credit(code: str) -> str:
    """Say what one requirement gets from a certificate."""
    table = {
        "credited": _("credited"),
        "partly": _("credited in part"),
        "hold": _("on hold"),
        "unchecked": _("not looked up yet"),
        "gap": _("gap"),
    }
    return opened(table, code)


def foreign_status(code: str) -> str:
    """Say how a certificate of another scheme stands, as somebody looked it up."""
    table = {
        "active": _("active when looked up"),
        "suspended": _("suspended there"),
        "withdrawn": _("withdrawn there"),
        "expired": _("expired"),
        "unknown": _("not looked up yet"),
    }
    return opened(table, code)


def assurance_worth(code: str) -> str:
    """Say what the assurance of another scheme lets through."""
    table = {"full": _("sound"), "partial": _("sound in part"), "none": _("not to be relied on yet")}
    return opened(table, code)


def recognition_level(level: int) -> str:
    """Say a level of recognition."""
    if level == 1:
        return _("level 1: the standard and its implementation")
    return _("level 2: the standard; its implementation is tested here")
