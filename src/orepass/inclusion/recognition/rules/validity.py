"""For how long recognition counts: validity and grace of an agreement, the hold on a suspension (F1, F2, G2, G3)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from orepass.inclusion.recognition.rules.credit import MODEL, RMI
from orepass.kernel.computed import Computed, need, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _

VALIDITY_MONTHS: Final = 36
GRACE_MONTHS: Final = 6
HOLD_DAYS: Final = 30


class Use(StrEnum):
    """Whether the users of an agreement may still rely on it."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    GRACE = "grace"
    LAPSED = "lapsed"


class Held(StrEnum):
    """What has become of a credit on hold."""

    HOLD = "hold"
    REPLACED = "replaced"
    GAP = "gap"


@rule("recognition-lapses", parameters={"months": "recognition.validity_months"})
def lapses_on(*, valid_from: date, months: int = VALIDITY_MONTHS, extension_months: int = 0) -> Computed[date]:
    """The first day on which a recognition that was not renewed has lapsed, a courtesy extension added."""
    need(months > 0, "months", months, "it must be above 0")
    need(extension_months >= 0, "extension_months", extension_months, "it must not be below 0")
    day = add_months(valid_from, months + extension_months)
    words = said(
        _("{valid_from} and {months} months, extended by {extension}: lapsed from {day} on."),
        valid_from=valid_from,
        months=months,
        extension=extension_months,
        day=day,
    )
    return Computed(value=day, unit="date", explanation=(words,), sources=(RMI,))


@rule("recognition-grace", parameters={"grace_months": "recognition.grace_months"})
def grace_before(*, lapsed_on: date, grace_months: int = GRACE_MONTHS) -> Computed[date]:
    """The first day after the grace of those who rely on a lapsed recognition."""
    need(grace_months >= 0, "grace_months", grace_months, "it must not be below 0")
    day = add_months(lapsed_on, grace_months)
    words = said(
        _("Lapsed on {lapsed_on}; users have {months} months, then a nonconformity from {day} on."),
        lapsed_on=lapsed_on,
        months=grace_months,
        day=day,
    )
    return Computed(value=day, unit="date", explanation=(words,), sources=(RMI,))


@rule("recognition-use", parameters={"grace_months": "recognition.grace_months"})
def use_on(*, valid_from: date, lapsed_on: date, on: date, grace_months: int = GRACE_MONTHS) -> Computed[str]:
    """Whether a recognition may be relied on: not_yet, in_force, grace (by those who already do) or lapsed."""
    need(valid_from < lapsed_on, "lapsed_on", lapsed_on, "it must lie after valid_from")
    end = grace_before(lapsed_on=lapsed_on, grace_months=grace_months).value
    if on < valid_from:
        return _use(Use.NOT_YET, said(_("It begins on {day}."), day=valid_from))
    if on < lapsed_on:
        words = _("In force from {valid_from}, before {lapsed_on}.")
        return _use(Use.IN_FORCE, said(words, valid_from=valid_from, lapsed_on=lapsed_on))
    if on < end:
        words = _("Lapsed on {lapsed_on}; whoever relied on it then may until {end}. Nothing new.")
        return _use(Use.GRACE, said(words, lapsed_on=lapsed_on, end=end))
    words = _("Lapsed on {lapsed_on}, and the grace ended before {end}.")
    return _use(Use.LAPSED, said(words, lapsed_on=lapsed_on, end=end))


def _use(value: Use, words: Said) -> Computed[str]:
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(RMI,))


@rule("recognition-hold-until", parameters={"hold_days": "recognition.hold_days"})
def hold_until(*, told_on: date, hold_days: int = HOLD_DAYS) -> Computed[date]:
    """The last day to supply one's own evidence for a credit on hold, counted from the day one was told."""
    need(hold_days >= 0, "hold_days", hold_days, "it must not be below 0")
    day = told_on + timedelta(days=hold_days)
    words = said(
        _("Told on {told_on}; {days} days to supply own evidence, until {day}."),
        told_on=told_on,
        days=hold_days,
        day=day,
    )
    return Computed(value=day, unit="date", explanation=(words,), sources=(MODEL,))


@rule("recognition-held", parameters={"hold_days": "recognition.hold_days"})
def held_on(
    *, told_on: date, on: date, own_evidence_on: date | None = None, hold_days: int = HOLD_DAYS
) -> Computed[str]:
    """What has become of a credit on hold by a day: hold, replaced (own evidence came) or gap; it never counts."""
    last = hold_until(told_on=told_on, hold_days=hold_days).value
    if own_evidence_on is not None and own_evidence_on <= on:
        words = _("Own evidence came on {day} and stands in for it.")
        return _held(Held.REPLACED, said(words, day=own_evidence_on))
    if on <= last:
        return _held(Held.HOLD, said(_("On hold; own evidence is awaited until {day}."), day=last))
    return _held(Held.GAP, said(_("No own evidence came until {day}: the requirement is open."), day=last))


def _held(value: Held, words: Said) -> Computed[str]:
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(MODEL,))
