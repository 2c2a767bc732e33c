"""The figures of a group's own control as rules anyone may ask, and when a fault is the group's (domain rules B3).

A figure without a base is refused, never zero: nobody looked, so nothing is known.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, one_of, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

CONTROL: Final = Source(
    title="FiBL and others, Group certification", clause="measuring how an internal control performs", verified=False
)
YEARLY: Final = Source(title="Regulation (EU) 2021/771", clause="Article 2(2)(e)", verified=True)
_CENT: Final = 100
LADDER: Final = ("none", "advice", "warning", "suspension", "expulsion")
"""The rungs of sanction, mildest first."""
_RUNGS: Final = dict(zip(LADDER, (_("none"), _("advice"), _("warning"), _("suspension"), _("expulsion")), strict=True))
_BETWEEN: Final = _("it must lie between 0 and {code}")


def _part(part: int, whole: int, names: tuple[str, str]) -> Fraction:
    need(whole >= 1, names[1], whole, "it must be at least one: without a base there is no figure")
    need(0 <= part <= whole, names[0], part, said(_BETWEEN, code=names[1]))
    return Fraction(part, whole)


def _percent(value: Fraction) -> str:
    return f"{float(value * _CENT):g}"


@rule("group-coverage")
def group_coverage(*, active: int, inspected: int) -> Computed[Fraction]:
    """The share of active members with an internal inspection in time; the yearly inspection asks for all of them."""
    value = _part(inspected, active, ("inspected", "active"))
    words = said(
        _("{inspected} of {active} active members were inspected in time: {percent} per cent."),
        inspected=inspected,
        active=active,
        percent=_percent(value),
    )
    return Computed(value=value, unit="share", explanation=(words,), sources=(CONTROL, YEARLY))


@rule("group-detection-rate")
def group_detection_rate(*, found_by_auditors: int, also_by_inspectors: int) -> Computed[Fraction]:
    """The share of the auditors' findings that the group's own inspectors had found too."""
    value = _part(also_by_inspectors, found_by_auditors, ("also_by_inspectors", "found_by_auditors"))
    words = said(
        _("{known} of {found} findings were known inside: {percent} per cent."),
        known=also_by_inspectors,
        found=found_by_auditors,
        percent=_percent(value),
    )
    return Computed(value=value, unit="share", explanation=(words,), sources=(CONTROL,))


@rule("group-register-drift")
def group_register_drift(*, members: int, unlisted: int = 0, not_found: int = 0) -> Computed[Fraction]:
    """How far register and field differ: found but not listed, and listed but not found, over the members listed."""
    need(members >= 1, "members", members, "it must be at least one: without a base there is no figure")
    need(unlisted >= 0, "unlisted", unlisted, "it must not be below zero")
    need(0 <= not_found <= members, "not_found", not_found, said(_BETWEEN, code="members"))
    value = Fraction(unlisted + not_found, members)
    words = said(
        _("{unlisted} unlisted and {not_found} not found, of {members} listed: {percent} per cent."),
        unlisted=unlisted,
        not_found=not_found,
        members=members,
        percent=_percent(value),
    )
    return Computed(value=value, unit="share", explanation=(words,), sources=(CONTROL,))


@rule("group-inspector-load")
def group_inspector_load(*, members: int, inspectors: int, days: int = 1) -> Computed[Fraction]:
    """Members per inspector-day."""
    need(members >= 0, "members", members, "it must not be below zero")
    need(inspectors >= 1, "inspectors", inspectors, "it must be at least one: nobody inspects")
    need(days >= 1, "days", days, "it must be at least one")
    value = Fraction(members, inspectors * days)
    words = said(
        _("{members} members over {inspectors} inspectors on {days} days: {each} a day each."),
        members=members,
        inspectors=inspectors,
        days=days,
        each=f"{float(value):g}",
    )
    return Computed(value=value, unit="members per inspector-day", explanation=(words,), sources=(CONTROL,))


@rule("group-sanction-follow-through")
def group_sanction_follow_through(*, sanctions: int, followed: int) -> Computed[Fraction]:
    """The share of sanctions that somebody settled, or took to the next rung, before their time ran out."""
    value = _part(followed, sanctions, ("followed", "sanctions"))
    words = said(
        _("{followed} of {sanctions} sanctions were followed through in time: {percent} per cent."),
        followed=followed,
        sanctions=sanctions,
        percent=_percent(value),
    )
    return Computed(value=value, unit="share", explanation=(words,), sources=(CONTROL, OWN_CHOICE))


@rule(
    "group-fault",
    parameters={
        "failing_percent": "group.failing_in_sample_share",
        "missed_percent": "group.missed_by_inspectors_share",
    },
)
def group_fault(
    *,
    visited: int,
    failing: int,
    missed: int,
    failing_percent: Fraction = Fraction(10),
    missed_percent: Fraction = Fraction(10),
) -> Computed[bool]:
    """Whether a fault is the group's: too many visited members fail, or its inspectors missed too much."""
    need(visited >= 1, "visited", visited, "it must be at least one: nobody was visited, so nothing is known")
    for name, count in (("failing", failing), ("missed", missed)):
        need(0 <= count <= visited, name, count, said(_BETWEEN, code="visited"))
    for name, limit in (("failing_percent", failing_percent), ("missed_percent", missed_percent)):
        need(0 <= limit <= _CENT, name, limit, "it must lie between 0 and 100")
    too_many = failing * _CENT > visited * failing_percent
    unseen = missed * _CENT > visited * missed_percent
    words = (
        said(
            _("{failing} of {visited} visited members fail; more than {percent} per cent is the group's."),
            failing=failing,
            visited=visited,
            percent=f"{float(failing_percent):g}",
        ),
        said(
            _("At {missed} of {visited} the inspectors missed a finding; the limit is {percent} per cent."),
            missed=missed,
            visited=visited,
            percent=f"{float(missed_percent):g}",
        ),
    )
    return Computed(value=too_many or unseen, unit="boolean", explanation=words, sources=(CONTROL, OWN_CHOICE))


@rule("sanction-next")
def sanction_next(*, rung: str = "none", zero_tolerance: bool = False) -> Computed[str]:
    """The next rung of the ladder: advice, warning, suspension, expulsion; zero tolerance skips to suspension."""
    need(rung in LADDER[:-1], "rung", rung, one_of(LADDER[:-1]))
    at = LADDER.index(rung) + 1
    value = LADDER[max(at, LADDER.index("suspension")) if zero_tolerance else at]
    words = said(
        _("After {rung} follows {next} because nothing of this kind is tolerated.")
        if zero_tolerance
        else _("After {rung} follows {next}."),
        rung=_RUNGS[rung],
        next=_RUNGS[value],
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(OWN_CHOICE,))


@rule(
    "sanction-ends",
    parameters={"warning_days": "group.warning_days", "suspension_months": "group.member_suspension_months"},
)
def sanction_ends(*, rung: str, since: date, warning_days: int = 30, suspension_months: int = 6) -> Computed[date]:
    """The last day to settle a warning, before it becomes a suspension, or a suspension, before expulsion."""
    need(rung in {"warning", "suspension"}, "rung", rung, "it must be warning or suspension; the others have no end")
    need(warning_days >= 1, "warning_days", warning_days, "it must be at least one")
    need(suspension_months >= 1, "suspension_months", suspension_months, "it must be at least one")
    warned = rung == "warning"
    value = since + timedelta(days=warning_days) if warned else add_months(since, suspension_months)
    words = (
        said(_("{day} plus {days} days; from the day after on, it is suspension."), day=since, days=warning_days)
        if warned
        else said(
            _("{day} plus {months} months; from the day after on, it is expulsion."),
            day=since,
            months=suspension_months,
        )
    )
    return Computed(value=value, unit="date", explanation=(words,), sources=(OWN_CHOICE,))


@rule(
    "sanction-on",
    parameters={"warning_days": "group.warning_days", "suspension_months": "group.member_suspension_months"},
)
def sanction_on(
    *, rung: str, since: date, on: date, warning_days: int = 30, suspension_months: int = 6
) -> Computed[str]:
    """What a sanction that nobody settled has become on a day; time alone makes it graver, never milder."""
    need(rung in LADDER[1:], "rung", rung, one_of(LADDER[1:]))
    need(since <= on, "on", on, "it must not lie before the day of the sanction")
    at, day = rung, since
    while at in {"warning", "suspension"}:
        last = sanction_ends(rung=at, since=day, warning_days=warning_days, suspension_months=suspension_months).value
        if on <= last:
            break
        at, day = LADDER[LADDER.index(at) + 1], last + timedelta(days=1)
    words = said(_("On {day}: {rung} since {since}."), day=on, rung=_RUNGS[at], since=day)
    return Computed(value=at, unit="code", explanation=(words,), sources=(OWN_CHOICE,))


@rule("member-admits")
def member_admits(
    *, inspected_on: date | None = None, passed: bool = False, by_inspector: bool = False, on: date
) -> Computed[bool]:
    """Whether a new member or unit may be approved: after a passed internal inspection, by somebody else."""
    known = inspected_on is not None and inspected_on <= on
    value = known and passed and not by_inspector
    if not known:
        words = said(_("There is no internal inspection yet."))
    elif not passed:
        words = said(_("The internal inspection was not passed."))
    elif by_inspector:
        words = said(_("Whoever inspected does not approve."))
    else:
        words = said(_("Inspected on {day}, and passed."), day=inspected_on)
    source = Source(title="Regulation (EU) 2021/771", clause="Article 2(2)(f)", verified=True)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(source,))
