"""What was seen at a site on a day: three-valued answers to fixed questions.

Empty is not *no*: a cell that nobody filled in is unknown. An answer *no* clears only while it is fresh (twelve months)
and only when somebody was there; an answer *yes* stands until a later first-hand *no* or a person's refutation. Of two
answers on one day *yes* counts.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer, Unknown, Verdict, no, unknown, yes

FRESH_MONTHS: Final = 12
"""How long an answer *no* is relied on (reassess yearly and on any red flag)."""


class Question(msgspec.Struct, frozen=True):
    """One thing to look for at a site, and the Annex II risk it points to (none for other risks)."""

    code: str
    text: str
    risk: str = ""


QUESTIONS: Final = {
    question.code: question
    for question in (
        Question("cruel_treatment", _("torture or cruel treatment"), "R1a"),
        Question("forced_labour", _("forced labour"), "R1b"),
        Question("children_under_15", _("children under 15 at the site"), "R1c"),
        Question("gross_abuse", _("sexual violence or other gross abuse"), "R1d"),
        Question("pillaging", _("pillaging"), "R1e"),
        Question("armed_group_control", _("control, taxation or trade by a non-state armed group"), "R2"),
        Question("security_force_control", _("illegal control, taxation or trade by security forces"), "R3"),
        Question("origin_fraud", _("bribery or false declaration of origin"), "R4"),
        Question("money_laundering", _("money laundering"), "R5"),
        Question("unpaid_taxes", _("unpaid taxes, fees or royalties"), "R6"),
        Question("worst_child_labour", _("the worst forms of child labour"), "R1c"),
        Question("armed_presence", _("any armed actor present"), ""),
        Question("armed_interference", _("interference by armed actors"), ""),
        Question("mercury", _("mercury in use"), ""),
        Question("children_after_school", _("children helping after school"), ""),
        Question("shaft_collapse", _("shafts or walls that may collapse"), ""),
        Question("rivers_dredged", _("dredged or polluted rivers"), ""),
        Question("waterborne_disease", _("disease carried by water"), ""),
        Question("rush_mining", _("a rush of newcomers without rules"), ""),
        Question("land_rights_infringed", _("land rights infringed"), ""),
        Question("protected_area_infringed", _("work inside a protected area"), ""),
    )
}
ANNEX_II_QUESTIONS: Final = tuple(code for code, question in QUESTIONS.items() if question.risk)


class Observation(msgspec.Struct, frozen=True):
    """What one source says about a site on a day; a question that is left out was not answered."""

    observed_on: date
    answers: Mapping[str, Answer]
    first_hand: bool = True
    source: str = ""
    citation: str = ""
    grounds: Mapping[str, str] = {}
    decided: bool = False

    def order(self, question: str) -> tuple[date, bool, bool]:
        """Return where it stands in time: a person's decision after the day's observations, *yes* after *no*."""
        return (self.observed_on, self.decided, self.answers[question] is Answer.YES)

    def cited(self, question: str) -> str:
        """Return the citation with the columns or words an answer rests on."""
        grounds = self.grounds.get(question)
        return f"{self.citation} ({grounds})" if grounds else self.citation


class Reading(msgspec.Struct, frozen=True):
    """What the observations say about one question on a day, and the observation it rests on."""

    question: str
    found: Verdict
    rests_on: Observation | None = None


def reading(question: str, observations: Iterable[Observation], on: date, fresh_months: int = FRESH_MONTHS) -> Reading:
    """Answer whether something was found: *no* only on a fresh first-hand *no* that nothing contradicts since."""
    told = [
        seen
        for seen in observations
        if seen.observed_on <= on and seen.answers.get(question, Answer.UNKNOWN) is not Answer.UNKNOWN
    ]
    told.sort(key=lambda seen: seen.order(question))
    denied = [seen for seen in told if seen.answers[question] is Answer.NO and seen.first_hand]
    affirmed = [seen for seen in told if seen.answers[question] is Answer.YES]
    if affirmed and (not denied or affirmed[-1].order(question) > denied[-1].order(question)):
        last = affirmed[-1]
        return Reading(question, yes(f"{QUESTIONS[question].text}: {last.cited(question)}"), last)
    if denied:
        last = denied[-1]
        if on < add_months(last.observed_on, fresh_months):
            return Reading(question, no(f"not found on {last.observed_on}"), last)
        reason = f"{QUESTIONS[question].text}: last looked for on {last.observed_on}"
        return Reading(question, unknown(Unknown.EXPIRED, reason), last)
    if told:
        reason = f"{QUESTIONS[question].text}: denied by hearsay only, on {told[-1].observed_on}"
        return Reading(question, unknown(Unknown.UNVERIFIABLE, reason), told[-1])
    return Reading(question, unknown(Unknown.MISSING, f"{QUESTIONS[question].text}: nobody looked"))
