"""Scoring systems as rules one can ask for (domain rules A7): each a setting of the one engine of `levels`.

Answers are written on one line: principles apart by semicolons, their answers by commas, each a share from 0 to 1,
``NR`` for not relevant or ``?`` for not known; an exclamation mark makes a requirement critical, as in
``P1:1!,0.5,NR;P2:1,?``. A principle in which nothing is relevant is left out and reported. What is not known never
grants.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, InputRefused, Source, need, one_of, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import Said, said, typed
from orepass.kernel.text import marked as _
from orepass.scheme.rules.levels import Item, Level, Rating, Standing
from orepass.scheme.rules.outcome import score_of
from orepass.scheme.rules.worded import between

IRMA: Final = Source(title="IRMA, levels of achievement", clause="75 per cent in each principle area", verified=True)
IRMA_LEVELS: Final = Source(title="IRMA, levels 50 and 100", clause="the same pattern, from knowledge", verified=False)
TSM: Final = Source(title="Towards Sustainable Mining", clause="letters C to AAA, goal A, yes or no", verified=True)
COPPER_MARK: Final = Source(title="The Copper Mark", clause="full, partial, miss; plans in 12 months", verified=True)
GLOBALGAP: Final = Source(title="GLOBALG.A.P.", clause="majors and minors, from a secondary page", verified=False)
CRAFT: Final = Source(title="CRAFT Code", clause="modules as graded steps", verified=True)
CRAFT_LADDER: Final = Source(title="CRAFT Code", clause="modules of each status, from knowledge", verified=False)
RESPONSIBLE_STEEL: Final = Source(
    title="ResponsibleSteel", clause="core site, then progress levels 1 to 4", verified=True
)
OECD: Final = Source(title="OECD alignment assessment", clause="fully, partially, not aligned", verified=True)
RMI: Final = Source(title="RMI, risk readiness assessment", clause="partially meets, meets, exceeds", verified=True)
ICGLR: Final = Source(title="ICGLR Regional Certification Manual", clause="green, yellow, red sites", verified=True)
BETTER_COTTON: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="minimum production criteria, historic", verified=True
)
PDCA: Final = Source(title="CERA 4in1, frequently asked questions", clause="policy to improvement plan", verified=True)

ANSWERS_MAX: Final = 2_000
MONTHS_MAX: Final = 120
HOWS: Final = ("minimum", "mean", "weighted_mean", "mean_of_all")
NOT_RELEVANT: Final = "NR"
UNKNOWN: Final = "?"
LADDERS: Final[dict[str, tuple[str, ...]]] = {
    "graded": (_("none"), _("partial"), _("substantial"), _("full")),
    "letters": ("C", "B", "A", "AA", "AAA"),
    "alignment": (_("not"), _("partially"), _("fully")),
    "norm": (_("below"), _("partially"), _("meets"), _("exceeds")),
}
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,29}")
_SHARE: Final = re.compile(r"0|1|0?\.\d{1,6}|1\.0{1,6}|\d{1,4}/\d{1,4}")


def _refuse(name: str, value: str, problem: str) -> InputRefused:
    return InputRefused(where=name, name=name, value=value[:60], problem=problem)


def parts(name: str, text: str, sign: str = ",") -> list[str]:
    """Split a list of words; an empty one is refused.

    Raises:
        InputRefused: there is nothing between two signs, or there are too many.
    """
    found = [part.strip() for part in text.split(sign)]
    if "" in found:
        raise _refuse(name, text, said(_("there is nothing between two “{code}”"), code=sign))
    if len(found) > ANSWERS_MAX:
        raise _refuse(name, str(len(found)), said(_("at most {most} parts are read"), most=ANSWERS_MAX))
    return found


def principles(name: str, text: str) -> list[tuple[str, list[str]]]:
    """Split ``P1:a,b;P2:c`` into its principles.

    Raises:
        InputRefused: a principle has no name, no answers, or the name of another.
    """
    found: list[tuple[str, list[str]]] = []
    for part in parts(name, text, ";"):
        principle, colon, answers = part.partition(":")
        fits = bool(colon) and bool(_NAME.fullmatch(principle.strip()))
        need(fits, name, part, "write a name, a colon and the answers, such as P1:1,0.5")
        need(principle.strip() not in dict(found), name, principle, "this principle stands there twice")
        found.append((principle.strip(), parts(name, answers)))
    return found


def read_answers(text: str) -> list[Item]:
    """Read answers in their compact form; whatever is not relevant is left out.

    Raises:
        InputRefused: with the principle and the place of the answer.
    """
    items: list[Item] = []
    for principle, answers in principles("answers", text):
        for at, answer in enumerate(answers, 1):
            bare = answer.removesuffix("!")
            if bare == NOT_RELEVANT:
                continue
            rating = None if bare == UNKNOWN else _share(bare, principle, at)
            items.append(Item(f"{principle}.{at}", principle, 1, rating, core=answer != bare))
    need(bool(items), "answers", text, "nothing in it is relevant")
    return items


def _share(text: str, principle: str = "", at: int = 0) -> str:
    """Return a share in lowest terms, as the word of a scale of its own; one of no principle is that of a gate."""
    try:
        share = Fraction(text) if _SHARE.fullmatch(text) else Fraction(-1)
    except ZeroDivisionError:
        share = Fraction(-1)
    if not 0 <= share <= 1:
        answer = said(_("{principle}, answer {number}"), principle=typed(principle), number=at)
        place = answer if principle else said(_("each gate"))
        raise _refuse("answers", text, said(_("{place} must be a share from 0 to 1, NR or ?"), place=place))
    return str(share)


def _rating(items: Sequence[Item], how: str, levels: tuple[Level, ...] = (), weights: str = "") -> Rating:
    words = {"0", "1", *(item.rating for item in items if item.rating), *(level.gate for level in levels)}
    aggregation = "mean_of_requirements" if how == "mean_of_all" else f"{how}_of_dimensions"
    given = {name: _weight(name, answers) for name, answers in principles("weights", weights)} if weights else {}
    for name in given:
        need(name in {item.group for item in items}, "weights", name, "there is no principle of this name")
    need(not given or how == "weighted_mean", "weights", weights, "only a weighted_mean uses weights")
    return Rating({word: Fraction(word) for word in words}, aggregation, levels, weights=given)


def _weight(name: str, answers: list[str]) -> Fraction:
    fits = len(answers) == 1 and answers[0].isascii() and answers[0].isdecimal() and 0 < len(answers[0]) < 5  # noqa: PLR2004 - digits
    need(fits and int(answers[0]) > 0, "weights", name, "write one whole number above 0, such as P1:2")
    return Fraction(int(answers[0]))


def _told(items: Sequence[Item], standing: Standing, text: str) -> tuple[Said, ...]:
    """Tell the score of each principle, and which are left out."""
    reached, left_out = _("{principle}: {percent} per cent."), _("{principle}: nothing is relevant, so it is left out.")
    lines = [
        said(reached, principle=typed(group), percent=score_of(share).percent)
        for group, share in standing.groups.items()
    ]
    lines += [
        said(left_out, principle=typed(name))
        for name, _answers in principles("answers", text)
        if name not in standing.groups
    ]
    unknown = sum(item.rating is None for item in items)
    return (*lines, *([said(_("Not known, and counted as nothing: {count}."), count=unknown)] if unknown else []))


@rule("score-share")
def score_share(*, answers: str, how: str = "minimum", weights: str = "") -> Computed[Fraction]:
    """The score in per cent of answers by principle: the weakest principle, a mean, a weighted mean, or all as one."""
    need(how in HOWS, "how", how, one_of(HOWS))
    items = read_answers(answers)
    standing = _rating(items, how, weights=weights).standing(items)
    assert standing.share is not None, "something is relevant"
    words = {
        "minimum": _("The weakest principle decides."),
        "mean": _("The mean of the principles."),
        "weighted_mean": _("The mean of the principles by their weights."),
        "mean_of_all": _("All answers as one."),
    }
    explanation = (*_told(items, standing, answers), said(words[how]))
    return Computed(value=standing.share * 100, unit="%", explanation=explanation, sources=(OWN_CHOICE,))


@rule("score-level")
def score_level(*, answers: str, thresholds: str = "50,75,100", gates: str = "0.5,0.5,1") -> Computed[str]:
    """The level of answers by principle: each principle reaches the threshold, each critical answer (!) the gate."""
    levels = _levels(thresholds, gates)
    items = read_answers(answers)
    rating = _rating(items, "minimum", levels)
    standing, hoped = rating.standing(items), rating.standing(items, hopeful=True)
    reached, best = rating.highest(standing), rating.highest(hoped)
    assert reached is not None, "nothing is asked for transparency"
    assert best is not None, "as above"
    value = reached.name if reached == best else "unknown"
    critical = tuple(item.id for item in items if item.core) or said(_("none"))
    explanation = [*_told(items, standing, answers), said(_("Critical: {codes}."), codes=critical)]
    above = rating.next_above(reached)
    if above:
        asks = _("{level} asks {percent} per cent in each principle.")
        line = said(asks, level=typed(above.name), percent=score_of(above.least).percent)
        missed = tuple(rating.missed_gates(above, items))
        below = said(_("{line} Below its gate of {gate}: {codes}."), line=line, gate=above.gate, codes=missed)
        explanation.append(below if missed else line)
    return Computed(value=value, unit="code", explanation=tuple(explanation), sources=(IRMA, IRMA_LEVELS))


def _levels(thresholds: str, gates: str) -> tuple[Level, ...]:
    """Return transparency and one level for each threshold, named by it."""
    shares = [_percent(part) for part in parts("thresholds", thresholds)]
    words = [_share(part) for part in parts("gates", gates)]
    need(len(shares) == len(words), "gates", gates, "there must be one for each threshold")
    need(shares == sorted(set(shares)), "thresholds", thresholds, "each must be higher than the one before")
    need(words == sorted(words, key=Fraction), "gates", gates, "none may be lower than the one before")
    lowest = Level(name="transparency", rank=0, outcome="candidate", gate="0", least=Fraction(0))
    return (
        lowest,
        *(
            Level(name=f"{share * 100}", rank=rank, outcome="conforms", gate=gate, least=share)
            for rank, (share, gate) in enumerate(zip(shares, words, strict=True), 1)
        ),
    )


def _percent(text: str) -> Fraction:
    fits = text.isascii() and text.isdecimal() and len(text) <= 3 and 0 < int(text) <= 100  # noqa: PLR2004 - per cent
    need(fits, "thresholds", text, "each must be a whole number from 1 to 100")
    return Fraction(int(text), 100)


@rule("score-letters")
def score_letters(*, grades: str, goal: str = "A") -> Computed[bool]:
    """Whether every letter from C to AAA reaches the goal and every yes-or-no answer is yes; “?” reaches nothing."""
    letters = LADDERS["letters"]
    need(goal in letters, "goal", goal, one_of(letters))
    known = parts("grades", grades)
    for grade in known:
        need(grade in {*letters, "yes", "no", UNKNOWN}, "grades", grade, "it must be C to AAA, yes, no or ?")
    wanted = letters.index(goal)
    missed = [grade for grade in known if grade != "yes" and (grade not in letters or letters.index(grade) < wanted)]
    told = _("The goal is {goal} or better everywhere, and yes; missed by: {codes}.")
    words = said(told, goal=typed(goal), codes=tuple(missed) or said(_("none")))
    return Computed(value=not missed, unit="boolean", explanation=(words,), sources=(TSM,))


@rule("weakest-grade")
def weakest_grade(*, grades: str, scale: str = "graded") -> Computed[str]:
    """The overall grade where the weakest decides, scale graded, letters, alignment or norm; “?” is unknown."""
    need(scale in LADDERS, "scale", scale, one_of(LADDERS))
    ladder = LADDERS[scale]
    known = parts("grades", grades)
    problem = said(_("it must be one of {codes} or ?"), codes=ladder)
    for grade in known:
        need(grade in {*ladder, UNKNOWN}, "grades", grade, problem)
    weakest = min((grade for grade in known if grade != UNKNOWN), key=ladder.index, default=ladder[-1])
    value = weakest if UNKNOWN not in known or weakest == ladder[0] else "unknown"
    source = {"letters": TSM, "alignment": OECD, "norm": RMI}.get(scale, OWN_CHOICE)
    told = _("Of {count} grades the weakest is {grade}; not known: {unknown}.")
    words = said(told, count=len(known), grade=weakest, unknown=known.count(UNKNOWN))
    return Computed(value=value, unit="code", explanation=(words,), sources=(source, OWN_CHOICE))


@rule("award-without-miss")
def award_without_miss(*, full: int, partial: int, missed: int, unknown: int = 0) -> Computed[bool]:
    """Whether a mark is awarded: no criterion is missed, those met in part get plans; one not known refuses it too."""
    for name, number in {"full": full, "partial": partial, "missed": missed, "unknown": unknown}.items():
        need(number >= 0, name, number, "it must not be below zero")
    need(full + partial + missed + unknown > 0, "full", full, "there must be a criterion")
    value = missed == 0 and unknown == 0
    told = _("{full} fully met, {partial} partially, {missed} missed, {unknown} not known.")
    words = said(told, full=full, partial=partial, missed=missed, unknown=unknown)
    plans = said(_("Plans to write: {count}."), count=partial) if value else said(_("No award, so no plan runs."))
    return Computed(value=value, unit="boolean", explanation=(words, plans), sources=(COPPER_MARK,))


@rule("plan-for-partial-by")
def plan_for_partial_by(*, awarded_on: date, months: int = 12) -> Computed[date]:
    """The last day of the improvement plan for a criterion met in part: twelve months after the award."""
    need(0 <= months <= MONTHS_MAX, "months", months, between(0, MONTHS_MAX))
    value = add_months(awarded_on, months)
    words = said(_("{day} plus {months} months."), day=awarded_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(COPPER_MARK,))


_MAJOR_MUSTS: Final = _("{met} of {of} major musts are met; {percent} per cent are needed.")
_MINOR_MUSTS: Final = _("{met} of {of} minor musts are met; {percent} per cent are needed.")


@rule("share-of-musts")
def share_of_musts(
    *,
    major_met: int,
    majors: int,
    minor_met: int,
    minors: int,
    major_percent: Decimal = Decimal(100),
    minor_percent: Decimal = Decimal(95),
) -> Computed[bool]:
    """Whether enough of the major and of the minor musts are met, in exact arithmetic."""
    tests = (
        ("major", major_met, majors, Fraction(major_percent), _MAJOR_MUSTS),
        ("minor", minor_met, minors, Fraction(minor_percent), _MINOR_MUSTS),
    )
    explanation: list[Said] = []
    value = majors + minors > 0
    for name, met, of, percent, told in tests:
        need(0 <= met <= of, f"{name}_met", met, "it must lie between 0 and their number")
        need(0 <= percent <= 100, f"{name}_percent", percent, "it must lie between 0 and 100")  # noqa: PLR2004 - per cent
        value = value and met * 100 >= percent * of
        explanation.append(said(told, met=met, of=of, percent=f"{float(percent):g}"))
    return Computed(value=value, unit="boolean", explanation=tuple(explanation), sources=(GLOBALGAP,))


@rule("minimum-criteria-met")
def minimum_criteria_met(*, met: int, criteria: int) -> Computed[bool]:
    """Whether a producer counts as compliant: every minimum criterion is met, and there is at least one."""
    need(criteria >= 1, "criteria", criteria, "there must be at least one")
    need(0 <= met <= criteria, "met", met, "it must lie between 0 and their number")
    told = _("{met} of {criteria} minimum criteria are met; one unmet is enough to fail.")
    words = said(told, met=met, criteria=criteria)
    return Computed(value=met == criteria, unit="boolean", explanation=(words,), sources=(BETTER_COTTON,))


@rule("modules-reached")
def modules_reached(*, passed: str, ladder: str = "candidate:1,2,3;affiliate:1,2,3,4") -> Computed[str]:
    """The highest status of a ladder whose modules are all passed, such as candidate:1,2,3;affiliate:1,2,3,4."""
    rungs = principles("ladder", ladder)
    done = set() if passed.strip() in {"", "none"} else set(parts("passed", passed))
    known = {module for _status, modules in rungs for module in modules}
    problem = said(_("the ladder has only {codes}"), codes=tuple(sorted(known)))
    for module in sorted(done):
        need(module in known, "passed", module, problem)
    value = "none"
    explanation: list[Said] = []
    for status, modules in rungs:
        missing = tuple(module for module in modules if module not in done)
        told = _("{status}: lacks {codes}.") if missing else _("{status}: reached.")
        explanation.append(said(told, status=typed(status), codes=missing))
        value = value if missing else status
    return Computed(value=value, unit="code", explanation=tuple(explanation), sources=(CRAFT, CRAFT_LADDER))


_CORE: Final = {
    True: _("The core is met; levels reached without a gap: {reached} of {of}."),
    False: _("The core is not met; levels reached without a gap: {reached} of {of}."),
    None: _("The core is not known; levels reached without a gap: {reached} of {of}."),
}


@rule("progress-level")
def progress_level(*, core: bool | None = None, levels: str = "") -> Computed[str]:
    """The progress level: none, core, 1, 2 …: a level counts only if all before it are reached."""
    answers = parts("levels", levels) if levels.strip() else []
    for answer in answers:
        need(answer in {"yes", "no", UNKNOWN}, "levels", answer, "it must be yes, no or ?")
    reached = next((at for at, answer in enumerate(answers) if answer != "yes"), len(answers))
    value = "none" if core is not True else str(reached) if reached else "core"
    words = said(_CORE[core], reached=reached, of=len(answers))
    return Computed(value=value, unit="code", explanation=(words,), sources=(RESPONSIBLE_STEEL,))


@rule("traffic-light")
def traffic_light(*, red: int, yellow: int, unknown: int = 0) -> Computed[str]:
    """The colour of a site: red if a red criterion fails, unknown as long as one is not known, yellow, or green."""
    for name, number in {"red": red, "yellow": yellow, "unknown": unknown}.items():
        need(number >= 0, name, number, "it must not be below zero")
    value = "red" if red else "unknown" if unknown else "yellow" if yellow else "green"
    told = _("Failing red criteria: {red}; failing yellow ones: {yellow}; not known: {unknown}.")
    words = said(told, red=red, yellow=yellow, unknown=unknown)
    return Computed(value=value, unit="code", explanation=(words,), sources=(ICGLR,))


@rule("subject-maturity")
def subject_maturity(
    *,
    policy: bool | None = None,
    risks: bool | None = None,
    mitigation: bool | None = None,
    indicators: bool | None = None,
    improvement: bool | None = None,
) -> Computed[int]:
    """How far a subject has come, from 0 to 5: policy, risks, mitigation, measuring, improving; none is skipped."""
    steps = {
        _("policy"): policy,
        _("risk assessment"): risks,
        _("mitigation plan"): mitigation,
        _("indicators measured"): indicators,
        _("improvement shown"): improvement,
    }
    value = next((at for at, there in enumerate(steps.values()) if there is not True), len(steps))
    missing = list(steps)[value : value + 1]
    words = said(_("Next: {step}."), step=missing[0]) if missing else said(_("All five are there."))
    return Computed(value=value, unit="count", explanation=(words,), sources=(PDCA, OWN_CHOICE))
