"""What asks for the suspension of a certificate: a missed closure, or too many majors in one subject (domain rules A6).

A signal opens a question for a person; it never suspends by itself.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from orepass.assurance.rules.terms import Grade, Terms
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

CLOSURE_MISSED: Final = FindingKind(
    "assurance.signal.closure_missed",
    Severity.ERROR,
    _("A {grade} nonconformity was not closed by {due}."),
    what_to_do=_("Decide on suspension; the scheme asks for it when a closure is missed."),
)
MAJORS_IN_SUBJECT: Final = FindingKind(
    "assurance.signal.majors_in_subject",
    Severity.ERROR,
    _("{count} major nonconformities stand open in the subject “{subject}”; the scheme names {limit} as the limit."),
    what_to_do=_("Decide on suspension; so many failures in one subject are a failure of its management."),
)


class OpenNonconformity(msgspec.Struct, frozen=True, kw_only=True):
    """An open nonconformity as of one day, with the subject of its requirement."""

    identifier: str
    subject: str
    grade: Grade
    closure_due: date | None


def suspension_signals(open_ones: Sequence[OpenNonconformity], on: date, terms: Terms) -> list[Finding]:
    """Return what asks a person to decide on suspension on a day."""
    grave = [found for found in open_ones if found.grade is not Grade.MINOR]
    signals = [
        CLOSURE_MISSED.at(found.identifier, grade=found.grade, due=found.closure_due)
        for found in grave
        if found.closure_due is not None and on > found.closure_due
    ]
    limit = terms.majors_per_subject
    counts = Counter(found.subject for found in grave)
    signals += [
        MAJORS_IN_SUBJECT.at(subject, count=count, subject=subject, limit=limit)
        for subject, count in sorted(counts.items())
        if limit is not None and count >= limit
    ]
    return signals
