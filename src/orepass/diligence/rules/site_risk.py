"""What could be wrong at a site on a day: every Annex II risk answered, every red flag cited, unknown never clean.

The verdict answers *is the site clear?* It is *yes* only when every question was answered *no*, first-hand and
freshly; *no* when any risk was seen; *unknown* otherwise. Findings are signals: each opens a question for a person.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from orepass.diligence.rules.observation import ANNEX_II_QUESTIONS, QUESTIONS, Observation, Reading, reading
from orepass.diligence.rules.risks import ANNEX_II, Response
from orepass.diligence.rules.status import Basis, Colour, StatusEntry, StatusSpan, may_deliver, status_on, timeline
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer, Unknown, Verdict, all_of, negate

CONTRADICTION_MONTHS: Final = 24

FLAGGED_STOP = FindingKind(
    "diligence.risk.stop",
    Severity.WARNING,
    _("Signs of {risk} ({code}), seen on {on}: {citation}."),
    what_to_do=_("A person decides: refute it with evidence, or confirm it; confirmed, trade stops at once."),
)
FLAGGED_MITIGATE = FindingKind(
    "diligence.risk.mitigate",
    Severity.WARNING,
    _("Signs of {risk} ({code}), seen on {on}: {citation}."),
    what_to_do=_("A person decides: refute it with evidence, or plan a mitigation that improves within six months."),
)
OTHER_SIGN = FindingKind(
    "diligence.risk.sign",
    Severity.NOTE,
    _("{sign}, seen on {on}: {citation}."),
    what_to_do=_("Ask at the next visit what it means for the people there."),
)
UNKNOWN_RISK = {
    Unknown.MISSING: FindingKind(
        "diligence.risk.unknown",
        Severity.NOTE,
        _("Not known, nobody looked: {sign}."),
        what_to_do=_("Send somebody to look; until then this is not clean."),
    ),
    Unknown.EXPIRED: FindingKind(
        "diligence.risk.not_fresh",
        Severity.NOTE,
        _("Not known any more, last looked for on {on}: {sign}."),
        what_to_do=_("Send somebody to look again; an answer holds for twelve months."),
    ),
    Unknown.UNVERIFIABLE: FindingKind(
        "diligence.risk.hearsay",
        Severity.NOTE,
        _("Denied on {on} by somebody who was not there: {sign}."),
        what_to_do=_("Send somebody to look; hearsay does not clear."),
    ),
}
CONTRADICTED = FindingKind(
    "diligence.status.contradicted",
    Severity.WARNING,
    _("The site was decided green on {decided_on}, yet on {on} there were signs of a risk: {citation}."),
    what_to_do=_("Tell the authority that decided the status; a person weighs both sources."),
)
NO_STATUS = FindingKind(
    "diligence.status.missing",
    Severity.NOTE,
    _("No status of the site is on record: it counts as blue, not inspected."),
    what_to_do=_("Ask the mining authority for an inspection."),
)
NOT_CURRENT = {
    Basis.EXPIRED: FindingKind(
        "diligence.status.expired",
        Severity.WARNING,
        _("The green status of {decided_on} ended after a year: the site is blue, not inspected, since {since}."),
        what_to_do=_("Ask the mining authority for an inspection."),
    ),
    Basis.OVERDUE: FindingKind(
        "diligence.status.overdue",
        Severity.WARNING,
        _("The yellow status of {decided_on} was to be put right before {since}, and nobody inspected since."),
        what_to_do=_("Ask the mining authority for an inspection of what was put right."),
    ),
    Basis.LAPSED: FindingKind(
        "diligence.status.lapsed",
        Severity.WARNING,
        _("Nobody inspected the site within three years without a status: it is red since {since}."),
        what_to_do=_("Ask the mining authority for an inspection; until a clean one no lot may leave."),
    ),
}
UNREADABLE = FindingKind(
    "diligence.status.unreadable",
    Severity.NOTE,
    _("The status “{text}” of {on} is none of green, yellow, red and blue; it decides nothing."),
    what_to_do=_("Ask the source what it means."),
)


class SiteRisk(msgspec.Struct, frozen=True):
    """The answer for a site on a day."""

    on: date
    clear: Verdict
    may_deliver: Verdict
    status: StatusSpan
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]


def site_risk(observations: Sequence[Observation], entries: Sequence[StatusEntry], on: date) -> SiteRisk:
    """Answer for a site on a day from what was seen and decided by then."""
    readings = tuple(reading(code, observations, on) for code in QUESTIONS)
    annex_ii = [each for each in readings if each.question in ANNEX_II_QUESTIONS]
    status = status_on(entries, on)
    findings = [
        *(finding for each in readings for finding in _flags(each)),
        *_status_findings(entries, status, on),
        *_contradictions(observations, entries, on),
    ]
    return SiteRisk(
        on=on,
        clear=all_of(negate(each.found) for each in annex_ii),
        may_deliver=may_deliver(status),
        status=status,
        readings=readings,
        findings=tuple(findings),
    )


def _flags(each: Reading) -> list[Finding]:
    question = QUESTIONS[each.question]
    if each.found.is_yes:
        assert each.rests_on is not None, "a yes rests on an observation"
        seen = {"on": each.rests_on.observed_on, "citation": each.rests_on.cited(each.question)}
        if not question.risk:
            return [OTHER_SIGN.at(each.question, sign=question.text, **seen)]
        risk = ANNEX_II[question.risk]
        kind = FLAGGED_STOP if risk.response is Response.STOP_OR_SUSPEND else FLAGGED_MITIGATE
        return [kind.at(each.question, risk=risk.name, code=risk.code, **seen)]
    if each.found.is_unknown and question.risk:
        kind = UNKNOWN_RISK[each.found.unknown or Unknown.MISSING]
        return [kind.at(each.question, sign=question.text, on=each.rests_on.observed_on if each.rests_on else "")]
    return []


def _status_findings(entries: Sequence[StatusEntry], status: StatusSpan, on: date) -> list[Finding]:
    found = [
        UNREADABLE.at("status", text=entry.text, on=entry.decided_on)
        for entry in entries
        if entry.colour is None and entry.decided_on <= on
    ]
    if status.basis is Basis.NEVER_INSPECTED:
        found.append(NO_STATUS.at("status"))
    elif status.basis in NOT_CURRENT:
        assert status.entry is not None, "only a decision can age"
        kind = NOT_CURRENT[status.basis]
        found.append(kind.at("status", decided_on=status.entry.decided_on, since=status.period.valid_from))
    return found


def _contradictions(observations: Sequence[Observation], entries: Sequence[StatusEntry], on: date) -> list[Finding]:
    """Report what was seen within two years after a green decision that such a decision rules out."""
    found: list[Finding] = []
    for span in timeline(entry for entry in entries if entry.decided_on <= on):
        if span.colour is not Colour.GREEN or span.entry is None:
            continue
        decided_on = span.entry.decided_on
        last = min(on, add_months(decided_on, CONTRADICTION_MONTHS))
        seen = [
            (each, question)
            for each in observations
            for question in ANNEX_II_QUESTIONS
            if decided_on <= each.observed_on <= last and each.answers.get(question) is Answer.YES
        ]
        found += [
            CONTRADICTED.at("status", decided_on=decided_on, on=each.observed_on, citation=each.cited(question))
            for each, question in seen[:1]
        ]
    return found
