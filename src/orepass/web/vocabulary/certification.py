"""Words for what happens between application and certificate, and for standards."""

import msgspec
from django.utils.translation import gettext as _

from orepass.scheme.queries.wordings import wordings
from orepass.web.vocabulary.opening import opened
from orepass.web.words import in_language


def phase(code: str) -> str:
    """Say one of the four phases."""
    table = {
        "commitment": _("Commitment"),
        "assessment": _("Assessment"),
        "monitoring": _("Monitoring"),
        "disclosure": _("Disclosure and improvement"),
    }
    return opened(table, code)


def dimension(code: str) -> str:
    """Say a dimension of a standard."""
    return opened({"E": _("Environment"), "S": _("Society"), "G": _("Governance")}, code)


def rating(code: str) -> str:
    """Say how far a requirement is met."""
    table = {
        "full": _("fully met"),
        "substantial": _("mostly met"),
        "partial": _("met in part"),
        "none": _("not met"),
        "yes": _("yes"),
        "no": _("no"),
        "not_relevant": _("not relevant here"),
        "unknown": _("not known"),
    }
    return opened(table, code)


def evidence_class(code: str) -> str:
    """Say what kind of evidence stands behind an answer."""
    table = {
        "document": _("a document"),
        "photo": _("a photograph"),
        "oral": _("someone's word, recorded"),
        "observation": _("seen on the spot"),
        "measurement": _("a measurement"),
        "": _("our own declaration"),
    }
    return opened(table, code)


def evidence_accepted(code: str) -> str:
    """Say which evidence a requirement accepts."""
    return opened({"document": _("document"), "photo": _("photograph"), "oral": _("spoken word")}, code)


def outcome(code: str) -> str:
    """Say the outcome of an evaluation."""
    table = {
        "conforms": _("conforms"),
        "candidate": _("candidate"),
        "does_not_conform": _("does not conform"),
        "unknown": _("not known"),
    }
    return opened(table, code)


def edition_status(code: str) -> str:
    """Say the status of an edition or of a standard."""
    return opened({"draft": _("draft"), "pilot": _("pilot"), "released": _("released")}, code)


def file_state(code: str) -> str:
    """Say where a file stands."""
    table = {
        "draft": _("draft, not sent"),
        "submitted": _("sent, under review"),
        "returned": _("sent back for completion"),
        "refused": _("refused"),
        "accepted": _("accepted, agreement to come"),
        "withdrawn": _("withdrawn"),
        "offered": _("agreement offered"),
        "contracted": _("agreed, self-assessment under way"),
        "assessed": _("self-assessment handed in"),
        "planned": _("visit planned"),
        "evaluated": _("visit concluded"),
        "recommended": _("recommendation made"),
        "reviewed": _("reviewed, decision to come"),
        "granted": _("certified"),
        "declined": _("declined"),
    }
    return opened(table, code)


def file_step(code: str) -> str:
    """Say a recorded step of a file."""
    table = {
        "application.submit": _("Application sent"),
        "application.return": _("Application sent back"),
        "application.refuse": _("Application refused"),
        "application.accept": _("Application accepted"),
        "application.withdraw": _("Application withdrawn"),
        "agreement.offer": _("Agreement offered"),
        "agreement.sign": _("Agreement signed"),
        "assessment.submit": _("Self-assessment handed in"),
        "assessment.return": _("Self-assessment sent back"),
        "audit.plan": _("Visit planned"),
        "audit.evaluated": _("Visit concluded"),
        "audit.repeat": _("Another visit needed"),
        "audit.recommend": _("Recommendation made"),
        "review.return": _("Sent back by the review"),
        "review.complete": _("Review completed"),
        "decision.grant": _("Certification granted"),
        "decision.decline": _("Certification declined"),
    }
    return opened(table, code)


def finding_state(code: str) -> str:
    """Say where a nonconformity stands."""
    table = {
        "open": _("open, plan awaited"),
        "planned": _("plan sent, judgement awaited"),
        "accepted": _("plan accepted, proof awaited"),
        "proved": _("proof sent, closing awaited"),
        "closed": _("closed"),
    }
    return opened(table, code)


def finding_step(code: str) -> str:
    """Say a recorded step of a nonconformity."""
    table = {
        "finding.plan": _("Correction planned"),
        "finding.accept": _("Plan accepted"),
        "finding.return": _("Sent back"),
        "finding.prove": _("Proof sent"),
        "finding.close": _("Closed"),
        "finding.extend": _("Time extended"),
    }
    return opened(table, code)


def grade(code: str) -> str:
    """Say how grave a nonconformity is."""
    return opened({"critical": _("critical"), "major": _("major"), "minor": _("minor")}, code)


def certificate_step(code: str) -> str:
    """Say a change of a certificate."""
    table = {
        "certificate.suspend": _("Suspended"),
        "certificate.restore": _("Restored"),
        "certificate.reduce": _("Scope reduced"),
        "certificate.withdraw": _("Withdrawn"),
        "certificate.terminate": _("Ended by the client"),
        "certificate.transfer": _("Moved to another provider"),
    }
    return opened(table, code)


def audit_kind(code: str) -> str:
    """Say why a visit is made."""
    table = {"initial": _("initial audit"), "surveillance": _("surveillance"), "follow_up": _("follow-up")}
    return opened(table, code)


def team_part(code: str) -> str:
    """Say the part a person plays in an audit team."""
    table = {
        "lead": _("lead auditor"),
        "auditor": _("auditor"),
        "expert": _("expert"),
        "interpreter": _("interpreter"),
    }
    return opened(table, code)


def chosen(code: str) -> str:
    """Say how a site or member came into the sample."""
    table = {
        "named": _("named"),
        "random": _("drawn at random"),
        "risk": _("chosen by risk"),
        "added": _("added later"),
    }
    return opened(table, code)


def decision(code: str) -> str:
    """Say a decision on a file."""
    table = {
        "grant": _("grant"),
        "grant_provisional": _("grant provisionally"),
        "decline": _("decline"),
    }
    return opened(table, code)


def application_kind(code: str) -> str:
    """Say why a client applies."""
    table = {
        "initial": _("first certification"),
        "recertification": _("recertification"),
        "extension": _("extension of scope"),
        "pilot": _("pilot, without a certificate"),
    }
    return opened(table, code)


def certificate_status(code: str) -> str:
    """Say the status of a certificate."""
    table = {
        "active": _("active"),
        "not_yet_valid": _("not yet valid"),
        "suspended": _("suspended"),
        "withdrawn": _("withdrawn"),
        "terminated": _("ended by the client"),
        "expired": _("expired"),
        "unknown": _("not known"),
    }
    return opened(table, code)


def level(code: str) -> str:
    """Say a level of a standard; nothing where no level was reached."""
    return in_language(msgspec.structs.asdict(wordings().level(code))) if code else ""
