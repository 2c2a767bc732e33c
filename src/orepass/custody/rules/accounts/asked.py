"""What accounts allow, asked with plain numbers: the worked examples of chain of custody, and the calculator."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.custody.rules.accounts.account import check_period, rounded
from orepass.kernel.computed import (
    OWN_CHOICE,
    PER_CENT,
    Computed,
    Source,
    at_least_one,
    need,
    not_below_zero,
    numbers_in,
    per_cent,
    rule,
)
from orepass.kernel.kept import exact
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

ISO_BALANCE: Final = Source(
    title="ISO 22095-2:2026",
    clause="mass balance: the rolling average percentage and the credit method",
    verified=False,
)
ISO_BOOK: Final = Source(
    title="ISO 22095-3:2026", clause="book and claim: no more credits than production that is not sold", verified=False
)
ALUMINIUM: Final = Source(
    title="Aluminium scheme, chain of custody, second version",
    clause="the percentage of the inputs of twelve months; an overdraft of a fifth for force majeure",
    verified=False,
)
LIFE: Final = Source(title="knowledge of other schemes", clause="credits live two years", verified=False)
PERIOD: Final = Source(
    title="https://www.iscc-system.org/certification/faq/",
    clause="a mass balance period of three months at most",
    verified=True,
)


@rule("custody-rolling-percentage", parameters={"rolling_months": "custody.rolling_months"})
def rolling_percentage(*, certified: str, total: str, rolling_months: int = 3) -> Computed[Decimal]:
    """The percentage that may be claimed next month: certified over all that came in, month by month with spaces."""
    at_least_one(rolling_months=rolling_months)
    parts, wholes = numbers_in("certified", certified), numbers_in("total", total)
    need(0 < len(parts) == len(wholes), "total", total[:60], "give as many months as for the certified part")
    pairs = list(zip(parts, wholes, strict=True))
    need(all(0 <= part <= whole for part, whole in pairs), "certified", certified[:60], "give parts of the totals")
    window = pairs[-rolling_months:]
    part, whole = (sum(column, Fraction(0)) for column in zip(*window, strict=True))
    need(whole > 0, "total", total[:60], "something came in")
    value = rounded(part * PER_CENT / whole)
    words = said(
        _("{part} of {whole} in {months} months is {percent} %, rounded down."),
        part=exact(part),
        whole=exact(whole),
        months=len(window),
        percent=str(value),
    )
    return Computed(value=value, unit="%", explanation=(words,), sources=(ISO_BALANCE, OWN_CHOICE))


@rule("custody-label-borne", parameters={"threshold_percent": "custody.label_threshold_percent"})
def label_borne(*, percent: Decimal, threshold_percent: Decimal = Decimal(70)) -> Computed[bool]:
    """Whether a percentage bears the scheme's label: from the threshold on."""
    per_cent(percent=Fraction(percent), threshold_percent=Fraction(threshold_percent))
    value = percent >= threshold_percent
    reached, missed = _("{percent} % is at least {threshold} %."), _("{percent} % is not at least {threshold} %.")
    words = said(reached if value else missed, percent=percent, threshold=threshold_percent)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))


@rule("custody-input-left")
def input_left(
    *, certified_kg: Decimal, total_kg: Decimal, out_kg: Decimal, claimed_kg: Decimal = Decimal(0)
) -> Computed[Decimal]:
    """What is left to claim by the percentage of a period's inputs; below zero is an overdraft."""
    not_below_zero(certified_kg=certified_kg, out_kg=out_kg, claimed_kg=claimed_kg)
    need(total_kg > 0, "total_kg", total_kg, "something came in")
    need(certified_kg <= total_kg, "certified_kg", certified_kg, "it is a part of the total")
    share = Fraction(certified_kg) / Fraction(total_kg)
    most = min(Fraction(certified_kg), share * Fraction(out_kg))
    left = most - Fraction(claimed_kg)
    milligrams = left * 10**6
    value = Decimal(milligrams.numerator // milligrams.denominator) / 10**6
    words = (
        said(_("{percent} % of what came in was certified."), percent=rounded(share * PER_CENT)),
        said(
            _("Of {out} kg that went out {most} kg may be claimed, and {claimed} kg were."),
            out=out_kg,
            most=exact(most),
            claimed=claimed_kg,
        ),
    )
    return Computed(value=value, unit="kg", explanation=words, sources=(ALUMINIUM, OWN_CHOICE))


_CAUSES: Final = {
    (True, True): _("A cause was declared."),
    (True, False): _("A cause was declared, and none is needed."),
    (False, True): _("A cause was not declared."),
    (False, False): _("A cause was not declared, and none is needed."),
}


@rule(
    "custody-overdraft-allowed",
    parameters={"overdraft_percent": "custody.overdraft_percent", "needs_cause": "custody.overdraft_needs_cause"},
)
def overdraft_allowed(
    *,
    short_kg: Decimal,
    certified_kg: Decimal,
    cause: bool,
    overdraft_percent: Decimal = Decimal(20),
    needs_cause: bool = True,
) -> Computed[bool]:
    """Whether an account may be so far below zero, by the certified input of the period and a cause."""
    not_below_zero(short_kg=short_kg, certified_kg=certified_kg)
    per_cent(overdraft_percent=Fraction(overdraft_percent))
    most = Fraction(certified_kg) * Fraction(overdraft_percent) / PER_CENT
    value = not short_kg or (Fraction(short_kg) <= most and (cause or not needs_cause))
    words = (
        said(
            _("{percent} % of {certified} kg is {most} kg; {short} kg are missing."),
            percent=overdraft_percent,
            certified=certified_kg,
            most=exact(most),
            short=short_kg,
        ),
        said(_CAUSES[cause, needs_cause]),
    )
    return Computed(value=value, unit="boolean", explanation=words, sources=(ALUMINIUM, OWN_CHOICE))


@rule("custody-credits-issuable")
def credits_issuable(*, produced_kg: Decimal, sold_kg: Decimal, issued_kg: Decimal = Decimal(0)) -> Computed[Decimal]:
    """How much may still be issued as credits: what was produced, less what was sold as certified and issued before."""
    not_below_zero(produced_kg=produced_kg, sold_kg=sold_kg, issued_kg=issued_kg)
    value = max(produced_kg - sold_kg - issued_kg, Decimal(0))
    words = said(
        _("{produced} - {sold} - {issued} kg: {left} kg are left to issue."),
        produced=produced_kg,
        sold=sold_kg,
        issued=issued_kg,
        left=value,
    )
    return Computed(value=value, unit="kg", explanation=(words,), sources=(ISO_BOOK,))


@rule("custody-credit-left", parameters={"life_months": "custody.credit_life_months"})
def credit_left(
    *, amount_kg: Decimal, received_on: date, used_kg: Decimal, on: date, life_months: int | None = 24
) -> Computed[Decimal]:
    """What is left of a credit at the end of a day: nothing from the day on which its life is over."""
    not_below_zero(amount_kg=amount_kg, used_kg=used_kg, life_months=life_months)
    need(used_kg <= amount_kg, "used_kg", used_kg, "it is a part of the amount")
    need(on >= received_on, "on", on, "it lies before the credit was received")
    ends = None if life_months is None else add_months(received_on, life_months)
    alive = ends is None or on < ends
    value = amount_kg - used_kg if alive else Decimal(0)
    words = said(_("It does not expire.")) if ends is None else said(_("Its life ends before {day}."), day=ends)
    return Computed(value=value, unit="kg", explanation=(words,), sources=(LIFE, OWN_CHOICE))


@rule("custody-period-allowed", parameters={"limit_months": "custody.period_months"})
def period_allowed(*, months: int, extra_days: int = 0, limit_months: int = 3) -> Computed[bool]:
    """Whether a period of an account is as long as the scheme allows."""
    at_least_one(limit_months=limit_months)
    not_below_zero(months=months, extra_days=extra_days)
    need(months > 0 or extra_days > 0, "months", months, "a period is a day long at least")
    value = not check_period(months, limit=limit_months, extra_days=extra_days)
    words = said(
        _("{months} months and {days} days; the limit is {limit} months."),
        months=months,
        days=extra_days,
        limit=limit_months,
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(PERIOD, OWN_CHOICE))


@rule("custody-least-balance")
def least_balance(*, movements_kg: str) -> Computed[Decimal]:
    """The lowest balance that an account reaches, from what came in and went out in order, such as 100 -120 30."""
    balance = least = Fraction(0)
    for movement in numbers_in("movements_kg", movements_kg):
        balance += movement
        least = min(least, balance)
    value = Decimal(least.numerator) / least.denominator
    words = said(_("It ends at {balance} kg."), balance=exact(balance))
    return Computed(value=value, unit="kg", explanation=(words,), sources=(ISO_BALANCE,))
