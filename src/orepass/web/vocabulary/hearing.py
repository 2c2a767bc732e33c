"""Words for complaints, appeals and consultations."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def about(code: str) -> str:
    """Say what a complaint is about."""
    return opened(
        {"scheme": _("the scheme, or somebody who checks for it"), "site": _("a site or a certificate")}, code
    )


def case_state(code: str) -> str:
    """Say where a complaint or an appeal stands."""
    table = {
        "received": _("received"),
        "acknowledged": _("acknowledged"),
        "investigating": _("being looked into"),
        "inadmissible": _("not admitted"),
        "upheld": _("upheld"),
        "partly": _("partly upheld"),
        "rejected": _("rejected"),
        "remedy": _("remedy agreed"),
        "closed": _("closed"),
        "filed": _("filed"),
        "panel_formed": _("panel formed"),
        "heard": _("heard"),
        "confirmed": _("decision confirmed"),
        "amended": _("decision amended"),
        "annulled": _("decision annulled"),
        "carried_out": _("carried out"),
        "withdrawn": _("withdrawn"),
        "open": _("open"),
    }
    return opened(table, code)


def case_step(code: str) -> str:
    """Say a step of a complaint or an appeal."""
    table = {
        "complaint.acknowledge": _("Acknowledged"),
        "complaint.assign": _("Given to somebody"),
        "complaint.admit": _("Admitted"),
        "complaint.dismiss": _("Not admitted"),
        "complaint.investigate": _("Looked into"),
        "complaint.hear": _("Put to the other party"),
        "complaint.uphold": _("Upheld"),
        "complaint.uphold_partly": _("Partly upheld"),
        "complaint.reject": _("Rejected"),
        "complaint.remedy": _("Remedy agreed"),
        "complaint.close": _("Closed"),
        "appeal.form_panel": _("Panel formed"),
        "appeal.hear": _("Heard"),
        "appeal.confirm": _("Decision confirmed"),
        "appeal.amend": _("Decision amended"),
        "appeal.annul": _("Decision annulled"),
        "appeal.carry_out": _("Carried out"),
        "appeal.withdraw": _("Withdrawn"),
    }
    return opened(table, code)


def contested(code: str) -> str:
    """Say what an appeal contests."""
    table = {
        "decision": _("the decision on a file"),
        "finding": _("a nonconformity"),
        "certificate": _("a change of a certificate"),
    }
    return opened(table, code)


def consequence(code: str) -> str:
    """Say what follows from an appeal."""
    table = {
        "assurance.certificate.restore": _("restore the certificate"),
        "assurance.finding.annul": _("annul the nonconformity"),
    }
    return opened(table, code)


def round_kind(code: str) -> str:
    """Say who leads a round."""
    table = {"consultation": _("consultation: led from above"), "participation": _("participation: led from below")}
    return opened(table, code)


def audience(code: str) -> str:
    """Say whom a round asks."""
    table = {"producers": _("producers"), "stakeholders": _("stakeholders"), "public": _("everybody")}
    return opened(table, code)


def method(code: str) -> str:
    """Say how people are asked."""
    table = {
        "face_to_face": _("face to face"),
        "telephone": _("by telephone"),
        "written": _("in writing"),
        "internet": _("by internet"),
    }
    return opened(table, code)


def heading(code: str) -> str:
    """Say under what a comment is filed."""
    table = {
        "practicality": _("practicality"),
        "functionality": _("functionality"),
        "clarity": _("clarity"),
        "applicability": _("applicability"),
        "gaps": _("gaps"),
        "costs": _("costs"),
        "audit_way": _("how to be audited"),
    }
    return opened(table, code)


def settled(code: str) -> str:
    """Say what came of a question or a dispute, or where it stands."""
    table = {
        "open": _("waits for an answer"),
        "answered": _("answered, to be settled"),
        "settled": _("settled"),
        "explained": _("explained: nothing was wrong"),
        "confirmed": _("confirmed: something was wrong"),
        "stands": _("the event stands as it is"),
        "corrected": _("the sender took the event back"),
    }
    return opened(table, code)


def heard(code: str) -> str:
    """Say what a notice about a complaint, an appeal, a round, a question or a dispute says; empty for any other."""
    table = {
        "custody.credit.arrived": _("Credit was moved to an account of yours"),
        "custody.credit.uncovered": _(
            "Credits that you issued, have or retired are not covered by production any more"
        ),
        "custody.credit.corrected": _("An event whose lots you received was declared an error"),
        "custody.correction.declared": _("An event whose lots you received was declared an error"),
        "custody.correction.to_tell": _("Receivers are to be told of an error"),
        "custody.lot.held": _("Lots of yours were put on hold"),
        "custody.lot.released": _("Lots on hold were released"),
        "custody.recall.announced": _("Lots that you have or had were recalled"),
        "custody.recall.reached_more": _("A recall reaches more than on the day it was announced"),
        "custody.recall.answered": _("A recall of yours was answered"),
        "custody.recall.ended": _("A recall has ended"),
        "custody.dispute.answered": _("A dispute was answered"),
        "custody.dispute.raised": _("An event is disputed"),
        "custody.dispute.settled": _("A dispute was settled"),
        "custody.period.due": _("A period of an account is to be closed"),
        "custody.period.nonconformity": _("A period was closed with something wrong"),
        "custody.question.answered": _("A question about an event was answered"),
        "custody.question.settled": _("A question about an event was settled"),
        "engagement.appeal.amended": _("An appeal was decided: the decision is amended"),
        "engagement.appeal.annulled": _("An appeal was decided: the decision is annulled"),
        "engagement.appeal.carried_out": _("What an appeal led to was carried out"),
        "engagement.appeal.confirmed": _("An appeal was decided: the decision stands"),
        "engagement.appeal.filed": _("An appeal was filed"),
        "engagement.appeal.withdrawn": _("An appeal was withdrawn"),
        "engagement.complaint.added": _("Something was added to a complaint"),
        "engagement.complaint.answered": _("The other party answered a complaint"),
        "engagement.complaint.assigned": _("A complaint was given to you"),
        "engagement.complaint.put": _("A complaint is put to you"),
        "engagement.complaint.received": _("A complaint has come in"),
        "engagement.complaint.remedied": _("A remedy was agreed that concerns you"),
        "engagement.consultation.commented": _("Somebody commented on a round"),
        "engagement.pilot.reported": _("A pilot reports on a requirement"),
        "engagement.pilot.started": _("You take part in a pilot of a draft standard"),
        "engagement.panel.formed": _("You sit on the panel of an appeal"),
    }
    return table.get(code, "")
