"""Words for members of a group."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def member_state(code: str) -> str:
    """Say where a member stands."""
    table = {
        "applied": _("applied"),
        "registered": _("registered"),
        "inspected": _("inspected"),
        "approved": _("admitted"),
        "conditional": _("admitted under conditions"),
        "advised": _("advised"),
        "warned": _("warned"),
        "suspended": _("suspended"),
        "expelled": _("excluded"),
        "refused": _("refused"),
        "resigned": _("left"),
    }
    return opened(table, code)


def member_step(code: str) -> str:
    """Say a step of a member's life."""
    table = {
        "member.register": _("Registered"),
        "member.inspect": _("Inspected"),
        "member.approve": _("Admitted"),
        "member.condition": _("Conditions set"),
        "member.refuse": _("Refused"),
        "member.advise": _("Advised"),
        "member.warn": _("Warned"),
        "member.clear": _("Warning cleared"),
        "member.suspend": _("Suspended"),
        "member.restore": _("Restored"),
        "member.expel": _("Excluded"),
        "member.resign": _("Resigned"),
        "member.reenter": _("Let in again"),
    }
    return opened(table, code)
