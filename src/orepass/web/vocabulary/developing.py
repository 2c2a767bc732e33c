"""Words for standards under development: their states, what was said, who was heard, what was decided."""

from django.utils.translation import gettext as _

from orepass.web.texts import NAMES
from orepass.web.vocabulary.opening import opened


def development_state(code: str) -> str:
    """Say where a development stands."""
    table = {
        "drafting": _("being written"),
        "consulting": _("being asked about"),
        "revised": _("revised"),
        "piloted": _("tried"),
        "approved": _("approved"),
        "published": _("published"),
        "dropped": _("dropped"),
    }
    return opened(table, code)


def development_step(code: str) -> str:
    """Say a step of a development."""
    table = {
        "development.draft": _("A version was kept"),
        "development.consult": _("A round was opened"),
        "development.pilot": _("A pilot has ended"),
        "development.approve": _("The draft was approved"),
        "development.drop": _("The development was dropped"),
        "development.publish": _("The edition was published"),
    }
    return table.get(code) or code.replace(".", " ")


def response(code: str) -> str:
    """Say what became of what was said."""
    table = {"accepted": _("accepted"), "partly": _("accepted in part"), "declined": _("not accepted")}
    return opened(table, code)


def met(code: str) -> str:
    """Say whether a requirement could be met where it was tried."""
    table = {
        "yes": _("could be met"),
        "partly": _("could be met in part"),
        "no": _("could not be met"),
        "not_tried": _("was not tried"),
    }
    return opened(table, code)


def voice_way(code: str) -> str:
    """Say on which way something was said."""
    table = {"online": _("in writing"), "meeting": _("at a meeting"), "pilot": _("in a pilot")}
    return opened(table, code)


def counted_by(code: str) -> str:
    """Say by what people are counted."""
    table = {
        "group": _("group"),
        "sex": _("sex"),
        "language": _("language"),
        "literacy": _("reading"),
        "size": _("size of the mine"),
        "region": _("region"),
    }
    return opened(table, code)


def counted_value(code: str) -> str:
    """Say who is counted."""
    table = {
        "female": _("women"),
        "male": _("men"),
        "other": _("another sex"),
        "reads": _("can read"),
        "cannot_read": _("cannot read"),
        "asm": _("artisanal and small-scale"),
        "small": _("small"),
        "large": _("large"),
        "unknown": _("not known"),
    }
    return table.get(code) or NAMES.get(code, code)


def decision_kind(code: str) -> str:
    """Say what kind of entry of the log of decisions it is."""
    table = {"decision": _("Decision"), "approving": _("The draft is approved"), "dropping": _("The draft is dropped")}
    return opened(table, code)
