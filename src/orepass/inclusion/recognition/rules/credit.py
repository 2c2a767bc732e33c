"""What one requirement of another scheme is worth here (domain rules F2): as much as the weakest link, never more.

Six links are judged one by one: how the requirements fit together, who verified there, how sound that scheme's
assurance is, at which level it is recognised, whether it demands what it says, and whether the certificate stands. The
credit is the weakest of them. Unknown never grants: a certificate that nobody looked up is not credited.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, SHOWN_MAX, Computed, InputRefused, Source, need, one_of, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _

MODEL: Final = Source(title="Orepass", clause=_("data model of recognition, own choice"), verified=True)
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


_PART_COVERED: Final = {
    Relation.NARROWER: _("Theirs is narrower and does not cover ours; the rest is a gap."),
    Relation.OVERLAPS: _("Theirs overlaps and does not cover ours; the rest is a gap."),
}
_WHOLE_COVERED: Final = {
    Relation.EQUAL: _("Theirs is equal and covers {coverage} of ours, at least {least}."),
    Relation.BROADER: _("Theirs is broader and covers {coverage} of ours, at least {least}."),
}
_LITTLE_COVERED: Final = _("Theirs covers {coverage} of ours, less than {least}; the rest is a gap.")
COVERING: Final = frozenset({Relation.EQUAL, Relation.BROADER})
_ORDER: Final = (Worth.NONE, Worth.PARTIAL, Worth.FULL)
_RATINGS: Final = ("none", "partial", "substantial", "full")
_RATING_WORDS: Final = dict(zip(_RATINGS, (_("none"), _("partial"), _("substantial"), _("full")), strict=True))
_STATUS: Final = ("active", "suspended", "withdrawn", "expired", "unknown")
_PARTIES: Final = ("first", "second", "unaccredited", "third")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InputRefused(where=name, name=name, value=value[:SHOWN_MAX], problem=one_of(known))


def weakest(*links: Worth) -> Worth:
    """Return the weakest of some links."""
    return min(links, key=_ORDER.index)


def _worth(value: Worth, words: Said, *sources: Source) -> Computed[str]:
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
        return _worth(Worth.NONE, said(_("Theirs asks for nothing of ours.")), MODEL)
    if obligation == "optional":
        words = said(_("There it is optional, so a certificate does not show that it is met."))
        return _worth(Worth.NONE, words, ISEAL)
    if relation not in COVERING:
        return _worth(Worth.PARTIAL, said(_PART_COVERED[Relation(relation)]), MODEL)
    if coverage < coverage_min:
        words = said(_LITTLE_COVERED, coverage=coverage, least=coverage_min)
        return _worth(Worth.PARTIAL, words, MODEL)
    if obligation == "should":
        return _worth(Worth.PARTIAL, said(_("There it is a recommendation, so it is still asked here.")), ISEAL)
    words = said(_WHOLE_COVERED[Relation(relation)], coverage=coverage, least=coverage_min)
    return _worth(Worth.FULL, words, MODEL)


_ITEMS: Final = {
    "independence": _("independence"),
    "competence": _("competence"),
    "sampling": _("sampling"),
    "transparency": _("transparency"),
    "decision": _("decision"),
    "oversight": _("oversight"),
}
_SCORES: Final = said(_("it must lie between 0 and {most}"), most=SCORE_MAX)


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
        need(0 <= score <= SCORE_MAX, name, score, _SCORES)
    need(0 <= item_min <= SCORE_MAX, "item_min", item_min, _SCORES)
    need(0 <= mean_min <= SCORE_MAX, "mean_min", mean_min, _SCORES)
    missing = tuple(_ITEMS[name] for name, score in items.items() if score < item_min)
    if missing:
        words = said(_("Below {least}, too little to rely on: {items}."), least=item_min, items=missing)
        return _worth(Worth.NONE, words, MODEL)
    mean = Fraction(sum(items.values()), len(items))
    if mean < mean_min:
        words = said(_("The mean of the six items is {mean}, less than {least}."), mean=mean, least=mean_min)
        return _worth(Worth.PARTIAL, words, MODEL)
    words = said(
        _("Each item is at least {item_least} and the mean is {mean}, at least {least}."),
        item_least=item_min,
        mean=mean,
        least=mean_min,
    )
    return _worth(Worth.FULL, words, MODEL)


@rule("recognition-level")
def level_worth(*, level: int, part: str) -> Computed[str]:
    """What a level of recognition lets through for a part of a requirement: the standard, or its implementation."""
    need(level in {1, 2}, "level", level, "it must be 1 or 2")
    _one_of("part", part, ("standard", "implementation"))
    if level == 1:
        return _worth(Worth.FULL, said(_("Level 1: standard, implementation and governance are recognised.")), RMI)
    if part == "standard":
        return _worth(Worth.FULL, said(_("Level 2: the standard is recognised, and this asks for the standard.")), RMI)
    words = said(_("Level 2: only the standard is recognised; its use is still tested here."))
    return _worth(Worth.PARTIAL, words, RMI)


_NOT_FROM: Final = {
    "first": _("A critical requirement is never credited from its own assessment."),
    "second": _("A critical requirement is never credited from second-party verification."),
    "unaccredited": _("A critical requirement is never credited from unaccredited-party verification."),
}
_ONLY: Final = {
    "first": _("Only a first-party verification stands behind it."),
    "second": _("Only a second-party verification stands behind it."),
    "unaccredited": _("Only a unaccredited-party verification stands behind it."),
}


@rule("recognition-verification")
def verification_worth(*, party: str, critical: bool) -> Computed[str]:
    """What a verification lets through: first, second, unaccredited or third party; critical asks for the third."""
    _one_of("party", party, _PARTIES)
    if party == "third":
        return _worth(Worth.FULL, said(_("An accredited third party verified it.")), MODEL)
    if critical:
        return _worth(Worth.NONE, said(_NOT_FROM[party]), MODEL)
    return _worth(Worth.PARTIAL, said(_ONLY[party]), MODEL)


@rule("recognition-party")
def party_of_result(*, own: bool, interest: bool, accredited: bool) -> Computed[str]:
    """Which party a result comes from: own makes it first, an interest second; third needs accreditation on the day."""
    if own:
        value, words = "first", _("They assessed themselves.")
    elif interest:
        value, words = "second", _("Whoever verified has an interest in the outcome.")
    elif not accredited:
        value = "unaccredited"
        words = _("Independent, but not accredited for this scheme on that day: never shown as third party.")
    else:
        value, words = "third", _("Independent, without interest, and accredited on the day of the audit.")
    return Computed(value=value, unit="code", explanation=(said(words),), sources=(MODEL,))


_OVER: Final = {"withdrawn": _("The certificate is withdrawn."), "expired": _("The certificate is expired.")}


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
    if status in _OVER:
        return _standing(Standing.ENDED, said(_OVER[status]))
    if on > last:
        words = _("The audit of {day} is more than {months} months old: it counted until {last}.")
        return _standing(Standing.ENDED, said(words, day=audited_on, months=age_months_max, last=last))
    if not covers or on < audited_on:
        return _standing(Standing.OUTSIDE, said(_("Its scope and its audit do not cover site, mineral and day.")))
    if status == "suspended":
        return _standing(Standing.HOLD, said(_("It is suspended there: the credit is on hold here.")))
    return _looked_up(status, checked_on, on, check_days_max)


def _looked_up(status: str, checked_on: date | None, on: date, check_days_max: int) -> Computed[str]:
    if status == "unknown" or checked_on is None or checked_on > on:
        return _standing(Standing.UNCHECKED, said(_("Nobody has looked up its status yet; unknown is not clean.")))
    if on > checked_on + timedelta(days=check_days_max):
        words = _("Its status was last looked up on {day}, more than {days} days ago.")
        return _standing(Standing.UNCHECKED, said(words, day=checked_on, days=check_days_max))
    words = _("It was active when looked up on {day}, and covers what is asked.")
    return _standing(Standing.COUNTS, said(words, day=checked_on))


def _standing(value: Standing, words: Said) -> Computed[str]:
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(MODEL,))


_LINKS: Final = {
    "mapping": _("mapping"),
    "assurance": _("assurance"),
    "level": _("level"),
    "verification": _("verification"),
}
_GAP_BECAUSE: Final = {
    Worth.NONE: _("Not credited because of: {links}."),
    Worth.PARTIAL: _("Not credited because of: {links}; a critical requirement is credited whole or not at all."),
}


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
        return _credit(Credit.GAP, said(_GAP_BECAUSE[worth], links=_links(links, worth)))
    if certificate in {Standing.ENDED, Standing.OUTSIDE}:
        return _credit(Credit.GAP, said(_("Not credited: the certificate does not stand for it.")))
    if certificate == Standing.HOLD:
        return _credit(Credit.HOLD, said(_("On hold while the certificate is suspended there.")))
    if certificate == Standing.UNCHECKED:
        return _credit(Credit.UNCHECKED, said(_("Not counted until the certificate is looked up at its scheme.")))
    if least is Worth.FULL:
        return _credit(Credit.CREDITED, said(_("Credited: it is not audited again.")))
    words = _("Credited in part ({links}): only the rest is audited.")
    return _credit(Credit.PARTLY, said(words, links=_links(links, Worth.PARTIAL)))


def _links(links: Mapping[str, str], worth: Worth) -> tuple[str, ...]:
    return tuple(_LINKS[name] for name, link in links.items() if link == worth)


def _credit(value: Credit, words: Said) -> Computed[str]:
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(MODEL,))


@rule("recognition-rating")
def credited_rating(*, theirs: str, least: str = "none") -> Computed[str]:
    """The rating a credit carries: theirs and never more, and none at all below what the agreement asks for."""
    _one_of("theirs", theirs, (*_RATINGS, "unknown"))
    _one_of("least", least, _RATINGS)
    if theirs == "unknown":
        words = said(_("The certificate does not say how far it is met, so nothing is credited."))
        return Computed(value="unknown", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
    if _RATINGS.index(theirs) < _RATINGS.index(least):
        words = said(
            _("Their result is {theirs}, below the {least} that the agreement asks for."),
            theirs=_RATING_WORDS[theirs],
            least=_RATING_WORDS[least],
        )
        return Computed(value="none", unit="code", explanation=(words,), sources=(MODEL,))
    words = said(_("Their result is {theirs}; recognition never raises it."), theirs=_RATING_WORDS[theirs])
    return Computed(value=theirs, unit="code", explanation=(words,), sources=(MODEL,))


_STATUS_WORDS: Final = dict(
    zip(_STATUS, (_("active"), _("suspended"), _("withdrawn"), _("expired"), _("unknown")), strict=True)
)


@rule("recognition-prerequisite")
def prerequisite(*, status: str, valid_before: date, on: date, performs: bool) -> Computed[str]:
    """Whether a scheme that asks for another's certificate admits: admitted or refused; that alone certifies nobody."""
    _one_of("status", status, _STATUS)
    if not performs:
        words = said(_("Whoever neither performs nor organises the activity has no place in the scheme."))
        return Computed(value="refused", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
    if status != "active" or on >= valid_before:
        words = said(
            _("The certificate asked for is not active on {day} ({status}, valid before {valid_before})."),
            day=on,
            status=_STATUS_WORDS[status],
            valid_before=valid_before,
        )
        return Computed(value="refused", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
    words = said(_("Admitted: the certificate asked for stands; every other requirement of the scheme stays."))
    return Computed(value="admitted", unit="code", explanation=(words,), sources=(OWN_CHOICE,))
