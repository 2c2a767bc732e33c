"""Which mark stands for which status; the rooms compute the status, this gives it a shape and a word."""

from datetime import date

from django.utils.translation import gettext as _

from orepass.assurance.queries import CertificateCard, CertificateStatus, NonconformityCard
from orepass.custody.queries import LotCard
from orepass.kernel.verdict import Unknown, Verdict
from orepass.web import vocabulary
from orepass.web.components import Mark
from orepass.web.words import day_text

DUE_SOON_DAYS = 30


def certificate_mark(status: CertificateStatus) -> Mark:
    """Mark the status of a certificate."""
    return {
        CertificateStatus.ACTIVE: Mark("active", _("active")),
        CertificateStatus.NOT_YET_VALID: Mark("due", _("not yet valid")),
        CertificateStatus.SUSPENDED: Mark("suspended", _("suspended")),
        CertificateStatus.WITHDRAWN: Mark("failed", _("withdrawn")),
        CertificateStatus.TERMINATED: Mark("failed", _("ended by the client")),
        CertificateStatus.EXPIRED: Mark("expired", _("expired")),
    }[status]


def verdict_mark(verdict: Verdict) -> Mark:
    """Mark a verdict; the three kinds of unknown stay apart."""
    if verdict.is_yes:
        return Mark("verified", _("yes"))
    if verdict.is_no:
        return Mark("failed", _("no"))
    return {
        Unknown.EXPIRED: Mark("expired", _("expired")),
        Unknown.MISSING: Mark("missing", _("missing")),
    }.get(verdict.unknown or Unknown.UNVERIFIABLE, Mark("undetermined", _("undetermined")))


def outcome_mark(outcome: str) -> Mark:
    """Mark the outcome of an evaluation."""
    kinds = {"conforms": "declared", "candidate": "due", "does_not_conform": "failed", "unknown": "undetermined"}
    return Mark(kinds.get(outcome, "none"), vocabulary.outcome(outcome))


def file_mark(state: str) -> Mark:
    """Mark where a file stands."""
    kinds = {
        "granted": "verified",
        "declined": "failed",
        "refused": "failed",
        "withdrawn": "skipped",
        "draft": "missing",
    }
    return Mark(kinds.get(state, "due"), vocabulary.file_state(state))


def finding_mark(card: NonconformityCard, on: date) -> Mark:
    """Mark a nonconformity: closed, overdue or running."""
    if not card.is_open:
        return Mark("verified", vocabulary.finding_state(card.state))
    due = card.due_on()
    if due is not None and due < on:
        return Mark("failed", _("overdue"))
    return Mark("due", vocabulary.finding_state(card.state))


def due_mark(due_on: date | None, on: date) -> Mark | None:
    """Mark a due day: past, near, or nothing to mark."""
    if due_on is None:
        return None
    if due_on < on:
        return Mark("failed", _("overdue"))
    return Mark("due", _("due soon")) if (due_on - on).days <= DUE_SOON_DAYS else Mark("none", _("later"))


def lot_mark(card: LotCard) -> Mark:
    """Mark how sure the origin of a lot is; one that nobody may move is marked as that first."""
    if card.hold:
        return Mark("suspended", _("on hold: stopped by a person"))
    if card.on_hold:
        return Mark("suspended", _("on hold: tag used twice"))
    if not card.known_origin:
        return Mark("missing", _("origin not known"))
    if card.certificate:
        return Mark("verified", _("certified at its origin"))
    return Mark("declared", _("declared"))


def class_mark(claim_class: str, *, certified: bool) -> Mark:
    """Mark the class of certification of a part; unknown is not clean."""
    if certified:
        return Mark("verified", _("certified: %(standard)s") % {"standard": claim_class})
    kinds = {"uncertified": "declared", "unverified": "undetermined"}
    return Mark(kinds.get(claim_class, "missing"), vocabulary.claim_class(claim_class))


def since_when(card: CertificateCard, on: date) -> str:
    """Say from which day a certificate has stood as it stands on a day."""
    status = card.status(on)
    if status is CertificateStatus.EXPIRED:
        return _("since %(day)s") % {"day": day_text(card.ends_before)}
    days = [change.on for change in card.changes if change.on <= on and status is not CertificateStatus.NOT_YET_VALID]
    return _("since %(day)s") % {"day": day_text(max([card.valid_from, *days]))}
