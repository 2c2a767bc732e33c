"""A delivery claims a certificate that gave no right on that day (C17: the status on the day of extraction decides)."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

LAPSED = FindingKind(
    "custody.certificate.lapsed",
    Severity.ERROR,
    _("{certificate} gave no right to deliver on {day}: {reason}."),
    what_to_do=_("Record it without the certificate, and as not claimed (0 %); it is then taken as uncertified."),
)
UNVERIFIED = FindingKind(
    "custody.certificate.unverified",
    Severity.NOTE,
    _("{certificate} is not in this register; the claim is kept as unverified."),
    what_to_do=_("Ask its issuer; a recognised certificate can be recorded here."),
)

_CLAIMS = {Happening.BEGINS, Happening.SENDS, Happening.TRANSFORMS}


def check(case: Case) -> Iterator[Finding]:
    """Ask for the verdict on each certificate the event cites."""
    event = case.event
    if event.happening not in _CLAIMS:
        return
    for certificate in event.certificates:
        right = case.rights.certificates.get((certificate, event.on))
        if right is None:
            if event.ours:
                yield UNVERIFIED.at(event.where, certificate=certificate)
        elif not right.verdict.is_yes:
            reason = "; ".join(right.verdict.reasons) or right.verdict.answer
            yield LAPSED.at(event.where, certificate=certificate, day=event.on, reason=reason)
