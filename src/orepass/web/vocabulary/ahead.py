"""Words for steps that somebody can take next; those that were taken have their own words."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def file_step_ahead(code: str) -> str:
    """Say a step of a file that is possible."""
    table = {
        "application.submit": _("send the application"),
        "application.return": _("send the application back"),
        "application.refuse": _("refuse the application"),
        "application.accept": _("accept the application"),
        "application.withdraw": _("withdraw the application"),
        "agreement.offer": _("offer the agreement"),
        "agreement.sign": _("sign the agreement"),
        "assessment.submit": _("hand in the self-assessment"),
        "assessment.return": _("send the self-assessment back"),
        "audit.plan": _("plan a visit"),
        "audit.evaluated": _("conclude the visit"),
        "audit.repeat": _("plan another visit"),
        "audit.recommend": _("recommend a decision"),
        "review.return": _("send the evaluation back"),
        "review.complete": _("complete the review"),
        "decision.grant": _("grant the certificate"),
        "decision.decline": _("decline the certificate"),
    }
    return opened(table, code)


def finding_step_ahead(code: str) -> str:
    """Say a step of a nonconformity that is possible."""
    table = {
        "finding.plan": _("plan the correction"),
        "finding.accept": _("accept the plan"),
        "finding.return": _("send it back"),
        "finding.prove": _("send proof"),
        "finding.close": _("close it"),
        "finding.extend": _("extend the time"),
    }
    return opened(table, code)


def risk_step_ahead(code: str) -> str:
    """Say a step of a case of risk that is possible."""
    table = {
        "risk.stop": _("stop the trade"),
        "risk.plan": _("plan how it is mended"),
        "risk.refute": _("refute the risk"),
        "risk.confirm": _("confirm the risk"),
        "risk.improve": _("record an improvement"),
        "risk.halt": _("suspend the trade, for time has run out"),
        "risk.suspend": _("suspend the trade"),
        "risk.resume": _("resume the trade"),
        "risk.terminate": _("end the trade"),
        "risk.reassess": _("assess it anew"),
        "risk.reopen": _("open it again"),
    }
    return opened(table, code)
