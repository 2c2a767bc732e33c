"""How many sites or members must be visited.

IAF MD 1, Regulation (EU) 2021/279, square-root rules and hypergeometric detection; the formulas of other group schemes
stand in `sampling_schemes`. Square roots are exact: the smallest whole number y with (y·q)² ≥ p²·n for a factor p/q, so
that 0.6·√25 is 3 and not 4.

A sample can be extended, never shrunk; more risk never means fewer.
"""

from fractions import Fraction
from math import comb
from typing import Final

from orepass.kernel.computed import (
    OWN_CHOICE,
    Computed,
    InputRefused,
    Source,
    above_zero,
    at_least_one,
    need,
    one_of,
    rule,
)
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed
from orepass.scheme.rules import sampling_schemes as schemes
from orepass.scheme.rules.roots import ceiling, root_up

MD1: Final = Source(
    title="IAF MD 1 (multi-site)", clause="6.1, formulas as quoted by accreditation bodies", verified=False
)
MD1_UNSAMPLED: Final = Source(title="IAF MD 1 (multi-site)", clause="6.2", verified=False)
EU_GROUPS: Final = Source(title="Regulation (EU) 2021/279", clause="Article 7(d), (e)", verified=True)
EU_LIMIT: Final = Source(title="Regulation (EU) 2018/848", clause="Article 36, at most 2,000 members", verified=True)
GUIDANCE: Final = Source(
    title="Risk-based square-root samples of group schemes", clause="as configured", verified=False
)
DETECTION: Final = Source(title="Hypergeometric distribution", clause="arithmetic", verified=True)

MD1_FACTORS: Final = {
    "initial": Fraction(1),
    "surveillance": Fraction(6, 10),
    "recertification": Fraction(8, 10),
}
RANDOM_SHARE: Final = Fraction(1, 4)
UNSAMPLED_SHARE: Final = Fraction(3, 10)
COUNTABLE_MAX: Final = 10_000
EU_MEMBERS_MAX: Final = 2000
EU_LEAST: Final = 10
EU_SHARE: Final = Fraction(5, 100)
EU_SAMPLE_SHARE: Final = Fraction(2, 100)


@rule("sample-md1")
def md1_sample(
    *,
    n: int,
    kind: str = "initial",
    risk: Fraction = Fraction(1),
    factor: Fraction | None = None,
    random_share: Fraction = RANDOM_SHARE,
) -> Computed[int]:
    """Sites to visit by IAF MD 1; n counts the sites without the central function, which is visited every time."""
    _need_sites(n, kind)
    need(risk >= 1, "risk", risk, "risk adds to a sample, it takes nothing off: it must be at least 1")
    share = MD1_FACTORS[kind] if factor is None else factor
    above_zero(factor=share)
    need(0 <= random_share <= 1, "random_share", random_share, "it must lie between 0 and 1")
    plain = root_up(n, share)
    value = min(n, ceiling(risk * plain))
    told = _("{kind}: √{n}, rounded up, is {root}.")
    told = told if share == 1 else _("{kind}: {factor}·√{n}, rounded up, is {root}.")
    words = [said(told, kind=typed(kind), factor=f"{float(share):g}", n=n, root=plain)]
    if risk != 1:
        times = _("Times the risk of {risk}, rounded up, at most all: {value}.")
        words.append(said(times, risk=f"{float(risk):g}", value=value))
    return Computed(
        value=value,
        unit="sites",
        explanation=(
            *words,
            said(_("The central function is visited every time and is not counted here.")),
            said(_("At least {count} of them are drawn at random."), count=ceiling(random_share * value)),
        ),
        sources=(MD1,),
    )


def _need_sites(n: int, kind: str) -> None:
    need(n >= 1, "n", n, "there must be at least one site")
    need(kind in MD1_FACTORS, "kind", kind, one_of(MD1_FACTORS))


@rule("sample-md1-all")
def md1_unsampled(*, n: int, kind: str = "initial") -> Computed[int]:
    """Sites to visit where sampling is not allowed (IAF MD 1, 6.2): all; at surveillance three in ten a year."""
    _need_sites(n, kind)
    value = ceiling(UNSAMPLED_SHARE * n) if kind == "surveillance" else n
    told = _("{kind}: every site.")
    told = _("{kind}: 30 per cent, rounded up; normally others the next year.") if kind == "surveillance" else told
    words = said(told, kind=typed(kind))
    return Computed(value=value, unit="sites", explanation=(words,), sources=(MD1_UNSAMPLED,))


@rule("sample-random-part", parameters={"share": "sampling.random_share"})
def random_part(*, sample: int, share: Fraction = RANDOM_SHARE) -> Computed[int]:
    """How many of a sample are drawn at random by IAF MD 1: at least a quarter."""
    need(sample >= 1, "sample", sample, "there must be a sample")
    need(0 <= share <= 1, "share", share, "it must lie between 0 and 1")
    value = ceiling(share * sample)
    words = said(_("{percent} per cent of {n}, rounded up."), percent=f"{float(share * 100):g}", n=sample)
    return Computed(value=value, unit="sites", explanation=(words,), sources=(MD1,))


@rule("sample-extended")
def extended(*, planned: int, wanted: int) -> Computed[int]:
    """The size of a sample after somebody asks for another one: it can be extended, never shrunk."""
    need(planned >= 1, "planned", planned, "there must be a sample")
    problem = said(_("a sample of {planned} can be extended, never shrunk"), planned=planned)
    need(wanted >= planned, "wanted", wanted, problem)
    words = said(_("{planned} planned, {added} added."), planned=planned, added=wanted - planned)
    return Computed(value=wanted, unit="sites", explanation=(words,), sources=(OWN_CHOICE,))


@rule("sample-eu-organic")
def eu_organic_sample(*, n: int) -> Computed[int]:
    """Members to inspect again in a group of operators: 5 per cent, at least 10, all of 10 or fewer."""
    _need_group(n)
    value = min(n, max(EU_LEAST, ceiling(EU_SHARE * n)))
    told = _("The larger of 10 and 5 per cent of {n} rounded up, at most all {n}: {value}.")
    words = said(told, n=n, value=value)
    return Computed(value=value, unit="members", explanation=(words,), sources=(EU_GROUPS, EU_LIMIT))


@rule("sample-eu-organic-material")
def eu_organic_material(*, n: int) -> Computed[int]:
    """Members from whom material is sampled each year in a group of operators: 2 per cent, rounded up."""
    _need_group(n)
    value = ceiling(EU_SAMPLE_SHARE * n)
    words = said(_("{percent} per cent of {n}, rounded up."), percent=2, n=n)
    return Computed(value=value, unit="members", explanation=(words,), sources=(EU_GROUPS, EU_LIMIT))


def _need_group(n: int) -> None:
    need(n >= 1, "n", n, "there must be at least one member")
    need(n <= EU_MEMBERS_MAX, "n", n, said(_("a group has at most {most} members"), most=EU_MEMBERS_MAX))


@rule("sample-risk-sqrt")
def risk_sample(
    *, n: int, risk: Fraction = Fraction(1), factor: Fraction = Fraction(1), least: int = 1
) -> Computed[int]:
    """Members to visit by a square-root rule: factor·risk·√n, rounded up, at least `least`, at most all."""
    need(n >= 1, "n", n, "there must be at least one member")
    above_zero(risk=risk, factor=factor)
    at_least_one(least=least)
    value = min(n, max(least, root_up(n, risk * factor)))
    explanation = (
        said(
            _("{factor}·√{n}, rounded up, is {root}."),
            factor=f"{float(factor * risk):g}",
            n=n,
            root=root_up(n, risk * factor),
        ),
        said(_("At least {least}, at most all {n}: {value}."), least=least, n=n, value=value),
    )
    return Computed(value=value, unit="members", explanation=explanation, sources=(GUIDANCE,))


@rule("sample-detection")
def detection_sample(
    *, n: int, rate: Fraction = Fraction(1, 10), confidence: Fraction = Fraction(95, 100)
) -> Computed[int]:
    """Members to draw so that at least one failing member is found with the given confidence."""
    _need_countable(n)
    _need_odds(rate, confidence)
    failing = ceiling(rate * n)
    value = _least_draw(n, failing, 1 - confidence)
    explanation = (
        said(_("Of {n} members {failing} are taken to fail."), n=n, failing=failing),
        said(
            _("A draw of {draw} misses all of them with a probability of at most {odds}."),
            draw=value,
            odds=f"{float(1 - confidence):g}",
        ),
    )
    return Computed(value=value, unit="members", explanation=explanation, sources=(DETECTION,))


@rule("detection-power")
def detection_power(*, n: int, sample: int, failing: int) -> Computed[Fraction]:
    """The probability that a random sample holds at least one of the failing members."""
    _need_countable(n)
    need(0 <= sample <= n, "sample", sample, "it must not be larger than the group")
    need(0 <= failing <= n, "failing", failing, "it must not be larger than the group")
    value = 1 - _missed(n, failing, sample)
    formula = "1 − C({sound},{sample}) / C({n},{sample}) = {power}."
    words = said(formula, sound=n - failing, sample=sample, n=n, power=f"{float(value):.3f}")
    return Computed(value=value, unit="share", explanation=(words,), sources=(DETECTION,))


def _need_odds(rate: Fraction, confidence: Fraction) -> None:
    need(0 < rate <= 1, "rate", rate, "it must be above 0 and at most 1")
    need(0 < confidence < 1, "confidence", confidence, "it must lie between 0 and 1")


def _need_countable(n: int) -> None:
    need(1 <= n <= COUNTABLE_MAX, "n", n, said(_("it must lie between 1 and {most}"), most=COUNTABLE_MAX))


def _least_draw(n: int, failing: int, allowed: Fraction) -> int:
    """Return the smallest draw that misses all failing members with at most the allowed probability.

    The probability of missing them all shrinks by (n − failing − m) / (n − m) with the draw of member m + 1.
    """
    missed, of = 1, 1
    drawn = 0
    while missed * allowed.denominator > allowed.numerator * of:
        missed *= n - failing - drawn
        of *= n - drawn
        drawn += 1
    return drawn


def _missed(n: int, failing: int, sample: int) -> Fraction:
    """Return the probability that a sample holds none of the failing members."""
    return Fraction(comb(n - failing, sample), comb(n, sample))


TAKES_RISK: Final = frozenset({"md1", "risk-sqrt", "iscc", "ifoam", "rspo"})
"""The rules that reckon with the risk themselves."""


@rule("sample")
def sample(
    *,
    rule: str,
    n: int,
    kind: str = "initial",
    risk: Fraction = Fraction(1),
    factor: Fraction | None = None,
    least: int = 1,
    rate: Fraction = Fraction(1, 10),
    confidence: Fraction = Fraction(95, 100),
) -> Computed[int]:
    """How many to visit by a rule: md1, md1-all, globalgap, iscc, ifoam, rspo, fsc-…, eu-organic…, risk-sqrt, all."""
    above_zero(risk=risk, factor=factor)
    at_least_one(least=least)
    _need_odds(rate, confidence)
    share = Fraction(1) if factor is None else factor
    rules = {
        "md1": lambda: md1_sample(n=n, kind=kind, risk=risk, factor=factor),
        "md1-all": lambda: md1_unsampled(n=n, kind=kind),
        "globalgap": lambda: schemes.globalgap_sample(n=n, kind=kind),
        "iscc": lambda: schemes.iscc_sample(n=n, risk=risk),
        "ifoam": lambda: schemes.ifoam_sample(n=n, risk=risk),
        "rspo": lambda: schemes.rspo_sample(n=n, risk=risk),
        "fsc-over-10000": lambda: schemes.fsc_sample(n=n, kind=kind, size_ha=Fraction(10_001)),
        "fsc-1000-10000": lambda: schemes.fsc_sample(n=n, kind=kind, size_ha=Fraction(1_000)),
        "fsc-100-1000": lambda: schemes.fsc_sample(n=n, kind=kind, size_ha=Fraction(100)),
        "fsc-under-100": lambda: schemes.fsc_sample(n=n, kind=kind, size_ha=Fraction(99)),
        "eu-organic": lambda: eu_organic_sample(n=n),
        "eu-organic-material": lambda: eu_organic_material(n=n),
        "eu-organic-unannounced": lambda: schemes.eu_unannounced(n=n),
        "eu-organic-additional": lambda: schemes.eu_additional(n=n),
        "risk-sqrt": lambda: risk_sample(n=n, risk=risk, factor=share, least=least),
        "detection": lambda: detection_sample(n=n, rate=rate, confidence=confidence),
        "pgs": lambda: schemes.pgs_visits(n=n),
        "all": lambda: _all(n),
    }
    if rule not in rules:
        problem = said(_("known rules are {codes}"), codes=tuple(rules))
        raise InputRefused(where="rule", name="rule", value=rule, problem=problem)
    return rules[rule]()


def _all(n: int) -> Computed[int]:
    need(n >= 1, "n", n, "there must be at least one")
    return Computed(value=n, unit="members", explanation=(said(_("All of them.")),), sources=(OWN_CHOICE,))
