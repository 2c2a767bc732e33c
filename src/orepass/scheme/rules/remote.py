"""How much of an audit may be done from afar (IAF MD 4): by risk, with a largest share and cases that forbid it."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, above_zero, need, per_cent, rule
from orepass.scheme.rules.half_days import exact

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
    said = f"{exact(remote_days)} of {exact(days)} days are remote: {float(percent):.1f} per cent."
    reasons = {
        "the first audit of a site of high risk is made there": initial_high_risk,
        "a major nonconformity is open": open_major,
        "the site lies in a high-risk area and nobody trusted verifies there": high_risk_area and not local_verifier,
    }
    against = [words for words, holds in reasons.items() if holds]
    if remote_days and against:
        return _answer("forbidden", said, f"Not from afar: {'; '.join(against)}.")
    if percent > most:
        return _answer("too_much", said, f"At most {exact(most)} per cent may be remote.")
    if percent > notify_above:
        return _answer("notify", said, f"Above {exact(notify_above)} per cent the oversight is told 30 days ahead.")
    return _answer("allowed", said, f"At most {exact(most)} per cent may be remote.")


def _answer(value: str, *words: str) -> Computed[str]:
    return Computed(value=value, unit="code", explanation=words, sources=(REMOTE, NOTICE, OWN_CHOICE))
