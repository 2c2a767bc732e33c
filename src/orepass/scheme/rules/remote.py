"""How much of an audit may be done from afar (IAF MD 4): by risk, with a largest share and cases that forbid it."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, above_zero, need, per_cent, rule
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.scheme.rules.half_days import exact
from orepass.scheme.rules.worded import apart

REMOTE: Final = Source(title="IAF MD 4 (remote audit)", clause="same aims, decided on risk; as taught", verified=False)
NOTICE: Final = Source(
    title="National accreditor NAH", clause="30 days' notice above 30 per cent of on-site time", verified=True
)
MOST: Final = Fraction(20)
NOTIFY_ABOVE: Final = Fraction(30)
BARS: Final = ("initial_high_risk", "open_major", "high_risk_area")
"""What forbids a remote part, unless a scheme lists fewer of them (`audit_time.remote_forbidden_if`)."""
NOTHING: Final = "nothing"


@rule(
    "remote-share",
    parameters={
        "most": "audit_time.remote_share_max_percent",
        "notify_above": "audit_time.remote_notice_percent",
    },
)
def remote_share(
    *,
    days: Fraction,
    remote_days: Fraction,
    most: Fraction = MOST,
    notify_above: Fraction = NOTIFY_ABOVE,
    initial_high_risk: bool = False,
    open_major: bool = False,
    high_risk_area: bool = False,
    local_verifier: bool = False,
) -> Computed[str]:
    """Whether so much of an audit may be remote: allowed, notify, too_much or forbidden; why stands with it."""
    above_zero(days=days)
    need(0 <= remote_days <= days, "remote_days", remote_days, "it must lie between 0 and the days of the audit")
    per_cent(most=most, notify_above=notify_above)
    percent = remote_days / days * 100
    told = said(
        _("{remote} of {days} days are remote: {percent} per cent."),
        remote=exact(remote_days),
        days=exact(days),
        percent=f"{float(percent):.1f}",
    )
    reasons = {
        _("the first audit of a site of high risk is made there"): initial_high_risk,
        _("a major nonconformity is open"): open_major,
        _("the site lies in a high-risk area and nobody trusted verifies there"): high_risk_area and not local_verifier,
    }
    against = [words for words, holds in reasons.items() if holds]
    if remote_days and against:
        return _answer("forbidden", told, said(_("Not from afar: {reasons}."), reasons=apart(against)))
    at_most = said(_("At most {percent} per cent may be remote."), percent=exact(most))
    if percent > most:
        return _answer("too_much", told, at_most)
    if percent > notify_above:
        ahead = _("Above {percent} per cent the oversight is told 30 days ahead.")
        return _answer("notify", told, said(ahead, percent=exact(notify_above)))
    return _answer("allowed", told, at_most)


def _answer(value: str, *words: Said) -> Computed[str]:
    return Computed(value=value, unit="code", explanation=words, sources=(REMOTE, NOTICE, OWN_CHOICE))
