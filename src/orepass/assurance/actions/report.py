"""Choose what of the report behind a certificate everybody may read; the scheme's minimum always is."""

from datetime import datetime

from orepass.assurance.models import Certificate, ReportChoice
from orepass.assurance.queries.reports import ReportCard, publication_for, report_standing
from orepass.assurance.rules.report import Reason, choice_digest, taken_away
from orepass.assurance.rules.status import CertificateStatus
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.scheme.rules.publication import PARTS, ReportStatus, in_order, published
from orepass.transparency.actions import queue_leaf

SHOWN_MAX = 60


class PartUnknown(Invalid):
    """A report has no such part."""

    code = "assurance.report.part_unknown"
    message = _("A report has no part “{part}”.")
    what_to_do = _("{suggestion} The parts are: {parts}.")


class ReasonMissing(Invalid):
    """Less than the default is published without a reason."""

    code = "assurance.report.reason_missing"
    message = _("This publishes less than the scheme does by default, without a reason; missing: {parts}.")
    what_to_do = _("Name a reason, which everybody reads, or publish these parts too.")


class StaysPublic(Conflict):
    """What is public when a certificate is in trouble stays public."""

    code = "assurance.report.stays_public"
    message = _("While the certificate is “{state}”, nothing that is public is taken back: {parts}.")
    what_to_do = _("Choose these parts too; more may be published at any time.")


@action("assurance.report.choose")
def choose_report(
    actor: Actor,
    *,
    certificate: Identifier,
    parts: list[str],
    reason: Reason | None = None,
    note: str = "",
    at: datetime,
) -> ReportCard:
    """Choose which parts of the report behind one's certificate are public beyond the scheme's minimum.

    The choice counts from today, stands on the public log and leaves earlier ones on record.

    Raises:
        NotFound: there is no such certificate, or it is not the actor's.
        PartUnknown: a part is none.
        ReasonMissing: less than the default is chosen, and no reason is named.
        StaysPublic: the certificate is not in force, and something that is public would be hidden.
    """
    row = Certificate.objects.select_for_update().filter(pk=certificate).first()
    if row is None:
        raise NotFound(where="certificate", what=certificate)
    actor.must_be_in(row.client_id, certificate)
    on = day_of(at)
    chosen = _known(parts)
    _require_allowed(row, report_standing(row.pk, on), chosen, reason)
    said = reason.value if reason else ""
    ReportChoice.objects.create(
        certificate=row, parts=list(chosen), reason=said, note=note, on=on, at=at, by=actor.pseudonym
    )
    queue_leaf(
        kind="assurance.report.choose",
        subject=row.pk,
        content_digest=choice_digest(row.pk, on=on, parts=chosen, reason=said),
        at=at,
    )
    return report_standing(row.pk, on)


def _known(parts: list[str]) -> tuple[str, ...]:
    for part in parts:
        if part not in PARTS:
            shown = part[:SHOWN_MAX]
            raise PartUnknown(where="parts", part=shown, suggestion=suggest(shown, PARTS), parts=", ".join(PARTS))
    return in_order(parts)


def _require_allowed(row: Certificate, today: ReportCard, chosen: tuple[str, ...], reason: Reason | None) -> None:
    rule = publication_for(row)
    after = published(rule, ReportStatus.CHOSEN, chosen)
    less = [part for part in rule.default if part not in after]
    if less and reason is None:
        raise ReasonMissing(where="reason", parts=", ".join(less))
    hidden = taken_away(today.parts, after, CertificateStatus(today.certificate_status))
    if hidden:
        raise StaysPublic(where="parts", state=today.certificate_status, parts=", ".join(hidden))
