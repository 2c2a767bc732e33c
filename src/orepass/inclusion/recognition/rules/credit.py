"""What one requirement of another scheme is worth here (domain rules F2): as much as the weakest link, never more.

Six links are judged one by one: how the requirements fit together, who verified there, how sound that scheme's
assurance is, at which level it is recognised, whether it demands what it says, and whether the certificate stands. The
credit is the weakest of them. Unknown never grants: a certificate that nobody looked up is not credited.
"""

from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, rule
from orepass.kernel.period import add_months

MODEL: Final = Source(title="Orepass", clause="data model of recognition, own choice", verified=True)
RMI: Final = Source(title="Responsible Minerals Initiative", clause="upstream mechanisms, level 1 and 2", verified=True)
ISEAL: Final = Source(title="ISEAL benchmarking guide (2025)", clause="obligation and system compared", verified=True)

COVERAGE_MIN: Final = Fraction(9, 10)
MEAN_MIN: Final = Fraction(3, 2)
ITEM_MIN: Final = 1
AGE_MONTHS_MAX: Final = 12
CHECK_DAYS_MAX: Final = 90
SCORE_MAX: Final = 2


class Worth(StrEnum):
    """What one link, or all of them together, let through."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Credit(StrEnum):
    """What follows for one requirement here."""

    CREDITED = "credited"
    PARTLY = "partly"
    HOLD = "hold"
    UNCHECKED = "unchecked"
    GAP = "gap"


class Standing(StrEnum):
    """How a certificate of another scheme stands for a credit on a day."""

    COUNTS = "counts"
    HOLD = "hold"
    UNCHECKED = "unchecked"
    OUTSIDE = "outside"
    ENDED = "ended"


class Relation(StrEnum):
    """How their requirement stands to ours; *broader* covers ours and more."""

    EQUAL = "equal"
    BROADER = "broader"
    NARROWER = "narrower"
    OVERLAPS = "overlaps"
    NONE = "none"


_SAID: Final = {
    Relation.EQUAL: "is equal",
    Relation.BROADER: "is broader",
    Relation.NARROWER: "is narrower",
    Relation.OVERLAPS: "overlaps",
}
COVERING: Final = frozenset({Relation.EQUAL, Relation.BROADER})
_ORDER: Final = (Worth.NONE, Worth.PARTIAL, Worth.FULL)
_RATINGS: Final = ("none", "partial", "substantial", "full")
_STATUS: Final = ("active", "suspended", "withdrawn", "expired", "unknown")
_PARTIES: Final = ("first", "second", "unaccredited", "third")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    need(value in known, name, value, f"it must be one of {', '.join(known)}")


def weakest(*links: Worth) -> Worth:
    """Return the weakest of some links."""
    return min(links, key=_ORDER.index)


def _worth(value: Worth, words: str, *sources: Source) -> Computed[str]:
    return Computed(value=value.value, unit="code", explanation=(words,), sources=sources)


@rule("recognition-mapping", parameters={"coverage_min": "recognition.coverage_min_share"})
def mapping_worth(
    *, relation: str, coverage: Fraction, obligation: str = "must", coverage_min: Fraction = COVERAGE_MIN
) -> Computed[str]:
    """What a pair of requirements lets through: full, partial or none (theirs equal or broader, coverage 0 to 1)."""
    _one_of("relation", relation, tuple(Relation))
    _one_of("obligation", obligation, ("must", "should", "optional"))
    need(0 <= coverage <= 1, "coverage", coverage, "it must lie between 0 and 1")
    need(0 < coverage_min <= 1, "coverage_min", coverage_min, "it must lie above 0 and not above 1")
    if relation == Relation.NONE or coverage == 0:
        return _worth(Worth.NONE, "Theirs asks for nothing of ours.", MODEL)
    if obligation == "optional":
        return _worth(Worth.NONE, "There it is optional, so a certificate does not show that it is met.", ISEAL)
    said = _SAID[Relation(relation)]
    if relation not in COVERING:
        return _worth(Worth.PARTIAL, f"Theirs {said} and does not cover ours; the rest is a gap.", MODEL)
    if coverage < coverage_min:
        words = f"Theirs covers {coverage} of ours, less than {coverage_min}; the rest is a gap."
        return _worth(Worth.PARTIAL, words, MODEL)
    if obligation == "should":
        return _worth(Worth.PARTIAL, "There it is a recommendation, so it is still asked here.", ISEAL)
    return _worth(Worth.FULL, f"Theirs {said} and covers {coverage} of ours, at least {coverage_min}.", MODEL)


@rule(
    "recognition-assurance",
    parameters={"item_min": "recognition.assurance_item_min", "mean_min": "recognition.assurance_mean_min"},
)
def assurance_worth(
    *,
    independence: int,
    competence: int,
    sampling: int,
    transparency: int,
    decision: int,
    oversight: int,
    item_min: int = ITEM_MIN,
    mean_min: Fraction = MEAN_MIN,
) -> Computed[str]:
    """What another scheme's assurance lets through, by six items of 0 to 2: one too low nothing, a low mean a part."""
    items = {
        "independence": independence,
        "competence": competence,
        "sampling": sampling,
        "transparency": transparency,
        "decision": decision,
        "oversight": oversight,
    }
    for name, score in items.items():
        need(0 <= score <= SCORE_MAX, name, score, f"it must lie between 0 and {SCORE_MAX}")
    need(0 <= item_min <= SCORE_MAX, "item_min", item_min, f"it must lie between 0 and {SCORE_MAX}")
    need(0 <= mean_min <= SCORE_MAX, "mean_min", mean_min, f"it must lie between 0 and {SCORE_MAX}")
    missing = [name for name, score in items.items() if score < item_min]
    if missing:
        return _worth(Worth.NONE, f"Below {item_min}, too little to rely on: {', '.join(missing)}.", MODEL)
    mean = Fraction(sum(items.values()), len(items))
    if mean < mean_min:
        return _worth(Worth.PARTIAL, f"The mean of the six items is {mean}, less than {mean_min}.", MODEL)
    return _worth(Worth.FULL, f"Each item is at least {item_min} and the mean is {mean}, at least {mean_min}.", MODEL)


@rule("recognition-level")
def level_worth(*, level: int, part: str) -> Computed[str]:
    """What a level of recognition lets through for a part of a requirement: the standard, or its implementation."""
    need(level in {1, 2}, "level", level, "it must be 1 or 2")
    _one_of("part", part, ("standard", "implementation"))
    if level == 1:
        return _worth(Worth.FULL, "Level 1: standard, implementation and governance are recognised.", RMI)
    if part == "standard":
        return _worth(Worth.FULL, "Level 2: the standard is recognised, and this asks for the standard.", RMI)
    return _worth(Worth.PARTIAL, "Level 2: only the standard is recognised; its use is still tested here.", RMI)


@rule("recognition-verification")
def verification_worth(*, party: str, critical: bool) -> Computed[str]:
    """What a verification lets through: first, second, unaccredited or third party; critical asks for the third."""
    _one_of("party", party, _PARTIES)
    if party == "third":
        return _worth(Worth.FULL, "An accredited third party verified it.", MODEL)
    if critical:
        kind = "its own assessment" if party == "first" else f"{party}-party verification"
        return _worth(Worth.NONE, f"A critical requirement is never credited from {kind}.", MODEL)
    return _worth(Worth.PARTIAL, f"Only a {party}-party verification stands behind it.", MODEL)


@rule("recognition-party")
def party_of_result(*, own: bool, interest: bool, accredited: bool) -> Computed[str]:
    """Which party a result comes from: own makes it first, an interest second; third needs accreditation on the day."""
    if own:
        return Computed(value="first", unit="code", explanation=("They assessed themselves.",), sources=(MODEL,))
    if interest:
        words = "Whoever verified has an interest in the outcome."
        return Computed(value="second", unit="code", explanation=(words,), sources=(MODEL,))
    if not accredited:
        words = "Independent, but not accredited for this scheme on that day: never shown as third party."
        return Computed(value="unaccredited", unit="code", explanation=(words,), sources=(MODEL,))
    words = "Independent, without interest, and accredited on the day of the audit."
    return Computed(value="third", unit="code", explanation=(words,), sources=(MODEL,))


@rule(
    "recognition-certificate",
    parameters={
        "age_months_max": "recognition.certificate_age_max_months",
        "check_days_max": "recognition.check_max_days",
    },
)
def certificate_standing(
    *,
    status: str,
    covers: bool,
    audited_on: date,
    on: date,
    checked_on: date | None = None,
    age_months_max: int = AGE_MONTHS_MAX,
    check_days_max: int = CHECK_DAYS_MAX,
) -> Computed[str]:
    """How a certificate of another scheme stands for a credit on a day: counts, hold, unchecked, outside or ended."""
    _one_of("status", status, _STATUS)
    need(age_months_max > 0, "age_months_max", age_months_max, "it must be above 0")
    need(check_days_max >= 0, "check_days_max", check_days_max, "it must not be below 0")
    last = add_months(audited_on, age_months_max)
    if status in {"withdrawn", "expired"}:
        return _standing(Standing.ENDED, f"The certificate is {status}.")
    if on > last:
        words = f"The audit of {audited_on} is more than {age_months_max} months old: it counted until {last}."
        return _standing(Standing.ENDED, words)
    if not covers or on < audited_on:
        return _standing(Standing.OUTSIDE, "Its scope and its audit do not cover site, mineral and day.")
    if status == "suspended":
        return _standing(Standing.HOLD, "It is suspended there: the credit is on hold here.")
    return _looked_up(status, checked_on, on, check_days_max)


def _looked_up(status: str, checked_on: date | None, on: date, check_days_max: int) -> Computed[str]:
    if status == "unknown" or checked_on is None or checked_on > on:
        return _standing(Standing.UNCHECKED, "Nobody has looked up its status yet; unknown is not clean.")
    if on > checked_on + timedelta(days=check_days_max):
        words = f"Its status was last looked up on {checked_on}, more than {check_days_max} days ago."
        return _standing(Standing.UNCHECKED, words)
    return _standing(Standing.COUNTS, f"It was active when looked up on {checked_on}, and covers what is asked.")


def _standing(value: Standing, words: str) -> Computed[str]:
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(MODEL,))


@rule("recognition-credit")
def credit(
    *, mapping: str, assurance: str, level: str, verification: str, certificate: str, critical: bool
) -> Computed[str]:
    """What follows for one requirement: credited, partly, hold, unchecked or gap; the weakest link decides."""
    links = {"mapping": mapping, "assurance": assurance, "level": level, "verification": verification}
    for name, link in links.items():
        _one_of(name, link, tuple(Worth))
    _one_of("certificate", certificate, tuple(Standing))
    least = weakest(*(Worth(link) for link in links.values()))
    if critical and least is Worth.PARTIAL:
        least = Worth.NONE
    if least is Worth.NONE:
        worth = Worth.PARTIAL if Worth.NONE not in links.values() else Worth.NONE
        names = ", ".join(name for name, link in links.items() if link == worth)
        also = "; a critical requirement is credited whole or not at all" if worth is Worth.PARTIAL else ""
        return _credit(Credit.GAP, f"Not credited because of: {names}{also}.")
    if certificate in {Standing.ENDED, Standing.OUTSIDE}:
        return _credit(Credit.GAP, "Not credited: the certificate does not stand for it.")
    if certificate == Standing.HOLD:
        return _credit(Credit.HOLD, "On hold while the certificate is suspended there.")
    if certificate == Standing.UNCHECKED:
        return _credit(Credit.UNCHECKED, "Not counted until the certificate is looked up at its scheme.")
    if least is Worth.FULL:
        return _credit(Credit.CREDITED, "Credited: it is not audited again.")
    names = ", ".join(name for name, link in links.items() if link == Worth.PARTIAL)
    return _credit(Credit.PARTLY, f"Credited in part ({names}): only the rest is audited.")


def _credit(value: Credit, words: str) -> Computed[str]:
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(MODEL,))


@rule("recognition-rating")
def credited_rating(*, theirs: str, least: str = "none") -> Computed[str]:
    """The rating a credit carries: theirs and never more, and none at all below what the agreement asks for."""
    _one_of("theirs", theirs, (*_RATINGS, "unknown"))
    _one_of("least", least, _RATINGS)
    if theirs == "unknown":
        words = "The certificate does not say how far it is met, so nothing is credited."
        return Computed(value="unknown", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
    if _RATINGS.index(theirs) < _RATINGS.index(least):
        words = f"Their result is {theirs}, below the {least} that the agreement asks for."
        return Computed(value="none", unit="code", explanation=(words,), sources=(MODEL,))
    words = f"Their result is {theirs}; recognition never raises it."
    return Computed(value=theirs, unit="code", explanation=(words,), sources=(MODEL,))


@rule("recognition-prerequisite")
def prerequisite(*, status: str, valid_before: date, on: date, performs: bool) -> Computed[str]:
    """Whether a scheme that asks for another's certificate admits: admitted or refused; that alone certifies nobody."""
    _one_of("status", status, _STATUS)
    if not performs:
        words = "Whoever neither performs nor organises the activity has no place in the scheme."
        return Computed(value="refused", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
    if status != "active" or on >= valid_before:
        words = f"The certificate asked for is not active on {on} ({status}, valid before {valid_before})."
        return Computed(value="refused", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
    words = "Admitted: the certificate asked for stands; every other requirement of the scheme stays."
    return Computed(value="admitted", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
