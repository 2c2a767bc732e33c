"""Words for notices: what a reader is told of, room by room."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.hearing import heard
from orepass.web.vocabulary.opening import named


def notice(code: str) -> str:
    """Say what a notice is about."""
    tables = (_of_certification(), _of_sites(), _of_money(), _of_producers())
    said = next((table[code] for table in tables if code in table), "")
    return said or heard(code) or named(code)


def _of_certification() -> dict[str, str]:
    return {
        "assurance.agreement.offered": _("An agreement is offered to you"),
        "assurance.agreement.signed": _("The agreement is signed"),
        "assurance.application.accepted": _("The application is accepted"),
        "assurance.application.refused": _("The application is refused"),
        "assurance.application.returned": _("The application came back for completion"),
        "assurance.application.submitted": _("An application has come in"),
        "assurance.application.withdrawn": _("An application was withdrawn"),
        "assurance.assessment.returned": _("The self-assessment came back for completion"),
        "assurance.assessment.submitted": _("A self-assessment has come in"),
        "assurance.audit.concluded": _("A visit is concluded"),
        "assurance.audit.planned": _("A visit is planned"),
        "assurance.audit.recommended": _("A recommendation was made"),
        "assurance.decision.taken": _("A decision was taken"),
        "assurance.certificate.reduce": _("A certificate covers less"),
        "assurance.certificate.restore": _("A certificate is in force again"),
        "assurance.certificate.suspend": _("A certificate is suspended"),
        "assurance.certificate.terminate": _("A certificate was given back"),
        "assurance.certificate.withdraw": _("A certificate was withdrawn"),
        "assurance.finding.accept": _("A correction plan was accepted"),
        "assurance.finding.clock_started": _("The clock of a nonconformity runs"),
        "assurance.finding.close": _("A nonconformity is closed"),
        "assurance.finding.extended": _("More time for a nonconformity"),
        "assurance.finding.planned": _("A correction plan has come in"),
        "assurance.finding.proved": _("Proof of a correction has come in"),
        "assurance.finding.raised": _("A nonconformity was raised"),
        "assurance.finding.return": _("A correction came back for completion"),
        "assurance.review.done": _("A file was reviewed"),
        "assurance.surveillance.concluded": _("A surveillance is concluded"),
        "assurance.transfer.accepted": _("A certificate has moved to another provider"),
        "assurance.transfer.cancelled": _("A request to take a certificate over was cancelled"),
        "assurance.transfer.refused": _("A provider will not take the certificate over"),
        "assurance.transfer.requested": _("A client asks you to take a certificate over"),
        "recognition.certificate.checked": _("Somebody looked up your certificate of another scheme"),
        "recognition.credit.claimed": _("A certificate of another scheme is claimed in a file"),
        "scheme.edition.announced": _("The next edition of your standard is announced"),
    }


def _of_sites() -> dict[str, str]:
    return {
        "diligence.area.decided": _("A decision on an area is on record"),
        "diligence.area.reopened": _("A decision on an area has ended"),
        "diligence.flag.answered": _("A red flag was answered"),
        "diligence.legal.recorded": _("How the law stands to a site was recorded"),
        "diligence.risk.decided": _("A decision on a risk was taken"),
        "diligence.risk.identified": _("A risk was identified at a site"),
        "diligence.risk.improved": _("A risk at a site has improved"),
        "diligence.risk.planned": _("A mitigation was planned"),
        "diligence.risk.reassessed": _("A risk was looked at again"),
        "diligence.signal.answered": _("A reckoned red flag was answered"),
        "diligence.signal.flagged": _("A red flag was reckoned at a site"),
        "diligence.risk.flagged": _("A red flag was seen at a site"),
        "diligence.status.recorded": _("The status of a site was recorded"),
        "custody.question.opened": _("A question about an event waits for your answer"),
    }


def _of_money() -> dict[str, str]:
    return {
        "fees.advance.granted": _("An advance was written down"),
        "fees.agreement.share_rose": _("Signatories left; the shares of the others rose"),
        "fees.charge.lessened": _("A fee became less"),
        "fees.charge.paid": _("A fee is paid"),
        "fees.charge.raised": _("A fee was charged"),
        "fees.charge.sponsored": _("A sponsor paid of a fee"),
        "fees.entry.corrected": _("An entry of an account was corrected"),
        "fees.plan.confirmed": _("The plan of payment was kept; the certificate can be handed over"),
        "fees.plan.excused": _("A missed deduction was taken back"),
        "fees.plan.missed": _("A deduction was missed; the months of the plan start again"),
        "fees.plan.started": _("A client certified elsewhere keeps to a plan of payment"),
        "fees.premium.owed": _("A premium is owed to the group"),
        "fees.premium.received": _("The group received a premium"),
    }


def _of_producers() -> dict[str, str]:
    return {
        "groups.member.advised": _("Advice was given to a member"),
        "groups.member.cleared": _("A warning was cleared"),
        "groups.member.expelled": _("A member was excluded"),
        "groups.member.restored": _("A member delivers again"),
        "groups.member.suspended": _("A member is suspended"),
        "groups.member.warned": _("A member was warned"),
        "stages.plan.opened": _("A progress plan was opened"),
        "stages.step.confirm": _("A promised step was confirmed"),
        "stages.step.extended": _("More time for a promised step"),
        "stages.step.reported": _("A promised step was reported as done"),
        "stages.step.return": _("A promised step came back for completion"),
        "improvement.measure.due": _("A measure falls due"),
    }
